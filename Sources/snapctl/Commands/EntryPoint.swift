import ArgumentParser
import Diff
import Glibc

/// Where the process begins and ends: every way out leads through one place, so that no error can look like a verdict.
@main
enum EntryPoint {
    static func main() async {
        Interrupts.shared.begin()
        let work = Task { await run() }
        Interrupts.shared.watch { work.cancel() }
        exit(await work.value)
    }

    /// Runs the command that the arguments name.
    ///
    /// - Returns: the exit status. Errors of the argument parser are 2 here, not its own 64, and errors that nobody
    ///   foresaw are 2 as well: 1 means drift.
    private static func run() async -> Int32 {
        do {
            var command = try Snapctl.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let status as ExitCode {
            return status.rawValue
        } catch {
            let isHelp = Snapctl.exitCode(for: error) == .success
            let text = Snapctl.fullMessage(for: error) + "\n"
            let console = Console(environment: [:])
            if isHelp {
                try? console.result(text)
                return 0
            }
            console.rewrite(text)
            return Int32(ExitStatus.failed.rawValue)
        }
    }
}
