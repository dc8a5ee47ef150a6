/// Whether a name promises a credential: of an environment variable, an entry, an annotation, a flag, a member.
enum CredentialName {
    /// Last words that promise one.
    static let strong = [
        "password", "passwd", "pwd", "pass", "passphrase", "passcode", "secret", "token", "apikey", "apitoken",
        "accesskey", "secretkey", "privatekey", "accountkey", "authkey", "signingkey", "encryptionkey", "masterkey",
        "sharedkey", "storagekey", "cookie", "credential", "credentials", "connectionstring", "connstring", "connstr",
        "dsn",
        "authorization", "bearer", "psk", "jwt", "sastoken", "authtoken", "webhookurl", "auth", "pw", "requirepass",
        "masterauth", "keypass", "storepass", "sharedsecret", "secseckey", "seckey", "userpass", "authpass",
        "rootpw", "bindpw", "adminpw", "pswd", "psw", "passwrd", "pword", "passwort", "kennwort", "authtok", "totpseed",
        "otpseed",
        "mfaseed", "masterseed", "seedphrase", "mnemonic", "noncekey", "salt", "servicekey", "routingkey",
        "integrationkey", "userkey", "community", "communitystring", "snmpcommunity", "rocommunity", "rwcommunity",
        "readcommunity", "writecommunity", "trapcommunity", "pepper", "fernetkey", "erlangcookie",
    ]

    /// Members of Consul's `acl.tokens`.
    static let consulTokens: Set<String> = [
        "agent", "agent_master", "agent_recovery", "default", "dns", "initial_management", "master", "replication",
        "config_file_service_registration", "config_file_registration", "secret_id",
    ]

    private static let strongSet = Set(strong)
    /// Endings of words that are written together.
    private static let endings = [
        "password", "passwd", "passphrase", "apikey", "accesskey", "secretkey", "privatekey", "connectionstring",
        "authtoken", "accesstoken", "clientsecret", "accountkey", "identitytoken", "registrytoken", "refreshtoken",
        "bearertoken", "sessiontoken", "dbpass", "sshpass", "rootpass", "adminpass",
    ]
    /// Words at either end that say a value is about a credential and none itself.
    private static let harmless: Set<String> = [
        "checksum", "digest", "sha", "sha256", "fingerprint", "expiration", "expiry", "ttl",
    ]
    /// Words at the end that say the same of keys and tokens; behind a password there may be a password all the same.
    private static let qualifiers: Set<String> = ["hash", "version", "public", "format", "encoding", "policy"]
    /// Words at the end that say which one it is.
    private static let ordinals: Set<String> = [
        "old", "new", "current", "previous", "primary", "secondary", "default", "prod", "dev", "test", "staging",
        "backup", "literal", "cleartext", "plaintext", "clear",
    ]
    private static let passwords: Set<String> = [
        "password", "passwd", "pwd", "pass", "passphrase", "passcode", "pw", "pswd", "passwrd",
    ]
    /// Words at the end that say nothing.
    private static let idle: Set<String> = [
        "value", "txt", "json", "yaml", "yml", "b64", "base64", "data", "string", "plain", "val", "text", "content",
    ]
    /// Names of members that hold a value whose name is the outer member's.
    private static let holders: Set<String> = [
        "value", "data", "plain", "val", "text", "content", "string", "plaintext", "plainText", "raw", "literal",
        "inline", "default", "current", "cleartext", "clearText", "b64", "base64", "stringValue",
    ]
    private static let hints = ["pass", "secret", "token", "key", "auth", "cred", "sas"]
    /// Files that hold nothing but credentials, by name or by ending.
    private static let files: Set<String> = [
        ".netrc", "_netrc", ".pgpass", "pgpass.conf", ".git-credentials", ".htpasswd", "htpasswd", "id_rsa",
        "id_ed25519",
        "id_ecdsa", "id_dsa", ".dockercfg", ".dockerconfigjson", ".my.cnf", ".vault-token", "userlist.txt",
        ".google_authenticator", "google_authenticator", "chpasswd", "chpasswd.txt", ".chpasswd", "newusers.txt",
        "sasl_passwd", ".htdigest", "htdigest", "settings-security.xml", "chap-secrets", "pap-secrets",
    ]
    private static let fileEndings = [".jks", ".p12", ".pfx", ".keystore", ".truststore", ".kdbx", ".ppk", ".keytab"]

