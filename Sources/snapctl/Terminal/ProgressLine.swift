import Diff
import Synchronization

/// What long work says while it goes on: one line that rewrites itself on a terminal, and elsewhere a plain line now and
/// then, so that a pipeline's log shows life without filling up.
package final class ProgressLine: Sendable {
    /// How progress is shown.
    package enum Mode: Sendable, Hashable {
        /// One line, rewritten.
        case rewritten
        /// A line at most every ten seconds.
        case plain
        /// Not at all.
        case silent
    }

    private struct State {
        var shownAt: ContinuousClock.Instant?
        var isVisible = false
    }

    private let mode: Mode
    private let width: Int
    private let write: @Sendable (String) -> Void
    private let state: Mutex<State>

    /// - Parameter write: Takes bytes for stderr as they are.
    package init(mode: Mode, width: Int, write: @escaping @Sendable (String) -> Void) {
        self.mode = mode
        self.width = width
        self.write = write
        state = Mutex(State())
    }

    /// Progress on a console's stderr.
    package convenience init(_ console: Console, isQuiet: Bool = false) {
        self.init(
            mode: isQuiet ? .silent : console.errorIsTerminal ? .rewritten : .plain, width: console.errorStyle.width
        ) { text in
            if console.logFormat == .json {
                console.progress(text.last == "\n" ? String(text.dropLast()) : text)
            } else {
                console.rewrite(text)
            }
        }
    }

    /// Says how far the work has come; most calls write nothing.
    package func update(_ text: String, now: ContinuousClock.Instant = .now) {
        let pause: Duration = mode == .plain ? .seconds(10) : .milliseconds(100)
        state.withLock { state in
            switch mode {
            case .silent: return
            case .plain where state.shownAt == nil:
                // Short work ends before the first line is due.
                state.shownAt = now
                return
            default: break
            }
            if let last = state.shownAt, last.duration(to: now) < pause { return }
            state.shownAt = now
            let safe = SafeText.terminal(text)
            if mode == .plain {
                write(safe + "\n")
            } else {
                write("\r" + TextWidth.clipped(safe, to: width - 1) + "\u{1B}[K")
                state.isVisible = true
            }
        }
    }

    /// Says something that stays, above the line.
    package func say(_ text: String) {
        guard mode != .silent else { return }
        clear()
        write(SafeText.terminal(text) + "\n")
    }

    /// Takes the line away. Nothing of it stays on the screen.
    package func clear() {
        state.withLock { state in
            guard state.isVisible else { return }
            write("\r\u{1B}[K")
            state.isVisible = false
        }
    }
}
