import Diff
import Snapshot
import TestSupport

/// How well the verdict by an audit log agrees with a truth file: whom it accuses, of what, and by which name.
struct AuditScore {
    /// Entries that made a write and are not found.
    let missed: [String]
    /// Objects of which a hand is claimed, and that no entry names.
    let invented: [String]
    /// Entries whose author is somebody else, or nobody.
    let wrongAuthor: [String]
    /// Entries that wrote nothing and are not listed as harmless.
    let notHarmless: [String]
    private let due: Int
    private let claimed: Int

    var recall: Double { Double(due - missed.count) / Double(max(1, due)) }
    var precision: Double { Double(claimed - invented.count) / Double(max(1, claimed)) }
    var accuracy: Double { Double(due - wrongAuthor.count) / Double(max(1, due)) }

    /// - Parameters:
    ///   - harmless: entries that wrote nothing.
    ///   - explained: objects that an entry took along or that were reached without a write.
    init(
        _ truth: AuthorTruth, _ outcome: Attributing.Outcome, _ verdict: Verdict, harmless: Set<String>,
        explained: Set<Identity> = []
    ) {
        let findings = verdict.legs.first { $0.leg == .auditLog }?.findings ?? []
        let hands = Dictionary(grouping: findings.filter { $0.weight == .hand && $0.identity != nil }) {
            $0.identity ?? Identity(group: "", kind: "", namespace: nil, name: "")
        }
        let writes = truth.entries.filter { !harmless.contains($0.id) }
        due = writes.count
        claimed = hands.count
        func authors(_ entry: AuthorTruth.Entry) -> [String?] {
            // What differs has its authors there; the rest is found by the log alone.
            let named = outcome.attributions[entry.identity]?.authors.first.map { [$0.user] }
            return named ?? (hands[entry.identity] ?? []).map { $0.author?.user }
        }
        missed = writes.filter { authors($0).isEmpty }.map(\.description)
        wrongAuthor = writes.filter { entry in
            let names = authors(entry)
            return names.isEmpty || !names.allSatisfy { $0 == entry.user }
        }.map { "\($0): \(authors($0))" }
        let known = explained.union(writes.map(\.identity))
        invented = hands.keys.filter { !known.contains($0) }.map(\.description)
        notHarmless = truth.entries.filter { entry in
            harmless.contains(entry.id)
                && !findings.contains {
                    $0.identity == entry.identity && $0.weight == .harmless && $0.author?.user == entry.user
                }
        }.map(\.description)
    }
}
