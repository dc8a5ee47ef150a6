import Snapshot

extension SeverityTable {
    /// What snapctl knows by itself. `snapctl rules` prints it; rules of a baseline override it.
    package static let builtIn = SeverityTable(
        rows: rights + admission + operators + isolation + exposure + gitOps + agents + authorities + surroundings
            + pods + limits + statuses + metadata)

    private static let rbac: [TextPattern] = ["rbac.authorization.k8s.io"]
    private static let changed: [Event] = [.modified, .tampered]
    /// What an object says that is there: rows about it hold for new objects, and for fields that came or changed.
    private static let said: [Event] = [.added, .modified, .tampered]

    private static let rights: [Row] = [
        Row(.critical, "grants rights that were not granted", groups: rbac, kinds: ["*Binding"], events: [.added]),
        Row(.critical, "defines rights that were not defined", groups: rbac, events: [.added]),
        Row(.high, "takes rights away", groups: rbac, events: [.removed]),
        Row(.critical, "changes who has rights", groups: rbac, events: changed, path: "subjects"),
        Row(.critical, "changes which rights are granted", groups: rbac, events: changed, path: "roleRef"),
        Row(.critical, "changes what a role may do", groups: rbac, events: changed, path: "rules"),
        Row(.critical, "changes which roles are summed up", groups: rbac, events: changed, path: "aggregationRule"),
        Row(
            .high, "keeps the role from being repaired by the server", groups: rbac, events: changed,
            path: "metadata.annotations[\"rbac.authorization.kubernetes.io/autoupdate\"]"),
    ]

    private static let hooks: [TextPattern] = ["admissionregistration.k8s.io"]

    private static let admission: [Row] = [
        Row(.critical, "removes an admission policy", groups: ["templates.gatekeeper.sh"], events: [.removed]),
        Row(
            .critical, "changes an admission policy", groups: ["templates.gatekeeper.sh"], events: changed, path: "spec"
        ),
        Row(
            .high, "warns instead of denying", groups: ["constraints.gatekeeper.sh"], events: [.added],
            path: "spec.enforcementAction", after: .presentAndNot(["deny"])),
        Row(.critical, "removes an admission constraint", groups: ["constraints.gatekeeper.sh"], events: [.removed]),
        Row(
            .critical, "no longer denies", groups: ["constraints.gatekeeper.sh"], events: changed,
            path: "spec.enforcementAction", before: .absentOr(["deny"]), after: .presentAndNot(["deny"])),
        Row(
            .high, "denies from now on", groups: ["constraints.gatekeeper.sh"], events: changed,
            path: "spec.enforcementAction", after: .absentOr(["deny"])),
        Row(
            .critical, "changes what an admission constraint applies to", groups: ["constraints.gatekeeper.sh"],
            events: changed, path: "spec.match"),
        Row(
            .critical, "changes what an admission constraint demands", groups: ["constraints.gatekeeper.sh"],
            events: changed, path: "spec"),
        Row(.critical, "exempts from admission", groups: ["config.gatekeeper.sh"], events: changed, path: "spec"),
        Row(.critical, "removes an admission check", groups: hooks, events: [.removed]),
        Row(
            .critical, "lets objects pass when the check does not answer", groups: hooks, events: changed,
            path: "webhooks[*].failurePolicy", after: .oneOf(["Ignore"])),
        Row(
            .critical, "lets objects pass when the check does not answer", groups: hooks, events: changed,
            path: "spec.failurePolicy", after: .oneOf(["Ignore"])),
        Row(.critical, "adds a check that may change objects", groups: hooks, kinds: ["Mutating*"], events: [.added]),
        Row(
            .critical, "sends objects to an address outside of the cluster", groups: hooks, events: [.added],
            path: "webhooks[*].clientConfig.url", after: .presentAndNot([])),
        Row(.high, "adds an admission check", groups: hooks, kinds: ["Validating*"], events: [.added]),
        Row(.critical, "changes an admission check", groups: hooks, events: changed, path: "webhooks"),
        Row(.critical, "changes an admission check", groups: hooks, events: changed, path: "spec"),
        Row(
            .critical, "changes which pods a namespace admits", kinds: ["Namespace"], events: changed,
            path: "metadata.labels[\"pod-security.kubernetes.io/*\"]"),
        Row(
            .critical, "admits pods that may do anything on their node", kinds: ["Namespace"], events: [.added],
            path: "metadata.labels[\"pod-security.kubernetes.io/enforce\"]", after: .oneOf(["privileged"])),
        Row(
            .critical, "exempts a namespace from admission", kinds: ["Namespace"], events: said,
            path: "metadata.labels[\"admission.gatekeeper.sh/*\"]"),
        Row(
            .critical, "exempts a namespace from admission", kinds: ["Namespace"], events: said,
            path: "metadata.labels[\"policy.sigstore.dev/*\"]"),
        Row(
            .critical, "turns the service mesh of a namespace or workload on or off",
            path: "**.labels[\"istio-injection\"]"),
        Row(
            .critical, "turns the service mesh of a namespace or workload on or off",
            path: "**.labels[\"istio.io/rev\"]"),
        Row(
            .critical, "turns the service mesh of a namespace or workload on or off",
            path: "**.*[\"sidecar.istio.io/inject\"]"),
        Row(
            .critical, "turns the service mesh of a namespace or workload on or off",
            path: "**.annotations[\"linkerd.io/inject\"]"),
    ]

