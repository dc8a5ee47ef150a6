extension JSONTape {
    /// Whether the value at a node says what the one at a node of another tape says.
    ///
    /// Members stand in the order of their keys on both, so equal values are equal nodes in a row. Numbers of keys may differ:
    /// they belong to the vocabulary. Cost: linear in the smaller value, no allocation.
    package func isSame(_ node: Int, as other: JSONTape, _ otherNode: Int) -> Bool {
        let count = nodeCount(node)
        guard count == other.nodeCount(otherNode) else { return false }
        for i in 0..<count {
            let (a, b) = (nodes[node + i], other.nodes[otherNode + i])
            guard a.kind == b.kind, a.count == b.count else { return false }
            switch a.kind {
            case .null, .no, .yes, .array, .object: continue
            case .string, .number, .key:
                let theirs = other.text.span.extracting(other.range(otherNode + i))
                guard text.span.extracting(range(node + i)).isSame(as: theirs) else { return false }
            }
        }
        return true
    }

    /// How many nodes a value has, with everything in it.
    private func nodeCount(_ node: Int) -> Int { end(node) - node }

    /// Compares two keys by their bytes, the order in which members stand: negative, zero or positive.
    package func compareKeys(_ key: Int, with other: JSONTape, _ otherKey: Int) -> Int {
        let (a, b) = (text.span.extracting(range(key)), other.text.span.extracting(other.range(otherKey)))
        for i in 0..<min(a.count, b.count) where a[i] != b[i] { return a[i] < b[i] ? -1 : 1 }
        return a.count - b.count
    }

    /// Whether these bytes are anywhere in a text: cost of one look at each byte.
    package func holdsText(_ part: [UInt8]) -> Bool { ByteSearch.holds(part, in: text) }
}
