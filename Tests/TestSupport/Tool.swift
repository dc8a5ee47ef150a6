package import Foundation
import Glibc

/// A program of the system that tests need, run to its end.
package enum Tool {
    /// What went wrong with it.
    package struct Failure: Error, CustomStringConvertible {
        /// The command and its status.
        package let description: String
    }

    /// Whether a program is found in `PATH`.
    package static func exists(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    /// Runs a program that talks to a server of this process, on a thread of its own: the tasks that serve keep theirs.
    @discardableResult
    package static func runBeside(_ command: [String]) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try run(command) }) }
        }
    }

    /// Runs a program found in `PATH`, and blocks until it has ended.
    ///
    /// - Returns: what it wrote to stdout.
    @discardableResult
    package static func run(_ command: [String], input: [UInt8] = []) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        // A file, not a pipe: nobody would drain the output while the input is still being written.
        let folder = try TemporaryDirectory()
        process.standardInput = try FileHandle(
            forReadingFrom: URL(fileURLWithPath: try folder.write(input, to: "input")))
        try process.run()
        let bytes = try Self.everything(from: output.fileHandleForReading)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(command.joined(separator: " ")) exited with \(process.terminationStatus)")
        }
        return bytes
    }

    /// Reads to the end: Foundation's own way ends the process when a signal comes between.
    package static func everything(from handle: FileHandle) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe read(handle.fileDescriptor, &chunk, chunk.count)
            if count > 0 {
                bytes += chunk[..<count]
            } else if count == 0 {
                return bytes
            } else if errno != EINTR {
                throw Failure(description: "the output of a program cannot be read: errno \(errno)")
            }
        }
    }
}