    private static let policies: [TextPattern] = ["*NetworkPolicy", "AuthorizationPolicy", "PeerAuthentication"]

    private static let isolation: [Row] = [
        Row(.critical, "removes a network policy", kinds: policies, events: [.removed]),
        Row(.critical, "changes a network policy", kinds: policies, events: changed, path: "spec"),
        Row(.high, "adds a network policy, which may also open something", kinds: policies, events: [.added]),
    ]

    private static let core: [TextPattern] = [""]
    private static let network: [TextPattern] = ["networking.k8s.io", "extensions"]

    /// What is reached from outside, and where names and traffic lead.
    private static let exposure: [Row] = [
        Row(
            .high, "can be reached from outside the cluster", groups: core, kinds: ["Service"], events: said,
            path: "spec.type", after: .oneOf(["LoadBalancer", "NodePort"])),
        Row(
            .high, "changes who reaches the service from outside", groups: core, kinds: ["Service"], events: changed,
            path: "spec.type"),
        Row(
            .high, "changes who reaches the service from outside", groups: core, kinds: ["Service"], events: changed,
            path: "spec.loadBalancerSourceRanges"),
        Row(
            .high, "takes traffic for these addresses", groups: core, kinds: ["Service"], path: "spec.externalIPs"),
        Row(
            .high, "leads to another host", groups: core, kinds: ["Service"], path: "spec.externalName"),
        Row(
            .high, "sends traffic to other pods", groups: core, kinds: ["Service"], events: changed,
            path: "spec.selector"),
        Row(
            .high, "makes an internal load balancer public, or a public one internal", groups: core, kinds: ["Service"],
            path: "metadata.annotations[\"service.beta.kubernetes.io/azure-load-balancer-internal\"]"),
        Row(
            .high, "changes the load balancer of the cloud", groups: core, kinds: ["Service"],
            path: "metadata.annotations[\"service.beta.kubernetes.io/*\"]"),
        Row(
            .high, "sends traffic to other addresses", groups: ["discovery.k8s.io", ""],
            kinds: ["EndpointSlice", "Endpoints"], path: "endpoints"),
        Row(
            .high, "sends traffic to other addresses", groups: core, kinds: ["Endpoints"], path: "subsets"),
        Row(
            .high, "sends a Service's traffic to other addresses", groups: ["discovery.k8s.io"],
            kinds: ["EndpointSlice"],
            path: "metadata.labels[\"kubernetes.io/service-name\"]"),
        Row(
            .high, "adds or removes addresses of a Service", groups: ["discovery.k8s.io", ""],
            kinds: ["EndpointSlice", "Endpoints"], events: [.added, .removed]),
        Row(
            .high, "is no longer encrypted", kinds: ["Ingress"], events: changed, path: "spec.tls", after: .absent),
        Row(.high, "changes how an ingress is encrypted", kinds: ["Ingress"], events: changed, path: "spec.tls"),
        Row(
            .high, "changes where outside requests go", groups: network, kinds: ["Ingress"], events: changed,
            path: "spec.rules"),
        Row(
            .high, "changes where outside requests go", groups: network, kinds: ["Ingress"], events: changed,
            path: "spec.defaultBackend"),
        Row(
            .high, "is served by another ingress controller", groups: network, kinds: ["Ingress"], events: changed,
            path: "spec.ingressClassName"),
        Row(.high, "can be reached from outside the cluster", groups: network, kinds: ["Ingress"], events: [.added]),
        Row(
            .high, "can be reached from outside the cluster",
            groups: ["gateway.networking.k8s.io", "networking.istio.io"],
            kinds: ["*Route", "Gateway", "VirtualService"], events: [.added]),
        Row(
            .high, "changes where outside requests go", groups: ["gateway.networking.k8s.io", "networking.istio.io"],
            events: changed, path: "spec"),
        Row(
            .critical, "puts configuration of its own into the ingress controller", kinds: ["Ingress"],
            path: "metadata.annotations[\"nginx.ingress.kubernetes.io/*-snippet\"]"),
        Row(
            .high, "changes who may ask, or whether requests are checked or encrypted", kinds: ["Ingress"],
            path: "metadata.annotations[\"*ingress.kubernetes.io/*\"]"),
        Row(
            .high, "is served by another ingress controller", kinds: ["Ingress"],
            path: "metadata.annotations[\"kubernetes.io/ingress.class\"]"),
        Row(
            .high, "changes how names are resolved", groups: core, kinds: ["ConfigMap"], namespaces: ["kube-system"],
            names: ["coredns*", "kube-dns*", "node-local-dns*"]),
        Row(
            .high, "approves or asks for a certificate", groups: ["certificates.k8s.io"],
            kinds: ["CertificateSigningRequest"]),
        Row(
            .high, "changes which storage or ingress is used where none is named",
            kinds: ["StorageClass", "IngressClass"],
            path: "metadata.annotations[\"*.kubernetes.io/is-default-class\"]"),
        Row(
            .high, "acts as another identity of the cloud", kinds: ["ServiceAccount"],
            path: "metadata.*[\"azure.workload.identity/*\"]"),
        Row(
            .high, "acts as another identity of the cloud", path: "**.labels[\"azure.workload.identity/use\"]"),
        Row(
            .high, "acts as another identity of the cloud", path: "**.labels[\"aadpodidbinding\"]"),
        Row(
            .high, "acts as another identity of the cloud", kinds: ["ServiceAccount"],
            path: "metadata.annotations[\"eks.amazonaws.com/role-arn\"]"),
        Row(
            .high, "acts as another identity of the cloud", kinds: ["ServiceAccount"],
            path: "metadata.annotations[\"iam.gke.io/gcp-service-account\"]"),
        Row(
            .high, "belongs to another node pool or role", groups: core, kinds: ["Node"],
            path: "metadata.labels[\"*agentpool*\"]"),
        Row(
            .high, "belongs to another node pool or role", groups: core, kinds: ["Node"],
            path: "metadata.labels[\"kubernetes.azure.com/*\"]"),
        Row(
            .high, "belongs to another node pool or role", groups: core, kinds: ["Node"],
            path: "metadata.labels[\"node-role.kubernetes.io/*\"]"),
        Row(
            .high, "belongs to another node pool or role", groups: core, kinds: ["Node"],
            path: "metadata.labels[\"node.kubernetes.io/exclude-from-external-load-balancers\"]"),
        Row(
            .medium, "changes labels by which pods choose their node", groups: core, kinds: ["Node"],
            path: "metadata.labels"),
    ]

