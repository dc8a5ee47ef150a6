import Snapshot
import Synchronization

/// Turns the facts of a capture into one line.
final class CaptureProgress: Sendable {
    private struct Counts {
        var types = 0
        var done = 0
        var objects = 0
        var gaps = 0
    }

    private let line: ProgressLine
    private let counts = Mutex(Counts())

    init(_ line: ProgressLine) { self.line = line }

    func tell(_ event: CaptureEvent) {
        let text: String? = counts.withLock { counts in
            switch event {
            case .discovered(let types): counts.types = types
            case .schema(let documents, let all): return "reading schemas \(documents)/\(all)"
            case .listed(_, let objects): counts.objects += objects
            case .completed: counts.done += 1
            case .gap: counts.gaps += 1
            case .restarted, .files: break
            }
            let gaps = counts.gaps > 0 ? ", \(counts.gaps) unreadable" : ""
            return "capturing \(counts.done)/\(counts.types) types, \(counts.objects) objects\(gaps)"
        }
        if let text { line.update(text) }
    }
}
