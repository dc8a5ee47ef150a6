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
    private let start: ContinuousClock.Instant

    init(_ line: ProgressLine, start: ContinuousClock.Instant = .now) {
        self.line = line
        self.start = start
    }

    /// `, 850/s, about 20 s left`, once there is something to judge by. Types differ in size: the estimate is rough.
    private static func pace(_ counts: Counts, since start: ContinuousClock.Instant) -> String {
        let seconds = start.duration(to: .now) / .seconds(1)
        guard seconds >= 2, counts.objects > 0 else { return "" }
        let rate = ", \(Int(Double(counts.objects) / seconds))/s"
        guard counts.done > 0, counts.done < counts.types else { return rate }
        let left = seconds / Double(counts.done) * Double(counts.types - counts.done)
        return rate + ", about \(Int(left.rounded(.up))) s left"
    }

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
            let pace = Self.pace(counts, since: start)
            return "capturing \(counts.done)/\(counts.types) types, \(counts.objects) objects\(gaps)\(pace)"
        }
        if let text { line.update(text) }
    }
}
