/// What of a string has to go: by policy, by its name, by detectors, and by what is inside of it.
extension ValueScrubber {
    /// What of a string has to go.
    mutating func spans(_ node: Int, _ reading: Reading, name nameRange: Range<Int>) -> [CredentialSpan] {
        let tape = tape
        let text = tape.text.span.extracting(tape.range(node))
        let whole = 0..<text.count
        if text.count < CredentialValue.minimumBytes || isToken(node) || isName { return [] }
        // Before anything that might keep it: somebody wrote down what reports print, so that the value would seem unchanged.
        if hasForgedTokens, !RedactionToken.ranges(in: [UInt8](copying: text)).isEmpty {
            return [CredentialSpan(range: whole, rule: RedactionToken.forgedRule)]
        }
        if reading == .identity, isIdentity { return [] }
        if !rules.isEmpty {
            let path = elements
            for (i, rule) in rules.enumerated() where rule.names(path) {
                switch rule.action {
                case .redact: return [CredentialSpan(range: whole, rule: "policy")]
                // Somebody looked at what stands there.
                case .keep where i < addedRules: return []
                case .keep:
                    return CardNumber.ranges(in: text).map { CredentialSpan(range: $0, rule: CardNumber.rule) }
                }
            }
        }
        if isStrict, reading != .plain, reading != .fieldSets, reading != .message {
            return [CredentialSpan(range: whole, rule: "strict")]
        }
        if tape.begins(node, with: Self.encrypted), CredentialValue.isEncrypted(tape.words(node)) { return [] }
        if reading == .secret { return secretValue(node) }
        if reading == .plain || reading == .identity, !CredentialDetector.mayHold(text), !mayHoldMore(text) {
            return []
        }
        if budget.isSpent { return [CredentialSpan(range: whole, rule: Self.unread)] }
        var found = named(node, reading, nameRange)
        if found.first?.range == whole { return found }
        var scan = TextScan([UInt8](copying: text), budget: budget)
        if CredentialDetector.mayHold(text) { CredentialDetector.find(in: &scan) }
        switch reading {
        case .plain, .webhook, .fieldSets, .secret, .identity:
            // A path of a probe may have a query as well.
            if text[0] == UInt8(ascii: "/") {
                for span in CredentialURL.query(in: scan.bytes[...]) { scan.take(span.range, span.rule) }
            }
        case .message: CredentialText.find(in: &scan, CredentialLines.Reading(mayRefer: true, isMessage: true))
        case .references, .entries, .arguments:
            CredentialText.find(
                in: &scan,
                CredentialLines.Reading(mayRefer: mayRefer(reading), takesWords: reading == .arguments))
        }
        budget = scan.budget
        found += scan.spans
        if budget.isSpent { return [CredentialSpan(range: whole, rule: Self.unread)] }
        if found.contains(where: { $0.range == whole }) { return found }
        return found + inside(scan.bytes)
    }

    /// What the name of a string says of it.
    private func named(_ node: Int, _ reading: Reading, _ nameRange: Range<Int>) -> [CredentialSpan] {
        let text = tape.text.span.extracting(tape.range(node))
        let name = tape.text.span.extracting(nameRange)
        let whole = 0..<text.count
        switch reading {
        case .plain, .message, .fieldSets, .secret, .identity: return []
        case .webhook:
            let query = tape.text[tape.range(node)].firstIndex(of: UInt8(ascii: "?"))
            return query.map {
                [CredentialSpan(range: $0 - tape.range(node).lowerBound + 1..<text.count, rule: "url-query")]
            }
                ?? []
        case .references, .entries, .arguments:
            if isEntry, CredentialName.isCredentialFile(String(decoding: tape.text[nameRange], as: UTF8.self)) {
                return [CredentialSpan(range: whole, rule: "credential-file")]
            }
            var lines = CredentialLines.Reading(mayRefer: mayRefer(reading), takesWords: reading == .arguments)
            // A text of several lines is read by what is in it.
            if let rule = CredentialLines.rule(name: name, value: text, lines) {
                return [CredentialSpan(range: whole, rule: rule)]
            }
            // `credentials: {value: …}`: the name is the outer one's.
            lines.mayRefer = true
            if let inherited, CredentialName.isToken(name, in: String(decoding: tape.text[inherited], as: UTF8.self)),
                CredentialValue.isLiteral(String(decoding: [UInt8](copying: text), as: UTF8.self))
            {
                return [CredentialSpan(range: whole, rule: "credential-name")]
            }
            if let inherited, CredentialName.isIdle(name),
                let rule = CredentialLines.rule(name: tape.text.span.extracting(inherited), value: text, lines)
            {
                return [CredentialSpan(range: whole, rule: rule)]
            }
            return []
        }
    }

    private func mayRefer(_ reading: Reading) -> Bool {
        reading == .references || reading == .entries && annotations > 0
    }

    /// Whether a text that nothing marks is worth a look all the same: it may be a document, or wrapped.
    private func mayHoldMore(_ text: Span<UInt8>) -> Bool {
        guard text.count >= 24 else { return text[0] == UInt8(ascii: "/") }
        switch text[0] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "/"): return true
        default: break
        }
        for mark in Self.packed {
            var isSame = true
            for i in mark.indices where text[i] != mark[i] { isSame = false }
            if isSame { return true }
        }
        return false
    }

    /// How base64 of gzip and of zip begins.
    private static let packed = ["H4sI", "UEsDB"].map { Array($0.utf8) }

    /// A value of a Secret inside of something else: readable are certificates, and references that something fills in.
    private func secretValue(_ node: Int) -> [CredentialSpan] {
        let words = tape.words(node)
        guard CredentialValue.isLiteral(words) || words.hasPrefix("<") else { return [] }
        if let bytes = StrictBase64.decode(words), PublicCertificate.all(in: bytes) != nil { return [] }
        if PublicCertificate.all(in: Array(words.utf8)) != nil { return [] }
        return [CredentialSpan(range: 0..<tape.range(node).count, rule: "secret-value")]
    }

    private static let encrypted = Array("ENC[".utf8)
}