    private static let flux: [TextPattern] = ["*.toolkit.fluxcd.io"]

    private static let gitOps: [Row] =
        [
            Row(
                .critical, "stops the reconciliation with Git", groups: flux, events: said, path: "spec.suspend",
                after: .oneOf([true])),
            Row(.critical, "takes an object out of the reconciliation with Git", groups: flux, events: [.removed]),
            Row(
                .critical, "changes where the desired state comes from", groups: flux, events: changed, path: "spec.url"
            ),
            Row(
                .critical, "changes where the desired state comes from", groups: flux, events: changed, path: "spec.ref"
            ),
            Row(
                .critical, "changes where the desired state comes from", groups: flux, events: changed,
                path: "spec.sourceRef"),
            Row(
                .critical, "changes where the desired state comes from", groups: flux, events: changed,
                path: "spec.path"),
            Row(
                .critical, "changes where the desired state comes from", groups: flux, events: changed,
                path: "spec.verify"),
            Row(.high, "adds a source of desired state", groups: flux, events: [.added]),
        ] + fluxOptOuts

    private static let fluxOptOuts = ["labels", "annotations"].flatMap { place in
        [
            Row(
                .critical, "takes the object out of the reconciliation with Git",
                path: PathPattern(stringLiteral: "metadata.\(place)[\"kustomize.toolkit.fluxcd.io/reconcile\"]")),
            Row(
                .critical, "takes the object out of the reconciliation with Git",
                path: PathPattern(stringLiteral: "metadata.\(place)[\"kustomize.toolkit.fluxcd.io/ssa\"]")),
            Row(
                .high, "keeps the object when Git drops it",
                path: PathPattern(stringLiteral: "metadata.\(place)[\"kustomize.toolkit.fluxcd.io/prune\"]")),
            Row(
                .high, "changes which Flux object applies it",
                path: PathPattern(stringLiteral: "metadata.\(place)[\"*.toolkit.fluxcd.io/*\"]")),
        ]
    }

