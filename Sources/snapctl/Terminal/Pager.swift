import Glibc
import Snapshot

/// Hands what is longer than the screen to the program that people read with.
enum Pager {
    /// Shows a text through a pager.
    ///
    /// - Returns: `false` when there is no terminal, no need or no pager: then the text is to be written as it is.
    static func show(_ text: String, _ session: Session) async -> Bool {
        guard let rows = session.console.outputRows, session.isInteractive else { return false }
        guard text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= rows else { return false }
        var environment = session.environment
        let asked = environment["SNAPCTL_PAGER"] ?? environment["PAGER"] ?? "less"
        // Asked not to page.
        guard !asked.isEmpty, asked != "cat" else { return false }
        // Quit when it fits, show colors and nothing else raw, leave the text on the screen.
        environment["LESS"] = environment["LESS"] ?? "FRX"
        // Ctrl-C is for the pager while it runs.
        let previous = signal(SIGINT, SIG_IGN)
        let status = await ShellCommand(asked, environment: environment).run(input: Array(text.utf8))
        _ = signal(SIGINT, previous)
        // The shell's words for a program that cannot be run.
        return status.map { $0 != 127 && $0 != 126 } ?? false
    }
}
