/// What of an object its normalized digest leaves out, in a form that is small enough to keep for every object: with the
/// digests equal, two of these tell what differs by rule between two versions, and neither has to be opened again.
///
/// Nothing here decides whether there is a difference: that is the digest's business. The hashes only count.
package struct IgnoredFields: Sendable {
    /// A field that a rule took.
    private struct Field {
        let rule: Int
        /// Hash of the steps from the root.
        let path: UInt64
        /// Hash of what it said.
        let value: UInt64
    }

    /// The rules that fields name by their position.
    private let rules: [FieldRule]
    private let fields: [Field]
    /// Hash of everything that the canonical form spells in another way than the object.
    private let spelling: UInt64
    private let apiVersion: UInt64
    /// Hash of the status that a controller writes; `nil` without one.
    private let status: UInt64?
    private let hasStatus: Bool
    private let isControlled: Bool

    /// The rule by which one object may come in two versions of its API.
    package static let versionRule = "api-version"
    /// The rule by which nobody declares a controller's status.
    package static let statusRule = "status"

    /// How often the rules hide a difference between this version and another one with the same normalized digest, by the names
    /// of the rules.
    ///
    /// - Parameter hasStatus: whether both are compared without the status that a controller writes.
    /// - Returns: `nil` when both have to be opened: what is declared is spelled in different ways, or was read in different
    ///   ways, or somebody deletes one of them.
    package func counts(against other: IgnoredFields, hasStatus: Bool) -> [String: Int]? {
        guard spelling == other.spelling, isControlled == other.isControlled, self.hasStatus == hasStatus,
            other.hasStatus == hasStatus
        else { return nil }
        var counts: [String: Int] = [:]
        func count(_ rule: String) { counts[rule, default: 0] += 1 }
        if fields.count == other.fields.count, zip(fields, other.fields).allSatisfy({ $0.path == $1.path }) {
            for (mine, theirs) in zip(fields, other.fields) where mine.value != theirs.value {
                count(rules[mine.rule].name)
            }
        } else {
            var open = Dictionary(other.fields.map { ($0.path, $0) }, uniquingKeysWith: { _, last in last })
            for field in fields where open.removeValue(forKey: field.path)?.value != field.value {
                count(rules[field.rule].name)
            }
            for field in open.values { count(rules[field.rule].name) }
        }
        guard counts[FieldTable.deletionRule] == nil else { return nil }
        if apiVersion != other.apiVersion { count(Self.versionRule) }
        if status != other.status { count(Self.statusRule) }
        return counts
    }

    /// Collects them while an object's declared form is written.
    struct Collector {
        private var fields: [Field] = []
        private var spelling = ByteHash()
        private var status: UInt64?

        /// How much has been collected, to forget what comes from here on.
        var mark: (fields: Int, spelling: ByteHash) { (fields.count, spelling) }

        mutating func forget(from mark: (fields: Int, spelling: ByteHash)) {
            fields.removeLast(fields.count - mark.fields)
            spelling = mark.spelling
        }

        mutating func take(_ rule: Int, path: UInt64, value: UInt64) {
            fields.append(Field(rule: rule, path: path, value: value))
        }

        /// Something that the canonical form spells in its own way, at a place of what is written.
        mutating func spell(at place: Int, _ hash: UInt64) {
            spelling.mix(UInt64(place))
            spelling.mix(hash)
        }

        mutating func leaveOut(status: UInt64) { self.status = status }

        func collected(
            _ tape: JSONTape, by rules: [FieldRule], hasStatus: Bool, isControlled: Bool
        ) -> IgnoredFields {
            IgnoredFields(
                rules: rules, fields: fields, spelling: spelling.value,
                apiVersion: tape.member("apiVersion", of: 0).map(tape.hash) ?? 0, status: status, hasStatus: hasStatus,
                isControlled: isControlled)
        }
    }
}
