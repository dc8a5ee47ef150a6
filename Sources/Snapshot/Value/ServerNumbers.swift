/// Numbers as an API server holds them: whole ones of 64 bits exactly, all others as doubles.
extension JSONTape {
    /// So many digits are the same number as a double, unless an exponent makes it too small or too large for one.
    private static let exactDigits = 15

    /// Rounds what no server could hold, so that a manifest says what becomes of it.
    ///
    /// - Returns: whether a server can hold all of them: none is larger than every double.
    mutating func roundNumbers() -> Bool {
        for node in nodes.indices where nodes[node].kind == .number && mayRound(nodes[node]) {
            let words = words(node)
            guard Int(words) == nil, let double = Double(words) else { continue }
            guard double.isFinite else { return false }
            guard let rounded = Number(parsing: double.description), rounded.text != words else { continue }
            let start = text.count
            text += rounded.text.utf8
            nodes[node] = Node(
                kind: .number, isPlain: true, start: UInt32(start), count: UInt32(text.count - start), link: 1)
        }
        return true
    }

    /// Many digits are rounded, and few of them far behind the point.
    private func mayRound(_ node: Node) -> Bool {
        node.count > Self.exactDigits
            || text[Int(node.start)..<Int(node.start) + Int(node.count)].contains(UInt8(ascii: "e"))
    }
}
