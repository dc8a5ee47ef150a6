import Snapshot

/// Takes a field that came or went as a whole apart into its members, so that rules about the members can decide.
///
/// When the annotations of an object appear, the comparison says `metadata.annotations` was added. A rule that ignores
/// `metadata.annotations["x/*"]` still holds for the members it names, and for those only.
package enum FieldSplit {
    /// The change itself, or the changes of its members, down to where no pattern reaches further.
    package static func parts(of change: FieldChange, for patterns: [PathPattern]) -> [FieldChange] {
        guard change.kind == .value, (change.before == nil) != (change.after == nil),
            let value = change.before ?? change.after
        else { return [change] }
        let deeper = patterns.filter { $0.reachesInto(change.path) }
        guard !deeper.isEmpty else { return [change] }
        let members = members(of: value)
        guard !members.isEmpty else { return [change] }
        let isAddition = change.before == nil
        return members.flatMap { element, member in
            parts(
                of: FieldChange(
                    path: change.path.appending(element), kind: .value, before: isAddition ? nil : member,
                    after: isAddition ? member : nil),
                for: deeper)
        }
    }

    private static func members(of value: Value) -> [(PathElement, Value)] {
        switch value {
        case .object(let object): object.members.map { (.field($0.key), $0.value) }
        case .array(let elements): elements.enumerated().map { (.index($0), $1) }
        default: []
        }
    }
}
