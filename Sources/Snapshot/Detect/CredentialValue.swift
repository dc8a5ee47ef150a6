import Glibc

/// What a value looks like, regardless of its name.
enum CredentialValue {
    /// Shorter texts are no credentials.
    static let minimumBytes = 3

    /// What says that there is nothing, or that somebody has to say it.
    private static let nothing: Set<String> = [
        "true", "false", "null", "none", "nil", "~", "{}", "[]", "required", "optional", "disabled", "enabled",
        "prompt", "redacted", "[redacted]", "masked", "hidden", "undefined", "n/a", "yes", "no", "missing", "expired",
        "invalid", "incorrect", "unset", "mandatory", "ignored", "nopass", "[[",
    ]
    /// Types of values, where a schema, a signature or a help text says what belongs there.
    private static let types: Set<String> = [
        "string", "strings", "stringarray", "str", "bytes", "[]byte", "[]string", "byte[]", "char[]", "bool", "boolean",
        "integer", "securestring", "secretstr", "varchar",
    ]
    /// How references to values kept elsewhere begin.
    private static let references = [
        "$(", "${", "{{", "{%", "<%", "%{", "#{", "((", "[[", "vault:", "op://", "arn:", "sm://", "ref+",
        "azurekeyvault://",
        "awssm://", "gcpsm://", "@Microsoft.KeyVault(", "secretref:", "!vault", "!Ref", "!Sub", "(?", "^(", "^[", "[^",
    ]
    /// Words before a credential that say how it is used.
    private static let schemes = ["Bearer ", "Basic ", "Token ", "bearer ", "basic ", "token "]

    /// Whether it could be a credential at all, and is no reference to one.
    static func isLiteral(_ value: String) -> Bool {
        guard !value.isEmpty, !nothing.contains(value.lowercased()),
            !references.contains(where: value.hasPrefix)
        else { return false }
        if RedactionToken.begins(value) || isEncrypted(value) || isPlaceholder(value) || isType(value) { return false }
        if let scheme = schemes.first(where: value.hasPrefix), !isLiteral(String(value.dropFirst(scheme.count))) {
            return false
        }
        // `%h %l %u`
        let words = value.prefix(200).split(separator: " ")
        return words.count < 2 || value.utf8.count > 200 || !words.allSatisfy { isPlaceholder(String($0)) }
    }

    /// `string`, `string, required`, `Optional[str]`
    private static func isType(_ value: String) -> Bool {
        let word = value.prefix(16).prefix { !" ,|)=?;".contains($0) }
        return types.contains(word.lowercased()) || value.hasPrefix("Optional[") || value.hasPrefix("Union[")
    }

    /// What SOPS writes: `ENC[AES256_GCM,data:…,iv:…,tag:…,type:str]`.
    static func isEncrypted(_ value: String) -> Bool {
        value.hasPrefix("ENC[AES256_GCM,data:") && value.hasSuffix("]")
    }

