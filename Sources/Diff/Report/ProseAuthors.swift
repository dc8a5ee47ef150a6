import Snapshot

/// Who is behind what differs, in words.
extension Prose {
    /// Who is behind an object that differs, the best evidence first, then what is missing and what speaks against it; empty
    /// when nobody asked.
    func authors(of identity: Identity) -> [String] {
        guard let attribution = judgment.attributions[identity] else { return [] }
        return attribution.authors.prefix(3).map { "by \($0.words)" }
            + attribution.noTrace.map { "author unknown; \($0)" }
            + attribution.notes + attribution.doubts
    }

    /// One short name for who is behind it, to count and to filter by; `nil` when nobody asked.
    func author(of identity: Identity) -> String? {
        guard let attribution = judgment.attributions[identity] else { return nil }
        guard let first = attribution.authors.first else { return Self.noTrace }
        return first.user ?? first.manager ?? "nobody"
    }

    /// Who is behind it, what kind of writer that is, and when: `a person · kubectl-patch · 2026-11-23T06:51:12Z`.
    func writer(of identity: Identity) -> String? {
        guard let author = author(of: identity), let kind = kindOfAuthor(of: identity) else { return nil }
        guard let first = judgment.attributions[identity]?.authors.first else { return author }
        let parts = [first.writer.isPerson && !first.isAmbiguous ? "a person" : kind, author, first.time]
        return parts.compactMap { $0 }.joined(separator: " · ")
    }

    /// Authors with how many of the differing objects they are behind, the busiest first.
    var authorCounts: [(author: String, count: Int)] { authorCounts(of: judgment.violations) }

    /// The same of some of them.
    func authorCounts(of violations: [Judgment.Violation]) -> [(author: String, count: Int)] {
        var counts: [String: Int] = [:]
        for violation in violations {
            if let author = author(of: violation.identity) { counts[author, default: 0] += 1 }
        }
        return Self.busiest(counts)
    }

    /// `by kubectl-edit ×9, ada ×3 and 2 others`; `nil` when nobody asked.
    func authors(of shared: ChangeGroup) -> String? {
        let names = authorCounts(of: shared.members)
        guard !names.isEmpty else { return nil }
        return "by " + names.prefix(4).map { "\($0.author) ×\(Words.grouped($0.count))" }.joined(separator: ", ")
            + (names.count > 4 ? " and \(Words.count(names.count - 4, "other"))" : "")
    }

    private static let noTrace = "author unknown"

    private static func busiest(_ counts: [String: Int]) -> [(author: String, count: Int)] {
        counts.sorted { $0.value == $1.value ? ByteOrder.precedes($0.key, $1.key) : $0.value > $1.value }
            .map { ($0.key, $0.value) }
    }

    /// `changed by: people 12 (kubectl-edit 9, ada 3), author unknown 3 (self-reported)`; empty when nobody asked.
    var changedBy: String {
        let writers = writers
        return writers.isEmpty
            ? "" : "changed by: " + writers.joined(separator: ", ") + (proof.map { " (\($0))" } ?? "")
    }

    /// How far the names of those who changed something are proven; `nil` when no name is there or all are.
    var proof: String? {
        let authors = judgment.violations.compactMap { judgment.attributions[$0.identity]?.authors.first }
        let claimed = authors.count { !$0.isProven }
        if claimed == 0 { return nil }
        return claimed == authors.count ? "self-reported" : "\(Words.grouped(claimed)) self-reported"
    }

    /// What a word of the report means that does not explain itself, once for all places where it is used.
    var legend: [String] {
        proof == nil
            ? []
            : [
                "self-reported: the name that a writer gave itself in managedFields; only an audit log (--audit-log) proves who it was"
            ]
    }

    /// `people 12 (kubectl-edit 9, ada 3)`, `author unknown 3`, by kind of writer, the busiest first; empty when nobody asked.
    var writers: [String] {
        var byKind: [String: [String: Int]] = [:]
        for violation in judgment.violations {
            guard let kind = kindOfAuthor(of: violation.identity), let author = author(of: violation.identity) else {
                continue
            }
            byKind[kind, default: [:]][author, default: 0] += 1
        }
        let kinds = byKind.map { (name: $0.key, count: $0.value.values.reduce(0, +), authors: $0.value) }
            .sorted { $0.count == $1.count ? ByteOrder.precedes($0.name, $1.name) : $0.count > $1.count }
        return kinds.map { kind in
            let head = "\(kind.name) \(Words.grouped(kind.count))"
            guard kind.name != Self.noTrace else { return head }
            let names = Self.busiest(kind.authors)
            let shown = names.prefix(4).map {
                names.count == 1 ? $0.author : "\($0.author) \(Words.grouped($0.count))"
            }
            let rest = names.count - shown.count
            return head + " (" + shown.joined(separator: ", ")
                + (rest > 0 ? " and \(Words.count(rest, "other"))" : "") + ")"
        }
    }

    /// What kind of writer is behind it, people first of all; `nil` when nobody asked.
    func kindOfAuthor(of identity: Identity) -> String? {
        guard let attribution = judgment.attributions[identity] else { return nil }
        guard let first = attribution.authors.first else { return Self.noTrace }
        if first.isAmbiguous { return Author.eitherWords }
        return first.writer.isPerson ? "people" : first.writer == .unknown ? "unknown writers" : first.writer.rawValue
    }

    /// Where the objects in scope come from, by how many.
    var originCounts: [(origin: Origin.Kind, count: Int)] {
        Origin.Kind.allCases.compactMap { kind in
            judgment.verdict?.origins[kind].flatMap { $0 > 0 ? (kind, $0) : nil }
        }
    }
}
