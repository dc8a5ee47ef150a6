import Diff
import Snapshot
import TestSupport
import Testing

/// The recorded clusters, compared, against what is known to have been done to them.
@Suite(.enabled(if: Recordings.areAvailable, Recordings.absence))
struct RecordedTruthTests {
    @Test func aDayOfHarmlessLifeIsNoDriftButTwoSignals() async throws {
        let comparison = try await Comparing.compare(
            Capturing.capture(.prodBaseline), Capturing.capture(.prodChurned))
        #expect(comparison.changes.isEmpty, "\(comparison.changes.map(\.described))")
        #expect(comparison.incomparable.isEmpty)
        #expect(comparison.signals.filter { $0.kind == .reconcileRequested }.count == 2)
        #expect(comparison.normalizedCount > 0)
    }

    @Test func exactlyTheEditsOfThePersonAreDrift() async throws {
        let comparison = try await Comparing.compare(Capturing.capture(.prodChurned), Capturing.capture(.prodDrifted))
        let truth = try DriftTruth(Recordings.file("drift-truth.json"))
        let score = TruthScore(comparison, truth)
        #expect(score.missed.isEmpty, "recall \(score.recall)")
        #expect(score.invented.isEmpty, "precision \(score.precision)")
        #expect(score.wrongField.isEmpty)
    }
}
