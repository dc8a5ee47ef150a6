/// Finds credentials in lines of settings that begin with a word which says where in the line one is: communities of SNMP, passwords of
/// network devices.
enum CredentialDirectives {
    /// Where in a line the credential is.
    private enum Place {
        /// So many words behind the directive; a single digit there says how it is written and is passed over.
        case word(Int)
        case last
        /// Behind the name of an algorithm.
        case behindAlgorithms
        /// Behind one of these words.
        case behind(Set<String>)
    }

    /// Words that begin a line, and where the credential is; `*` stands for any word.
    ///
    /// Source: snmpd.conf(5), snmptrapd.conf(5), cachemgr of squid.conf; command references of IOS and Junos.
    private static let rows: [(words: [String], place: Place)] = [
        (["rocommunity"], .word(0)), (["rwcommunity"], .word(0)), (["rocommunity6"], .word(0)),
        (["rwcommunity6"], .word(0)), (["trapcommunity"], .word(0)), (["authcommunity"], .word(1)),
        (["com2sec"], .last), (["com2sec6"], .last), (["trapsink"], .word(1)), (["trap2sink"], .word(1)),
        (["informsink"], .word(1)), (["createuser"], .behindAlgorithms),
        (["snmp-server", "community"], .word(0)), (["snmp-server", "host"], .behind(["2c"])),
        (["snmp-server", "user"], .behindAlgorithms), (["snmp", "community"], .word(0)),
        (["set", "snmp", "community"], .word(0)), (["enable", "secret"], .word(0)), (["enable", "password"], .word(0)),
        (["username", "*", "password"], .word(0)), (["username", "*", "secret"], .word(0)),
        (["neighbor", "*", "password"], .word(0)), (["tacacs-server", "key"], .word(0)),
        (["radius-server", "key"], .word(0)), (["key-string"], .word(0)), (["cachemgr_passwd"], .word(0)),
    ]
    private static let byFirst = Dictionary(grouping: rows) { $0.words[0] }
    private static let longest = rows.map(\.words[0].utf8.count).max() ?? 0
    private static let algorithms: Set<String> = [
        "md5", "sha", "sha-224", "sha-256", "sha-384", "sha-512", "sha224", "sha256", "sha384", "sha512", "des", "3des",
        "aes", "aes128", "aes192", "aes256", "aes-128", "aes-192", "aes-256", "128", "192", "256",
    ]
    /// What everybody knows, and what stands in the place of one.
    private static let known: Set<String> = ["public", "default", "group", "view", "ro", "rw"]

    /// The table for people.
    static var formats: String {
        Set(rows.map { $0.words.joined(separator: " ") }).sorted(by: ByteOrder.precedes).joined(separator: ", ")
    }

    static func line(_ line: Range<Int>, _ scan: inout TextScan) {
        let begin = line.first { scan.bytes[$0] > 0x20 } ?? line.upperBound
        let head = scan.bytes[begin..<line.upperBound].prefix(longest + 1).prefix { $0 > 0x20 }
        guard !head.isEmpty, head.count <= longest, line.count <= 1024,
            let rows = byFirst[String(decoding: head, as: UTF8.self).lowercased()]
        else { return }
        scan.budget.spend(line.count)
        // `Username and password are read from …`
        if CredentialValue.isProse(scan.text(line)) { return }
        let words = scan.bytes[begin..<line.upperBound].split { $0 <= 0x20 }.map {
            CredentialCommand.inner($0.startIndex..<$0.endIndex, scan)
        }
        let texts = words.map { scan.text($0).lowercased() }
        for row in rows {
            let isRow =
                texts.count > row.words.count
                && zip(row.words, texts).allSatisfy { $0 == "*" || ByteOrder.same($0, $1) }
            guard isRow else { continue }
            for place in places(row.place, texts, behind: row.words.count) {
                let text = scan.text(words[place])
                guard words[place].count >= CredentialValue.minimumBytes, !known.contains(texts[place]),
                    !texts[place].hasPrefix("-"), CredentialValue.isLiteral(text)
                else { continue }
                scan.take(words[place], "credential-line")
            }
        }
    }

    private static func places(_ place: Place, _ words: [String], behind start: Int) -> [Int] {
        func isAlone(_ place: Int) -> Bool {
            words[place].utf8.count == 1 && words[place] >= "0" && words[place] <= "9"
        }
        switch place {
        case .word(let count):
            let found = start + count
            guard found < words.count else { return [] }
            return found + 1 < words.count && isAlone(found) ? [found + 1] : [found]
        case .last: return words.count > start + 2 ? [words.count - 1] : []
        case .behindAlgorithms:
            return words.indices.dropFirst(start + 1).filter {
                algorithms.contains(words[$0 - 1]) && !algorithms.contains(words[$0])
            }
        case .behind(let marks): return words.indices.dropFirst(start + 1).filter { marks.contains(words[$0 - 1]) }
        }
    }
}
