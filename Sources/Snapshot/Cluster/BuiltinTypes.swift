/// The listable types that Kubernetes itself serves, each at its preferred version, for states that come without a
/// server's discovery.
///
/// Source: aggregated discovery of kube-apiserver 1.36.2 with default feature gates.
package enum BuiltinTypes {
    /// Every type, by group and plural name.
    package static let all: [ResourceType] = read(table)

    /// The type of a group and kind; `nil` when Kubernetes itself has none.
    package static func type(of kind: GroupKind) -> ResourceType? { byKind[kind] }

    /// The apiVersions at which Kubernetes serves a kind of that name.
    package static func apiVersions(ofKind kind: String) -> [String] {
        all.filter { $0.kind == kind }.map(\.apiVersion)
    }

    /// Whether a group belongs to Kubernetes itself: its lists leave kind and apiVersion out of their items.
    package static func isBuiltin(group: String) -> Bool { groups.contains(group) }

    /// Whether a `group/version` belongs to Kubernetes itself.
    package static func isBuiltin(apiVersion: String) -> Bool { isBuiltin(group: APIVersion.group(of: apiVersion)) }

    private static let byKind = Dictionary(all.map { ($0.groupKind, $0) }, uniquingKeysWith: { first, _ in first })
    private static let groups = Set(all.map(\.group) + ["authentication.k8s.io", "authorization.k8s.io"])

    /// `[group version]`, then a line a type: kind, plural, scope, whether status is a subresource, short names, categories.
    /// `decision` is a status in which somebody decides, such as the approval of a certificate: compared like all that is
    /// declared.
    private static func read(_ table: String) -> [ResourceType] {
        var types: [ResourceType] = []
        var group = ""
        var version = ""
        for line in table.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "[" || $0 == "]" }.map(String.init)
            if words.count == 2 {
                group = words[0] == "core" ? "" : words[0]
                version = words[1]
            } else {
                types.append(
                    ResourceType(
                        group: group, version: version, kind: words[0], plural: words[1],
                        isNamespaced: words[2] == "namespaced", shortNames: list(words[4]), categories: list(words[5]),
                        hasStatus: words[3] == "status"))
            }
        }
        return types
    }

    private static func list(_ text: String) -> [String] {
        text == "-" ? [] : text.split(separator: ",").map(String.init)
    }

    private static let table = """
        [core v1]
        ComponentStatus componentstatuses cluster - cs -
        ConfigMap configmaps namespaced - cm -
        Endpoints endpoints namespaced - ep -
        Event events namespaced - ev -
        LimitRange limitranges namespaced - limits -
        Namespace namespaces cluster status ns -
        Node nodes cluster status no -
        PersistentVolumeClaim persistentvolumeclaims namespaced status pvc -
        PersistentVolume persistentvolumes cluster status pv -
        Pod pods namespaced status po all
        PodTemplate podtemplates namespaced - - -
        ReplicationController replicationcontrollers namespaced status rc all
        ResourceQuota resourcequotas namespaced status quota -
        Secret secrets namespaced - - -
        ServiceAccount serviceaccounts namespaced - sa -
        Service services namespaced status svc all
        [admissionregistration.k8s.io v1]
        MutatingAdmissionPolicy mutatingadmissionpolicies cluster - - api-extensions
        MutatingAdmissionPolicyBinding mutatingadmissionpolicybindings cluster - - api-extensions
        MutatingWebhookConfiguration mutatingwebhookconfigurations cluster - - api-extensions
        ValidatingAdmissionPolicy validatingadmissionpolicies cluster status - api-extensions
        ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings cluster - - api-extensions
        ValidatingWebhookConfiguration validatingwebhookconfigurations cluster - - api-extensions
        [apiextensions.k8s.io v1]
        CustomResourceDefinition customresourcedefinitions cluster status crd,crds api-extensions
        [apiregistration.k8s.io v1]
        APIService apiservices cluster status - api-extensions
        [apps v1]
        ControllerRevision controllerrevisions namespaced - - -
        DaemonSet daemonsets namespaced status ds all
        Deployment deployments namespaced status deploy all
        ReplicaSet replicasets namespaced status rs all
        StatefulSet statefulsets namespaced status sts all
        [autoscaling v2]
        HorizontalPodAutoscaler horizontalpodautoscalers namespaced status hpa all
        [batch v1]
        CronJob cronjobs namespaced status cj all
        Job jobs namespaced status - all
        [certificates.k8s.io v1]
        CertificateSigningRequest certificatesigningrequests cluster decision csr -
        [coordination.k8s.io v1]
        Lease leases namespaced - - -
        [discovery.k8s.io v1]
        EndpointSlice endpointslices namespaced - - -
        [events.k8s.io v1]
        Event events namespaced - ev -
        [flowcontrol.apiserver.k8s.io v1]
        FlowSchema flowschemas cluster status - -
        PriorityLevelConfiguration prioritylevelconfigurations cluster status - -
        [networking.k8s.io v1]
        IngressClass ingressclasses cluster - - -
        Ingress ingresses namespaced status ing -
        IPAddress ipaddresses cluster - ip -
        NetworkPolicy networkpolicies namespaced - netpol -
        ServiceCIDR servicecidrs cluster status - -
        [node.k8s.io v1]
        RuntimeClass runtimeclasses cluster - - -
        [policy v1]
        PodDisruptionBudget poddisruptionbudgets namespaced status pdb -
        [rbac.authorization.k8s.io v1]
        ClusterRoleBinding clusterrolebindings cluster - - -
        ClusterRole clusterroles cluster - - -
        RoleBinding rolebindings namespaced - - -
        Role roles namespaced - - -
        [resource.k8s.io v1]
        DeviceClass deviceclasses cluster - - -
        ResourceClaim resourceclaims namespaced status - -
        ResourceClaimTemplate resourceclaimtemplates namespaced - - -
        ResourceSlice resourceslices cluster - - -
        [scheduling.k8s.io v1]
        PriorityClass priorityclasses cluster - pc -
        [storage.k8s.io v1]
        CSIDriver csidrivers cluster - - -
        CSINode csinodes cluster - - -
        CSIStorageCapacity csistoragecapacities namespaced - - -
        StorageClass storageclasses cluster - sc -
        VolumeAttachment volumeattachments cluster status - -
        VolumeAttributesClass volumeattributesclasses cluster - vac -
        """
}