    private static let agents: [Row] = [
        Row(
            .critical, "removes a security agent", kinds: ["DaemonSet", "Deployment"], namespaces: agentNames,
            events: [.removed]),
        Row(
            .critical, "removes a security agent", kinds: ["DaemonSet", "Deployment"], names: agentNames,
            events: [.removed]),
        Row(
            .medium, "changes the certificate authority that pods trust", kinds: ["ConfigMap"],
            names: ["kube-root-ca.crt"]),
        Row(.critical, "changes a security agent's configuration", kinds: ["ConfigMap"], namespaces: agentNames),
        Row(.high, "removes what ran on every node", groups: ["apps"], kinds: ["DaemonSet"], events: [.removed]),
    ]
    private static let agentNames: [TextPattern] = [
        "falco*", "*clamav*", "*defender*", "*sysdig*", "*gatekeeper*", "*azure-policy*", "*kubearmor*", "*tetragon*",
        "*-fim", "fim-*", "*antivirus*",
    ]

    /// Rows about what is dangerous to have hold for new objects too; rows about what a change replaces do not.
    private static let pods: [Row] = [
        Row(
            .critical, "lets pods do anything on their node", events: said, path: "**.securityContext.privileged",
            after: .oneOf([true])),
        Row(.critical, "uses the network of the node", events: said, path: "**.hostNetwork", after: .oneOf([true])),
        Row(.critical, "shares the node's process namespace", events: said, path: "**.hostPID", after: .oneOf([true])),
        Row(.critical, "shares the node's IPC namespace", events: said, path: "**.hostIPC", after: .oneOf([true])),
        Row(.critical, "mounts files of the node", events: said, path: "**.volumes[*].hostPath", after: present),
        Row(.critical, "mounts other files of the node", events: changed, path: "**.volumes[*].hostPath"),
        Row(
            .critical, "adds capabilities of the kernel", events: said, path: "**.securityContext.capabilities.add",
            after: present),
        Row(
            .critical, "changes capabilities of the kernel", events: changed,
            path: "**.securityContext.capabilities.add"),
        Row(
            .critical, "keeps capabilities of the kernel", events: changed,
            path: "**.securityContext.capabilities.drop"),
        Row(
            .critical, "lets processes gain rights", events: changed,
            path: "**.securityContext.allowPrivilegeEscalation", after: .absentOr([true])),
        Row(
            .high, "lets processes gain rights", events: [.added],
            path: "**.securityContext.allowPrivilegeEscalation", after: .oneOf([true])),
        Row(
            .critical, "lets processes run as root", events: changed, path: "**.securityContext.runAsNonRoot",
            after: .absentOr([false])),
        Row(
            .high, "lets processes run as root", events: [.added], path: "**.securityContext.runAsNonRoot",
            after: .oneOf([false])),
        Row(
            .critical, "lets processes run as root", events: said, path: "**.securityContext.runAsUser",
            after: .oneOf([0])),
        Row(
            .critical, "turns the confinement of processes off", events: said,
            path: "**.securityContext.seccompProfile.type", after: .oneOf(["Unconfined"])),
        Row(
            .critical, "turns the confinement of processes off", events: said,
            path: "**.securityContext.appArmorProfile.type", after: .oneOf(["Unconfined"])),
        Row(
            .critical, "shows more of the node's files below /proc", events: said, path: "**.securityContext.procMount",
            after: .oneOf(["Unmasked"])),
        Row(
            .high, "changes the confinement of processes", events: changed, path: "**.securityContext"),
        Row(
            .high, "changes the confinement of processes",
            path: "**.annotations[\"container.apparmor.security.beta.kubernetes.io/*\"]"),
        Row(
            .high, "changes the confinement of processes",
            path: "**.annotations[\"*seccomp.security.alpha.kubernetes.io/*\"]"),
        Row(
            .high, "runs another version of the image", events: changed, path: "**.containers[*].image",
            onlyTagDiffers: true),
        Row(
            .high, "runs another version of the image", events: changed, path: "**.initContainers[*].image",
            onlyTagDiffers: true),
        Row(
            .critical, "adds a container", events: changed, path: "**.containers[*].image", before: .absent,
            after: present),
        Row(
            .critical, "adds a container", events: changed, path: "**.initContainers[*].image", before: .absent,
            after: present),
        Row(
            .critical, "removes a container", events: changed, path: "**.containers[*].image", after: .absent),
        Row(
            .critical, "removes a container", events: changed, path: "**.initContainers[*].image", after: .absent),
        Row(.critical, "changes an image", events: changed, path: "**.containers[*].image"),
        Row(.critical, "changes an image", events: changed, path: "**.initContainers[*].image"),
        Row(.high, "was put into a running pod", path: "**.ephemeralContainers"),
        Row(.high, "runs another command", events: changed, path: "**.containers[*].command"),
        Row(.high, "runs another command", events: changed, path: "**.containers[*].args"),
        Row(.high, "runs another command", events: changed, path: "**.initContainers[*].command"),
        Row(.high, "runs another command", events: changed, path: "**.initContainers[*].args"),
        Row(.high, "runs another command when it starts or stops", events: changed, path: "**.containers[*].lifecycle"),
        Row(.high, "runs another command as a probe", events: changed, path: "**.livenessProbe.exec"),
        Row(.high, "runs another command as a probe", events: changed, path: "**.readinessProbe.exec"),
        Row(.high, "runs another command as a probe", events: changed, path: "**.startupProbe.exec"),
        Row(.high, "runs as another account", events: changed, path: "**.serviceAccountName"),
        Row(.high, "runs in another sandbox", events: changed, path: "**.runtimeClassName"),
        Row(
            .high, "gives every pod a token for the API", events: said, path: "**.automountServiceAccountToken",
            after: .oneOf([true])),
        Row(
            .high, "gives every pod a token for the API", events: changed, path: "**.automountServiceAccountToken",
            after: .absent),
        Row(.high, "was started by a person", groups: [""], kinds: ["Pod"], events: [.added]),
        Row(.medium, "was restarted by a person", path: "**.annotations[\"kubectl.kubernetes.io/restartedAt\"]"),
    ]
    private static let present = Test.presentAndNot([])

