package import Snapshot

/// What the live object knows about the fields that a manifest does not declare.
package struct LiveFields: Sendable {
    /// What a live-only field is.
    enum Standing {
        /// No manager owns it, and servers fill it in or allocate it.
        case serverFilled
        /// Servers fill it in, and nothing says who owns it.
        case serverFilledUnproven
        /// Only controllers own it.
        case controllers([String])
        /// Somebody wrote it, or nothing is recorded.
        case somebody
    }

    /// The side of the live object.
    package let side: Side
    private let managed: ManagedFields
    private let kind: GroupKind
    private let isOfFiles: Bool
    private let filled: FilledFields
    private let isController: @Sendable (FieldManager) -> Bool

    /// - Parameters:
    ///   - isOfFiles: whether the object was read from a file, as `kubectl get` writes it without managedFields, and not from
    ///     a server, where somebody took them out.
    ///   - filled: what servers fill in.
    ///   - isController: whether a field manager is a controller that writes for itself, not for a person.
    package init(
        side: Side, object: Value, isOfFiles: Bool = false, filled: FilledFields = .builtIn,
        isController: @escaping @Sendable (FieldManager) -> Bool
    ) {
        self.side = side
        self.isOfFiles = isOfFiles
        self.filled = filled
        managed = ManagedFields(of: object)
        kind = GroupKind(
            group: APIVersion.group(of: object["apiVersion"]?.string ?? ""), kind: object["kind"]?.string ?? "")
        self.isController = isController
    }

    func isAtomic(_ path: FieldPath) -> Bool { managed.isAtomic(path) }

    /// - Parameter isDefined: whether a schema describes the field. Of custom types that is their definition, and the server
    ///   fills in its defaults and nothing else.
    func standing(of path: FieldPath, isDefined: Bool) -> Standing {
        guard !managed.isEmpty else {
            return isOfFiles && filled.fillsAlone(path, of: kind) ? .serverFilledUnproven : .somebody
        }
        let owners = managed.owners(of: path)
        if owners.isEmpty {
            let isOwnDefault = isDefined && !BuiltinTypes.isBuiltin(group: kind.group)
            return filled.mayHaveFilled(path, of: kind) && !isOwnDefault ? .serverFilled : .somebody
        }
        // Who may inject certificates is a table of its own.
        if path.elements.last == .field("caBundle") { return .somebody }
        guard owners.allSatisfy({ isController($0) && ControllerTable.mayWrite($0, kind) }),
            !UnfilledTable.contains(path)
        else {
            // Whoever writes a list as a whole owns what servers fill in below it, without having written that.
            let depth = managed.wholeDepth(of: path)
            return depth.map { filled.fills(path, below: $0, of: kind) } ?? false
                ? .serverFilled : .somebody
        }
        return .controllers(Set(owners.map(\.name)).sorted { ByteOrder.precedes($0, $1) })
    }
}
