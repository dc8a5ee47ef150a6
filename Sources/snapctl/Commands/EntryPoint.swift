import ArgumentParser
import Diff
import FoundationEssentials
import Glibc

/// Where the process begins and ends: every way out leads through one place, so that no error can look like a verdict.
@main
enum EntryPoint {
    static func main() async {
        let arguments = LogFormat.taken(from: Array(CommandLine.arguments.dropFirst()))
        // Before anything asks for a second thread, which may not be had.
        do throws(CommandError) { try ResourceLimits.prepare() } catch {
            let console = Console(environment: ProcessInfo.processInfo.environment)
            console.error(summary: error.summary, hint: error.hint)
            exit(Int32(error.status.rawValue))
        }
        Interrupts.shared.begin()
        let work = Task { await run(arguments) }
        Interrupts.shared.watch { work.cancel() }
        exit(await work.value)
    }

    /// Runs the command that the arguments name.
    ///
    /// - Returns: the exit status. Errors of the argument parser are 2 here, not its own 64, and errors that nobody
    ///   foresaw are 2 as well: 1 means drift.
    private static func run(_ arguments: [String]) async -> Int32 {
        do {
            var command = try Snapctl.parseAsRoot(arguments.map { $0 == "--help-all" ? "--help-hidden" : $0 })
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let status as ExitCode {
            return status.rawValue
        } catch {
            let console = Console(environment: ProcessInfo.processInfo.environment)
            if Snapctl.exitCode(for: error) == .success {
                try? console.result(Snapctl.fullMessage(for: error) + "\n" + HelpHint.text(arguments))
                return 0
            }
            let usage = UsageError(
                Snapctl.message(for: error), arguments, commands: Snapctl.configuration.subcommands)
            console.error(summary: usage.summary, hint: usage.hint)
            return Int32(ExitStatus.failed.rawValue)
        }
    }
}
