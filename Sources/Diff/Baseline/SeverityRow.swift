package import Snapshot

/// A row of ``SeverityTable``: what a difference means and how much it matters.
package struct SeverityRow: Sendable, Hashable {
    /// What happened to the object.
    package enum Event: String, Sendable, Hashable, CaseIterable {
        /// It is new.
        case added
        /// It is gone.
        case removed
        /// A field differs.
        case modified
        /// A field of a controller's copy differs from its owner's template.
        case tampered
    }

    /// What is asked of a value before or after.
    package enum Test: Sendable, Hashable {
        /// Nothing.
        case any
        /// The field is not there.
        case absent
        /// The value is one of these.
        case oneOf([Value])
        /// The value is there and none of these.
        case presentAndNot([Value])
        /// The field is not there, or its value is one of these.
        case absentOr([Value])

        func holds(_ value: Value?) -> Bool {
            switch self {
            case .any: true
            case .absent: value == nil
            case .oneOf(let values): value.map(values.contains) ?? false
            case .presentAndNot(let values): value.map { !values.contains($0) } ?? false
            case .absentOr(let values): value.map(values.contains) ?? true
            }
        }

        /// In words: `true`, `not "deny"`, `absent`; empty when nothing is asked.
        package var words: String {
            switch self {
            case .any: ""
            case .absent: "absent"
            case .oneOf(let values): Self.list(values)
            case .presentAndNot(let values): "not " + Self.list(values)
            case .absentOr(let values): "absent or " + Self.list(values)
            }
        }

        private static func list(_ values: [Value]) -> String {
            values.map(CanonicalJSON.text).joined(separator: " or ")
        }
    }

    /// How much it matters.
    package let severity: Severity
    /// What it means, as a clause about the object: `lets pods run with all rights of their node`.
    package let meaning: String
    /// Which objects.
    package let objects: ObjectSelector
    /// What happened.
    package let events: [Event]
    /// Which fields; `nil` for any.
    package let path: PathPattern?
    /// What the value was.
    package let before: Test
    /// What the value is.
    package let after: Test
    /// Whether only the tag of an image may differ, registry, repository and digest being the same.
    package let onlyTagDiffers: Bool

    package init(
        _ severity: Severity, _ meaning: String, groups: [TextPattern] = [], kinds: [TextPattern] = [],
        namespaces: [TextPattern] = [], names: [TextPattern] = [], events: [Event] = Event.allCases,
        path: PathPattern? = nil, before: Test = .any, after: Test = .any, onlyTagDiffers: Bool = false
    ) {
        self.init(
            severity, meaning,
            objects: ObjectSelector(groups: groups, kinds: kinds, namespaces: namespaces, names: names), events: events,
            path: path, before: before, after: after, onlyTagDiffers: onlyTagDiffers)
    }

    /// A row with a selector that is made already.
    package init(
        _ severity: Severity, _ meaning: String, objects: ObjectSelector, events: [Event] = Event.allCases,
        path: PathPattern? = nil, before: Test = .any, after: Test = .any, onlyTagDiffers: Bool = false
    ) {
        self.severity = severity
        self.meaning = meaning
        self.objects = objects
        self.events = events
        self.path = path
        self.before = before
        self.after = after
        self.onlyTagDiffers = onlyTagDiffers
    }

    func matches(_ identity: Identity, _ event: Event, _ field: FieldChange?) -> Bool {
        guard events.contains(event) else { return false }
        // The path decides in nearly all cases, and costs least.
        if let path {
            guard let field, path.covers(field.path) else { return false }
        } else if field != nil, event == .added || event == .removed {
            // A row about the whole object says nothing of what the object declares.
            return false
        }
        guard objects.selects(identity), before.holds(field?.before), after.holds(field?.after) else { return false }
        guard onlyTagDiffers else { return true }
        return ImageName.differOnlyInTag(field?.before?.string ?? "", field?.after?.string ?? "")
    }
}

/// The parts of an image's name. Source: distribution/reference, `[registry/]repository[:tag][@digest]`.
enum ImageName {
    /// Whether two names differ in nothing but the tag, and pin no digest.
    static func differOnlyInTag(_ a: String, _ b: String) -> Bool {
        guard !a.utf8.contains(UInt8(ascii: "@")), !b.utf8.contains(UInt8(ascii: "@")) else { return false }
        let left = repository(a)
        return !left.isEmpty && left.elementsEqual(repository(b))
    }

    /// What stands before the tag: a colon behind the last slash, as one before it belongs to a port.
    private static func repository(_ name: String) -> ArraySlice<UInt8> {
        let bytes = Array(name.utf8)
        let start = bytes.lastIndex(of: UInt8(ascii: "/")) ?? 0
        return bytes[..<(bytes[start...].firstIndex(of: UInt8(ascii: ":")) ?? bytes.count)]
    }
}
