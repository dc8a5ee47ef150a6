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
        let folder = try TemporaryDirectory()
        let kubeconfig = try FixtureKubeconfig(for: server, user: user, in: folder)
        let connection = try Kubeconfig.resolve(path: kubeconfig.path, environment: [:], home: nil)
        let client = try APIClient(connection: connection, toolVersion: "test", policy: policy, timeout: timeout)
        var capture = ClusterCapture(
            client: client, scope: scope, key: key, osUser: "tester", host: "testhost", toolVersion: "test",
            spoolFolder: folder.path)
        capture.pageSize = pageSize
        capture.bounds = bounds
        capture.patience = patience
        capture.secondThought = secondThought
        do {
            let state = try await capture.run(report: report)
            await client.close()
            return state
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
