import Diff
import FoundationEssentials
import Glibc
import Snapshot

/// What a run of the program has from its surroundings: environment, streams, clock.
struct Session: Sendable {
    /// Without the redaction key.
    let environment: [String: String]
    /// What stood in `SNAPCTL_REDACTION_KEY`.
    let redactionKey: String?
    let console: Console
    let progress: ProgressLine
    /// What of the states that were read is no object.
    let leftOut = LeftOutNotes()
    /// What of the manifests that were read is no part of their states.
    let outOfScope = OutOfScopeNotes()

    private static let redactionKey = EnvironmentSecret.take("SNAPCTL_REDACTION_KEY")

    init(isQuiet: Bool = false) {
        redactionKey = Self.redactionKey
        environment = ProcessInfo.processInfo.environment
        let console = Console(environment: ProcessInfo.processInfo.environment)
        self.console = console
        progress = ProgressLine(console, isQuiet: isQuiet)
    }

    var home: String? { environment["HOME"] }
    var osUser: String { environment["USER"] ?? environment["LOGNAME"] ?? Self.accountName }
    /// What the system calls whoever runs this; the number where no name is known, as in a container.
    private static var accountName: String {
        unsafe getpwuid(getuid()).map { unsafe String(cString: $0.pointee.pw_name) } ?? "\(getuid())"
    }
    var host: String { ProcessInfo.processInfo.hostName }
    var spoolFolder: String { Spool.defaultFolder(environment: environment) }
    var secondsSince1970: Int { Int(Date().timeIntervalSince1970) }
    var now: String { RFC3339(seconds: secondsSince1970).utcText }
    /// The day of the clock, in UTC.
    var today: CalendarDate {
        get throws(ClockError) { try CalendarDate(clock: secondsSince1970) }
    }
    var isInteractive: Bool { isatty(STDIN_FILENO) == 1 }
}
