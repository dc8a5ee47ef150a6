/// Finds credentials in lines whose words follow each other without a mark between: `requirepass VALUE`, `login NAME password
/// VALUE`, `IDENTIFIED BY 'VALUE'`, `host:port:database:user:VALUE`.
enum CredentialFormats {
    /// A format of lines, as `snapctl rules` prints it.
    static let rows: [(format: String, recognizes: String)] = [
        ("netrc", "login NAME password VALUE"), ("pgpass", "host:port:database:user:VALUE"),
        ("redis, fluentd, and other NAME VALUE lines", "a credential's name and a value, alone on their line"),
        ("redis users", "user NAME on >VALUE"), ("SQL", "IDENTIFIED BY 'VALUE', PASSWORD 'VALUE'"),
        ("flags in scripts", "--password VALUE, -Password VALUE"),
        ("PHP, Java", "define('NAME', 'VALUE'), put(\"NAME\", \"VALUE\")"),
        ("PowerShell", "ConvertTo-SecureString 'VALUE'"),
    ]

    /// Words before a value that say what it is, in any case of letters.
    private static let keywords: Set<String> = ["convertto-securestring", "identified by", "auth_pass"]
    /// Words of a line in which names and values alternate.
    private static let alternating: Set<String> = [
        "machine", "login", "default", "account", "user", "host", "username",
    ]

    static func find(in scan: inout TextScan) {
        var place = 0
        scan.budget.spend(scan.bytes.count)
        while place < scan.bytes.count {
            if scan.budget.isSpent { return }
            let end = scan.endOfLine(place)
            if end > place { line(place..<end, &scan) }
            place = end + 1
        }
    }

    private static func line(_ line: Range<Int>, _ scan: inout TextScan) {
        postgres(line, &scan)
        var words: [Range<Int>] = []
        // What only a line with a promise is worth.
        guard
            CredentialName.mayPromise(scan.bytes.span.extracting(line))
                || scan.bytes[line].contains(where: TextScan.isQuote) || scan.bytes[line].contains(UInt8(ascii: ">"))
        else { return }
        var place = line.lowerBound
        while place < line.upperBound {
            while place < line.upperBound, scan.bytes[place] <= 0x20 { place += 1 }
            guard place < line.upperBound else { break }
            let start = place
            if TextScan.isQuote(scan.bytes[place]) {
                let quote = scan.bytes[place]
                place += 1
                while place < line.upperBound, scan.bytes[place] != quote { place += 1 }
                place = min(place + 1, line.upperBound)
            } else {
                while place < line.upperBound, scan.bytes[place] > 0x20 { place += 1 }
            }
            words.append(start..<place)
        }
        scan.budget.spend(line.count)
        var isAlternating = false
        var isLogin = false
        var before = ""
        for (i, word) in words.enumerated() {
            if word.count > TextScan.reach {
                before = ""
                continue
            }
            let text = scan.text(word).lowercased()
            if alternating.contains(text) { isAlternating = true }
            if text == "login" || text == "machine" { isLogin = true }
            // `user default on >VALUE`
            if scan.bytes[word.lowerBound] == UInt8(ascii: ">"), word.count > 4, words.first.map(scan.text) == "user" {
                scan.take(word.dropFirst(), "credential-line")
            }
            defer { before = text }
            guard i + 1 < words.count else { continue }
            let next = words[i + 1]
            let isQuoted = TextScan.isQuote(scan.bytes[next.lowerBound])
            let value = isQuoted ? next.lowerBound + 1..<max(next.lowerBound + 1, next.upperBound - 1) : next
            if keywords.contains(text) || keywords.contains("\(before) \(text)") {
                if CredentialValue.isLiteral(scan.text(value)) { scan.take(value, "credential-line") }
                continue
            }
            guard isName(word, scan), CredentialName.promise(scan.text(word)) >= .qualified,
                isValue(value, isQuoted: isQuoted, scan)
            else { continue }
            let isFlag = scan.bytes[word.lowerBound] == UInt8(ascii: "-")
            let isAlone = words.count == 2
            let isPair = isAlternating && i > 0 && (isLogin || !CredentialValue.isPlainWord(scan.text(value)))
            if isFlag || isAlone || isQuoted || isPair { scan.take(value, "credential-line") }
        }
    }

    /// Letters, digits and the marks of names, with hyphens before it.
    private static func isName(_ word: Range<Int>, _ scan: TextScan) -> Bool {
        CredentialName.mayPromise(scan.bytes.span.extracting(word))
            && scan.bytes[word].allSatisfy {
                TextScan.isBase64URL($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "$")
            }
    }

    private static func isValue(_ value: Range<Int>, isQuoted: Bool, _ scan: TextScan) -> Bool {
        guard value.count >= CredentialValue.minimumBytes, let first = scan.bytes[value].first,
            ![UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: "|")].contains(
                first)
        else { return false }
        let text = scan.text(value)
        return CredentialValue.isLiteral(text) && (isQuoted || !others.contains(text.lowercased()))
            && !CredentialValue.isProse(text) && !text.hasSuffix(":") && !text.contains("://")
    }

    /// Words that follow such names in headings and lists.
    private static let others: Set<String> = [
        "reset", "policy", "protected", "expired", "required", "authentication", "rotation", "manager", "file", "field",
        "prompt", "hash", "change", "changed", "length", "must", "should", "is", "was", "has", "and", "or",
    ]

    /// `host:port:database:user:password`, the port a number or `*`.
    private static func postgres(_ line: Range<Int>, _ scan: inout TextScan) {
        guard line.count <= 1024 else { return }
        var colons: [Int] = []
        for i in line where scan.bytes[i] == UInt8(ascii: ":") && scan.byte(i - 1) != UInt8(ascii: "\\") {
            colons.append(i)
            if colons.count > 4 { return }
        }
        scan.budget.spend(line.count)
        guard colons.count == 4 else { return }
        let port = scan.bytes[colons[0] + 1..<colons[1]]
        guard
            port.elementsEqual("*".utf8)
                || (2...5).contains(port.count) && port.allSatisfy({ (0x30...0x39).contains($0) }),
            !scan.bytes[line.lowerBound..<colons[3]].contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: "/") }),
            colons[0] > line.lowerBound, colons[2] < colons[3] - 1
        else { return }
        let value = colons[3] + 1..<line.upperBound
        let text = scan.text(value)
        guard value.count >= CredentialValue.minimumBytes, !text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            CredentialValue.isLiteral(text), !text.contains(" ")
        else { return }
        scan.take(value, "credential-line")
    }
}
