/// From a raw object to the state it declares, in two steps that a comparison can look between.
///
/// First ``declared(_:hasStatus:dropped:)`` takes away what nobody declares and leaves every remaining value as it is
/// written. Then ``canonical(_:)`` gives equal declarations equal bytes: one spelling a scalar, one order for lists without
/// one. Defaults are not filled in here: two live objects have them alike, and a comparison treats absent as default.
package struct Normalizer: Sendable {
    package let schema: FieldSchema
    private let sieve: FieldSieve

    /// A normalizer that knows these schemas.
    package init(schema: FieldSchema, rules: [FieldRule] = FieldTable.rules) {
        self.schema = schema
        sieve = FieldSieve(rules)
    }

    /// What the object declares, every value as it is written.
    ///
    /// - Parameters:
    ///   - hasStatus: whether `status` belongs to a controller instead of to whoever writes the object.
    ///   - isControlled: whether a controller owns it; `nil` asks the object.
    ///   - hand: what people wrote in places of controllers; `nil` asks the object.
    ///   - dropped: told each field that a rule took out.
    package func declared(
        _ object: Value, hasStatus: Bool, isControlled: Bool? = nil, hand: HandFields? = nil,
        dropped: (FieldSieve.Dropped) -> Void = { _ in }
    ) -> Value {
        let group = Self.group(of: object)
        let kind = GroupKind(group: group, kind: object["kind"]?.string ?? "")
        let hand = hand ?? HandFields(of: object)
        let taints = hand.taints(of: object)
        guard
            case .object(var result) = sieve.apply(
                to: taints.isEmpty ? object : Self.with(nil, taints, in: object), of: kind, isControlled: isControlled,
                dropped: dropped)
        else { return object }
        if !taints.isEmpty, case .object(let members) = Self.with(object, taints, in: .object(result)) {
            result = members
        }
        // Clusters prefer different versions of one group: the version is how it was asked for, not what it says.
        result["apiVersion"] = .string(group)
        if hasStatus { result["status"] = hand.status(of: object) }
        if kind.kind == "Secret", group.isEmpty { Self.mergeStringData(&result) }
        return .object(result)
    }

    /// The declared state in the one form that digests are taken of. Canonical values stay as they are: twice is once.
    package func canonical(_ declared: Value, apiVersion: String) -> Value {
        let root = schema.root(apiVersion: apiVersion, kind: declared["kind"]?.string ?? "")
        return canonical(declared, at: root)
    }

    /// The digest of what an object declares.
    package func digest(_ object: Value, hasStatus: Bool) -> Digest {
        digest(ofDeclared: declared(object, hasStatus: hasStatus), apiVersion: object["apiVersion"]?.string ?? "")
    }

    /// The digest of a declared state that came from ``declared(_:hasStatus:dropped:)``.
    package func digest(ofDeclared declared: Value, apiVersion: String) -> Digest {
        Digest(of: CanonicalJSON.bytes(canonical(declared, apiVersion: apiVersion)))
    }

    /// A value in canonical form, given what the schema knows of its place.
    package func canonical(_ value: Value, at place: FieldSchema.Place?) -> Value {
        switch value {
        case .object(let object):
            // Null says the same as absent where the API server drops it.
            return .object(
                object.compactMapValues { key, value in
                    let child = schema.child(place, key)
                    guard case .null = value else { return canonical(value, at: child) }
                    let node = child.map(schema.node)
                    if node?.nullIsEmpty == true { return "" }
                    return node?.keepsNull == true ? .null : nil
                })
        case .array(let elements):
            let element = schema.element(place)
            let values = elements.map { canonical($0, at: element) }
            return .array(ordered(values, place.flatMap { schema.node($0).list }, at: element))
        default:
            guard let place, let scalar = schema.node(place).scalar else { return value }
            return ScalarText.canonical(value, as: scalar)
        }
    }

    /// An object with some taints, in the order that they have in another one; without them when there is none.
    private static func with(_ whole: Value?, _ taints: [Value], in object: Value) -> Value {
        guard case .object(var members) = object else { return object }
        var spec = members["spec"]?.object ?? Object()
        let own = spec["taints"]?.array ?? []
        let kept =
            whole.map { whole in
                (whole["spec"]?["taints"]?.array ?? []).filter { own.contains($0) || taints.contains($0) }
            } ?? own.filter { !taints.contains($0) }
        spec["taints"] = kept.isEmpty ? nil : .array(kept)
        members["spec"] = .object(spec)
        return .object(members)
    }

    private func ordered(
        _ elements: [Value], _ semantics: ListSemantics?, at place: FieldSchema.Place?
    ) -> [Value] {
        switch semantics {
        case nil, .ordered?, .map(_, isOrdered: true)?: return elements
        case .environment? where Self.refersWithin(elements): return elements
        // Of two entries with one key the later one wins: then order counts.
        case .environment? where !haveDistinctKeys(elements, ["name"], at: place): return elements
        case .map(let keys, _)? where !haveDistinctKeys(elements, keys, at: place): return elements
        case .map?, .environment?, .bag?:
            // The bytes of the whole element begin nowhere near its keys, but any total order will do.
            return elements.map { (CanonicalJSON.bytes($0), $0) }
                .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
        }
    }

    private func haveDistinctKeys(_ elements: [Value], _ keys: [String], at place: FieldSchema.Place?) -> Bool {
        var seen: Set<Object> = []
        return elements.allSatisfy { element in
            key(of: element, keys, at: place).map { seen.insert($0).inserted } ?? false
        }
    }

    /// What identifies an element of a list; `nil` when it has none of the key fields.
    ///
    /// - Parameter place: the place of the elements. An absent key field means its default: a port without a protocol is
    ///   TCP.
    package func key(of element: Value, _ keys: [String], at place: FieldSchema.Place?) -> Object? {
        var key = Object()
        for name in keys {
            let field = schema.child(place, name)
            var value = element[name]
            if case .null? = value { value = nil }
            guard let value = value ?? field.flatMap({ schema.node($0).defaultValue }) else { continue }
            key[name] = canonical(value, at: field)
        }
        return key.isEmpty ? nil : key
    }

    /// Whether a variable's value mentions another one of the list as `$(NAME)`, so that their order matters.
    package static func refersWithin(_ environment: [Value]) -> Bool {
        let names = Set(environment.compactMap { $0["name"]?.string })
        return environment.contains { entry in
            guard let text = entry["value"]?.string else { return false }
            return references(in: text).contains { names.contains($0) }
        }
    }

    /// The names in `$(NAME)`, leaving out the escaped `$$(NAME)`.
    package static func references(in text: String) -> [String] {
        var names: [String] = []
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            rest = rest[rest.index(after: dollar)...]
            guard let next = rest.first else { break }
            if next == "$" {
                rest = rest.dropFirst()
            } else if next == "(" {
                let name = rest.dropFirst().prefix { $0 != ")" }
                rest = rest.dropFirst(name.count + 1)
                if rest.first == ")" { names.append(String(name)) }
            }
        }
        return names
    }

    /// `stringData` is a write-only spelling of `data`; where both name a key it wins. Values are tokens by now.
    private static func mergeStringData(_ secret: inout Object) {
        guard case .object(let plain)? = secret["stringData"] else { return }
        var data = secret["data"]?.object ?? Object()
        for member in plain.members { data[member.key] = member.value }
        secret["data"] = .object(data)
        secret["stringData"] = nil
    }

    private static func group(of object: Value) -> String { APIVersion.group(of: object["apiVersion"]?.string ?? "") }
}
