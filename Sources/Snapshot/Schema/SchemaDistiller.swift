/// Turns OpenAPI v3 documents and CustomResourceDefinitions into ``SchemaFacts``.
///
/// Source: OpenAPI 3.0; KEP-1027 and KEP-2896 for the `x-kubernetes-*` extensions; SEMANTICS of list types from
/// kubernetes-sigs/structured-merge-diff. Add documents in the order of their paths: where two define
/// one name differently, the first keeps it.
package struct SchemaDistiller: Sendable {
    private var facts = SchemaFacts()

    /// A distiller that has read nothing.
    package init() {}

    /// Reads one document of `/openapi/v3`.
    package mutating func add(path: String, bytes: [UInt8]) throws(JSONError) {
        let document = try JSONReader.value(bytes)
        facts.documents.append(.init(path: path, sha256: Digest(of: bytes).hex))
        add(schemas: document["components"]?["schemas"]?.object ?? Object())
    }

    /// Reads one CustomResourceDefinition, for states that come without an API server.
    package mutating func add(customResourceDefinition crd: Value) {
        guard let group = crd[["spec", "group"]]?.string, let kind = crd[["spec", "names", "kind"]]?.string else {
            return
        }
        for version in crd[["spec", "versions"]]?.array ?? [] {
            guard let name = version["name"]?.string,
                case .object(var schema)? = version[["schema", "openAPIV3Schema"]]
            else { continue }
            schema["x-kubernetes-group-version-kind"] = [
                ["group": .string(group), "version": .string(name), "kind": .string(kind)]
            ]
            // As servers name it, whatever Kubernetes itself calls so.
            let reversed = group.split(separator: ".").reversed().joined(separator: ".")
            add(schemas: Object(["\(reversed).\(name).\(kind)": .object(schema)]), isCustom: true)
        }
    }

    /// Everything read so far, without the definitions that say nothing.
    package func finished() -> SchemaFacts {
        var result = facts
        result.documents.sort { ByteOrder.precedes($0.path, $1.path) }
        result.prune()
        return result
    }

    private mutating func add(schemas: Object, isCustom: Bool = false) {
        for member in schemas.members {
            // Lists of objects and the envelopes of requests are no objects of their own.
            if let kind = member.value["x-kubernetes-group-version-kind"]?.array, kind.count > 1 { continue }
            let isBuiltin = !isCustom && member.key.hasPrefix("io.k8s.")
            let facts = Self.facts(member.value, isBuiltin: isBuiltin)
            var name = member.key
            if let present = self.facts.definitions[name], present != facts {
                // The same name for two contents: a group served by an older extension server. Both are kept.
                name += "#" + Digest(of: CanonicalJSON.bytes(facts.json)).hex.prefix(8)
            }
            self.facts.definitions[name] = facts
            if let kind = member.value["x-kubernetes-group-version-kind"]?.array?.first {
                let group = kind["group"]?.string ?? ""
                let version = kind["version"]?.string ?? ""
                let apiVersion = group.isEmpty ? version : "\(group)/\(version)"
                let key = SchemaFacts.typeKey(apiVersion: apiVersion, kind: kind["kind"]?.string ?? "")
                self.facts.types[key] = name
            }
        }
    }

    private static let quantityPattern = #"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE]"#

    private static func facts(_ schema: Value, isBuiltin: Bool, name: String = "") -> FieldFacts {
        var facts = FieldFacts()
        guard case .object(let object) = schema else { return facts }
        if let reference = object["$ref"]?.string ?? object["allOf"]?.array?.first?["$ref"]?.string {
            let name = String(reference.split(separator: "/").last ?? "")
            switch name {
            case "io.k8s.apimachinery.pkg.api.resource.Quantity": facts.scalar = .quantity
            case "io.k8s.apimachinery.pkg.util.intstr.IntOrString": facts.scalar = .intOrString
            case "io.k8s.apimachinery.pkg.apis.meta.v1.Time", "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime":
                facts.scalar = .time
            default: facts.reference = name
            }
        }
        facts.scalar = facts.scalar ?? scalar(object)
        facts.list = object["x-kubernetes-list-type"]?.string.flatMap(FieldFacts.ListType.init)
        facts.keys = (object["x-kubernetes-list-map-keys"]?.array ?? []).compactMap(\.string)
        if facts.list == nil, let key = object["x-kubernetes-patch-merge-key"]?.string {
            // Servers before list types were written down said it with the strategic merge key alone.
            facts.list = .map
            facts.keys = [key]
        }
        if facts.list == .map, facts.keys.isEmpty { facts.list = .atomic }
        if let value = object["default"], !(isBuiltin && isZero(value)),
            !Redactor.holdsCredential(value, named: name)
        {
            facts.defaultValue = value
        }
        if !isBuiltin {
            facts.isNullable = object["nullable"]?.bool == true
            facts.isFree = object["x-kubernetes-preserve-unknown-fields"]?.bool == true
        }
        for member in object["properties"]?.object?.members ?? [] {
            let field = Self.facts(member.value, isBuiltin: isBuiltin, name: member.key)
            if !field.isEmpty { facts.fields[member.key] = field }
        }
        if let items = object["items"] {
            let element = Self.facts(items, isBuiltin: isBuiltin, name: name)
            if !element.isEmpty { facts.items = [element] }
        }
        if let values = object["additionalProperties"] {
            let value = Self.facts(values, isBuiltin: isBuiltin, name: name)
            if !value.isEmpty { facts.values = [value] }
        }
        return facts
    }

    private static func scalar(_ schema: Object) -> FieldFacts.Scalar? {
        let pattern = schema["pattern"]?.string ?? ""
        if schema["x-kubernetes-int-or-string"]?.bool == true || schema["format"]?.string == "int-or-string" {
            return pattern.hasPrefix(quantityPattern) ? .quantity : .intOrString
        }
        switch schema["format"]?.string {
        case "date-time": return .time
        case "duration": return .duration
        case "byte": return .bytes
        default: break
        }
        // Flux writes its durations with this pattern, and so does everything made by its generator markers.
        return pattern.hasPrefix("^([0-9]+(\\.[0-9]+)?(ms|s|m") ? .duration : nil
    }

    /// The zero value of a Go type: what openapi-gen writes for every field that is no pointer, and means nothing.
    private static func isZero(_ value: Value) -> Bool {
        switch value {
        case .null: true
        case .bool(let flag): !flag
        case .number(let number): number.text == "0"
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        }
    }
}

