import Snapshot

/// The meanings of differences under names that stay the same, for tools in which people dismiss findings by their rule.
enum MeaningTable {
    /// One meaning.
    struct Row {
        /// `changes-what-a-role-may-do`
        let id: String
        /// The clause, without anything that a cluster named.
        let meaning: String

        init(_ meaning: String) {
            id = Self.id(meaning)
            self.meaning = meaning
        }

        /// Lower-case words with hyphens between.
        private static func id(_ meaning: String) -> String {
            var id = ""
            for scalar in meaning.lowercased().unicodeScalars {
                switch scalar {
                case "a"..."z", "0"..."9": id.unicodeScalars.append(scalar)
                default: if !id.isEmpty, !id.hasSuffix("-") { id += "-" }
                }
            }
            return id.hasSuffix("-") ? String(id.dropLast()) : id
        }
    }

    /// The row of a meaning that a report says; `nil` for one of the baseline's own.
    static func row(of meaning: String) -> Row? {
        if let row = fixed[meaning] { return row }
        if let row = computed.first(where: { ByteOrder.begins(meaning, with: $0.begins) })?.row { return row }
        guard meaning.contains(" → ") else { return nil }
        return ByteOrder.begins(meaning, with: "no longer ") ? unbound : bound
    }

    /// What the severity table says as it is.
    private static let fixed: [String: Row] = Dictionary(
        SeverityTable.builtIn.rows.map { ($0.meaning, Row($0.meaning)) }, uniquingKeysWith: { first, _ in first })

    private static let bound = Row("binds a role to somebody")
    private static let unbound = Row("takes a role from somebody")

    /// What is computed, by how it begins; the first row counts.
    private static let computed: [(begins: String, row: Row)] =
        SelectionTable.rows.flatMap { [$0.leaves.words, $0.enters.words] }.map { ($0 + " ", Row($0)) }
        + [
            ("may now ", "grants rights that were not granted"), ("may no longer ", "takes rights away"),
            ("may ", "defines rights that were not defined"), ("no longer isolates ", "no longer isolates pods"),
            ("now isolates ", "isolates other pods"), ("isolates ", "isolates pods"),
            ("now allows only ", "allows less traffic"), ("no longer allows ", "allows less traffic"),
            ("now allows ", "allows more traffic"), ("still allows ", "changes allowed traffic"),
            ("allows ", "allows traffic"), ("no longer asks ", "no longer asks an admission webhook"),
            ("no longer checks ", "admission checks less"), ("approves a certificate ", "approves a certificate"),
        ].map { ($0.0, Row($0.1)) }
}