    /// How much a name says.
    enum Promise: Int, Comparable {
        case none
        /// Something about credentials: a random-looking value is one.
        case weak
        /// Also used for names of objects that hold the credential.
        case ambiguous
        /// A password's, with a word behind it that may make it something else: `passwordVersion`.
        case qualified
        case strong

        static func < (a: Promise, b: Promise) -> Bool { a.rawValue < b.rawValue }
    }

    static func promise(_ name: String) -> Promise {
        guard mayPromise(name.utf8Span.span) else { return .none }
        let words = telling(name)
        guard let last = words.last, !harmless.contains(last), !harmless.contains(words[0]) else { return .none }
        if words.count > 1, qualifiers.contains(last) {
            let before = words[words.count - 2]
            return passwords.contains { before.hasSuffix($0) } ? .qualified : .none
        }
        // `SECRET_KEY_BASE`, `otp_key_base`
        if last == "base", words.count > 2, words[words.count - 2] == "key" { return .strong }
        if last.hasPrefix("key"), words.dropLast().last == "public" || last == "publickey" { return .none }
        let pair = words.count > 1 ? words[words.count - 2] + last : last
        var isAmbiguous = false
        for word in [pair, last] {
            // `passwords: [...]`
            let isPlural = word.hasSuffix("s") && !word.hasSuffix("ss") && !strongSet.contains(word)
            let one = isPlural ? String(word.dropLast()) : word
            guard strongSet.contains(one) || endings.contains(where: one.hasSuffix) else { continue }
            guard ambiguous.contains(one) else { return .strong }
            isAmbiguous = true
        }
        if isAmbiguous { return .ambiguous }
        // `keyId`, `tokenName`, `secretPath`: which one it is, or where.
        if places.contains(last) { return .none }
        // `PASSWORD_FOR_DB`, `dbPasswordRO`
        if words.contains(where: { passwords.contains($0) && $0 != "pass" }) { return .qualified }
        return last == "encrypt" || last == "pat" || words.contains { word in hints.contains { word.contains($0) } }
            ? .weak : .none
    }

    /// The words of a name without those at its end that say nothing, or which one it is.
    private static func telling(_ name: String) -> [String] {
        var words = words(name)
        while let last = words.last, words.count > 1,
            idle.contains(last) || ordinals.contains(last) || last.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        {
            words.removeLast()
        }
        return words
    }

    /// Words at the end that say where a credential is, or which.
    private static let places: Set<String> = [
        "id", "name", "names", "ref", "path", "file", "dir", "namespace", "type", "kind", "uri", "url", "issuer",
        "host", "endpoint", "provider", "mode", "method", "length", "size", "count", "field", "prefix", "suffix",
        "header", "algorithm", "alg", "class", "scope", "audience", "enabled", "required", "rotation", "regex",
        "pattern",
        "cost", "rounds", "age", "days", "min", "max", "strength", "authentication", "grant", "flow", "label",
        "placeholder", "hint", "message", "title", "description", "reset", "connector", "stdin", "prompt", "input",
        "fd",
        "command", "cmd", "script", "helper", "generator", "manager", "store", "change", "changed", "updated",
        "expires",
        "expired", "validation", "validator", "check", "checker", "encoder", "encryption", "protected", "less",
    ]

    /// Whether a name says nothing by itself: `value`, `data`.
    static func isIdle(_ name: Span<UInt8>) -> Bool {
        name.count <= 11 && holders.contains(String(decoding: [UInt8](copying: name), as: UTF8.self))
    }

    /// Whether everything under a name is a credential: a file that holds nothing else.
    static func isCredentialFile(_ name: String) -> Bool {
        files.contains(name) || fileEndings.contains(where: name.hasSuffix)
    }

