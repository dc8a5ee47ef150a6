/// Objects of built-in types that say nothing when they are empty, or hold only what says nothing: absent ones say the same.
/// Everything else that is empty says something. Printed by `snapctl rules`.
///
/// Source: the OpenAPI of v1.36, where such a field has the default `{}` and is no pointer in Go; for pointers, the API
/// reference. Empty lists, and empty maps of texts and quantities, say nothing in any built-in type.
package enum EmptyTable {
    /// Fields of one definition.
    package struct Row: Sendable, Hashable {
        /// `group.Definition` without the version, such as `core.PodSpec`; `*` as a field stands for every one of them.
        package let definition: String
        package let fields: [String]
        /// What emptiness says; `nil` for nothing.
        package let meaning: String?
    }

    /// Fields whose emptiness says nothing.
    package static let nothing: [Row] =
        [
            row("core.PodTemplateSpec", "metadata", "spec"), row("core.PodTemplate", "template"),
            row("batch.JobTemplateSpec", "metadata", "spec"), row("batch.CronJobSpec", "jobTemplate"),
            row("batch.JobSpec", "template"), row("core.ReplicationControllerSpec", "template"),
            row("apps.DeploymentSpec", "strategy", "template"), row("apps.ReplicaSetSpec", "template"),
            row("apps.DaemonSetSpec", "updateStrategy", "template"),
            row(
                "apps.StatefulSetSpec", "updateStrategy", "template", "ordinals", "persistentVolumeClaimRetentionPolicy"
            ),
            row("core.PersistentVolumeClaim", "metadata", "spec", "status"),
            row("core.PersistentVolumeClaimTemplate", "metadata"), row("core.PersistentVolumeClaimSpec", "resources"),
            row("core.Container", "resources", "lifecycle", "securityContext"),
            row("core.EphemeralContainer", "resources", "lifecycle", "securityContext"),
            row("core.SecurityContext", "capabilities", "seLinuxOptions", "windowsOptions"),
            row("core.PodSecurityContext", "seLinuxOptions", "windowsOptions"),
            row("core.PodSpec", "affinity", "dnsConfig", "resources", "securityContext"),
            row("core.Affinity", "nodeAffinity", "podAffinity", "podAntiAffinity"),
            row("core.PersistentVolumeSpec", "nodeAffinity"),
            row("core.ServiceSpec", "selector", "sessionAffinityConfig"),
            row("core.SessionAffinityConfig", "clientIP"),
            row("core.ResourceQuotaSpec", "scopeSelector"),
            row("discovery.Endpoint", "conditions", "hints"), row("node.RuntimeClass", "overhead", "scheduling"),
            row("networking.IngressServiceBackend", "port"),
            row("autoscaling.HorizontalPodAutoscalerSpec", "behavior"),
            row("autoscaling.HorizontalPodAutoscalerBehavior", "scaleUp", "scaleDown"),
            row("flowcontrol.LimitedPriorityLevelConfiguration", "limitResponse"),
            row("admissionregistration.ValidatingAdmissionPolicyBindingSpec", "matchResources"),
            row("admissionregistration.MutatingAdmissionPolicyBindingSpec", "matchResources"),
            row("apiextensions.CustomResourceDefinitionVersion", "subresources"),
            row("resource.ResourceClaimSpec", "devices"), row("resource.ResourceClaimTemplateSpec", "metadata"),
            row("core.ReplicationControllerSpec", "selector"), row("core.PodCertificateProjection", "userAnnotations"),
            row("core.LimitRangeItem", "default"), row("certificates.CertificateSigningRequestSpec", "extra"),
            row("resource.Device", "attributes", "nodeAllocatableResourceMappings"),
            row(
                "apiextensions.JSONSchemaProps", "definitions", "dependencies", "patternProperties", "properties"),
            row("resource.ExactDeviceRequest", "capacity"), row("resource.DeviceSubRequest", "capacity"),
        ] + roots.map { row($0, "metadata", "spec", "status") } + plainRoots.map { row($0, "metadata", "spec") }

    /// Definitions of whole objects.
    private static let roots = [
        "apps.DaemonSet", "apps.Deployment", "apps.ReplicaSet", "apps.StatefulSet", "batch.CronJob", "batch.Job",
        "autoscaling.HorizontalPodAutoscaler", "certificates.CertificateSigningRequest", "core.Namespace", "core.Node",
        "core.PersistentVolume", "core.Pod", "core.ReplicationController", "core.ResourceQuota", "core.Service",
        "flowcontrol.FlowSchema", "flowcontrol.PriorityLevelConfiguration", "networking.Ingress",
        "networking.ServiceCIDR", "policy.PodDisruptionBudget", "resource.ResourceClaim",
        "admissionregistration.ValidatingAdmissionPolicy", "apiregistration.APIService",
    ]

    /// Those that have no status.
    private static let plainRoots = [
        "coordination.Lease", "core.LimitRange", "networking.IngressClass", "networking.NetworkPolicy",
        "storage.CSIDriver", "admissionregistration.MutatingAdmissionPolicy",
        "admissionregistration.MutatingAdmissionPolicyBinding",
    ]

    /// Fields whose emptiness says something, for people: whatever is not in ``nothing`` is told from absent.
    package static let something: [Row] = [
        row("meta.LabelSelector", "*", means: "selects everything; an absent selector nothing, or it is not asked"),
        row("core.NodeSelector", "*", means: "no node"),
        row("core.Volume", "*", means: "a volume of that kind"),
        row("core.PersistentVolumeSpec", "*", means: "a volume of that kind"),
        row("core.VolumeProjection", "*", means: "a source of that kind"),
        row("core.Probe", "*", means: "a check of that kind"), row("core.Lifecycle", "*", means: "a call of that kind"),
        row("core.LifecycleHandler", "*", means: "a call of that kind"),
        row("core.EnvVarSource", "*", means: "a source of that kind"),
        row("networking.IngressBackend", "*", means: "a backend of that kind"),
        row("networking.NetworkPolicyPeer", "*", means: "whom the rule is about"),
        row("rbac.ClusterRole", "aggregationRule", means: "a controller writes the rules"),
        row("apiextensions.CustomResourceSubresources", "*", means: "the subresource is served"),
        row("apiextensions.JSONSchemaProps", "*", means: "everything is allowed there"),
        row("admissionregistration.WebhookClientConfig", "service", means: "where the webhook is"),
        row("apiregistration.APIServiceSpec", "service", means: "another server answers"),
        row("flowcontrol.LimitResponse", "queuing", means: "requests wait, in queues of the usual size"),
        row("autoscaling.MetricSpec", "*", means: "a metric of that kind"),
        row("resource.DeviceRequest", "*", means: "one device, or one of several"),
        row("batch.JobSpec", "podFailurePolicy", "successPolicy", means: "a policy that decides nothing"),
    ]

    static let byDefinition: [String: Set<String>] = nothing.reduce(into: [:]) {
        $0[$1.definition, default: []].formUnion($1.fields)
    }

    private static func row(_ definition: String, _ fields: String..., means meaning: String? = nil) -> Row {
        Row(definition: definition, fields: fields, meaning: meaning)
    }
}
