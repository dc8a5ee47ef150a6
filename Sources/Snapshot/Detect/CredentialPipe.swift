/// Credentials that a shell passes on: `echo VALUE | docker login --password-stdin`, `kinit USER <<< VALUE`, `echo root:VALUE |
/// chpasswd`, `echo VALUE > /etc/password`.
enum CredentialPipe {
    /// Words that say that a credential is read from the pipe.
    private static let readers: Set<String> = [
        "--password-stdin", "--stdin", "--token-stdin", "--with-token", "-S", "kinit", "kadmin", "passwd", "vncpasswd",
        "su",
        "luksOpen", "luksFormat", "luksAddKey", "--passphrase-fd", "ansible-vault", "stdin", "login",
    ]
    private static let speakers: Set<String> = ["echo", "printf", "yes"]
    /// Programs that read a user and a password from it.
    private static let pairReaders: Set<String> = ["chpasswd", "smbpasswd"]

    /// - Parameter words: of one line.
    static func find(_ words: [Range<Int>], _ scan: inout TextScan) {
        hereString(words, &scan)
        for (i, word) in words.enumerated()
        where word.count < 16
            && (scan.has("echo", at: word.upperBound - 4) || scan.has("printf", at: word.upperBound - 6)
                || scan.has("yes", at: word.upperBound - 3))
        {
            let echo = scan.text(word).drop { "\"'(`$".contains($0) }
            guard speakers.contains(String(echo)) else { continue }
            var next = i + 1
            while next < words.count,
                scan.bytes[words[next].lowerBound] == UInt8(ascii: "-") || isFormat(words[next], scan)
            {
                next += 1
            }
            guard next + 1 < words.count else { continue }
            let value = CredentialCommand.inner(words[next], scan)
            let text = scan.text(value)
            guard CredentialValue.isLiteral(text), value.count >= CredentialValue.minimumBytes else { continue }
            let behind = words[(next + 1)...].prefix(16).map { scan.text($0).trimmingQuotes }
            if behind[0] == "|" {
                if !pairReaders.isDisjoint(with: behind),
                    let colon = scan.bytes[value].firstIndex(of: UInt8(ascii: ":"))
                {
                    let password = colon + 1..<value.upperBound
                    if CredentialValue.isLiteral(scan.text(password)) { scan.take(password, "credential-line") }
                } else if !readers.isDisjoint(with: behind), isSaid(words[next], scan) {
                    scan.take(value, "credential-line")
                }
            } else if behind[0] == ">" || behind[0] == ">>", behind.count > 1 {
                let file = behind[1].split(separator: "/").last.map(String.init) ?? ""
                let name = String(file.prefix { $0 != "." })
                if CredentialLines.rule(name: name, value: text, CredentialLines.Reading()) != nil, !text.contains("=")
                {
                    scan.take(value, "credential-line")
                }
            }
        }
    }

    /// `kinit user <<< value`, `chpasswd <<< "root:value"`
    private static func hereString(_ words: [Range<Int>], _ scan: inout TextScan) {
        for (i, word) in words.enumerated() where scan.has("<<<", at: word.lowerBound) {
            let isJoined = word.count > 3
            guard isJoined || i + 1 < words.count else { continue }
            let whole = isJoined ? word.dropFirst(3) : words[i + 1]
            let value = CredentialCommand.inner(whole, scan)
            let before = words[max(0, i - 16)..<i].map { scan.text($0).trimmingQuotes }
            guard value.count >= CredentialValue.minimumBytes, CredentialValue.isLiteral(scan.text(value)),
                isSaid(whole, scan)
            else { continue }
            if !pairReaders.isDisjoint(with: before), let colon = scan.bytes[value].firstIndex(of: UInt8(ascii: ":")) {
                scan.take(colon + 1..<value.upperBound, "credential-line")
            } else if !readers.isDisjoint(with: before) {
                scan.take(value, "credential-line")
            }
        }
    }

    /// Whether a word is said as it stands: no variable is in it, or single quotes keep it.
    private static func isSaid(_ word: Range<Int>, _ scan: TextScan) -> Bool {
        scan.byte(word.lowerBound) == UInt8(ascii: "'") || !scan.bytes[word].contains(UInt8(ascii: "$"))
    }

    /// `'%s\n'`
    private static func isFormat(_ word: Range<Int>, _ scan: TextScan) -> Bool {
        scan.bytes[CredentialCommand.inner(word, scan)].first == UInt8(ascii: "%")
    }
}

extension String {
    /// Without quotes at its ends.
    fileprivate var trimmingQuotes: String {
        var text = self[...]
        while let last = text.last, last == "\"" || last == "'" { text = text.dropLast() }
        while let first = text.first, first == "\"" || first == "'" { text = text.dropFirst() }
        return String(text)
    }
}
