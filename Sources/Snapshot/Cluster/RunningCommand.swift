import Glibc
import Synchronization

/// A command that somebody else started and that may have to end before it is done.
final class RunningCommand: Sendable {
    private struct State {
        var process: pid_t?
        var mustEnd = false
    }

    private let state = Mutex(State())

    /// It runs under this number.
    func started(_ process: pid_t) {
        let mustEnd = state.withLock { state in
            state.process = process
            return state.mustEnd
        }
        if mustEnd { end() }
    }

    /// It is over: its number may soon be another's.
    func ended() { state.withLock { $0.process = nil } }

    /// Ends it, now or as soon as it starts.
    func end() {
        state.withLock { state in
            state.mustEnd = true
            if let process = state.process { kill(process, SIGKILL) }
        }
    }
}
