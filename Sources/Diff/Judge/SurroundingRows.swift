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
                path: "**.windowsOptions.hostProcess", after: .oneOf([true])),
            Row(.high, "changes the confinement of processes", events: changed, path: "**.hostUsers"),
            Row(
                .critical, "shares mounts with the node", events: said,
                path: "**.volumeMounts[*].mountPropagation",
                after: .oneOf(["Bidirectional"])),
            Row(.high, "uses a disk as it is", events: said, path: "**.volumeDevices", after: present),
            Row(
                .high, "opens a port of the node", events: said, path: "**.ports[*].hostPort",
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
                .critical, "mounts files of the node", groups: [""], kinds: ["PersistentVolume"], events: said,
                path: "spec.hostPath", after: present),
            Row(
                .critical, "no longer mounts files of the node", groups: [""], kinds: ["PersistentVolume"],
                path: "spec.hostPath"),
            Row(
                .high, "mounts a disk of a node", groups: [""], kinds: ["PersistentVolume"], events: said,
                path: "spec.local", after: present),
            Row(
                .high, "no longer mounts a disk of a node", groups: [""], kinds: ["PersistentVolume"],
                path: "spec.local"),
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
        ]
}
