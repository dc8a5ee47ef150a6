import Diff
import Snapshot
import TestSupport
import Testing

/// Comparing what may differ says what comparing everything says.
@Suite struct AbridgedPairTests {
    @Test(
        .enabled(if: Recordings.areAvailable, Recordings.absence),
        arguments: [
            (Recordings.prodBaseline, Recordings.prodDrifted), (.prodBaseline, .prodChurned),
            (.prodBaseline, .stageBaseline),
        ])
    func nothingComesOutOtherwise(before: Recordings, after: Recordings) async throws {
        try await expectNoOtherOutcome(try await Capturing.capture(before), try await Capturing.capture(after))
    }

    @Test(arguments: [ExampleCluster.churned, .drifted])
    func nothingComesOutOtherwiseInTheExample(after: ExampleCluster) async throws {
        try await expectNoOtherOutcome(try await ExampleCluster.cluster.capture(), try await after.capture())
    }

    private func expectNoOtherOutcome(_ before: CapturedState, _ after: CapturedState) async throws {
        let states = (ClusterState(before, name: "before"), ClusterState(after, name: "after"))
        let abridged = try await Comparing.compare(states.0, states.1)
        let whole = try await Comparing.compare(states.0, states.1, listsSuppressed: true)
        #expect(abridged.changes == whole.changes)
        #expect(abridged.orderOnly == whole.orderOnly)
        #expect(abridged.incomparable == whole.incomparable)
        #expect(abridged.suppressed == whole.suppressed)
        #expect(abridged.normalizedCount == whole.normalizedCount)
    }

    /// One leaf after the other, as ``MutationTests`` change them.
    @Test(arguments: SampleCluster.all(with: .prodBaseline))
    func aChangedLeafComesOutAsInTheWholeTrees(_ sample: SampleCluster) async throws {
        let state = ClusterState(try await sample.capture(), name: "state")
        let comparer = Comparer(before: state, after: state, trustsDigests: false)
        let hasStatus = Set(state.types.filter(\.hasStatus).map(\.groupKind))
        let lookup = try await state.shelve([])
        var seed = 0
        var wrong: [String] = []
        for entry in state.entries {
            let object = try #require(try await lookup(entry.identity))
            let tape = try JSONTape(CanonicalJSON.bytes(object))
            for leaf in Leaf.all(in: object) {
                seed += 1
                guard seed % 31 == 0, leaf.names != ["kind"], leaf.names != ["apiVersion"] else { continue }
                let mutant = leaf.mutated(object) { Leaf.other(than: $0) }
                let pair = AbridgedPair(
                    tape, try JSONTape(CanonicalJSON.bytes(mutant)),
                    hasStatus: hasStatus.contains(entry.identity.groupKind))
                let (whole, abridged) = (
                    comparer.differences(object, mutant), comparer.differences(pair.before, pair.after)
                )
                if whole.changes != abridged.changes
                    || whole.suppressions.map(\.rule) != abridged.suppressions.map(\.rule)
                {
                    wrong.append("\(entry.identity) \(leaf.names.joined(separator: "."))")
                }
            }
        }
        #expect(seed > 10_000)
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(10))")
    }

    private static func pair(_ before: String, _ after: String) throws -> AbridgedPair {
        AbridgedPair(try JSONTape(Array(before.utf8)), try JSONTape(Array(after.utf8)), hasStatus: true)
    }

    private static func pod(_ spec: String, kind: String = "Pod", version: Int = 1) -> String {
        """
        {"apiVersion":"v1","kind":"\(kind)","metadata":{"labels":{"a":"b"},"managedFields":[{"manager":"m\(version)"}],\
        "name":"web","resourceVersion":"\(version)"},"spec":\(spec),"status":{"phase":"\(version)"}}
        """
    }

    @Test func whatIsAlikeBecomesOneWord() throws {
        let pair = try Self.pair(
            Self.pod(#"{"a":{"x":[1,2]},"b":"c","d":["e"]}"#),
            Self.pod(#"{"a":{"x":[1,2]},"b":"c","d":["f"]}"#, version: 2))
        #expect(pair.before["spec"] == ["a": true, "b": "c", "d": ["e"]])
        #expect(pair.after["spec"] == ["a": true, "b": "c", "d": ["f"]])
        #expect(pair.before["metadata"]?["labels"] == ["a": "b"])
        #expect(pair.before["metadata"]?["managedFields"] != pair.after["metadata"]?["managedFields"])
        #expect(pair.before["status"] != pair.after["status"])
    }

    @Test(
        "An absent field may mean what one beside it says, which has to be there then",
        arguments: [
            // Absent requests are the limits.
            (#"{"r":{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}}"#, #"{"r":{"limits":{"cpu":"1"}}}"#),
            (#"{"r":{"limits":{"cpu":"1"},"requests":null}}"#, #"{"r":{"limits":{"cpu":"1"},"requests":{"cpu":"1"}}}"#),
        ])
    func whatStandsBesideAnAbsentFieldStays(before: String, after: String) throws {
        let pair = try Self.pair(Self.pod(before), Self.pod(after))
        #expect(pair.before[["spec", "r", "limits"]] == ["cpu": "1"])
        #expect(pair.after[["spec", "r", "limits"]] == ["cpu": "1"])
    }

    @Test func secretsAreComparedWhole() throws {
        let pair = try Self.pair(
            Self.pod(#"{"a":{"b":"c"}}"#, kind: "Secret"), Self.pod(#"{"a":{"b":"c"}}"#, kind: "Secret", version: 2))
        #expect(pair.before[["spec", "a"]] == ["b": "c"])
        #expect(pair.before[["status", "phase"]] == "1")
    }

    @Test func keysOfAnyBytesAndNumbersAreToldApart() throws {
        let before = #"{"kind":"X","spec":{"é":{"n":1},"\u0001":{"a":1.0},"z":{"a":["b"]}}}"#
        let after = #"{"kind":"X","spec":{"é":{"n":2},"\u0001":{"a":1},"z":{"a":["b",null]}}}"#
        let pair = try Self.pair(before, after)
        #expect(pair.before[["spec", "é"]] == ["n": 1])
        #expect(pair.after[["spec", "z"]] == ["a": ["b", .null]])
        #expect(pair.before[["spec", "z"]] == ["a": ["b"]])
    }
}
