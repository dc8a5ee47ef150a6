package import Snapshot

/// Why the fields of one object are differences, or why not.
package struct Explanation: Sendable {
    /// What became of a field.
    package enum Fate: Sendable, Hashable {
        /// It is a difference.
        case difference
        /// Its elements stand in another order, which says nothing.
        case orderOnly
        /// It was redacted under two keys: neither equal nor different.
        case incomparable
        /// A rule sets it aside.
        case setAside(rule: String, note: String?)
        /// Both sides say the same, byte for byte.
        case same
    }

    /// One field.
    package struct Field: Sendable {
        /// Where.
        package let path: FieldPath
        /// What became of it.
        package let fate: Fate
        /// The raw value before; `nil` when absent.
        package let before: Value?
        /// The raw value after; `nil` when absent.
        package let after: Value?
        /// What the schema knows of the place, one sentence each; empty when it knows nothing.
        package let schema: [String]
    }

    /// Which object.
    package let identity: Identity
    /// How the object as a whole is looked at: declared, derived from an owner, or bookkeeping.
    package let role: ObjectRole
    /// The fields, differences first.
    package let fields: [Field]
}

/// Some fields of an object.
package protocol FieldSelection {
    /// Whether the field, something in it or something around it is meant.
    func concerns(_ path: FieldPath) -> Bool
    /// The one field that is meant; `nil` when there may be several.
    var onlyPath: FieldPath? { get }
}

extension Comparer {
    /// Explains an object, or one field of it and everything inside.
    ///
    /// - Parameters:
    ///   - field: `nil` for the whole object.
    ///   - expected: what others write by design, see ``expectedWrites(before:after:)``.
    package func explain(
        _ entry: IndexEntry, before: Value, after: Value, field: (any FieldSelection)? = nil,
        expected: ExpectedWrites? = nil
    ) -> Explanation {
        var outcome = differences(before, after)
        if let expected { outcome = expected.settled(outcome, entry.identity, before: before, after: after) }
        let apiVersion = after["apiVersion"]?.string ?? ""
        func concerns(_ path: FieldPath) -> Bool { field?.concerns(path) ?? true }
        var fields = outcome.changes.filter { concerns($0.path) }.map { change in
            let fate: Explanation.Fate =
                switch change.kind {
                case .value: .difference
                case .orderOnly: .orderOnly
                case .incomparable: .incomparable
                }
            return Explanation.Field(
                path: change.path, fate: fate, before: change.before, after: change.after,
                schema: schemaWords(change.path, apiVersion, entry.identity.kind))
        }
        fields += outcome.suppressions.filter { concerns($0.path) }.map { suppression in
            Explanation.Field(
                path: suppression.path, fate: .setAside(rule: suppression.rule, note: suppression.note),
                before: suppression.before, after: suppression.after,
                schema: schemaWords(suppression.path, apiVersion, entry.identity.kind))
        }
        if let path = field?.onlyPath, fields.isEmpty {
            fields = [
                Explanation.Field(
                    path: path, fate: .same, before: path.value(in: before), after: path.value(in: after),
                    schema: schemaWords(path, apiVersion, entry.identity.kind))
            ]
        }
        return Explanation(identity: entry.identity, role: entry.role, fields: fields)
    }

    private func schemaWords(_ path: FieldPath, _ apiVersion: String, _ kind: String) -> [String] {
        let schema = normalizer.schema
        var place = schema.root(apiVersion: apiVersion, kind: kind)
        for element in path.elements {
            if case .field(let name) = element {
                place = schema.child(place, name)
            } else {
                place = schema.element(place)
            }
        }
        guard let place else { return [] }
        let node = schema.node(place)
        var words: [String] = []
        if let list = node.list { words.append("a list compared \(list.words)") }
        if let scalar = node.scalar { words.append("a value of the kind \(scalar.rawValue)") }
        if let value = node.defaultValue { words.append("default \(CanonicalJSON.text(value))") }
        return words.isEmpty ? [] : words + ["source: \(node.source)"]
    }
}

extension FieldPath {
    /// What stands at this path, when every step can be taken.
    package func value(in root: Value) -> Value? {
        elements.reduce(Optional(root)) { value, element in
            guard let value else { return nil }
            switch element {
            case .field(let name): return value[name]
            case .key(let keys):
                return value.array?.first { entry in keys.members.allSatisfy { entry[$0.key] == $0.value } }
            case .value(let member): return value.array?.first { $0 == member }
            case .index(let position):
                guard let elements = value.array, elements.indices.contains(position) else { return nil }
                return elements[position]
            }
        }
    }
}
