/// Fields of built-in types that cannot be told from absent ones when they say nothing: the API server does not write them
/// down, so that `hostNetwork: false` of a manifest is no field of the live object. Printed by `snapctl rules`, with the other
/// defaults.
///
/// Only fields whose Go type is no pointer and whose tag says `omitempty`: where false or zero is kept, absent says something
/// else (`automountServiceAccountToken`, `replicas`). Source: the types of k8s.io/api 1.36.
package enum UnsetTable {
    /// All of them.
    package static let rules: [DefaultRule] =
        rows("core.PodSpec", no: ["hostNetwork", "hostPID", "hostIPC"], empty: ["nodeName", "hostname", "subdomain"])
        + rows("core.PodSpec", empty: ["serviceAccountName", "serviceAccount", "priorityClassName"])
        + rows("core.Container", no: ["stdin", "stdinOnce", "tty"], empty: ["workingDir"])
        + rows(
            "core.EphemeralContainer", no: ["stdin", "stdinOnce", "tty"], empty: ["workingDir", "targetContainerName"])
        + rows("core.EnvVar", empty: ["value"])
        + rows("core.EnvFromSource", empty: ["prefix"])
        + rows("core.VolumeMount", no: ["readOnly"], empty: ["subPath", "subPathExpr"])
        + rows("core.Probe", zero: ["initialDelaySeconds"])
        + rows("core.HTTPGetAction", empty: ["host"])
        + rows("core.TCPSocketAction", empty: ["host"])
        + rows("core.ContainerPort", zero: ["hostPort"], empty: ["name", "hostIP"])
        + rows("core.ResourceFieldSelector", empty: ["containerName"])
        + rows("core.Toleration", empty: ["key", "operator", "value", "effect"])
        + rows("core.Taint", empty: ["value"])
        + rows("core.EmptyDirVolumeSource", empty: ["medium"])
        + rows("core.SecretVolumeSource", empty: ["secretName"])
        + rows("core.PersistentVolumeClaimVolumeSource", no: ["readOnly"])
        + rows("core.NFSVolumeSource", no: ["readOnly"])
        + rows("core.AzureFileVolumeSource", no: ["readOnly"])
        + rows("core.AzureFilePersistentVolumeSource", no: ["readOnly"])
        + rows("core.CSIPersistentVolumeSource", no: ["readOnly"], empty: ["fsType"])
        + rows("core.PersistentVolumeSpec", empty: ["storageClassName"])
        + rows("core.PersistentVolumeClaimSpec", empty: ["volumeName"], areAllocated: true)
        + rows("core.NodeSpec", no: ["unschedulable"], empty: ["podCIDR", "providerID"])
        + rows("core.ServiceSpec", no: ["publishNotReadyAddresses"], empty: ["externalName", "loadBalancerIP"])
        + rows("core.ServiceSpec", zero: ["healthCheckNodePort"], empty: ["clusterIP"], areAllocated: true)
        + rows("core.ServicePort", empty: ["name"])
        + rows("core.ServicePort", zero: ["nodePort"], areAllocated: true)
        + rows("core.ObjectReference", empty: ["apiVersion", "fieldPath", "kind", "name", "namespace"])
        + rows("apps.DeploymentSpec", no: ["paused"], zero: ["minReadySeconds"])
        + rows("apps.DaemonSetSpec", zero: ["minReadySeconds"])
        + rows("apps.StatefulSetSpec", zero: ["minReadySeconds"])
        + rows("apps.ReplicaSetSpec", zero: ["minReadySeconds"])
        + rows("networking.IngressRule", empty: ["host"])
        + rows("networking.HTTPIngressPath", empty: ["path"])
        + rows("networking.IngressTLS", empty: ["secretName"])
        + rows("networking.ServiceBackendPort", zero: ["number"], empty: ["name"])
        + rows("rbac.Subject", empty: ["namespace"])
        + rows("scheduling.PriorityClass", no: ["globalDefault"], empty: ["description"])
        + rows("apiextensions.CustomResourceDefinitionSpec", no: ["preserveUnknownFields"])
        + rows("apiextensions.CustomResourceDefinitionVersion", no: ["deprecated"])
        + rows(
            "apiextensions.CustomResourceColumnDefinition", zero: ["priority"], empty: ["format", "description"])
        + rows(
            "apiextensions.JSONSchemaProps", no: ["nullable", "uniqueItems", "exclusiveMaximum", "exclusiveMinimum"],
            empty: ["description", "title", "format", "pattern", "type"])
        + rows(
            "apiextensions.JSONSchemaProps",
            no: ["x-kubernetes-embedded-resource", "x-kubernetes-int-or-string"])
        + rows("apiregistration.APIServiceSpec", no: ["insecureSkipTLSVerify"], empty: ["group", "version"])

    private static func rows(
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
