import Snapshot
import TestSupport
import Testing

/// Figure F12: a manifest that says complete has every listable type of the server, read to its end; whatever was denied,
/// failed or unknown is named.
@Suite struct CompletenessTests {
    /// Sets of rights that are tried; `make figures` tries 1,000.
    private static let rounds = EnvironmentFlag.count("SNAPCTL_FIGURE_RIGHTS", otherwise: 12, full: 1000)

    @Test func whatIsMissingIsSaidForAnyRights() async throws {
        let served = try ServedExample.state()
        let router = APIRouter(served)
        var random = SeededRandom(seed: 20_261_123)
        let listable = served.types.filter { $0.verbs.contains("list") }
        var all: Set<String> = []
        for type in listable { all.insert(type.groupResource) }
        for round in 0..<Self.rounds {
            // From nothing denied to everything denied.
            let share = Double(round % 6) / 5
            let denied = all.filter { _ in Double.random(in: 0..<1, using: &random) < share }
            let misbehaviors = listable.filter { denied.contains($0.groupResource) }.flatMap { type in
                [Misbehavior(round % 2 == 0 ? .forbidden : .conversionFailed, at: type.listPath)]
            }
            let state = try await FixtureServer.run(misbehaving: misbehaviors, answer: { router.answer($0) }) {
                try await Capturing.capture($0, pageSize: 1 + round % 7)
            }
            let inScope = listable.filter { Scope().contains(group: $0.group, resource: $0.plural) }
            let expectedGaps = Set(inScope.map(\.groupResource)).intersection(denied)
            #expect(Set(state.manifest.gaps.map(\.subject)) == expectedGaps, "round \(round)")
            #expect(state.manifest.isComplete == expectedGaps.isEmpty)
            // Every type that the server has is accounted for, in one way.
            var accounted: [String: Manifest.Coverage.State] = [:]
            for entry in state.manifest.coverage {
                accounted[entry.group.isEmpty ? entry.resource : "\(entry.resource).\(entry.group)"] = entry.state
            }
            #expect(Set(accounted.keys) == all)
            for type in inScope {
                let isDenied = denied.contains(type.groupResource)
                #expect(accounted[type.groupResource] == (isDenied ? .gap : .complete), "\(type.groupResource)")
                let held = state.entries.filter { $0.identity.groupKind == type.groupKind }
                let had = served.objects(of: type)
                #expect(held.count == (isDenied ? 0 : had.count), "\(type.groupResource)")
            }
        }
    }
}
