/// Why a file of manifests cannot be taken: a broken file is never passed over in silence.
package struct ManifestError: Error, Hashable {
    /// The file, as it was named.
    package let file: String
    /// Where in it; `nil` when the file as a whole is meant.
    package let position: InputPosition?
    /// What is wrong, in a sentence without the place.
    package let what: String

    package init(file: String, position: InputPosition?, what: String) {
        self.file = file
        self.position = position
        self.what = what
    }

    /// What happened to which thing.
    package var summary: String { "\(file)\(position.map { ":\($0)" } ?? ""): \(what)" }

    /// What to do next.
    package var hint: String { "mend the file, or leave it out of the path that is read" }
}

/// One Kubernetes object in a file.
package struct ManifestObject: Sendable {
    /// The object.
    package let value: Value
    /// The file, as it was named.
    package let file: String
    /// Where its document begins.
    package let position: InputPosition
}

/// Finds the Kubernetes objects in a file: YAML or JSON, several documents, `List`s of any kind.
package enum ManifestReader {
    /// The most bytes of one file.
    package static let fileLimit = 2 << 30

    /// Whether a file's name promises manifests.
    package static func isManifest(_ name: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { name.lowercased().hasSuffix($0) }
    }

    /// All objects of a file, in order, see ``objects(in:file:keys:each:)``.
    package static func objects(in bytes: [UInt8], file: String) throws(ManifestError) -> [ManifestObject] {
        var result: [ManifestObject] = []
        do throws(Failure<ManifestError>) {
            try objects(in: bytes, file: file, keys: .empty) { (object, position) throws(ManifestError) in
                result.append(ManifestObject(value: object.value(), file: file, position: position))
            }
        } catch {
            switch error {
            case .file(let error), .taker(let error): throw error
            }
        }
        return result
    }

    /// What can end the reading of a file: what stands in it, or whoever takes the objects.
    package enum Failure<E: Error>: Error {
        /// It cannot be read.
        case file(ManifestError)
        /// The taker of an object threw.
        case taker(E)
    }

    /// Each object of a file in turn, so that a long list is never in memory as more than its text. Documents that are no
    /// Kubernetes object are left out; none at all means that the file holds none.
    ///
    /// An object has an `apiVersion`, a `kind` and `metadata`: what has no metadata, such as a kustomization.yaml or a
    /// kubeconfig, configures a program.
    ///
    /// - Parameter each: told where the object's document begins; may change the tape.
    package static func objects<E: Error>(
        in bytes: [UInt8], file: String, keys: KeyVocabulary,
        each: (inout JSONTape, InputPosition) throws(E) -> Void
    ) throws(Failure<E>) {
        // Windows editors put a mark in front; YAML knows it, JSON does not.
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let first = text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            let isJSON = file.lowercased().hasSuffix(".json") || file.lowercased().hasSuffix(".json.gz")
            let isReadable: Bool
            do throws(ManifestError) { isReadable = isJSON ? true : try Self.isReadable(text, file) } catch {
                throw .file(error)
            }
            if isReadable { return try readJSON(text, file, keys, each) }
        }
        do throws(YAMLReader.StreamError<Failure<E>>) {
            try YAMLReader.documents(text, keys: keys) { (document, position) throws(Failure<E>) in
                try collect(&document, file, position, each)
            }
        } catch {
            switch error {
            case .malformed(let error):
                throw .file(ManifestError(file: file, position: error.position, what: error.summary))
            case .taker(let error): throw error
            }
        }
    }

    /// Whether text that begins like JSON is JSON; it may be flow YAML, which begins alike.
    private static func isReadable(_ text: [UInt8], _ file: String) throws(ManifestError) -> Bool {
        do throws(JSONError) { try JSONReader.check(text) } catch {
            // A key for the second time would be one for YAML as well.
            if case .duplicateKey = error.reason { throw malformed(error, text, file) }
            return false
        }
        return true
    }

    /// Documents from this size on are looked over before they are read.
    private static let largeDocument = 1 << 16

    private static func readJSON<E: Error>(
        _ text: [UInt8], _ file: String, _ keys: KeyVocabulary,
        _ each: (inout JSONTape, InputPosition) throws(E) -> Void
    ) throws(Failure<E>) {
        let span = text.span
        var scanner = JSONScanner(keys: keys)
        var cursor = 0
        JSONScanner.skipSpace(span, &cursor)
        while cursor < span.count {
            let position = InputPosition(offset: cursor, in: text)
            if span.count - cursor >= largeDocument, span[cursor] == UInt8(ascii: "{") {
                let outline = JSONOutline(span, at: cursor)
                if let kind = outline.kind, let apiVersion = outline.apiVersion, kind.hasSuffix("List"),
                    outline.hasItems
                {
                    do throws(JSONReader.ListError<Failure<E>>) {
                        _ = try JSONReader.list(&scanner, span, &cursor) { (item) throws(Failure<E>) in
                            try collect(item: &item, of: kind, apiVersion, file, position, each)
                        }
                    } catch {
                        switch error {
                        case .malformed(let error): throw .file(malformed(error, text, file))
                        case .element(let error): throw error
                        }
                    }
                    JSONScanner.skipSpace(span, &cursor)
                    continue
                }
            }
            scanner.clear()
            do throws(JSONError) { try scanner.value(span, &cursor, depth: 0) } catch {
                throw .file(malformed(error, text, file))
            }
            try collect(&scanner.tape, file, position, each)
            JSONScanner.skipSpace(span, &cursor)
        }
    }

    private static func malformed(_ error: JSONError, _ bytes: [UInt8], _ file: String) -> ManifestError {
        ManifestError(file: file, position: InputPosition(offset: error.offset, in: bytes), what: error.summary)
    }

    private static func collect<E: Error>(
        _ document: inout JSONTape, _ file: String, _ position: InputPosition,
        _ each: (inout JSONTape, InputPosition) throws(E) -> Void
    ) throws(Failure<E>) {
        guard let kind = document.string(document.member("kind", of: 0)), !kind.isEmpty,
            let apiVersion = document.string(document.member("apiVersion", of: 0))
        else { return }
        guard kind.hasSuffix("List"), let items = document.member("items", of: 0) else {
            guard document.member("metadata", of: 0) != nil else { return }
            do throws(E) { try each(&document, position) } catch { throw .taker(error) }
            return
        }
        switch document.nodes[items].kind {
        case .null: return
        case .array:
            for element in document.children(items) {
                var item = document.extracted(element)
                try collect(item: &item, of: kind, apiVersion, file, position, each)
            }
        default:
            throw .file(ManifestError(file: file, position: position, what: "`items` of a \(kind) is no list"))
        }
    }

    /// An element of a list. Items of built-in lists leave out what the list says already.
    private static func collect<E: Error>(
        item: inout JSONTape, of kind: String, _ apiVersion: String, _ file: String, _ position: InputPosition,
        _ each: (inout JSONTape, InputPosition) throws(E) -> Void
    ) throws(Failure<E>) {
        guard item.nodes[0].kind == .object else {
            throw .file(
                ManifestError(file: file, position: position, what: "a \(kind) holds something that is no object"))
        }
        if item.member("kind", of: 0) == nil { item.set("kind", to: String(kind.dropLast("List".count)), in: 0) }
        if item.member("apiVersion", of: 0) == nil { item.set("apiVersion", to: apiVersion, in: 0) }
        try collect(&item, file, position, each)
    }
}
