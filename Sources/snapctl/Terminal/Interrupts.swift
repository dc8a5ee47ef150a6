import Glibc
import Snapshot
import Synchronization

/// Ctrl-C and its relatives end the work before they end the process: the running task is canceled, whatever was being
/// written is dropped, and the exit status says which signal it was. A second signal, or work that does not end within a
/// few seconds, ends the process at once; what has no name yet leaves nothing behind then either.
///
/// The handlers write the signal's number into a pipe that a thread waits for. Blocking the signals and waiting for them
/// would be simpler, but the main thread of an asynchronous program belongs to libdispatch, which unblocks them.
final class Interrupts: Sendable {
    /// The one of this process.
    static let shared = Interrupts()

    private static let grace: UInt32 = 5
    /// The pipe: where the thread reads, and where the handlers write.
    private static let wake: [Int32] = {
        var ends: [Int32] = [-1, -1]
        _ = unsafe pipe(&ends)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return ends
    }()
    private let first = Mutex<Int32?>(nil)
    /// What ends the work.
    private let cancel = Mutex<(@Sendable () -> Void)?>(nil)

    /// The signal that came, if one did.
    var received: Int32? { first.withLock { $0 } }

    /// Prepares the process: signals to be waited for, no core files, no end by a file's size limit.
    func begin() {
        // A core file would hold the redaction key.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // A file that may not grow any further is an error of the write, not the end of the process.
        _ = signal(SIGXFSZ, SIG_IGN)
        // The pipe is made here: a handler may not make it.
        guard Self.wake[1] >= 0 else { return }
        for number in Self.watched() {
            _ = signal(number) { number in
                let code = errno
                var byte = UInt8(truncatingIfNeeded: number)
                _ = unsafe write(Interrupts.wake[1], &byte, 1)
                errno = code
            }
        }
    }

    /// Waits for the first signal on a thread of its own.
    func watch(_ cancel: @escaping @Sendable () -> Void) {
        self.cancel.withLock { $0 = cancel }
        var thread = pthread_t()
        let isWatched =
            unsafe pthread_create(
                &thread, nil,
                { _ in
                    Interrupts.shared.wait()
                    return nil
                }, nil) == 0
        if isWatched { pthread_detach(thread) } else { Self.endAtOnce() }
    }

    private func wait() {
        var byte: UInt8 = 0
        while unsafe read(Self.wake[0], &byte, 1) != 1 {
            guard errno == EINTR else { return }
        }
        let number = Int32(byte)
        first.withLock { $0 = number }
        Self.endAtOnce()
        cancel.withLock { $0 }?()
        sleep(Self.grace)
        kill(getpid(), number)
    }

    /// From here on a signal ends the process.
    private static func endAtOnce() {
        for number in watched() { _ = signal(number, SIG_DFL) }
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
    private static func watched() -> [Int32] {
        let status = (try? FileReader.bytes(of: "/proc/self/status", limit: 1 << 16)) ?? []
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("SigIgn:") }
        let ignored = line.flatMap { UInt64($0.dropFirst("SigIgn:".count).filter(\.isHexDigit), radix: 16) } ?? 0
        return [SIGINT, SIGTERM, SIGHUP].filter { ignored & (1 << UInt64($0 - 1)) == 0 }
    }
}
