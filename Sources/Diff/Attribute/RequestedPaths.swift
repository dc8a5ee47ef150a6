package import Snapshot

/// Which fields a request speaks of, by the object or patch that was sent. Values are looked at and left behind.
package enum RequestedPaths {
    /// The most fields of one request that are kept apart; beyond that it speaks of the whole object.
    private static let limit = 256

    /// The fields of a merge patch, a strategic merge patch, a JSON patch, an apply configuration or a whole object;
    /// `nil` when there are too many or none can be told.
    package static func paths(of request: Value) -> [FieldPath]? {
        var paths: [FieldPath] = []
        if let operations = request.array {
            for operation in operations {
                // Source: RFC 6902.
                guard let pointer = operation["path"]?.string, operation["op"]?.string != "test" else { continue }
                paths.append(path(pointer))
                if operation["op"]?.string == "move", let from = operation["from"]?.string { paths.append(path(from)) }
            }
            return paths.isEmpty ? nil : paths
        }
        guard let object = request.object else { return nil }
        for member in object.members where !identifying.contains(member.key) {
            collect(member.value, [.field(member.key)], &paths)
            if paths.count > limit { return nil }
        }
        return paths
    }

    /// The lists that an object or patch holds, the outermost ones. A merge patch puts each in the place of the one that was
    /// there, and a log does not tell a merge patch from one that keeps what it does not name. Source: RFC 7386.
    package static func lists(of request: Value) -> [FieldPath] {
        var lists: [FieldPath] = []
        for member in request.object?.members ?? [] where !identifying.contains(member.key) {
            collectLists(member.value, [.field(member.key)], &lists)
        }
        return lists
    }

    /// Whether it may be an apply configuration: what its manager owned and it does not name goes. Source: Kubernetes,
    /// Server-Side Apply.
    package static func mayApply(_ request: Value) -> Bool {
        identifying.allSatisfy { request[$0]?.string?.isEmpty == false }
    }

    /// Whether the place that a request speaks of and a field that changed are the same or one within the other. A position
    /// in a list may be any of its elements, as lists are aligned by meaning elsewhere, or a member of that name.
    package static func overlap(_ requested: FieldPath, _ changed: FieldPath) -> Bool {
        zip(requested.elements, changed.elements).allSatisfy { a, b in
            switch (a, b) {
            case (.field(let x), .field(let y)): return ByteOrder.same(x, y)
            case (.key(let x), .key(let y)):
                guard let name = x["name"], let other = y["name"] else { return true }
                return name == other
            case (.index(let position), .field(let name)): return ByteOrder.same(String(position), name)
            case (.field, _), (_, .field): return false
            default: return true
            }
        }
    }

    /// Members that say which object, and not what of it.
    private static let identifying: Set = ["apiVersion", "kind"]
    private static let identifyingMetadata: Set = [
        "name", "namespace", "uid", "resourceVersion", "managedFields", "creationTimestamp", "generation",
    ]

    private static func collectLists(_ value: Value, _ path: [PathElement], _ lists: inout [FieldPath]) {
        switch value {
        case .object(let object):
            for member in object.members where !(path == [.field("metadata")] && isIdentifying(member.key)) {
                // The order of a list is named beside it.
                guard member.key.utf8.first != UInt8(ascii: "$") else { continue }
                collectLists(member.value, path + [.field(member.key)], &lists)
            }
        case .array: lists.append(FieldPath(path))
        case .null, .bool, .number, .string: break
        }
    }

    private static func isIdentifying(_ name: String) -> Bool { identifyingMetadata.contains(name) }

    private static func collect(_ value: Value, _ path: [PathElement], _ paths: inout [FieldPath]) {
        guard paths.count <= limit else { return }
        switch value {
        case .object(let object):
            let members = object.members.filter { member in
                !(path == [.field("metadata")] && isIdentifying(member.key))
            }
            if members.isEmpty, !object.isEmpty { return }
            guard !members.isEmpty else { return paths.append(FieldPath(path)) }
            for member in members {
                // `$setElementOrder/env`, `$deleteFromPrimitiveList/finalizers` speak of the list beside them; `$patch`
                // and `$retainKeys` of the object around them.
                if member.key.utf8.first == UInt8(ascii: "$") {
                    let parts = member.key.split(separator: "/", maxSplits: 1)
                    let list = parts.count == 2 ? [PathElement.field(String(parts[1]))] : []
                    // The order of a list is named with each of its changes: it tells only where nothing else does.
                    if parts.count == 2, object[String(parts[1])] != nil { continue }
                    paths.append(FieldPath(path + list))
                } else {
                    collect(member.value, path + [.field(member.key)], &paths)
                }
            }
        case .array(let elements):
            let names = elements.map { $0["name"]?.string }
            guard !elements.isEmpty, names.allSatisfy({ $0 != nil }) else { return paths.append(FieldPath(path)) }
            for (element, name) in zip(elements, names) {
                guard let object = element.object, let name else { continue }
                let place = path + [.key(Object(["name": .string(name)]))]
                let before = paths.count
                for member in object.members where member.key != "name" {
                    collect(member.value, place + [.field(member.key)], &paths)
                }
                if paths.count == before { paths.append(FieldPath(place)) }
            }
        case .null, .bool, .number, .string: paths.append(FieldPath(path))
        }
    }

    /// Source: RFC 6901. A number without a sign or zeros before it may be a position or a name, and counts as both. `-`, the
    /// place behind the last element, speaks of the list.
    private static func path(_ pointer: String) -> FieldPath {
        FieldPath(
            pointer.split(separator: "/").filter { $0 != "-" }.map { part in
                if let position = Int(part), position >= 0, part == "\(position)" { return .index(position) }
                return .field(unescaped(part))
            })
    }

    private static func unescaped(_ part: Substring) -> String {
        var bytes: [UInt8] = []
        var isEscaped = false
        for byte in part.utf8 {
            if isEscaped {
                bytes.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
                isEscaped = false
            } else if byte == UInt8(ascii: "~") {
                isEscaped = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
