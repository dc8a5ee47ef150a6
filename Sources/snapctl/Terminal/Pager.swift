import Foundation
import Snapshot

/// Hands what is longer than the screen to the program that people read with.
enum Pager {
    /// Shows a text through a pager.
    ///
    /// - Returns: `false` when there is no terminal, no need or no pager: then the text is to be written as it is.
    static func show(_ text: String, _ session: Session) -> Bool {
        guard let rows = session.console.outputRows, session.isInteractive else { return false }
        guard text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= rows else { return false }
        let environment = session.environment
        let asked = environment["SNAPCTL_PAGER"] ?? environment["PAGER"] ?? "less"
        // Asked not to page.
        guard !asked.isEmpty, asked != "cat" else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", asked]
        // Quit when it fits, show colors and nothing else raw, leave the text on the screen.
        process.environment = environment.merging(["LESS": environment["LESS"] ?? "FRX"]) { _, new in new }
        let input = Pipe()
        process.standardInput = input
        do { try process.run() } catch { return false }
        // A reader that quits early closes the pipe; that is no error.
        try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        // The shell's words for a program that cannot be run.
        return process.terminationStatus != 127 && process.terminationStatus != 126
    }
}
