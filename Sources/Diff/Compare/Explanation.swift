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
        /// It follows from what changed in other objects, and is reported there.
        case consequence([Identity])
        /// The cluster has the object, and the manifests do not declare it.
        case undeclared
        /// One state holds it, and the other one was captured with a scope that leaves it out.
        case outOfScope
        /// A rule ignores it.
        case ignored(rule: String, note: String?)
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
    /// Explains an object, or one field of it and everything inside, by a comparison of the states that lists what it set
    /// aside.
    ///
    /// - Parameters:
    ///   - before: the object in the first state; `nil` where it is not there.
    ///   - after: the same in the second state.
    ///   - field: `nil` for the whole object.
    package func explain(
        _ entry: IndexEntry, in comparison: Comparison, before: Value?, after: Value?,
        field: (any FieldSelection)? = nil
    ) -> Explanation {
        let identity = entry.identity
        let apiVersion = (after ?? before)?["apiVersion"]?.string ?? ""
        var fields: [Explanation.Field] = []
        func take(_ path: FieldPath, _ fate: Explanation.Fate, _ before: Value?, _ after: Value?) {
            guard field?.concerns(path) ?? true else { return }
            fields.append(
                Explanation.Field(
                    path: path, fate: fate, before: before, after: after,
                    schema: schemaWords(path, apiVersion, identity.kind)))
        }
        for change in comparison.changes + comparison.orderOnly + comparison.incomparable
        where change.identity == identity || change.formerly == identity {
            switch change.kind {
            case .added, .removed: take(FieldPath(), .difference, before, after)
            case .modified(let changes), .tampered(let changes, _):
                for change in changes { take(change.path, Self.fate(change), change.before, change.after) }
            }
        }
        for consequence in comparison.consequences where consequence.change.identity == identity {
            for change in consequence.change.fields {
                take(change.path, .consequence(consequence.causes), change.before, change.after)
            }
        }
        for object in comparison.suppressedObjects where object.identity == identity {
            for suppression in object.suppressions {
                take(
                    suppression.path, .ignored(rule: suppression.rule, note: suppression.note),
                    suppression.before,
                    suppression.after)
            }
        }
        if fields.isEmpty, let before, let after, let path = field?.onlyPath {
            take(path, .same, path.value(in: before), path.value(in: after))
        }
        if fields.isEmpty, before == nil || after == nil {
            take(FieldPath(), expectation == .states ? .outOfScope : .undeclared, before, after)
        }
        return Explanation(identity: identity, role: entry.role, fields: fields)
    }

    private static func fate(_ change: FieldChange) -> Explanation.Fate {
        switch change.kind {
        case .value: .difference
        case .orderOnly: .orderOnly
        case .incomparable: .incomparable
        }
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
