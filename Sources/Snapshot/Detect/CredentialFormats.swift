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
        ("settings of shells and images", "setenv NAME VALUE, ENV NAME VALUE, set NAME VALUE"),
        ("lists of arguments", "- --password, and - VALUE in the next line; [--password, VALUE]"),
        ("Terraform", "variable \"NAME\" { default = \"VALUE\" }"),
        ("HAProxy, Oracle", "stats auth USER:VALUE, connect USER/VALUE@…"),
        (
            "pipes",
            "echo VALUE | … --password-stdin, … <<< VALUE, echo USER:VALUE | chpasswd, echo VALUE > PASSWORD-FILE"
        ),
        ("tables", "columns of CSV, TSV and the like, of INSERT and COPY, under a credential's name"),
        ("lists of accounts", "USER:VALUE for chpasswd, newusers, cloud-init, basic and digest authentication"),
        ("directives", CredentialDirectives.formats),
        ("forms", "<input type=password value=VALUE>, <textarea name=\"NAME\">VALUE</textarea>"),
        ("Consul", "tokens { agent = \"VALUE\" }"),
    ]

    /// Words before a value that say what it is, in any case of letters.
    private static let keywords: Set<String> = ["convertto-securestring", "identified by", "auth_pass"]
    /// Words of a line in which names and values alternate.
    private static let alternating: Set<String> = [
        "machine", "login", "default", "account", "user", "host", "username",
    ]

    static func find(in scan: inout TextScan) {
        var place = 0
        var said = Said()
        var table = CredentialTable()
        var accounts = CredentialAccounts()
        scan.budget.spend(scan.bytes.count)
        while place < scan.bytes.count {
            if scan.budget.isSpent { return }
            let end = scan.endOfLine(place)
            if end > place {
                table.line(place..<end, &scan)
                accounts.line(place..<end, &scan)
                CredentialDirectives.line(place..<end, &scan)
                line(place..<end, &scan, &said)
            }
            place = end + 1
        }
        accounts.finish(&scan)
    }

    /// What lines before said of this one.
    private struct Said {
        /// The flag whose value is the next item of a list.
        var flag: String?
        /// The variable whose block is open.
        var variable: String?
        /// How far the block is indented whose members are tokens.
        var tokens: Int?
    }

    private static func line(_ line: Range<Int>, _ scan: inout TextScan, _ said: inout Said) {
        postgres(line, &scan)
        var words: [Range<Int>] = []
        let flag = said.flag
        said.flag = nil
        // What only a line with a promise is worth.
        guard
            flag != nil || said.tokens != nil || CredentialName.mayPromise(scan.bytes.span.extracting(line))
                || scan.bytes[line].contains(where: {
                    TextScan.isQuote($0) || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "|")
                        || $0 == UInt8(ascii: "<")
                })
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
        if let flag, words.count == 2, scan.text(words[0]) == "-" {
            let value = plain(words[1], scan)
            if !scan.text(value).hasPrefix("--"),
                CredentialLines.rule(name: flag, value: scan.text(value), argument) != nil
            {
                scan.take(value, "credential-line")
            }
            return
        }
        if words.count == 2, scan.text(words[0]) == "-", let name = Self.flag(words[1], scan) { said.flag = name }
        terraform(words, &scan, &said)
        tokens(line, words, &scan, &said)
        CredentialPipe.find(words, &scan)
        var alternates: Set<Int> = []
        var isLogin = false
        var before = ""
        let isData = words.count > 16
        for (i, word) in words.enumerated() {
            if word.count > TextScan.reach {
                before = ""
                continue
            }
            let text = scan.text(word).lowercased()
            if alternating.contains(text), !isData { alternates.insert(i % 2) }
            if text == "login" || text == "machine" { isLogin = true }
            // `user default on >VALUE`
            if scan.bytes[word.lowerBound] == UInt8(ascii: ">"), word.count > 4, words.first.map(scan.text) == "user",
                CredentialValue.isLiteral(scan.text(word.dropFirst()))
            {
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
            // `stats auth admin:VALUE`, `connect system/VALUE@db`
            if let mark = accounts[before == "stats" ? "stats \(text)" : text],
                let place = scan.bytes[value].firstIndex(of: mark), place > value.lowerBound
            {
                let at =
                    mark == UInt8(ascii: "/") ? scan.bytes[value].lastIndex(of: UInt8(ascii: "@")) : value.upperBound
                if let at, at > place, CredentialValue.isLiteral(scan.text(place + 1..<at)) {
                    scan.take(place + 1..<at, "credential-line")
                }
                continue
            }
            if scan.byte(word.upperBound - 1) == UInt8(ascii: ","), let name = Self.flag(word, scan) {
                // `[--client-secret, VALUE]`
                let item = plain(next, scan)
                if CredentialLines.rule(name: name, value: scan.text(item), argument) != nil {
                    scan.take(item, "credential-line")
                }
                continue
            }
            let isAlone = words.count == 2 || words.count == 3 && i == 0 && scan.text(words[2]) == ";"
            let promise = isName(word, scan) ? CredentialName.promise(scan.text(word)) : .none
            let bare = plain(value, scan)
            if promise == .ambiguous, isAlone || isQuoted && i == 0, !bare.isEmpty,
                CredentialLines.rule(
                    name: scan.text(word), value: scan.text(bare), CredentialLines.Reading(mayRefer: true))
                    != nil, isValue(bare, isQuoted: isQuoted, scan)
            {
                scan.take(bare, "credential-line")
                continue
            }
            let isFlag = scan.bytes[word.lowerBound] == UInt8(ascii: "-")
            if promise == .ambiguous, isFlag, isValue(bare, isQuoted: isQuoted, scan),
                CredentialLines.rule(name: scan.text(word), value: scan.text(bare), CredentialLines.Reading()) != nil
            {
                scan.take(bare, "credential-line")
            }
            guard promise >= .qualified, isValue(value, isQuoted: isQuoted, scan) else { continue }
            // `Password failures` as a text of its own is a heading.
            if isAlone, word.count + value.count + 1 == scan.bytes.count, CredentialValue.isPlainWord(scan.text(value))
            {
                continue
            }
            let isPair =
                alternates.contains(i % 2) && i > 0 && (isLogin || !CredentialValue.isPlainWord(scan.text(value)))
            // `setenv NAME VALUE`; of `set` there are sentences.
            let isSet =
                before == "setenv" || before == "env"
                || before == "set" && !CredentialValue.isPlainWord(scan.text(value))
            if isFlag || isAlone || isQuoted || isPair || isSet { scan.take(value, "credential-line") }
        }
    }

    private static let argument = CredentialLines.Reading(takesWords: true)
    /// Words before a user and a credential, and what is between these two.
    private static let accounts: [String: UInt8] = [
        "stats auth": UInt8(ascii: ":"), "connect": UInt8(ascii: "/"), "conn": UInt8(ascii: "/"),
        "sqlplus": UInt8(ascii: "/"), "sqlldr": UInt8(ascii: "/"), "expdp": UInt8(ascii: "/"),
        "impdp": UInt8(ascii: "/"),
    ]

    /// `client-secret` for `--client-secret`, also with quotes and a comma.
    private static func flag(_ word: Range<Int>, _ scan: TextScan) -> String? {
        let text = scan.text(plain(word, scan))
        guard text.hasPrefix("-"), text.utf8.count < TextScan.reach, !text.contains("=") else { return nil }
        let name = String(text.drop { $0 == "-" })
        return CredentialName.promise(name) == .none ? nil : name
    }

    /// Without quotes, commas, brackets and semicolons around it.
    private static func plain(_ word: Range<Int>, _ scan: TextScan) -> Range<Int> {
        scan.inside(word) { "\"',;[]".utf8.contains($0) }
    }

    /// `variable "db_password" {`, and `default = "value"` below it.
    private static func terraform(_ words: [Range<Int>], _ scan: inout TextScan, _ said: inout Said) {
        if words.count == 3, scan.text(words[0]) == "variable" {
            said.variable = scan.text(plain(words[1], scan))
        } else if words.count == 3, let variable = said.variable, scan.text(words[0]) == "default",
            scan.text(words[1]) == "="
        {
            let value = plain(words[2], scan)
            if CredentialLines.rule(name: variable, value: scan.text(value), CredentialLines.Reading()) != nil {
                scan.take(value, "credential-line")
            }
            said.variable = nil
        }
    }

    /// `tokens {`, and `agent = "value"` below it; in YAML and JSON as well. Source: Consul, agent configuration, `acl.tokens`.
    private static func tokens(
        _ line: Range<Int>, _ words: [Range<Int>], _ scan: inout TextScan, _ said: inout Said
    ) {
        let depth = scan.bytes[line].prefix { $0 <= 0x20 }.count
        var isOpen = said.tokens.map { depth > $0 } ?? false
        if !isOpen { said.tokens = nil }
        for (i, word) in words.enumerated() where word.count < TextScan.reach {
            guard isOpen || (0..<3).contains(where: { scan.has("tokens", at: word.lowerBound + $0) }) else { continue }
            let parts = scan.bytes[word].split(maxSplits: 1) { $0 == UInt8(ascii: "=") }
            let name = bare(parts.first.map { $0.startIndex..<$0.endIndex } ?? word, scan)
            let text = scan.text(name)
            if text == "tokens", i + 1 == words.count || opens(words[i + 1], scan) || opens(word, scan) {
                said.tokens = depth
                isOpen = true
            } else if isOpen, CredentialName.consulTokens.contains(text) {
                var value = parts.count == 2 ? bare(parts[1].startIndex..<parts[1].endIndex, scan) : name.prefix(0)
                var next = i + 1
                while value.isEmpty, next < words.count, next < i + 3 {
                    value = bare(words[next], scan)
                    next += 1
                }
                if value.count >= CredentialValue.minimumBytes, CredentialValue.isLiteral(scan.text(value)) {
                    scan.take(value, "credential-line")
                }
            }
        }
    }

    private static func opens(_ word: Range<Int>, _ scan: TextScan) -> Bool {
        scan.bytes[word].contains { "{:=".utf8.contains($0) }
    }

    /// Without the marks of JSON and HCL around it.
    private static func bare(_ word: Range<Int>, _ scan: TextScan) -> Range<Int> {
        scan.inside(word) { "\"',;:={}[]".utf8.contains($0) }
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
        // `chpasswd <<EOF`
        if scan.has("<<", at: value.lowerBound) { return false }
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
