/// A closer look at the place of a text where a credential may be.
enum CredentialShape {
    /// What the place may belong to.
    enum Mark {
        case pem, keyFile, jwt, url, signature, connection, issued, signed, entra, telegram, hash, authorization, escape
        case oracle, vault, bareKey
    }

    /// What was looked at once and is not again.
    struct State {
        /// How far queries of URLs were read.
        var queried = 0
        var isUnescaped = false
    }

    /// The three bytes at which each of them is looked for.
    static let marks: [([String], Mark)] = [
        (["BEG"], .pem), (["AGE", "PuT", "b3B"], .keyFile), (["\\u0"], .escape), (["in:"], .oracle),
        (["eyJ", "eyA", "ewo", "ew0", "ewk"], .jwt),
        (["://"], .url), (["ig="], .signature), (["Key", "ord", "Pwd", "pwd"], .connection),
        (["MII", "MIG", "MIH", "AQA", "AQE"], .bareKey),
        (IssuedKey.marks, .issued), (SignedKey.marks, .signed), ((0...9).map { "\($0)Q~" }, .entra),
        ([":AA"], .telegram),
        (["$2y", "$2a", "$2b", "$ap", "$6$", "$5$", "$1$", "$y$", "$ar", "{SH", "{SS", "{MD", "{SM", "{PB"], .hash),
        (["rer", "sic"], .authorization),
    ]

    static func span(
        of mark: Mark, at start: Int, in scan: inout TextScan, _ state: inout State
    ) -> CredentialSpan? {
        switch mark {
        case .url:
            CredentialURL.find(at: start, in: &scan, &state)
            return nil
        case .pem: return privateKey(start, &scan)
        case .keyFile: return keyFile(start, &scan)
        case .escape: return escaped(&scan, &state)
        case .oracle: return oracle(start, &scan)
        case .jwt: return token(start, &scan)
        case .signature: return signature(start, &scan)
        case .connection: return connection(start, &scan)
        case .issued: return IssuedKey.span(at: start, in: &scan)
        case .signed: return SignedKey.span(at: start, in: &scan)
        case .entra: return entra(start, &scan)
        case .telegram: return telegram(start, &scan)
        case .vault: return vault(start, &scan)
        case .bareKey: return bareKey(start, &scan)
        case .hash: return hash(start, &scan)
        case .authorization: return authorization(start, &scan)
        }
    }

    // MARK: Keys

    /// Labels of PEM blocks that hold nothing secret; of any other it is not known.
    private static let publicLabels = ["CERTIFICATE", "PUBLIC KEY", "CRL", "PARAMETERS", "SIGNATURE", "ENCRYPTED FILE"]

    /// From its first line to its last; without a last line to the end of the text.
    private static func privateKey(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        guard scan.has("-----BEGIN ", at: start - 5) else { return nil }
        let label = scan.bytes[(start + 6)...].prefix(60).prefix { $0 != UInt8(ascii: "-") }
        let text = String(decoding: label, as: UTF8.self)
        guard text.contains("PRIVATE KEY") || !publicLabels.contains(where: text.contains) else { return nil }
        let mark = Array("-----END ".utf8)
        var end = start + 6
        while end < scan.bytes.count, !(scan.bytes[end] == mark[0] && scan.bytes[end...].starts(with: mark)) {
            end += 1
        }
        scan.budget.spend(end - start)
        guard end < scan.bytes.count else {
            return CredentialSpan(range: start - 5..<scan.bytes.count, rule: "private-key")
        }
        end += mark.count
        var last = end
        while last < scan.bytes.count, last < end + 60, scan.bytes[last] != UInt8(ascii: "-") { last += 1 }
        while last < scan.bytes.count, scan.bytes[last] == UInt8(ascii: "-") { last += 1 }
        return CredentialSpan(range: start - 5..<last, rule: "private-key")
    }

    /// How files with private keys begin that are no PEM: of age, of PuTTY, the inside of one of OpenSSH.
    private static func keyFile(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        if scan.has("PuTTY-User-Key-File", at: start) {
            return CredentialSpan(range: start..<scan.bytes.count, rule: "private-key")
        }
        guard scan.has("AGE-SECRET-KEY-1", at: start) || scan.has("b3BlbnNzaC1rZXktdjE", at: start) else { return nil }
        return CredentialSpan(range: start..<endOfBase64(start, &scan), rule: "private-key")
    }

