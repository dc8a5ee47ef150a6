/// Recognizes credentials by what they look like, whatever they are called.
enum CredentialDetector {
    /// The rule under which a text is recognized; `nil` for ordinary text.
    ///
    /// Cost: one look at each byte; everything else happens only behind a mark that few texts have.
    static func rule(_ bytes: Span<UInt8>) -> String? {
        guard bytes.count >= 12 else { return nil }
        let filter = filter
        var window: UInt32 = 0
        var digits = 0
        var copy: [UInt8]?
        for i in bytes.indices {
            let byte = bytes[i]
            window = window << 8 | UInt32(byte)
            if byte >= 0x30, byte <= 0x39 { digits += 1 }
            let slot = Int(((window & 0xFF_FFFF) &* 0x9E37_79B1) >> 16)
            guard filter[slot >> 6] & 1 << UInt64(slot & 63) != 0, let mark = marks[window & 0xFF_FFFF] else {
                continue
            }
            let whole = copy ?? [UInt8](copying: bytes)
            copy = whole
            if let rule = CredentialShape(whole, at: i - 2).rule(of: mark) { return rule }
        }
        return digits >= 13 && CardNumber.isIn(bytes) ? CardNumber.rule : nil
    }

    /// What three bytes may belong to.
    private static let marks: [UInt32: CredentialShape.Mark] = {
        var marks: [UInt32: CredentialShape.Mark] = [:]
        for (texts, mark) in [
            (["BEG"], .pem), (["AGE", "PuT", "b3B"], .keyFile), (["\\u0"], .escape), (["in:"], .oracle),
            (["eyJ"], .jwt), (["://"], .url), (["ig="], .signature),
            (["Key", "ord", "Pwd", "pwd"], .connection),
            (
                [
                    "AKI", "ASI", "ghp", "gho", "ghu", "ghs", "ghr", "git", "glp", "npm", "AIz", "xox", "sk_", "rk_",
                    "hvs", "dck", "8Q~", "7Q~", "sk-", "SG.", "hf_", "pyp", "dop", "shp", "glr", "gld", "ya2", "dap",
                    "ATA", "xap",
                ], .issued
            ),
            (["$2y", "$2a", "$2b", "$ap", "$6$", "$5$", "$1$"], .hash), (["rer", "sic"], .authorization),
        ] as [([String], CredentialShape.Mark)] {
            for text in texts { marks[text.utf8.reduce(0) { $0 << 8 | UInt32($1) }] = mark }
        }
        return marks
    }()

    /// A bit for each hash of a mark: nearly every byte of ordinary text ends here.
    private static let filter: [UInt64] = {
        var bits = [UInt64](repeating: 0, count: 1 << 10)
        for mark in marks.keys {
            let slot = Int((mark &* 0x9E37_79B1) >> 16)
            bits[slot >> 6] |= 1 << UInt64(slot & 63)
        }
        return bits
    }()
}

/// A closer look at the place of a text where a credential may be.
struct CredentialShape {
    /// What the place may belong to.
    enum Mark {
        case pem, keyFile, jwt, url, signature, connection, issued, hash, authorization, escape, oracle
    }

    private let bytes: [UInt8]
    private let start: Int

    init(_ bytes: [UInt8], at start: Int) {
        self.bytes = bytes
        self.start = start
    }

    /// The rule, when it is one.
    func rule(of mark: Mark) -> String? {
        switch mark {
        case .pem: isPrivateKey ? "private-key" : nil
        case .keyFile:
            Self.keyFiles.contains { has($0, at: start) } ? "private-key" : nil
        case .escape:
            // Once: the text that it means holds no such escapes any more.
            EncodedText.unescaped(bytes.span).flatMap { CredentialDetector.rule($0.span) }
        case .oracle: isOracle ? "url-credentials" : nil
        case .jwt: isToken ? "json-web-token" : nil
        case .url: url
        case .signature: value(after: start + 3).count >= 16 ? "url-query" : nil
        case .connection: isConnection ? "connection-string" : nil
        case .issued: isIssued ? "cloud-key" : nil
        case .hash: isHash ? "password-hash" : nil
        case .authorization: isAuthorization ? "authorization" : nil
        }
    }

