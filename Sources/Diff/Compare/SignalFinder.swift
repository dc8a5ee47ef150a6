import Snapshot

/// Finds what is not declared state and still tells of a hand.
struct SignalFinder {
    let before: EntryTable
    let after: EntryTable
    /// Whether the two states are of different clusters: then every uid differs, and a number counts something else.
    let isAcross: Bool

    /// - Parameter comparison: what differs; a generation that advanced with a difference tells nothing more.
    func signals(besides comparison: Comparison) -> [Signal] {
        let different = Set((comparison.changes + comparison.incomparable).map(\.identity))
        var result: [Signal] = []
        var cursor = 0
        for entry in after where entry.role == .declared {
            guard let other = before.entry(of: entry.identity, near: &cursor) else { continue }
            func add(_ kind: Signal.Kind, _ detail: String) {
                result.append(Signal(identity: entry.identity, kind: kind, detail: detail))
            }
            if isAcross {
                // Nothing was made again, edited or asked for: there are two of each.
            } else if !entry.uid.isEmpty, !other.uid.isEmpty, entry.uid != other.uid {
                add(.recreated, "uid \(other.uid) → \(entry.uid)")
            } else if entry.generation > other.generation, other.generation > 0, !different.contains(entry.identity) {
                add(
                    .generationAdvanced,
                    "generation \(other.generation) → \(entry.generation), declared state equal")
            }
            for (path, value) in entry.signals where other.signals[path] != value {
                let isDeletion = path == "metadata.deletionTimestamp"
                if isAcross, !isDeletion { continue }
                add(
                    isDeletion ? .deleting : .reconcileRequested,
                    "\(path) \(other.signals[path] ?? "absent") → \(value)")
            }
        }
        return result.sorted { ($0.identity, $0.detail) < ($1.identity, $1.detail) }
    }
}
