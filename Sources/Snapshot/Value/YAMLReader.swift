/// Why a text is not YAML that snapctl takes.
public struct YAMLError: Error, Hashable {
    /// What is wrong.
    public enum Reason: Sendable, Hashable {
        /// libyaml's own words.
        case malformed(String)
        /// A string that is not UTF-8.
        case invalidUTF8
        /// A key that stands twice in one mapping. kubectl would silently take the last one.
        case duplicateKey(String)
        /// A key that is a list or a mapping.
        case complexKey
        /// An alias to an anchor that does not exist, or that contains itself.
        case unknownAlias(String)
        /// More nodes than ``YAMLReader/nodeLimit`` once aliases are followed.
        case aliasBomb
        /// A tag outside the core schema, or a scalar that is not of its tag's type.
        case unsupportedTag(String)
        /// `.inf` or `.nan`, which no Kubernetes API can hold.
        case notFinite(String)
        /// More levels than JSON may have.
        case tooDeep
        /// A merge key `<<` whose value is no mapping.
        case badMerge
    }

    /// What is wrong.
    public let reason: Reason
    /// Where it was seen.
    public let position: InputPosition

    /// One sentence without the place.
    public var summary: String {
        switch reason {
        case .malformed(let words): "the YAML is malformed: \(words)"
        case .invalidUTF8: "the text is not valid UTF-8"
        case .duplicateKey(let key): "the key `\(key)` stands twice in one mapping"
        case .complexKey: "a list or mapping cannot be a key"
        case .unknownAlias(let name): "the alias `*\(name)` refers to no complete anchor"
        case .aliasBomb: "aliases expand to more than \(YAMLReader.nodeLimit) nodes"
        case .unsupportedTag(let tag): "the tag `\(tag)` cannot be represented in a Kubernetes object"
        case .notFinite(let text): "`\(text)` is not a number that JSON can hold; quote it if it is text"
        case .tooDeep: "values are nested more than \(JSONReader.depthLimit) levels deep"
        case .badMerge: "a merge key `<<` needs a mapping or a list of mappings"
        }
    }
}

/// One document of a YAML stream.
package struct YAMLDocument: Sendable {
    /// What it says.
    package let value: Value
    /// Where it begins.
    package let position: InputPosition
    /// Where each field stands, by path; empty unless asked for.
    package let places: [FieldPath: InputPosition]
}

/// Reads YAML the way kubectl does, into the same values as JSON.
///
/// Plain scalars follow the YAML 1.1 resolution of sigs.k8s.io/yaml (see ``PlainScalar``); duplicate keys are rejected,
/// aliases are bounded, timestamps stay text.
package enum YAMLReader {
    /// The most nodes that all documents of a stream may have after aliases are followed.
    package static let nodeLimit = 20_000_000
    /// The most nodes that aliases alone may add.
    package static let aliasNodeLimit = 1_000_000

    /// All documents of a stream, the empty ones left out.
    ///
    /// - Parameter withPlaces: also record the position of every field, for errors about what a person wrote.
    ///
    /// - Parameter aliasLimit: the most nodes that aliases alone may add.
    package static func documents(
        _ bytes: [UInt8], withPlaces: Bool = false, aliasLimit: Int = aliasNodeLimit
    ) throws(YAMLError) -> [YAMLDocument] {
        var result: [YAMLDocument] = []
        try documents(bytes, withPlaces: withPlaces, aliasLimit: aliasLimit) { (document) throws(YAMLError) in
            result.append(document)
        }
        return result
    }

    /// Each document of a stream in turn, so that a large file is never a tree as a whole.
    package static func documents(
        _ bytes: [UInt8], withPlaces: Bool = false, aliasLimit: Int = aliasNodeLimit,
        each: (YAMLDocument) throws(YAMLError) -> Void
    ) throws(YAMLError) {
        var composer = YAMLComposer(bytes, withPlaces: withPlaces, aliasLimit: aliasLimit)
        while let document = try composer.next() {
            if case .null = document.value { continue }
            try each(document)
        }
    }
}

/// Builds values from events, document by document.
private struct YAMLComposer: ~Copyable {
    private var parser: YAMLParser
    private var anchors: [String: (value: Value, nodes: Int)] = [:]
    private var nodes = 0
    private var aliasNodes = 0
    private var places: [FieldPath: InputPosition] = [:]
    private let withPlaces: Bool
    private let aliasLimit: Int

    init(_ bytes: [UInt8], withPlaces: Bool, aliasLimit: Int) {
        parser = YAMLParser(bytes)
        self.withPlaces = withPlaces
        self.aliasLimit = aliasLimit
    }

    mutating func next() throws(YAMLError) -> YAMLDocument? {
        while true {
            switch try parser.next() {
            case .streamEnd: return nil
            case .documentStart:
                anchors = [:]
                places = [:]
                let event = try parser.next()
                let start = parser.position
                let value = try node(event, depth: 0, path: FieldPath())
                _ = try parser.next()
                return YAMLDocument(value: value, position: start, places: places)
            default: continue
            }
        }
    }

