/// Fields of built-in types that cannot be told from absent ones when they say nothing: the API server does not write them
/// down, so that `hostNetwork: false` of a manifest is no field of the live object. Printed by `snapctl rules`, with the other
/// defaults.
///
/// Only fields whose Go type is no pointer and whose tag says `omitempty`: where false or zero is kept, absent says something
/// else (`automountServiceAccountToken`, `replicas`). A field may have another default besides: `dnsPolicy: ""` means
/// ClusterFirst. Source: the types of k8s.io/api 1.36; what a typed kubectl of 1.32 leaves out when it writes a workload.
package enum UnsetTable {
    /// All of them.
    package static let rules = rows.flatMap { $0 }

    private static let rows: [[DefaultRule]] = pods + volumes + objects + others

    private static let pods: [[DefaultRule]] = [
        unset(
            "core.PodSpec", no: ["hostNetwork", "hostPID", "hostIPC"], empty: ["nodeName", "hostname", "subdomain"]),
        unset("core.PodSpec", empty: ["serviceAccountName", "serviceAccount", "priorityClassName"]),
        unset("core.PodSpec", empty: ["dnsPolicy", "restartPolicy", "schedulerName"]),
        unset("core.Container", no: ["stdin", "stdinOnce", "tty"], empty: ["workingDir"]),
        unset("core.Container", empty: ["imagePullPolicy", "terminationMessagePath", "terminationMessagePolicy"]),
        unset(
            "core.EphemeralContainer", no: ["stdin", "stdinOnce", "tty"], empty: ["workingDir", "targetContainerName"]),
        unset(
            "core.EphemeralContainer", empty: ["imagePullPolicy", "terminationMessagePath", "terminationMessagePolicy"]),
        unset("core.EnvVar", empty: ["value"]),
        unset("core.EnvFromSource", empty: ["prefix"]),
        unset("core.VolumeMount", no: ["readOnly"], empty: ["subPath", "subPathExpr"]),
        unset(
            "core.Probe",
            zero: ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"]),
        unset("core.HTTPGetAction", empty: ["host", "path", "scheme"]),
        unset("core.TCPSocketAction", empty: ["host"]),
        unset("core.ContainerPort", zero: ["hostPort"], empty: ["name", "hostIP"]),
        unset("core.ObjectFieldSelector", empty: ["apiVersion"]),
        unset("core.ResourceFieldSelector", empty: ["containerName"]),
        unset("core.LocalObjectReference", empty: ["name"]),
        unset("core.ConfigMapEnvSource", empty: ["name"]),
        unset("core.ConfigMapKeySelector", empty: ["name"]),
        unset("core.ConfigMapProjection", empty: ["name"]),
        unset("core.ConfigMapVolumeSource", empty: ["name"]),
        unset("core.SecretEnvSource", empty: ["name"]),
        unset("core.SecretKeySelector", empty: ["name"]),
        unset("core.SecretProjection", empty: ["name"]),
        unset("core.ResourceClaim", empty: ["request"]),
        unset("core.SELinuxOptions", empty: ["level", "role", "type", "user"]),
        unset("core.Toleration", empty: ["effect", "key", "operator", "value"]),
    ]

    /// A driver's fields are the same for a Pod's volume and for a persistent one.
    private static let volumes: [[DefaultRule]] =
        ["", "Persistent"].flatMap { kind in
            [
                unset("core.AzureFile\(kind)VolumeSource", no: ["readOnly"]),
                unset("core.CephFS\(kind)VolumeSource", no: ["readOnly"], empty: ["path", "secretFile", "user"]),
                unset("core.Cinder\(kind)VolumeSource", no: ["readOnly"], empty: ["fsType"]),
                unset("core.Flex\(kind)VolumeSource", no: ["readOnly"], empty: ["fsType"]),
                unset("core.Glusterfs\(kind)VolumeSource", no: ["readOnly"]),
                unset(
                    "core.ISCSI\(kind)VolumeSource", no: ["chapAuthDiscovery", "chapAuthSession", "readOnly"],
                    empty: ["fsType", "iscsiInterface"]),
                unset("core.RBD\(kind)VolumeSource", no: ["readOnly"], empty: ["fsType", "keyring", "pool", "user"]),
                unset(
                    "core.ScaleIO\(kind)VolumeSource", no: ["readOnly", "sslEnabled"],
                    empty: ["fsType", "protectionDomain", "storageMode", "storagePool", "volumeName"]),
                unset(
                    "core.StorageOS\(kind)VolumeSource", no: ["readOnly"],
                    empty: ["fsType", "volumeName", "volumeNamespace"]),
            ]
        } + [
            unset("core.AWSElasticBlockStoreVolumeSource", no: ["readOnly"], zero: ["partition"], empty: ["fsType"]),
            unset("core.GCEPersistentDiskVolumeSource", no: ["readOnly"], zero: ["partition"], empty: ["fsType"]),
            unset("core.CSIPersistentVolumeSource", no: ["readOnly"], empty: ["fsType"]),
            unset("core.EmptyDirVolumeSource", empty: ["medium"]),
            unset("core.FCVolumeSource", no: ["readOnly"], empty: ["fsType"]),
            unset("core.FlockerVolumeSource", empty: ["datasetName", "datasetUUID"]),
            unset("core.GitRepoVolumeSource", empty: ["directory", "revision"]),
            unset("core.ImageVolumeSource", empty: ["pullPolicy", "reference"]),
            unset("core.NFSVolumeSource", no: ["readOnly"]),
            unset("core.PersistentVolumeClaimVolumeSource", no: ["readOnly"]),
            unset("core.PhotonPersistentDiskVolumeSource", empty: ["fsType"]),
            unset("core.PortworxVolumeSource", no: ["readOnly"], empty: ["fsType"]),
            unset("core.QuobyteVolumeSource", no: ["readOnly"], empty: ["group", "tenant", "user"]),
            unset("core.SecretVolumeSource", empty: ["secretName"]),
            unset("core.ServiceAccountTokenProjection", empty: ["audience"]),
            unset("core.VsphereVirtualDiskVolumeSource", empty: ["fsType", "storagePolicyID", "storagePolicyName"]),
            unset("core.PersistentVolumeSpec", empty: ["persistentVolumeReclaimPolicy", "storageClassName"]),
            unset("core.PersistentVolumeClaimSpec", empty: ["volumeName"], areAllocated: true),
        ]

    private static let objects: [[DefaultRule]] = [
        unset("core.Taint", empty: ["value"]),
        unset("core.NodeSpec", no: ["unschedulable"], empty: ["podCIDR", "providerID"]),
        unset("core.Secret", empty: ["type"]),
        unset(
            "core.ServiceSpec", no: ["publishNotReadyAddresses"],
            empty: ["externalName", "externalTrafficPolicy", "loadBalancerIP", "sessionAffinity", "type"]),
        unset("core.ServiceSpec", zero: ["healthCheckNodePort"], empty: ["clusterIP"], areAllocated: true),
        unset("core.ServicePort", empty: ["name", "protocol"]),
        unset("core.ServicePort", zero: ["nodePort"], areAllocated: true),
        unset("core.EndpointPort", empty: ["name", "protocol"]),
        unset("core.EndpointAddress", empty: ["hostname"]),
        unset(
            "core.ObjectReference",
            empty: ["apiVersion", "fieldPath", "kind", "name", "namespace", "resourceVersion", "uid"]),
        unset("core.SecretReference", empty: ["name", "namespace"]),
        unset("core.ReplicationControllerSpec", zero: ["minReadySeconds"]),
        unset("apps.DeploymentSpec", no: ["paused"], zero: ["minReadySeconds"]),
        unset("apps.DeploymentStrategy", empty: ["type"]),
        unset("apps.DaemonSetSpec", zero: ["minReadySeconds"]),
        unset("apps.DaemonSetUpdateStrategy", empty: ["type"]),
        unset("apps.StatefulSetSpec", zero: ["minReadySeconds"], empty: ["podManagementPolicy"]),
        unset("apps.StatefulSetUpdateStrategy", empty: ["type"]),
        unset("apps.StatefulSetPersistentVolumeClaimRetentionPolicy", empty: ["whenDeleted", "whenScaled"]),
        unset("apps.ReplicaSetSpec", zero: ["minReadySeconds"]),
        unset("batch.CronJobSpec", empty: ["concurrencyPolicy"]),
        unset("autoscaling.CrossVersionObjectReference", empty: ["apiVersion"]),
        unset("networking.IngressRule", empty: ["host"]),
        unset("networking.HTTPIngressPath", empty: ["path"]),
        unset("networking.IngressTLS", empty: ["secretName"]),
        unset("networking.IngressClassSpec", empty: ["controller"]),
        unset("networking.ServiceBackendPort", zero: ["number"], empty: ["name"]),
    ]

    private static let others: [[DefaultRule]] = [
        unset("rbac.Subject", empty: ["apiGroup", "namespace"]),
        unset("rbac.RoleRef", empty: ["apiGroup"]),
        unset("admissionregistration.ParamKind", empty: ["apiVersion", "kind"]),
        unset("admissionregistration.ParamRef", empty: ["name", "namespace"]),
        unset("admissionregistration.Validation", empty: ["message", "messageExpression"]),
        unset("admissionregistration.ValidatingAdmissionPolicyBindingSpec", empty: ["policyName"]),
        unset("admissionregistration.MutatingAdmissionPolicyBindingSpec", empty: ["policyName"]),
        unset("scheduling.PriorityClass", no: ["globalDefault"], empty: ["description"]),
        unset("flowcontrol.FlowSchemaSpec", zero: ["matchingPrecedence"]),
        unset("flowcontrol.QueuingConfiguration", zero: ["handSize", "queues", "queueLengthLimit"]),
        unset("resource.ExactDeviceRequest", zero: ["count"], empty: ["allocationMode"]),
        unset("resource.DeviceSubRequest", zero: ["count"], empty: ["allocationMode"]),
        unset("resource.DeviceToleration", empty: ["effect", "key", "operator", "value"]),
        unset("apiextensions.CustomResourceDefinitionSpec", no: ["preserveUnknownFields"]),
        unset("apiextensions.CustomResourceDefinitionNames", empty: ["listKind", "singular"]),
        unset("apiextensions.CustomResourceDefinitionVersion", no: ["deprecated"]),
        unset("apiextensions.CustomResourceColumnDefinition", zero: ["priority"], empty: ["format", "description"]),
        unset(
            "apiextensions.JSONSchemaProps", no: ["nullable", "uniqueItems", "exclusiveMaximum", "exclusiveMinimum"],
            empty: ["description", "title", "format", "pattern", "type"]),
        unset("apiextensions.JSONSchemaProps", no: ["x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"]),
        unset("apiextensions.ValidationRule", empty: ["fieldPath", "message", "messageExpression"]),
        unset("apiregistration.APIServiceSpec", no: ["insecureSkipTLSVerify"], empty: ["group", "version"]),
    ]

    private static func unset(
        _ definition: String, no: [String] = [], zero: [String] = [], empty: [String] = [], areAllocated: Bool = false
    ) -> [DefaultRule] {
        let values: [([String], Value)] = [(no, false), (zero, 0), (empty, "")]
        return values.flatMap { fields, value in
            fields.map {
                DefaultRule(
                    definition: definition, field: $0, value: value, isAllocated: areAllocated, isUnset: true)
            }
        }
    }
}
