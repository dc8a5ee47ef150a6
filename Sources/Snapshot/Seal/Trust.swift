/// Whose signatures count.
package struct Trust: Sendable {
    /// Keys given as files, by the files' names.
    package var keys: [(name: String, key: VerificationKey)]
    /// ssh-keygen's list.
    package var signers: AllowedSigners?
    /// Who of that list it has to be.
    package var identity: String?
    /// Now, in seconds since 1970, for the validity of entries in that list.
    package var now: Int

    package init(
        keys: [(name: String, key: VerificationKey)] = [], signers: AllowedSigners? = nil, identity: String? = nil,
        now: Int
    ) {
        self.keys = keys
        self.signers = signers
        self.identity = identity
        self.now = now
    }

    /// Whether nobody is trusted.
    package var isEmpty: Bool { keys.isEmpty && signers == nil }

    /// What a trusted key is called; `nil` when it is not trusted.
    func name(of key: VerificationKey, namespace: String) -> String? {
        if let known = keys.first(where: { $0.key == key }) { return known.name }
        return signers?.principal(of: key, namespace: namespace, identity: identity, at: now)
    }

    /// Every key that may have signed.
    var candidates: [VerificationKey] { keys.map(\.key) + (signers?.entries.map(\.key) ?? []) }
}
