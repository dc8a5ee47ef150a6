import Diff
import Glibc
import Snapshot
import Synchronization

/// Where snapctl speaks: the result to stdout, everything else to stderr. The one place that writes to either.
package final class Console: Sendable {
    /// One of the two streams.
    package enum Stream: Sendable, Hashable {
        /// The result.
        case output
        /// Progress, warnings, errors.
        case error

        fileprivate var descriptor: Int32 { self == .output ? STDOUT_FILENO : STDERR_FILENO }
    }

    /// Why a result could not be written.
    package struct WriteError: ExplainedError, Hashable {
        /// The system's number for it.
        package let code: Int32
        /// What happened.
        package var summary: String { "the result could not be written to stdout: \(Console.words(code))" }
        /// What to do next.
        package var hint: String { "make room, or write to a file with -o FORMAT=FILE" }
    }

    /// How stdout wants to be written to.
    package let outputStyle: Style
    /// How stderr wants to be written to.
    package let errorStyle: Style
    /// How notes and errors are written.
    package let logFormat: LogFormat
    /// Whether stderr is a terminal, where a line may be rewritten.
    package let errorIsTerminal: Bool
    /// Lines that the terminal behind stdout shows at once; `nil` when there is none.
    package let outputRows: Int?
    /// Whether the reader of stdout is gone; what follows is dropped.
    private let isClosed = Mutex(false)

    /// The process's own streams. From here on a reader that goes away is no signal but an answer to a write.
    package init(environment: [String: String]) {
        _ = signal(SIGPIPE, SIG_IGN)
        logFormat = LogFormat(environment: environment)
        // A line of JSON is never rewritten.
        errorIsTerminal = isatty(STDERR_FILENO) == 1 && logFormat == .text
        outputRows = isatty(STDOUT_FILENO) == 1 ? Self.size(.output)?.rows : nil
        outputStyle = Style(
            isTerminal: isatty(STDOUT_FILENO) == 1, columns: Self.columns(.output), environment: environment)
        errorStyle = Style(isTerminal: errorIsTerminal, columns: Self.columns(.error), environment: environment)
    }

    /// Writes the result. A reader that went away (`snapctl diff … | head`) is no error: what follows is dropped.
    package func result(_ text: String) throws(WriteError) { try result(bytes: Array(text.utf8)) }

    /// Writes a part of the result.
    package func result(bytes: [UInt8]) throws(WriteError) {
        guard !isClosed.withLock({ $0 }) else { return }
        let code = Self.write(bytes, to: .output)
        if code == EPIPE {
            isClosed.withLock { $0 = true }
        } else if code != 0 {
            throw WriteError(code: code)
        }
    }

    /// Says something beside the result, on a line of its own, cluster text included.
    package func note(_ text: String) {
        guard logFormat == .text else {
            rewrite(LogFormat.line("info", text, seconds: time(nil)))
            return
        }
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { StyledLine(String(Substring($0))) }
            .flatMap { errorIsTerminal ? $0.wrapped(to: errorStyle.width) : [$0] }
            .map { $0.text(inColor: false) + "\n" }
        _ = Self.write(Array(lines.joined().utf8), to: .error)
    }

    /// An error as every command says it: what happened to which thing, and what to do next.
    package func error(summary: String, hint: String) {
        guard logFormat == .text else {
            rewrite(LogFormat.line("error", summary, hint: hint, seconds: time(nil)))
            return
        }
        let words = StyledLine("error: ", .bad).adding(summary)
        var text = words.text(inColor: errorStyle.isColored) + "\n"
        if !hint.isEmpty {
            text += StyledLine("hint: ", .faint).adding(hint).text(inColor: errorStyle.isColored) + "\n"
        }
        _ = Self.write(Array(text.utf8), to: .error)
    }

    /// How far long work has come, as a line of its own.
    func progress(_ text: String) {
        rewrite(logFormat == .json ? LogFormat.line("progress", text, seconds: time(nil)) : text + "\n")
    }

    /// Writes to stderr as it is: for the line that rewrites itself.
    func rewrite(_ text: String) { _ = Self.write(Array(text.utf8), to: .error) }

    /// Everything, however often the system takes only a part; the system's number for what went wrong, or 0.
    private static func write(_ bytes: [UInt8], to stream: Stream) -> Int32 {
        var done = 0
        while done < bytes.count {
            let written = unsafe bytes[done...].withUnsafeBytes {
                unsafe Glibc.write(stream.descriptor, $0.baseAddress, $0.count)
            }
            if written < 0 {
                switch errno {
                case EINTR: continue
                case EAGAIN:
                    var wait = pollfd(fd: stream.descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = unsafe poll(&wait, 1, -1)
                case let code: return code
                }
            } else {
                done += written
            }
        }
        return 0
    }

    private static func columns(_ stream: Stream) -> Int? { size(stream)?.columns }

    private static func size(_ stream: Stream) -> (columns: Int, rows: Int)? {
        var size = winsize()
        guard unsafe ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    private static func words(_ code: Int32) -> String {
        unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
