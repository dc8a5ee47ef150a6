import Diff
import Snapshot
import TestSupport
import Testing

/// Which facts about Kubernetes' own types a comparison rests on is said where the cluster has another version than they have.
@Suite struct NearestFactsTests {
    private static func manifest(_ version: String?) async throws -> Manifest {
        var manifest = try await WrittenState.captured("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}")
            .manifest
        manifest.cluster = .init(
            name: "c", server: "https://c.example", uid: "u", version: version, authoritySHA256: nil, isVerified: true,
            loginCommand: nil)
        return manifest
    }

    private static let known = "1.\(StateSchema.builtinMinor)"

    @Test func theSameMinorVersionIsNotSpokenOf() async throws {
        for versions in [["v\(Self.known).0", "v\(Self.known).9-aks"], [nil, nil]] {
            var manifests: [Manifest] = []
            for version in versions { manifests.append(try await Self.manifest(version)) }
            #expect(Report.nearestFacts(manifests).isEmpty)
        }
    }

    @Test(arguments: ["v1.34.2", "v1.99.0", "v2.0.0", "nothing"])
    func anotherVersionIsNamedWithTheFacts(version: String) async throws {
        let words = Report.nearestFacts([try await Self.manifest("v\(Self.known).0"), try await Self.manifest(version)])
        #expect(
            words == [
                "facts of Kubernetes \(Self.known), the nearest known, were used for its own types; the cluster is of \(version)"
            ])
    }
}
