import Snapshot

/// What objects of well-known operators mean: policy engines and GitOps tools.
///
/// Sources: the API references of Kyverno, Flux (kustomize and helm controllers) and Argo CD.
extension SeverityTable {
    static let operators: [Row] = policies + fluxContent + argo

    private static let changed: [Event] = [.modified, .tampered]

    private static let policyGroups: [TextPattern] = ["kyverno.io", "policies.kyverno.io", "mutations.gatekeeper.sh"]

    private static let policies: [Row] = [
        Row(
            .critical, "exempts from admission", groups: policyGroups, kinds: ["PolicyException"],
            events: [.added, .modified, .tampered]),
        Row(
            .critical, "no longer exempts from admission", groups: policyGroups, kinds: ["PolicyException"],
            events: [.removed]),
        Row(.critical, "removes an admission policy", groups: policyGroups, events: [.removed]),
        Row(
            .critical, "no longer denies", groups: policyGroups, kinds: ["*Policy"], events: changed,
            path: "spec.validationFailureAction", after: .absentOr(["Audit", "audit"])),
        Row(
            .critical, "no longer denies", groups: policyGroups, kinds: ["*Policy"], events: changed,
            path: "spec.rules[*].validate.failureAction", after: .absentOr(["Audit", "audit"])),
        Row(.critical, "changes an admission policy", groups: policyGroups, events: changed, path: "spec"),
    ]

    private static let flux: [TextPattern] = ["*.toolkit.fluxcd.io"]

    private static let fluxContent: [Row] =
        ["patches", "patchesStrategicMerge", "patchesJson6902", "postBuild", "postRenderers", "images", "components"]
        .map {
            Row(
                .critical, "changes what is applied in place of what Git says", groups: flux, events: changed,
                path: PathPattern(stringLiteral: "spec.\($0)"))
        }
        + ["values", "valuesFrom"].map {
            Row(
                .high, "changes the values that a chart is installed with", groups: flux, events: changed,
                path: PathPattern(stringLiteral: "spec.\($0)"))
        }
        + ["chart", "chartRef", "provider", "secretRef", "insecure"].map {
            Row(
                .critical, "changes where the desired state comes from", groups: flux, events: changed,
                path: PathPattern(stringLiteral: "spec.\($0)"))
        }
        + [Row(.high, "keeps what Git drops", groups: flux, events: changed, path: "spec.prune")]
        + ["kubeConfig", "serviceAccountName", "targetNamespace"].map {
            Row(
                .critical, "applies to another place or as another account", groups: flux, events: changed,
                path: PathPattern(stringLiteral: "spec.\($0)"))
        }

    private static let argoGroups: [TextPattern] = ["argoproj.io"]
    private static let applications: [TextPattern] = ["Application", "ApplicationSet"]

    private static let argo: [Row] =
        ["source", "sources", "template", "generators"].map {
            Row(
                .critical, "changes where the desired state comes from", groups: argoGroups, kinds: applications,
                events: changed, path: PathPattern(stringLiteral: "spec.\($0)"))
        } + [
            Row(
                .critical, "applies to another place or as another account", groups: argoGroups, kinds: applications,
                events: changed, path: "spec.destination"),
            Row(
                .critical, "stops the reconciliation with Git", groups: argoGroups, kinds: applications,
                events: changed, path: "spec.syncPolicy", after: .absent),
            Row(
                .critical, "stops the reconciliation with Git", groups: argoGroups, kinds: applications,
                events: changed, path: "spec.syncPolicy.automated", after: .absent),
            Row(
                .critical, "no longer puts back what was changed by others", groups: argoGroups, kinds: applications,
                events: changed, path: "spec.syncPolicy.automated.selfHeal", after: .absentOr([false])),
            Row(
                .high, "changes how Argo CD reconciles", groups: argoGroups, kinds: applications, events: changed,
                path: "spec.syncPolicy"),
            Row(
                .high, "takes fields out of the comparison with Git", groups: argoGroups, kinds: applications,
                events: changed, path: "spec.ignoreDifferences"),
            Row(
                .critical, "takes objects out of the reconciliation with Git", groups: argoGroups,
                kinds: applications, events: [.removed]),
            Row(.high, "adds a source of desired state", groups: argoGroups, kinds: applications, events: [.added]),
            Row(
                .critical, "changes what Argo CD may apply", groups: argoGroups, kinds: ["AppProject"],
                events: [.added, .modified, .tampered]),
        ]
}
