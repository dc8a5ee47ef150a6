/// Texts inside of texts: documents, and what is packed, read by the same rules as what is around them.
extension ValueScrubber {
    /// What the document in a text holds, at its places in the text; the whole text where they cannot be told.
    mutating func inside(_ text: [UInt8]) -> [CredentialSpan] {
        guard text.count >= 8 else { return [] }
        let whole = 0..<text.count
        let unread = [CredentialSpan(range: whole, rule: Self.unread)]
        // What cannot be unpacked within the bounds may be anything.
        guard let contents = contents(of: text) else { return unread }
        guard depth < Self.depthLimit else {
            if !contents.isEmpty || Self.isJSON(text) || Self.isWorthReading(text) { return unread }
            return SecretLines.spans(in: text, &budget)
        }
        for content in contents {
            budget.spend(content.count * 2)
            if budget.isSpent { return unread }
            // Packed bytes have no places: one value in them is reason enough.
            if let rule = rule(inPacked: content) { return [CredentialSpan(range: whole, rule: rule)] }
        }
        var found: [Finding] = []
        let documents = documents(in: text)
        if documents.isEmpty { return SecretLines.spans(in: text, &budget) }
        for document in documents {
            var inner = ValueScrubber(
                document, policy: policy, identity: Self.identity(of: document), depth: depth + 1, budget: budget)
            inner.isOfSecret = isOfSecret
            inner.scrubDocument()
            budget = inner.budget
            found += inner.findings
        }
        guard !found.isEmpty else { return [] }
        let places = TextPlaces.of(found.map(\.value), in: text, &budget)
        if budget.isSpent { return unread }
        var spans: [CredentialSpan] = []
        for finding in found {
            guard let ranges = places[finding.value] else {
                return [CredentialSpan(range: whole, rule: finding.rule)]
            }
            spans += ranges.map { CredentialSpan(range: $0, rule: finding.rule) }
        }
        return spans
    }

    private static func isJSON(_ text: [UInt8]) -> Bool {
        guard let first = text.first(where: { $0 > 0x20 }), first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        else {
            return false
        }
        return (try? JSONTape(text)) != nil
    }

    private func contents(of text: [UInt8]) -> [[UInt8]]? {
        guard let path = path.first, isConfigMap, tape.key(path.node) == ScrubWord.binaryData.rawValue,
            let bytes = StrictBase64.decode(String(decoding: text, as: UTF8.self))
        else { return EncodedText.contents(of: text) }
        return EncodedText.contents(ofBytes: bytes)
    }

    private mutating func rule(inPacked content: [UInt8]) -> String? {
        if CredentialShape.isPrivateKey(content[...]) { return "private-key" }
        let isText = SecretForms.isText(content)
        if isText {
            var scan = TextScan(content, budget: budget)
            CredentialDetector.find(in: &scan)
            CredentialText.find(in: &scan, CredentialLines.Reading())
            budget = scan.budget
            if let first = scan.spans.first { return first.rule }
        }
        guard var inner = ValueScrubber(inside: self) else { return Self.unread }
        defer { budget = inner.budget }
        if isText { return inner.inside(content).first?.rule }
        guard let contents = EncodedText.contents(ofBytes: content) else { return Self.unread }
        if !contents.isEmpty, inner.depth >= Self.depthLimit { return Self.unread }
        for content in contents {
            inner.budget.spend(content.count * 2)
            if inner.budget.isSpent { return Self.unread }
            if let rule = inner.rule(inPacked: content) { return rule }
        }
        return nil
    }

    /// One level deeper, for a text that has no place of its own.
    private init?(inside outer: ValueScrubber) {
        guard let empty = try? JSONTape(Array("{}".utf8), keys: ScrubWord.vocabulary) else { return nil }
        self.init(empty, policy: outer.policy, identity: Self.nobody, depth: outer.depth + 1, budget: outer.budget)
        isOfSecret = outer.isOfSecret
    }

    /// The documents that a text is.
    private mutating func documents(in text: [UInt8]) -> [JSONTape] {
        let first = text.first { $0 > 0x20 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            budget.spend(text.count * 2)
            if let tape = try? JSONTape(text, keys: ScrubWord.vocabulary) { return [tape] }
        }
        guard Self.isWorthReading(text) else { return [] }
        budget.spend(text.count * 8)
        guard let documents = try? YAMLReader.documents(text, aliasLimit: 10_000) else { return [] }
        return documents.compactMap { document in
            try? JSONTape(CanonicalJSON.bytes(document.value), keys: ScrubWord.vocabulary)
        }
    }

    /// Whether a text may be YAML that says more than its lines do: a manifest of a Secret, a patch, a holder of a value.
    private static func isWorthReading(_ text: [UInt8]) -> Bool {
        guard text.count <= 1 << 20, text.contains(UInt8(ascii: ":")) else { return false }
        return ["Secret", "stringData", "/data", "plainText", "kty", "secureJsonData", "secureSettings"].contains {
            ByteSearch.holds(Array($0.utf8), in: text)
        }
    }

    static let nobody = Identity(group: "", kind: "", namespace: nil, name: "")

    /// Whose document it is, as far as it says.
    private static func identity(of document: JSONTape) -> Identity {
        func text(_ path: String...) -> String? { document.string(document.member(path, of: 0)) }
        return Identity(
            group: APIVersion.group(of: text("apiVersion") ?? ""), kind: text("kind") ?? "",
            namespace: text("metadata", "namespace"), name: text("metadata", "name") ?? "")
    }

    /// Looks at a document in a text: an object by its own rules, settings by their names.
    mutating func scrubDocument() {
        switch tape.nodes[0].kind {
        case .object where identity.kind.isEmpty: scrub(object: 0, .references)
        case .object: scrub(object: 0, .plain)
        case .array: scrub(0, .references, name: 0..<0)
        default: return
        }
    }
}