    /// The end of base64 in lines.
    private static func endOfBase64(_ start: Int, _ scan: inout TextScan) -> Int {
        var end = start
        var behind = start
        while behind < scan.bytes.count {
            let byte = scan.bytes[behind]
            if TextScan.isBase64(byte) || byte == UInt8(ascii: "-") {
                end = behind + 1
            } else if byte == UInt8(ascii: "\\"), scan.byte(behind + 1) == UInt8(ascii: "n") {
                behind += 1
            } else if byte != 0x0A && byte != 0x0D && byte != 0x20 {
                break
            } else if byte == 0x20, scan.byte(behind - 1) != 0x20, scan.byte(behind - 1) != 0x0A {
                break
            }
            behind += 1
        }
        scan.budget.spend(behind - start)
        return end
    }

    /// A private key as base64 without lines around it: PKCS #8, PKCS #1 or SEC 1. Source: RFC 5958, RFC 8017, RFC 5915.
    private static func bareKey(_ mark: Int, _ scan: inout TextScan) -> CredentialSpan? {
        // Short ones are known by what follows their length.
        let start = scan.bytes[mark] == UInt8(ascii: "M") ? mark : mark - 4
        guard scan.byte(start) == UInt8(ascii: "M") else { return nil }
        guard start == 0 || !TextScan.isBase64(scan.bytes[start - 1]) || isEscapeLetter(start - 1, scan) else {
            return nil
        }
        let head = scan.bytes[start...].prefix(48).prefix(while: TextScan.isBase64)
        scan.budget.spend(head.count)
        guard head.count == 48, let bytes = StrictBase64.decode(String(decoding: head, as: UTF8.self)),
            isPrivateKey(bytes[...])
        else { return nil }
        return CredentialSpan(range: start..<endOfBase64(start, &scan), rule: "private-key")
    }

    /// Whether a letter is the `n` of a line break written `\n`.
    static func isEscapeLetter(_ place: Int, _ scan: TextScan) -> Bool {
        scan.byte(place) == UInt8(ascii: "n") && scan.byte(place - 1) == UInt8(ascii: "\\")
    }

    /// Whether the beginning of a DER text is that of a private key.
    static func isPrivateKey(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        guard rest.popFirst() == 0x30, let length = rest.popFirst() else { return false }
        if length > 0x80 { rest = rest.dropFirst(Int(length - 0x80)) }
        guard rest.popFirst() == 0x02, rest.popFirst() == 0x01, let version = rest.popFirst(), version < 2,
            let next = rest.popFirst()
        else { return false }
        switch next {
        case 0x30: return rest.dropFirst().prefix(3).contains(0x06)
        case 0x02: return version == 0 && (rest.first ?? 0) > 0x40
        case 0x04: return version == 1
        default: return false
        }
    }

    // MARK: Tokens

    private static func token(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        guard start == 0 || !TextScan.isLetterOrDigit(scan.bytes[start - 1]) || isEscapeLetter(start - 1, scan) else {
            return nil
        }
        let first = scan.parts.end(from: start, in: scan.bytes, &scan.budget, while: TextScan.isBase64URL)
        guard first - start >= 10, scan.byte(first) == UInt8(ascii: ".") else { return nil }
        let second = scan.secondParts.end(from: first + 1, in: scan.bytes, &scan.budget, while: TextScan.isBase64URL)
        // An encrypted one has no key between the first two points.
        guard second - first > 10 || second == first + 1, scan.byte(second) == UInt8(ascii: ".") else { return nil }
        // `{` and a blank or a line break: not every such text is a header.
        if scan.byte(start + 2) != UInt8(ascii: "J"), !isHeader(scan.bytes[start..<first]) { return nil }
        let end = scan.tokens.end(from: start, in: scan.bytes, &scan.budget) {
            TextScan.isBase64URL($0) || $0 == UInt8(ascii: ".")
        }
        return CredentialSpan(range: start..<end, rule: "json-web-token")
    }

    private static func isHeader(_ part: ArraySlice<UInt8>) -> Bool {
        let whole = part.prefix(4 * (min(part.count, 400) / 4))
        guard let bytes = StrictBase64.decode(String(decoding: whole, as: UTF8.self)) else { return false }
        return ["\"alg\"", "\"enc\""].contains { ByteSearch.holds(Array($0.utf8), in: bytes) }
    }

    private static func isSecretByte(_ byte: UInt8) -> Bool {
        TextScan.isBase64URL(byte) || byte == UInt8(ascii: "~") || byte == UInt8(ascii: ".")
    }

