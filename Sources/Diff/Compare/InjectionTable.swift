package import Snapshot

/// Programs that write certificates into objects of others, and where. Printed by `snapctl rules`, extended by the
/// `injections` of a baseline's `tables`.
///
/// Such a field is ignored while only these programs own it; whoever else writes there is reported. The names of field
/// managers are what writers call themselves: who writes under one of these shows in the audit log alone.
/// Source: cert-manager "CA Injector"; open-policy-agent/cert-controller; ingress-nginx kube-webhook-certgen; OpenShift
/// service-ca-operator; Istio, Kyverno and the vertical pod autoscaler about their own webhooks.
package struct InjectionRule: Sendable, Hashable {
    package let name: String
    /// Field managers of the program.
    package let managers: [TextPattern]
    /// Into which objects.
    package let objects: ObjectSelector
    /// Where: names of fields from the root, keys left out.
    package let paths: [String]
    /// Annotations of which the object must have one; empty asks for none.
    package let annotations: [String]
    /// Why.
    package let reason: String

    package init(
        _ name: String, managers: [TextPattern], kinds: [TextPattern] = [], groups: [TextPattern] = [],
        names: [TextPattern] = [], paths: [String], annotations: [String] = [], reason: String
    ) {
        self.name = name
        self.managers = managers
        objects = ObjectSelector(groups: groups, kinds: kinds, names: names)
        self.paths = paths
        self.annotations = annotations
        self.reason = reason
    }
}

/// See ``InjectionRule``.
package struct InjectionTable: Sendable, Hashable {
    /// The rules; the first that matches decides.
    package let rules: [InjectionRule]

    /// The last names of all paths.
    let names: Set<String>

    package init(rules: [InjectionRule]) {
        self.rules = rules
        names = Set(rules.flatMap(\.paths).compactMap { $0.split(separator: ".").last.map(String.init) })
    }

    /// This table with rules before its own.
    package func extended(by rules: [InjectionRule]) -> InjectionTable { InjectionTable(rules: rules + self.rules) }

    private static let webhooks = ["webhooks.clientConfig.caBundle"]
    private static let bundles = [
        "webhooks.clientConfig.caBundle", "spec.conversion.webhook.clientConfig.caBundle", "spec.caBundle",
    ]
    private static let groups: [TextPattern] = [
        "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io",
    ]

    /// What snapctl knows by itself.
    package static let builtIn = InjectionTable(rules: [
        InjectionRule(
            "cert-manager", managers: ["cert-manager-cainjector", "cainjector"], groups: groups, paths: bundles,
            annotations: [
                "cert-manager.io/inject-ca-from", "cert-manager.io/inject-ca-from-secret",
                "cert-manager.io/inject-apiserver-ca",
            ], reason: "cert-manager's cainjector, where an annotation asks for it"),
        InjectionRule(
            "gatekeeper", managers: ["gatekeeper"], kinds: ["*WebhookConfiguration"],
            groups: ["admissionregistration.k8s.io"], names: ["gatekeeper-*"], paths: webhooks,
            reason: "Gatekeeper changes the certificates of its own webhooks"),
        InjectionRule(
            "webhook-certgen", managers: ["kube-webhook-certgen"], groups: groups, paths: bundles,
            reason: "the job that ingress-nginx and other charts run after an installation"),
        InjectionRule(
            "openshift-service-ca", managers: ["service-ca-operator"], groups: groups, paths: bundles,
            annotations: ["service.beta.openshift.io/inject-cabundle"],
            reason: "OpenShift's service certificates, where an annotation asks for them"),
        InjectionRule(
            "istio", managers: ["pilot-discovery"], kinds: ["*WebhookConfiguration"],
            groups: ["admissionregistration.k8s.io"], names: ["istio*"], paths: webhooks,
            reason: "istiod changes the certificates of its own webhooks"),
        InjectionRule(
            "kyverno", managers: ["kyverno"], kinds: ["*WebhookConfiguration"],
            groups: ["admissionregistration.k8s.io"], names: ["kyverno-*"], paths: webhooks,
            reason: "Kyverno changes the certificates of its own webhooks"),
        InjectionRule(
            "vertical-pod-autoscaler", managers: ["vpa-admission-controller"], kinds: ["*WebhookConfiguration"],
            groups: ["admissionregistration.k8s.io"], names: ["vpa-webhook-config"], paths: webhooks,
            reason: "the autoscaler registers its own webhook"),
    ])

    /// The rule by which a field may have been injected into a live object; `nil` when somebody else owns it, too.
    func rule(for path: FieldPath, of identity: Identity, in object: Value, _ managed: ManagedFields) -> InjectionRule?
    {
        let owners = managed.owners(of: path)
        guard !owners.isEmpty else { return nil }
        let names = path.elements.compactMap { if case .field(let name) = $0 { name } else { nil } }
            .joined(separator: ".")
        let annotations = object[["metadata", "annotations"]]
        return rules.first { rule in
            rule.paths.contains { ByteOrder.same($0, names) } && rule.objects.selects(identity)
                && (rule.annotations.isEmpty || rule.annotations.contains { annotations?[$0] != nil })
                && owners.allSatisfy { owner in rule.managers.contains { $0.matches(owner.name) } }
        }
    }

    /// The table for people.
    package static var json: Value {
        .array(
            builtIn.rules.map { rule in
                func texts(_ patterns: [TextPattern]) -> Value { .array(patterns.map { .string($0.text) }) }
                var row = Object()
                row["name"] = .string(rule.name)
                row["managers"] = texts(rule.managers)
                if !rule.objects.groups.isEmpty { row["groups"] = texts(rule.objects.groups) }
                if !rule.objects.kinds.isEmpty { row["kinds"] = texts(rule.objects.kinds) }
                if !rule.objects.names.isEmpty { row["names"] = texts(rule.objects.names) }
                row["paths"] = .array(rule.paths.map(Value.string))
                if !rule.annotations.isEmpty { row["annotations"] = .array(rule.annotations.map(Value.string)) }
                row["reason"] = .string(rule.reason)
                return .object(row)
            })
    }
}
