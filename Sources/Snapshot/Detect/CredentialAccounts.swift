/// Finds the passwords in lists of accounts, `user:password` in each line or item: what `chpasswd` and `newusers` read, cloud-init's
/// `chpasswd`, users of basic and digest authentication.
struct CredentialAccounts {
    /// Programs that read such a list.
    private static let readers = ["chpasswd", "newusers", "smbpasswd", "htpasswd"].map { Array($0.utf8) }
    /// Names that open a list of users, written together and in small letters.
    private static let auth = Array("auth".utf8)
    private static let schemes = ["basicauth", "digestauth"].map { Array($0.utf8) }
    private static let usersWord = Array("users".utf8)
    /// How much of a line is looked at for these.
    private static let wordReach = 256
    /// How many lines behind the scheme its users may begin.
    private static let reach = 6
    /// Accounts that are people's or the system's, and no other thing with a colon behind it.
    private static let usual: Set<String> = [
        "root", "admin", "administrator", "ubuntu", "debian", "centos", "azureuser", "ec2-user", "vagrant", "guest",
        "operator", "deploy", "sysadmin", "user", "user1", "test",
    ]
    /// Of more lines a list that nothing announces is none.
    private static let listLimit = 10_000

    /// The word that ends the list which a program reads.
    private var delimiter: [UInt8]?
    /// How far the list of cloud-init is indented.
    private var indent: Int?
    /// How many more lines the users of a scheme may begin in, and whether they did.
    private var schemeLines = 0
    private var isUsers = false
    /// What the lines hold while all of them are accounts.
    private var list: [(user: Range<Int>, value: Range<Int>)]? = []

    mutating func line(_ line: Range<Int>, _ scan: inout TextScan) {
        scan.budget.spend(line.count)
        let item = Self.item(line, scan)
        collect(item, &scan)
        if let delimiter {
            if scan.bytes[item].elementsEqual(delimiter) {
                self.delimiter = nil
            } else {
                take(Self.account(item, scan), &scan)
            }
            return
        }
        delimiter = Self.delimiter(line, scan)
        cloudInit(line, item, &scan)
        users(line, item, &scan)
        digest(item, &scan)
    }

    /// At the end of the text.
    mutating func finish(_ scan: inout TextScan) {
        guard let list, !list.isEmpty else { return }
        let isUsual = list.contains {
            Self.usual.contains(scan.text($0.user).lowercased()) && Self.isMixed(scan.bytes[$0.value])
        }
        guard isUsual || list.count > 1 && list.allSatisfy({ Self.isChosen(scan.bytes[$0.value]) }) else { return }
        for account in list { take(account, &scan) }
    }

    // MARK: Lists

    private mutating func collect(_ item: Range<Int>, _ scan: inout TextScan) {
        guard list != nil, !item.isEmpty, scan.bytes[item.lowerBound] != UInt8(ascii: "#") else { return }
        guard let account = Self.account(item, scan), account.value.upperBound == item.upperBound,
            (list?.count ?? 0) < Self.listLimit
        else { return list = nil }
        list?.append(account)
    }

    /// `chpasswd <<EOF`, `cat <<'EOF' | chpasswd`
    private static func delimiter(_ line: Range<Int>, _ scan: TextScan) -> [UInt8]? {
        let bytes = scan.bytes[line]
        guard
            let mark = bytes.indices.first(where: { bytes[$0] == UInt8(ascii: "<") && scan.byte($0 + 1) == bytes[$0] }),
            mark + 1 < line.upperBound, scan.byte(mark + 2) != UInt8(ascii: "<"),
            readers.contains(where: { ByteSearch.holds($0, in: Array(bytes.prefix(1024))) })
        else { return nil }
        let word = bytes[(mark + 2)...].drop { $0 == UInt8(ascii: "-") || $0 == 0x20 || TextScan.isQuote($0) }
            .prefix { TextScan.isBase64URL($0) }
        return word.isEmpty ? nil : Array(word)
    }

    /// `chpasswd:`, `  list: |`, `    root:value`
    private mutating func cloudInit(_ line: Range<Int>, _ item: Range<Int>, _ scan: inout TextScan) {
        let depth = scan.bytes[line].prefix { $0 == 0x20 }.count
        if scan.bytes[item].elementsEqual("chpasswd:".utf8) {
            indent = depth
        } else if let open = indent {
            if depth <= open, !item.isEmpty {
                indent = nil
            } else {
                take(Self.account(item, scan), &scan)
            }
        }
    }

