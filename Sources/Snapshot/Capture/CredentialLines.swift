/// Finds credentials by the names that texts themselves give them: `name=value`, `name: value`, `"name": "value"`.
enum CredentialLines {
    /// The rule that takes a value under a name; `nil` when it stays.
    ///
    /// - Parameter mayRefer: whether a value in such a place may as well be the name of an object with the credential.
    static func rule(name: String, value: String, mayRefer: Bool) -> String? {
        guard !name.isEmpty, CredentialValue.isLiteral(value) else { return nil }
        switch CredentialName.promise(name) {
        case .none: return nil
        case .weak: return CredentialValue.isRandom(value) ? "credential-entropy" : nil
        case .ambiguous:
            if mayRefer, CredentialValue.isIdentifier(value) { return nil }
            // `MAX_TOKEN=4096`
            return value.utf8.count < 7 && value.utf8.allSatisfy { (0x30...0x39).contains($0) }
                ? nil : "credential-name"
        case .strong: return mayRefer && isReference(value) ? nil : "credential-name"
        }
    }

    /// The same for text that nobody has made a string of yet: few names are worth it.
    static func rule(name: Span<UInt8>, value: Span<UInt8>, mayRefer: Bool) -> String? {
        guard CredentialName.mayPromise(name) else { return nil }
        return rule(name: text(name), value: text(value), mayRefer: mayRefer)
    }

    private static func text(_ bytes: Span<UInt8>) -> String {
        String(decoding: [UInt8](copying: bytes), as: UTF8.self)
    }

    /// The rule that takes a whole text for what stands in one of its lines.
    static func rule(_ bytes: Span<UInt8>, mayRefer: Bool) -> String? {
        var i = 0
        while i < bytes.count {
            let byte = bytes[i]
            guard byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") else {
                i += 1
                continue
            }
            var end = i
            while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == UInt8(ascii: "\"") { end -= 1 }
            var begin = end
            while begin > 0, isNameByte(bytes[begin - 1]), end - begin < 100 { begin -= 1 }
            i += 1
            guard begin < end else { continue }
            // The name first: few are worth a look at the value.
            guard CredentialName.mayPromise(bytes.extracting(begin..<end)) else { continue }
            let name = text(bytes.extracting(begin..<end))
            guard CredentialName.promise(name) != .none else { continue }
            var start = i
            while start < bytes.count, isBeforeValue(bytes[start]) { start += 1 }
            var stop = start
            while stop < bytes.count, isValueByte(bytes[stop]) { stop += 1 }
            let isAssignment = byte == UInt8(ascii: "=")
            let value = text(bytes.extracting(start..<stop))
            if rule(name: name, value: value, mayRefer: mayRefer || !isAssignment) != nil {
                return "credential-line"
            }
        }
        return nil
    }

    /// `namespace/name` and the like: passwords do not look so.
    private static func isReference(_ value: String) -> Bool {
        value.utf8.contains(UInt8(ascii: "/")) && CredentialValue.isIdentifier(value)
    }

    private static func isBeforeValue(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
    }

    private static func isValueByte(_ byte: UInt8) -> Bool {
        switch byte {
        case ...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "}"):
            false
        default: true
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