    /// How files with private keys begin that are no PEM: of age, of PuTTY, the inside of one of OpenSSH.
    private static let keyFiles = ["AGE-SECRET-KEY-1", "PuTTY-User-Key-File", "b3BlbnNzaC1rZXktdjE"]

    /// Labels of PEM blocks that hold nothing secret; of any other it is not known.
    private static let publicLabels = ["CERTIFICATE", "PUBLIC KEY", "CRL", "PARAMETERS", "SIGNATURE", "ENCRYPTED FILE"]

    private var isPrivateKey: Bool {
        guard has("-----BEGIN ", at: start - 5) else { return false }
        let label = bytes[(start + 6)...].prefix(60).prefix { $0 != UInt8(ascii: "-") }
        let text = String(decoding: label, as: UTF8.self)
        return text.contains("PRIVATE KEY") || !Self.publicLabels.contains { text.contains($0) }
    }

    /// `jdbc:oracle:thin:user/password@…`
    private var isOracle: Bool {
        guard has("thin:", at: start - 2) else { return false }
        let user = bytes[(start + 3)...].prefix { $0 > 0x20 && $0 != UInt8(ascii: "@") }
        guard user.endIndex < bytes.count, bytes[user.endIndex] == UInt8(ascii: "@"),
            let slash = user.firstIndex(of: UInt8(ascii: "/"))
        else { return false }
        return CredentialValue.isLiteral(String(decoding: user[(slash + 1)...], as: UTF8.self))
    }

    private var isToken: Bool {
        guard start == 0 || !Self.isWord(bytes[start - 1]) else { return false }
        let first = run(from: start, Self.isBase64URL)
        guard first.count >= 10, first.endIndex < bytes.count, bytes[first.endIndex] == UInt8(ascii: ".") else {
            return false
        }
        let second = run(from: first.endIndex + 1, Self.isBase64URL)
        return second.count >= 10 && second.endIndex < bytes.count && bytes[second.endIndex] == UInt8(ascii: ".")
    }

    private var url: String? {
        let rest = bytes[(start + 3)...].prefix { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
        let authority = rest.prefix { ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) {
            let user = authority[..<at]
            if let colon = user.firstIndex(of: UInt8(ascii: ":")) {
                let password = String(decoding: user[(colon + 1)...], as: UTF8.self)
                if CredentialValue.isLiteral(password),
                    password.contains(where: { $0 != "*" && $0 != "x" && $0 != "X" })
                {
                    return "url-credentials"
                }
            } else if user.count >= 16, !CredentialValue.isIdentifier(String(decoding: user, as: UTF8.self)) {
                return "url-credentials"
            }
        }
        let whole = String(decoding: rest, as: UTF8.self)
        for host in [
            "hooks.slack.com/services/", "webhook.office.com/", "discord.com/api/webhooks/",
            "discordapp.com/api/webhooks/",
            "logic.azure.com", "chat.googleapis.com/v1/spaces/", "api.telegram.org/bot",
        ] where whole.contains(host) && whole.utf8.count > host.utf8.count + 16 { return "chat-webhook" }
        return Self.query(in: rest)
    }

    /// The rule of a credential in the query of a URL or of a path.
    static func query(in rest: some Collection<UInt8>) -> String? {
        guard let query = rest.firstIndex(of: UInt8(ascii: "?")) else { return nil }
        for parameter in rest[query...].dropFirst().split(whereSeparator: {
            $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";")
        }) {
            let parts = parameter.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = String(decoding: parts[0], as: UTF8.self).lowercased()
            let value = String(decoding: parts[1], as: UTF8.self)
            guard CredentialValue.isLiteral(value), value.utf8.count >= 4 else { continue }
            if ["sig", "signature", "code", "key"].contains(name), value.utf8.count >= 8 { return "url-query" }
            if CredentialName.promise(name) == .strong || CredentialName.promise(name) == .ambiguous {
                return "url-query"
            }
        }
        return nil
    }

