/// How the elements of a list are compared.
package enum ListSemantics: Sendable, Hashable {
    /// Position by position: order carries meaning.
    case ordered
    /// By the key fields; whether order counts as well.
    case map(keys: [String], isOrdered: Bool)
    /// By the key fields; order counts only when an entry refers to another one with `$(NAME)`.
    case environment
    /// Values or objects in no order, each counted as often as it occurs; `keys` pair up elements for showing a change.
    case bag(keys: [String])
}

/// One statement about a list that the API's own schema calls atomic, or leaves without saying what order means.
package struct ListRule: Sendable, Hashable {
    /// `group.Definition` of the OpenAPI schema without its version, such as `core.PodSpec`.
    package let definition: String
    /// The field that holds the list.
    package let field: String
    /// How to compare it.
    package let semantics: ListSemantics
    /// Why that is so.
    package let reason: String

    package init(definition: String, field: String, semantics: ListSemantics, reason: String) {
        self.definition = definition
        self.field = field
        self.semantics = semantics
        self.reason = reason
    }
}

/// The tool's own table of lists, printed by `snapctl rules`.
///
/// Atomic in a Kubernetes schema is a statement about ownership, not about order: RBAC verbs are atomic and yet a set.
package enum ListTable {
    /// All statements.
    package static let rules: [ListRule] =
        bags(
            "rbac.PolicyRule", ["verbs", "apiGroups", "resources", "resourceNames", "nonResourceURLs"],
            "granted as a union")
        + bags("rbac.ClusterRole", ["rules"], "rules add up")
        + bags("rbac.Role", ["rules"], "rules add up")
        + bags("rbac.ClusterRoleBinding", ["subjects"], "subjects add up", keys: ["kind", "namespace", "name"])
        + bags("rbac.RoleBinding", ["subjects"], "subjects add up", keys: ["kind", "namespace", "name"])
        + bags("rbac.AggregationRule", ["clusterRoleSelectors"], "selectors add up")
        + bags("core.PodSpec", ["tolerations"], "any one that matches suffices", keys: ["key", "operator", "effect"])
        + bags("core.PodSecurityContext", ["sysctls"], "by name", keys: ["name"])
        + bags("core.PodSecurityContext", ["supplementalGroups"], "a set of groups")
        + bags("core.Capabilities", ["add", "drop"], "a set of capabilities")
        + bags(
            "core.NodeSelectorTerm", ["matchExpressions", "matchFields"], "all must match", keys: ["key", "operator"])
        + bags("core.NodeSelectorRequirement", ["values"], "a set of values")
        + bags("core.NodeSelector", ["nodeSelectorTerms"], "any one that matches suffices")
        + bags("core.NodeSpec", ["taints"], "a set of taints", keys: ["key", "effect"])
        + bags("core.NodeSpec", ["podCIDRs"], "a set of ranges")
        + bags("core.ConfigMapVolumeSource", ["items"], "by key", keys: ["key"])
        + bags("core.SecretVolumeSource", ["items"], "by key", keys: ["key"])
        + bags("core.ServiceSpec", ["loadBalancerSourceRanges", "externalIPs"], "a set of addresses")
        + bags("core.PersistentVolumeClaimSpec", ["accessModes"], "a set of modes")
        + bags("core.PersistentVolumeSpec", ["accessModes", "mountOptions"], "a set of options")
        + bags("core.LimitRangeSpec", ["limits"], "by type", keys: ["type"])
        + bags("core.ResourceQuotaSpec", ["scopes"], "a set of scopes")
        + bags("core.ScopeSelector", ["matchExpressions"], "all must match", keys: ["scopeName", "operator"])
        + bags("core.ScopedResourceSelectorRequirement", ["values"], "a set of values")
        + bags("core.ServiceAccount", ["imagePullSecrets"], "by name", keys: ["name"])
        + bags("meta.LabelSelector", ["matchExpressions"], "all must match", keys: ["key", "operator"])
        + bags("meta.LabelSelectorRequirement", ["values"], "a set of values")
        + bags("meta.ObjectMeta", ["finalizers"], "a set of finalizers")
        + bags("networking.NetworkPolicySpec", ["ingress", "egress"], "rules add up")
        + bags("networking.NetworkPolicySpec", ["policyTypes"], "a set of directions")
        + bags("networking.NetworkPolicyIngressRule", ["from"], "peers add up")
        + bags("networking.NetworkPolicyIngressRule", ["ports"], "ports add up", keys: ["protocol", "port"])
        + bags("networking.NetworkPolicyEgressRule", ["to"], "peers add up")
        + bags("networking.NetworkPolicyEgressRule", ["ports"], "ports add up", keys: ["protocol", "port"])
        + bags("networking.IPBlock", ["except"], "a set of ranges")
        + bags("networking.IngressSpec", ["rules"], "by host", keys: ["host"])
        + bags("networking.IngressSpec", ["tls"], "by secret", keys: ["secretName"])
        + bags("networking.IngressTLS", ["hosts"], "a set of hosts")
        + bags("networking.HTTPIngressRuleValue", ["paths"], "the longest path wins", keys: ["path", "pathType"])
        + bags("admissionregistration.ValidatingWebhook", ["rules"], "any one that matches suffices")
        + bags("admissionregistration.MutatingWebhook", ["rules"], "any one that matches suffices")
        + bags(
            "admissionregistration.RuleWithOperations", ["operations", "apiGroups", "apiVersions", "resources"], "a set"
        )
        + bags("apiextensions.CustomResourceDefinitionSpec", ["versions"], "by name", keys: ["name"])
        + bags("apiextensions.CustomResourceDefinitionNames", ["shortNames", "categories"], "a set of names")
        + bags(
            "apiextensions.CustomResourceDefinitionVersion", ["additionalPrinterColumns"], "by name", keys: ["name"])
        + bags("autoscaling.HorizontalPodAutoscalerSpec", ["metrics"], "the highest wins; controllers reorder them")
        + bags("storage.StorageClass", ["mountOptions"], "a set of options")
        + [
            ListRule(
                definition: "core.PodSpec", field: "initContainers", semantics: .map(keys: ["name"], isOrdered: true),
                reason: "they run one after the other"),
            ListRule(
                definition: "core.PodSpec", field: "hostAliases", semantics: .map(keys: ["ip"], isOrdered: true),
                reason: "the first address of a name wins"),
            ListRule(
                definition: "admissionregistration.MutatingWebhookConfiguration", field: "webhooks",
                semantics: .map(keys: ["name"], isOrdered: true), reason: "they are called one after the other"),
            ListRule(
                definition: "core.Container", field: "env", semantics: .environment,
                reason: "an entry may use an earlier one with $(NAME)"),
            ListRule(
                definition: "core.EphemeralContainer", field: "env", semantics: .environment,
                reason: "an entry may use an earlier one with $(NAME)"),
        ]

    /// A list in all kinds of a group, whose definitions say nothing of its order.
    package struct GroupRule: Sendable {
        package let group: String
        package let path: [String]
        /// What identifies an entry, so that order says nothing; `nil` for a set, and everything below it is one too.
        package let key: String?
        package let reason: String

        /// How it is printed.
        package var words: String {
            key.map { ListSemantics.map(keys: [$0], isOrdered: false).words } ?? "every list below: in any order"
        }
    }

    /// Gatekeeper constraints carry no list types, and neither the matcher nor the published policies look at order. Argo CD
    /// hands each parameter to helm by its name; where one stands twice the later one wins, and order counts again.
    package static let groupRules: [GroupRule] = [
        GroupRule(
            group: "constraints.gatekeeper.sh", path: ["spec", "match"], key: nil, reason: "every entry is tried"),
        GroupRule(
            group: "constraints.gatekeeper.sh", path: ["spec", "parameters"], key: nil,
            reason: "policies read their lists as sets"),
        GroupRule(
            group: "cert-manager.io", path: ["spec", "dnsNames"], key: nil,
            reason: "all of them stand in the certificate"),
        GroupRule(
            group: "cert-manager.io", path: ["spec", "usages"], key: nil,
            reason: "all of them stand in the certificate"),
        GroupRule(
            group: "argoproj.io", path: ["spec", "source", "helm", "parameters"], key: "name",
            reason: "each sets the value of its own name"),
    ]

    static let byDefinition = Dictionary(grouping: rules, by: \.definition)

    /// The definitions that the table speaks of.
    static let definitionNames = Set(rules.map(\.definition))

    /// `io.k8s.api.core.v1.PodSpec` as `core.PodSpec`.
    package static func shortName(_ definition: String) -> String {
        let parts = definition.split(separator: ".").suffix(3)
        guard parts.count == 3, let group = parts.first, let name = parts.last else { return definition }
        return "\(group).\(name)"
    }

    private static func bags(
        _ definition: String, _ fields: [String], _ reason: String, keys: [String] = []
    ) -> [ListRule] {
        fields.map { ListRule(definition: definition, field: $0, semantics: .bag(keys: keys), reason: reason) }
    }
}
