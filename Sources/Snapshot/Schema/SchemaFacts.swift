/// What a schema says about one field that a comparison can use; everything else of OpenAPI is left behind.
package struct FieldFacts: Sendable, Hashable {
    /// How a list identifies its elements.
    package enum ListType: String, Sendable, Hashable {
        /// Replaced as a whole; order counts unless a table says otherwise.
        case atomic
        /// Members are unique values in no order.
        case set
        /// Members are identified by the key fields.
        case map
    }

    /// How a scalar may be spelled in more than one way.
    package enum Scalar: String, Sendable, Hashable {
        /// `resource.Quantity`: `500m` is `0.5`.
        case quantity
        /// An integer or its decimal text.
        case intOrString = "int-or-string"
        /// Go's duration: `1h` is `60m`.
        case duration
        /// A duration that knows years, weeks and days as well, as Prometheus writes it: `1d` is `24h`.
        case longDuration = "duration with days"
        /// Bytes in base64, whose lines may be wrapped.
        case bytes
        /// RFC 3339.
        case time
    }

    /// Name of the definition that says more about this field.
    package var reference: String?
    /// The scalar's spelling.
    package var scalar: Scalar?
    /// The list's type, when the schema names one.
    package var list: ListType?
    /// The key fields of a list map.
    package var keys: [String] = []
    /// Members with facts of their own.
    package var fields: [String: FieldFacts] = [:]
    /// Facts about each element of a list; at most one entry.
    package var items: [FieldFacts] = []
    /// Facts about each value of a map; at most one entry.
    package var values: [FieldFacts] = []
    /// What the server fills in when the field is absent.
    package var defaultValue: Value?
    /// Whether null is a value here; elsewhere the server takes it for absent.
    package var isNullable = false
    /// Whether the server keeps whatever is below, nulls included: an embedded document that others read.
    package var isFree = false

    /// Facts about nothing.
    package init() {}

    /// Whether nothing is said.
    package var isEmpty: Bool {
        reference == nil && scalar == nil && list == nil && fields.isEmpty && items.isEmpty && values.isEmpty
            && defaultValue == nil && !isNullable && !isFree
    }
}

/// The distilled schema of a cluster: a few tens of kilobytes instead of 15 MB of OpenAPI.
///
/// A definition is kept only when something that a comparison can use is said in it or below it.
package struct SchemaFacts: Sendable, Hashable {
    /// An OpenAPI document that was read.
    package struct Document: Sendable, Hashable {
        /// Its path in the index, such as `apis/apps/v1`.
        package var path: String
        /// SHA-256 of its bytes, hexadecimal.
        package var sha256: String
    }

    /// Definitions by name, such as `io.k8s.api.core.v1.PodSpec`.
    package var definitions: [String: FieldFacts] = [:]
    /// The definition of each `group/version/Kind` (`v1/Pod` in the core group).
    package var types: [String: String] = [:]
    /// The documents, by path.
    package var documents: [Document] = []
    /// Types of which only the server's OpenAPI tells: neither this program knows them nor a CustomResourceDefinition of the
    /// same state. Nobody can compute them again.
    package var claims: Set<String> = []

    /// Facts about nothing.
    package init() {}

    /// The key of a type in ``types``.
    package static func typeKey(apiVersion: String, kind: String) -> String { "\(apiVersion)/\(kind)" }
}

extension SchemaFacts {
    /// The JSON form that a snapshot holds in `meta/schema.json`.
    package var json: Value {
        .object(
            Object([
                "claims": .array(claims.sorted(by: ByteOrder.precedes).map(Value.string)),
                "definitions": .object(Object(definitions.mapValues(\.json))),
                "documents": .array(documents.map { ["path": .string($0.path), "sha256": .string($0.sha256)] }),
                "types": .object(Object(types.mapValues(Value.string))),
            ]))
    }

