/// What the index of a snapshot says of one object, so that most comparisons never open it.
public struct IndexEntry: Sendable, Hashable {
    /// Which object.
    public var identity: Identity
    /// The API version it was stored in, without the group: `v1`.
    public var version: String
    /// Plural resource name.
    public var resource: String
    /// The entry of the archive that holds it.
    public var path: String
    /// Its size in bytes.
    public var size: Int
    /// Digest of its bytes.
    public var sha256: Digest
    /// Digest of the state it declares, see `Normalizer`.
    public var normalized: Digest
    /// Whether a person or a controller decides what it says.
    public var role: ObjectRole
    /// `metadata.uid`; empty in manifests. A signal, never compared as state.
    public var uid: String
    /// `metadata.generation`; 0 when the type has none. A signal, never compared as state.
    public var generation: Int
    /// What the object says in fields that tell of a hand without being declared state, by path; mostly empty.
    public var signals: [String: String]
    /// The controlling owner, when there is one.
    public var controller: Identity?

    package init(
        identity: Identity, version: String, resource: String, path: String, size: Int, sha256: Digest,
        normalized: Digest, role: ObjectRole, uid: String, generation: Int, signals: [String: String],
        controller: Identity?
    ) {
        self.identity = identity
        self.version = version
        self.resource = resource
        self.path = path
        self.size = size
        self.sha256 = sha256
        self.normalized = normalized
        self.role = role
        self.uid = uid
        self.generation = generation
        self.signals = signals
        self.controller = controller
    }
}
