import Snapshot

/// Maps whose entries are told apart when the whole map comes or goes: the first label of an object is one label, with an
/// author of its own, whatever controllers write beside it.
enum EntryMaps {
    /// Names of maps from texts to texts, or to quantities.
    private static let names = EmptyValues.maps.union(["stringData"])

    /// The entries of a map, or the parts of metadata; `nil` for any other value, and for one without entries.
    static func entries(of value: Value, _ path: FieldPath) -> [Object.Member]? {
        guard case .object(let object) = value, !object.isEmpty, case .field(let name)? = path.elements.last else {
            return nil
        }
        if name == "metadata" { return object.members }
        guard names.contains(name) else { return nil }
        let isFlat = object.members.allSatisfy { member in
            switch member.value {
            case .object, .array: false
            default: true
            }
        }
        return isFlat ? object.members : nil
    }
}
