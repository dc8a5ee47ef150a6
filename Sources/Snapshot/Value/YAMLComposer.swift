/// Puts what libyaml finds onto a tape, document by document.
struct YAMLComposer: ~Copyable {
    /// The document that was read last.
    var tape: JSONTape
    /// Where each of its fields stands; empty unless asked for.
    private(set) var places: [FieldPath: InputPosition] = [:]

    private var parser: YAMLParser
    private var order = MemberOrder()
    /// The nodes behind each anchor, whose texts are on the tape, and how many nodes they count for.
    private var anchors: [String: (nodes: [JSONTape.Node], count: Int)] = [:]
    private var nodes = 0
    private var aliasNodes = 0
    /// The keys of the mappings that are open, with their places.
    private var keys: [(text: Range<Int>, position: InputPosition)] = []
    private let withPlaces: Bool

    init(_ bytes: [UInt8], keys: KeyVocabulary, withPlaces: Bool) {
        tape = JSONTape(keys: keys)
        parser = YAMLParser(bytes)
        self.withPlaces = withPlaces
    }

    /// Reads the next document, and says where it begins; `nil` at the end.
    mutating func next() throws(YAMLError) -> InputPosition? {
        while true {
            tape.clear()
            switch try parser.next(&tape.text) {
            case .streamEnd: return nil
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
        let start = tape.nodes.count
        let before = nodes
        let name: String?
        switch event {
        case .alias(let name):
            guard let anchor = anchors[name] else { throw error(.unknownAlias(name)) }
            nodes += anchor.count
            aliasNodes += anchor.count
            guard aliasNodes <= YAMLReader.aliasNodeLimit else { throw error(.aliasBomb) }
            tape.nodes += anchor.nodes
            return
        case .scalar(let scalar):
            name = scalar.anchor
            try append(scalar)
        case .sequenceStart(let anchor, let tag):
            name = anchor
            try checkCollection(tag, allowed: "tag:yaml.org,2002:seq")
            try sequence(depth: depth, path: path)
        case .mappingStart(let anchor, let tag):
            name = anchor
            try checkCollection(tag, allowed: "tag:yaml.org,2002:map")
            try mapping(depth: depth, path: path)
        default:
            throw error(.malformed("unexpected end"))
        }
        if let name { anchors[name] = (Array(tape.nodes[start...]), nodes - before + 1) }
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
        var merged: [(value: Value, position: InputPosition)] = []
        var isOrdered = true
        var previous: Int?
        while true {
            let event = try parser.next(&tape.text)
            if case .mappingEnd = event { break }
            let keyPosition = parser.position
            guard case .scalar(let scalar) = event else { throw error(.complexKey) }
            let isMerge = scalar.isPlain && scalar.tag == nil && tape.text[scalar.text].elementsEqual("<<".utf8)
            let key = tape.nodes.count
            try appendKey(scalar, isMerge: isMerge)
            let place = withPlaces ? path.appending(.field(tape.words(key))) : path
            try self.node(try parser.next(&tape.text), depth: depth + 1, path: place)
            if withPlaces { places[place] = keyPosition }
            if isMerge {
                merged.append((tape.value(key + 1), keyPosition))
                tape.nodes.removeSubrange(key...)
                continue
            }
            if let previous, isOrdered { isOrdered = MemberOrder.precedes(previous, key, in: tape) }
            previous = key
            keys.append((tape.range(key), keyPosition))
        }
        tape.close(node, count: keys.count - base)
        if !isOrdered, let twice = order.sort(node, in: &tape) { throw duplicate(twice, base) }
        keys.removeSubrange(base...)
        guard !merged.isEmpty, var object = tape.value(node).object else { return }
        for (value, position) in merged { try merge(value, at: position, into: &object) }
        tape.nodes.removeSubrange(node...)
        tape.append(tree: .object(object))
    }

    /// The second place of a key in the mapping whose keys begin there.
    private func duplicate(_ key: String, _ base: Int) -> YAMLError {
        let same = keys[base...].filter { tape.text[$0.text].elementsEqual(key.utf8) }
        return YAMLError(reason: .duplicateKey(key), position: same.dropFirst().first?.position ?? parser.position)
    }

    /// YAML 1.1's merge key: members that are not there yet are taken over, earlier sources first.
    private func merge(
        _ value: Value, at position: InputPosition, into object: inout Object
    ) throws(YAMLError) {
        switch value {
        case .object(let source):
            for member in source.members where object[member.key] == nil { object[member.key] = member.value }
        case .array(let sources):
            for source in sources {
                guard case .object = source else { throw YAMLError(reason: .badMerge, position: position) }
                try merge(source, at: position, into: &object)
            }
        default: throw YAMLError(reason: .badMerge, position: position)
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

    /// Keys that are numbers or truth values become their text, as sigs.k8s.io/yaml makes them.
    private mutating func appendKey(_ scalar: YAMLScalar, isMerge: Bool) throws(YAMLError) {
        var range = scalar.text
        if !isMerge, let value = try resolve(scalar) {
            tape.text.removeSubrange(range.lowerBound...)
            tape.text += CanonicalJSON.bytes(value)
            range = range.lowerBound..<tape.text.count
            tape.text.append(UInt8(ascii: "\""))
        }
        tape.append(keyText: range, isPlain: isPlain(range))
    }

    private func isPlain(_ range: Range<Int>) -> Bool { JSONScanner.isPlain(tape.text.span.extracting(range)) }

    /// What a scalar is besides text; `nil` when it is text.
    private func resolve(_ scalar: YAMLScalar) throws(YAMLError) -> Value? {
        switch scalar.tag {
        case nil:
            guard scalar.isPlain, mayResolve(scalar.text) else { return nil }
            let text = text(scalar)
            switch PlainScalar.resolve(text) {
            case .value(.string): return nil
            case .value(let value): return value
            case .notFinite: throw error(.notFinite(text))
            }
        case "!", "tag:yaml.org,2002:str": return nil
        case .some(let tag):
            let text = text(scalar)
            guard case .value(let value) = PlainScalar.resolve(text) else { throw error(.notFinite(text)) }
            switch (tag, value) {
            case ("tag:yaml.org,2002:int", .number), ("tag:yaml.org,2002:float", .number),
                ("tag:yaml.org,2002:bool", .bool), ("tag:yaml.org,2002:null", .null):
                return value
            default: throw error(.unsupportedTag(tag))
            }
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

    private func checkCollection(_ tag: String?, allowed: String) throws(YAMLError) {
        if let tag, tag != allowed, tag != "!" { throw error(.unsupportedTag(tag)) }
    }

    private func error(_ reason: YAMLError.Reason) -> YAMLError { YAMLError(reason: reason, position: parser.position) }
}
