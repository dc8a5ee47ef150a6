/// Puts what libyaml finds onto a tape, document by document.
struct YAMLComposer: ~Copyable {
    /// The document that was read last.
    var tape: JSONTape
    /// Where each of its fields stands; empty unless asked for.
    private(set) var places: [FieldPath: InputPosition] = [:]

    /// The value behind an anchor.
    private struct Anchor {
        /// Which of the document's anchors it is: a name may be given again, even inside of what it names.
        let number: Int
        /// Its nodes, whose texts are on the tape; `nil` until it is complete.
        var nodes: [JSONTape.Node]?
        /// How many nodes it counts for.
        var count = 0
    }

    /// A merge key of a mapping that is open.
    private struct Merge {
        let value: Value
        let position: InputPosition
        /// How many keys of the mapping stand before it.
        let keysBefore: Int
        let isAlias: Bool
    }

    private var pieces: YAMLPieces
    private var parser: YAMLParser
    private var order = MemberOrder()
    private var anchors: [String: Anchor] = [:]
    private var anchorCount = 0
    private var nodes = 0
    private var aliasNodes = 0
    /// The keys of the mappings that are open, with their places.
    private var keys: [(text: Range<Int>, position: InputPosition)] = []
    private let withPlaces: Bool
    private let aliasLimit: Int

    init(
        _ bytes: [UInt8], keys: KeyVocabulary, withPlaces: Bool, aliasLimit: Int = YAMLReader.aliasNodeLimit
    ) {
        self.aliasLimit = aliasLimit
        tape = JSONTape(keys: keys)
        pieces = YAMLPieces(bytes)
        parser = YAMLParser([])
        self.withPlaces = withPlaces
    }

    /// Reads the next document, and says where it begins; `nil` at the end.
    mutating func next() throws(YAMLError) -> InputPosition? {
        while true {
            tape.clear()
            switch try parser.next(&tape.text) {
            case .streamEnd:
                guard let piece = pieces.next() else { return nil }
                parser = YAMLParser(piece.bytes, line: piece.line)
            case .documentStart:
                anchors = [:]
                places = [:]
                let event = try parser.next(&tape.text)
                let start = parser.position
                try node(event, depth: 0, path: FieldPath())
                _ = try parser.next(&tape.text)
                return start
            default: continue
            }
        }
    }

    private mutating func node(_ event: YAMLEvent, depth: Int, path: FieldPath) throws(YAMLError) {
        guard depth <= JSONReader.depthLimit else { throw error(.tooDeep) }
        nodes += 1
        guard nodes <= YAMLReader.nodeLimit else { throw error(.aliasBomb) }
        if withPlaces { places[path] = parser.position }
        switch event {
        case .alias(let name):
            let anchor = try anchor(name)
            tape.nodes += anchor
        case .scalar(let scalar):
            let number = begin(scalar.anchor)
            let start = tape.nodes.count
            try append(scalar)
            end(scalar.anchor, number, from: start, count: 1)
        case .sequenceStart(let name):
            let number = begin(name)
            let start = tape.nodes.count
            let before = nodes
            try sequence(depth: depth, path: path)
            end(name, number, from: start, count: nodes - before + 1)
        case .mappingStart(let name):
            let number = begin(name)
            let start = tape.nodes.count
            let before = nodes
            try mapping(depth: depth, path: path)
            end(name, number, from: start, count: nodes - before + 1)
        default:
            throw error(.malformed("unexpected end"))
        }
    }

    private mutating func begin(_ name: String?) -> Int {
        guard let name else { return 0 }
        anchorCount += 1
        anchors[name] = Anchor(number: anchorCount)
        return anchorCount
    }

    private mutating func end(_ name: String?, _ number: Int, from start: Int, count: Int) {
        guard let name, anchors[name]?.number == number else { return }
        anchors[name]?.nodes = Array(tape.nodes[start...])
        anchors[name]?.count = count
    }

    /// What an alias stands for.
    private mutating func anchor(_ name: String) throws(YAMLError) -> [JSONTape.Node] {
        guard let anchor = anchors[name], let found = anchor.nodes else { throw error(.unknownAlias(name)) }
        nodes += anchor.count
        aliasNodes += anchor.count
        guard aliasNodes <= aliasLimit else { throw error(.aliasBomb) }
        return found
    }

