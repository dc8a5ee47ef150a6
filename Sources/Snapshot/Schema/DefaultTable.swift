/// One value that the API server fills in for a built-in type, where its OpenAPI does not say so.
package struct DefaultRule: Sendable, Hashable {
    /// `group.Definition` without the version, such as `core.Container`.
    package let definition: String
    /// The field.
    package let field: String
    /// What an absent field means.
    package let value: Value
    /// The first minor version of Kubernetes 1 that fills it in; `nil` for all that are still around.
    package var since: Int?
    /// The last one; `nil` while it is filled in.
    package var until: Int?
    /// Whether the server puts a value of its own where a manifest says this one.
    package var isAllocated = false

    package init(
        definition: String, field: String, value: Value, since: Int? = nil, until: Int? = nil,
        isAllocated: Bool = false
    ) {
        self.definition = definition
        self.field = field
        self.value = value
        self.since = since
        self.until = until
        self.isAllocated = isAllocated
    }

    /// Whether servers of all these minor versions fill it in; without any, whether the newest does.
    package func holds(in minors: [Int]) -> Bool {
        guard !minors.isEmpty else { return until == nil }
        return minors.allSatisfy { (since ?? 0) <= $0 && $0 <= (until ?? .max) }
    }
}

/// The minor version in what a server calls itself: 29 of `v1.29.4-gke.1`.
package enum ServerMinor {
    /// `nil` for any text that is no version of Kubernetes 1.
    package static func of(_ version: String) -> Int? {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "v1" || parts[0] == "1" else { return nil }
        return Int(parts[1].prefix { $0.isASCII && $0.isNumber })
    }
}

/// Defaults of built-in types: an absent field equals its default. Printed by `snapctl rules`.
///
/// Source: Kubernetes API reference, field descriptions ("Defaults to …") of v1.36. A row
/// says since which minor version the server fills the field in where that is 1.16 or later; the enhancement that brought it
/// says when: KEP-2086 and KEP-2400 (services), KEP-1847 (claims of stateful sets), KEP-2214 and KEP-3939 (jobs), KEP-1591
/// (surge of daemon sets), KEP-1472, KEP-1682, KEP-1710 and KEP-1855 (volume drivers). Custom resources bring their defaults in their own schema.
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
            ["sessionAffinity": "None", "type": "ClusterIP"])
        + table("core.ServiceSpec", ["internalTrafficPolicy": "Cluster"], since: 22)
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
        + table("apps.RollingUpdateDaemonSet", ["maxUnavailable": 1])
        + table("apps.RollingUpdateDaemonSet", ["maxSurge": 0], since: 22)
        + table(
            "apps.StatefulSetSpec",
            [
                "replicas": 1, "revisionHistoryLimit": 10, "podManagementPolicy": "OrderedReady",
                "updateStrategy": ["type": "RollingUpdate", "rollingUpdate": ["partition": 0]],
            ])
        + table(
            "apps.StatefulSetSpec",
            ["persistentVolumeClaimRetentionPolicy": ["whenDeleted": "Retain", "whenScaled": "Retain"]], since: 27)
        + table(
            "apps.StatefulSetPersistentVolumeClaimRetentionPolicy", ["whenDeleted": "Retain", "whenScaled": "Retain"],
            since: 27)
        + table("apps.StatefulSetUpdateStrategy", ["type": "RollingUpdate", "rollingUpdate": ["partition": 0]])
        + table("apps.RollingUpdateStatefulSetStrategy", ["partition": 0])
        + table("apps.ReplicaSetSpec", ["replicas": 1])
        + table(
            "batch.JobSpec",
            ["parallelism": 1, "backoffLimit": 6, "manualSelector": false])
        + table("batch.JobSpec", ["completionMode": "NonIndexed", "suspend": false], since: 22)
        + table("batch.JobSpec", ["podReplacementPolicy": "TerminatingOrFailed"], since: 29)
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
        + table("storage.CSIDriverSpec", ["volumeLifecycleModes": ["Persistent"]], since: 16)
        + table("storage.CSIDriverSpec", ["fsGroupPolicy": "ReadWriteOnceWithFSType"], since: 20)
        + table("storage.CSIDriverSpec", ["storageCapacity": false, "requiresRepublish": false], since: 21)
        + UnsetTable.rules

    static let byDefinition = Dictionary(grouping: rules, by: \.definition)

    private static func table(
        _ definition: String, _ fields: KeyValuePairs<String, Value>, since: Int? = nil
    ) -> [DefaultRule] {
        fields.map { DefaultRule(definition: definition, field: $0.key, value: $0.value, since: since) }
    }
}
