/// Credentials in URLs: a user's password, a webhook's path, a query.
enum CredentialURL {
    /// Hosts whose incoming webhooks are called by whoever knows the path.
    private static let webhooks: [(host: [UInt8], path: String)] = [
        ("hooks.slack.com", "/services/"), ("webhook.office.com", "/"), ("discord.com", "/api/webhooks/"),
        ("discordapp.com", "/api/webhooks/"), ("logic.azure.com", "/"), ("chat.googleapis.com", "/v1/spaces/"),
        ("api.telegram.org", "/bot"), ("hooks.zapier.com", "/hooks/"), ("events.pagerduty.com", "/integration/"),
    ].map { (Array($0.utf8), $1) }

    /// - Parameter start: where `://` is.
    static func find(at start: Int, in scan: inout TextScan, _ state: inout CredentialShape.State) {
        let begin = start + 3
        let end = scan.endOfWord(begin)
        let host = begin..<authorityEnd(begin, end, &scan)
        if let at = scan.bytes[host].lastIndex(of: UInt8(ascii: "@")), let span = user(begin..<at, &scan) {
            scan.take(span.range, span.rule)
        }
        if let path = webhook(host, end, scan) {
            if !RedactionToken.begins(scan.text(path..<end)) { scan.take(path..<end, "chat-webhook") }
            return
        }
        guard host.upperBound >= state.queried else { return }
        state.queried = end
        scan.budget.spend(end - host.upperBound)
        for span in query(in: scan.bytes[host.upperBound..<end]) { scan.take(span.range, span.rule) }
    }

    private static func authorityEnd(_ begin: Int, _ end: Int, _ scan: inout TextScan) -> Int {
        var place = begin
        var at: Int?
        while place < end, place < begin + 1024 {
            switch scan.bytes[place] {
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"):
                scan.budget.spend(place - begin)
                // A password with a slash in it, which nobody should write, and people do.
                let rest = scan.bytes[place..<min(end, place + 64)]
                if at == nil, scan.bytes[begin..<place].contains(UInt8(ascii: ":")),
                    !isPort(scan.bytes[begin..<place]), let later = rest.firstIndex(of: UInt8(ascii: "@")),
                    !rest.dropFirst()[..<later].contains(UInt8(ascii: "?")), !rest[..<later].contains(UInt8(ascii: "="))
                {
                    return later + 1
                }
                return place
            case UInt8(ascii: "@"): at = place
            default: break
            }
            place += 1
        }
        scan.budget.spend(place - begin)
        return place
    }

    /// `host:443`
    private static func isPort(_ authority: ArraySlice<UInt8>) -> Bool {
        let port = authority.suffix { $0 != UInt8(ascii: ":") }
        return port.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func user(_ user: Range<Int>, _ scan: inout TextScan) -> CredentialSpan? {
        if let colon = scan.bytes[user].firstIndex(of: UInt8(ascii: ":")) {
            let password = scan.text(colon + 1..<user.upperBound)
            guard CredentialValue.isLiteral(password) else { return nil }
            return CredentialSpan(range: colon + 1..<user.upperBound, rule: "url-credentials")
        }
        let text = scan.text(user)
        guard user.count >= 16, CredentialValue.isLiteral(text), !CredentialValue.isObjectName(text),
            !CredentialValue.isUUID(text), !CredentialValue.isDigest(text)
        else { return nil }
        return CredentialSpan(range: user, rule: "url-credentials")
    }

    private static func webhook(_ host: Range<Int>, _ end: Int, _ scan: TextScan) -> Int? {
        guard end - host.upperBound > 16, host.count < 300 else { return nil }
        let name = scan.bytes[host].prefix { $0 != UInt8(ascii: ":") }
        for (known, path) in webhooks where ends(name, with: known) && scan.has(path, at: host.upperBound) {
            return host.upperBound + path.utf8.count
        }
        return nil
    }

    /// Whether a host is another one in any case, or below it.
    private static func ends(_ host: ArraySlice<UInt8>, with known: [UInt8]) -> Bool {
        host.count >= known.count
            && zip(host.suffix(known.count), known).allSatisfy { byte, letter in
                (0x41...0x5A).contains(byte) ? byte | 0x20 == letter : byte == letter
            }
    }

    /// The credentials in the query of a URL or of a path.
    static func query(in rest: ArraySlice<UInt8>) -> [CredentialSpan] {
        guard let query = rest.firstIndex(of: UInt8(ascii: "?")) else { return [] }
        var spans: [CredentialSpan] = []
        for parameter in rest[query...].dropFirst().split(whereSeparator: {
            $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "#")
        }) {
            guard let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = String(decoding: parameter[..<equals].prefix(TextScan.reach), as: UTF8.self).lowercased()
            let range = equals + 1..<parameter.endIndex
            let value = String(decoding: parameter[range].prefix(TextScan.valueReach), as: UTF8.self)
            guard CredentialValue.isLiteral(value), value.utf8.count >= 4 else { continue }
            let isTaken =
                switch CredentialName.promise(name) {
                case .strong, .qualified: true
                case .ambiguous: !CredentialValue.isPlainWord(value)
                case .none, .weak:
                    parameterNames.contains(name) && value.utf8.count >= 8 && !CredentialValue.isPlainWord(value)
                }
            if isTaken { spans.append(CredentialSpan(range: range, rule: "url-query")) }
        }
        return spans
    }

    /// Names that say nothing elsewhere.
    private static let parameterNames: Set<String> = ["sig", "signature", "code", "key"]
}

extension ArraySlice {
    /// The longest end whose elements all pass.
    fileprivate func suffix(while isIn: (Element) -> Bool) -> ArraySlice {
        var start = endIndex
        while start > startIndex, isIn(self[start - 1]) { start -= 1 }
        return self[start...]
    }
}
