/// Where a document or an item of a list stands in its file.
struct ManifestPlace: Sendable {
    /// Where the document begins.
    let position: InputPosition
    /// The same as an offset, in JSON.
    var offset: Int?
    /// Which item, list by list.
    private(set) var items: [Int] = []

    init(position: InputPosition, offset: Int? = nil) {
        self.position = position
        self.offset = offset
    }

    /// An item of the list at this place.
    func item(_ index: Int) -> ManifestPlace {
        var place = self
        place.items.append(index)
        return place
    }
}

/// The text of a file of manifests: how far its lines are counted, and what its errors say.
struct ManifestSource {
    let bytes: [UInt8]
    private let file: String
    /// Where the text begins: behind a byte order mark.
    let start: Int
    private var lines = LineCount()

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
        start = bytes.starts(with: TextEncoding.mark) ? TextEncoding.mark.count : 0
    }

    /// Whether the file's name promises JSON.
    var isNamedJSON: Bool { [".json", ".json.gz"].contains { file.lowercased().hasSuffix($0) } }

    /// Whether text that begins like JSON is JSON; it may be flow YAML, which begins alike.
    func isJSON() throws(ManifestError) -> Bool {
        let span = bytes.span
        var scanner = JSONScanner(keys: .empty)
        var cursor = start
        do throws(JSONError) {
            skip(&cursor)
            while cursor < span.count {
                scanner.clear()
                try scanner.value(span, &cursor, depth: 0)
                skip(&cursor)
            }
        } catch {
            // A key for the second time would be one for YAML as well.
            if case .duplicateKey = error.reason { throw self.error(error) }
            return false
        }
        return true
    }

    /// Goes over white space and byte order marks between documents.
    func skip(_ cursor: inout Int) {
        let span = bytes.span
        while true {
            JSONScanner.skipSpace(span, &cursor)
            guard bytes[cursor...].starts(with: TextEncoding.mark) else { return }
            cursor += TextEncoding.mark.count
        }
    }

    /// The place of an offset that is not before the last one that was asked for.
    mutating func position(at offset: Int) -> InputPosition { lines.position(at: offset, in: bytes) }

    // MARK: Errors

    func error(_ error: JSONError) -> ManifestError {
        ManifestError(file: file, position: InputPosition(offset: error.offset, in: bytes), what: error.summary)
    }

    /// What a template leaves of YAML is named as what it is.
    func error(_ error: YAMLError) -> ManifestError {
        switch error.reason {
        case .malformed, .complexKey:
            guard let line = templateLine(near: error.position.line) else { break }
            return .template(file: file, position: InputPosition(line: line, column: 1))
        default: break
        }
        return ManifestError(file: file, position: error.position, what: error.summary)
    }

    func error(_ what: String, at place: ManifestPlace) -> ManifestError {
        ManifestError(file: file, position: position(of: place), what: what)
    }

    /// A line, that one or one of the two before, on which a template's action is where YAML has a key or a value.
    private func templateLine(near line: Int) -> Int? {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: line, omittingEmptySubsequences: false)
        let first = max(0, line - 3)
        return lines.prefix(line).dropFirst(first).lastIndex { line in
            let text = String(decoding: line, as: UTF8.self)
            guard let braces = text.firstRange(of: "{{") else { return false }
            let before = text[..<braces.lowerBound].trimmingPrefix { $0 == " " || $0 == "\t" }
            return !before.hasPrefix("#") && !before.contains("\"") && !before.contains("'")
        }.map { $0 + 1 }
    }

    /// Where a document or an item begins.
    private func position(of place: ManifestPlace) -> InputPosition {
        guard !place.items.isEmpty else { return place.position }
        if let offset = place.offset {
            let item = JSONOutline.offset(of: place.items, in: bytes.span, from: offset)
            return item.map { InputPosition(offset: $0, in: bytes) } ?? place.position
        }
        guard let documents = try? YAMLReader.documents(bytes, withPlaces: true),
            let document = documents.first(where: { $0.position == place.position })
        else { return place.position }
        var value = document.value
        var path = FieldPath()
        for index in place.items {
            if value.array == nil {
                path = path.appending(.field("items"))
                value = value["items"] ?? .null
            }
            path = path.appending(.index(index))
            value = value.array?.dropFirst(index).first ?? .null
        }
        return document.places[path] ?? place.position
    }
}
