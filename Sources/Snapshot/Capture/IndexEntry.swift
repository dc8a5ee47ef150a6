/// What the index of a snapshot says of one object, so that most comparisons never open it.
///
/// Cheap to pass around: all who look at a state share one entry an object.
public struct IndexEntry: Sendable {
    private var box: Box
    private var facts: Facts { box.facts }

    /// Which object.
    public var identity: Identity {
        get { facts.identity }
        set { change { $0.identity = newValue } }
    }
    /// The API version it was stored in, without the group: `v1`.
    public var version: String { facts.version }
    /// Plural resource name.
    public var resource: String { facts.resource }
    /// The entry of the archive that holds it.
    public var path: String { facts.path }
    /// Its size in bytes.
    public var size: Int { facts.size }
    /// Digest of its bytes.
    public var sha256: Digest {
        get { facts.sha256 }
        set { change { $0.sha256 = newValue } }
    }
    /// Digest of the state it declares, see `Normalizer`.
    public var normalized: Digest {
        get { facts.normalized }
        set { change { $0.normalized = newValue } }
    }
    /// Whether a person or a controller decides what it says.
    public var role: ObjectRole {
        get { facts.role }
        set { change { $0.role = newValue } }
    }
    /// `metadata.uid`; empty in manifests. A signal, never compared as state.
    public var uid: String { facts.uid }
    /// `metadata.generation`; 0 when the type has none. A signal, never compared as state.
    public var generation: Int { facts.generation }
    /// What the object says in fields that tell of a hand without being declared state, by path; mostly empty.
    public var signals: [String: String] { facts.signals }
    /// The controlling owner, when there is one.
    public var controller: Identity? {
        get { facts.controller }
        set { change { $0.controller = newValue } }
    }

    /// What it says about its maker; `nil` when its role rests on nothing that it says.
    public var claim: MakerClaim? { facts.claim }

    package init(
        identity: Identity, version: String, resource: String, path: String, size: Int, sha256: Digest,
        normalized: Digest, role: ObjectRole, uid: String, generation: Int, signals: [String: String],
        controller: Identity?, claim: MakerClaim? = nil
    ) {
        box = Box(
            Facts(
                identity: identity, version: version, resource: resource, path: path, size: size, sha256: sha256,
                normalized: normalized, role: role, uid: uid, generation: generation, signals: signals,
                controller: controller, claim: claim))
    }

    private mutating func change(_ edit: (inout Facts) -> Void) {
        var facts = facts
        edit(&facts)
        box = Box(facts)
    }

    private struct Facts {
        var identity: Identity
        let version: String
        let resource: String
        let path: String
        let size: Int
        var sha256: Digest
        var normalized: Digest
        var role: ObjectRole
        let uid: String
        let generation: Int
        let signals: [String: String]
        var controller: Identity?
        let claim: MakerClaim?
    }

    private final class Box: Sendable {
        let facts: Facts

        init(_ facts: Facts) { self.facts = facts }
    }
}

extension IndexEntry: Hashable {
    /// Equality of everything that is said.
    public static func == (a: IndexEntry, b: IndexEntry) -> Bool {
        a.box === b.box
            || a.identity == b.identity && a.sha256 == b.sha256 && a.normalized == b.normalized
                && a.version == b.version && a.resource == b.resource && a.path == b.path && a.size == b.size
                && a.role == b.role && a.uid == b.uid && a.generation == b.generation && a.signals == b.signals
                && a.controller == b.controller && a.claim == b.claim
    }

    /// Consistent with equality.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(identity)
        hasher.combine(sha256)
    }
}