    private static let limits: [Row] = [
        Row(.high, "takes a limit away", events: changed, path: "**.resources.limits", after: .absent),
        Row(.high, "takes a limit away", kinds: ["ResourceQuota", "LimitRange"], events: [.removed]),
        Row(.high, "changes a limit", kinds: ["ResourceQuota", "LimitRange"], path: "spec"),
        Row(.high, "changes a secret", groups: [""], kinds: ["Secret"], events: changed, path: "data"),
        Row(.high, "adds or removes a secret", groups: [""], kinds: ["Secret"], events: [.added, .removed]),
        Row(
            .high, "changes the API itself", groups: ["apiextensions.k8s.io", "apiregistration.k8s.io"],
            events: changed,
            path: "spec"),
        Row(
            .high, "adds or removes a part of the API", groups: ["apiextensions.k8s.io", "apiregistration.k8s.io"],
            events: [.added, .removed]),
        Row(.high, "adds or removes a namespace", groups: [""], kinds: ["Namespace"], events: [.added, .removed]),
        Row(.high, "changes where pods may run", groups: [""], kinds: ["Node"], events: changed, path: "spec"),
        Row(
            .high, "is being deleted, and finalizers hold it", path: "metadata.deletionTimestamp",
            after: .presentAndNot([])),
    ]

