import Diff
import Snapshot
import Synchronization

/// What was read from manifests and is no part of their states, because of its type: said once a command has what it was asked
/// for, not before its errors.
final class OutOfScopeNotes: Sendable {
    private let found = Mutex<[(types: [CapturedState.OutOfScope], states: [String])]>([])

    /// Takes note of what a state leaves out. What several states leave out alike is said once.
    func add(_ types: [CapturedState.OutOfScope], of state: String) {
        guard !types.isEmpty else { return }
        let words = Self.counts(types)
        found.withLock { found in
            guard let same = found.firstIndex(where: { Self.counts($0.types) == words }) else {
                return found.append((types, [state]))
            }
            if !found[same].states.contains(state) { found[same].states.append(state) }
        }
    }

    /// Says it, by type, with the states where it is.
    func say(to console: Console) {
        for (types, states) in found.withLock({ $0 }) {
            let patterns = types.map { "--include \($0.type.groupResource)" }.joined(separator: " ")
            let count = types.reduce(0) { $0 + $1.count }
            console.note(
                "\(Words.count(count, "object")) out of scope and not compared: \(Self.counts(types)) in "
                    + "\(states.map(SafeText.line).joined(separator: ", ")) (compare with \(patterns))")
        }
    }

    private static func counts(_ types: [CapturedState.OutOfScope]) -> String {
        types.map { "\($0.type.groupResource) ×\($0.count)" }.joined(separator: ", ")
    }
}
