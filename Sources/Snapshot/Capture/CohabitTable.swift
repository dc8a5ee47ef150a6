/// Two kinds under which API servers serve one object. Printed by `snapctl rules`.
package struct Cohabitation: Sendable, Hashable {
    /// The kind of which the copy is left out.
    package let dropped: GroupKind
    /// The kind that stays.
    package let kept: GroupKind
    /// Fields of the dropped copy with the names that the other one gives them.
    package let renamed: [String: String]
    /// Why.
    package let reason: String
}

/// Which kinds are one in an API server's store. A uid alone is what any API may repeat: whatever no row names, or says
/// something else, is kept.
///
/// Source: kube-apiserver, `pkg/kubeapiserver/default_storage_factory_builder.go`; `pkg/apis/events/v1/conversion.go`.
package enum CohabitTable {
    /// All of them.
    package static let rows: [Cohabitation] =
        [
            Cohabitation(
                dropped: GroupKind(group: "", kind: "Event"), kept: GroupKind(group: "events.k8s.io", kind: "Event"),
                renamed: [
                    "message": "note", "involvedObject": "regarding", "source": "deprecatedSource",
                    "count": "deprecatedCount", "firstTimestamp": "deprecatedFirstTimestamp",
                    "lastTimestamp": "deprecatedLastTimestamp", "reportingComponent": "reportingController",
                ], reason: "events have an API of their own")
        ]
        + ["Deployment", "DaemonSet", "ReplicaSet"].map { moved($0, to: "apps") }
        + ["Ingress", "NetworkPolicy"].map { moved($0, to: "networking.k8s.io") }
        + [moved("PodSecurityPolicy", to: "policy")]

    private static func moved(_ kind: String, to group: String) -> Cohabitation {
        Cohabitation(
            dropped: GroupKind(group: "extensions", kind: kind), kept: GroupKind(group: group, kind: kind),
            renamed: [:], reason: "moved out of the group extensions")
    }

    /// The row about two entries that could be one object, whichever comes first.
    package static func row(_ a: IndexEntry, _ b: IndexEntry) -> (
        row: Cohabitation, dropped: IndexEntry, kept: IndexEntry
    )? {
        guard ByteOrder.same(a.identity.name, b.identity.name), a.identity.namespace == b.identity.namespace else {
            return nil
        }
        for row in rows {
            if row.dropped == a.identity.groupKind, row.kept == b.identity.groupKind { return (row, a, b) }
            if row.dropped == b.identity.groupKind, row.kept == a.identity.groupKind { return (row, b, a) }
        }
        return nil
    }
}

extension Cohabitation {
    /// Whether two bodies say the same, but for the group, the names of fields, and who wrote them in which version.
    package func agree(_ dropped: Value, _ kept: Value) -> Bool {
        guard let a = content(dropped), let b = content(kept),
            dropped[["metadata", "resourceVersion"]] == kept[["metadata", "resourceVersion"]]
        else { return false }
        var renamedContent = Object()
        for member in a.members { renamedContent[renamed[member.key] ?? member.key] = member.value }
        let names = Set(renamedContent.keys).union(b.keys)
        return names.allSatisfy { Self.same(renamedContent[$0], b[$0]) }
    }

    private func content(_ object: Value) -> Object? {
        guard case .object(var result) = object else { return nil }
        result["apiVersion"] = nil
        result["kind"] = nil
        if case .object(var metadata)? = result["metadata"] {
            metadata["managedFields"] = nil
            result["metadata"] = .object(metadata)
        }
        return result
    }

    /// Null, empty texts, maps and lists, and zero are what one version writes and another leaves out.
    private static func same(_ a: Value?, _ b: Value?) -> Bool {
        a == b || isEmpty(a) && isEmpty(b)
    }

    private static func isEmpty(_ value: Value?) -> Bool {
        switch value {
        case nil, .null?: true
        case .string(let text)?: text.isEmpty
        case .object(let object)?: object.isEmpty
        case .array(let list)?: list.isEmpty
        case .number?: value?.int == 0
        case .bool?: false
        }
    }
}

extension RecordStore {
    /// One object can be served under two kinds (`events` in the core group and in `events.k8s.io`): of known pairs that agree
    /// in everything one copy stays. Returns how many went, by kind.
    func dropCohabiting() throws(DiskError) -> [GroupKind: Int] {
        var byUID: [String: [IndexEntry]] = [:]
        var dropped: Set<Identity> = []
        for entry in entries() where !entry.uid.isEmpty {
            for other in byUID[entry.uid] ?? [] where !dropped.contains(other.identity) {
                guard let pair = CohabitTable.row(other, entry), let a = try body(of: pair.dropped.identity),
                    let b = try body(of: pair.kept.identity), let x = try? JSONReader.value(a),
                    let y = try? JSONReader.value(b), pair.row.agree(x, y)
                else { continue }
                dropped.insert(pair.dropped.identity)
            }
            byUID[entry.uid, default: []].append(entry)
        }
        remove(dropped)
        return dropped.reduce(into: [:]) { $0[$1.groupKind, default: 0] += 1 }
    }
}
