import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// The project's own example cluster, served over HTTP, captured and compared, against its truth file. Never skipped: what
/// the recordings prove is proved here on a smaller truth set.
@Suite struct ExampleTruthTests {
    /// What a server holding this state shows.
    private static func capture(
        _ state: ExampleCluster, key: RedactionKey = Capturing.key
    ) async throws -> CapturedState {
        let folder = try TemporaryDirectory()
        let path = try state.lay(in: folder)
        var objects: [Value] = []
        for file in try DirectoryWalk(path).files where ManifestReader.isManifest(file) {
            let bytes = try FileReader.bytes(of: "\(path)/\(file)", limit: 1 << 24)
            objects += try ManifestReader.objects(in: bytes, file: file).map(\.value)
        }
        let router = APIRouter(try FolderState.state(of: objects))
        return try await FixtureServer.run(authentication: .token, answer: { router.answer($0) }) {
            try await Capturing.capture($0, user: .token(), key: key, pageSize: 40)
        }
    }

    @Test func aDayOfHarmlessLifeIsNoDrift() async throws {
        let comparison = try await Comparing.compare(Self.capture(.cluster), Self.capture(.churned))
        #expect(comparison.changes.map(\.described) == [])
        #expect(comparison.incomparable.isEmpty)
        #expect(comparison.signals.contains { $0.kind == .reconcileRequested })
    }

    @Test func precisionAndRecallAreWhole() async throws {
        let comparison = try await Comparing.compare(Self.capture(.churned), Self.capture(.drifted))
        let truth = try ExampleCluster.truth()
        #expect(truth.entries.count >= 29)
        let score = TruthScore(comparison, truth)
        #expect(score.recall == 1, "\(score.missed)")
        #expect(score.precision == 1, "\(score.invented)")
        #expect(score.wrongField == [])
        // Every truth entry that must not be reported is one that the score would have counted as invented.
        let quiet = truth.entries.filter { !$0.mustBeReported }
        let reported = Set(comparison.changes.map(\.identity))
        let loud = Set(truth.entries.filter(\.mustBeReported).map(\.identity))
        #expect(quiet.filter { reported.contains($0.identity) && !loud.contains($0.identity) }.map(\.id) == [])
    }

    /// The score itself can fail: without one change it misses, with one too many it invents.
    @Test func theScoreSeesWhatIsMissingAndWhatIsInvented() async throws {
        let truth = try ExampleCluster.truth()
        let nothing = try await Comparing.compare(Self.capture(.cluster), Self.capture(.churned))
        #expect(TruthScore(nothing, truth).recall == 0)
        let reversed = try await Comparing.compare(Self.capture(.drifted), Self.capture(.churned))
        #expect(TruthScore(reversed, truth).recall == 1)
        let empty = try DriftTruth(Array("{\"drifts\":[]}".utf8))
        #expect(TruthScore(reversed, empty).precision < 1)
    }

    @Test func underKeysThatAreGoneSecretsCannotBeCompared() async throws {
        let comparison = try await Comparing.compare(
            Self.capture(.cluster, key: .ephemeral(group: "tests")),
            Self.capture(.churned, key: .ephemeral(group: "tests")))
        #expect(comparison.changes.isEmpty)
        #expect(!comparison.incomparable.isEmpty)
    }
}