    /// `AccountKey=…`, `SharedAccessKey=…`, or `Password=…` among semicolons.
    private var isConnection: Bool {
        var place = start + 3
        while place < bytes.count, bytes[place] == 0x20 { place += 1 }
        guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { return false }
        let value = value(after: place + 1)
        if has("Key", at: start) {
            return value.count >= 16 && (has("Account", at: start - 7) || has("Access", at: start - 6))
        }
        return bytes.contains(UInt8(ascii: ";")) && CredentialValue.isLiteral(String(decoding: value, as: UTF8.self))
    }

    /// A key that its issuer marks with a prefix.
    private var isIssued: Bool {
        var begin = start
        while begin > 0, Self.isIssuedByte(bytes[begin - 1]) { begin -= 1 }
        let run = run(from: begin, Self.isIssuedByte)
        let text = String(decoding: run, as: UTF8.self)
        if has("Q~", at: start + 1) { return (34...48).contains(run.count) }
        guard begin == start else { return false }
        for (prefix, length) in [
            ("AKIA", 20), ("ASIA", 20), ("ghp_", 36), ("gho_", 36), ("ghu_", 36), ("ghs_", 36), ("ghr_", 36),
            ("github_pat_", 40), ("glpat-", 26), ("npm_", 36), ("AIza", 39), ("xoxb-", 24), ("xoxp-", 24),
            ("xoxa-", 24),
            ("xoxr-", 24), ("xoxs-", 24), ("sk_live_", 24), ("rk_live_", 24), ("sk_test_", 24), ("hvs.", 24),
            ("dckr_pat_", 24), ("sk-", 40), ("SG.", 50), ("hf_", 34), ("pypi-", 50), ("dop_v1_", 64), ("shpat_", 32),
            ("glrt-", 24), ("gldt-", 24), ("ya29.", 40), ("dapi", 36), ("ATATT3", 60), ("ATATTx", 60), ("xapp-", 40),
        ] where text.hasPrefix(prefix) && run.count >= length {
            if prefix == "sk-" || prefix == "dapi" { return CredentialValue.isRandom(text) }
            return !prefix.hasPrefix("A") || !CredentialValue.isIdentifier(text) || prefix == "AKIA" || prefix == "ASIA"
        }
        return false
    }

    private var isHash: Bool {
        let run = bytes[start...].prefix { $0 > 0x20 && $0 != UInt8(ascii: "\"") }
        return run.count >= 30 && run.count { $0 == UInt8(ascii: "$") } >= 3
    }

    private var isAuthorization: Bool {
        let place = start + 3
        guard place < bytes.count, bytes[place] == 0x20 else { return false }
        let value = value(after: place + 1)
        if has("Bea", at: start - 3) || has("bea", at: start - 3) {
            return value.count >= 16 && !CredentialValue.isIdentifier(String(decoding: value, as: UTF8.self))
        }
        guard has("Ba", at: start - 2), value.count >= 8, value.count % 4 == 0 else { return false }
        let decoded = StrictBase64.decode(String(decoding: value, as: UTF8.self))
        return decoded?.contains(UInt8(ascii: ":")) == true
    }

    // MARK: Bytes

    private func has(_ text: String, at place: Int) -> Bool {
        place >= 0 && place + text.utf8.count <= bytes.count && bytes[place...].starts(with: text.utf8)
    }

    private func run(from place: Int, _ isIn: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        place < bytes.count ? bytes[place...].prefix(while: isIn) : []
    }

    /// Up to a blank, a quote, a semicolon, a comma or an ampersand.
    private func value(after place: Int) -> ArraySlice<UInt8> {
        run(from: place) { byte in
            byte > 0x20
                && ![UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "&")]
                    .contains(byte)
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A
    }

    private static func isBase64URL(_ byte: UInt8) -> Bool {
        isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private static func isIssuedByte(_ byte: UInt8) -> Bool {
        isBase64URL(byte) || byte == UInt8(ascii: "~") || byte == UInt8(ascii: ".")
    }
}
