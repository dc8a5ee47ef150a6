import Glibc

/// Whether a name promises a credential: of an environment variable, an entry, an annotation, a flag, a member.
enum CredentialName {
    /// Last words that promise one.
    static let strong = [
        "password", "passwd", "pwd", "pass", "passphrase", "passcode", "secret", "token", "apikey", "apitoken",
        "accesskey", "secretkey", "privatekey", "accountkey", "authkey", "signingkey", "encryptionkey", "masterkey",
        "sharedkey", "storagekey", "cookie", "credential", "credentials", "connectionstring", "connstring", "connstr",
        "dsn",
        "authorization", "bearer", "psk", "jwt", "sastoken", "authtoken", "webhookurl", "auth",
    ]

    private static let strongSet = Set(strong)
    /// Endings of words that are written together.
    private static let endings = [
        "password", "passwd", "passphrase", "apikey", "accesskey", "secretkey", "privatekey", "connectionstring",
        "authtoken", "accesstoken", "clientsecret", "accountkey",
    ]
    /// Words that say a value is about a credential and none itself.
    private static let harmless: Set<String> = [
        "checksum", "hash", "digest", "sha", "sha256", "fingerprint", "public", "version", "expiration", "expiry",
        "ttl",
    ]
    /// Words at the end that say nothing.
    private static let idle: Set<String> = [
        "value", "txt", "json", "yaml", "yml", "b64", "base64", "data", "string", "plain",
    ]
    private static let hints = ["pass", "secret", "token", "key", "auth", "cred", "sas"]
    /// Files that hold nothing but credentials, by name or by ending.
    private static let files: Set<String> = [
        ".netrc", "_netrc", ".pgpass", "pgpass.conf", ".git-credentials", ".htpasswd", "htpasswd", "id_rsa",
        "id_ed25519",
        "id_ecdsa", "id_dsa", ".dockercfg", ".dockerconfigjson", ".my.cnf", ".vault-token",
    ]
    private static let fileEndings = [".jks", ".p12", ".pfx", ".keystore", ".truststore", ".kdbx", ".ppk", ".keytab"]

    /// How much a name says.
    enum Promise: Int, Comparable {
        case none
        /// Something about credentials: a random-looking value is one.
        case weak
        /// Also used for names of objects that hold the credential.
        case ambiguous
        case strong

        static func < (a: Promise, b: Promise) -> Bool { a.rawValue < b.rawValue }
    }

    static func promise(_ name: String) -> Promise {
        guard mayPromise(name.utf8Span.span) else { return .none }
        var words = words(name)
        while let last = words.last, idle.contains(last), words.count > 1 { words.removeLast() }
        guard let last = words.last, harmless.isDisjoint(with: words) else { return .none }
        let pair = words.count > 1 ? words[words.count - 2] + last : last
        var isAmbiguous = false
        for word in [pair, last] {
            // `passwords: [...]`
            let one = word.hasSuffix("s") && !strongSet.contains(word) ? String(word.dropLast()) : word
            guard strongSet.contains(one) || endings.contains(where: one.hasSuffix) else { continue }
            guard ambiguous.contains(one) else { return .strong }
            isAmbiguous = true
        }
        if isAmbiguous { return .ambiguous }
        return last == "pat" || words.contains { word in hints.contains { word.contains($0) } } ? .weak : .none
    }

    /// Whether a name says nothing by itself: `value`, `data`.
    static func isIdle(_ name: Span<UInt8>) -> Bool {
        name.count <= 6 && idle.contains(String(decoding: [UInt8](copying: name), as: UTF8.self))
    }

    /// Whether everything under a name is a credential: a file that holds nothing else.
    static func isCredentialFile(_ name: String) -> Bool {
        files.contains(name) || fileEndings.contains(where: name.hasSuffix)
    }

    /// Those of ``strong`` that also stand for the object with the credential.
    private static let ambiguous: Set<String> = [
        "secret", "token", "credential", "credentials", "auth", "pass", "cookie",
    ]

    /// Whether a name could promise anything at all: what begins each of the words above occurs among its letters, whatever
    /// stands between them. Nearly all names end here, and every line of every text has one.
    static func mayPromise(_ name: Span<UInt8>) -> Bool {
        var last: UInt32 = 0
        for i in name.indices {
            let letter = name[i] | 0x20
            guard letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "z") else { continue }
            last = last << 8 | UInt32(letter)
            switch last & 0xFF_FFFF {
            // key, sas, pwd, psk, dsn, jwt
            case 0x6B_6579, 0x73_6173, 0x70_7764, 0x70_736B, 0x64_736E, 0x6A_7774: return true
            default: break
            }
            switch last {
            // pass, secr, toke, auth, cred, bear, conn, webh, cook
            case 0x7061_7373, 0x7365_6372, 0x746F_6B65, 0x6175_7468, 0x6372_6564, 0x636F_6F6B: return true
            case 0x6265_6172, 0x636F_6E6E, 0x7765_6268: return true
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

/// What a value looks like, regardless of its name.
enum CredentialValue {
    /// Whether it could be a credential at all, and is no reference to one.
    static func isLiteral(_ value: String) -> Bool {
        guard !value.isEmpty, !["true", "false", "null", "none", "nil", "~", "{}", "[]"].contains(value.lowercased())
        else {
            return false
        }
        return !["$(", "${", "{{", "ENC[", "vault:", "op://", "arn:", "sm://", "hmac-sha256:", "<", "ref+"]
            .contains { value.hasPrefix($0) }
    }

    /// Whether it is a name, a host, a path, an address: words that people read, joined by the usual marks.
    static func isIdentifier(_ value: String) -> Bool {
        var letters = 0
        var digits = 0
        var upper = 0
        var turns = 0
        var wasLower = false
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                letters += 1
                wasLower = true
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                letters += 1
                upper += 1
                if wasLower { turns += 1 }
                wasLower = false
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: ":"),
                UInt8(ascii: "@"), UInt8(ascii: ","), UInt8(ascii: " "):
                wasLower = false
            default: return false
            }
        }
        // Camel case turns rarely, a random text all the time.
        return letters > 0 && digits * 6 <= letters && turns * 5 <= letters
            && (upper == 0 || upper * 3 <= letters || upper == letters)
    }

    /// Whether it may be the name of an object that holds the credential: an identifier, and not one with capitals and digits
    /// as people make passwords.
    static func isObjectName(_ value: String) -> Bool {
        guard isIdentifier(value) else { return false }
        return value.utf8.count < 10 || !value.utf8.contains { (0x30...0x39).contains($0) }
            || !value.utf8.contains { (0x41...0x5A).contains($0) }
    }

    /// Whether it is long and random-looking.
    static func isRandom(_ value: String) -> Bool {
        let count = value.utf8.count
        guard (20...4096).contains(count), !isIdentifier(value) else { return false }
        for byte in value.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
                UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "~"):
                continue
            default: return false
            }
        }
        return entropy(Array(value.utf8)) >= 3.2
    }

    /// Bits a byte, by how often each occurs.
    static func entropy(_ bytes: [UInt8]) -> Double {
        guard !bytes.isEmpty else { return 0 }
        var counts = [Int](repeating: 0, count: 256)
        for byte in bytes { counts[Int(byte)] += 1 }
        let total = Double(bytes.count)
        return counts.reduce(0.0) { sum, count in
            count == 0 ? sum : sum - Double(count) / total * log2(Double(count) / total)
        }
    }
}
