/// Words and names as people and programs write them, told from keys in which chance has the same letters.
extension CredentialValue {
    /// Whether it is a name of several words: `sk-learn-model-v2`, `Token_Rotation_Job`. Each word begins with letters and ends
    /// with few digits, or is a short number.
    static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        let parts = bytes.split(omittingEmptySubsequences: false) { !TextScan.isLetterOrDigit($0) }
        guard !parts.isEmpty, parts.count > 1 || bytes.count <= longestWord else { return false }
        return parts.allSatisfy { part in
            let letters = part.prefix { !isDigit($0) }
            guard letters.count <= longestWord, letters.count + 4 >= part.count else { return false }
            return part.dropFirst(letters.count).allSatisfy(isDigit)
                && (letters.dropFirst().allSatisfy(isLower) || letters.allSatisfy(isUpper))
        }
    }

    private static let longestWord = 16

    /// Whether it is a name in camel case, with words that can be pronounced: `parseBase64EncodedString`.
    static func isCamelCase(_ bytes: ArraySlice<UInt8>) -> Bool {
        var parts = 0
        var numbers = 0
        var rest = bytes
        while let first = rest.first {
            parts += 1
            let part: ArraySlice<UInt8>
            if isDigit(first) {
                part = rest.prefix(while: isDigit)
                numbers += 1
                if part.count > 3 || numbers > 1 { return false }
            } else {
                let capitals = rest.prefix(while: isUpper)
                let behind = rest[capitals.endIndex...].prefix(while: isLower)
                if capitals.count > 1 {
                    // The last capital begins the next word: `HTTPRequest`.
                    part = behind.isEmpty ? capitals : capitals.dropLast()
                    if part.count > 5 { return false }
                } else {
                    part = rest.prefix(capitals.count + behind.count)
                    if part.isEmpty || part.count < 3 || !isPronounced(part) { return false }
                }
            }
            rest = rest[part.endIndex...]
        }
        return parts > 0 && parts <= 5
    }

    /// Whether vowels and consonants take turns as in words.
    private static func isPronounced(_ word: ArraySlice<UInt8>) -> Bool {
        var vowels = 0
        var consonants = 0
        var hasVowel = false
        var last: UInt8 = 0
        for byte in word {
            let letter = byte | 0x20
            let isVowel = "aeiou".utf8.contains(letter)
            if isVowel || letter == UInt8(ascii: "y") {
                hasVowel = true
                consonants = 0
            } else {
                consonants += 1
                if "jqxz".utf8.contains(last) || "jqxzvfk".utf8.contains(letter) && "bcdfgkpvw".utf8.contains(last) {
                    return false
                }
            }
            vowels = isVowel ? vowels + 1 : 0
            if consonants > 4 || vowels > 3 { return false }
            last = letter
        }
        return hasVowel
    }

    /// Whether it is an expression of some language rather than a value: a call, a member of something, a type.
    ///
    /// Only for what stands without quotes.
    static func isExpression(_ value: String) -> Bool {
        let bytes = Array(value.utf8.prefix(200))
        // `(user, password)`
        if bytes.first == UInt8(ascii: "("), bytes.count > 3, bytes[1...].allSatisfy({ isLower($0 | 0x20) }) {
            return true
        }
        let path = bytes.prefix { isLower($0 | 0x20) || ".:>_&*".utf8.contains($0) || $0 == UInt8(ascii: "-") }
        if path.count >= 3, path.count < bytes.count {
            switch bytes[path.count] {
            // `getenv("X")`, `split(x, " ")`
            case UInt8(ascii: "("): return true
            // `headers["x"]`, `Optional[str]`
            case UInt8(ascii: "["): return path.count + 1 == bytes.count || bytes.contains(UInt8(ascii: "]"))
            default: return false
            }
        }
        // `conf.password`, `this.token`: the last word is what it holds.
        guard path.count == bytes.count, let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 1,
            !bytes.contains(UInt8(ascii: "-"))
        else { return false }
        return CredentialName.promise(String(decoding: bytes[(dot + 1)...], as: UTF8.self)) != .none
    }

    /// Whether it says where something is: a path of names, also with a key behind `#`.
    static func isPath(_ value: String) -> Bool {
        let path = value.prefix { $0 != "#" }
        guard path.utf8.count(where: { $0 == UInt8(ascii: "/") }) > (path.hasPrefix("/") ? 1 : 0) else { return false }
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        return parts.allSatisfy { part in
            isName(part.drop { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") })
        }
    }

    /// `24h`, `4096`, `15m30s`, `128Mi`, `10%`
    static func isQuantity(_ value: String) -> Bool {
        var digits = 0
        var letters = 0
        for byte in value.utf8 {
            if isDigit(byte) {
                digits += 1
                letters = 0
            } else {
                letters += 1
                guard isLower(byte | 0x20) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%"), letters < 3 else {
                    return false
                }
            }
        }
        return value.utf8.first.map(isDigit) == true && digits < 7 && value.utf8.count <= 10
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
    private static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
}
