/// A default of a built-in type that depends on other fields of the same object. Printed by `snapctl rules`.
package struct ImpliedDefault: Sendable {
    /// `group.Definition` without the version, such as `core.Container`.
    package let definition: String
    /// The field.
    package let field: String
    /// What an absent field means, in words.
    package let reason: String
    /// What an absent field means, given the other fields; `nil` when nothing is filled in.
    package let value: @Sendable (Object) -> Value?
}

extension ImpliedDefault {
    /// All of them. Source: Kubernetes API reference, field descriptions ("Defaults to …") of v1.36.
    package static let rules: [ImpliedDefault] =
        ["core.Container", "core.EphemeralContainer"].map { definition in
            ImpliedDefault(
                definition: definition, field: "imagePullPolicy",
                reason: "Always for the tag latest and for no tag, else IfNotPresent"
            ) { .string(pullPolicy(image: $0["image"]?.string ?? "")) }
        } + [
            ImpliedDefault(
                definition: "core.PodSpec", field: "serviceAccount", reason: "mirrors serviceAccountName"
            ) { $0["serviceAccountName"] },
            ImpliedDefault(
                definition: "core.PodSpec", field: "serviceAccountName", reason: "mirrors serviceAccount"
            ) { $0["serviceAccount"] },
            ImpliedDefault(definition: "core.ServicePort", field: "targetPort", reason: "the same as port") {
                $0["port"]
            },
            ImpliedDefault(
                definition: "core.ServiceSpec", field: "externalTrafficPolicy",
                reason: "Cluster for Services that are reached from outside"
            ) { isExternal($0) ? "Cluster" : nil },
            ImpliedDefault(
                definition: "core.ServiceSpec", field: "allocateLoadBalancerNodePorts",
                reason: "true for the type LoadBalancer"
            ) { $0["type"] == "LoadBalancer" ? true : nil },
            // Without completions and with parallelism a job is a queue that its Pods empty together.
            ImpliedDefault(
                definition: "batch.JobSpec", field: "completions", reason: "1 where parallelism is absent as well"
            ) { $0["parallelism"] == nil ? 1 : nil },
            ImpliedDefault(
                definition: "core.ResourceRequirements", field: "requests", reason: "the same as limits"
            ) { $0["limits"] },
            ImpliedDefault(
                definition: "rbac.Subject", field: "apiGroup",
                reason: "rbac.authorization.k8s.io for users and groups"
            ) { $0["kind"] == "ServiceAccount" ? "" : "rbac.authorization.k8s.io" },
            ImpliedDefault(
                definition: "networking.NetworkPolicySpec", field: "policyTypes",
                reason: "Ingress, and Egress where there are egress rules"
            ) { $0["egress"]?.array?.isEmpty == false ? ["Ingress", "Egress"] : ["Ingress"] },
            ImpliedDefault(
                definition: "apiextensions.CustomResourceDefinitionNames", field: "listKind",
                reason: "the kind with List behind it"
            ) { members in members["kind"]?.string.map { .string($0 + "List") } },
            ImpliedDefault(
                definition: "apiextensions.CustomResourceDefinitionNames", field: "singular",
                reason: "the kind in lower case"
            ) { members in members["kind"]?.string.map { .string($0.lowercased()) } },
        ]

    /// The rules of each definition.
    package static let byDefinition = Dictionary(grouping: rules, by: \.definition)

    private static func isExternal(_ service: Object) -> Bool {
        service["type"] == "LoadBalancer" || service["type"] == "NodePort"
    }

    /// What the server fills in for an image that says no pull policy.
    static func pullPolicy(image: String) -> String {
        // A tag beside a digest is not what is pulled, and still decides this.
        let parts = image.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        // The port of a registry is no tag: only what follows the last slash counts.
        let name = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let tag = name.split(separator: ":", omittingEmptySubsequences: false).dropFirst().last
        return tag == "latest" || tag == nil && parts.count == 1 ? "Always" : "IfNotPresent"
    }
}
