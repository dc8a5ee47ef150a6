package import Snapshot

extension FleetComparison {
    /// What some states say of a field, or of an object as a whole.
    package enum Said: Sendable, Hashable {
        /// The field has this value.
        case value(Value)
        /// The field is not there.
        case nothing
        /// The object is there.
        case present
        /// The object is not there.
        case missing
    }

    /// The states that say the same.
    package struct Group: Sendable, Hashable {
        /// What they say.
        package let said: Said
        /// Who they are, in the order in which the states were named.
        package let members: [Int]

        package init(_ said: Said, _ members: [Int]) {
            self.said = said
            self.members = members
        }

        /// The greatest first; of equal ones that with the first state.
        static func ordered(_ groups: [Group]) -> [Group] {
            groups.sorted { a, b in
                let (x, y) = (a.members.count, b.members.count)
                return x == y ? (a.members.first ?? 0) < (b.members.first ?? 0) : x > y
            }
        }
    }

    /// One field, or one object, of which not all states say the same.
    package struct Finding: Sendable {
        /// Which object.
        package let identity: Identity
        /// Which field; `nil` when it is about whether the object is there.
        package let path: FieldPath?
        /// Who says what, the greatest group first.
        package let groups: [Group]
        /// Whether the first group is what the others are held against: more than half, or a baseline says so.
        package let hasReference: Bool
        /// States of which it is not known: they could not read the type, or their values were redacted under another key.
        package let unknown: [Int]
        /// How much it matters, and why.
        package let weight: Judgment.Weight
        /// The ids of the redaction keys under which its values are.
        package var keyIDs: Set<String> = []

        package init(
            identity: Identity, path: FieldPath?, groups: [Group], hasReference: Bool, unknown: [Int] = [],
            weight: Judgment.Weight
        ) {
            self.identity = identity
            self.path = path
            self.groups = groups
            self.hasReference = hasReference
            self.unknown = unknown
            self.weight = weight
        }

        /// The states that say something else than the reference; none without one.
        package var deviating: [Int] { hasReference ? groups.dropFirst().flatMap(\.members).sorted() : [] }
    }
}
