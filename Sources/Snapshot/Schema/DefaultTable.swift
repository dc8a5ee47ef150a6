/// Defaults of built-in types: an absent field equals its default. Printed by `snapctl rules`.
///
/// Source: `defaults.go` and `zz_generated.defaults.go` of each group in `pkg/apis`, `apiextensions-apiserver` and
/// `kube-aggregator`, and the API reference of v1.36, as CONTRIBUTING.md tells. A row says since which minor version the server
/// fills the field in where that is 1.16 or later; the enhancement that brought it says when: KEP-2086 and KEP-2400 (services),
/// KEP-1847 (claims of stateful sets), KEP-961 (pace of stateful sets), KEP-2214 and KEP-3939 (jobs), KEP-1591 (surge of daemon
/// sets), KEP-1472, KEP-1682, KEP-1710 and KEP-1855 (volume drivers). Custom resources bring their defaults in their own schema.
package enum DefaultTable {
    /// All of them.
    package static let rules: [DefaultRule] =
        pods + volumes + objects + workloads + access + others + UnsetTable.rules

    private static let pods: [DefaultRule] =
        ["core.Container", "core.EphemeralContainer"].flatMap {
            table(
                $0,
                [
                    "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
                    "resources": [:],
                ])
        }
        + table(
            "core.Probe", ["timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3])
        + table("core.HTTPGetAction", ["path": "/", "scheme": "HTTP"])
        + table("core.GRPCAction", ["service": ""])
        + table("core.ContainerPort", ["protocol": "TCP"])
        + table(
            "core.PodSpec",
            [
                "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "securityContext": [:],
                "terminationGracePeriodSeconds": 30, "schedulerName": "default-scheduler", "enableServiceLinks": true,
            ])
        + table("core.ObjectFieldSelector", ["apiVersion": "v1"])
        + table("core.ResourceFieldSelector", ["divisor": "0"])
        + table("core.FileKeySelector", ["optional": false])

    private static let volumes: [DefaultRule] =
        ["ConfigMap", "Secret", "DownwardAPI", "Projected"].flatMap {
            table("core.\($0)VolumeSource", ["defaultMode": 420])
        }
        + table("core.ServiceAccountTokenProjection", ["expirationSeconds": 3600])
        + table("core.HostPathVolumeSource", ["type": ""])
        + table(
            "core.AzureDiskVolumeSource",
            ["cachingMode": "ReadWrite", "fsType": "ext4", "kind": "Shared", "readOnly": false])
        + ["", "Persistent"].flatMap {
            table("core.ISCSI\($0)VolumeSource", ["iscsiInterface": "default"])
                + table("core.RBD\($0)VolumeSource", ["keyring": "/etc/ceph/keyring", "pool": "rbd", "user": "admin"])
                + table("core.ScaleIO\($0)VolumeSource", ["fsType": "xfs", "storageMode": "ThinProvisioned"])
        }
        + table("core.PersistentVolumeSpec", ["persistentVolumeReclaimPolicy": "Retain", "volumeMode": "Filesystem"])
        + table("core.PersistentVolumeClaimSpec", ["volumeMode": "Filesystem"])
        // Of the claims in the template of a stateful set, which are whole objects.
        + table(
            "core.PersistentVolumeClaim",
            ["apiVersion": "v1", "kind": "PersistentVolumeClaim", "status": ["phase": "Pending"]])

    private static let objects: [DefaultRule] =
        table("core.ServiceSpec", ["sessionAffinity": "None", "type": "ClusterIP"])
        + table("core.ServiceSpec", ["internalTrafficPolicy": "Cluster"], since: 22)
        + table("core.ServicePort", ["protocol": "TCP"])
        + table("core.ClientIPConfig", ["timeoutSeconds": 10800])
        + table("core.EndpointPort", ["protocol": "TCP"])
        + table("discovery.EndpointPort", ["name": "", "protocol": "TCP"])
        + table("core.Secret", ["type": "Opaque"])
        + table("core.Namespace", ["spec": ["finalizers": ["kubernetes"]]])
        + table("core.NamespaceSpec", ["finalizers": ["kubernetes"]])
        + table("core.ReplicationControllerSpec", ["replicas": 1])
        + table("networking.NetworkPolicyPort", ["protocol": "TCP"])
        + table("networking.NetworkPolicySpec", ["podSelector": [:]])
        + table("networking.NetworkPolicy", ["spec": ["podSelector": [:], "policyTypes": ["Ingress"]]])
        + table("networking.IngressClassParametersReference", ["scope": "Cluster"])

    private static let workloads: [DefaultRule] =
        table(
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
                "serviceName": "",
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
        + table("apps.RollingUpdateStatefulSetStrategy", ["maxUnavailable": 1], since: 35)
        + table("apps.StatefulSetOrdinals", ["start": 0])
        + table("apps.ReplicaSetSpec", ["replicas": 1])
        + table("batch.JobSpec", ["parallelism": 1, "manualSelector": false])
        + table("batch.JobSpec", ["completionMode": "NonIndexed", "suspend": false], since: 22)
        + table("batch.PodFailurePolicyOnPodConditionsPattern", ["status": "True"])
        + table(
            "batch.CronJobSpec",
            [
                "concurrencyPolicy": "Allow", "suspend": false, "successfulJobsHistoryLimit": 3,
                "failedJobsHistoryLimit": 1,
            ])
        + table(
            "autoscaling.HorizontalPodAutoscalerSpec",
            [
                "minReplicas": 1,
                "metrics": [
                    [
                        "type": "Resource",
                        "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80]],
                    ]
                ],
            ])

    private static let access: [DefaultRule] =
        table("rbac.RoleRef", ["apiGroup": "rbac.authorization.k8s.io"])
        + ["Validating", "Mutating"].flatMap {
            table(
                "admissionregistration.\($0)Webhook",
                [
                    "failurePolicy": "Fail", "matchPolicy": "Equivalent", "timeoutSeconds": 10,
                    "namespaceSelector": [:], "objectSelector": [:],
                ]) + table("admissionregistration.\($0)AdmissionPolicySpec", ["failurePolicy": "Fail"])
        }
        + table("admissionregistration.MutatingWebhook", ["reinvocationPolicy": "Never"])
        + table("admissionregistration.RuleWithOperations", ["scope": "*"])
        + table("admissionregistration.NamedRuleWithOperations", ["scope": "*"])
        + table(
            "admissionregistration.MatchResources",
            ["matchPolicy": "Equivalent", "namespaceSelector": [:], "objectSelector": [:]])
        + ["admissionregistration", "apiregistration", "apiextensions"].flatMap {
            table("\($0).ServiceReference", ["port": 443])
        }

    private static let others: [DefaultRule] =
        table("storage.StorageClass", ["reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"])
        + table("storage.CSIDriverSpec", ["attachRequired": true, "podInfoOnMount": false])
        + table("storage.CSIDriverSpec", ["volumeLifecycleModes": ["Persistent"]], since: 16)
        + table("storage.CSIDriverSpec", ["fsGroupPolicy": "ReadWriteOnceWithFSType"], since: 20)
        + table("storage.CSIDriverSpec", ["storageCapacity": false, "requiresRepublish": false], since: 21)
        + table("storage.CSIDriverSpec", ["seLinuxMount": false], since: 28)
        + table("apiextensions.CustomResourceDefinitionSpec", ["conversion": ["strategy": "None"]])
        + table("scheduling.PriorityClass", ["preemptionPolicy": "PreemptLowerPriority", "value": 0])
        + table("flowcontrol.FlowSchemaSpec", ["matchingPrecedence": 1000])
        + table(
            "flowcontrol.LimitedPriorityLevelConfiguration", ["nominalConcurrencyShares": 30, "lendablePercent": 0])
        + table("flowcontrol.ExemptPriorityLevelConfiguration", ["nominalConcurrencyShares": 0, "lendablePercent": 0])
        + table("flowcontrol.QueuingConfiguration", ["handSize": 8, "queues": 64, "queueLengthLimit": 50])
        + table("resource.ExactDeviceRequest", ["allocationMode": "ExactCount"])
        + table("resource.DeviceSubRequest", ["allocationMode": "ExactCount"])
        + table("resource.DeviceToleration", ["operator": "Equal"])
        + table("resource.NodeAllocatableResourceMapping", ["allocationMultiplier": "1"], since: 36)

    static let byDefinition = Dictionary(grouping: rules, by: \.definition)

    private static func table(
        _ definition: String, _ fields: KeyValuePairs<String, Value>, since: Int? = nil
    ) -> [DefaultRule] {
        fields.map { DefaultRule(definition: definition, field: $0.key, value: $0.value, since: since) }
    }
}
