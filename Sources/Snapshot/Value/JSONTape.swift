/// A JSON value in one piece of memory: nodes in a row, each container before what is in it, and all texts in one buffer.
///
/// The hot path's form of an object. A tree of values costs an allocation for nearly every node; a tape costs none once its
/// buffers have grown, and is walked by position. Members stand in the byte order of their keys, each key once, so whoever
/// walks a tape meets the members of an ``Object`` in the same order. Tapes are read from bytes only (``JSONScanner``) and
/// never changed.
///
/// ```
/// {"b":[1,"x"],"a":null}    0 object ×2 │ 1 key a │ 2 null │ 3 key b │ 4 array ×2 │ 5 number 1 │ 6 string x
/// ```
package struct JSONTape: Sendable {
    /// What a node is.
    package enum Kind: UInt8, Sendable {
        case null, no, yes, number, string, array, object
        /// A member's name; its value follows.
        case key
    }

    /// 16 bytes.
    package struct Node: Sendable {
        package let kind: Kind
        /// Whether the text of a string or key is its own canonical spelling: nothing in it has to be escaped.
        package let isPlain: Bool
        /// Where the text begins in ``JSONTape/text``.
        package let start: UInt32
        /// Bytes of text, or elements, or members.
        package internal(set) var count: UInt32
        /// Of a key its number, of a value how many nodes it has with everything in it.
        var link: UInt32
    }

    /// All nodes, the value's own first.
    package internal(set) var nodes: [Node] = []
    /// Texts of keys, strings and numbers: decoded UTF-8. A string stands in quotes, a key also before a colon, so that a
    /// plain one is written in one copy. A tape that was read from bytes of its own has them here, and behind them what they
    /// spell in another way than it is meant.
    package internal(set) var text: [UInt8] = []
    /// Whether the bytes that the tape was read from are its canonical spelling and a newline, as a snapshot's files hold it.
    package private(set) var isCanonicalLine = false

    /// The vocabulary that keys have their numbers from.
    package let keys: KeyVocabulary

    /// A tape of nothing, ready to be filled.
    init(keys: KeyVocabulary) { self.keys = keys }

    /// The value that all of the bytes are.
    package init(_ bytes: [UInt8], keys: KeyVocabulary = .empty) throws(JSONError) {
        var scanner = JSONScanner(inPlace: bytes, keys: keys)
        let span = bytes.span
        var cursor = 0
        try scanner.value(span, &cursor, depth: 0)
        let isLine = scanner.isCanonical && cursor == span.count - 1 && span[cursor] == UInt8(ascii: "\n")
        try JSONScanner.end(span, &cursor)
        self = scanner.taken()
        isCanonicalLine = isLine
    }

    // MARK: Looking

    /// Where the text of a string, key or number is.
    package func range(_ node: Int) -> Range<Int> {
        let start = Int(nodes[node].start)
        return start..<start + Int(nodes[node].count)
    }

    /// The place behind a value and everything in it. The end of a member is that of its value, which follows its key.
    package func end(_ node: Int) -> Int { node + Int(nodes[node].link) }

    /// The number of a key in ``keys``.
    package func key(_ node: Int) -> KeyVocabulary.ID { nodes[node].link }

    /// The value of a member, when the node is an object that has it.
    package func member(_ name: String, of node: Int) -> Int? {
        guard nodes[node].kind == .object else { return nil }
        var place = node + 1
        for _ in 0..<nodes[node].count {
            if isText(place, name) { return place + 1 }
            place = end(place + 1)
        }
        return nil
    }

    /// The value at the end of a chain of keys.
    package func member(_ names: [String], of node: Int) -> Int? {
        var place = node
        for name in names {
            guard let next = member(name, of: place) else { return nil }
            place = next
        }
        return place
    }

    /// Whether the text of a string or key is this, by bytes.
    package func isText(_ node: Int, _ other: String) -> Bool {
        let other = other.utf8Span.span
        return other.count == Int(nodes[node].count) && text.span.extracting(range(node)).isSame(as: other)
    }

    /// Whether the text of a string or key begins with these bytes.
    package func begins(_ node: Int, with start: [UInt8]) -> Bool {
        guard start.count <= Int(nodes[node].count) else { return false }
        let place = Int(nodes[node].start)
        for i in start.indices where text[place + i] != start[i] { return false }
        return true
    }

    /// The text of a string; `nil` for anything else.
    package func string(_ node: Int?) -> String? {
        guard let node, nodes[node].kind == .string else { return nil }
        return words(node)
    }

    /// The elements of an array, or the members of an object by their keys; nothing for a scalar.
    package func children(_ node: Int) -> [Int] {
        guard nodes[node].kind == .array || nodes[node].kind == .object else { return [] }
        var result: [Int] = []
        result.reserveCapacity(Int(nodes[node].count))
        var place = node + 1
        for _ in 0..<nodes[node].count {
            result.append(place)
            place = end(nodes[place].kind == .key ? place + 1 : place)
        }
        return result
    }

    /// The text of a string, key or number.
    package func words(_ node: Int) -> String { Self.string(text.span.extracting(range(node))) }

    /// The value at a node as a tree, for whoever wants to change it.
    package func value(_ node: Int = 0) -> Value {
        switch nodes[node].kind {
        case .null: return .null
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .number: return .number(Number(canonical: words(node)))
        case .string, .key: return .string(words(node))
        case .array:
            var elements: [Value] = []
            elements.reserveCapacity(Int(nodes[node].count))
            var place = node + 1
            for _ in 0..<nodes[node].count {
                elements.append(value(place))
                place = end(place)
            }
            return .array(elements)
        case .object:
            var members: [Object.Member] = []
            members.reserveCapacity(Int(nodes[node].count))
            var place = node + 1
            for _ in 0..<nodes[node].count {
                members.append(Object.Member(key: words(place), value: value(place + 1)))
                place = end(place + 1)
            }
            return .object(Object(ordered: members))
        }
    }

    private static func string(_ bytes: Span<UInt8>) -> String {
        // Only valid UTF-8 gets onto a tape; the check is what a copy without unsafe code costs.
        guard let valid = try? UTF8Span(validating: bytes) else { return "" }
        return String(copying: valid)
    }
}

