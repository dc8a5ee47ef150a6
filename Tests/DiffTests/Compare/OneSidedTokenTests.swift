import Diff
import Snapshot
import TestSupport
import Testing

/// A value that is a token on one side only: equal, different or not comparable, and never the wrong one of them.
@Suite struct OneSidedTokenTests {
    private static let secret = "Zq7vK2mX9pLw4RtY8sNb"

    /// A ConfigMap with a value; `seesSecrets` says whether the capture sees the Secret that the value stands in too.
    private func state(_ value: String, seesSecrets: Bool) async throws -> ClusterState {
        let folder = try TemporaryDirectory()
        var capture = try FileCapture(scope: Scope(), key: Capturing.key, spoolFolder: folder.path)
        var objects: [Value] = [
            [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c", "namespace": "a"],
                "data": ["color": .string(value)],
            ]
        ]
        if seesSecrets {
            objects.append([
                "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "s", "namespace": "a"],
                "stringData": ["x": .string(Self.secret)],
            ])
        }
        for (i, object) in objects.enumerated() {
            try capture.add(file: "\(i).json", bytes: CanonicalJSON.bytes(object))
        }
        var state = try await capture.finish(
            osUser: "tester", host: "testhost", toolVersion: "test", startedAt: "2026-01-01T00:00:00Z",
            finishedAt: "2026-01-01T00:00:00Z")
        state.entries.removeAll { $0.identity.kind == "Secret" }
        return ClusterState(state, name: "state")
    }

    private func compare(_ before: ClusterState, _ after: ClusterState, withKey: Bool) async throws -> Comparison {
        let comparer = Comparer(
            before: before, after: after, trustsDigests: false,
            alignment: withKey ? TokenAlignment(keys: [Capturing.key]) : nil)
        let (left, right) = (
            try await before.shelve(comparer.neededBefore), try await after.shelve(comparer.neededAfter)
        )
        return try await comparer.compare(before: left, after: right)
    }

    @Test(arguments: [true, false])
    func theSameValueIsNoDrift(isReversed: Bool) async throws {
        let states = [
            try await state(Self.secret, seesSecrets: true), try await state(Self.secret, seesSecrets: false),
        ]
        let (before, after) = isReversed ? (states[1], states[0]) : (states[0], states[1])
        let known = try await compare(before, after, withKey: true)
        #expect(known.changes.isEmpty && known.incomparable.isEmpty)
        let unknown = try await compare(before, after, withKey: false)
        #expect(unknown.changes.isEmpty)
        #expect(unknown.incomparable.first?.fields.map(\.path.description) == ["data.color"])
    }

    @Test(arguments: [true, false])
    func anotherValueIsDriftAndStaysUnread(isReversed: Bool) async throws {
        let other = "quite another value"
        let states = [try await state(Self.secret, seesSecrets: true), try await state(other, seesSecrets: false)]
        let (before, after) = isReversed ? (states[1], states[0]) : (states[0], states[1])
        let known = try await compare(before, after, withKey: true)
        let field = try #require(known.changes.first?.fields.first)
        #expect(field.path.description == "data.color")
        for value in [field.before, field.after] {
            #expect(value?.string.flatMap(RedactionToken.keyID) == Capturing.key.id)
        }
        #expect(field.before != field.after)
        let unknown = try await compare(before, after, withKey: false)
        #expect(unknown.changes.isEmpty && unknown.incomparable.count == 1)
    }

    /// What is never replaced cannot be what a token stands for.
    @Test func anEmptyValueIsDriftWithoutAnyKey() async throws {
        let before = try await state(Self.secret, seesSecrets: true)
        let after = try await state("", seesSecrets: true)
        #expect(try await compare(before, after, withKey: false).changes.count == 1)
    }
}
