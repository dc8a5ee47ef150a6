internal import FoundationEssentials

/// Who may sign what, in ssh-keygen's own file format. Source: ssh-keygen(1), ALLOWED SIGNERS.
package struct AllowedSigners: Sendable, Hashable {
    /// One line.
    struct Entry: Sendable, Hashable {
        let principals: String
        let namespaces: String?
        /// Seconds since 1970.
        let validAfter: Int?
        let validBefore: Int?
        let key: VerificationKey
    }

    let entries: [Entry]
    /// Lines with keys of a kind that is not supported, or certificate authorities: nobody is trusted by them.
    package let linesPassedOver: [Int]

    /// Reads a file; a line that makes no sense is an error, as it is to ssh-keygen.
    package init(bytes: [UInt8], file: String) throws(SealError) {
        var entries: [Entry] = []
        var passedOver: [Int] = []
        for (i, line) in String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            guard let text = line.first(where: { !$0.isWhitespace }), text != "#" else { continue }
            func fault(_ why: String) -> SealError { .malformed(file: "\(file):\(i + 1)", why: why) }
            guard var words = Self.words(line), words.count >= 3 else {
                throw fault("principals and a key are expected")
            }
            let principals = words.removeFirst()
            var options: [String] = []
            if !Self.isKeyType(words[0]) { options = Self.options(words.removeFirst()) }
            guard words.count >= 2, Self.isKeyType(words[0]) else { throw fault("a key is expected after the options") }
            var (namespaces, after, before): (String?, Int?, Int?) = (nil, nil, nil)
            var isUsable = true
            for option in options {
                let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                let value = parts.count == 2 ? parts[1] : ""
                switch parts[0].lowercased() {
                case "namespaces": namespaces = value
                case "valid-after":
                    guard let time = Self.time(value) else { throw fault("`\(value)` is no time") }
                    after = time
                case "valid-before":
                    guard let time = Self.time(value) else { throw fault("`\(value)` is no time") }
                    before = time
                case "cert-authority": isUsable = false
                default: throw fault("the option `\(parts[0])` is not known")
                }
            }
            guard isUsable, let wire = StrictBase64.decode(words[1]), let key = VerificationKey(sshWire: wire) else {
                passedOver.append(i + 1)
                continue
            }
            entries.append(
                Entry(principals: principals, namespaces: namespaces, validAfter: after, validBefore: before, key: key))
        }
        self.entries = entries
        linesPassedOver = passedOver
    }

    /// Who signs with that key in that namespace at that time; `nil` when nobody may.
    ///
    /// - Parameter identity: who it has to be; `nil` for anybody in the file.
    package func principal(of key: VerificationKey, namespace: String, identity: String?, at seconds: Int) -> String? {
        for entry in entries where entry.key == key {
            if let namespaces = entry.namespaces, !PatternList(namespaces).matches(namespace) { continue }
            if let after = entry.validAfter, seconds < after { continue }
            if let before = entry.validBefore, seconds >= before { continue }
            guard let identity else { return entry.principals }
            if PatternList(entry.principals).matches(identity) { return identity }
        }
        return nil
    }

    // MARK: Parsing

    private static func isKeyType(_ word: String) -> Bool {
        ["ssh-", "ecdsa-", "sk-"].contains { word.hasPrefix($0) }
    }

    /// Words at blanks that are not in quotes; `nil` when a quote is left open.
    private static func words(_ line: Substring) -> [String]? {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if !isQuoted, character == " " || character == "\t" || character == "\r" {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        if !word.isEmpty { words.append(word) }
        return isQuoted ? nil : words
    }

    /// Options at commas that are not in quotes, without the quotes.
    private static func options(_ word: String) -> [String] {
        var options = [""]
        var isQuoted = false
        for character in word {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted {
                options.append("")
            } else {
                options[options.count - 1].append(character)
            }
        }
        return options.filter { !$0.isEmpty }
    }

    /// `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, local time, or UTC with a `Z`.
    static func time(_ text: String) -> Int? {
        let isUTC = text.hasSuffix("Z")
        let digits = Array((isUTC ? text.dropLast() : text[...]).utf8)
        guard [8, 12, 14].contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let text = String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: 14 - digits.count)
        func part(_ start: Int, _ count: Int) -> Substring { text.dropFirst(start).prefix(count) }
        let instant = Instant(
            rfc3339: "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(8, 2)):\(part(10, 2)):\(part(12, 2))Z")
        guard let seconds = instant.map({ $0.milliseconds / 1000 }) else { return nil }
        return isUTC
            ? seconds
            : seconds - TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }
}

/// OpenSSH's lists of patterns: `*`, `?`, commas, and `!` for what is not meant. Source: ssh_config(5), PATTERNS.
struct PatternList {
    private let patterns: [Substring]

    init(_ text: String) { patterns = text.split(separator: ",") }

    func matches(_ text: String) -> Bool {
        var isMatched = false
        for pattern in patterns {
            if pattern.first == "!" {
                if Self.matches(Array(text.utf8)[...], Array(pattern.dropFirst().utf8)[...]) { return false }
            } else if Self.matches(Array(text.utf8)[...], Array(pattern.utf8)[...]) {
                isMatched = true
            }
        }
        return isMatched
    }

    /// Greedy with one place to come back to: linear in practice, quadratic at worst.
    private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        var t = text.startIndex
        var p = pattern.startIndex
        var back: (text: Int, pattern: Int)?
        while t < text.endIndex {
            if p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") {
                back = (t, p)
                p += 1
            } else if p < pattern.endIndex, pattern[p] == UInt8(ascii: "?") || pattern[p] == text[t] {
                t += 1
                p += 1
            } else if let place = back {
                back = (place.text + 1, place.pattern)
                t = place.text + 1
                p = place.pattern + 1
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