    /// `<your-password>`, `***`, `$TOKEN`, `{token}`, `%X{token}`, `%(token)s`, `%TOKEN%`, `@token@`: what is filled in later.
    private static func isPlaceholder(_ value: String) -> Bool {
        let bytes = Array(value.utf8.prefix(200))
        guard let first = bytes.first, let last = bytes.last, bytes.count < 200 else { return false }
        if bytes.allSatisfy({ $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }) {
            return true
        }
        func isName(_ part: ArraySlice<UInt8>) -> Bool {
            !part.isEmpty
                && part.allSatisfy {
                    $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x41 && $0 <= 0x5A || $0 == UInt8(ascii: "_")
                        || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == 0x20
                }
        }
        // `YOUR_PASSWORD`, `your-password-here`
        if bytes.prefix(4).map({ $0 | 0x20 }).elementsEqual("your".utf8), bytes.count > 5, isName(bytes[...]) {
            return [UInt8(ascii: "_"), UInt8(ascii: "-"), 0x20].contains(bytes[4])
        }
        switch first {
        // `__PASSWORD__`
        case UInt8(ascii: "_"):
            return bytes.count > 4 && bytes[1] == first && bytes.suffix(2).elementsEqual([first, first])
                && isName(bytes[...])
        case UInt8(ascii: "<"): return last == UInt8(ascii: ">") && isName(bytes[1...].dropLast())
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return last == (first == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                && isName(bytes[1...].dropLast())
        case UInt8(ascii: "@"):
            let inside = bytes.drop { $0 == first }.prefix { $0 != first }
            return last == first && isName(inside)
        case UInt8(ascii: "$"):
            let name = bytes[1...].prefix {
                $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "@")
            }
            let isOneCase =
                !name.contains { (0x61...0x7A).contains($0) } || !name.contains { (0x41...0x5A).contains($0) }
            return name.count == 1 && (0x30...0x39).contains(bytes[1]) || isOneCase && isName(name)
        case UInt8(ascii: "%"):
            guard bytes.count > 1 else { return true }
            if value.contains(")%") { return true }
            // `%TOKEN%`, `%REQ(AUTHORIZATION)%`
            if last == first, isName(bytes[1...].dropLast().filter { !"():".utf8.contains($0) }[...]) { return true }
            // `%s`, `%-5d`; `%X{…}`, `%{…}`, `%(…)s`
            let letter = bytes[1...].drop { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
            if letter.count == 1, isName(letter) { return true }
            return letter.prefix(2).contains(UInt8(ascii: "{")) && bytes.contains(UInt8(ascii: "}"))
                || letter.first == UInt8(ascii: "(") && bytes.contains(UInt8(ascii: ")"))
        default: return false
        }
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

    /// Whether it is words alone, as people choose them for passwords, and no address or path.
    static func isWords(_ value: some Sequence<UInt8>) -> Bool {
        value.allSatisfy {
            $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x41 && $0 <= 0x5A || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                || $0 == 0x20
        }
    }

    /// Whether it is a setting rather than a credential: `oidc`, `Basic`, `db-credentials`, `workload identity`. Words without
    /// digits, none of them a run of the alphabet.
    static func isPlainWord(_ value: String) -> Bool {
        let bytes = Array(value.utf8.prefix(80))
        guard bytes.count < 80, isIdentifier(value), isWords(bytes.filter { !"./,:@".utf8.contains($0) }) else {
            return false
        }
        let parts = bytes.split { !($0 >= 0x61 && $0 <= 0x7A || $0 >= 0x41 && $0 <= 0x5A) }
        return parts.allSatisfy { part in
            guard part.count <= 16 else { return false }
            var rising = 1
            for (a, b) in zip(part, part.dropFirst()) {
                rising = b == a &+ 1 ? rising + 1 : 1
                if rising == 4 { return false }
            }
            return true
        }
    }

    /// Whether it may be the name of an object that holds the credential: an identifier, and not one with capitals and digits
    /// as people make passwords.
    static func isObjectName(_ value: String) -> Bool {
        // `tok-1`, `registry/pull-2`
        if value.utf8.count <= 63, value.utf8.contains(UInt8(ascii: "-")), isName(value.utf8),
            !value.utf8.contains(where: { (0x41...0x5A).contains($0) })
        {
            return true
        }
        guard isIdentifier(value) else { return false }
        return value.utf8.count < 10 || !value.utf8.contains { (0x30...0x39).contains($0) }
            || !value.utf8.contains { (0x41...0x5A).contains($0) }
    }

    /// Whether it is a sentence, by the little words in it.
    static func isProse(_ value: String) -> Bool {
        let words = value.prefix(400).split(separator: " ")
        guard words.count > 1 else { return false }
        return words.contains { littleWords.contains($0.lowercased().filter { $0.isLetter }) }
    }

    private static let littleWords: Set<String> = [
        "a", "an", "and", "are", "as", "at", "be", "been", "by", "can", "for", "from", "has", "have", "if", "in", "is",
        "it", "must", "not", "of", "on", "or", "see", "should", "that", "the", "this", "to", "use", "used", "was",
        "when", "which", "will", "with", "you", "your", "does", "cannot", "were", "has", "may", "der", "das", "die",
        "ist",
        "wird", "und", "mit", "nicht", "im", "den", "le", "la", "les", "est", "dans", "pour", "el", "los", "una",
    ]

    /// A file of accounts without passwords: `root:x:0:0:…`
    static func isAccounts(_ value: String) -> Bool {
        let fields = value.prefix(200).prefix { $0 != "\n" }.split(separator: ":", omittingEmptySubsequences: false)
        return fields.count >= 6 && ["x", "*", "!"].contains(fields[1])
    }

    /// `2f1c4532-8123-4123-8123-123456789012`
    static func isUUID(_ value: String) -> Bool {
        let parts = value.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.allSatisfy { $0.allSatisfy(isHexadecimal) }
    }

    /// A digest, as lower-case digits of one of the usual lengths, with or without the name of its function.
    static func isDigest(_ value: String) -> Bool {
        let digits = value.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).last ?? []
        return [8, 16, 32, 40, 56, 64, 96, 128].contains(digits.count) && digits.allSatisfy(isHexadecimal)
    }

    /// `v1`, `2.14.1`, `17`
    static func isVersion(_ value: String) -> Bool {
        value.utf8.count <= 12
            && value.utf8.drop { $0 == UInt8(ascii: "v") }.allSatisfy {
                (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".")
            }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x66
    }

    /// Whether it is long and random-looking.
    static func isRandom(_ value: String) -> Bool {
        let value = value.hasPrefix("base64:") ? String(value.dropFirst(7)) : value
        let count = value.utf8.count
        guard (20...4096).contains(count), !isIdentifier(value), !isUUID(value) else { return false }
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
