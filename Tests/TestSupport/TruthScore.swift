package import Diff
import Snapshot

/// How well a comparison agrees with a truth file.
package struct TruthScore: Sendable {
    /// Entries that had to be reported and were not.
    package let missed: [String]
    /// Reported objects that no entry explains.
    package let invented: [String]
    /// Entries whose object was reported without one of the fields that changed.
    package let wrongField: [String]
    private let found: Int

    /// Found of what had to be found.
    package var recall: Double { Double(found) / Double(max(1, found + missed.count)) }
    /// True of what was reported.
    package var precision: Double { Double(found) / Double(max(1, found + invented.count)) }

    package init(_ comparison: Comparison, _ truth: DriftTruth) {
        let reported = Dictionary(comparison.changes.map { ($0.identity, $0) }, uniquingKeysWith: { first, _ in first })
        let due = truth.entries.filter(\.mustBeReported)
        missed = due.filter { reported[$0.identity] == nil }.map { "\($0.id) \($0.identity)" }
        found = due.count - missed.count
        let explained = Set(due.map(\.identity))
        invented = comparison.changes.filter { !explained.contains($0.identity) }.map(\.described)
        wrongField = due.flatMap { entry -> [String] in
            guard entry.operation == "modify", let change = reported[entry.identity] else { return [] }
            let patterns = change.fields.map { $0.path.elements.names }
            return entry.pointers.compactMap { pointer in
                let names = Self.names(pointer)
                let isNamed = patterns.contains { $0.starts(with: names) || names.starts(with: $0) }
                return isNamed ? nil : "\(entry.id) \(pointer) not in \(change.described)"
            }
        }
    }

    /// The member names of a JSON pointer: positions say nothing once lists are aligned by meaning.
    private static func names(_ pointer: String) -> [String] {
        pointer.split(separator: "/").map { part in
            String(part).replacing("~1", with: "/").replacing("~0", with: "~")
        }.filter { Int($0) == nil }
    }
}

extension [PathElement] {
    fileprivate var names: [String] {
        compactMap { element in
            if case .field(let name) = element { name } else { nil }
        }
    }
}

extension Change {
    /// The change in one line.
    package var described: String {
        switch kind {
        case .added: "\(identity) added"
        case .removed: "\(identity) removed"
        case .modified(let fields): "\(identity) " + fields.map(\.path.description).joined(separator: " ")
        case .tampered(let fields, let owner):
            "\(identity) (owner \(owner)) " + fields.map(\.path.description).joined(separator: " ")
        }
    }
}
