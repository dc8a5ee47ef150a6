import Snapshot
import TestSupport
import Testing

/// The quick look at a line of the index and the thorough one.
@Suite struct IndexLineTests {
    private static let names = [
        "web-7d4", "web", "api-2", "con", "CON", "com1.x", "coredns", "system:node", "a.b", "a.", ".a", "_a", "é",
        "quote\"d", "back\\slash", "", "core", String(repeating: "n", count: 201),
    ]

    private static func entry(_ random: inout SeededRandom) -> IndexEntry {
        func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
        let namespace: String? = Bool.random(using: &random) ? nil : pick(["payments", "kube-system", "dev", "A", ""])
        let identity = Identity(
            group: pick(["", "apps", "core", "K.example"]), kind: pick(["Pod", "ReplicaSet", ""]), namespace: namespace,
            name: Bool.random(using: &random) ? "web-7d4" : pick(names))
        let resource = pick(["pods", "replicasets", "Odd"])
        let owner = Identity(group: pick(["", "apps"]), kind: "ReplicaSet", namespace: namespace, name: pick(names))
        return IndexEntry(
            identity: identity, version: pick(["v1", "v1beta1"]), resource: resource,
            path: ArchivePath.object(
                group: identity.group, resource: resource, namespace: namespace, name: identity.name),
            size: [0, 7, 5312].randomElement(using: &random) ?? 0,
            sha256: Digest(of: [UInt8.random(in: 0...9, using: &random)]),
            normalized: Digest(of: [UInt8.random(in: 0...9, using: &random)]),
            role: ObjectRole.allCases.randomElement(using: &random) ?? .declared,
            uid: pick(["", "7f1c9a52-4f5c-4a51-9a68-0d7e6f9d2a10", "7f1c9a52", "\u{1}"]),
            generation: [0, 3, 12, -2, .max].randomElement(using: &random) ?? 0,
            signals: Int.random(in: 0..<4, using: &random) == 0 ? ["metadata.deletionTimestamp": "now"] : [:],
            controller: Bool.random(using: &random) ? nil : owner,
            claim: Bool.random(using: &random)
                ? nil
                : MakerClaim(
                    ownerUID: pick(["", "7f1c9a52", "é"]), ownerVersion: pick(["v1", ""]),
                    writers: [[], ["kubelet"], ["a", "quote\"d"]].randomElement(using: &random) ?? []))
    }

    /// What the quick look takes, the thorough one takes as well, and both make the same of it; a path that is not its
    /// identity's the quick look leaves alone.
    @Test func theQuickLookNeverTakesMoreThanTheThoroughOne() throws {
        var random = SeededRandom(seed: 7)
        var (taken, claims) = (0, 0)
        for round in 0..<8000 {
            var line: [UInt8] = []
            Self.entry(&random).append(to: &line)
            if round % 2 == 1 {
                let place = Int.random(in: 0..<line.count - 1, using: &random)
                let byte = [UInt8(ascii: "0"), UInt8(ascii: "a"), UInt8(ascii: "\""), UInt8(ascii: ","), 0x80, 0x0A]
                    .randomElement(using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: line[place] = byte ?? 0
                case 1: line.insert(byte ?? 0, at: place)
                default: line.remove(at: place)
                }
            }
            var scanner = IndexLineScanner()
            var end = 0
            guard let entry = scanner.entry(line.span, &end) else { continue }
            taken += 1
            claims += entry.claim == nil ? 0 : 1
            #expect(end == line.count)
            let slow = try IndexEntry(line: Array(line.dropLast()), number: 1)
            #expect(slow == entry && entry.path == entry.expectedPath)
            #expect(ArchivePath.fault(Array(entry.path.utf8)) == nil)
        }
        #expect(taken > 100 && claims > 10)
    }

    /// Texts that were the same in the line before are not looked at again.
    @Test func aLineDoesNotDependOnTheOneBefore() throws {
        var random = SeededRandom(seed: 8)
        var scanner = IndexLineScanner()
        for _ in 0..<1000 {
            var line: [UInt8] = []
            Self.entry(&random).append(to: &line)
            var fresh = IndexLineScanner()
            var (a, b) = (0, 0)
            #expect(scanner.entry(line.span, &a) == fresh.entry(line.span, &b))
        }
    }

    @Test func ordinaryLinesTakeTheQuickLook() throws {
        var line: [UInt8] = []
        let owner = Identity(group: "apps", kind: "ReplicaSet", namespace: "payments", name: "web-7d4")
        IndexEntry(
            identity: Identity(group: "", kind: "Pod", namespace: "payments", name: "web-7d4-x"), version: "v1",
            resource: "pods", path: "resources/core/pods/payments/web-7d4-x.json", size: 10, sha256: Digest(of: []),
            normalized: Digest(of: [1]), role: .derived, uid: "7f1c9a52-4f5c-4a51-9a68-0d7e6f9d2a10", generation: 4,
            signals: [:], controller: owner
        ).append(to: &line)
        var scanner = IndexLineScanner()
        var end = 0
        #expect(scanner.entry(line.span, &end)?.controller == owner)
    }
}

@Suite struct EntryTableTests {
    private func entry(_ kind: String, _ name: String, resource: String = "r") -> IndexEntry {
        IndexEntry(
            identity: Identity(group: "", kind: kind, namespace: nil, name: name), version: "v1", resource: resource,
            path: "resources/core/\(resource)/_cluster/\(name).json", size: 1, sha256: Digest(of: []),
            normalized: Digest(of: []), role: .declared, uid: "", generation: 0, signals: [:], controller: nil)
    }

    @Test func everyObjectIsFoundFromAnyPlace() {
        let rows = (0..<500).map { entry("K", "n\($0)") }
        let table = EntryTable(rows)
        for (i, row) in rows.enumerated() {
            for start in [0, i, 499, 500] {
                var cursor = start
                #expect(table.entry(of: row.identity, near: &cursor) == row)
                #expect(cursor == i + 1)
            }
            #expect(table[row.identity] == row)
        }
        var cursor = 3
        #expect(table.entry(of: entry("K", "other").identity, near: &cursor) == nil)
        #expect(cursor == 3)
    }

    /// A hostile index may name one object twice, under two resources.
    @Test func ofTwoEntriesOfOneObjectTheFirstIsFound() {
        let first = entry("K", "n", resource: "a")
        let second = entry("K", "n", resource: "b")
        let table = EntryTable([first, second])
        var cursor = 1
        #expect(table[first.identity]?.resource == "a")
        #expect(table.entry(of: first.identity, near: &cursor)?.resource == "a")
        #expect(table.count == 2)
    }
}
