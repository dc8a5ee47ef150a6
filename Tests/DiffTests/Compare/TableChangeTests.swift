import Diff
import Snapshot
import TestSupport
import Testing

/// What a baseline changes in the tables of normalization changes what is a difference.
@Suite struct TableChangeTests {
    private func differences(_ before: String, _ after: String, _ tables: String) async throws -> Int {
        let text = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\ntables: \(tables)\n"
        let baseline = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
        let (left, right) = (try await WrittenState.state(before), try await WrittenState.state(after))
        let comparer = Comparer(before: left, after: right, trustsDigests: true, tables: baseline.tables)
        let shelves = (
            try await left.shelve(comparer.neededBefore), try await right.shelve(comparer.neededAfter)
        )
        let comparison = try await comparer.compare(before: shelves.0, after: shelves.1)
        return comparison.changes.count
    }

    private static func pod(_ spec: String, annotations: String = "{}") -> String {
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: 'n', annotations: \(annotations)}\nspec: \(spec)\n"
    }

    private static let tolerations = (
        pod("{tolerations: [{key: a}, {key: b}]}"), pod("{tolerations: [{key: b}, {key: a}]}")
    )

    @Test func aFieldOfOnesOwnIsNoState() async throws {
        let (before, after) = (Self.pod("{}", annotations: "{x/at: '1'}"), Self.pod("{}", annotations: "{x/at: '2'}"))
        #expect(try await differences(before, after, "{}") == 1)
        let row = "{name: ours, paths: 'metadata.annotations[x/at]', reason: r}"
        #expect(try await differences(before, after, "{fields: [\(row)]}") == 0)
        let other = "{name: ours, kinds: [ConfigMap], paths: 'metadata.annotations[x/at]', reason: r}"
        #expect(try await differences(before, after, "{fields: [\(other)]}") == 1)
    }

    @Test func aListComparesAsTheRowSays() async throws {
        let (before, after) = Self.tolerations
        #expect(try await differences(before, after, "{}") == 0)
        #expect(try await differences(before, after, "{without: [{list: core.PodSpec.tolerations, reason: r}]}") == 1)
    }

    @Test func aDefaultMeansWhatTheRowSays() async throws {
        let (before, after) = (Self.pod("{}"), Self.pod("{restartPolicy: Always}"))
        #expect(try await differences(before, after, "{}") == 0)
        #expect(
            try await differences(before, after, "{without: [{default: core.PodSpec.restartPolicy, reason: r}]}") == 1)
        let row = "{definition: core.PodSpec, field: restartPolicy, value: Never, reason: r}"
        #expect(try await differences(before, after, "{defaults: [\(row)]}") == 1)
        #expect(try await differences(before, Self.pod("{restartPolicy: Never}"), "{defaults: [\(row)]}") == 0)
    }
}
