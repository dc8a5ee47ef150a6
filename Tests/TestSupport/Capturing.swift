import Foundation
package import Snapshot

/// Captures of fixture servers the way the command does it, without the command.
package enum Capturing {
    /// One key for all captures of the tests, so that their secrets compare.
    package static let key: RedactionKey = {
        guard let key = RedactionKey(organizationKey: Array(repeating: 7, count: 32), group: "tests") else {
            preconditionFailure("32 bytes are a key")
        }
        return key
    }()

    /// The state that a server shows to a user.
    package static func capture(
        _ server: FixtureServer, user: FixtureKubeconfig.User = .anonymous, scope: Scope = Scope(),
        key: RedactionKey = Capturing.key, pageSize: Int = 500,
        bounds: ListBounds = ListBounds(), policy: RetryPolicy = RetryPolicy(),
        patience: Duration = .milliseconds(600), secondThought: Duration = .milliseconds(1), timeout: Duration? = nil,
        report: @escaping @Sendable (CaptureEvent) -> Void = { _ in }
    ) async throws -> CapturedState {
        try await with(server, user: user, scope: scope, key: key, policy: policy, timeout: timeout) { capture in
            var capture = capture
            capture.pageSize = pageSize
            capture.bounds = bounds
            capture.patience = patience
            capture.secondThought = secondThought
            return try await capture.run(report: report)
        }
    }

    /// What the OpenAPI documents of a recorded server say.
    package static func served(_ recording: Recordings) async throws -> SchemaFacts {
        try await FixtureServer.run(recording) { server in
            try await with(server, user: .anonymous, scope: Scope(), key: key, policy: RetryPolicy()) {
                try await $0.served()
            }
        }
    }

    private static func with<Result: Sendable>(
        _ server: FixtureServer, user: FixtureKubeconfig.User, scope: Scope, key: RedactionKey, policy: RetryPolicy,
        timeout: Duration? = nil, _ body: (ClusterCapture) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryDirectory()
        let kubeconfig = try FixtureKubeconfig(for: server, user: user, in: folder)
        let connection = try Kubeconfig.resolve(path: kubeconfig.path, environment: [:], home: nil)
        let client = try APIClient(connection: connection, toolVersion: "test", policy: policy, timeout: timeout)
        let capture = ClusterCapture(
            client: client, scope: scope, key: key, osUser: "tester", host: "testhost", toolVersion: "test",
            spoolFolder: folder.path)
        do {
            let result = try await body(capture)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }

    /// The state of a recorded cluster, captured once for all tests.
    package static func capture(_ recording: Recordings) async throws -> CapturedState {
        try await RecordedStates.shared.state(recording)
    }
}

/// Captures of recorded clusters that several tests look at.
private actor RecordedStates {
    static let shared = RecordedStates()
    private var captures: [Recordings: Task<CapturedState, any Error>] = [:]

    func state(_ recording: Recordings) async throws -> CapturedState {
        if let capture = captures[recording] { return try await capture.value }
        let capture = Task { try await FixtureServer.run(recording) { try await Capturing.capture($0) } }
        captures[recording] = capture
        return try await capture.value
    }
}