    private mutating func node(_ event: YAMLEvent, depth: Int, path: FieldPath) throws(YAMLError) -> Value {
        guard depth <= JSONReader.depthLimit else { throw error(.tooDeep) }
        nodes += 1
        guard nodes <= YAMLReader.nodeLimit else { throw error(.aliasBomb) }
        if withPlaces { places[path] = parser.position }
        switch event {
        case .alias(let name):
            guard let anchor = anchors[name] else { throw error(.unknownAlias(name)) }
            nodes += anchor.nodes
            aliasNodes += anchor.nodes
            guard aliasNodes <= aliasLimit else { throw error(.aliasBomb) }
            return anchor.value
        case .scalar(let scalar):
            let value = try resolve(scalar)
            if let anchor = scalar.anchor { anchors[anchor] = (value, 1) }
            return value
        case .sequenceStart(let anchor, let tag):
            try checkCollection(tag, allowed: "tag:yaml.org,2002:seq")
            return try anchored(anchor) { (self) throws(YAMLError) in try self.sequence(depth: depth, path: path) }
        case .mappingStart(let anchor, let tag):
            try checkCollection(tag, allowed: "tag:yaml.org,2002:map")
            return try anchored(anchor) { (self) throws(YAMLError) in try self.mapping(depth: depth, path: path) }
        default:
            throw error(.malformed("unexpected end"))
        }
    }

    private mutating func anchored(
        _ anchor: String?, _ build: (inout YAMLComposer) throws(YAMLError) -> Value
    ) throws(YAMLError) -> Value {
        let before = nodes
        let value = try build(&self)
        if let anchor { anchors[anchor] = (value, nodes - before + 1) }
        return value
    }

    private mutating func sequence(depth: Int, path: FieldPath) throws(YAMLError) -> Value {
        var elements: [Value] = []
        while true {
            let event = try parser.next()
            if case .sequenceEnd = event { return .array(elements) }
            let place = withPlaces ? path.appending(.index(elements.count)) : path
            elements.append(try node(event, depth: depth + 1, path: place))
        }
    }

    private mutating func mapping(depth: Int, path: FieldPath) throws(YAMLError) -> Value {
        var members: [Object.Member] = []
        var positions: [InputPosition] = []
        var merged: [(value: Value, position: InputPosition)] = []
        while true {
            let event = try parser.next()
            if case .mappingEnd = event { break }
            let keyPosition = parser.position
            guard case .scalar(let scalar) = event else { throw error(.complexKey) }
            let isMerge = scalar.isPlain && scalar.text == "<<" && scalar.tag == nil
            let key = isMerge ? "<<" : try keyText(scalar)
            let place = withPlaces ? path.appending(.field(key)) : path
            let value = try node(try parser.next(), depth: depth + 1, path: place)
            if withPlaces { places[place] = keyPosition }
            if isMerge {
                merged.append((value, keyPosition))
            } else {
                positions.append(keyPosition)
                members.append(Object.Member(key: key, value: value))
            }
        }
        var duplicate: String?
        guard var object = Object(unordered: members, duplicate: &duplicate) else {
            let key = duplicate ?? ""
            let second = members.indices.filter { ByteOrder.same(members[$0].key, key) }.dropFirst().first
            throw YAMLError(
                reason: .duplicateKey(key), position: second.map { positions[$0] } ?? parser.position)
        }
        for (value, position) in merged { try merge(value, at: position, into: &object) }
        return .object(object)
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

    /// Keys that are numbers or truth values become their text, as sigs.k8s.io/yaml makes them.
    private func keyText(_ scalar: YAMLScalar) throws(YAMLError) -> String {
        switch try resolve(scalar) {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let flag): flag ? "true" : "false"
        case .null: "null"
        default: throw error(.complexKey)
        }
    }

    private func resolve(_ scalar: YAMLScalar) throws(YAMLError) -> Value {
        switch scalar.tag {
        case nil:
            guard scalar.isPlain else { return .string(scalar.text) }
            switch PlainScalar.resolve(scalar.text) {
            case .value(let value): return value
            case .notFinite: throw error(.notFinite(scalar.text))
            }
        case "!", "tag:yaml.org,2002:str": return .string(scalar.text)
        case .some(let tag):
            guard case .value(let value) = PlainScalar.resolve(scalar.text) else {
                throw error(.notFinite(scalar.text))
            }
            switch (tag, value) {
            case ("tag:yaml.org,2002:int", .number), ("tag:yaml.org,2002:float", .number),
                ("tag:yaml.org,2002:bool", .bool), ("tag:yaml.org,2002:null", .null):
                return value
            default: throw error(.unsupportedTag(tag))
            }
        }
    }

    private func checkCollection(_ tag: String?, allowed: String) throws(YAMLError) {
        if let tag, tag != allowed, tag != "!" { throw error(.unsupportedTag(tag)) }
    }

    private func error(_ reason: YAMLError.Reason) -> YAMLError { YAMLError(reason: reason, position: parser.position) }
}
