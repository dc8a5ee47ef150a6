import Snapshot

/// What it means that one side lacks a field.
extension FieldWalk {
    /// A value that only one side has.
    mutating func oneSided(
        _ value: Value, _ side: Side, _ before: Value?, _ after: Value?, _ place: FieldSchema.Place?,
        _ path: FieldPath
    ) {
        if let (rule, note) = meaningless(value, place, path, lacking: side == .before ? .after : .before) {
            return suppress(rule, path, before, after, note: note)
        }
        guard let live = context.live, live.side == side else {
            guard let entries = EntryMaps.entries(of: value, path) else { return report(path, .value, before, after) }
            for entry in entries {
                let (old, new): (Value?, Value?) = side == .before ? (entry.value, nil) : (nil, entry.value)
                walk(old, new, schema.child(place, entry.key), path.appending(.field(entry.key)))
            }
            return
        }
        // A manifest leaves out what the server fills in; who owns the live field tells whether somebody wrote it.
        let changes = result.changes.count
        let suppressions = result.suppressions.count
        if liveOnly(value, live, place, path), EntryMaps.entries(of: value, path) == nil {
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
        _ value: Value, _ live: LiveFields, _ place: FieldSchema.Place?, _ path: FieldPath
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
            switch live.standing(of: path, isDefined: place != nil) {
            case .serverFilled:
                suppress("server-filled", path, before, after, note: "no field manager owns it")
            case .serverFilledUnproven:
                suppress(
                    ComparisonRule.unproven.name, path, before, after, note: "its owner is unknown")
            case .controllers(let names):
                suppress("controller-owned", path, before, after, note: "owned by \(names.joined(separator: ", "))")
            case .somebody:
                report(path, .value, before, after)
                return true
            }
            return false
        }
        var isAllSomebodys = true
        let members = value.object ?? Object()
        // What its own fields imply was filled in with them.
        enclosing.append(
            Enclosing(definition: place.flatMap { schema.node($0).definition }, before: members, after: members))
        defer { enclosing.removeLast() }
        for part in parts {
            if let (rule, note) = meaningless(part.value, part.place, part.path, lacking: live.side) {
                let (before, after): (Value?, Value?) = live.side == .before ? (part.value, nil) : (nil, part.value)
                suppress(rule, part.path, before, after, note: note)
            } else if !liveOnly(part.value, live, part.place, part.path) {
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
    ///
    /// - Parameter lacking: the side that lacks it, whose other fields may imply it; `nil` when more than it is lacking.
    func meaningless(
        _ value: Value, _ place: FieldSchema.Place?, _ path: FieldPath, lacking: Side?
    ) -> (rule: String, note: String?)? {
        if let place, isDefault(value, place) { return ("default", "absent means the default, by \(source(place))") }
        if let lacking, let (reason, implied) = implied(path, lacking),
            normalizer.canonical(value, at: place) == normalizer.canonical(implied, at: place)
        {
            return ("default", "absent means \(reason)")
        }
        if isEmpty(value, place, path) {
            return ("empty", "the API server drops what is empty, or it says nothing")
        }
        return nil
    }

    /// Why two values say the same although only one of them is empty: the other one is what absence means.
    func emptyBeside(
        _ before: Value, _ after: Value, _ place: FieldSchema.Place?, _ path: FieldPath
    ) -> (rule: String, note: String?)? {
        guard context.isBuiltin else { return nil }
        switch (isDropped(before, place, path), isDropped(after, place, path)) {
        case (true, false): return meaningless(after, place, path, lacking: .before)
        case (false, true): return meaningless(before, place, path, lacking: .after)
        default: return nil
        }
    }

    private func isDropped(_ value: Value, _ place: FieldSchema.Place?, _ path: FieldPath) -> Bool {
        if EmptyValues.areDropped(value, path) { return true }
        guard case .object(let members) = value else { return false }
        return members.isEmpty && place.map { schema.node($0).isNothingWhenEmpty } ?? false
    }

    private func source(_ place: FieldSchema.Place) -> String { schema.node(place).source }

    /// Whether a value is the default, or an object of nothing but defaults where the default is an object.
    private func isDefault(_ value: Value, _ place: FieldSchema.Place) -> Bool {
        let node = schema.node(place)
        if value == node.unset { return true }
        guard let standard = node.defaultValue else { return false }
        if normalizer.canonical(value, at: place) == normalizer.canonical(standard, at: place) { return true }
        guard case .object(let members) = value, case .object(let base) = standard else { return false }
        return members.members.allSatisfy { member in
            if base[member.key] == member.value { return true }
            return schema.child(place, member.key).map { isDefault(member.value, $0) } ?? false
        }
    }

    /// What a field that one side lacks means, by that side's other fields.
    private func implied(_ path: FieldPath, _ side: Side) -> (reason: String, value: Value)? {
        guard case .field(let name)? = path.elements.last, let object = enclosing.last else { return nil }
        for rule in rules(object.definition, name) {
            if let value = rule.value(object[side], outer(rule, side, around: enclosing.dropLast())) {
                return (rule.reason, value)
            }
        }
        // A member of a map that is filled up by itself.
        guard let holder = enclosing.dropLast().last, case .field(let map)? = path.elements.dropLast().last else {
            return nil
        }
        for rule in rules(holder.definition, map) where rule.fillsMembers {
            let around = outer(rule, side, around: enclosing.dropLast(2))
            if let value = rule.value(holder[side], around)?[name] { return (rule.reason, value) }
        }
        return nil
    }

    private func rules(_ definition: String?, _ field: String) -> [ImpliedDefault] {
        definition.flatMap { schema.impliedDefaults[$0] }?.filter { rule in
            rule.field == field && !enclosing.contains { $0.definition != nil && $0.definition == rule.notWithin }
        } ?? []
    }

    /// The object whose fields a rule asks for; an empty one, which implies nothing, where there is none.
    private func outer(_ rule: ImpliedDefault, _ side: Side, around: ArraySlice<Enclosing>) -> Object {
        switch rule.outer {
        case nil: Object()
        case .parent(let definition)?: around.last.flatMap { $0.definition == definition ? $0[side] : nil } ?? Object()
        case .ancestor(let definition)?: around.last { $0.definition == definition }?[side] ?? Object()
        }
    }

    // MARK: Emptiness

    /// Whether a value is empty where that says nothing, or holds only what says nothing: in built-in types, and where a
    /// baseline says so.
    private func isEmpty(_ value: Value, _ place: FieldSchema.Place?, _ path: FieldPath) -> Bool {
        let node = place.map(schema.node)
        if node?.keepsNull ?? false { return false }
        if context.isBuiltin, EmptyValues.areDropped(value, path) { return true }
        guard node?.isNothingWhenEmpty ?? false else { return false }
        if value.array?.isEmpty ?? false { return true }
        guard case .object(let members) = value else { return false }
        return members.members.allSatisfy { member in
            let child = schema.child(place, member.key)
            if case .null = member.value { return !(child.map { schema.node($0).nullIsEmpty } ?? false) }
            return meaningless(member.value, child, path.appending(.field(member.key)), lacking: nil) != nil
        }
    }

    /// A value without what says no more than its absence, in canonical form: what entries of lists are matched by.
    func bare(_ value: Value, _ place: FieldSchema.Place?, _ path: FieldPath) -> Value {
        normalizer.canonical(stripped(value, place, path), at: place)
    }

    private func stripped(_ value: Value, _ place: FieldSchema.Place?, _ path: FieldPath) -> Value {
        switch value {
        case .object(let members):
            let rules = place.flatMap { schema.node($0).definition }.flatMap { schema.impliedDefaults[$0] } ?? []
            var rest = members
            for rule in rules where rule.outer == nil {
                // What is taken out implies nothing: of two fields that mirror each other one stays.
                guard let value = rest[rule.field] else { continue }
                rest[rule.field] = nil
                let child = schema.child(place, rule.field)
                let implied = rule.value(rest, Object()).map { normalizer.canonical($0, at: child) }
                if implied != normalizer.canonical(value, at: child) { rest[rule.field] = value }
            }
            return .object(
                rest.compactMapValues { key, value in
                    let (child, path) = (schema.child(place, key), path.appending(.field(key)))
                    return meaningless(value, child, path, lacking: nil) == nil ? stripped(value, child, path) : nil
                })
        case .array(let elements):
            let element = schema.element(place)
            return .array(elements.enumerated().map { stripped($1, element, path.appending(.index($0))) })
        default: return value
        }
    }
}

/// Values that a server of built-in types never stores.
enum EmptyValues {
    /// Members of built-in types that hold raw JSON: what they hold is text to the server.
    private static let rawJSON: Set<String> = ["default", "example", "enum"]
    /// Maps of texts and quantities that are left out when empty.
    static let maps: Set<String> = [
        "labels", "annotations", "matchLabels", "nodeSelector", "data", "binaryData", "limits", "requests", "hard",
        "parameters", "volumeAttributes", "overhead", "podFixed", "options", "deprecatedTopology", "counters",
        "capacity", "max", "min", "defaultRequest", "maxLimitRequestRatio",
    ]

    static func areDropped(_ value: Value, _ path: FieldPath) -> Bool {
        guard case .field(let name)? = path.elements.last else { return false }
        switch value {
        case .array(let elements): return elements.isEmpty && !isRaw(path)
        case .object(let members):
            // The schema of a property may have any name, and says something when it is empty.
            return members.isEmpty && maps.contains(name) && !isRaw(path) && !path.elements.contains(Self.schema)
        default: return false
        }
    }

    private static let schema = PathElement.field("openAPIV3Schema")

    private static func isRaw(_ path: FieldPath) -> Bool {
        path.elements.contains { if case .field(let name) = $0 { rawJSON.contains(name) } else { false } }
    }
}
