/// Finds credentials that programs are told on their command lines under flags that say nothing by themselves: `-p`, `-u`.
enum CredentialCommand {
    /// Where a program expects the credential.
    private enum Shape {
        /// In the word behind the flag, or in the flag's own word.
        case value
        /// In the flag's own word only: `-pPASSWORD`.
        case joined
        /// Behind a colon or a percent sign of that word: `-u user:password`.
        case user
        /// Behind the equals sign of that word: `--from-literal=key=value`.
        case pair
        /// The word behind the name of a credential: `config set password VALUE`.
        case named
        /// The last word of the command.
        case last
    }

    /// What one of the programs does with a flag.
    private struct Row {
        let programs: Set<String>
        let flags: Set<String>
        let shape: Shape
        /// A word that has to stand between the two.
        var verb: String?
    }

    private static let rows = [
        Row(
            programs: ["mysql", "mysqldump", "mysqladmin", "mysqlsh", "mariadb", "mariadb-dump", "mariadb-admin"],
            flags: ["-p"], shape: .joined),
        Row(
            programs: [
                "docker", "podman", "nerdctl", "buildah", "skopeo", "helm", "oras", "crane", "az", "argocd", "oc",
            ],
            flags: ["-p"], shape: .value, verb: "login"),
        Row(
            programs: ["sshpass", "mongo", "mongosh", "mongodump", "mongorestore", "mongoexport"], flags: ["-p"],
            shape: .value),
        Row(programs: ["sqlcmd", "bcp", "osql", "isql"], flags: ["-P"], shape: .value),
        Row(programs: ["redis-cli"], flags: ["-a"], shape: .value),
        Row(programs: ["ldapsearch", "ldapmodify", "ldapadd", "ldapwhoami"], flags: ["-w"], shape: .value),
        Row(
            programs: ["curl", "http", "wget"], flags: ["-u", "--user", "--proxy-user", "-a"], shape: .user),
        Row(programs: ["smbclient", "rpcclient", "net"], flags: ["-U", "--user"], shape: .user),
        Row(
            programs: [
                "snmpwalk", "snmpget", "snmpgetnext", "snmpbulkwalk", "snmpbulkget", "snmpset", "snmptrap", "snmptable",
            ],
            flags: ["-c", "-A", "-X"], shape: .value),
        Row(programs: ["openssl"], flags: ["-passin", "-passout", "-pass"], shape: .value),
        Row(programs: ["kubectl", "oc"], flags: ["--from-literal"], shape: .pair, verb: "secret"),
        Row(
            programs: ["npm", "yarn", "pnpm", "aws", "gcloud", "git", "poetry", "pip", "composer", "helm", "gh"],
            flags: [], shape: .named, verb: "set"),
        Row(programs: ["git", "composer", "poetry"], flags: [], shape: .named, verb: "config"),
        Row(programs: ["htpasswd"], flags: ["-b"], shape: .last),
        Row(programs: ["rabbitmqctl"], flags: [], shape: .last, verb: "add_user"),
        Row(programs: ["rabbitmqctl"], flags: [], shape: .last, verb: "change_password"),
        Row(programs: ["mc"], flags: [], shape: .last, verb: "alias"),
        Row(programs: ["vault"], flags: ["login"], shape: .value),
    ]

    private static let spoken = programs.union(rows.compactMap(\.verb))
    private static let programs: Set<String> = rows.reduce(into: []) { $0.formUnion($1.programs) }

    /// As `snapctl rules` prints them.
    static var json: Value {
        .array(
            rows.map { row in
                var object = Object()
                object["programs"] = .array(row.programs.sorted().map(Value.string))
                object["verb"] = row.verb.map(Value.string)
                object["flags"] = .array(row.flags.sorted().map(Value.string))
                return .object(object)
            })
    }

    /// Where a word holds a credential.
    struct Place: Hashable {
        /// Which word.
        let word: Int
        /// How many bytes of it come before the credential.
        let offset: Int
    }