    /// A client secret of Entra: three characters, a digit, `Q~`, and 31 to 40 characters.
    private static func entra(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        let begin = start - 3
        let end = scan.keys.end(from: start, in: scan.bytes, &scan.budget, while: isSecretByte)
        guard begin >= 0, (31...40).contains(end - start - 3),
            scan.bytes[begin..<start].allSatisfy(isSecretByte),
            begin == 0 || !isSecretByte(scan.bytes[begin - 1]) || isEscapeLetter(begin - 1, scan)
        else { return nil }
        return CredentialSpan(range: begin..<end, rule: "cloud-key")
    }

    /// The token of a bot of Telegram: its number, a colon, and 35 characters.
    private static func telegram(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        var begin = start
        while begin > 0, start - begin < 16, (0x30...0x39).contains(scan.bytes[begin - 1]) { begin -= 1 }
        let run = scan.bytes[(start + 1)...].prefix(40).prefix(while: TextScan.isBase64URL)
        scan.budget.spend(start - begin + run.count)
        guard (8...12).contains(start - begin), run.count == 35 else { return nil }
        return CredentialSpan(range: begin..<run.endIndex, rule: "cloud-key")
    }

    /// `s.` and 24 characters, as Vault made its tokens before it marked them.
    private static func vault(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        let begin = start + 1
        let run = scan.bytes[(begin + 2)...].prefix(400).prefix(while: TextScan.isBase64URL)
        scan.budget.spend(run.count)
        guard run.count == 24 || scan.byte(begin) == UInt8(ascii: "b") && run.count > 60, run.count < 400 else {
            return nil
        }
        let next = scan.byte(run.endIndex)
        guard next != UInt8(ascii: "."), next != UInt8(ascii: "/"), next != UInt8(ascii: "("),
            !(run.count == 24 ? CredentialValue.isCamelCase(run) : CredentialValue.isName(run))
        else { return nil }
        return CredentialSpan(range: begin..<run.endIndex, rule: "cloud-key")
    }

