package import Snapshot

/// One entry of an object's managedFields: who wrote which fields, self-reported.
///
/// Source: Kubernetes API reference, ManagedFieldsEntry; structured-merge-diff for the keys of `fieldsV1`.
package struct ManagerEntry: Sendable, Hashable {
    /// The field manager's name.
    package let name: String
    /// `Apply` or `Update`.
    package let operation: String
    /// The subresource; `nil` for the object itself.
    package let subresource: String?
    /// When its set of fields changed last, RFC 3339; not moved when somebody else takes a field over.
    package let time: String?
    /// What it owns, as a tree of `f:`, `k:`, `v:` and `i:` keys; `nil` when the entry has none.
    package let fields: Value?

    /// The entries of a raw object, in the server's order.
    package static func entries(of object: Value) -> [ManagerEntry] {
        (object["metadata"]?["managedFields"]?.array ?? []).map { entry in
            let subresource = entry["subresource"]?.string ?? ""
            return ManagerEntry(
                name: entry["manager"]?.string ?? "", operation: entry["operation"]?.string ?? "",
                subresource: subresource.isEmpty ? nil : subresource, time: entry["time"]?.string,
                fields: entry["fieldsV1"])
        }
    }

    /// Whether it is somebody's `kubectl scale`, `cordon`, `rollout undo` or `debug`: AKS does none of them under this name.
    var isUpdateOfPlainKubectl: Bool { ByteOrder.same(name, "kubectl") && ByteOrder.same(operation, "Update") }

    /// Whether it writes nothing but the object's status, which is no declared state.
    var writesStatusOnly: Bool { subresource == "status" }

    /// Whether it is the same writer in another version of the object.
    func isSameWriter(as other: ManagerEntry) -> Bool {
        ByteOrder.same(name, other.name) && ByteOrder.same(operation, other.operation)
            && subresource == other.subresource
    }

    /// Whether it owns the field, something inside it, or the whole that the field is a part of.
    package func owns(_ path: FieldPath) -> Bool {
        guard let fields else { return false }
        return Self.owns(fields, path.elements[...])
    }

    private static func owns(_ tree: Value, _ rest: ArraySlice<PathElement>) -> Bool {
        guard let element = rest.first, case .object(let members) = tree else { return true }
        let branches = members.members.filter { $0.key != "." }
        // A leaf is owned with everything below: an atomic list or map.
        guard !branches.isEmpty else { return members.isEmpty }
        return branches.contains { matches($0.key, element) && owns($0.value, rest.dropFirst()) }
    }

    private static func matches(_ key: String, _ element: PathElement) -> Bool {
        let mark = key.utf8.prefix(2)
        let text = String(Substring(key.utf8.dropFirst(2)))
        switch element {
        case .field(let name): return mark.elementsEqual("f:".utf8) && ByteOrder.same(text, name)
        case .index(let position): return mark.elementsEqual("i:".utf8) && text == String(position)
        case .value(let value):
            return mark.elementsEqual("v:".utf8) && (try? JSONReader.value(Array(text.utf8))) == value
        case .key(let keys):
            guard mark.elementsEqual("k:".utf8), case .object(let own)? = try? JSONReader.value(Array(text.utf8))
            else { return false }
            // The server writes defaulted keys, a manifest may leave them out.
            return keys.members.allSatisfy { member in own[member.key].map { $0 == member.value } ?? true }
        }
    }

    /// The first fields that it owns.
    package func ownedPaths(limit: Int = 6) -> [FieldPath] {
        var result: [FieldPath] = []
        if let fields { Self.collect(fields, FieldPath(), limit, &result) }
        return result
    }

    private static func collect(_ tree: Value, _ path: FieldPath, _ limit: Int, _ result: inout [FieldPath]) {
        guard result.count < limit else { return }
        guard case .object(let members) = tree, members.members.contains(where: { $0.key != "." }) else {
            result.append(path)
            return
        }
        for member in members.members where member.key != "." {
            guard let step = PathElement(managed: member.key) else { continue }
            collect(member.value, path.appending(step), limit, &result)
        }
    }

    /// Whether all that it owns is a request for a reconcile: a signal, no edit.
    package var onlyRequestsReconcile: Bool {
        let paths = ownedPaths(limit: 4)
        return !paths.isEmpty
            && paths.allSatisfy {
                $0 == FieldPath(fields: "metadata", "annotations", "reconcile.fluxcd.io/requestedAt")
            }
    }
}