    /// What selects by a label or reads an annotation is known for some kinds only; what is computed stands before these.
    /// What only controllers write, and a person wrote all the same, see ``HandFields``.
    private static let statuses: [Row] = [
        Row(
            .critical, "makes Flux apply other content", groups: ["source.toolkit.fluxcd.io"], path: "status.artifact"),
        Row(
            .high, "gives out another address for what is reached from outside",
            kinds: ["Service", "Ingress", "Gateway"], path: "status"),
        Row(
            .high, "makes a node report what it is not", groups: core, kinds: ["Node"], path: "status"),
        Row(.high, "makes a pod report what it is not", groups: core, kinds: ["Pod"], path: "status"),
        Row(.medium, "reports what its controller did not see", path: "status"),
    ]

    private static let metadata: [Row] = [
        Row(
            .medium, "changes a label that may be selected by", groups: core,
            kinds: ["Namespace", "Service", "ServiceAccount"], events: changed, path: "metadata.labels"),
        Row(
            .medium, "changes an annotation that may be acted on", groups: core,
            kinds: ["Namespace", "Service", "ServiceAccount"], events: changed, path: "metadata.annotations"),
        Row(
            .medium, "changes a label or annotation that may be acted on", kinds: ["Ingress"], events: changed,
            path: "metadata.labels"),
        Row(
            .medium, "changes a label or annotation that may be acted on", kinds: ["Ingress"], events: changed,
            path: "metadata.annotations"),
        Row(.low, "changes a label", events: changed, path: "metadata.labels"),
        Row(.low, "changes an annotation", events: changed, path: "metadata.annotations"),
        Row(.low, "changes an annotation of the pods", events: changed, path: "**.template.metadata.annotations"),
        Row(.high, "makes a controller's copy differ from its template", events: [.tampered]),
    ]
}