// MARK: Filling

extension JSONTape {
    /// Forgets everything and keeps the memory.
    mutating func clear() {
        nodes.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
    }

    /// Adds a node without text.
    mutating func append(_ kind: Kind) {
        nodes.append(Node(kind: kind, isPlain: true, start: 0, count: 0, link: 1))
    }

    /// Adds a string or number whose text is there already.
    mutating func append(_ kind: Kind, text range: Range<Int>, isPlain: Bool = true) {
        nodes.append(
            Node(
                kind: kind, isPlain: isPlain, start: UInt32(range.lowerBound), count: UInt32(range.count), link: 1))
    }

    /// Adds a key whose text is there already, but for its colon.
    mutating func append(keyText range: Range<Int>, isPlain: Bool) {
        text.append(UInt8(ascii: ":"))
        append(key: range, isPlain: isPlain)
    }

    /// Adds a key whose text is there already, with its colon.
    mutating func append(key range: Range<Int>, isPlain: Bool) {
        nodes.append(
            Node(
                kind: .key, isPlain: isPlain, start: UInt32(range.lowerBound), count: UInt32(range.count),
                link: number(of: range)))
    }

    private func number(of key: Range<Int>) -> KeyVocabulary.ID {
        let name = text.span.extracting(key)
        return keys.id(name, hash: KeyVocabulary.hash(name))
    }

    /// Says how much a container holds, once all of it is there.
    mutating func close(_ node: Int, count: Int) {
        nodes[node].count = UInt32(count)
        nodes[node].link = UInt32(nodes.count - node)
    }
}
