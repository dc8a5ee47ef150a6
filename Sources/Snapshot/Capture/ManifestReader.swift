/// One Kubernetes object in a file.
package struct ManifestObject: Sendable {
    /// The object.
    package let value: Value
    /// The file, as it was named.
    package let file: String
    /// Where its document begins.
    package let position: InputPosition

    package init(value: Value, file: String, position: InputPosition) {
        self.value = value
        self.file = file
        self.position = position
    }
}

/// Finds the Kubernetes objects in a file: YAML or JSON, several documents, `List`s of any kind, plain arrays of objects.
package enum ManifestReader {
    /// The most bytes of one file.
    package static let fileLimit = 2 << 30

    /// Whether a file's name promises manifests.
    package static func isManifest(_ name: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { name.lowercased().hasSuffix($0) }
    }

    /// All objects of a file, in order, see ``objects(in:file:keys:each:)``. A file of objects without kinds is an error here.
    package static func objects(in bytes: [UInt8], file: String) throws(ManifestError) -> [ManifestObject] {
        var result: [ManifestObject] = []
        let census: ManifestCensus
        do throws(Failure<ManifestError>) {
            census = try objects(in: bytes, file: file, keys: .empty) { (object, position) throws(ManifestError) in
                result.append(ManifestObject(value: object.value(), file: file, position: position))
            }
        } catch {
            switch error {
            case .file(let error), .taker(let error): throw error
            }
        }
        if let unread = census.unread { throw ManifestError(file: file, position: nil, what: unread) }
        return result
    }

    /// What can end the reading of a file: what stands in it, or whoever takes the objects.
    package enum Failure<E: Error>: Error {
        /// It cannot be read.
        case file(ManifestError)
        /// The taker of an object threw.
        case taker(E)
    }

    /// Each object of a file in turn, so that a long list is never in memory as more than its text.
    ///
    /// Documents that are no Kubernetes object are left out only where the whole file holds none. Beside an object, or when they
    /// were meant to be one, they are an error with their place: kubectl refuses them as well.
    ///
    /// - Parameter each: told where the object's document begins; may change the tape.
    /// - Returns: what the file holds besides.
    package static func objects<E: Error>(
        in bytes: [UInt8], file: String, keys: KeyVocabulary,
        each: (inout JSONTape, InputPosition) throws(E) -> Void
    ) throws(Failure<E>) -> ManifestCensus {
        if let encoding = TextEncoding.foreign(bytes) {
            throw .file(
                ManifestError(
                    file: file, position: InputPosition(line: 1, column: 1), what: "the file is \(encoding), not UTF-8",
                    hint: "save it as UTF-8, or leave it out of the path that is read"))
        }
        var source = ManifestSource(bytes, file: file)
        var census = ManifestCensus()
        let first = bytes.dropFirst(source.start).first { !JSONScanner.isSpace($0) }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            let isReadable: Bool
            do throws(ManifestError) { isReadable = source.isNamedJSON ? true : try source.isJSON() } catch {
                throw .file(error)
            }
            if isReadable {
                try readJSON(&source, keys, &census, each)
                do throws(ManifestError) { try census.finish(source) } catch { throw .file(error) }
                return census
            }
        }
        do throws(YAMLReader.StreamError<Failure<E>>) {
            try YAMLReader.documents(bytes, keys: keys) { (document, position) throws(Failure<E>) in
                try collect(&document, ManifestPlace(position: position), source, &census, each)
            }
        } catch {
            switch error {
            case .malformed(let error): throw .file(source.error(error))
            case .taker(let error): throw error
            }
        }
        do throws(ManifestError) { try census.finish(source) } catch { throw .file(error) }
        return census
    }

    /// Documents from this size on are looked over before they are read.
    private static let largeDocument = 1 << 16

    private static func readJSON<E: Error>(
        _ source: inout ManifestSource, _ keys: KeyVocabulary, _ census: inout ManifestCensus,
        _ each: (inout JSONTape, InputPosition) throws(E) -> Void
    ) throws(Failure<E>) {
        let bytes = source.bytes
        let span = bytes.span
        var scanner = JSONScanner(keys: keys, roundsDoubles: true)
        var cursor = source.start
        source.skip(&cursor)
        while cursor < span.count {
            let place = ManifestPlace(position: source.position(at: cursor), offset: cursor)
            if span.count - cursor >= largeDocument, span[cursor] == UInt8(ascii: "{") {
                let outline = JSONOutline(span, at: cursor)
                if let kind = outline.kind, let apiVersion = outline.apiVersion, kind.hasSuffix("List"),
                    outline.hasItems, kind == "List" || !outline.hasName
                {
                    do throws(JSONReader.ListError<Failure<E>>) {
                        var item = 0
                        _ = try JSONReader.list(&scanner, span, &cursor) { (element) throws(Failure<E>) in
                            try collect(
                                item: &element, of: kind, apiVersion, place.item(item), source, &census, each)
                            item += 1
                        }
                    } catch {
                        switch error {
                        case .malformed(let error): throw .file(source.error(error))
                        case .element(let error): throw error
                        }
                    }
                    source.skip(&cursor)
                    continue
                }
            }
            scanner.clear()
            do throws(JSONError) { try scanner.value(span, &cursor, depth: 0) } catch {
                throw .file(source.error(error))
            }
            try collect(&scanner.tape, place, source, &census, each)
            source.skip(&cursor)
        }
    }

    private static func collect<E: Error>(
        _ document: inout JSONTape, _ place: ManifestPlace, _ source: ManifestSource, _ census: inout ManifestCensus,
        _ each: (inout JSONTape, InputPosition) throws(E) -> Void
    ) throws(Failure<E>) {
        switch ManifestDocument(document) {
        case .object:
            census.objects += 1
            guard document.roundNumbers() else {
                throw .file(source.error("a number is larger than any that a server can hold", at: place))
            }
            do throws(E) { try each(&document, place.position) } catch { throw .taker(error) }
        case .list(let kind, let apiVersion, let items):
            guard let items else { return }
            for (place, element) in zip(document.children(items).indices.map(place.item), document.children(items)) {
                var item = document.extracted(element)
                try collect(item: &item, of: kind, apiVersion, place, source, &census, each)
            }
        case .array(let items):
            for (place, element) in zip(document.children(items).indices.map(place.item), document.children(items)) {
                var item = document.extracted(element)
                try collect(&item, place, source, &census, each)
            }
        case .nameless: census.add(nameless: place)
        case .other: census.add(other: place)
        case .mistaken(let what): throw .file(source.error(what, at: place))
        }
    }

    /// An element of a list. Items of built-in lists leave out what the list's kind says; those of a `List` cannot.
    private static func collect<E: Error>(
        item: inout JSONTape, of kind: String, _ apiVersion: String, _ place: ManifestPlace, _ source: ManifestSource,
        _ census: inout ManifestCensus, _ each: (inout JSONTape, InputPosition) throws(E) -> Void
    ) throws(Failure<E>) {
        guard item.nodes[0].kind == .object else {
            throw .file(source.error("a \(kind) holds something that is no object", at: place))
        }
        let itemKind = String(kind.dropLast("List".count))
        if !itemKind.isEmpty {
            let ownKind = item.member("kind", of: 0)
            let isOfKind = ownKind.map { item.isText($0, itemKind) } ?? true
            if ownKind == nil { item.set("kind", to: itemKind, in: 0) }
            if isOfKind, item.member("apiVersion", of: 0) == nil { item.set("apiVersion", to: apiVersion, in: 0) }
        }
        switch ManifestDocument(item) {
        case .nameless: throw .file(source.error("an item of a \(kind) has no `kind` and no `apiVersion`", at: place))
        case .other, .array: throw .file(source.error("an item of a \(kind) is no Kubernetes object", at: place))
        default: try collect(&item, place, source, &census, each)
        }
    }
}
