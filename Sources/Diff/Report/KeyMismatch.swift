import Snapshot

/// Under which redaction keys the values are that could not be compared, and what makes them comparable.
package struct KeyMismatch {
    private let report: Report
    private let before: [String]
    private let after: [String]

    /// `nil` when everything could be compared.
    package init?(_ report: Report) {
        let fields = report.judgment.incomparable.flatMap(\.fields)
        guard !report.judgment.incomparable.isEmpty else { return nil }
        self.report = report
        before = Self.keyIDs(fields.compactMap(\.before))
        after = Self.keyIDs(fields.compactMap(\.after))
    }

    /// The ids of the keys on one side; empty where its values are in clear.
    func keyIDs(_ side: Side) -> [String] { side == .before ? before : after }

    private static func keyIDs(_ values: [Value]) -> [String] {
        values.reduce(into: Set()) { $0.formUnion(SecretDifference.keyIDs(in: $1)) }.sorted(by: ByteOrder.precedes)
    }

    /// `under key 1111… in a.tar.zst, under key 2222… in b.tar.zst`.
    package var words: String { [Side.before, .after].map(words).joined(separator: ", ") }

    private func words(_ side: Side) -> String {
        let ids = keyIDs(side)
        let place = "in \(source(side).argument)"
        switch ids.count {
        case 0: return "in clear \(place)"
        case 1: return "under key \(ids[0]) \(place)"
        default: return "under keys \(Words.list(ids)) \(place)"
        }
    }

    /// What to do, one line for each side that has to be read again.
    package var cure: [String] {
        if before.isEmpty || after.isEmpty {
            let ids = Words.list(before.isEmpty ? after : before)
            return [
                "to compare them: run it again with --redaction-key FILE, the key \(ids) (`snapctl key id` prints a key's id)"
            ]
        }
        let again = [Side.before, .after].filter { source($0).hasEphemeralKey }.map { side in
            let other = keyIDs(side == .before ? .after : .before)
            let wanted =
                source(side == .before ? .after : .before).hasEphemeralKey
                ? "FILE" : "FILE, the key \(Words.list(other))"
            let name = source(side).argument
            return source(side).isSnapshotFile
                ? "to compare them: capture \(name) again with --redaction-key \(wanted); it was captured without a key"
                : "to compare them: run it again with --redaction-key \(wanted); \(name) was read without a key"
        }
        guard again.isEmpty else { return again }
        return [
            "to compare them: capture both under one key with --redaction-key FILE, or the later one under its new key with "
                + "--previous-redaction-key FILE, the key \(Words.list(before))"
        ]
    }

    private func source(_ side: Side) -> ReportSource { side == .before ? report.before : report.after }
}
