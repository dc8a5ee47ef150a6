import Snapshot

extension PlatformTable {
    /// What snapctl knows by itself about AKS and about every cluster's start.
    package static let builtIn = PlatformTable(rules: bootstrap + aks + extensions)

    private static let bootstrap: [PlatformRule] = [
        PlatformRule(
            "rbac-defaults", origin: .bootstrap, groups: ["rbac.authorization.k8s.io"],
            names: [
                "system:*", "cluster-admin", "admin", "edit", "view", "extension-apiserver-authentication-reader",
            ],
            label: .init("kubernetes.io/bootstrapping", "rbac-defaults"), reason: "the API server's default roles"),
        PlatformRule(
            "first-namespaces", origin: .bootstrap, groups: [""], kinds: ["Namespace"],
            names: ["default", "kube-system", "kube-public", "kube-node-lease"],
            shared: ["kubectl-client-side-apply", "kubectl-label"],
            reason: "made by the API server; AKS labels kube-system with kubectl"),
        PlatformRule(
            "system-priorities", origin: .bootstrap, groups: ["scheduling.k8s.io"], kinds: ["PriorityClass"],
            names: ["system-cluster-critical", "system-node-critical"], reason: "made by the API server"),
        PlatformRule(
            "api-server-authentication", origin: .bootstrap, groups: [""], kinds: ["ConfigMap"],
            namespaces: ["kube-system"],
            names: ["extension-apiserver-authentication", "kube-apiserver-legacy-service-*"],
            reason: "made by the API server from its flags"),
        PlatformRule(
            "controller-accounts", origin: .bootstrap, groups: [""], kinds: ["ServiceAccount"],
            namespaces: ["kube-system"], names: controllers,
            reason: "accounts that kube-controller-manager makes for its controllers; they carry no field manager"),
    ]

    /// Source: `k8s.io/kubernetes/pkg/controlplane/controller` and `cmd/kube-controller-manager/names`.
    private static let controllers: [TextPattern] = [
        "attachdetach-controller", "certificate-controller", "clusterrole-aggregation-controller", "cronjob-controller",
        "daemon-set-controller", "deployment-controller", "device-taint-eviction-controller", "disruption-controller",
        "endpoint-controller", "endpointslice-controller", "endpointslicemirroring-controller",
        "ephemeral-volume-controller", "expand-controller", "generic-garbage-collector", "horizontal-pod-autoscaler",
        "job-controller", "legacy-service-account-token-cleaner", "namespace-controller", "node-controller",
        "persistent-volume-binder", "pod-garbage-collector", "podcertificaterequestcleaner", "pv-protection-controller",
        "pvc-protection-controller", "replicaset-controller", "replication-controller", "resource-claim-controller",
        "resourcequota-controller", "root-ca-cert-publisher", "route-controller", "selinux-warning-controller",
        "service-account-controller", "service-cidrs-controller", "service-controller", "statefulset-controller",
        "storageversion-garbage-collector", "storage-version-migrator-controller", "taint-eviction-controller",
        "token-cleaner", "bootstrap-signer", "ttl-after-finished-controller", "ttl-controller",
        "validatingadmissionpolicy-status-controller", "volumeattributesclass-protection-controller",
    ]

    private static let kubectl: [TextPattern] = [
        "kubectl-client-side-apply", "kubectl-last-applied", "kubectl", "kubectl-label", "Go-http-client",
    ]

    private static let aks: [PlatformRule] = [
        PlatformRule(
            "aks-add-on-manager", label: .init("addonmanager.kubernetes.io/mode"), shared: kubectl,
            reason: "the add-on manager of AKS applies it with kubectl"),
        PlatformRule(
            "aks-managed", label: .init("kubernetes.azure.com/managedby", "aks"), shared: kubectl,
            reason: "AKS manages it"),
        PlatformRule(
            "aks-nodes", groups: [""], kinds: ["Node"], names: ["aks-*"], shared: ["Go-http-client"],
            reason: "a node of an AKS pool; the cloud provider writes its labels"),
        PlatformRule(
            "aks-service-binding", groups: ["rbac.authorization.k8s.io"], kinds: ["ClusterRoleBinding"],
            names: ["aks-service-rolebinding", "aks-cluster-admin-binding*"], shared: kubectl,
            reason: "how AKS reaches the cluster"),
        PlatformRule(
            "aks-bootstrap-tokens", groups: [""], kinds: ["Secret"], namespaces: ["kube-system"],
            names: ["bootstrap-token-??????"], shared: kubectl, reason: "how nodes of AKS join"),
        PlatformRule(
            "aks-add-on-definitions", groups: ["apiextensions.k8s.io"], kinds: ["CustomResourceDefinition"],
            names: [
                "*.gatekeeper.sh", "*.openservicemesh.io", "*.smi-spec.io", "*.secrets-store.csi.x-k8s.io",
                "*.snapshot.storage.k8s.io", "*.groupsnapshot.storage.k8s.io", "*.azmonitoring.coreos.com",
                "*.multicluster.x-k8s.io",
            ], shared: kubectl, reason: "the definitions that the add-ons of AKS bring along"),
        PlatformRule(
            "aks-external-metrics", groups: ["apiregistration.k8s.io"], kinds: ["APIService"],
            names: ["v1beta1.external.metrics.k8s.io", "v1beta1.metrics.k8s.io", "v1beta1.custom.metrics.k8s.io"],
            shared: kubectl, reason: "metrics add-ons of AKS"),
    ]

    private static let extensions: [PlatformRule] = [
        PlatformRule(
            "flux-extension-binding", groups: ["rbac.authorization.k8s.io"], kinds: ["ClusterRoleBinding"],
            names: ["flux-applier", "flux-applier-*"], shared: kubectl, reason: "the Flux extension of AKS"),
        PlatformRule(
            "flux-extension", namespaces: ["flux-system"],
            label: .init("app.kubernetes.io/managed-by", "Helm"), managers: ["helm"],
            reason: "installed by the Flux extension of AKS"),
        PlatformRule(
            "flux-extension-definitions", groups: ["apiextensions.k8s.io"], kinds: ["CustomResourceDefinition"],
            names: ["*.toolkit.fluxcd.io"], managers: ["helm"], reason: "installed by the Flux extension of AKS"),
        PlatformRule(
            "flux-extension-release", groups: [""], kinds: ["Secret"], namespaces: ["flux-system"],
            names: ["sh.helm.release.v1.flux.*"], managers: ["helm"], reason: "installed by the Flux extension of AKS"),
        PlatformRule(
            "flux-extension-namespace", groups: [""], kinds: ["Namespace"], names: ["flux-system"], managers: ["helm"],
            reason: "installed by the Flux extension of AKS"),
    ]
}
