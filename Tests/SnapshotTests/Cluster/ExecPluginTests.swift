import Foundation
import Snapshot
import TestSupport
import Testing

/// Exec plugins: real scripts that are really run.
@Suite struct ExecPluginTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private static let v1 = "client.authentication.k8s.io/v1"
    private static let v1beta1 = "client.authentication.k8s.io/v1beta1"

    /// A plugin that notes each run in `runs` and then does what the script says.
    private func plugin(
        _ script: String, apiVersion: String = v1, mode: String? = "Never", isInteractive: Bool = false,
        command: String? = nil, installHint: String? = nil, clusterInfo: Value? = nil,
        environment: [Kubeconfig.EnvironmentEntry] = []
    ) throws -> ExecPlugin {
        let path = try folder.write(
            "#!/bin/sh\necho run >> '\(folder.file("runs"))'\n\(script)\n", to: "plugin", permissions: 0o700)
        return ExecPlugin(
            userName: "u",
            exec: Kubeconfig.Exec(
                command: command ?? path, arguments: ["get-token", "--login", "azurecli"], environment: environment,
                apiVersion: apiVersion, installHint: installHint, providesClusterInfo: clusterInfo != nil,
                interactiveMode: mode),
            environment: Confidential(["PATH": "/usr/bin:/bin", "HOME": folder.path]), clusterInfo: clusterInfo,
            isInteractive: isInteractive)
    }

    private func runs() -> Int {
        ((try? folder.read("runs")) ?? []).filter { $0 == UInt8(ascii: "\n") }.count
    }

    private static func says(_ status: String, apiVersion: String = v1) -> String {
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"\(apiVersion)\",\"status\":\(status)}'"
    }

    private func credentials(_ plugin: ExecPlugin, time: VirtualTime = VirtualTime()) -> Credentials {
        Credentials(Login(authorization: .exec(plugin), certificate: nil), pace: time.pace)
    }

    @Test func thirtyTwoRequestsRunItOnce() async throws {
        let credentials = try credentials(plugin("sleep 0.2\n" + Self.says("{\"token\":\"t\"}")))
        let headers = try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 0..<32 { group.addTask { try await credentials.credential().authorization?.reveal } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(headers == Array(repeating: "Bearer t", count: 32))
        #expect(runs() == 1)
    }

    @Test func oneFailureIsSharedByAllWhoWaited() async throws {
        let credentials = try credentials(plugin("sleep 0.2\nexit 3"))
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 {
                group.addTask { await thrown(CredentialError.self) { try await credentials.credential() } != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 32)
        #expect(runs() == 1)
    }

    @Test func itRunsAgainOnlyWhenItsCredentialsExpire() async throws {
        let time = VirtualTime(epoch: Instant(milliseconds: 1_774_960_000_000))
        let credentials = try credentials(
            plugin(Self.says("{\"token\":\"t\",\"expirationTimestamp\":\"2026-03-31T12:30:45Z\"}")), time: time)
        _ = try await credentials.credential()
        time.pass(.seconds(244))
        _ = try await credentials.credential()
        #expect(runs() == 1)
        time.pass(.seconds(2))
        _ = try await credentials.credential()
        #expect(runs() == 2)
    }

    @Test func itIsToldWhatClientGoTells() async throws {
        let plugin = try plugin(
            "printf '%s' \"$KUBERNETES_EXEC_INFO|$EXTRA|$*\" > '\(folder.file("info"))'\n"
                + Self.says("{\"token\":\"t\"}"),
            mode: "IfAvailable", clusterInfo: ["server": "https://one", "config": ["audience": "a"]],
            environment: [Kubeconfig.EnvironmentEntry(name: "EXTRA", value: Confidential("more"))])
        _ = try await credentials(plugin).credential()
        let parts = String(decoding: try folder.read("info"), as: UTF8.self).split(separator: "|")
        #expect(
            parts.first
                == "{\"apiVersion\":\"\(Self.v1)\",\"kind\":\"ExecCredential\",\"spec\":{\"cluster\":{\"config\":{\"audience\":\"a\"},\"server\":\"https://one\"},\"interactive\":false}}"
        )
        #expect(parts.dropFirst() == ["more", "get-token --login azurecli"])
    }

    @Test func standardErrorPassesThroughUntouched() async throws {
        let file = folder.file("stderr")
        try folder.write([UInt8](), to: "stderr")
        let handle = try #require(FileHandle(forWritingAtPath: file))
        let words = "To sign in, open https://microsoft.com/devicelogin \u{1B}[1mCODE\u{1B}[0m\r\n\tand \u{FF} wait"
        try folder.write(words, to: "words")
        let plugin = try plugin("cat '\(folder.file("words"))' >&2\n" + Self.says("{\"token\":\"t\"}"))
        _ = try await ExecRunner(plugin, errorOutput: handle.fileDescriptor).run()
        try handle.close()
        #expect(try folder.read("stderr") == Array(words.utf8))
    }

    @Test func itGetsNoInputUnlessInteractive() async throws {
        let plugin = try plugin(
            "if read -r line; then exit 9; fi\n" + Self.says("{\"token\":\"t\"}"), mode: "Never", isInteractive: true)
        _ = try await credentials(plugin).credential()
        #expect(runs() == 1)
    }

    @Test(arguments: [
        ("echo garbage", v1, "not JSON"), (":", v1, "printed nothing"), ("echo '{}'", v1, "no ExecCredential"),
        (says("{\"token\":\"t\"}", apiVersion: v1beta1), v1, "not of the version"),
        (says("{\"token\":\"t\"}"), v1beta1, "not of the version"), (says("null"), v1, "no status"),
        (says("{}"), v1, "neither a token nor a certificate"), (says("{\"token\":\"\"}"), v1, "neither"),
        (says("{\"clientCertificateData\":\"c\"}"), v1, "only one of certificate and key"),
        (says("{\"token\":\"hunter2\",\"expirationTimestamp\":\"soon\"}"), v1, "is not a time"),
        ("echo hunter2; exit 7", v1, "ended with status 7"), ("kill -9 $$", v1, "ended with signal 9"),
    ])
    func badAnswersAreNamedAndNeverQuoted(script: String, apiVersion: String, words: String) async throws {
        let credentials = try credentials(plugin(script, apiVersion: apiVersion))
        let error = await thrown(CredentialError.self) { try await credentials.credential() }
        #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "no error")")
        #expect(error?.summary.contains("hunter2") == false)
        #expect(error?.hint.isEmpty == false)
    }

    @Test func aFailedLoginNamesTheCommandThatRenewsIt() async throws {
        let script = try plugin("exit 1")
        var exec = script.exec
        exec.command = try folder.write("#!/bin/sh\nexit 1\n", to: "kubelogin", permissions: 0o700)
        let plugin = ExecPlugin(
            userName: "u", exec: exec, environment: script.environment, clusterInfo: nil, isInteractive: false)
        let error = await thrown(CredentialError.self) { try await credentials(plugin).credential() }
        #expect(error?.hint.contains("`az login`") == true)
    }

    @Test func version1NeedsAnInteractiveMode() async throws {
        let error = await thrown(CredentialError.self) {
            try await credentials(plugin(Self.says("{\"token\":\"t\"}"), mode: nil)).credential()
        }
        #expect(error?.summary.contains("interactiveMode is missing") == true)
        let old = try plugin(
            Self.says("{\"token\":\"t\"}", apiVersion: Self.v1beta1), apiVersion: Self.v1beta1, mode: nil)
        _ = try await credentials(old).credential()
    }

    @Test(arguments: [
        (v1, "Always", "standard input is no terminal"), (v1, "Sometimes", "none of Never"),
        ("client.authentication.k8s.io/v1alpha1", "Never", "neither v1 nor v1beta1"), ("v1", "Never", "neither"),
    ])
    func whatCannotBeRunIsNotRun(apiVersion: String, mode: String, words: String) async throws {
        let credentials = try credentials(plugin("exit 0", apiVersion: apiVersion, mode: mode))
        let error = await thrown(CredentialError.self) { try await credentials.credential() }
        #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "no error")")
        #expect(runs() == 0)
    }

    @Test func aMissingCommandShowsItsInstallHintWithoutControlCharacters() async throws {
        let plugin = try plugin(
            "exit 0", command: "no-such-login", installHint: "get it\u{1B}]0;pwned\u{7} at\nhttps://example.com\u{202E}"
        )
        let error = await thrown(CredentialError.self) { try await credentials(plugin).credential() }
        #expect(error?.summary == "the login command `no-such-login` was not found")
        #expect(error?.hint == "get it]0;pwned at\nhttps://example.com")
    }

    @Test func theCurrentFolderIsNotSearched() async throws {
        var plugin = try plugin("exit 0", command: "plugin")
        plugin = ExecPlugin(
            userName: "u", exec: plugin.exec, environment: Confidential(["PATH": ".:bin"]), clusterInfo: nil,
            isInteractive: false)
        await #expect(throws: CredentialError.self) { try await credentials(plugin).credential() }
    }

    @Test func aCertificateMayComeInsteadOfAToken() async throws {
        let credential = try await credentials(
            plugin(Self.says("{\"clientCertificateData\":\"c\",\"clientKeyData\":\"k\"}"))
        ).credential()
        #expect(credential.authorization == nil)
        #expect(credential.certificate?.chain == Array("c".utf8))
        #expect(credential.certificate?.key.reveal == Array("k".utf8))
    }

    @Test func cancellationEndsTheCommand() async throws {
        let credentials = try credentials(plugin("exec sleep 60"))
        let started = ContinuousClock.now
        let error = await withTaskGroup(of: CredentialError?.self) { group in
            group.addTask { await thrown(CredentialError.self) { try await credentials.credential() } }
            try? await Task.sleep(for: .milliseconds(300))
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(error == .canceled)
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test(arguments: [
        ("kubelogin", ["get-token", "-l", "azurecli"], "az login"),
        ("/usr/bin/kubelogin", ["get-token"], "kubelogin remove-tokens"), ("kubelogin", ["--login=msi"], nil),
        ("aws", ["--profile", "prod", "eks", "get-token"], "aws sso login --profile prod"),
        ("gke-gcloud-auth-plugin", [], "gcloud auth login"), ("own-thing", [], nil),
    ])
    func knownPluginsHaveARenewal(command: String, arguments: [String], renewal: String?) {
        let exec = Kubeconfig.Exec(
            command: command, arguments: arguments, environment: [], apiVersion: Self.v1, installHint: nil,
            providesClusterInfo: false, interactiveMode: nil)
        #expect(LoginRenewal.command(for: exec) == renewal)
    }
}
