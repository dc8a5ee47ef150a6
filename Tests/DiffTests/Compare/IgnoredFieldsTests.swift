import Diff
import Snapshot
import TestSupport
import Testing

/// What a pass over a snapshot keeps of each object counts what comparing both versions counts.
@Suite struct IgnoredFieldsTests {
    /// Objects of one state, as a pass reads them.
    private struct Reading {
        let comparer: Comparer
        let normalizer: TapeNormalizer
        let hasStatus: Set<GroupKind>

        init(_ before: ClusterState, _ after: ClusterState) {
            comparer = Comparer(before: before, after: after, trustsDigests: false)
            normalizer = TapeNormalizer(Normalizer(schema: FieldSchema(before.schema.common(with: after.schema))))
            hasStatus = ClusterState.kindsWithStatus(before, after)
        }

        /// What was counted, when it can be; a sentence when that is not what a comparison says.
        func count(_ before: Value, _ after: Value) throws -> (counts: [String: Int]?, fault: String?) {
            let kind = GroupKind(
                group: APIVersion.group(of: after["apiVersion"]?.string ?? ""), kind: after["kind"]?.string ?? "")
            let hasStatus = hasStatus.contains(kind)
            func digest(_ object: Value) throws -> (Digest, IgnoredFields?) {
                var signals: [TapeNormalizer.Signal] = []
                let declared = normalizer.declared(
                    try JSONTape(CanonicalJSON.line(object), keys: normalizer.keys),
                    apiVersion: object["apiVersion"]?.string ?? "", hasStatus: hasStatus, collectsIgnored: true,
                    signals: &signals)
                return (Digest(of: declared.bytes), declared.ignored)
            }
            let (x, y) = (try digest(before), try digest(after))
            guard x.0 == y.0, let counts = y.1.flatMap({ x.1?.counts(against: $0, hasStatus: hasStatus) }) else {
                return (nil, nil)
            }
            let outcome = comparer.differences(before, after)
            var expected: [String: Int] = [:]
            for suppression in outcome.suppressions { expected[suppression.rule, default: 0] += 1 }
            guard outcome.changes.isEmpty, counts == expected else {
                return (counts, "\(counts), not \(expected), \(outcome.changes.map(\.path.description))")
            }
            return (counts, nil)
        }
    }

    @Test(arguments: [ExampleCluster.churned, .drifted])
    func theExampleIsCountedAsItIsCompared(after: ExampleCluster) async throws {
        try await expectSameCounts(try await ExampleCluster.cluster.capture(), try await after.capture())
    }

    @Test(
        .enabled(if: Recordings.areAvailable, Recordings.absence), arguments: [Recordings.prodChurned, .stageBaseline])
    func recordedStatesAreCountedAsTheyAreCompared(after: Recordings) async throws {
        try await expectSameCounts(try await Capturing.capture(.prodBaseline), try await Capturing.capture(after))
    }

    private func expectSameCounts(_ before: CapturedState, _ after: CapturedState) async throws {
        let states = (ClusterState(before, name: "before"), ClusterState(after, name: "after"))
        let reading = Reading(states.0, states.1)
        let (left, right) = (try await states.0.shelve([]), try await states.1.shelve([]))
        var counted = 0
        for entry in states.1.entries where states.0.entries[entry.identity].map({ $0.sha256 != entry.sha256 }) == true
        {
            let object = try #require(try await left(entry.identity))
            let found = try reading.count(object, try #require(try await right(entry.identity)))
            #expect(found.fault == nil, "\(entry.identity) \(found.fault ?? "")")
            if found.counts?.isEmpty == false { counted += 1 }
        }
        #expect(counted > 10)
    }

    /// One leaf after the other, as ``MutationTests`` change them.
    @Test(arguments: SampleCluster.all(with: .prodBaseline))
    func aChangedLeafIsCountedAsItIsCompared(_ sample: SampleCluster) async throws {
        let state = ClusterState(try await sample.capture(), name: "state")
        let reading = Reading(state, state)
        let lookup = try await state.shelve([])
        var (seed, counted) = (0, 0)
        var wrong: [String] = []
        for entry in state.entries {
            let object = try #require(try await lookup(entry.identity))
            for leaf in Leaf.all(in: object) {
                seed += 1
                guard seed % 31 == 0, leaf.names != ["kind"], leaf.names != ["apiVersion"] else { continue }
                let found = try reading.count(object, leaf.mutated(object) { Leaf.other(than: $0) })
                if found.counts != nil { counted += 1 }
                if let fault = found.fault {
                    wrong.append("\(entry.identity) \(leaf.names.joined(separator: ".")): \(fault)")
                }
            }
        }
        #expect(counted > 100)
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(10))")
    }

    @Test func whatIsDeclaredInOtherWordsIsOpened() async throws {
        let state = ClusterState(try await ExampleCluster.cluster.capture(), name: "state")
        let reading = Reading(state, state)
        func pod(_ cpu: String, _ image: String) throws -> Value {
            try JSONReader.value(
                Array(
                    """
                    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n","uid":"\(image)"},
                    "spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"\(cpu)"}}}]}}
                    """.utf8))
        }
        #expect(try reading.count(pod("1", "a"), pod("1000m", "b")).counts == nil)
        #expect(try reading.count(pod("1", "a"), pod("1", "b")).counts == ["server-metadata": 1])
        #expect(try reading.count(pod("1", "a"), pod("1", "a")).counts == [:])
    }
}
