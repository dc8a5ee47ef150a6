import Snapshot

extension WriterTable {
    /// What snapctl knows by itself.
    ///
    /// Source: client-go's default field manager (the user agent up to the first slash); kubectl's commands; Flux's and
    /// Argo CD's documented field managers; audit logs of AKS.
    package static let builtIn = WriterTable(rules: requests + kubectl + gitOps + platform + interactive + nameless)

    /// Tools that people type into.
    private static let tools: [TextPattern] = [
        "kubectl*", "k9s*", "helm", "helm/*", "flux/*", "oc/*", "curl*", "stern*", "argocd/*", "kubelogin*",
    ]

    /// Pages that people click on.
    private static let pages: [TextPattern] = ["mozilla*", "dashboard*", "rancher*", "headlamp*", "lens*"]

    /// What scripts send that nobody gave a name, and no user agent at all: no program of a cluster's own does.
    private static let scripts: [TextPattern] = [
        "", "python*", "go-http-client*", "openapi-generator*", "swagger-codegen*", "node-fetch*", "axios*", "undici*",
        "node", "node/*", "deno/*", "bun/*", "wget*", "httpie*", "postmanruntime*", "insomnia*", "powershell*",
        "ruby*", "rest-client*", "libwww-perl*", "php*", "guzzlehttp*", "java/*", "java-http-client*", "okhttp*",
        "apache-httpclient*", "aiohttp*", "unknown*",
    ]

    /// A user whose name the server gives to accounts of its own, with the group that they are in.
    private struct Account {
        let user: TextPattern
        let group: String?
    }

    private static let serviceAccounts = "system:serviceaccounts"
    private static let controlPlane: [Account] =
        [
            "system:apiserver", "system:kube-controller-manager", "system:kube-scheduler",
            "system:cloud-controller-manager", "system:kube-proxy",
        ].map { Account(user: $0, group: nil) } + [
            Account(user: "system:node:*", group: "system:nodes"),
            Account(user: "system:bootstrap:*", group: "system:bootstrappers"),
        ]

    private static func accounts(
        _ writer: WriterClass, _ users: [TextPattern], clients: [TextPattern] = [], reason: String
    ) -> [WriterRule] {
        users.map { WriterRule(writer, user: $0, clients: clients, account: serviceAccounts, reason: reason) }
    }

    private static func users(_ writer: WriterClass, _ users: [TextPattern], reason: String) -> [WriterRule] {
        users.map { WriterRule(writer, user: $0, reason: reason) }
    }

    /// Requests: user first, then client.
    private static let requests: [WriterRule] =
        [
            WriterRule(
                .platform, user: "aksService", account: "system:masters",
                reason: "AKS itself, which runs kubectl by design"),
            WriterRule(
                .humanCLI, user: "system:serviceaccount:*", clients: tools,
                reason: "an account's token in a tool for people"),
            WriterRule(
                .humanUI, user: "system:serviceaccount:*", clients: pages,
                reason: "an account's token in a page for people"),
            WriterRule(
                .unknown, user: "system:serviceaccount:*", clients: scripts,
                reason: "an account's token in a script, or in a program that does not say its name"),
        ]
        + controlPlane.map {
            WriterRule(
                .unknown, user: $0.user, clients: tools + pages + scripts,
                reason: "the name of the control plane or of a node in a tool for people or a script")
        }
        + accounts(
            .gitops,
            [
                "system:serviceaccount:flux-system:*-controller",
                "system:serviceaccount:argocd:argocd-application-controller",
            ], clients: ["*controller*", "fluxconfig-*", "flux-operator*", "manager/*"],
            reason: "applies what Git says")
        + accounts(
            .unknown,
            [
                "system:serviceaccount:flux-system:*-controller",
                "system:serviceaccount:argocd:argocd-application-controller",
            ], reason: "the account of a GitOps controller in another program")
        + controlPlane.map {
            WriterRule(.platform, user: $0.user, account: $0.group, reason: "control plane and nodes")
        }
        + accounts(
            .platform, ["system:serviceaccount:kube-system:*", "system:serviceaccount:gatekeeper-system:*"],
            reason: "control plane and add-ons")
        + accounts(
            .platform, ["system:serviceaccount:flux-system:fluxconfig-*"], reason: "the Flux extension of AKS")
        + accounts(.automation, ["system:serviceaccount:*"], reason: "an account made for a program")
        + users(
            .humanCLI, ["masterclient", "kubernetes-admin", "clusterAdmin", "system:admin"],
            reason: "a shared administrator's certificate")
        + [
            WriterRule(
                .humanCLI, group: "system:masters",
                reason: "a local administrator: a certificate that no directory knows and nobody can revoke"),
            WriterRule(
                .unknown, user: "system:*",
                reason: "a name of the server's own without the groups that come with it, or one that no row knows"),
            WriterRule(.humanUI, clients: pages, reason: "a page for people"),
        ]
        + users(.humanCLI, ["*@*"], reason: "a person's name in Entra ID or another directory")
        + [WriterRule(.humanCLI, clients: tools, reason: "a tool for people")]
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
