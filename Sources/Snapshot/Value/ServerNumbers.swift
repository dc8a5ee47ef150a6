/// Numbers as an API server holds them: whole ones of 64 bits exactly, all others as doubles.
extension JSONTape {
    /// Fewer digits than this are the same number as a double.
    private static let exactDigits = 15

    /// Rounds what no server could hold, so that a manifest says what becomes of it.
    mutating func roundNumbers() {
        for node in nodes.indices where nodes[node].kind == .number && nodes[node].count > Self.exactDigits {
            let words = words(node)
            guard Int(words) == nil, let double = Double(words), double.isFinite,
                let rounded = Number(parsing: double.description), rounded.text != words
            else { continue }
            let start = text.count
            text += rounded.text.utf8
            nodes[node] = Node(
                kind: .number, isPlain: true, start: UInt32(start), count: UInt32(text.count - start), link: 1)
        }
    }
}
