import Snapshot

extension SeverityTable {
    /// What snapctl knows by itself. `snapctl rules` prints it; rules of a baseline override it.
    package static let builtIn = SeverityTable(
        rows: rights + admission + isolation + gitOps + agents + pods + limits + plainWords)

    private static let rbac: [TextPattern] = ["rbac.authorization.k8s.io"]
    private static let changed: [Event] = [.modified, .tampered]

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
        Row(.critical, "changes an admission policy", groups: ["templates.gatekeeper.sh"], path: "spec"),
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
        Row(.critical, "changes an admission check", groups: hooks, events: changed, path: "webhooks"),
        Row(.critical, "changes an admission check", groups: hooks, events: changed, path: "spec"),
        Row(
            .critical, "changes which pods a namespace admits", kinds: ["Namespace"],
            path: "metadata.labels[\"pod-security.kubernetes.io/*\"]"),
        Row(
            .critical, "exempts a namespace from admission", kinds: ["Namespace"],
            path: "metadata.labels[\"admission.gatekeeper.sh/*\"]"),
    ]

    private static let policies: [TextPattern] = ["*NetworkPolicy", "AuthorizationPolicy", "PeerAuthentication"]

    private static let isolation: [Row] = [
        Row(.critical, "removes a wall between networks", kinds: policies, events: [.removed]),
        Row(.critical, "changes a wall between networks", kinds: policies, events: changed, path: "spec"),
        Row(.high, "adds a rule between networks, which may also open one", kinds: policies, events: [.added]),
        Row(
            .high, "changes who reaches the service from outside", groups: [""], kinds: ["Service"], events: changed,
            path: "spec.type"),
        Row(
            .high, "changes who reaches the service from outside", groups: [""], kinds: ["Service"], events: changed,
            path: "spec.loadBalancerSourceRanges"),
        Row(
            .high, "changes who reaches the service from outside", groups: [""], kinds: ["Service"], events: changed,
            path: "spec.externalIPs"),
    ]

    private static let flux: [TextPattern] = ["*.toolkit.fluxcd.io"]

    private static let gitOps: [Row] =
        [
            Row(
                .critical, "stops the reconciliation with Git", groups: flux, path: "spec.suspend",
                after: .oneOf([true])),
            Row(.critical, "takes an object out of the reconciliation with Git", groups: flux, events: [.removed]),
            Row(.critical, "changes where the desired state comes from", groups: flux, path: "spec.url"),
            Row(.critical, "changes where the desired state comes from", groups: flux, path: "spec.ref"),
            Row(.critical, "changes where the desired state comes from", groups: flux, path: "spec.sourceRef"),
            Row(.critical, "changes where the desired state comes from", groups: flux, path: "spec.path"),
            Row(.critical, "changes where the desired state comes from", groups: flux, path: "spec.verify"),
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
                .high, "changes which Flux object answers for it",
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
        Row(.critical, "changes a security agent's configuration", kinds: ["ConfigMap"], namespaces: agentNames),
    ]
    private static let agentNames: [TextPattern] = [
        "falco*", "*clamav*", "*defender*", "*sysdig*", "*gatekeeper*", "*azure-policy*", "*kubearmor*", "*tetragon*",
        "*-fim", "fim-*", "*antivirus*",
    ]

    private static let pods: [Row] = [
        Row(
            .critical, "lets pods do anything on their node", path: "**.securityContext.privileged",
            after: .oneOf([true])),
        Row(.critical, "opens the network of the node", path: "**.hostNetwork", after: .oneOf([true])),
        Row(.critical, "opens the processes of the node", path: "**.hostPID", after: .oneOf([true])),
        Row(.critical, "opens the processes of the node", path: "**.hostIPC", after: .oneOf([true])),
        Row(.critical, "opens files of the node", path: "**.volumes[*].hostPath"),
        Row(.critical, "adds capabilities of the kernel", path: "**.securityContext.capabilities.add"),
        Row(.critical, "keeps capabilities of the kernel", path: "**.securityContext.capabilities.drop"),
        Row(
            .critical, "lets processes gain rights", path: "**.securityContext.allowPrivilegeEscalation",
            after: .absentOr([true])),
        Row(
            .critical, "lets processes run as root", path: "**.securityContext.runAsNonRoot", after: .absentOr([false])),
        Row(.critical, "lets processes run as root", path: "**.securityContext.runAsUser", after: .oneOf([0])),
        Row(.high, "changes the confinement of processes", path: "**.securityContext"),
        Row(.high, "runs another version of the image", path: "**.containers[*].image", onlyTagDiffers: true),
        Row(.high, "runs another version of the image", path: "**.initContainers[*].image", onlyTagDiffers: true),
        Row(.critical, "runs another image", path: "**.containers[*].image"),
        Row(.critical, "runs another image", path: "**.initContainers[*].image"),
        Row(.high, "was put into a running pod", path: "**.ephemeralContainers"),
        Row(.high, "runs another command", path: "**.containers[*].command"),
        Row(.high, "runs another command", path: "**.containers[*].args"),
        Row(.high, "runs as another account", path: "**.serviceAccountName"),
        Row(
            .high, "hands every pod a token for the API", path: "**.automountServiceAccountToken",
            after: .absentOr([true])),
        Row(.high, "was started by hand", groups: [""], kinds: ["Pod"], events: [.added]),
        Row(.medium, "was restarted by hand", path: "**.annotations[\"kubectl.kubernetes.io/restartedAt\"]"),
    ]

    private static let limits: [Row] = [
        Row(.high, "takes a limit away", path: "**.resources.limits", after: .absent),
        Row(.high, "takes a limit away", kinds: ["ResourceQuota", "LimitRange"], events: [.removed]),
        Row(.high, "changes a limit", kinds: ["ResourceQuota", "LimitRange"], path: "spec"),
        Row(.high, "changes a secret", groups: [""], kinds: ["Secret"], path: "data"),
        Row(.high, "adds or removes a secret", groups: [""], kinds: ["Secret"], events: [.added, .removed]),
        Row(.high, "changes the API itself", groups: ["apiextensions.k8s.io", "apiregistration.k8s.io"], path: "spec"),
        Row(
            .high, "adds or removes a part of the API", groups: ["apiextensions.k8s.io", "apiregistration.k8s.io"],
            events: [.added, .removed]),
        Row(.high, "adds or removes a namespace", groups: [""], kinds: ["Namespace"], events: [.added, .removed]),
        Row(
            .high, "is being deleted, and finalizers hold it", path: "metadata.deletionTimestamp",
            after: .presentAndNot([])),
        Row(.high, "changes where pods may run", groups: [""], kinds: ["Node"], path: "spec"),
    ]

    private static let plainWords: [Row] = [
        Row(.low, "changes words about the object", events: changed, path: "metadata.labels"),
        Row(.low, "changes words about the object", events: changed, path: "metadata.annotations"),
        Row(.low, "changes words about the object's pods", events: changed, path: "**.template.metadata.annotations"),
        Row(.high, "makes a controller's copy differ from its template", events: [.tampered]),
    ]
}
