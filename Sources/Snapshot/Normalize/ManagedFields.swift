/// Who wrote a field, as the API server recorded it.
///
/// Source: Kubernetes API reference, `ManagedFieldsEntry`. The name is free text that the client chooses: it is a trace,
/// not a proof.
package struct FieldManager: Sendable, Hashable {
    /// `kubectl-edit`, `kustomize-controller`, …
    package let name: String
    /// `Apply` or `Update`.
    package let operation: String
    /// `status`, `scale`, …; empty for the object itself.
    package let subresource: String
    /// When this manager last changed its set of fields, RFC 3339; `nil` when nothing is said.
    package let time: String?
}

/// The ownership of an object's fields.
package struct ManagedFields: Sendable {
    /// Fields below a field, as one manager owns them.
    private struct Node {
        var children: [PathElement: Node] = [:]
        var isMember = false
        var isLeaf: Bool { children.isEmpty }
    }

    private let sets: [(manager: FieldManager, root: Node)]

    /// Whether nobody is recorded at all: then the absence of an owner tells nothing.
    package var isEmpty: Bool { sets.isEmpty }

    /// The managers, in the order of the object.
    package var managers: [FieldManager] { sets.map(\.manager) }

    /// What `metadata.managedFields` of an object says; entries of another shape are left out.
    package init(of object: Value) {
        sets = (object[["metadata", "managedFields"]]?.array ?? []).compactMap { entry in
            guard let name = entry["manager"]?.string, case .object(let fields)? = entry["fieldsV1"] else { return nil }
            let manager = FieldManager(
                name: name, operation: entry["operation"]?.string ?? "",
                subresource: entry["subresource"]?.string ?? "",
                time: entry["time"]?.string)
            return (manager, Self.node(fields, depth: 0))
        }
    }

    /// Who owns a field: itself, or the list or map around it that is written as a whole.
    package func owners(of path: FieldPath) -> [FieldManager] {
        sets.compactMap { Self.owns($0.root, path.elements[...]) ? $0.manager : nil }
    }

    /// Of the owners those that own most of the path: who owns a map as a whole says less than who owns its member.
    package func closestOwners(of path: FieldPath) -> [FieldManager] {
        let owned = sets.compactMap { set in Self.depth(set.root, path.elements[...]).map { (set.manager, $0) } }
        let deepest = owned.map(\.1).max()
        return owned.filter { $0.1 == deepest }.map(\.0)
    }

    private static func depth(_ root: Node, _ path: ArraySlice<PathElement>) -> Int? {
        var node = root
        for (depth, element) in path.enumerated() {
            guard let child = node.children[element] else { return nil }
            node = child
            if node.isLeaf { return depth + 1 }
        }
        return node.isMember ? path.count : nil
    }

    /// Whether some manager wrote this field as a whole, so that nothing inside it has an owner of its own.
    package func isAtomic(_ path: FieldPath) -> Bool {
        sets.contains { set in
            var node = set.root
            for element in path.elements {
                guard let child = node.children[element] else { return false }
                node = child
            }
            return node.isLeaf
        }
    }

    /// How many steps lead to the field around this one that managers own as a whole; `nil` when one owns it by itself.
    package func wholeDepth(of path: FieldPath) -> Int? {
        var depth = 0
        for set in sets {
            var node = set.root
            var steps = 0
            for element in path.elements {
                guard let child = node.children[element] else {
                    steps = 0
                    break
                }
                node = child
                steps += 1
                if node.isLeaf { break }
            }
            depth = max(depth, steps)
        }
        return depth > 0 && depth < path.elements.count ? depth : nil
    }

    private static func owns(_ root: Node, _ path: ArraySlice<PathElement>) -> Bool {
        var node = root
        for element in path {
            guard let child = node.children[element] else { return false }
            node = child
            // Written as a whole: whatever lies inside is this manager's.
            if node.isLeaf { return true }
        }
        return node.isMember || !path.isEmpty && node.isLeaf
    }

    private static func node(_ fields: Object, depth: Int) -> Node {
        var node = Node()
        // A set deeper than any schema is nobody's; the JSON reader bounds it anyway.
        guard depth < 64 else { return node }
        for member in fields.members {
            if member.key == "." {
                node.isMember = true
                continue
            }
            guard let element = PathElement(managed: member.key) else { continue }
            node.children[element] = Self.node(member.value.object ?? Object(), depth: depth + 1)
        }
        return node
    }
}

extension PathElement {
    /// Reads a step as managedFields writes it: `f:name`, `k:{"name":"web"}`, `v:"text"`, `i:0`.
    package init?(managed text: String) {
        let rest = text.utf8.dropFirst(2)
        let tail = String(decoding: rest, as: UTF8.self)
        switch text.utf8.prefix(2).map({ $0 }) {
        case Array("f:".utf8): self = .field(tail)
        case Array("k:".utf8):
            guard let value = try? JSONReader.value(Array(rest)), case .object(let keys) = value else { return nil }
            self = .key(keys)
        case Array("v:".utf8):
            guard let value = try? JSONReader.value(Array(rest)) else { return nil }
            self = .value(value)
        case Array("i:".utf8):
            guard let position = Int(tail) else { return nil }
            self = .index(position)
        default: return nil
        }
    }

    /// The step as managedFields writes it.
    package var managed: String {
        switch self {
        case .field(let name): "f:\(name)"
        case .key(let keys): "k:\(CanonicalJSON.text(.object(keys)))"
        case .value(let value): "v:\(CanonicalJSON.text(value))"
        case .index(let position): "i:\(position)"
        }
    }
}

extension FieldPath {
    /// The steps as managedFields nests them: `f:spec`, `f:containers`, `k:{"name":"web"}`, `f:image`.
    package var managed: [String] { elements.map(\.managed) }

    /// Reads what ``managed`` writes; `nil` when one of the texts is no step.
    package init?(managed steps: [String]) {
        var elements: [PathElement] = []
        for step in steps {
            guard let element = PathElement(managed: step) else { return nil }
            elements.append(element)
        }
        self.init(elements)
    }
}
