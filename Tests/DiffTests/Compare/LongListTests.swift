import Diff
import Snapshot
import Testing

/// Lists of a size at which looking at each pair of elements would never end.
@Suite struct LongListTests {
    private static let count = 20_000
    private static let comparer = FieldComparer(normalizer: Normalizer(schema: FieldSchema(BuiltinSchema.facts)))

    private static func changes(_ before: [Value], _ after: [Value]) -> [FieldChange] {
        func pod(_ tolerations: [Value]) -> Value { ["kind": "Pod", "spec": ["tolerations": .array(tolerations)]] }
        return comparer.compare(pod(before), pod(after), apiVersion: "v1").changes
    }

    private static func tolerations(_ member: String) -> [Value] {
        (0..<count).map { ["key": .string("k\($0)"), "effect": "NoSchedule", member: "x"] }
    }

    @Test func elementsThatNothingPairsComeAndGo() {
        let changes = Self.changes(Self.tolerations("value"), Self.tolerations("value").map { $0.setting("effect") })
        #expect(changes.count == 2 * Self.count)
        #expect(changes.count { $0.before == nil } == Self.count && changes.count { $0.after == nil } == Self.count)
    }

    @Test func elementsWithTheSameKeysAreShownAsChanged() {
        let changes = Self.changes(Self.tolerations("value"), Self.tolerations("tolerationSeconds"))
        #expect(changes.count == 2 * Self.count)
        #expect(changes.allSatisfy { ($0.before ?? $0.after) == "x" })
    }

    @Test func equalElementsPairOneByOne() {
        let one: [Value] = .init(repeating: ["key": "k", "effect": "NoSchedule"], count: Self.count)
        #expect(Self.changes(one, one).isEmpty)
        #expect(Self.changes(one, one + one.prefix(1)).count == 1)
    }
}

extension Value {
    /// This object with another effect.
    fileprivate func setting(_ member: String) -> Value {
        guard var object else { return self }
        object[member] = "NoExecute"
        return .object(object)
    }
}