    private mutating func sequence(depth: Int, path: FieldPath) throws(YAMLError) {
        let node = tape.nodes.count
        tape.append(.array)
        var count = 0
        while true {
            let event = try parser.next(&tape.text)
            if case .sequenceEnd = event { break }
            let place = withPlaces ? path.appending(.index(count)) : path
            try self.node(event, depth: depth + 1, path: place)
            count += 1
        }
        tape.close(node, count: count)
    }

    private mutating func mapping(depth: Int, path: FieldPath) throws(YAMLError) {
        let node = tape.nodes.count
        tape.append(.object)
        let base = keys.count
        var merges: [Merge] = []
        var isOrdered = true
        var previous: Int?
        while true {
            let event = try parser.next(&tape.text)
            if case .mappingEnd = event { break }
            let keyPosition = parser.position
            let key = tape.nodes.count
            let isMerge = try appendKey(event)
            let place = withPlaces ? path.appending(.field(tape.words(key))) : path
            let valueEvent = try parser.next(&tape.text)
            try self.node(valueEvent, depth: depth + 1, path: place)
            if withPlaces { places[place] = keyPosition }
            if isMerge {
                var isAlias = false
                if case .alias = valueEvent { isAlias = true }
                merges.append(
                    Merge(
                        value: tape.value(key + 1), position: keyPosition, keysBefore: keys.count - base,
                        isAlias: isAlias))
                tape.nodes.removeSubrange(key...)
                continue
            }
            if let previous, isOrdered { isOrdered = MemberOrder.precedes(previous, key, in: tape) }
            previous = key
            keys.append((tape.range(key), keyPosition))
        }
        tape.close(node, count: keys.count - base)
        if !isOrdered, let twice = order.sort(node, in: &tape) { throw duplicate(twice, base) }
        if !merges.isEmpty, let object = tape.value(node).object {
            let merged = try merged(merges, into: object, keys: keys[base...])
            tape.nodes.removeSubrange(node...)
            tape.append(tree: .object(merged))
        }
        keys.removeSubrange(base...)
    }

    /// The second place of a key in the mapping whose keys begin there.
    private func duplicate(_ key: String, _ base: Int) -> YAMLError {
        let same = keys[base...].filter { tape.text[$0.text].elementsEqual(key.utf8) }
        return YAMLError(reason: .duplicateKey(key), position: same.dropFirst().first?.position ?? parser.position)
    }

    /// YAML 1.1's merge key as yaml.v2 follows it: whatever comes later in the text wins, a merge key too; of several
    /// sources of one merge key the first.
    private func merged(
        _ merges: [Merge], into object: Object, keys: ArraySlice<(text: Range<Int>, position: InputPosition)>
    ) throws(YAMLError) -> Object {
        var result = Object()
        var rest = merges[...]
        for (place, key) in keys.enumerated() {
            while let merge = rest.first, merge.keysBefore <= place {
                try Self.take(merge, into: &result)
                rest = rest.dropFirst()
            }
            let name = String(decoding: tape.text[key.text], as: UTF8.self)
            result[name] = object[name]
        }
        for merge in rest { try Self.take(merge, into: &result) }
        return result
    }

    private static func take(_ merge: Merge, into object: inout Object) throws(YAMLError) {
        let sources: [Value]
        switch merge.value {
        case .object: sources = [merge.value]
        case .array(let values) where !merge.isAlias: sources = values.reversed()
        default: throw YAMLError(reason: .badMerge, position: merge.position)
        }
        for source in sources {
            guard case .object(let source) = source else {
                throw YAMLError(reason: .badMerge, position: merge.position)
            }
            for member in source.members { object[member.key] = member.value }
        }
    }

    // MARK: Scalars

    private mutating func append(_ scalar: YAMLScalar) throws(YAMLError) {
        if let value = try resolve(scalar) {
            tape.text.removeSubrange((scalar.text.lowerBound - 1)...)
            tape.append(tree: value)
        } else {
            tape.append(.string, text: scalar.text, isPlain: isPlain(scalar.text))
        }
    }

