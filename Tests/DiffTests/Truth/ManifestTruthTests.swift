import Diff
import Snapshot
import TestSupport
import Testing

/// What Git declares, held against the recorded clusters.
@Suite(.enabled(if: Recordings.areAvailable, Recordings.absence))
struct ManifestTruthTests {
    private func declared(besides live: CapturedState) async throws -> CapturedState {
        let folder = try TemporaryDirectory()
        var capture = try FileCapture(
            scope: Scope(), key: Capturing.key, spoolFolder: folder.path, schema: live.schema, types: live.types)
        let manifests = try AppliedManifests.of(.prodBaseline, manager: "kustomize-controller")
        #expect(manifests.count == 97)
        for (i, manifest) in manifests.enumerated() {
            try capture.add(file: "\(i).json", bytes: CanonicalJSON.bytes(manifest))
        }
        return try await capture.finish(
            osUser: "tester", host: "testhost", toolVersion: "test", startedAt: "2026-01-01T00:00:00Z",
            finishedAt: "2026-01-01T00:00:00Z")
    }

    private func compare(_ live: CapturedState) async throws -> Comparison {
        try await Comparing.compare(
            ClusterState(try await declared(besides: live), name: "manifests"), ClusterState(live, name: "live"),
            expectation: .manifests(.before), listsSuppressed: true)
    }

    @Test func whatTheServerFilledInIsNoDrift() async throws {
        let comparison = try await compare(Capturing.capture(.prodBaseline))
        #expect(comparison.changes.isEmpty, "\(comparison.changes.map(\.described).joined(separator: "\n"))")
        #expect(comparison.incomparable.isEmpty)
        #expect(comparison.undeclaredCount > 400)
        #expect((comparison.suppressed["server-filled"] ?? 0) + (comparison.suppressed["default"] ?? 0) > 0)
    }

    @Test func everyEditOfADeclaredObjectIsFoundFromItsManifest() async throws {
        let live = try await Capturing.capture(.prodDrifted)
        let manifests = try await declared(besides: live)
        let comparison = try await compare(live)
        let declared = Set(manifests.entries.map(\.identity))
        let due = try DriftTruth(Recordings.file("drift-truth.json")).entries.filter {
            $0.mustBeReported && $0.operation != "add" && declared.contains($0.identity)
        }
        #expect(due.count >= 5)
        let reported = Dictionary(comparison.changes.map { ($0.identity, $0) }, uniquingKeysWith: { a, _ in a })
        for entry in due { #expect(reported[entry.identity] != nil, "\(entry.id) \(entry.identity)") }
        let truth = Set(try DriftTruth(Recordings.file("drift-truth.json")).entries.map(\.identity))
        let invented = comparison.changes.filter { !truth.contains($0.identity) }.map(\.described)
        #expect(invented.isEmpty, "\(invented.joined(separator: "\n"))")
    }
}
