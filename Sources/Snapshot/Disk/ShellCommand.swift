internal import Subprocess
internal import SystemPackage

/// A command line that a person gave, run by `sh` in the process group of this program: only the foreground group may read
/// the keyboard, and a shell with job control stops any other that tries.
package struct ShellCommand: Sendable {
    private let line: String
    private let environment: [String: String]

    package init(_ line: String, environment: [String: String]) {
        self.line = line
        self.environment = environment
    }

    /// Runs it with these bytes on stdin, and stdout and stderr of this program.
    ///
    /// - Returns: its status; 128 and the signal's number for one that a signal ended, `nil` when it could not be run.
    package func run(input bytes: [UInt8]) async -> Int32? {
        var custom: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Subprocess.Environment.Key(rawValue: name) { custom[key] = value }
        }
        do {
            // From a file without a name: whoever reads may stop early, which would be a broken pipe.
            var spool = try Spool(in: Spool.defaultFolder(environment: environment))
            _ = try spool.append(bytes)
            let input = try spool.finished()
            let result = try await Subprocess.run(
                Subprocess.Configuration(
                    executable: .path("/bin/sh"), arguments: ["-c", line], environment: .custom(custom)),
                input: .fileDescriptor(FileDescriptor(rawValue: input.number), closeAfterSpawningProcess: false),
                output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
                error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false))
            // Open until here.
            _ = input.number
            switch result.terminationStatus {
            case .exited(let status): return Int32(status)
            case .signaled(let signal): return 128 + Int32(signal)
            }
        } catch { return nil }
    }
}
