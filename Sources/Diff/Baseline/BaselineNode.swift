import Snapshot

/// A value of a document with the place where it stands, so that every complaint about it names the place.
struct BaselineNode {
    let value: Value
    let path: FieldPath
    private let document: YAMLDocument
    private let file: String
    /// What `${name}` stands for.
    let bindings: Bindings

    init(_ document: YAMLDocument, file: String) {
        self.init(document.value, FieldPath(), document, file, Bindings())
    }

    /// The one document that a file holds.
    static func root(_ bytes: [UInt8], file: String) throws(BaselineError) -> BaselineNode {
        let documents: [YAMLDocument]
        do {
            documents = try YAMLReader.documents(bytes, withPlaces: true)
        } catch {
            throw BaselineError(file: file, position: error.position, reason: .yaml(error))
        }
        guard let document = documents.first, documents.count == 1 else {
            let position = documents.dropFirst().first?.position ?? InputPosition(line: 1, column: 1)
            throw BaselineError(file: file, position: position, reason: .documents(documents.count))
        }
        return BaselineNode(document, file: file)
    }

    private init(
        _ value: Value, _ path: FieldPath, _ document: YAMLDocument, _ file: String, _ bindings: Bindings
    ) {
        self.value = value
        self.path = path
        self.document = document
        self.file = file
        self.bindings = bindings
    }

    private func part(_ value: Value, _ step: PathElement) -> BaselineNode {
        BaselineNode(value, path.appending(step), document, file, bindings)
    }

    /// The same place with other values for the parameters in it.
    func bound(to bindings: Bindings) -> BaselineNode { BaselineNode(value, path, document, file, bindings) }

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

    func wrongType(_ expected: String) -> BaselineError {
        let article = ["a", "e", "i", "o", "u"].contains(value.typeName.first) ? "an" : "a"
        let found = value == .null ? "empty" : "\(article) \(value.typeName)"
        return error(.wrongType(path.description, expected: expected, found: found))
    }

    /// The members, all of whose keys must be known.
    func members(known: [String]) throws(BaselineError) -> [String: BaselineNode] {
        var result: [String: BaselineNode] = [:]
        for (key, node) in try members() {
            guard known.contains(key) else {
                let suggestion = Suggestion.nearest(to: key, among: known)
                throw node.error(.unknownKey(key, place: name, suggestion: suggestion, known: known))
            }
            result[key] = node
        }
        return result
    }

    /// The members of any names, in byte order.
    func members() throws(BaselineError) -> [(key: String, node: BaselineNode)] {
        guard case .object(let object) = value else { throw wrongType("a mapping") }
        return object.members.map { ($0.key, part($0.value, .field($0.key))) }
    }

    /// The elements of a list.
    func elements() throws(BaselineError) -> [BaselineNode] {
        guard case .array(let elements) = value else { throw wrongType("a list") }
        return elements.enumerated().map { part($1, .index($0)) }
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
        guard text.utf8.contains(where: { $0 > UInt8(ascii: " ") }) else { throw bad("is empty") }
        return text
    }

    /// `true`. Nothing is written as `false` in a baseline: what is not wanted is left out.
    func flag() throws(BaselineError) {
        guard case .bool(true) = value else { throw bad("can only be `true`; leave it out otherwise") }
    }

    /// Text with the values of parameters in it.
    func boundText(quoting: Bindings.Quoting = .none) throws(BaselineError) -> String {
        let text = try text()
        do { return try bindings.text(text, quoting: quoting) } catch { throw self.error(.unknownParameter(error)) }
    }

    /// The value with those of parameters in it.
    func boundValue() throws(BaselineError) -> Value {
        do { return try bindings.value(value) } catch { throw self.error(.unknownParameter(error)) }
    }

    /// A whole number that is not negative, perhaps a parameter's.
    func count() throws(BaselineError) -> Int {
        guard let count = try boundValue().int, count >= 0 else { throw bad("is no count like 0, 1 or 2") }
        return count
    }

    /// One of these words.
    func word<T: RawRepresentable & CaseIterable>(
        _ type: T.Type
    ) throws(BaselineError) -> T where T.RawValue == String {
        let text = try text()
        guard let word = T(rawValue: text) else {
            let words = T.allCases.map(\.rawValue)
            let near = Suggestion.nearest(to: text, among: words).map { "; did you mean `\($0)`?" } ?? ""
            throw bad("is none of \(words.joined(separator: ", "))\(near)")
        }
        return word
    }

    /// Patterns of texts: one, or a list of which any will do.
    func patterns() throws(BaselineError) -> [TextPattern] {
        var result: [TextPattern] = []
        for element in try elementsOrOne() { result.append(try element.pattern()) }
        return result
    }

    /// A glob, or a regular expression between slashes.
    func pattern() throws(BaselineError) -> TextPattern {
        let text = try text()
        let isExpression = text.utf8.count >= 2 && text.utf8.first == 0x2F && text.utf8.last == 0x2F
        let bound = try boundText(quoting: isExpression ? .expression : .glob)
        do { return try TextPattern(parsing: bound) } catch {
            throw bad("is no regular expression: \(error.summary)")
        }
    }

    /// A regular expression, without slashes around it.
    func expression() throws(BaselineError) -> RegularExpression {
        let text = try boundText(quoting: .expression)
        do { return try RegularExpression(text) } catch {
            throw bad("is no regular expression: \(error.summary)")
        }
    }
}