    /// Those of ``strong`` that also stand for the object with the credential.
    private static let ambiguous: Set<String> = [
        "secret", "token", "credential", "credentials", "auth", "pass", "cookie", "salt", "servicekey", "routingkey",
        "integrationkey", "userkey", "community",
    ]

    /// Whether a name is that of a community, of SNMP or of BGP.
    static func isCommunity(_ name: String) -> Bool { telling(name).last == "community" }

    /// Whether tokens under a name are UUIDs, as Consul and Nomad make them.
    static func isIssuedAsUUID(_ name: String) -> Bool {
        let words = words(name)
        return words.last == "token" && words.contains { $0 == "consul" || $0 == "nomad" }
    }

    /// Whether a member is a token because of the name of what holds it.
    static func isToken(_ name: Span<UInt8>, in holder: String) -> Bool {
        holder == "tokens" && name.count <= 32
            && consulTokens.contains(String(decoding: [UInt8](copying: name), as: UTF8.self))
    }

    /// Whether a word under an ambiguous name is no name of an object or way of working: of `token`, `pass` and `cookie`.
    static func isValueOnly(_ name: String) -> Bool {
        guard let last = telling(name).last else { return false }
        return ["token", "tokens", "pass", "cookie"].contains(last)
    }

    /// Whether a name is that of a key, which may also be a file, or the key of an entry.
    static func isKey(_ name: String) -> Bool { name.lowercased().hasSuffix("key") }

    /// Whether a text is itself a name that promises a credential, in words without digits: `password`, `api-token`.
    static func isNameOfOne(_ text: String) -> Bool {
        CredentialValue.isPlainWord(text) && promise(text) > .weak
    }

    /// Whether a name could promise anything at all: what begins each of the words above occurs among its letters, whatever
    /// stands between them. Nearly all names end here, and every line of every text has one.
    static func mayPromise(_ name: Span<UInt8>) -> Bool {
        var last: UInt32 = 0
        for i in name.indices {
            let letter = name[i] | 0x20
            // A last word of two letters.
            if letter == UInt8(ascii: "w"), i > 0, name[i - 1] | 0x20 == UInt8(ascii: "p"),
                i + 1 == name.count || !(0x61...0x7A).contains(name[i + 1])
            {
                return true
            }
            guard letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") else { continue }
            last = last << 8 | UInt32(letter)
            switch last & 0xFF_FFFF {
            // key, sas, pwd, psw, psk, dsn, jwt
            case 0x70_7377, 0x6B_6579, 0x73_6173, 0x70_7764, 0x70_736B, 0x64_736E, 0x6A_7774: return true
            default: break
            }
            switch last {
            // pass, secr, toke, auth, cred, bear, conn, webh, cook
            case 0x7061_7373, 0x7365_6372, 0x746F_6B65, 0x6175_7468, 0x6372_6564, 0x636F_6F6B: return true
            case 0x6265_6172, 0x636F_6E6E, 0x7765_6268: return true
            // pepp, muni
            case 0x7065_7070, 0x6D75_6E69: return true
            // pwor, kenn, salt, seed, mnem, encr
            case 0x7077_6F72, 0x6B65_6E6E, 0x7361_6C74, 0x7365_6564, 0x6D6E_656D, 0x656E_6372: return true
            default: break
            }
        }
        // `GITHUB_PAT`
        return last & 0xFF_FFFF == 0x70_6174
    }

    /// `AZURE_clientSecret2` → azure, client, secret.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        var wasLower = false
        func flush() {
            while let last = word.last, (0x30...0x39).contains(last), word.contains(where: { $0 > 0x39 }) {
                word.removeLast()
            }
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word = []
        }
        for byte in name.utf8.suffix(200) {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                if wasLower { flush() }
                word.append(byte | 0x20)
                wasLower = false
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                word.append(byte)
                wasLower = true
            default:
                flush()
                wasLower = false
            }
        }
        flush()
        return words
    }
}