    /// The words that hold a credential.
    ///
    /// - Parameter command: the words before, where the program may stand.
    static func places(in words: [String], command: [String] = []) -> [Place] {
        var places: [Place] = []
        // Of the words so far those that some row speaks of.
        var before = Set(command.map(program)).intersection(spoken)
        for (i, word) in words.enumerated() {
            if !before.isEmpty, i + 1 < words.count, isNamed(word, before), holds(words[i + 1], .value),
                !words[i + 1].hasPrefix("--")
            {
                places.append(Place(word: i + 1, offset: 0))
            }
            if word.utf8.first == UInt8(ascii: "-") || word == "login", !before.isEmpty {
                for row in rows {
                    guard let flag = row.flags.first(where: { starts(word, with: $0, row) }),
                        !before.isDisjoint(with: row.programs), row.verb.map(before.contains) ?? true
                    else { continue }
                    let isJoined = word.utf8.count > flag.utf8.count && word.hasPrefix(flag)
                    if !isJoined, row.shape == .joined { continue }
                    let place = isJoined ? i : i + 1
                    guard place < words.count else { continue }
                    var offset = isJoined ? flag.utf8.count : 0
                    if isJoined, word.utf8.dropFirst(offset).first == UInt8(ascii: "=") { offset += 1 }
                    let value = String(words[place].utf8.dropFirst(offset)) ?? ""
                    guard holds(value, row.shape) else { continue }
                    if row.shape == .pair, let mark = value.utf8.firstIndex(of: UInt8(ascii: "=")) {
                        offset += value.utf8.distance(from: value.startIndex, to: mark) + 1
                    }
                    if row.shape == .user, let mark = value.utf8.firstIndex(where: { $0 == 0x3A || $0 == 0x25 }) {
                        offset += value.utf8.distance(from: value.startIndex, to: mark) + 1
                    }
                    places.append(Place(word: place, offset: offset))
                }
            }
            let program = program(word)
            if spoken.contains(program) { before.insert(program) }
        }
        // The list `command` itself is looked at with its own words before it.
        if let place = last(of: words, before, behind: command == words ? 0 : command.count) { places.append(place) }
        return places
    }

    /// Whether a word names the setting whose value follows.
    private static func isNamed(_ word: String, _ before: Set<String>) -> Bool {
        guard CredentialName.promise(word) >= .qualified else { return false }
        return rows.contains {
            $0.shape == .named && !before.isDisjoint(with: $0.programs) && $0.verb.map(before.contains) ?? true
        }
    }

    /// The last word, of a command that ends with a credential.
    ///
    /// - Parameter outer: how many words of the command stand before these.
    private static func last(of words: [String], _ before: Set<String>, behind outer: Int) -> Place? {
        let line = words.prefix { !$0.hasPrefix(">") && !$0.hasPrefix("2>") && $0 != "<" }
        guard let word = line.indices.last, line.count + outer > 3, !line[word].hasPrefix("-"),
            holds(line[word], .value)
        else { return nil }
        let isOne = rows.contains { row in
            guard row.shape == .last, !before.isDisjoint(with: row.programs), row.verb.map(before.contains) ?? true
            else {
                return false
            }
            guard let flag = row.flags.first?.utf8.last else { return true }
            return line.contains { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.utf8.contains(flag) }
        }
        return isOne ? Place(word: word, offset: 0) : nil
    }

    /// Finds credentials in the command lines of a text.
    static func find(in scan: inout TextScan) {
        var place = 0
        scan.budget.spend(scan.bytes.count)
        while place < scan.bytes.count {
            if scan.budget.isSpent { return }
            var end = place
            var mayHold = false
            while end < scan.bytes.count, !isEnd(end, scan) {
                // ` -x` and ` login`: where a flag or a verb may begin. Nearly all lines have none.
                if scan.bytes[end] <= 0x20, !mayHold {
                    switch (scan.byte(end + 1), scan.byte(end + 2), scan.byte(end + 3)) {
                    case (UInt8(ascii: "-"), _, _), (UInt8(ascii: "l"), UInt8(ascii: "o"), _): mayHold = true
                    case (UInt8(ascii: "s"), UInt8(ascii: "e"), UInt8(ascii: "t")): mayHold = true
                    case (UInt8(ascii: "a"), UInt8(ascii: "l"), UInt8(ascii: "i")): mayHold = true
                    case (UInt8(ascii: "a"), UInt8(ascii: "d"), UInt8(ascii: "d")): mayHold = true
                    case (UInt8(ascii: "c"), UInt8(ascii: "h"), UInt8(ascii: "a")): mayHold = true
                    case (UInt8(ascii: "c"), UInt8(ascii: "o"), UInt8(ascii: "n")): mayHold = true
                    default: break
                    }
                }
                end += 1
            }
            if mayHold { line(place..<end, &scan) }
            place = end + 1
        }
    }

