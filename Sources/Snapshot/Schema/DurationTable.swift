/// A field of a custom type that holds a length of time although its schema says only that it is a text.
package struct DurationRule: Sendable, Hashable {
    /// The kinds; one whose kind is `*` stands for all of its group.
    package let kinds: [GroupKind]
    /// Names joined by dots; `[]` behind one is every element of a list.
    package let path: String
    /// How it is written.
    package let form: FieldFacts.Scalar

    package init(kinds: [GroupKind], path: String, form: FieldFacts.Scalar) {
        self.kinds = kinds
        self.path = path
        self.form = form
    }

    /// Whether it speaks of all kinds of a group.
    var isOfGroup: Bool { kinds.contains { $0.kind == "*" } }

    /// The forms that a row may name.
    package static let forms: [FieldFacts.Scalar] = [.duration, .longDuration]
}

/// Durations in well-known custom types: `8760h` is `8760h0m0s`. Printed by `snapctl rules`; a baseline's `tables` adds rows.
///
/// Source: the API references of cert-manager, Flux, Prometheus operator, Argo CD, Argo Rollouts, Argo Workflows and Gateway API.
package enum DurationTable {
    /// All of them.
    package static let rules: [DurationRule] =
        rows("cert-manager.io", ["Certificate"], ["spec.duration", "spec.renewBefore"])
        + rows("cert-manager.io", ["CertificateRequest"], ["spec.duration"])
        + rows("acme.cert-manager.io", ["Order"], ["spec.duration"])
        + rows("kustomize.toolkit.fluxcd.io", ["*"], ["spec.interval", "spec.retryInterval", "spec.timeout"])
        + rows(
            "helm.toolkit.fluxcd.io", ["*"],
            [
                "spec.interval", "spec.timeout", "spec.chart.spec.interval", "spec.install.timeout",
                "spec.upgrade.timeout", "spec.rollback.timeout", "spec.uninstall.timeout", "spec.test.timeout",
                "spec.install.strategy.retryInterval", "spec.upgrade.strategy.retryInterval",
            ])
        + rows("source.toolkit.fluxcd.io", ["*"], ["spec.interval", "spec.timeout"])
        + rows("source.extensions.fluxcd.io", ["*"], ["spec.interval"])
        + rows("image.toolkit.fluxcd.io", ["*"], ["spec.interval", "spec.timeout"])
        + rows("notification.toolkit.fluxcd.io", ["*"], ["spec.interval", "spec.timeout"])
        + rows(
            "monitoring.coreos.com", ["ServiceMonitor"],
            ["spec.endpoints[].interval", "spec.endpoints[].scrapeTimeout"],
            .longDuration)
        + rows(
            "monitoring.coreos.com", ["PodMonitor"],
            ["spec.podMetricsEndpoints[].interval", "spec.podMetricsEndpoints[].scrapeTimeout"], .longDuration)
        + rows("monitoring.coreos.com", ["Probe"], ["spec.interval", "spec.scrapeTimeout"], .longDuration)
        + rows("monitoring.coreos.com", ["ScrapeConfig"], ["spec.scrapeInterval", "spec.scrapeTimeout"], .longDuration)
        + rows(
            "monitoring.coreos.com", ["PrometheusRule"],
            [
                "spec.groups[].interval", "spec.groups[].query_offset", "spec.groups[].rules[].for",
                "spec.groups[].rules[].keep_firing_for",
            ], .longDuration)
        + rows(
            "monitoring.coreos.com", ["Prometheus", "PrometheusAgent"],
            ["spec.scrapeInterval", "spec.scrapeTimeout", "spec.evaluationInterval", "spec.retention"], .longDuration)
        + rows("monitoring.coreos.com", ["ThanosRuler"], ["spec.evaluationInterval", "spec.retention"], .longDuration)
        + rows("monitoring.coreos.com", ["Alertmanager"], ["spec.retention"])
        + rows(
            "monitoring.coreos.com", ["AlertmanagerConfig"],
            ["spec.route.groupWait", "spec.route.groupInterval", "spec.route.repeatInterval"], .longDuration)
        + rows(
            "argoproj.io", ["Application"],
            ["spec.syncPolicy.retry.backoff.duration", "spec.syncPolicy.retry.backoff.maxDuration"])
        + rows(
            "argoproj.io", ["ApplicationSet"],
            [
                "spec.template.spec.syncPolicy.retry.backoff.duration",
                "spec.template.spec.syncPolicy.retry.backoff.maxDuration",
            ])
        + rows("argoproj.io", ["AppProject"], ["spec.syncWindows[].duration"])
        + rows("argoproj.io", ["Rollout"], ["spec.strategy.canary.steps[].pause.duration"])
        + rows(
            "argoproj.io", ["AnalysisTemplate", "ClusterAnalysisTemplate", "AnalysisRun"],
            ["spec.metrics[].interval", "spec.metrics[].initialDelay"])
        + rows(
            "argoproj.io", ["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"],
            [
                "spec.templates[].retryStrategy.backoff.duration", "spec.templates[].retryStrategy.backoff.maxDuration",
                "spec.retryStrategy.backoff.duration", "spec.retryStrategy.backoff.maxDuration",
            ])
        + rows(
            "gateway.networking.k8s.io", ["HTTPRoute", "GRPCRoute"],
            [
                "spec.rules[].timeouts.request", "spec.rules[].timeouts.backendRequest", "spec.rules[].retry.backoff",
                "spec.rules[].sessionPersistence.absoluteTimeout", "spec.rules[].sessionPersistence.idleTimeout",
            ])

    private static func rows(
        _ group: String, _ kinds: [String], _ paths: [String], _ form: FieldFacts.Scalar = .duration
    ) -> [DurationRule] {
        paths.map {
            DurationRule(kinds: kinds.map { GroupKind(group: group, kind: $0) }, path: $0, form: form)
        }
    }
}
