/// Fields that a person wrote where only controllers write: parts of `status`, and a Node's taints under controllers' keys.
///
/// Neither is declared state, whoever reads it: a Service's outside address, a Node's addresses, the artifact that Flux applies.
/// So what the server recorded as a person's is compared all the same. Printed by `snapctl rules`.
package struct HandFields: Sendable, Hashable {
    /// How the names of such managers begin: clients of people, and no program that controllers use as well.
    package static let managers = ["kubectl", "k9s", "curl", "Mozilla", "Headlamp", "Lens"]

    /// What tells why a Node has a controller's taint; one without a reason is nobody's but its writer's.
    package enum TaintReason: Sendable, Hashable {
        /// A condition of this type that says something else.
        case conditionIsNot(String, String)
        /// A condition of this type that says so.
        case condition(String, String)
        /// `spec.unschedulable`
        case unschedulable
    }

    /// Source: kubernetes.io, "Taints and Tolerations", taint based evictions and taint nodes by condition.
    package static let taintReasons: [(key: String, reason: TaintReason)] = [
        ("node.kubernetes.io/not-ready", .conditionIsNot("Ready", "True")),
        ("node.kubernetes.io/unreachable", .conditionIsNot("Ready", "True")),
        ("node.kubernetes.io/memory-pressure", .condition("MemoryPressure", "True")),
        ("node.kubernetes.io/disk-pressure", .condition("DiskPressure", "True")),
        ("node.kubernetes.io/pid-pressure", .condition("PIDPressure", "True")),
        ("node.kubernetes.io/network-unavailable", .condition("NetworkUnavailable", "True")),
        ("node.kubernetes.io/unschedulable", .unschedulable),
    ]

    private static let prefixes = managers.map { Array($0.utf8) }
    /// Lists of keys by which the elements of one list are told apart; a server writes one.
    private static let keyLimit = 4

    /// What managedFields say below `f:status`, of each such manager.
    private var status: [Object] = []
    private var ownsTaints = false

    /// Whether nothing of the kind was written.
    package var isEmpty: Bool { status.isEmpty && !ownsTaints }

    /// What is recorded on an object.
    package init(of object: Value) {
        let isNode = object["kind"]?.string == "Node"
        for entry in object[["metadata", "managedFields"]]?.array ?? [] {
            guard let manager = entry["manager"]?.string, let fields = entry["fieldsV1"],
                Self.managers.contains(where: { ByteOrder.begins(manager, with: $0) })
            else { continue }
            // Old servers recorded the status that came with a new object, and dropped it.
            if entry["subresource"]?.string?.isEmpty == false, let owned = fields["f:status"]?.object {
                status.append(owned)
            }
            if isNode, fields["f:spec"]?["f:taints"] != nil { ownsTaints = true }
        }
    }

    /// What is recorded on either of two versions of an object.
    package func union(_ other: HandFields) -> HandFields {
        var result = self
        result.status += other.status
        result.ownsTaints = ownsTaints || other.ownsTaints
        return result
    }

    /// Whether an object has any, without a tree of it.
    package static func areOn(_ object: JSONTape) -> Bool {
        guard let entries = object.member(["metadata", "managedFields"], of: 0), object.nodes[entries].kind == .array
        else { return false }
        var entry = entries + 1
        for _ in 0..<object.nodes[entries].count {
            if isPersons(entry, of: object) { return true }
            entry = object.end(entry)
        }
        return false
    }

    private static func isPersons(_ entry: Int, of object: JSONTape) -> Bool {
        guard let manager = object.member("manager", of: entry), object.nodes[manager].kind == .string,
            prefixes.contains(where: { object.begins(manager, with: $0) })
        else { return false }
        return object.member("subresource", of: entry) != nil
            && object.member(["fieldsV1", "f:status"], of: entry) != nil
            || object.member(["fieldsV1", "f:spec", "f:taints"], of: entry) != nil
    }

    // MARK: What was written

    /// The part of an object's `status` that they name; `nil` for nothing.
    func status(of object: Value) -> Value? {
        guard !status.isEmpty, let value = object["status"] else { return nil }
        return Self.part(of: value, status)
    }

    /// The taints under controllers' keys that nothing but their writer explains.
    func taints(of object: Value) -> [Value] {
        guard ownsTaints, let taints = object["spec"]?["taints"]?.array else { return [] }
        return taints.filter { taint in
            guard let key = taint["key"]?.string else { return false }
            let reasons = Self.taintReasons.filter { ByteOrder.same($0.key, key) }
            return !reasons.contains { Self.holds($0.reason, of: object) }
        }
    }

    private static func holds(_ reason: TaintReason, of node: Value) -> Bool {
        func says(_ type: String) -> String? {
            (node["status"]?["conditions"]?.array ?? []).first { $0["type"]?.string == type }?["status"]?.string
        }
        return switch reason {
        case .conditionIsNot(let type, let value): says(type) != value
        case .condition(let type, let value): says(type) == value
        case .unschedulable: node["spec"]?["unschedulable"]?.bool == true
        }
    }

    /// - Parameter sets: what is owned, as managedFields write it; an empty one owns the whole.
    private static func part(of value: Value, _ sets: [Object]) -> Value? {
        if sets.contains(where: \.isEmpty) { return value }
        switch value {
        case .object(let members):
            let kept = members.compactMapValues { name, member in
                let inner = sets.compactMap { $0["f:\(name)"]?.object }
                return inner.isEmpty ? nil : part(of: member, inner)
            }
            return kept.isEmpty ? nil : .object(kept)
        case .array(let elements):
            let kept = ListOwners(sets)
            let parts = elements.enumerated().compactMap { place, element in
                kept.part(of: element, at: place) { part(of: $0, $1) }
            }
            return parts.isEmpty ? nil : .array(parts)
        default: return value
        }
    }

    /// Who owns which elements of a list.
    private struct ListOwners {
        private var byKey: [Object: [Object]] = [:]
        private var byValue: [Value: [Object]] = [:]
        private var byPlace: [Int: [Object]] = [:]
        private var keys: Set<[String]> = []

        init(_ sets: [Object]) {
            for member in sets.flatMap(\.members) {
                guard let owned = member.value.object else { continue }
                switch PathElement(managed: member.key) {
                case .key(let key)?:
                    let names = key.members.map(\.key)
                    guard keys.contains(names) || keys.count < HandFields.keyLimit else { continue }
                    keys.insert(names)
                    byKey[key, default: []].append(owned)
                case .value(let value)?: byValue[value, default: []].append(owned)
                case .index(let place)?: byPlace[place, default: []].append(owned)
                case .field?, nil: continue
                }
            }
        }

        /// What is owned of an element, with the fields that tell it apart.
        func part(of element: Value, at place: Int, _ part: (Value, [Object]) -> Value?) -> Value? {
            var owned = (byValue[element] ?? []) + (byPlace[place] ?? [])
            var told = Object()
            for names in keys {
                var key = Object()
                for name in names { key[name] = element[name] }
                guard let found = byKey[key] else { continue }
                owned += found
                for member in key.members { told[member.key] = member.value }
            }
            guard !owned.isEmpty, let kept = part(element, owned) else { return nil }
            guard case .object(var members) = kept else { return kept }
            for member in told.members { members[member.key] = member.value }
            return .object(members)
        }
    }

    /// The tables for people.
    static var json: Value {
        [
            "managers": .array(managers.map { .string("\($0)*") }),
            "fields": ["status", "spec.taints of a Node"],
            "expectedTaints": .array(
                taintReasons.map { row in
                    let reason =
                        switch row.reason {
                        case .conditionIsNot(let type, let value): "condition \(type) is not \(value)"
                        case .condition(let type, let value): "condition \(type) is \(value)"
                        case .unschedulable: "spec.unschedulable"
                        }
                    return ["key": .string(row.key), "when": .string(reason)]
                }),
        ]
    }
}