    /// The words of one command: once as the blanks divide them, and once as the quotes do.
    private static func line(_ line: Range<Int>, _ scan: inout TextScan) {
        scan.budget.spend(line.count * 4)
        for ranges in [parts(line, scan), quoted(line, scan)] {
            let words = ranges.map { range in
                String(decoding: scan.bytes[range].filter { !TextScan.isQuote($0) }, as: UTF8.self)
            }
            guard words.contains(where: { programs.contains(program($0)) }) else { continue }
            for place in places(in: words) {
                scan.take(ranges[place.word].dropFirst(place.offset), "command-line")
            }
        }
    }

    private static func parts(_ line: Range<Int>, _ scan: TextScan) -> [Range<Int>] {
        scan.bytes[line].split(whereSeparator: { $0 <= 0x20 || TextScan.isQuote($0) }).map {
            $0.startIndex..<$0.endIndex
        }
    }

    private static func quoted(_ line: Range<Int>, _ scan: TextScan) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: Int?
        var quote: UInt8?
        for i in line {
            let byte = scan.bytes[i]
            if let open = quote {
                if byte == open { quote = nil }
            } else if TextScan.isQuote(byte) {
                quote = byte
                start = start ?? i
            } else if byte <= 0x20 {
                if let begin = start { ranges.append(inner(begin..<i, scan)) }
                start = nil
            } else {
                start = start ?? i
            }
        }
        if let start { ranges.append(inner(start..<line.upperBound, scan)) }
        return ranges
    }

    /// Without the quotes around all of it.
    static func inner(_ word: Range<Int>, _ scan: TextScan) -> Range<Int> {
        guard word.count > 1, TextScan.isQuote(scan.bytes[word.lowerBound]),
            scan.bytes[word.upperBound - 1] == scan.bytes[word.lowerBound]
        else { return word }
        return word.lowerBound + 1..<word.upperBound - 1
    }

    private static func starts(_ word: String, with flag: String, _ row: Row) -> Bool {
        if ByteOrder.same(word, flag) { return true }
        // `curl -su user:password`
        if row.shape == .user, flag.utf8.count == 2, word.utf8.count < 6, word.hasPrefix("-"), !word.hasPrefix("--"),
            word.utf8.last == flag.utf8.last,
            word.utf8.dropFirst().allSatisfy({ $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A })
        {
            return true
        }
        // Short flags take their value in the same word, long ones behind an equals sign.
        return flag.utf8.count == 2 && flag.hasPrefix("-")
            ? word.hasPrefix(flag) : flag.hasPrefix("-") && word.hasPrefix(flag + "=")
    }

    private static func holds(_ value: String, _ shape: Shape) -> Bool {
        switch shape {
        case .pair:
            guard let mark = value.utf8.firstIndex(of: UInt8(ascii: "=")) else { return false }
            return holds(String(value[mark...].dropFirst()), .value)
        case .value, .joined, .named, .last:
            return CredentialValue.isLiteral(value)
                && !["-", "$", "env:", "file:", "stdin"].contains { value.hasPrefix($0) }
        case .user:
            let parts = value.split(maxSplits: 1) { $0 == ":" || $0 == "%" }
            guard parts.count == 2 else { return false }
            // `--user 1000:1000`
            return CredentialValue.isLiteral(String(parts[1])) && !parts[1].hasPrefix("$")
                && !parts[1].utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    /// `/usr/bin/curl`, `$(curl` → `curl`
    private static func program(_ word: String) -> String {
        word.utf8.split { !TextScan.isBase64URL($0) }.last.map { String(Substring($0)) } ?? word
    }

    /// Whether a command ends: at the end of its line, or at a mark with a blank beside it, which no password has.
    private static func isEnd(_ place: Int, _ scan: TextScan) -> Bool {
        switch scan.bytes[place] {
        case 0x0A: scan.byte(place - 1) != UInt8(ascii: "\\")
        case UInt8(ascii: "`"): true
        case UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "&"):
            scan.byte(place + 1) <= 0x20 || scan.byte(place - 1) <= 0x20
        default: false
        }
    }
}
