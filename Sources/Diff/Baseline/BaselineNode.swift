import Snapshot

/// A value of a document with the place where it stands, so that every complaint about it names the place.
struct BaselineNode {
    let value: Value
    let path: FieldPath
    private let document: YAMLDocument
    private let file: String

    init(_ document: YAMLDocument, file: String) {
        value = document.value
        path = FieldPath()
        self.document = document
        self.file = file
    }

    private init(_ value: Value, _ path: FieldPath, of parent: BaselineNode) {
        self.value = value
        self.path = path
        document = parent.document
        file = parent.file
    }

    /// Where it stands; what an alias or a merge key brought in stands where they do.
    var position: InputPosition {
        var path = path
        while !path.elements.isEmpty {
            if let place = document.places[path] { return place }
            path.elements.removeLast()
        }
        return document.position
    }

    /// The place in words: `rules[2].match`.
    var name: String { path.elements.isEmpty ? "the document" : "`\(path)`" }

    func error(_ reason: BaselineError.Reason) -> BaselineError {
        BaselineError(file: file, position: position, reason: reason)
    }

    func bad(_ expected: String) -> BaselineError { error(.badValue(path.description, expected: expected)) }

    private func wrongType(_ expected: String) -> BaselineError {
        let article = ["a", "e", "i", "o", "u"].contains(value.typeName.first) ? "an" : "a"
        let found = value == .null ? "empty" : "\(article) \(value.typeName)"
        return error(.wrongType(path.description, expected: expected, found: found))
    }

    /// The members, all of whose keys must be known. A key in `later` is one of the format that snapctl does not know yet.
    func members(known: [String], later: [String] = []) throws(BaselineError) -> [String: BaselineNode] {
        guard case .object(let object) = value else { throw wrongType("a mapping") }
        var result: [String: BaselineNode] = [:]
        for member in object.members {
            let node = BaselineNode(member.value, path.appending(.field(member.key)), of: self)
            if later.contains(member.key) { throw node.error(.notSupported(member.key)) }
            guard known.contains(member.key) else {
                let suggestion = Suggestion.nearest(to: member.key, among: known)
                throw node.error(.unknownKey(member.key, place: name, suggestion: suggestion))
            }
            result[member.key] = node
        }
        return result
    }

    /// The elements of a list.
    func elements() throws(BaselineError) -> [BaselineNode] {
        guard case .array(let elements) = value else { throw wrongType("a list") }
        return elements.enumerated().map { BaselineNode($1, path.appending(.index($0)), of: self) }
    }

    /// The elements of a list, or the one value that stands instead of it.
    func elementsOrOne() throws(BaselineError) -> [BaselineNode] {
        guard case .array = value else { return [self] }
        let elements = try elements()
        guard !elements.isEmpty else { throw bad("is empty; leave it out if all are meant") }
        return elements
    }

    /// Text. A number or truth value is not text: `name: 017` means 15 to a YAML reader.
    func text() throws(BaselineError) -> String {
        guard case .string(let text) = value else {
            if case .number = value { throw wrongType("text (quote it)") }
            if case .bool = value { throw wrongType("text (quote it)") }
            throw wrongType("text")
        }
        return text
    }

    /// Text that says something.
    func words() throws(BaselineError) -> String {
        let text = try text()
        guard text.utf8.contains(where: { $0 > UInt8(ascii: " ") }) else { throw bad("says nothing") }
        return text
    }

    /// `true`. Nothing is written as `false` in a baseline: what is not wanted is left out.
    func flag() throws(BaselineError) {
        guard case .bool(true) = value else { throw bad("can only be `true`; leave it out otherwise") }
    }
}
