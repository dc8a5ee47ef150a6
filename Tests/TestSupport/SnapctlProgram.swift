/// The built program, run as people run it.
package enum SnapctlProgram {
    /// How one run ended.
    package struct Ending: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// Runs it to its end on a thread of its own: the tasks of a server in this process keep theirs.
    ///
    /// - Parameter environment: all that it inherits besides `PATH` and a home that is an empty folder.
    package static func run(
        _ arguments: [String], environment: [String: String] = [:], input: [UInt8] = []
    ) async throws -> Ending {
        var program = try Program()
        program.environment = ["PATH": program.environment["PATH"] ?? "", "HOME": program.folder.path]
            .merging(environment) { _, given in given }
        let result = try await program.run(
            arguments, input: .file(try program.folder.write(input, to: "input")))
        return Ending(status: result.status, output: result.text, errors: result.error)
    }
}
