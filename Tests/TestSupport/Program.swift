import Foundation

/// The built `snapctl`, run as a person runs it.
package struct Program: Sendable {
    /// What a run left behind.
    package struct Result: Sendable {
        /// The exit status; 128 and the signal's number when one ended it.
        package let status: Int32
        /// What it wrote to stdout.
        package let output: [UInt8]
        /// What it wrote to stderr.
        package let error: String

        /// The output as text.
        package var text: String { String(decoding: output, as: UTF8.self) }
        /// Output and errors together, for messages of tests.
        package var all: String { text + error }
    }

    /// What goes to standard input.
    package enum Input: Sendable {
        case nothing
        /// A file.
        case file(String)
        /// Bytes through a pipe.
        case pipe([UInt8])
    }

    /// The path of the program: what `SNAPCTL` names, else beside the running test bundle.
    package static let path: String? = {
        if let named = ProcessInfo.processInfo.environment["SNAPCTL"], !named.isEmpty { return named }
        let root = SourceFile.root
        let bundles = ProcessInfo.processInfo.arguments.filter { $0.hasSuffix(".xctest") }.map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().path
        }
        return (bundles + ["\(root)/.build/release", "\(root)/.build/debug"]).map { "\($0)/snapctl" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// The folder it runs in, its temporary folder, and its home.
    package let folder: TemporaryDirectory
    /// Its whole environment.
    package var environment: [String: String]

    /// A program with a folder of its own and nothing of the surroundings.
    package init(in folder: TemporaryDirectory? = nil) throws {
        let folder = try folder ?? TemporaryDirectory()
        self.folder = folder
        environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
            "TMPDIR": folder.path, "USER": "tester", "NO_COLOR": "1", "LC_ALL": "C.UTF-8",
        ]
    }

    /// Runs it to its end on a thread of its own, so that a server of this process can answer meanwhile.
    package func run(_ arguments: [String], input: Input = .nothing) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Swift.Result { try runBlocking(arguments, input: input) })
            }
        }
    }

    /// Runs it to its end.
    package func runBlocking(_ arguments: [String], input: Input = .nothing) throws -> Result {
        let running = try start(arguments, input: input)
        return running.wait()
    }

    /// Runs a script of the shell to its end; the program is `$0`.
    package func runShell(_ script: String) async throws -> Result {
        guard let path = Self.path else { throw Tool.Failure(description: "there is no built snapctl to run") }
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Swift.Result {
                        try Running(
                            ["/bin/sh", "-c", script, path], environment: environment, folder: folder.path,
                            input: .nothing
                        ).wait()
                    })
            }
        }
    }

    /// Starts it.
    package func start(_ arguments: [String], input: Input = .nothing) throws -> Running {
        guard let path = Self.path else { throw Tool.Failure(description: "there is no built snapctl to run") }
        return try Running([path] + arguments, environment: environment, folder: folder.path, input: input)
    }

    /// A run that goes on. Output and errors go to nameless files, so that nothing blocks on a full pipe.
    package final class Running: Sendable {
        private nonisolated let process: Process
        private let output: FileHandle
        private let error: FileHandle

        init(_ command: [String], environment: [String: String], folder: String, input: Input) throws {
            process = Process()
            process.executableURL = URL(fileURLWithPath: command[0])
            process.arguments = Array(command.dropFirst())
            process.environment = environment
            process.currentDirectoryURL = URL(fileURLWithPath: folder)
            output = try Self.namelessFile()
            error = try Self.namelessFile()
            process.standardOutput = output
            process.standardError = error
            switch input {
            case .nothing:
                process.standardInput = FileHandle.nullDevice
                try process.run()
            case .file(let path):
                process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
                try process.run()
            case .pipe(let bytes):
                let pipe = Pipe()
                process.standardInput = pipe
                try process.run()
                // On another thread: a program that reads nothing would stop the test otherwise.
                Thread.detachNewThread {
                    try? pipe.fileHandleForWriting.write(contentsOf: Data(bytes))
                    try? pipe.fileHandleForWriting.close()
                }
            }
        }

        /// The process.
        package var processIdentifier: Int32 { process.processIdentifier }

        /// Whether it has not ended yet.
        package var isRunning: Bool { process.isRunning }

        /// Waits for its end.
        package func wait() -> Result {
            process.waitUntilExit()
            let code = process.terminationStatus
            return Result(
                status: process.terminationReason == .uncaughtSignal ? 128 + code : code, output: Self.all(of: output),
                error: String(decoding: Self.all(of: error), as: UTF8.self))
        }

        private static func all(of file: FileHandle) -> [UInt8] {
            try? file.seek(toOffset: 0)
            return Array((try? file.readToEnd()) ?? Data())
        }

        private static func namelessFile() throws -> FileHandle {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("snapctl-run-\(UUID().uuidString)")
            guard FileManager.default.createFile(atPath: path.path, contents: nil) else {
                throw Tool.Failure(description: "\(path.path) cannot be made")
            }
            let file = try FileHandle(forUpdating: path)
            try FileManager.default.removeItem(at: path)
            return file
        }
    }
}
