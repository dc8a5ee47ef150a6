/// Where an object comes from, as far as the evidence says.
package struct Origin: Sendable, Hashable {
    /// The kinds of origin.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Git, through a controller that reconciles it.
        case gitops
        /// The provider of the cluster, its control plane and its add-ons.
        case platform
        /// Kubernetes itself makes it in every cluster.
        case bootstrap
        /// A controller makes it from another object.
        case derived
        /// A program with an account of its own.
        case automation
        /// A person.
        case manual
        /// Nobody: a GitOps controller's name stands on it, and no inventory holds it.
        case unmanaged
        /// The evidence does not say.
        case unknown

        /// Whether a verdict may rest on it: what nobody answers for is never silently trusted.
        package var isAccountedFor: Bool {
            switch self {
            case .gitops, .platform, .bootstrap, .derived, .automation: true
            case .manual, .unmanaged, .unknown: false
            }
        }
    }

    /// Which.
    package let kind: Kind
    /// Why, in words that hold cluster text: `in the inventory of Kustomization flux-system/apps at main@sha1:…`.
    package let evidence: String

    package init(_ kind: Kind, _ evidence: String) {
        self.kind = kind
        self.evidence = evidence
    }
}
