/// One value that the API server fills in for a built-in type, where its OpenAPI does not say so.
package struct DefaultRule: Sendable, Hashable {
    /// `group.Definition` without the version, such as `core.Container`.
    package let definition: String
    /// The field.
    package let field: String
    /// What an absent field means.
    package let value: Value
}

/// Defaults of built-in types: an absent field equals its default. Printed by `snapctl rules`.
///
/// Source: Kubernetes API reference, field descriptions ("Defaults to …") of v1.36. They have been stable since 1.20 for all
/// fields named here. Custom resources bring their defaults in their own schema.
package enum DefaultTable {
    /// All of them.
    package static let rules: [DefaultRule] =
        table(
            "core.Container",
            [
                "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File", "resources": [:],
            ])
        + table(
            "core.EphemeralContainer",
            ["terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File", "resources": [:]])
        + table(
            "core.Probe", ["timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3])
        + table("core.HTTPGetAction", ["path": "/", "scheme": "HTTP"])
        + table("core.ContainerPort", ["protocol": "TCP"])
        + table(
            "core.PodSpec",
            [
                "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "securityContext": [:],
                "terminationGracePeriodSeconds": 30, "schedulerName": "default-scheduler", "enableServiceLinks": true,
            ])
        + table("core.ConfigMapVolumeSource", ["defaultMode": 420])
        + table("core.SecretVolumeSource", ["defaultMode": 420])
        + table("core.DownwardAPIVolumeSource", ["defaultMode": 420])
        + table("core.ProjectedVolumeSource", ["defaultMode": 420])
        + table("core.ServiceAccountTokenProjection", ["expirationSeconds": 3600])
        + table("core.HostPathVolumeSource", ["type": ""])
        + table("core.ObjectFieldSelector", ["apiVersion": "v1"])
        + table(
            "core.ServiceSpec",
            ["sessionAffinity": "None", "type": "ClusterIP", "internalTrafficPolicy": "Cluster"])
        + table("core.ServicePort", ["protocol": "TCP"])
        + table("core.Secret", ["type": "Opaque"])
        + table("core.Namespace", ["spec": ["finalizers": ["kubernetes"]]])
        + table("core.NamespaceSpec", ["finalizers": ["kubernetes"]])
        + table("core.PersistentVolumeSpec", ["persistentVolumeReclaimPolicy": "Retain", "volumeMode": "Filesystem"])
        + table("core.PersistentVolumeClaimSpec", ["volumeMode": "Filesystem"])
        + table(
            "apps.DeploymentSpec",
            [
                "replicas": 1, "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600,
                "strategy": [
                    "type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": "25%", "maxSurge": "25%"],
                ],
            ])
        + table(
            "apps.DeploymentStrategy",
            ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": "25%", "maxSurge": "25%"]])
        + table("apps.RollingUpdateDeployment", ["maxUnavailable": "25%", "maxSurge": "25%"])
        + table(
            "apps.DaemonSetSpec",
            [
                "revisionHistoryLimit": 10,
                "updateStrategy": ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": 1, "maxSurge": 0]],
            ])
        + table(
            "apps.DaemonSetUpdateStrategy",
            ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": 1, "maxSurge": 0]])
        + table("apps.RollingUpdateDaemonSet", ["maxUnavailable": 1, "maxSurge": 0])
        + table(
            "apps.StatefulSetSpec",
            [
                "replicas": 1, "revisionHistoryLimit": 10, "podManagementPolicy": "OrderedReady",
                "persistentVolumeClaimRetentionPolicy": ["whenDeleted": "Retain", "whenScaled": "Retain"],
                "updateStrategy": ["type": "RollingUpdate", "rollingUpdate": ["partition": 0]],
            ])
        + table(
            "apps.StatefulSetPersistentVolumeClaimRetentionPolicy", ["whenDeleted": "Retain", "whenScaled": "Retain"])
        + table("apps.StatefulSetUpdateStrategy", ["type": "RollingUpdate", "rollingUpdate": ["partition": 0]])
        + table("apps.RollingUpdateStatefulSetStrategy", ["partition": 0])
        + table("apps.ReplicaSetSpec", ["replicas": 1])
        + table(
            "batch.JobSpec",
            [
                "completions": 1, "parallelism": 1, "backoffLimit": 6, "completionMode": "NonIndexed", "suspend": false,
                "manualSelector": false, "podReplacementPolicy": "TerminatingOrFailed",
            ])
        + table(
            "batch.CronJobSpec",
            [
                "concurrencyPolicy": "Allow", "suspend": false, "successfulJobsHistoryLimit": 3,
                "failedJobsHistoryLimit": 1,
            ])
        + table("rbac.RoleRef", ["apiGroup": "rbac.authorization.k8s.io"])
        + table("networking.NetworkPolicyPort", ["protocol": "TCP"])
        + table(
            "admissionregistration.ValidatingWebhook",
            [
                "failurePolicy": "Fail", "matchPolicy": "Equivalent", "timeoutSeconds": 10, "namespaceSelector": [:],
                "objectSelector": [:],
            ])
        + table(
            "admissionregistration.MutatingWebhook",
            [
                "failurePolicy": "Fail", "matchPolicy": "Equivalent", "timeoutSeconds": 10, "namespaceSelector": [:],
                "objectSelector": [:], "reinvocationPolicy": "Never",
            ])
        + table("admissionregistration.RuleWithOperations", ["scope": "*"])
        + table("admissionregistration.ServiceReference", ["port": 443])
        + table(
            "storage.StorageClass",
            ["reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"])
        + table("apiextensions.CustomResourceDefinitionSpec", ["conversion": ["strategy": "None"]])
        + table("storage.CSIDriverSpec", ["attachRequired": true, "podInfoOnMount": false])

    static let byDefinition = Dictionary(grouping: rules, by: \.definition)

    private static func table(_ definition: String, _ fields: KeyValuePairs<String, Value>) -> [DefaultRule] {
        fields.map { DefaultRule(definition: definition, field: $0.key, value: $0.value) }
    }
}