    /// Adds the key of a mapping, and says whether it is a merge key.
    private mutating func appendKey(_ event: YAMLEvent) throws(YAMLError) -> Bool {
        switch event {
        case .scalar(let scalar):
            let number = begin(scalar.anchor)
            let isMerge = isMerge(scalar)
            let isText = try resolve(scalar, isKey: true) == nil
            guard scalar.anchor != nil || !isText else {
                tape.append(keyText: scalar.text, isPlain: isPlain(scalar.text))
                return isMerge
            }
            let key = isText ? text(scalar) : try keyText(scalar)
            if scalar.anchor != nil {
                let start = tape.nodes.count
                try append(scalar)
                end(scalar.anchor, number, from: start, count: 1)
                tape.nodes.removeSubrange(start...)
            }
            try appendKey(copying: key)
            return isMerge
        case .alias(let name):
            guard let node = try anchor(name).first, node.kind != .array, node.kind != .object else {
                throw error(.complexKey)
            }
            let start = Int(node.start)
            let words = String(decoding: tape.text[start..<start + Int(node.count)], as: UTF8.self)
            switch node.kind {
            case .yes: try appendKey(copying: "true")
            case .no: try appendKey(copying: "false")
            case .number: try appendKey(copying: PlainScalar.key(words))
            case .null: throw error(.keyIsNoText("null"))
            default: try appendKey(copying: words)
            }
            return false
        default: throw error(.complexKey)
        }
    }

    private mutating func appendKey(copying text: String?) throws(YAMLError) {
        guard let text else { throw error(.keyIsNoText("null")) }
        tape.text.append(UInt8(ascii: "\""))
        let start = tape.text.count
        tape.text += text.utf8
        let range = start..<tape.text.count
        tape.text.append(UInt8(ascii: "\""))
        tape.append(keyText: range, isPlain: isPlain(range))
    }

    private func isMerge(_ scalar: YAMLScalar) -> Bool {
        guard tape.text[scalar.text].elementsEqual("<<".utf8) else { return false }
        return scalar.tag == nil ? scalar.isPlain : scalar.tag == Self.tagPrefix + "merge"
    }

    /// The text of a key that may be a number or a truth value, as sigs.k8s.io/yaml writes it.
    private func keyText(_ scalar: YAMLScalar) throws(YAMLError) -> String {
        let text = text(scalar)
        guard let value = try resolve(scalar, isKey: true) else { return text }
        guard case .string(let written) = value else {
            guard let key = PlainScalar.key(text) else { throw error(.keyIsNoText(text)) }
            return key
        }
        return written
    }

    private func isPlain(_ range: Range<Int>) -> Bool { JSONScanner.isPlain(tape.text.span.extracting(range)) }

    private static let tagPrefix = "tag:yaml.org,2002:"

    /// What a scalar is besides its own text; `nil` when it is that. Tags that are not YAML's own say nothing to kubectl.
    private func resolve(_ scalar: YAMLScalar, isKey: Bool = false) throws(YAMLError) -> Value? {
        guard let tag = scalar.tag else {
            guard scalar.isPlain, mayResolve(scalar.text) else { return nil }
            let text = text(scalar)
            switch PlainScalar.resolve(text) {
            case .value(.string): return nil
            case .value(let value): return value
            case .notFinite:
                guard isKey else { throw error(.notFinite(text)) }
                return .bool(true)
            }
        }
        guard tag.hasPrefix(Self.tagPrefix) else { return nil }
        let text = text(scalar)
        let kind = tag.dropFirst(Self.tagPrefix.count)
        switch kind {
        case "binary":
            guard let bytes = PlainScalar.binary(text) else { throw error(.notOfTag(tag)) }
            return .string(bytes)
        case "int", "float", "bool", "null":
            guard case .value(let value) = PlainScalar.resolve(text) else { throw error(.notFinite(text)) }
            switch (kind, value) {
            case ("int", .number) where PlainScalar.isInteger(text), ("float", .number), ("bool", .bool),
                ("null", .null):
                return value
            default: throw error(.notOfTag(tag))
            }
        default: return nil
        }
    }

    private func text(_ scalar: YAMLScalar) -> String { String(decoding: tape.text[scalar.text], as: UTF8.self) }

    /// Whether unquoted text could be anything but text: most is told by how it begins. See ``PlainScalar``.
    private func mayResolve(_ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return true }
        switch tape.text[range.lowerBound] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): return true
        case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "y"), UInt8(ascii: "Y"),
            UInt8(ascii: "o"), UInt8(ascii: "O"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"),
            UInt8(ascii: "F"):
            return range.count <= 5
        default: return false
        }
    }

    private func error(_ reason: YAMLError.Reason) -> YAMLError { YAMLError(reason: reason, position: parser.position) }
}
