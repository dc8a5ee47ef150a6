import Snapshot

/// What it means that one side lacks a field.
extension FieldWalk {
    /// A value that only one side has.
    mutating func oneSided(
        _ value: Value, _ side: Side, _ before: Value?, _ after: Value?, _ place: FieldSchema.Place?,
        _ path: FieldPath, beside: Beside?
    ) {
        if let (rule, note) = meaningless(value, place, path, beside: beside) {
            return suppress(rule, path, before, after, note: note)
        }
        guard let live = context.live, live.side == side else {
            guard let entries = EntryMaps.entries(of: value, path) else { return report(path, .value, before, after) }
            for entry in entries {
                let (old, new): (Value?, Value?) = side == .before ? (entry.value, nil) : (nil, entry.value)
                walk(old, new, schema.child(place, entry.key), path.appending(.field(entry.key)), beside: nil)
            }
            return
        }
        // A manifest leaves out what the server fills in; who owns the live field tells whether somebody wrote it.
        let changes = result.changes.count
        let suppressions = result.suppressions.count
        if liveOnly(value, live, place, path, beside: beside), EntryMaps.entries(of: value, path) == nil {
            // Nothing of it was filled in: one change for the whole value.
            result.changes.removeSubrange(changes...)
            result.suppressions.removeSubrange(suppressions...)
            report(path, .value, before, after)
        }
    }

    /// Judges the parts of a live value that the manifest lacks.
    ///
    /// - Returns: whether every part of it is somebody's.
    private mutating func liveOnly(
        _ value: Value, _ live: LiveFields, _ place: FieldSchema.Place?, _ path: FieldPath, beside: Beside?
    ) -> Bool {
        var parts: [(path: FieldPath, value: Value, place: FieldSchema.Place?)] = []
        switch value {
        case .object(let members):
            parts = members.members.map { (path.appending(.field($0.key)), $0.value, schema.child(place, $0.key)) }
        case .array(let elements):
            if let keys = mapKeys(place), let found = distinctKeys(of: elements, keys, place) {
                parts = zip(found, elements).map { (path.appending(.key($0)), $1, schema.element(place)) }
            }
        default: break
        }
        if parts.isEmpty || live.isAtomic(path) {
            let (before, after): (Value?, Value?) = live.side == .before ? (value, nil) : (nil, value)
            switch live.standing(of: path) {
            case .serverFilled:
                suppress("server-filled", path, before, after, note: "no field manager owns it")
            case .controllers(let names):
                suppress("controller-owned", path, before, after, note: "owned by \(names.joined(separator: ", "))")
            case .somebody:
                report(path, .value, before, after)
                return true
            }
            return false
        }
        var isAllSomebodys = true
        for part in parts {
            if let (rule, note) = meaningless(part.value, part.place, part.path, beside: nil) {
                let (before, after): (Value?, Value?) = live.side == .before ? (part.value, nil) : (nil, part.value)
                suppress(rule, part.path, before, after, note: note)
            } else if !liveOnly(part.value, live, part.place, part.path, beside: nil) {
                isAllSomebodys = false
            }
        }
        return isAllSomebodys
    }

    /// What one side says; `nil` when it is a manifest that leaves the value to the server, as `clusterIP: ""` does.
    func declared(_ value: Value?, _ side: Side, _ place: FieldSchema.Place?) -> Value? {
        guard let value = value.present else { return nil }
        guard let live = context.live, live.side != side, let place, schema.node(place).isAllocated,
            schema.node(place).defaultValue == value
        else { return value }
        return nil
    }

    /// Why a value says no more than its absence; `nil` when it does say more.
    private func meaningless(
        _ value: Value, _ place: FieldSchema.Place?, _ path: FieldPath, beside: Beside?
    ) -> (rule: String, note: String?)? {
        if let place, isDefault(value, place) { return ("default", "absent means the default, by \(source(place))") }
        if let beside, let rule = beside.impliedDefault(path),
            !schema.defaultsOff.contains("\(rule.definition).\(rule.field)"),
            let implied = rule.value(beside.members),
            normalizer.canonical(value, at: place) == normalizer.canonical(implied, at: place)
        {
            return ("default", "absent means \(rule.reason)")
        }
        let isFree = place.map { schema.node($0).keepsNull } ?? false
        if context.isBuiltin, !isFree, EmptyValues.areDropped(value, path) {
            return ("empty", "the API server drops empty lists and maps of built-in types")
        }
        return nil
    }

    private func source(_ place: FieldSchema.Place) -> String { schema.node(place).source }

    /// Whether a value is the default, or an object of nothing but defaults where the default is an object.
    private func isDefault(_ value: Value, _ place: FieldSchema.Place) -> Bool {
        guard let standard = schema.node(place).defaultValue else { return false }
        if normalizer.canonical(value, at: place) == normalizer.canonical(standard, at: place) { return true }
        guard case .object(let members) = value, case .object(let base) = standard else { return false }
        return members.members.allSatisfy { member in
            if base[member.key] == member.value { return true }
            return schema.child(place, member.key).map { isDefault(member.value, $0) } ?? false
        }
    }
}

/// The object that lacks a field.
struct Beside {
    let members: Object
    /// What the schema calls it, such as `core.Container`.
    let definition: String?

    /// The rule about the last field of a path.
    func impliedDefault(_ path: FieldPath) -> ImpliedDefault? {
        guard let definition, case .field(let name)? = path.elements.last else { return nil }
        return ImpliedDefault.byDefinition[definition]?.first { $0.field == name }
    }
}

/// Values that a server of built-in types never stores.
enum EmptyValues {
    /// Members of built-in types that hold raw JSON: what they hold is text to the server.
    private static let rawJSON: Set<String> = ["default", "example", "enum"]
    /// Maps that are left out when empty. Other empty objects say something: `emptyDir: {}`, `podSelector: {}`.
    static let maps: Set<String> = [
        "labels", "annotations", "matchLabels", "nodeSelector", "data", "binaryData", "limits", "requests", "hard",
        "parameters", "volumeAttributes",
    ]

    static func areDropped(_ value: Value, _ path: FieldPath) -> Bool {
        guard case .field(let name)? = path.elements.last else { return false }
        let isRaw = path.elements.contains { if case .field(let name) = $0 { rawJSON.contains(name) } else { false } }
        switch value {
        case .array(let elements): return elements.isEmpty && !isRaw
        case .object(let members): return members.isEmpty && maps.contains(name) && !isRaw
        default: return false
        }
    }
}
