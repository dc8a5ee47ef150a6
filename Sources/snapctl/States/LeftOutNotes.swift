import Diff
import Snapshot
import Synchronization

/// Files that were named and hold nothing of a state: said once for all states, after the result or the error of the command.
final class LeftOutNotes: Sendable {
    private let found = Mutex<[FileCapture.LeftOut]>([])

    /// Takes note of what a state leaves out.
    func add(_ files: [FileCapture.LeftOut]) {
        guard !files.isEmpty else { return }
        found.withLock { found in
            let known = Set(found)
            found += files.filter { !known.contains($0) }
        }
    }

    /// Says it, by reason: counted, and every file named.
    func say(to console: Console) {
        let found = found.withLock { $0 }
        for reason in FileCapture.LeftOut.Reason.allCases {
            // A line feed in a name begins no line of its own.
            let files = found.filter { $0.reason == reason }.map { SafeText.line($0.file) }
            guard !files.isEmpty else { continue }
            let isOne = files.count == 1
            let words =
                switch reason {
                case .noObject: isOne ? "holds no Kubernetes object" : "hold no Kubernetes object"
                case .name:
                    isOne
                        ? "is not .yaml, .yml or .json and was not read"
                        : "are not .yaml, .yml or .json and were not read"
                case .notRegular:
                    isOne
                        ? "is a link or no regular file and was not read"
                        : "are links or no regular files and were not read"
                }
            let count = "\(Words.count(files.count, "file")) \(words):"
            console.note(isOne ? "\(count) \(files[0])" : ([count] + files).joined(separator: "\n  "))
        }
    }
}
