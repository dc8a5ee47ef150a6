/// The few changes that are made to an object on its way into a snapshot: a string in the place of a value, a member more or
/// less. What is replaced stays in ``JSONTape/text`` until the tape is cleared; nothing writes it.
extension JSONTape {
    /// Puts a string in the place of a value.
    ///
    /// - Parameter ancestors: the containers around the value. Without anything in it they need not be named.
    package mutating func replace(_ node: Int, inside ancestors: [Int] = [], with words: String) {
        let size = Int(nodes[node].link)
        nodes[node] = string(words)
        guard size > 1 else { return }
        nodes.removeSubrange(node + 1..<node + size)
        for ancestor in ancestors { nodes[ancestor].link -= UInt32(size - 1) }
    }

    /// Gives members other names. Where an object has that member already, the renamed one stays.
    package mutating func rename(_ names: [(node: Int, words: String)]) {
        let renamed = Dictionary(names.map { ($0.node, $0.words) }, uniquingKeysWith: { _, last in last })
        let bytes = CanonicalJSON.bytes(renaming(renamed, 0))
        // What is written is read again; were it not, nothing of it may stay.
        if let tape = try? JSONTape(bytes, keys: keys) {
            self = tape
        } else {
            clear()
            append(.null)
        }
    }

    private func renaming(_ names: [Int: String], _ node: Int) -> Value {
        guard names.keys.contains(where: { node < $0 && $0 < end(node) }) else { return value(node) }
        if nodes[node].kind == .array { return .array(children(node).map { renaming(names, $0) }) }
        var object = Object()
        let keys = children(node)
        for key in keys where names[key] == nil { object[words(key)] = renaming(names, key + 1) }
        for key in keys { if let name = names[key] { object[name] = renaming(names, key + 1) } }
        return .object(object)
    }

    /// Gives an object a member that is a string, or takes the member away.
    ///
    /// - Parameter ancestors: the containers around the object.
    package mutating func set(
        _ name: String, to words: String?, in object: Int, inside ancestors: [Int] = []
    ) {
        remove(name, from: object, inside: ancestors)
        guard let words else { return }
        let bytes = Array(name.utf8)
        var place = object + 1
        for _ in 0..<nodes[object].count {
            guard text[range(place)].lexicographicallyPrecedes(bytes) else { break }
            place = end(place + 1)
        }
        let (range, isPlain) = add(name)
        text.append(UInt8(ascii: ":"))
        let key = Node(
            kind: .key, isPlain: isPlain, start: UInt32(range.lowerBound), count: UInt32(range.count),
            link: keys.id(name))
        nodes.insert(contentsOf: [key, string(words)], at: place)
        nodes[object].count += 1
        for container in ancestors + [object] { nodes[container].link += 2 }
    }

    /// Adds a tree behind what is there.
    mutating func append(tree value: Value) {
        switch value {
        case .null: append(.null)
        case .bool(let flag): append(flag ? .yes : .no)
        case .number(let number):
            let start = text.count
            text += number.text.utf8
            append(.number, text: start..<text.count)
        case .string(let words): nodes.append(string(words))
        case .array(let elements):
            let node = nodes.count
            append(.array)
            for element in elements { append(tree: element) }
            close(node, count: elements.count)
        case .object(let object):
            let node = nodes.count
            append(.object)
            for member in object.members {
                let (range, isPlain) = add(member.key)
                append(keyText: range, isPlain: isPlain)
                append(tree: member.value)
            }
            close(node, count: object.count)
        }
    }

    /// The value at a node on a tape of its own.
    package func extracted(_ node: Int) -> JSONTape {
        var tape = JSONTape(keys: keys)
        for place in node..<end(node) {
            var copy = nodes[place]
            if copy.kind == .string || copy.kind == .key || copy.kind == .number {
                // With its quotes and its colon.
                let before = copy.kind == .number ? 0 : 1
                let behind = copy.kind == .key ? 2 : before
                let range = range(place)
                let start = tape.text.count + before
                tape.text += text[range.lowerBound - before..<range.upperBound + behind]
                copy = Node(
                    kind: copy.kind, isPlain: copy.isPlain, start: UInt32(start), count: copy.count, link: copy.link)
            }
            tape.nodes.append(copy)
        }
        return tape
    }

    private mutating func remove(_ name: String, from object: Int, inside ancestors: [Int]) {
        guard let value = member(name, of: object) else { return }
        let size = end(value) - (value - 1)
        nodes.removeSubrange(value - 1..<end(value))
        nodes[object].count -= 1
        for container in ancestors + [object] { nodes[container].link -= UInt32(size) }
    }

    private mutating func string(_ words: String) -> Node {
        let (range, isPlain) = add(words)
        return Node(
            kind: .string, isPlain: isPlain, start: UInt32(range.lowerBound), count: UInt32(range.count), link: 1)
    }

    /// Adds a text in quotes.
    private mutating func add(_ words: String) -> (range: Range<Int>, isPlain: Bool) {
        text.append(UInt8(ascii: "\""))
        let start = text.count
        text += words.utf8
        let range = start..<text.count
        text.append(UInt8(ascii: "\""))
        return (range, JSONScanner.isPlain(words.utf8Span.span))
    }
}
