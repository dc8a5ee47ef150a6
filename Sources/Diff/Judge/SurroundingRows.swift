import Snapshot

extension SeverityTable {
    private static let changed: [Event] = [.modified, .tampered]
    private static let said: [Event] = [.added, .modified, .tampered]
    private static let present = Row.Test.presentAndNot([])

    /// Rows about what is around the containers of a pod: ports, names, volumes, secrets, the node. They stand before the rows
    /// about containers, which say less of some of these.
    static let surroundings: [Row] =
        [
            Row(
                .critical, "lets pods do anything on their node", events: said,
                path: "**.securityContext.windowsOptions.hostProcess", after: .oneOf([true])),
            Row(.high, "changes the confinement of processes", events: changed, path: "**.hostUsers"),
            Row(
                .critical, "shares mounts with the node", events: said,
                path: "**.volumeMounts[*].mountPropagation",
                after: .oneOf(["Bidirectional"])),
            Row(.high, "uses a disk as it is", events: said, path: "**.volumeDevices", after: present),
            Row(
                .high, "opens a port of the node", events: said, path: "**.containers[*].ports[*].hostPort",
                after: .presentAndNot([0])),
            Row(
                .high, "shares the processes of its containers", events: said,
                path: "**.shareProcessNamespace",
                after: .oneOf([true])),
            Row(.high, "changes where names lead", events: said, path: "**.hostAliases", after: present),
            Row(.high, "changes where names lead", events: changed, path: "**.dnsConfig"),
            Row(.high, "changes where names lead", events: changed, path: "**.dnsPolicy"),
            Row(.high, "gets another token", events: changed, path: "**.serviceAccountToken"),
            Row(
                .high, "uses files of another image", events: changed, path: "**.volumes[*].image",
                after: present),
            Row(
                .high, "chooses its node past the scheduler", events: said,
                path: "**.template.spec.nodeName",
                after: .presentAndNot([""])),
            Row(.high, "is placed by another scheduler", events: changed, path: "**.schedulerName"),
            Row(
                .high, "may run on nodes that keep others away", events: changed, path: "**.tolerations",
                after: present),
            Row(
                .high, "may push other pods out", events: said, path: "**.priorityClassName",
                after: .oneOf(["system-node-critical", "system-cluster-critical"])),
            Row(
                .high, "runs no pod any more", groups: ["apps"], events: changed, path: "spec.replicas",
                after: .oneOf([0])),
        ]
        + ["**.volumes[*].secret", "**.secretKeyRef", "**.secretRef", "**.projected.sources[*].secret"]
        .map { path in
            Row(
                .high, "reads another Secret", events: changed, path: PathPattern(stringLiteral: path),
                after: present)
        }
        + ["livenessProbe", "readinessProbe", "startupProbe"].map { probe in
            Row(
                .high, "runs another command", events: changed,
                path: PathPattern(stringLiteral: "**.containers[*].\(probe).exec"))
        }

    private static let policies: [TextPattern] = [
        "kyverno.io", "policies.kyverno.io", "mutations.gatekeeper.sh",
    ]
    private static let argo: [TextPattern] = ["argoproj.io"]
    private static let flux: [TextPattern] = ["*.toolkit.fluxcd.io"]
    private static let secretStores: [TextPattern] = [
        "secrets-store.csi.x-k8s.io", "external-secrets.io",
    ]
    private static let monitoring: [TextPattern] = [
        "monitoring.coreos.com", "azmonitoring.coreos.com",
    ]

    /// Rows about kinds that decide what others may do, where state and secrets come from, and who is told.
    static let authorities: [Row] =
        [
            Row(
                .critical, "mounts files of the node", groups: [""], kinds: ["PersistentVolume"],
                events: said,
                path: "spec.hostPath", after: present),
            Row(
                .high, "mounts files of the node", groups: [""], kinds: ["PersistentVolume"], events: said,
                path: "spec.local", after: present),
            Row(
                .high, "sends traffic to another port", groups: [""], kinds: ["Service"], events: changed,
                path: "spec.ports[*].targetPort"),
            Row(
                .high, "is used where no priority is named", groups: ["scheduling.k8s.io"], events: said,
                path: "globalDefault", after: .oneOf([true])),
            Row(
                .high, "takes requests out of the limits of the API server",
                groups: ["flowcontrol.apiserver.k8s.io"],
                events: said, path: "spec.priorityLevelConfiguration.name", after: .oneOf(["exempt"])),
            Row(
                .high, "changes the certificate authority that pods trust", groups: ["certificates.k8s.io"],
                kinds: ["ClusterTrustBundle"]),
            Row(
                .critical, "exempts from admission", groups: policies, kinds: ["PolicyException"],
                events: [.added, .modified]),
            Row(.critical, "removes an admission policy", groups: policies, events: [.removed]),
            Row(
                .critical, "changes an admission policy", groups: policies, events: changed, path: "spec"),
            Row(
                .high, "changes where secrets come from", groups: secretStores, events: changed,
                path: "spec"),
            Row(.high, "removes where secrets come from", groups: secretStores, events: [.removed]),
            Row(
                .high, "changes who issues certificates", groups: ["cert-manager.io"],
                kinds: ["Issuer", "ClusterIssuer"],
                events: changed, path: "spec"),
            Row(
                .high, "changes who issues certificates", groups: ["cert-manager.io"], events: changed,
                path: "spec.issuerRef"),
            Row(.high, "removes what watches or alarms", groups: monitoring, events: [.removed]),
            Row(
                .high, "changes what is watched or alarmed", groups: monitoring,
                kinds: ["PrometheusRule", "AlertmanagerConfig"], events: changed, path: "spec"),
            Row(
                .high, "changes what is logged or measured", groups: [""], kinds: ["ConfigMap"],
                namespaces: ["kube-system"], names: ["container-azm-ms-*", "ama-*"],
                events: [.modified, .removed]),
            Row(
                .high, "changes how desired state is applied", groups: argo, kinds: ["AppProject"],
                events: changed),
            Row(
                .high, "changes how desired state is applied", groups: argo, kinds: ["Application*"],
                events: changed,
                path: "**.syncPolicy"),
            Row(.high, "keeps what Git drops", groups: flux, events: changed, path: "spec.prune"),
        ]
        + ["spec.source", "spec.sources", "spec.generators", "spec.template"].map { path in
            Row(
                .critical, "changes where the desired state comes from", groups: argo,
                kinds: ["Application*"],
                events: changed, path: PathPattern(stringLiteral: path))
        }
        + [
            "chart", "chartRef", "patches", "components", "postBuild", "postRenderers", "kubeConfig",
            "valuesFrom",
        ].map {
            Row(
                .critical, "changes where the desired state comes from", groups: flux, events: changed,
                path: PathPattern(stringLiteral: "spec.\($0)"))
        }
}