    /// Reads the JSON form; parts of another shape are left out, since every fact is optional.
    package init(json: Value) {
        for member in json["definitions"]?.object?.members ?? [] {
            definitions[member.key] = FieldFacts(json: member.value)
        }
        for member in json["types"]?.object?.members ?? [] { types[member.key] = member.value.string }
        documents = (json["documents"]?.array ?? []).compactMap { entry in
            guard let path = entry["path"]?.string, let sha256 = entry["sha256"]?.string else { return nil }
            return Document(path: path, sha256: sha256)
        }
        claims = Set((json["claims"]?.array ?? []).compactMap(\.string))
    }
}

extension FieldFacts {
    var json: Value {
        var object = Object()
        object["ref"] = reference.map(Value.string)
        object["scalar"] = scalar.map { .string($0.rawValue) }
        object["list"] = list.map { .string($0.rawValue) }
        if !keys.isEmpty { object["keys"] = .array(keys.map(Value.string)) }
        if !fields.isEmpty { object["fields"] = .object(Object(fields.mapValues(\.json))) }
        object["items"] = items.first?.json
        object["values"] = values.first?.json
        object["default"] = defaultValue
        if isNullable { object["nullable"] = true }
        if isFree { object["free"] = true }
        return .object(object)
    }

    init(json: Value) {
        reference = json["ref"]?.string
        scalar = json["scalar"]?.string.flatMap(Scalar.init)
        list = json["list"]?.string.flatMap(ListType.init)
        keys = (json["keys"]?.array ?? []).compactMap(\.string)
        for member in json["fields"]?.object?.members ?? [] { fields[member.key] = FieldFacts(json: member.value) }
        items = json["items"].map { [FieldFacts(json: $0)] } ?? []
        values = json["values"].map { [FieldFacts(json: $0)] } ?? []
        defaultValue = json["default"]
        isNullable = json["nullable"]?.bool ?? false
        isFree = json["free"]?.bool ?? false
    }
}

extension SchemaFacts {
    /// What either of two sources about one state knows. Where both speak of something, only what both say is known.
    package func merged(with other: SchemaFacts) -> SchemaFacts {
        var result = self
        result.definitions.merge(other.definitions) { $0.common(with: $1) }
        result.types.merge(other.types) { min($0, $1) }
        result.claims.formUnion(other.claims)
        result.documents = []
        return result
    }

    /// What two states know alike: a fact makes differences vanish, so one side's word is not enough for it.
    package func common(with other: SchemaFacts) -> SchemaFacts {
        var result = SchemaFacts()
        for (name, facts) in definitions {
            if let others = other.definitions[name] { result.definitions[name] = facts.common(with: others) }
        }
        result.types = types.filter { other.types[$0.key] == $0.value && result.definitions[$0.value] != nil }
        result.claims = claims.union(other.claims)
        return result
    }
}

extension FieldFacts {
    /// What both say. A null that one side keeps is told from absent: that is the stricter reading.
    func common(with other: FieldFacts) -> FieldFacts {
        if self == other { return self }
        var result = FieldFacts()
        if reference == other.reference { result.reference = reference }
        if scalar == other.scalar { result.scalar = scalar }
        if list == other.list, keys == other.keys {
            result.list = list
            result.keys = keys
        }
        for name in Set(fields.keys).union(other.fields.keys) {
            let field = (fields[name] ?? FieldFacts()).common(with: other.fields[name] ?? FieldFacts())
            if !field.isEmpty { result.fields[name] = field }
        }
        result.items = Self.common(items, other.items)
        result.values = Self.common(values, other.values)
        if defaultValue == other.defaultValue { result.defaultValue = defaultValue }
        result.isNullable = isNullable || other.isNullable
        result.isFree = isFree || other.isFree
        return result
    }

    private static func common(_ a: [FieldFacts], _ b: [FieldFacts]) -> [FieldFacts] {
        let facts = (a.first ?? FieldFacts()).common(with: b.first ?? FieldFacts())
        return facts.isEmpty ? [] : [facts]
    }
}
