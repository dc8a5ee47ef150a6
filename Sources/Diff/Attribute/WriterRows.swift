import Snapshot

extension WriterTable {
    /// What snapctl knows by itself.
    ///
    /// Source: client-go's default field manager (the user agent up to the first slash); kubectl's commands; Flux's and
    /// Argo CD's documented field managers; audit logs of AKS.
    package static let builtIn = WriterTable(rules: requests + kubectl + gitOps + platform + interactive + nameless)

    private static func requestsOf(
        _ writer: WriterClass, users: [TextPattern] = [], clients: [TextPattern], reason: String
    ) -> [WriterRule] {
        guard !users.isEmpty else { return clients.map { WriterRule(writer, client: $0, reason: reason) } }
        return users.flatMap { user in clients.map { WriterRule(writer, user: user, client: $0, reason: reason) } }
    }

    private static func users(_ writer: WriterClass, _ users: [TextPattern], reason: String) -> [WriterRule] {
        users.map { WriterRule(writer, user: $0, reason: reason) }
    }

    private static let interactiveClients: [TextPattern] = ["kubectl*", "k9s*", "helm*", "flux/*", "oc/*", "curl*"]
    private static let browsers: [TextPattern] = ["Mozilla*", "dashboard*", "rancher*", "Headlamp*", "Lens*"]

    /// Requests: user first, then client.
    private static let requests: [WriterRule] =
        users(.platform, ["aksService"], reason: "AKS itself, which runs kubectl by design")
        + requestsOf(
            .humanCLI, users: ["system:serviceaccount:*"], clients: interactiveClients,
            reason: "an account's token in a tool for people")
        + requestsOf(
            .humanUI, users: ["system:serviceaccount:*"], clients: browsers,
            reason: "an account's token in a page for people")
        + users(
            .gitops,
            [
                "system:serviceaccount:flux-system:*-controller",
                "system:serviceaccount:argocd:argocd-application-controller",
            ], reason: "applies what Git says")
        + users(
            .platform,
            [
                "system:apiserver", "system:kube-controller-manager", "system:kube-scheduler",
                "system:cloud-controller-manager", "system:node:*", "system:kube-proxy", "system:bootstrap:*",
            ], reason: "control plane and nodes")
        + users(
            .platform, ["system:serviceaccount:kube-system:*", "system:serviceaccount:gatekeeper-system:*"],
            reason: "control plane and add-ons")
        + users(
            .platform, ["system:serviceaccount:flux-system:fluxconfig-*"], reason: "the Flux extension of AKS")
        + users(.automation, ["system:serviceaccount:*"], reason: "an account made for a program")
        + users(
            .humanCLI, ["masterclient", "kubernetes-admin", "clusterAdmin", "system:admin"],
            reason: "a shared administrator's certificate")
        + [
            WriterRule(
                .humanCLI, group: "system:masters",
                reason: "a local administrator: a certificate that no directory knows and nobody can revoke")
        ]
        + requestsOf(.humanUI, clients: browsers, reason: "a page for people")
        + users(.humanCLI, ["*@*"], reason: "a person's name in Entra ID or another directory")
        + requestsOf(.humanCLI, clients: interactiveClients, reason: "a tool for people")
        + users(
            .unknown, ["????????-????-????-????-????????????"],
            reason: "an object id of Entra ID: a service principal, a managed identity, a guest")

    private static func managers(
        _ writer: WriterClass, _ names: [TextPattern], operation: String? = nil, isAmbiguous: Bool = false,
        reason: String
    ) -> [WriterRule] {
        names.map {
            WriterRule(writer, manager: $0, operation: operation, isAmbiguous: isAmbiguous, reason: reason)
        }
    }

    private static let kubectl: [WriterRule] =
        managers(
            .humanCLI, ["kubectl-client-side-apply", "kubectl-last-applied", "kubectl-label"], isAmbiguous: true,
            reason: "kubectl; the add-on manager of AKS runs it too")
        + managers(
            .humanCLI, ["kubectl"], operation: "Apply", isAmbiguous: true,
            reason: "kubectl apply --server-side; AKS runs it too")
        + managers(
            .humanCLI, ["kubectl"], reason: "kubectl scale, cordon, rollout undo, debug, auth reconcile")
        + managers(.humanCLI, ["kubectl-*", "kubectl*"], reason: "kubectl")
        + managers(.humanCLI, ["flux-client-side-apply"], reason: "the documented way around Flux for kubectl")
        + managers(.humanCLI, ["flux"], reason: "the flux command")

    private static let gitOps: [WriterRule] =
        managers(
            .gitops,
            [
                "kustomize-controller", "gotk-kustomize-controller", "helm-controller", "gotk-helm-controller",
                "argocd-controller", "argocd-application-controller", "configsync.gke.io",
            ], reason: "applies what Git says")
        + managers(
            .platform,
            [
                "source-controller", "gotk-source-controller", "notification-controller",
                "gotk-notification-controller",
                "image-automation-controller", "image-reflector-controller", "gotk-image-*",
            ], reason: "keeps finalizers and status of Flux's own objects; applies nothing")

    private static let platform: [WriterRule] =
        managers(
            .platform,
            [
                "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "cloud-controller-manager",
                "cloud-node-manager", "cluster-autoscaler", "clusterrole-aggregation-controller",
                "service-cidr-controller", "kubernetes-service-cidr-controller",
                "api-priority-and-fairness-config-producer-v1", "api-priority-and-fairness-config-consumer-v1",
                "vpa-recommender", "horizontal-pod-autoscaler", "metrics-server", "csi-*", "azure-*", "node-*-detector",
            ], reason: "control plane and nodes")
        + managers(
            .platform, ["azurepolicyaddon", "gatekeeper", "fluxconfig-agent", "fluxconfig-controller", "aks-*"],
            reason: "add-ons of AKS")

    private static let interactive: [WriterRule] =
        managers(.humanUI, ["Mozilla*", "dashboard", "rancher", "Headlamp*", "Lens*"], reason: "a page for people")
        + managers(.humanCLI, ["k9s", "curl", "oc"], reason: "a tool for people")
        + managers(
            .automation, ["helm", "terraform*", "Terraform*", "pulumi*", "ansible*"], reason: "a tool of pipelines")

    private static let nameless: [WriterRule] = managers(
        .unknown,
        [
            "Go-http-client", "manager", "controller", "unknown", "OpenAPI-Generator", "node-fetch",
            "before-first-apply", "ancient-changes",
        ], reason: "a name that says nothing")
}
