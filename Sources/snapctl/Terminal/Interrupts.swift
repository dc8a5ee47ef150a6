import Foundation
import Glibc
import Synchronization

/// Ctrl-C and its relatives end the work before they end the process: the running task is canceled, whatever was being
/// written is dropped, and the exit status says which signal it was. A second signal, or work that does not end within a
/// few seconds, ends the process at once; what has no name yet leaves nothing behind then either.
final class Interrupts: Sendable {
    /// The one of this process.
    static let shared = Interrupts()

    private static let grace: UInt32 = 5
    private let first = Mutex<Int32?>(nil)

    /// The signal that came, if one did.
    var received: Int32? { first.withLock { $0 } }

    /// Keeps the signals from ending the process. Call before there are other threads, which inherit it.
    func block() {
        var signals = Self.watched()
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        // A core file would hold the redaction key.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // A file that may not grow any further is an error of the write, not the end of the process.
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// Waits for the first signal on a thread of its own.
    func watch(_ cancel: @escaping @Sendable () -> Void) {
        Thread.detachNewThread { [self] in
            var signals = Self.watched()
            var number: Int32 = 0
            guard unsafe sigwait(&signals, &number) == 0 else { return }
            first.withLock { $0 = number }
            cancel()
            // From here on this thread takes the signals the usual way.
            unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
            sleep(Self.grace)
            kill(getpid(), number)
        }
    }

    /// What a signal is called.
    static func name(_ number: Int32) -> String {
        switch number {
        case SIGINT: "Ctrl-C"
        case SIGTERM: "SIGTERM"
        case SIGHUP: "SIGHUP"
        default: "signal \(number)"
        }
    }

    /// SIGINT, SIGTERM and SIGHUP, without those that the parent wanted ignored, as nohup does.
    private static func watched() -> sigset_t {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("SigIgn:") }
        let ignored = line.flatMap { UInt64($0.dropFirst("SigIgn:".count).filter(\.isHexDigit), radix: 16) } ?? 0
        for number in [SIGINT, SIGTERM, SIGHUP] where ignored & (1 << UInt64(number - 1)) == 0 {
            unsafe sigaddset(&signals, number)
        }
        return signals
    }
}