    /// `{SSHA}…`, as LDAP and htpasswd write them. Source: RFC 2307 §5.3.
    private static func schemeHash(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        guard let close = scan.bytes[start...].prefix(20).firstIndex(of: UInt8(ascii: "}")),
            scan.byte(start - 1) != UInt8(ascii: "$"), scan.byte(start - 1) != UInt8(ascii: "/")
        else { return nil }
        let run = scan.bytes[(close + 1)...].prefix(400).prefix {
            TextScan.isBase64($0) || $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: ".")
        }
        scan.budget.spend(run.count + 20)
        guard run.count >= 20, run.contains(where: { (0x30...0x39).contains($0) }),
            CredentialValue.entropy(Array(run)) >= 3.2,
            !CredentialValue.isIdentifier(String(decoding: run, as: UTF8.self))
        else { return nil }
        return CredentialSpan(range: start..<run.endIndex, rule: "password-hash")
    }

    private static func hash(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        if scan.bytes[start] == UInt8(ascii: "{") { return schemeHash(start, &scan) }
        let end = scan.hashes.end(from: start, in: scan.bytes, &scan.budget) {
            $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\")
        }
        let run = scan.bytes[start..<min(end, start + 400)]
        scan.budget.spend(run.count)
        guard run.count >= 30, run.count(where: { $0 == UInt8(ascii: "$") }) >= 3 else { return nil }
        return CredentialSpan(range: start..<end, rule: "password-hash")
    }

    // MARK: Names that the shape is known by

    /// `jdbc:oracle:thin:user/password@…`
    private static func oracle(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        guard scan.has("thin:", at: start - 2) else { return nil }
        let user = scan.bytes[(start + 3)...].prefix(TextScan.reach).prefix { $0 > 0x20 && $0 != UInt8(ascii: "@") }
        scan.budget.spend(user.count)
        guard scan.byte(user.endIndex) == UInt8(ascii: "@"), let slash = user.firstIndex(of: UInt8(ascii: "/")),
            CredentialValue.isLiteral(String(decoding: user[(slash + 1)...], as: UTF8.self))
        else { return nil }
        return CredentialSpan(range: slash + 1..<user.endIndex, rule: "url-credentials")
    }

    /// `sig=…` in a query, wherever its URL begins.
    private static func signature(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        guard scan.byte(start - 1) | 0x20 == UInt8(ascii: "s"), !TextScan.isBase64URL(scan.byte(start - 2)) else {
            return nil
        }
        let end = scan.endOfValue(start + 3)
        guard end - start - 3 >= 16, CredentialValue.isLiteral(scan.text(start + 3..<end)) else { return nil }
        return CredentialSpan(range: start + 3..<end, rule: "url-query")
    }

    /// `AccountKey=…`, `SharedAccessKey=…`, or `Password=…` among semicolons.
    private static func connection(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        var place = start + 3
        while place < start + 3 + TextScan.reach, scan.byte(place) == 0x20 { place += 1 }
        scan.budget.spend(place - start)
        guard scan.byte(place) == UInt8(ascii: "=") else { return nil }
        place += 1
        while place < start + 6 + TextScan.reach, scan.byte(place) == 0x20 { place += 1 }
        if TextScan.isQuote(scan.byte(place)) { return nil }
        let end = scan.endOfValue(place)
        if scan.has("Key", at: start) {
            guard end - place >= 16, scan.has("Account", at: start - 7) || scan.has("Access", at: start - 6) else {
                return nil
            }
            guard CredentialValue.isLiteral(scan.text(place..<end)) else { return nil }
            return CredentialSpan(range: place..<end, rule: "connection-string")
        }
        guard place < end, scan.hasSemicolon(), CredentialValue.isLiteral(scan.text(place..<end)),
            !CredentialValue.isExpression(scan.text(place..<end)), isAmongSemicolons(start, end, &scan)
        else { return nil }
        // Up to the next semicolon: what is between may hold anything.
        let last = scan.bytes[end...].prefix(TextScan.reach).prefix { $0 != UInt8(ascii: ";") && $0 >= 0x20 }.endIndex
        scan.budget.spend(last - end)
        let isClosed = scan.byte(last) == UInt8(ascii: ";")
        return CredentialSpan(
            range: place..<(isClosed && scan.byte(end) == UInt8(ascii: ",") ? last : end), rule: "connection-string")
    }

    /// Whether another `name=value` is before or behind, with a semicolon between. One at the end of a line ends a statement.
    private static func isAmongSemicolons(_ start: Int, _ end: Int, _ scan: inout TextScan) -> Bool {
        scan.budget.spend(128)
        let before = scan.bytes[max(0, start - 64)..<start].reversed().prefix { $0 != 0x0A }
        if before.contains(UInt8(ascii: ";")) { return true }
        let behind = scan.bytes[end..<min(scan.bytes.count, end + 64)].prefix { $0 >= 0x20 }
        guard let mark = behind.firstIndex(of: UInt8(ascii: ";")) else { return false }
        let name = behind[(mark + 1)...].prefix { TextScan.isLetterOrDigit($0) || $0 == 0x20 }
        return !name.isEmpty && scan.byte(name.endIndex) == UInt8(ascii: "=")
    }

    private static func authorization(_ start: Int, _ scan: inout TextScan) -> CredentialSpan? {
        var place = start + 3
        while place < start + 8, scan.byte(place) == 0x20 { place += 1 }
        guard place > start + 3 else { return nil }
        if scan.has("Bea", at: start - 3) || scan.has("bea", at: start - 3) {
            let end = scan.endOfValue(place)
            let value = scan.text(place..<end)
            guard end - place >= 16, CredentialValue.isLiteral(value), !CredentialValue.isPlainWord(value),
                !CredentialValue.isName(scan.bytes[place..<min(end, place + 200)]), !value.hasSuffix("=\\")
            else { return nil }
            return CredentialSpan(range: place..<end, rule: "authorization")
        }
        guard scan.has("Ba", at: start - 2) || scan.has("ba", at: start - 2) else { return nil }
        let end = scan.endOfValue(place)
        guard end - place >= 8, end - place <= scan.valueReach else { return nil }
        var text = scan.text(place..<end)
        while text.utf8.count % 4 > 1 { text += "=" }
        guard StrictBase64.decode(text)?.contains(UInt8(ascii: ":")) == true else { return nil }
        return CredentialSpan(range: place..<end, rule: "authorization")
    }

    /// What `\u00XX` hides. Once: the text that it means holds no such escapes any more.
    private static func escaped(_ scan: inout TextScan, _ state: inout State) -> CredentialSpan? {
        guard !state.isUnescaped else { return nil }
        state.isUnescaped = true
        guard let plain = EscapedText.unescaped(scan.bytes.span) else { return nil }
        var inside = TextScan(plain, budget: scan.budget)
        inside.budget.spend(plain.count)
        CredentialDetector.find(in: &inside)
        scan.budget = inside.budget
        return inside.spans.first.map { CredentialSpan(range: 0..<scan.bytes.count, rule: $0.rule) }
    }
}
