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
        Row(programs: ["openssl"], flags: ["-passin", "-passout", "-pass"], shape: .value),
        Row(programs: ["kubectl", "oc"], flags: ["--from-literal"], shape: .value, verb: "secret"),
        Row(programs: ["vault"], flags: ["login"], shape: .value),
    ]

    private static let flags: Set<String> = rows.reduce(into: []) { $0.formUnion($1.flags) }
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

    /// The positions of the words that hold a credential.
    ///
    /// - Parameter command: the words before, where the program may stand.
    static func places(in words: [String], command: [String] = []) -> Set<Int> {
        var places: Set<Int> = []
        var before = command.map(program)
        for (i, word) in words.enumerated() {
            for row in rows {
                guard let flag = row.flags.first(where: { starts(word, with: $0, row) }),
                    before.contains(where: row.programs.contains), row.verb.map(before.contains) ?? true
                else { continue }
                let isJoined = word.utf8.count > flag.utf8.count
                if !isJoined, row.shape == .joined { continue }
                let place = isJoined ? i : i + 1
                guard place < words.count else { continue }
                let value = isJoined ? String(word.dropFirst(flag.count).drop { $0 == "=" }) : words[place]
                if holds(value, row.shape) { places.insert(place) }
            }
            before.append(program(word))
        }
        return places
    }

    /// Whether one of the command lines in a text holds a credential.
    static func isIn(_ bytes: Span<UInt8>) -> Bool {
        var i = 0
        while i + 2 < bytes.count {
            defer { i += 1 }
            // ` -x` and ` login`: where a flag may begin. Nearly all places end here.
            guard bytes[i] <= 0x20, bytes[i + 1] == UInt8(ascii: "-") || bytes[i + 1] == UInt8(ascii: "l") else {
                continue
            }
            if isFlag(bytes, at: i + 1), isIn(line: line(of: bytes, around: i)) { return true }
        }
        return false
    }

    private static func isFlag(_ bytes: Span<UInt8>, at start: Int) -> Bool {
        var end = start
        while end < bytes.count, end < start + 16, bytes[end] > 0x20, bytes[end] != UInt8(ascii: "=") { end += 1 }
        let flag = String(decoding: [UInt8](copying: bytes.extracting(start..<end)), as: UTF8.self)
        return flag.utf8.count > 1 && (flags.contains(flag) || flags.contains(String(flag.prefix(2))))
    }

    /// The words of one command.
    private static func line(of bytes: Span<UInt8>, around place: Int) -> [String] {
        var start = place
        while start > 0, !isEnd(bytes[start - 1]) { start -= 1 }
        var end = place + 1
        while end < bytes.count, !isEnd(bytes[end]) { end += 1 }
        guard end - start < 4096 else { return [] }
        return [UInt8](copying: bytes.extracting(start..<end)).split(whereSeparator: { $0 <= 0x20 }).map { word in
            String(decoding: word.filter { $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\"") }, as: UTF8.self)
        }
    }

    private static func isIn(line words: [String]) -> Bool {
        words.contains { programs.contains(program($0)) } && !places(in: words).isEmpty
    }

    private static func starts(_ word: String, with flag: String, _ row: Row) -> Bool {
        if ByteOrder.same(word, flag) { return true }
        // Short flags take their value in the same word, long ones behind an equals sign.
        return flag.utf8.count == 2 && flag.hasPrefix("-")
            ? word.hasPrefix(flag) : flag.hasPrefix("-") && word.hasPrefix(flag + "=")
    }

    private static func holds(_ value: String, _ shape: Shape) -> Bool {
        switch shape {
        case .value, .joined:
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

    /// `/usr/bin/curl` → `curl`
    private static func program(_ word: String) -> String {
        word.split(separator: "/").last.map(String.init) ?? word
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x0A, UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "&"), UInt8(ascii: "`"): true
        default: false
        }
    }
}
