/// One object of a state.
public struct KubernetesObject: Sendable {
    /// Which one.
    public let identity: Identity
    /// All that the server, or the manifest, says of it, managedFields and status included; values of Secrets are tokens.
    public let raw: Value

    private let normalizer: Normalizer
    private let hasStatus: Bool

    init(_ identity: Identity, _ raw: Value, _ normalizer: Normalizer, hasStatus: Bool) {
        self.identity = identity
        self.raw = raw
        self.normalizer = normalizer
        self.hasStatus = hasStatus
    }

    /// What somebody declared: without status, managedFields and whatever else a server or a controller writes. Values are as
    /// they were written; a comparison also knows which spellings mean the same. Computed each time.
    public var declared: Value {
        guard case .object(var members) = normalizer.declared(raw, hasStatus: hasStatus) else { return raw }
        members["apiVersion"] = raw["apiVersion"]
        return .object(members)
    }
}

extension Value {
    /// The value as JSON on one line, members in the order of their keys, numbers as they came.
    public var json: String { CanonicalJSON.text(self) }
}
