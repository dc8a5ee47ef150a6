/// Fields of built-in types that cannot be told from absent ones when they say nothing: the API server does not write them
/// down, so that `hostNetwork: false` of a manifest is no field of the live object. Printed by `snapctl rules`, with the other
/// defaults.
///
/// Only fields whose Go type is no pointer and whose tag says `omitempty`: where false or zero is kept, absent says something
/// else (`automountServiceAccountToken`, `replicas`). Fields that identify entries of a list are left out. Source: the types of
/// k8s.io/api 1.36.
package enum UnsetTable {
    /// All of them.
    package static let rules = rows.flatMap { $0 }

    private static let rows: [[DefaultRule]] = [
        unset(
            "core.PodSpec", no: ["hostNetwork", "hostPID", "hostIPC"], empty: ["nodeName", "hostname", "subdomain"]),
        unset("core.PodSpec", empty: ["serviceAccountName", "serviceAccount", "priorityClassName"]),
        unset("core.Container", no: ["stdin", "stdinOnce", "tty"], empty: ["workingDir"]),
        unset(
            "core.EphemeralContainer", no: ["stdin", "stdinOnce", "tty"], empty: ["workingDir", "targetContainerName"]),
        unset("core.EnvVar", empty: ["value"]),
        unset("core.EnvFromSource", empty: ["prefix"]),
        unset("core.VolumeMount", no: ["readOnly"], empty: ["subPath", "subPathExpr"]),
        unset("core.Probe", zero: ["initialDelaySeconds"]),
        unset("core.HTTPGetAction", empty: ["host"]),
        unset("core.TCPSocketAction", empty: ["host"]),
        unset("core.ContainerPort", zero: ["hostPort"], empty: ["name", "hostIP"]),
        unset("core.ResourceFieldSelector", empty: ["containerName"]),
        unset("core.Taint", empty: ["value"]),
        unset("core.EmptyDirVolumeSource", empty: ["medium"]),
        unset("core.SecretVolumeSource", empty: ["secretName"]),
        unset("core.PersistentVolumeClaimVolumeSource", no: ["readOnly"]),
        unset("core.NFSVolumeSource", no: ["readOnly"]),
        unset("core.AzureFileVolumeSource", no: ["readOnly"]),
        unset("core.AzureFilePersistentVolumeSource", no: ["readOnly"]),
        unset("core.CSIPersistentVolumeSource", no: ["readOnly"], empty: ["fsType"]),
        unset("core.PersistentVolumeSpec", empty: ["storageClassName"]),
        unset("core.PersistentVolumeClaimSpec", empty: ["volumeName"], areAllocated: true),
        unset("core.NodeSpec", no: ["unschedulable"], empty: ["podCIDR", "providerID"]),
        unset("core.ServiceSpec", no: ["publishNotReadyAddresses"], empty: ["externalName", "loadBalancerIP"]),
        unset("core.ServiceSpec", zero: ["healthCheckNodePort"], empty: ["clusterIP"], areAllocated: true),
        unset("core.ServicePort", empty: ["name"]),
        unset("core.ServicePort", zero: ["nodePort"], areAllocated: true),
        unset("core.ObjectReference", empty: ["apiVersion", "fieldPath", "kind", "name", "namespace"]),
        unset("apps.DeploymentSpec", no: ["paused"], zero: ["minReadySeconds"]),
        unset("apps.DaemonSetSpec", zero: ["minReadySeconds"]),
        unset("apps.StatefulSetSpec", zero: ["minReadySeconds"]),
        unset("apps.ReplicaSetSpec", zero: ["minReadySeconds"]),
        unset("networking.ServiceBackendPort", zero: ["number"], empty: ["name"]),
        unset("scheduling.PriorityClass", no: ["globalDefault"], empty: ["description"]),
        unset("apiextensions.CustomResourceDefinitionSpec", no: ["preserveUnknownFields"]),
        unset("apiextensions.CustomResourceDefinitionVersion", no: ["deprecated"]),
        unset("apiextensions.CustomResourceColumnDefinition", zero: ["priority"], empty: ["format", "description"]),
        unset(
            "apiextensions.JSONSchemaProps", no: ["nullable", "uniqueItems", "exclusiveMaximum", "exclusiveMinimum"],
            empty: ["description", "title", "format", "pattern", "type"]),
        unset("apiextensions.JSONSchemaProps", no: ["x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"]),
        unset("apiregistration.APIServiceSpec", no: ["insecureSkipTLSVerify"], empty: ["group", "version"]),
    ]

    private static func unset(
        _ definition: String, no: [String] = [], zero: [String] = [], empty: [String] = [], areAllocated: Bool = false
    ) -> [DefaultRule] {
        let values: [([String], Value)] = [(no, false), (zero, 0), (empty, "")]
        return values.flatMap { fields, value in
            fields.map {
                DefaultRule(definition: definition, field: $0, value: value, isAllocated: areAllocated)
            }
        }
    }
}
