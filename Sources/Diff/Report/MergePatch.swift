import Snapshot

/// Changed fields of one object as a partial object, as Kustomize and `kubectl patch` take it, and what such a patch cannot say.
struct MergePatch {
    /// What the fields are set to; `nil` when the patch says nothing.
    let value: Value?
    /// What the patch leaves out, with the reason.
    let left: [(place: String, reason: String)]
    /// How kubectl has to read it: `strategic` for Kubernetes' own types, `merge` for all others.
    let type: String

    /// - Parameter side: The state whose values are wanted.
    init(_ fields: [FieldChange], of kind: GroupKind, to side: Side) {
        let isBuiltIn = BuiltinTypes.isBuiltin(group: kind.group)
        var parts: [Part] = []
        var left: [(String, String)] = []
        for field in fields {
            let (wanted, other) = side == .after ? (field.after, field.before) : (field.before, field.after)
            let reason = Self.obstacle(field, wanted, isBuiltIn: isBuiltIn)
            if let reason {
                let place = field.path.description
                left.append((RedactedText.readable(place) ?? place, reason))
            } else {
                parts.append(Part(path: field.path.elements, wanted: wanted.map { Self.replacing(other, by: $0) }))
            }
        }
        value = parts.isEmpty ? nil : Self.build(parts[...], depth: 0)
        self.left = left
        type = isBuiltIn ? "strategic" : "merge"
    }

    /// One field and what it is to say; `nil` for nothing.
    private struct Part {
        let path: [PathElement]
        let wanted: Value?
    }

    /// The lists of built-in types whose entries a strategic merge finds by this member, and by no other.
    ///
    /// Source: `patchStrategy` and `patchMergeKey` in k8s.io/api. Lists with several keys (`ports`) are not among them: the patch
    /// would find two entries of one port.
    static let mergeKeys: [String: String] = [
        "containers": "name", "initContainers": "name", "volumes": "name", "env": "name", "volumeMounts": "mountPath",
        "volumeDevices": "devicePath", "imagePullSecrets": "name", "secrets": "name", "hostAliases": "ip",
        "webhooks": "name",
    ]

    /// Why a patch cannot say it; `nil` when it can.
    private static func obstacle(_ field: FieldChange, _ wanted: Value?, isBuiltIn: Bool) -> String? {
        if case .moved = field.detail { return "a patch does not put the entries of a list in order" }
        if let wanted, let reason = obstacle(wanted) { return reason }
        guard !field.path.elements.isEmpty else { return "the whole object" }
        guard TokenText.tokens(in: field.path.description).isEmpty else {
            return "redacted: take the value from its source"
        }
        var list: String?
        for element in field.path.elements {
            switch element {
            case .field(let name):
                if isReserved(name) { return "the name of the field means something else in a patch" }
                list = name
            case .key(let keys):
                guard isBuiltIn, let list, let key = mergeKeys[list], keys.members.count == 1,
                    keys.members.allSatisfy({ ByteOrder.same($0.key, key) })
                else { return "a patch cannot name the entry of the list" }
            case .value, .index: return "a patch cannot name the entry of the list"
            }
        }
        if case .field(let name)? = field.path.elements.last, isBuiltIn, mergeKeys[name] != nil, field.before != nil,
            field.after != nil
        {
            return "a patch would merge the lists"
        }
        return nil
    }

    /// Why a value may not stand in a patch.
    static func obstacle(_ value: Value) -> String? {
        switch value {
        case .string(let text): TokenText.tokens(in: text).isEmpty ? nil : "redacted: take the value from its source"
        case .array(let elements): elements.lazy.compactMap { obstacle($0) }.first
        case .object(let object):
            object.members.lazy.compactMap { member -> String? in
                if isReserved(member.key) { return "a member of it means something else in a patch" }
                return TokenText.tokens(in: member.key).isEmpty
                    ? obstacle(member.value) : "redacted: take the value from its source"
            }.first
        default: nil
        }
    }

    /// `$patch`, `$retainKeys`, `$setElementOrder/…`
    private static func isReserved(_ name: String) -> Bool { name.utf8.first == UInt8(ascii: "$") }

    /// A value that takes the place of another one instead of being merged with it: what only the other has is null.
    private static func replacing(_ other: Value?, by wanted: Value) -> Value {
        guard case .object(let object) = wanted, case .object(let former)? = other else { return wanted }
        var members: [String: Value] = [:]
        for member in former.members { members[member.key] = .null }
        for member in object.members { members[member.key] = replacing(former[member.key], by: member.value) }
        return .object(Object(members))
    }

    /// Neighbors that begin alike become one member.
    private static func build(_ parts: ArraySlice<Part>, depth: Int) -> Value {
        if let whole = parts.first(where: { $0.path.count == depth }) { return whole.wanted ?? .null }
        var members: [String: Value] = [:]
        var entries: [Value] = []
        var rest = parts
        while let first = rest.first {
            let same = rest.prefix { $0.path[depth] == first.path[depth] }
            rest = rest[same.endIndex...]
            switch first.path[depth] {
            case .field(let name): members[name] = build(same, depth: depth + 1)
            case .key(let keys): entries.append(entry(keys, build(same, depth: depth + 1)))
            case .value, .index: break
            }
        }
        return entries.isEmpty ? .object(Object(members)) : .array(entries)
    }

    /// The entry of a list with the key by which it is found; one that is to be gone says so.
    private static func entry(_ keys: Object, _ value: Value) -> Value {
        var object = value.object ?? Object()
        for member in keys.members { object[member.key] = member.value }
        if value == .null { object["$patch"] = "delete" }
        return .object(object)
    }
}
