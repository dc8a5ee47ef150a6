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

    /// All objects of a file, in order. Documents that are no Kubernetes object are left out; none at all means that the
    /// file holds none.
    ///
    /// An object has an `apiVersion`, a `kind` and `metadata`: what has no metadata, such as a kustomization.yaml or a
    /// kubeconfig, configures a program.
    package static func objects(in bytes: [UInt8], file: String) throws(ManifestError) -> [ManifestObject] {
        var result: [ManifestObject] = []
        for (value, position) in try documents(bytes, file) {
            try collect(value, file, position, into: &result)
        }
        return result
    }

    private static func documents(
        _ bytes: [UInt8], _ file: String
    ) throws(ManifestError) -> [(Value, InputPosition)] {
        // Windows editors put a mark in front; YAML knows it, JSON does not.
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let first = text.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            do throws(JSONError) {
                return try JSONReader.values(text).map { ($0.value, InputPosition(offset: $0.offset, in: text)) }
            } catch {
                let isJSON = file.lowercased().hasSuffix(".json") || file.lowercased().hasSuffix(".json.gz")
                // A key for the second time would be one for YAML as well; else it may be flow YAML, which begins alike.
                if case .duplicateKey = error.reason { throw malformed(error, text, file) }
                if isJSON { throw malformed(error, text, file) }
            }
        }
        do throws(YAMLError) {
            return try YAMLReader.documents(text).map { ($0.value, $0.position) }
        } catch {
            throw ManifestError(file: file, position: error.position, what: error.summary)
        }
    }

    private static func malformed(_ error: JSONError, _ bytes: [UInt8], _ file: String) -> ManifestError {
        ManifestError(file: file, position: InputPosition(offset: error.offset, in: bytes), what: error.summary)
    }

    private static func collect(
        _ value: Value, _ file: String, _ position: InputPosition, into result: inout [ManifestObject]
    ) throws(ManifestError) {
        guard let kind = value["kind"]?.string, let apiVersion = value["apiVersion"]?.string, !kind.isEmpty else {
            return
        }
        guard kind.hasSuffix("List"), let items = value["items"] else {
            guard value["metadata"] != nil else { return }
            result.append(ManifestObject(value: value, file: file, position: position))
            return
        }
        guard let elements = items.array else {
            if case .null = items { return }
            throw ManifestError(file: file, position: position, what: "`items` of a \(kind) is no list")
        }
        for element in elements {
            guard case .object(var object) = element else {
                throw ManifestError(file: file, position: position, what: "a \(kind) holds something that is no object")
            }
            // Items of built-in lists leave out what the list says already.
            if object["kind"] == nil { object["kind"] = .string(String(kind.dropLast("List".count))) }
            if object["apiVersion"] == nil { object["apiVersion"] = .string(apiVersion) }
            try collect(.object(object), file, position, into: &result)
        }
    }
}
