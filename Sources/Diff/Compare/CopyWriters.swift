import Snapshot

/// Who wrote the changed fields of an object that a controller made: that decides whose change it is, not the kind.
struct CopyWriters {
    /// Whose a change is.
    enum Author {
        /// Only the controllers that make such objects.
        case controllers
        /// A person, or a manager that no table names for such objects.
        case somebody
        /// Nobody owns the field.
        case nobody
        /// Nobody is recorded on the object at all.
        case unrecorded
    }

    private let before: ManagedFields
    private let after: ManagedFields
    private let isMaker: (FieldManager) -> Bool

    /// - Parameter isMaker: whether a manager, no person, is one of the controllers that make such objects.
    init(_ before: Value, _ after: Value, isMaker: @escaping (FieldManager) -> Bool) {
        self.before = ManagedFields(of: before)
        self.after = ManagedFields(of: after)
        self.isMaker = isMaker
    }

    func author(of change: FieldChange) -> Author {
        if after.isEmpty { return .unrecorded }
        // Who took a field away does not show; who owned it does.
        let owners = (change.after == nil ? before : after).closestOwners(of: change.path)
        guard !owners.isEmpty else { return .nobody }
        return owners.allSatisfy { !HandTable.isPerson($0.name) && isMaker($0) } ? .controllers : .somebody
    }

    /// Whether a change lies where only writers put something: labels, annotations, finalizers, owners.
    static func isMark(_ path: FieldPath) -> Bool {
        marks.contains { path.isInside($0) }
    }

    /// Labels, annotations, finalizers and owners that a person wrote on a copy that came.
    ///
    /// - Parameter declared: the copy without what nobody declares.
    static func marksOfPeople(on object: Value, declared: Value) -> [FieldChange] {
        ManagerEntry.entries(of: object).filter { HandTable.isPerson($0.name) }.flatMap { $0.ownedPaths(limit: 200) }
            .filter(isMark).compactMap { path in
                let value = path.elements.reduce(Value?.some(declared)) { value, element in
                    switch element {
                    case .field(let name): value?[name]
                    case .value(let text): text
                    case .key, .index: value
                    }
                }
                return value.map { FieldChange(path: path, kind: .value, before: nil, after: $0) }
            }
    }

    private static let marks = ["labels", "annotations", "finalizers", "ownerReferences"].map {
        FieldPath(fields: "metadata", $0)
    }
}
