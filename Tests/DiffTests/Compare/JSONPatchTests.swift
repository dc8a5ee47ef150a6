import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

/// Patches lead from one value to the other, whoever applies them.
@Suite struct JSONPatchTests {
    private struct Case: Sendable {
        let before: Value
        let after: Value
        let patch: Value
    }

    @Test(arguments: [
        Case(before: ["a": 1], after: ["a": 1], patch: []),
        Case(before: ["a": 1], after: ["a": 2], patch: [["op": "replace", "path": "/a", "value": 2]]),
        Case(before: ["a/b~": 1], after: [:], patch: [["op": "remove", "path": "/a~1b~0"]]),
        Case(before: [1, 2, 3], after: [2, 3], patch: [["op": "remove", "path": "/0"]]),
        Case(before: [1, 2, 3], after: [2, 3, 1], patch: [["op": "move", "from": "/0", "path": "/2"]]),
        Case(before: [1, 2, 3], after: [3, 1, 2], patch: [["op": "move", "from": "/2", "path": "/0"]]),
        Case(before: [1, 3], after: [1, 2, 3], patch: [["op": "add", "path": "/1", "value": 2]]),
        Case(
            before: [["name": "a", "v": 1], ["name": "b"]], after: [["name": "b"], ["name": "a", "v": 2]],
            patch: [
                ["op": "move", "from": "/0", "path": "/1"], ["op": "replace", "path": "/1/v", "value": 2],
            ]),
        Case(
            before: ["--a=1", "--b"], after: ["--a=2", "--b"],
            patch: [["op": "replace", "path": "/0", "value": "--a=2"]]),
        Case(before: 1, after: [:], patch: [["op": "replace", "path": "", "value": [:]]]),
    ])
    private func differencesBecomeFewOperations(_ item: Case) throws {
        let patch = JSONPatch.operations(from: item.before, to: item.after)
        #expect(Value.array(patch) == item.patch)
        #expect(try JSONPatchReader.apply(patch, to: item.before) == item.after)
    }

    /// Values that resemble each other: few words, short lists, names that come again.
    private static func value(_ random: inout SplitMix, _ depth: Int) -> Value {
        switch Int.random(in: 0..<(depth > 3 ? 3 : 6), using: &random) {
        case 0: return .number(Number(Int.random(in: 0..<4, using: &random)))
        case 1: return .string(["", "a", "b~/", "é"].randomElement(using: &random) ?? "")
        case 2: return .null
        case 3, 4:
            let count = Int.random(in: 0..<7, using: &random)
            return .array((0..<count).map { _ in value(&random, depth + 1) })
        default:
            var object = Object()
            for name in ["name", "x", "~", "/"] where Bool.random(using: &random) {
                object[name] = value(&random, depth + 1)
            }
            return .object(object)
        }
    }

    private static func pairs(_ count: Int) -> [(Value, Value)] {
        var random = SplitMix(seed: 5)
        return (0..<count).map { _ in
            let before = value(&random, 0)
            guard Bool.random(using: &random), case .array(let elements) = before else {
                return (before, value(&random, 0))
            }
            return (before, .array(elements.shuffled(using: &random)))
        }
    }

    @Test func everyPatchLeadsToTheOtherSide() throws {
        for (before, after) in Self.pairs(5000) {
            let patch = JSONPatch.operations(from: before, to: after)
            #expect(try JSONPatchReader.apply(patch, to: before) == after, "\(before) \(after) \(patch)")
        }
    }

    @Test func longListsAreNotSearchedForMoves() throws {
        let before = Value.array((0..<6000).map { .number(Number($0)) })
        let after = Value.array((0..<6000).reversed().map { .number(Number($0)) })
        let patch = JSONPatch.operations(from: before, to: after)
        #expect(try JSONPatchReader.apply(patch, to: before) == after)
    }

    private static let python = Peers.python(with: "jsonpatch")

    @Test(.enabled(if: python != nil, Peers.absence("jsonpatch")))
    func anotherImplementationArrivesThereToo() throws {
        let cases = Self.pairs(1500).map { before, after -> Value in
            [
                "before": before, "after": after,
                "patch": .array(JSONPatch.operations(from: before, to: after)),
            ]
        }
        let script = """
            import json, sys, jsonpatch
            wrong = [c for c in json.load(sys.stdin) if jsonpatch.apply_patch(c["before"], c["patch"]) != c["after"]]
            sys.exit(f"{len(wrong)}: {wrong[:1]}" if wrong else 0)
            """
        try Tool.run([Self.python ?? "python3", "-c", script], input: CanonicalJSON.bytes(.array(cases)))
    }
}
