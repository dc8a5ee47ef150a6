import Snapshot
import Synchronization
import TestSupport
import Testing

/// Time that passes only when somebody waits, and says for how long.
final class VirtualTime: Sendable {
    private let state: Mutex<(start: ContinuousClock.Instant, passed: Duration, waits: [Duration])>
    private let epoch: Instant

    init(epoch: Instant = Instant(milliseconds: 1_800_000_000_000)) {
        state = Mutex((ContinuousClock.now, .zero, []))
        self.epoch = epoch
    }

    var waits: [Duration] { state.withLock { $0.waits } }

    func pass(_ duration: Duration) { state.withLock { $0.passed += duration } }

    var pace: Pace {
        Pace(
            now: {
                let passed = self.state.withLock { $0.passed }
                return Instant(milliseconds: self.epoch.milliseconds + Int(passed / .milliseconds(1)))
            },
            uptime: { self.state.withLock { $0.start + $0.passed } },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock {
                    $0.passed += duration
                    $0.waits.append(duration)
                }
            },
            random: { 0.5 })
    }
}

/// Runs `body` with a client of a fixture server, and closes it.
func withClient<Result>(
    of server: FixtureServer, user: FixtureKubeconfig.User = .anonymous, clusterLines: [String] = [],
    policy: RetryPolicy = RetryPolicy(), time: VirtualTime = VirtualTime(),
    _ body: (APIClient) async throws -> Result
) async throws -> Result {
    let folder = try TemporaryDirectory()
    let config = try FixtureKubeconfig(for: server, user: user, in: folder, clusterLines: clusterLines)
    let connection = try Kubeconfig.resolve(path: config.path, environment: ["PATH": "/usr/bin:/bin"], home: nil)
    let client = APIClient(
        connection: connection, transport: try TransportHTTP(connection), toolVersion: "1.2.3", policy: policy,
        pace: time.pace)
    do {
        let result = try await body(client)
        await client.close()
        return result
    } catch {
        await client.close()
        throw error
    }
}

/// The error that an operation throws, when it throws one of that type.
func thrown<Failure: Error, Result>(
    _ type: Failure.Type = Failure.self, _ body: () async throws -> Result
) async -> Failure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? Failure
    }
}
