public import Snapshot

/// What happened to one field between two states.
public struct FieldChange: Sendable, Hashable {
    /// How the field differs.
    public enum Kind: Sendable, Hashable {
        /// The values differ, or one side lacks the field.
        case value
        /// The same elements in another order, where order carries no meaning. Not drift; shown on request.
        case orderOnly
        /// Redacted under different keys, or on one side only and without the key at hand: neither equal nor different. Makes
        /// a verdict inconclusive.
        case incomparable
    }

    /// Where, in the schema's terms.
    public let path: FieldPath
    /// How.
    public let kind: Kind
    /// The raw value before; `nil` when the field was absent.
    public let before: Value?
    /// The raw value after; `nil` when the field is absent.
    public let after: Value?
    /// What the two values say when they are looked at closer; mostly `nil`.
    public let detail: Detail?

    /// A closer look at two values.
    public enum Detail: Sendable, Hashable {
        /// A list whose order counts: which entries moved. `before` and `after` hold what both lists have, in their orders.
        case moved([Move])
        /// Two texts that hold documents: what they say. `before` and `after` hold their exact bytes.
        case inside(TextDifference)
    }

    package init(path: FieldPath, kind: Kind, before: Value?, after: Value?, detail: Detail? = nil) {
        self.path = path
        self.kind = kind
        self.before = before
        self.after = after
        self.detail = detail
    }
}

/// An entry of a list whose order counts, which stands in both lists and was put somewhere else.
public struct Move: Sendable, Hashable {
    /// Which entry: by its key, its text, or its position before.
    public let entry: PathElement
    /// Its position before.
    public let from: Int
    /// Its position after.
    public let to: Int

    package init(entry: PathElement, from: Int, to: Int) {
        self.entry = entry
        self.from = from
        self.to = to
    }
}

/// What happened to one object between two states.
public struct Change: Sendable, Hashable {
    /// How the object differs.
    public enum Kind: Sendable, Hashable {
        /// It is new.
        case added
        /// It is gone.
        case removed
        /// Some of its fields differ; never an empty list.
        case modified([FieldChange])
        /// A controller made this object, and it says something that its owner's template does not: somebody changed the
        /// copy. Never an empty list.
        case tampered([FieldChange], owner: Identity)
    }

    /// Which object.
    public let identity: Identity
    /// What happened.
    public let kind: Kind
    /// What the object was called before, when only a generated suffix of its name differs; `nil` for the same name.
    public let formerly: Identity?
    /// What an added or removed object declares; `nil` for others, and where nobody opened it.
    public let content: Value?

    package init(identity: Identity, kind: Kind, formerly: Identity? = nil, content: Value? = nil) {
        self.identity = identity
        self.kind = kind
        self.formerly = formerly
        self.content = content
    }

    /// The fields that differ; empty when the whole object was added or removed.
    public var fields: [FieldChange] {
        switch kind {
        case .added, .removed: []
        case .modified(let fields), .tampered(let fields, _): fields
        }
    }
}

/// Something that is not declared state and still tells of a hand: listed apart, never drift.
public struct Signal: Sendable, Hashable {
    /// What was seen.
    public enum Kind: String, Sendable, Hashable {
        /// Same name, another uid: deleted and created again.
        case recreated
        /// The generation advanced while the declared state is equal: edited and reverted, or reordered.
        case generationAdvanced
        /// Marked for deletion and held by finalizers.
        case deleting
        /// Somebody asked a controller for a reconcile.
        case reconcileRequested
    }

    /// Which object.
    public let identity: Identity
    /// What was seen.
    public let kind: Kind
    /// The evidence in words that hold cluster text: `uid 1 → 2`.
    public let detail: String

    package init(identity: Identity, kind: Kind, detail: String) {
        self.identity = identity
        self.kind = kind
        self.detail = detail
    }
}

/// What differs between two states, and what did not need to be looked at.
public struct Comparison: Sendable {
    /// Objects that differ, by identity.
    public var changes: [Change]
    /// Objects whose only difference is an order without meaning; never drift.
    public var orderOnly: [Change]
    /// Objects with redacted values that cannot be compared, with those fields; never empty lists of fields.
    public var incomparable: [Change]
    /// Aggregated roles that follow from changes of other roles.
    package var consequences: [Consequence]
    /// What tells of a hand without being drift.
    public var signals: [Signal]
    /// Declared objects whose bytes are equal.
    public var equalCount: Int
    /// Declared objects that are equal only after normalization.
    public var normalizedCount: Int
    /// Derived objects, compared with their owners instead of with each other.
    public var derivedCount: Int
    /// System objects, never compared.
    public var bookkeepingCount: Int
    /// How often each normalization rule made a difference go away, by rule name.
    public var suppressed: [String: Int]
    /// What those differences were, by object; empty unless it was asked for.
    public var suppressedObjects: [SuppressedObject]
    /// Objects of the live side that the manifests on the other side do not declare: not judged. Zero when neither side is
    /// a set of manifests.
    public var undeclaredCount: Int

    /// All objects that differ, what follows from others included.
    package var allChanges: [Change] {
        var fields: [Identity: [FieldChange]] = [:]
        for consequence in consequences { fields[consequence.change.identity] = consequence.change.fields }
        // What else changed in a role that follows from others is in `changes`.
        let mixed = changes.map { change in
            guard let more = fields.removeValue(forKey: change.identity), case .modified(let own) = change.kind else {
                return change
            }
            return Change(identity: change.identity, kind: .modified(own + more), formerly: change.formerly)
        }
        return (mixed + fields.map { Change(identity: $0, kind: .modified($1)) }).sorted { $0.identity < $1.identity }
    }

    package init() {
        changes = []
        orderOnly = []
        incomparable = []
        consequences = []
        signals = []
        equalCount = 0
        normalizedCount = 0
        derivedCount = 0
        bookkeepingCount = 0
        suppressed = [:]
        suppressedObjects = []
        undeclaredCount = 0
    }
}
