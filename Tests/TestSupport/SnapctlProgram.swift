import Foundation

/// The built program, run as people run it.
package enum SnapctlProgram {
    /// How one run ended.
    package struct Ending: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// The binary: beside the tests that the same build made, or what `SNAPCTL` names.
    package static var path: String {
        if let named = ProcessInfo.processInfo.environment["SNAPCTL"], !named.isEmpty { return named }
        return URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
            .appendingPathComponent("snapctl").path
    }

    /// Runs it to its end on a thread of its own: the tasks of a server in this process keep theirs.
    ///
    /// - Parameter environment: all that it inherits besides `PATH` and a home that is an empty folder.
    package static func run(
        _ arguments: [String], environment: [String: String] = [:], input: [UInt8] = []
    ) async throws -> Ending {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try runAndWait(arguments, environment, input) })
            }
        }
    }

    private static func runAndWait(
        _ arguments: [String], _ environment: [String: String], _ input: [UInt8]
    ) throws -> Ending {
        // Files, not pipes: nobody has to drain them while the program runs.
        let folder = try TemporaryDirectory()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let inherited = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "HOME": folder.path]
        process.environment = inherited.merging(environment) { _, given in given }
        process.standardInput = try FileHandle(
            forReadingFrom: URL(fileURLWithPath: try folder.write(input, to: "input")))
        process.standardOutput = try FileHandle(
            forWritingTo: URL(fileURLWithPath: try folder.write("", to: "output")))
        process.standardError = try FileHandle(
            forWritingTo: URL(fileURLWithPath: try folder.write("", to: "errors")))
        try process.run()
        process.waitUntilExit()
        return Ending(
            status: process.terminationStatus, output: String(decoding: try folder.read("output"), as: UTF8.self),
            errors: String(decoding: try folder.read("errors"), as: UTF8.self))
    }
}