    /// `basicAuth:`, `  users:`, `  - "ada:value"`; `…basicauth.users=ada:value`
    private mutating func users(_ line: Range<Int>, _ item: Range<Int>, _ scan: inout TextScan) {
        guard schemeLines > 0 || isUsers || Self.mayNameAScheme(scan.bytes[line].prefix(Self.wordReach)) else { return }
        let text = scan.bytes[line].prefix(Self.wordReach).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        let plain = text.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
        if Self.schemes.contains(where: { ByteSearch.holds($0, in: plain) }) {
            (schemeLines, isUsers) = (Self.reach, false)
        }
        guard schemeLines > 0 || isUsers else { return }
        schemeLines -= 1
        if let place = ByteSearch.places(of: Self.usersWord, in: text, limit: 1).first {
            isUsers = true
            words(line.dropFirst(place + Self.usersWord.count), &scan)
        } else if isUsers {
            switch scan.bytes[line].first(where: { $0 > 0x20 }) {
            case UInt8(ascii: "-")?: take(Self.account(item, scan), &scan)
            case UInt8(ascii: "\"")?, UInt8(ascii: "'")?: words(line, &scan)
            default: isUsers = false
            }
        }
    }

    /// Whether `auth` is in it, in any case: no scheme is without it, and most lines are without both.
    private static func mayNameAScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        var count = 0
        for byte in bytes {
            let lower = byte | 0x20
            count = lower == Self.auth[count] ? count + 1 : lower == Self.auth[0] ? 1 : 0
            if count == Self.auth.count { return true }
        }
        return false
    }

    /// Accounts one behind the other, whatever is between them.
    private mutating func words(_ range: Range<Int>, _ scan: inout TextScan) {
        let words = scan.bytes[range].split { $0 <= 0x20 || TextScan.isQuote($0) || "[],=`".utf8.contains($0) }
        for word in words { take(Self.account(word.startIndex..<word.endIndex, scan), &scan) }
    }

    /// `user:realm:hash`, as htdigest writes it.
    private func digest(_ item: Range<Int>, _ scan: inout TextScan) {
        guard item.count > 36, item.count < 256 else { return }
        let hash = item.suffix(32)
        guard scan.byte(hash.lowerBound - 1) == UInt8(ascii: ":"),
            scan.bytes[hash].allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return }
        let fields = scan.bytes[item.lowerBound..<hash.lowerBound - 1].split(
            separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard fields.count == 2, Self.isUser(fields[0]), !fields[1].isEmpty,
            !fields[1].contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "@") })
        else { return }
        scan.take(hash.startIndex..<hash.endIndex, "password-hash")
    }

    // MARK: Accounts

    private func take(_ account: (user: Range<Int>, value: Range<Int>)?, _ scan: inout TextScan) {
        guard let value = account?.value, value.count >= CredentialValue.minimumBytes,
            CredentialValue.isLiteral(scan.text(value)), !scan.has("//", at: value.lowerBound),
            !scan.bytes[value].allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
            scan.text(value) != "RANDOM"
        else { return }
        scan.take(value, "credential-line")
    }

    /// A name and the field behind its colon; `nil` for what has blanks or no such name.
    private static func account(_ item: Range<Int>, _ scan: TextScan) -> (user: Range<Int>, value: Range<Int>)? {
        guard item.count < 512, let colon = scan.bytes[item].prefix(65).firstIndex(of: UInt8(ascii: ":")),
            isUser(scan.bytes[item.lowerBound..<colon])
        else { return nil }
        let rest = scan.bytes[colon + 1..<item.upperBound]
        guard !rest.isEmpty, !rest.contains(where: { $0 <= 0x20 }) else { return nil }
        // What `newusers` reads has seven fields.
        let fields = rest.count { $0 == UInt8(ascii: ":") }
        let value = fields == 5 ? rest.prefix { $0 != UInt8(ascii: ":") } : rest
        return (item.lowerBound..<colon, value.startIndex..<value.endIndex)
    }

    private static func isUser(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, !(0x30...0x39).contains(first) else { return false }
        return bytes.allSatisfy { TextScan.isBase64URL($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "@") }
    }

    /// Whether letters and digits are in it, and no version, path or host is.
    private static func isMixed(_ value: ArraySlice<UInt8>) -> Bool {
        guard let first = value.first, !(0x30...0x39).contains(first), value.count >= 6 else { return false }
        return !value.contains(UInt8(ascii: "/")) && !value.contains(UInt8(ascii: "."))
            && value.contains { (0x30...0x39).contains($0) }
            && value.contains { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
    }

    /// Whether it is as people are told to choose passwords: small and large letters, and digits.
    private static func isChosen(_ value: ArraySlice<UInt8>) -> Bool {
        value.count >= 8 && !value.contains(UInt8(ascii: "/"))
            && value.contains { (0x61...0x7A).contains($0) } && value.contains { (0x41...0x5A).contains($0) }
            && value.contains { (0x30...0x39).contains($0) }
    }

    /// What a line holds without blanks, a hyphen, quotes and commas around it.
    private static func item(_ line: Range<Int>, _ scan: TextScan) -> Range<Int> {
        var item = line
        while let first = item.first, scan.bytes[first] <= 0x20 { item = item.dropFirst() }
        if scan.has("- ", at: item.lowerBound), item.count > 2 { item = item.dropFirst(2) }
        return scan.inside(item) { $0 <= 0x20 || TextScan.isQuote($0) || $0 == UInt8(ascii: ",") }
    }
}
