import FoundationEssentials
import Subprocess
import SystemPackage

/// Runs an exec plugin once: no shell, standard error passed through untouched, standard input only for a person.
package struct ExecRunner: Sendable {
    /// Longer than the quarter of an hour that a device-code login is valid.
    static let timeout = Duration.seconds(20 * 60)
    /// The most that a plugin may print.
    static let outputLimit = 4 << 20

    private let plugin: ExecPlugin
    private let errorOutput: FileDescriptor

    /// - Parameter errorOutput: the descriptor that becomes the plugin's standard error.
    package init(_ plugin: ExecPlugin, errorOutput: Int32 = 2) {
        self.plugin = plugin
        self.errorOutput = FileDescriptor(rawValue: errorOutput)
    }

    private var command: String { plugin.exec.command }

    /// The credentials that the plugin gives now.
    package func run() async throws(CredentialError) -> ExecCredential.Reply {
        let isInteractive = try interactivity()
        let path = try executable()
        var environment = plugin.environment.reveal
        for entry in plugin.exec.environment { environment[entry.name] = entry.value.reveal }
        environment["KUBERNETES_EXEC_INFO"] = ExecCredential.request(
            apiVersion: plugin.exec.apiVersion, isInteractive: isInteractive, cluster: plugin.clusterInfo)
        let output: [UInt8]
        if isInteractive {
            output = try await spawn(path, environment, input: .standardInput)
        } else {
            output = try await spawn(path, environment, input: .none)
        }
        do throws(ExecCredential.Malformed) {
            return try ExecCredential.reply(output, apiVersion: plugin.exec.apiVersion)
        } catch {
            throw .pluginReply(command: command, why: error.why)
        }
    }

    /// Whether the plugin may talk to a person, by the kubeconfig's `interactiveMode`.
    private func interactivity() throws(CredentialError) -> Bool {
        let version = plugin.exec.apiVersion
        guard version.hasPrefix(ExecCredential.group),
            ["v1", "v1beta1"].contains(version.dropFirst(ExecCredential.group.count))
        else {
            throw .pluginConfiguration(
                command: command, why: "its apiVersion `\(version)` is neither v1 nor v1beta1",
                hint: "renew the kubeconfig with the tool that wrote it")
        }
        switch plugin.exec.interactiveMode {
        case nil where version.hasSuffix("/v1"):
            throw .pluginConfiguration(
                command: command, why: "interactiveMode is missing, which v1 requires",
                hint: "add `interactiveMode: IfAvailable` to the exec section of user `\(plugin.userName)`")
        case nil, "IfAvailable": return plugin.isInteractive
        case "Never": return false
        case "Always":
            guard plugin.isInteractive else {
                throw .pluginConfiguration(
                    command: command, why: "it wants to ask somebody, and standard input is no terminal",
                    hint: "run it in a terminal, or use a login that asks nobody")
            }
            return true
        case .some(let mode):
            throw .pluginConfiguration(
                command: command, why: "its interactiveMode `\(mode)` is none of Never, IfAvailable, Always",
                hint: "correct the exec section of user `\(plugin.userName)`")
        }
    }

    /// The absolute or given path of the command: a bare name is looked up in PATH, never in the current folder.
    package func executable() throws(CredentialError) -> String {
        let candidates: [String]
        if command.utf8.contains(UInt8(ascii: "/")) {
            candidates = [command]
        } else {
            let path = plugin.environment.reveal["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
            candidates = path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(command)" }
        }
        for candidate in candidates {
            var isFolder = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder,
                FileManager.default.isExecutableFile(atPath: candidate)
            {
                return candidate
            }
        }
        throw .pluginNotFound(command: command, installHint: plugin.exec.installHint.map(Self.harmless))
    }

    private enum Input { case standardInput, none }

    private func spawn(
        _ path: String, _ environment: [String: String], input: Input
    ) async throws(CredentialError) -> [UInt8] {
        let result: Result<[UInt8], CredentialError>
        do {
            result = try await withThrowingTaskGroup(of: Result<[UInt8], CredentialError>.self) { group in
                group.addTask { try await self.launch(path, environment, input: input) }
                group.addTask {
                    try await Task.sleep(for: Self.timeout)
                    return .failure(
                        .pluginTimedOut(command: self.command, seconds: Int(Self.timeout.components.seconds)))
                }
                defer { group.cancelAll() }
                return try await group.next() ?? .failure(.canceled)
            }
        } catch is CancellationError {
            throw .canceled
        } catch let error as SubprocessError where error.code == .outputLimitExceeded {
            throw .pluginReply(command: command, why: "it printed more than \(Self.outputLimit >> 20) MiB")
        } catch let error as SubprocessError {
            throw .pluginNotStarted(command: command, why: error.underlyingError.map { "\($0)" } ?? "unknown reason")
        } catch {
            throw .pluginNotStarted(command: command, why: "unknown reason")
        }
        return try result.get()
    }

    /// The library must not be canceled while it collects output (it traps on a descriptor that it has not closed yet), so it
    /// runs in a task of its own, and whoever cancels ends the command instead.
    private func launch(
        _ path: String, _ environment: [String: String], input: Input
    ) async throws -> Result<[UInt8], CredentialError> {
        let command = RunningCommand()
        let work = Task { try await collect(path, environment, input: input, command) }
        let (status, output) = try await withTaskCancellationHandler {
            try await work.value
        } onCancel: {
            command.end()
        }
        try Task.checkCancellation()
        switch status {
        case .exited(0): return .success(output)
        case .exited(let code): return .failure(failed("status \(code)"))
        case .signaled(let signal): return .failure(failed("signal \(signal)"))
        }
    }

    private func collect(
        _ path: String, _ environment: [String: String], input: Input, _ command: RunningCommand
    ) async throws -> (TerminationStatus, [UInt8]) {
        var custom: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Subprocess.Environment.Key(rawValue: name) { custom[key] = value }
        }
        let configuration = Subprocess.Configuration(
            executable: .path(FilePath(path)),
            // The plugin sees the name that the kubeconfig gave it.
            arguments: Arguments(executablePathOverride: self.command, remainingValues: plugin.exec.arguments),
            environment: .custom(custom))
        defer { command.ended() }
        switch input {
        case .none:
            let result = try await Subprocess.run(
                configuration, input: .none, output: .bytes(limit: Self.outputLimit),
                error: .fileDescriptor(errorOutput, closeAfterSpawningProcess: false)
            ) { command.started($0.processIdentifier.value) }
            return (result.terminationStatus, result.standardOutput)
        case .standardInput:
            let result = try await Subprocess.run(
                configuration, input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
                output: .bytes(limit: Self.outputLimit),
                error: .fileDescriptor(errorOutput, closeAfterSpawningProcess: false)
            ) { command.started($0.processIdentifier.value) }
            return (result.terminationStatus, result.standardOutput)
        }
    }

    private func failed(_ status: String) -> CredentialError {
        .pluginFailed(command: command, status: status, renewal: LoginRenewal.command(for: plugin.exec))
    }

    /// The text without control characters, which could rewrite what a terminal shows.
    static func harmless(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.filter { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format: scalar == "\n"
                    default: true
                    }
                }))
    }
}
