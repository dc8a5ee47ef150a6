import Snapshot

/// Which objects of two clusters are the same although their names carry something of the cluster: a scale set's number in
/// the name of a node.
enum NameAlignment {
    /// The most pairs of names of one kind and namespace that are laid beside each other.
    private static let limit = 40_000

    private struct Place: Hashable {
        let kind: GroupKind
        let namespace: String?
    }

    /// For objects of one cluster that the other does not have: what they are called there.
    ///
    /// Two names are the same when they differ in one part between dashes, and when several names differ by the same two words.
    static func renames(of others: [Identity], to mine: [Identity]) -> [Identity: Identity] {
        let left = Dictionary(grouping: mine) { Place(kind: $0.groupKind, namespace: $0.namespace) }
        let right = Dictionary(grouping: others) { Place(kind: $0.groupKind, namespace: $0.namespace) }
        var pairs: [(other: Identity, mine: Identity, words: TextTuple)] = []
        for (place, names) in right {
            let known = left[place] ?? []
            guard names.count * known.count <= limit else { continue }
            for other in names {
                for one in known {
                    if let words = difference(one.name, other.name) { pairs.append((other, one, words)) }
                }
            }
        }
        var counts: [TextTuple: Int] = [:]
        for pair in pairs { counts[pair.words, default: 0] += 1 }
        let ranked = counts.filter { $0.value > 1 }.sorted { a, b in
            a.value == b.value ? ByteOrder.precedes(a.key.texts.joined(), b.key.texts.joined()) : a.value > b.value
        }
        var used: [Set<String>] = [[], []]
        var accepted: Set<TextTuple> = []
        for (words, _) in ranked where !used[0].contains(words.texts[0]) && !used[1].contains(words.texts[1]) {
            used[0].insert(words.texts[0])
            used[1].insert(words.texts[1])
            accepted.insert(words)
        }
        var result: [Identity: Identity] = [:]
        var taken: Set<Identity> = []
        for pair in pairs.sorted(by: { ($0.other, $0.mine) < ($1.other, $1.mine) }) where accepted.contains(pair.words)
        {
            guard result[pair.other] == nil, taken.insert(pair.mine).inserted else { continue }
            result[pair.other] = pair.mine
        }
        return result
    }

    /// The one part in which two names differ.
    private static func difference(_ a: String, _ b: String) -> TextTuple? {
        let x = a.split(separator: "-", omittingEmptySubsequences: false)
        let y = b.split(separator: "-", omittingEmptySubsequences: false)
        guard x.count == y.count, x.count > 1 else { return nil }
        let places = x.indices.filter { !ByteOrder.same(String(x[$0]), String(y[$0])) }
        guard places.count == 1, let place = places.first else { return nil }
        return TextTuple([String(x[place]), String(y[place])])
    }
}