extension SchemaFacts {
    /// Drops definitions that say nothing, and references to them, until nothing changes.
    mutating func prune() {
        // What the tool's own tables speak of is kept even where the schema says nothing.
        let spoken = ListTable.definitionNames.union(DefaultTable.byDefinition.keys)
            .union(ImpliedDefault.byDefinition.keys).union(EmptyTable.byDefinition.keys)
            .union(TextMapTable.byDefinition.keys)
        var useful = Set(
            definitions.keys.filter { $0.hasPrefix("io.k8s.") && spoken.contains(ListTable.shortName($0)) })
        var grew = true
        while grew {
            grew = false
            for (name, facts) in definitions where !useful.contains(name) && facts.says(known: useful) {
                useful.insert(name)
                grew = true
            }
        }
        definitions = definitions.filter { useful.contains($0.key) }.mapValues { $0.pruned(known: useful) }
        types = types.filter { useful.contains($0.value) }
    }
}

extension SchemaFacts {
    /// Without the defaults in which a searched value stands.
    func hiding(_ canary: LeakCanary) -> SchemaFacts {
        guard canary.searched > 0, canary.isIn(CanonicalJSON.bytes(json)) else { return self }
        var result = self
        result.definitions = definitions.mapValues { $0.hiding(canary) }
        return result
    }
}

extension FieldFacts {
    fileprivate func hiding(_ canary: LeakCanary) -> FieldFacts {
        var result = self
        if let value = defaultValue, canary.isIn(CanonicalJSON.bytes(value)) { result.defaultValue = nil }
        result.fields = fields.mapValues { $0.hiding(canary) }
        result.items = items.map { $0.hiding(canary) }
        result.values = values.map { $0.hiding(canary) }
        return result
    }

    fileprivate func says(known: Set<String>) -> Bool {
        if scalar != nil || defaultValue != nil || (list ?? .atomic) != .atomic || isNullable || isFree { return true }
        if let reference, known.contains(reference) { return true }
        return fields.values.contains { $0.says(known: known) } || items.contains { $0.says(known: known) }
            || values.contains { $0.says(known: known) }
    }

    fileprivate func pruned(known: Set<String>) -> FieldFacts {
        var result = self
        if let reference, !known.contains(reference) { result.reference = nil }
        if result.list == .atomic { result.list = nil }
        result.fields = fields.filter { $0.value.says(known: known) }.mapValues { $0.pruned(known: known) }
        result.items = items.filter { $0.says(known: known) }.map { $0.pruned(known: known) }
        result.values = values.filter { $0.says(known: known) }.map { $0.pruned(known: known) }
        return result
    }
}
