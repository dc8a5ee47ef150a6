import Snapshot

/// What differs between two texts that hold documents: JSON, YAML, certificates, any of them packed in base64 or gzip.
///
/// It never takes the place of the texts themselves: texts whose documents say the same are different texts all the same.
public struct TextDifference: Sendable, Hashable {
    /// What the text is, from the outside in, such as base64, gzip, JSON; never empty.
    public let layers: [TextLayer]
    /// Where the documents differ, from their root; empty when they say the same in other bytes.
    public let changes: [FieldChange]
    /// Whether comments differ, which no document says anything with.
    public let hasOtherComments: Bool

    /// Whether the two documents say the same.
    public var isSameMeaning: Bool { changes.isEmpty }

    /// Texts in texts that are looked into.
    private static let depthLimit = 3
    /// The most differences inside of one text; with more of them its lines say more than its fields.
    private static let changeLimit = 500

    private static let comparer = FieldComparer(normalizer: Normalizer(schema: FieldSchema(SchemaFacts())))

    /// `nil` when one of the texts holds no document, or the two hold documents of two kinds.
    ///
    /// - Parameter depth: how many texts these were found in.
    package init?(_ before: String, _ after: String, depth: Int = 0) {
        guard depth < Self.depthLimit, let x = TextMeaning(before), let y = TextMeaning(after),
            x.isLike(y)
        else { return nil }
        let outcome = Self.comparer.compare(
            x.value, y.value, at: nil, path: FieldPath(), context: .init(depth: depth + 1))
        // Kubernetes takes null for absent; whoever reads this document need not.
        let nulls = outcome.suppressions.map {
            FieldChange(path: $0.path, kind: .value, before: $0.before, after: $0.after)
        }
        changes = outcome.changes + nulls
        guard changes.count <= Self.changeLimit else { return nil }
        layers = y.layers
        hasOtherComments = x.comments != y.comments
    }
}

/// One wrapping of a text, or what is inside of all of them.
public enum TextLayer: String, Sendable, Hashable {
    /// RFC 4648.
    case base64
    /// RFC 1952.
    case gzip
    /// RFC 8259.
    case json = "JSON"
    /// One document or several.
    case yaml = "YAML"
    /// X.509 in PEM: subjects, issuers, dates and fingerprints.
    case certificates
    /// What Helm keeps of an installed chart.
    case helmRelease = "Helm release"
    /// Words.
    case text
}
