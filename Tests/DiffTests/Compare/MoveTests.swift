import Diff
import Snapshot
import Testing

/// Entries that stand in both lists and were put somewhere else are moves, where order counts.
@Suite struct MoveTests {
    private static let comparer = FieldComparer(normalizer: Normalizer(schema: FieldSchema(BuiltinSchema.facts)))

    /// The changes of a Pod's container, or of its list of first containers.
    private static func changes(_ before: Value, _ after: Value) -> [FieldChange] {
        comparer.compare(
            ["kind": "Pod", "spec": before], ["kind": "Pod", "spec": after], apiVersion: "v1"
        ).changes
    }

    private static func containers(_ names: String...) -> Value {
        ["initContainers": .array(names.map { ["name": .string($0), "image": .string($0)] })]
    }

    private static func args(_ args: String...) -> Value {
        ["containers": [["name": "web", "args": .array(args.map(Value.string))]]]
    }

    private static func moves(_ changes: [FieldChange]) -> [Move] {
        changes.flatMap { change -> [Move] in
            if case .moved(let moves)? = change.detail { moves } else { [] }
        }
    }

    @Test func aContainerPutFirstIsOneMove() {
        let changes = Self.changes(Self.containers("a", "b", "c"), Self.containers("c", "a", "b"))
        #expect(changes.count == 1 && changes.first?.kind == .value)
        #expect(Self.moves(changes) == [Move(entry: .key(Object(["name": "c"])), from: 2, to: 0)])
        #expect(changes.first?.before == [["name": "a"], ["name": "b"], ["name": "c"]])
        #expect(changes.first?.after == [["name": "c"], ["name": "a"], ["name": "b"]])
    }

    @Test func whatCameAndWentIsNoMove() {
        let changes = Self.changes(Self.containers("a", "b", "c"), Self.containers("b", "x", "c"))
        #expect(Self.moves(changes).isEmpty)
        #expect(changes.count == 2)
    }

    @Test func anArgumentThatMovedIsOneMoveBesideOneThatChanged() {
        let changes = Self.changes(
            Self.args("-q", "serve", "--port=80", "-v"), Self.args("serve", "--port=81", "-v", "-q"))
        #expect(Self.moves(changes) == [Move(entry: .value("-q"), from: 0, to: 3)])
        #expect(changes.count == 2)
        #expect(changes.contains { $0.before == "--port=80" && $0.after == "--port=81" })
    }

    @Test func repeatedArgumentsArePairedOneByOne() {
        let changes = Self.changes(Self.args("a", "a", "b"), Self.args("b", "a", "a"))
        #expect(Self.moves(changes).count == 1)
        #expect(changes.count == 1)
        #expect(Self.changes(Self.args("a", "a", "b"), Self.args("a", "b")).count == 1)
    }

    @Test func whereOrderSaysNothingNothingMoved() {
        let tolerations: (String, String) -> Value = { a, b in
            ["tolerations": [["key": .string(a), "operator": "Exists"], ["key": .string(b), "operator": "Exists"]]]
        }
        let changes = Self.changes(tolerations("x", "y"), tolerations("y", "x"))
        #expect(changes.map(\.kind) == [.orderOnly])
        #expect(Self.moves(changes).isEmpty)
    }

    /// The fewest moves: everything that is in order already stays.
    @Test func asFewEntriesAsPossibleMove() {
        var random = SplitMix(seed: 3)
        for _ in 0..<500 {
            let count = Int.random(in: 2..<9, using: &random)
            let names = (0..<count).map { "n\($0)" }
            let other = names.shuffled(using: &random)
            let changes = Self.changes(
                ["initContainers": .array(names.map { ["name": .string($0)] })],
                ["initContainers": .array(other.map { ["name": .string($0)] })])
            let moved = Self.moves(changes)
            #expect(moved.isEmpty == (names == other))
            let stay = names.filter { name in !moved.contains { $0.entry == .key(Object(["name": .string(name)])) } }
            #expect(other.filter(stay.contains) == stay)
            // One more could not stay.
            for move in moved {
                guard case .key(let key) = move.entry, let name = key["name"]?.string else { continue }
                let more = names.filter { stay.contains($0) || $0 == name }
                #expect(other.filter(more.contains) != more || moved.count > 1)
                #expect(names[move.from] == name && other[move.to] == name)
            }
        }
    }
}
