import ArgumentParser
import Diff
import Snapshot

/// Why a command ends without a result: what happened to which thing, what to do next, and the exit status.
struct CommandError: Error {
    let summary: String
    let hint: String
    var status = ExitStatus.failed

    init(_ summary: String, hint: String, status: ExitStatus = .failed) {
        self.summary = summary
        self.hint = hint
        self.status = status
    }

    init(_ error: some ExplainedError) {
        self.init(error.summary, hint: error.hint, status: error.isEvidence ? .evidenceInvalid : .failed)
    }

    /// Whatever a command threw.
    init(unexpected error: any Error) {
        switch error {
        case let error as CommandError: self = error
        case let error as any ExplainedError: self.init(error)
        // A verdict needs a result: an error that nobody foresaw is none.
        default: self.init("something unforeseen happened: \(error)", hint: "run it again; if it stays, report it")
        }
    }

    /// With the name that was probably meant.
    init(_ error: KubeconfigError) {
        var hint = error.hint
        if case .unknown(_, let name, let known) = error.reason, let near = Suggestion.nearest(to: name, among: known) {
            hint = "did you mean `\(near)`? Or \(hint)"
        }
        self.init(error.summary, hint: hint)
    }
}

extension AsyncParsableCommand {
    /// Runs a command's work; an error is said on stderr in one shape, and the status ends the process.
    func perform(_ session: Session, _ work: () async throws -> ExitStatus) async throws {
        let status: ExitStatus
        do {
            status = try await work()
            session.outOfScope.say(to: session.console)
        } catch {
            session.progress.clear()
            if let signal = Interrupts.shared.received {
                session.console.error(
                    summary: "interrupted by \(Interrupts.name(signal))",
                    hint: "nothing was written under the final name; run it again")
                throw ExitCode(128 + signal)
            }
            let error = CommandError(unexpected: error)
            session.console.error(summary: error.summary, hint: error.hint)
            status = error.status
        }
        session.leftOut.say(to: session.console)
        if status != .same { throw ExitCode(Int32(status.rawValue)) }
    }
}
