import Diff
import Snapshot
import TestSupport
import Testing

/// A baseline that trusts everybody is found by what it does, however it is written.
@Suite struct WriterReachTests {
    private static let today = CalendarDate("2026-11-30")

    private static func baseline(_ text: String) throws -> Baseline {
        let document = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: test}
            \(text)
            """
        return try BaselineReader.read(Array(document.utf8), file: "baseline.yaml")
    }

    private static let open = [
        "managers: {gitops: [{manager: \"*\", reason: r}]}", "managers: {platform: [{manager: \"?*\", reason: r}]}",
        "managers: {automation: [{manager: \"*\", reason: r}]}",
        "managers: {platform: [{manager: \"*\", operation: Apply, reason: r}]}",
        "managers: {platform: [{manager: \"kubectl*\", reason: r}]}",
        "managers: {platform: [{manager: kubectl-edit, reason: r}]}",
        "managers: {platform: [{user: \"/.*/\", reason: r}]}", "managers: {automation: [{user: \"*\", reason: r}]}",
        "managers: {platform: [{group: \"*\", reason: r}]}",
        "managers: {platform: [{group: \"system:authenticated\", reason: r}]}",
        "managers: {platform: [{group: \"system:masters\", reason: r}]}",
        "managers: {gitops: [{client: \"kubectl*\", reason: r}]}",
        "managers: {automation: [{client: \"*\", user: \"*@*\", reason: r}]}",
        "managers: {automation: [{user: \"*@contoso.example\", reason: r}]}",
        "managers: {automation: [{user: \"????????-????-????-????-????????????\", reason: r}]}",
        "platform: [{name: p, names: \"*\", managers: \"*\", reason: r}]",
        "platform: [{name: p, names: \"?*\", reason: r}]", "platform: [{name: p, kinds: \"*\", reason: r}]",
        "platform: [{name: p, kinds: \"/.+/\", managers: \"kubectl*\", reason: r}]",
        "platform: [{name: p, groups: \"*\", reason: r}]", "platform: [{name: p, namespaces: \"*\", reason: r}]",
        "platform: [{name: p, label: example.org/ours, managers: \"kubectl*\", reason: r}]",
        "platform: [{name: p, label: \"addonmanager.kubernetes.io/mode=Reconcile\", managers: kubectl, reason: r}]",
    ]

    @Test(arguments: open) func whoTrustsEverybodyIsFound(_ text: String) throws {
        let found = WriterReach(try Self.baseline(text))
        #expect(found.everything.count == 1, "\(found.rows)")
    }

    @Test(arguments: [
        "", "managers: {platform: [{user: rig-admin, reason: r}], gitops: [{manager: fleet-agent, reason: r}]}",
        "managers: {platform: [{user: \"system:node:aks-*\", client: \"kubectl*\", reason: r}]}",
        "managers: {automation: [{user: 8c5b1e6e-0d52-4f0c-8c0b-1f5c7a3f4a01, reason: r}]}",
        "managers: {automation: [{user: \"pipeline-*@contoso.example\", reason: r}]}",
        "managers: {automation: [{group: \"contoso:pipelines\", reason: r}]}",
        "managers: {automation: [{client: \"terraform*\", reason: r}]}",
        "managers: {human-cli: [{manager: \"*\", reason: r}]}", "managers: {unknown: [{user: \"*\", reason: r}]}",
        "platform: [{name: lz, kinds: Namespace, names: \"lz-*\", managers: kubectl-create, reason: r}]",
        "platform: [{name: p, namespaces: kube-system, names: [coredns, metrics-server], managers: kubectl, reason: r}]",
    ]) func honestRowsAreNot(_ text: String) throws { #expect(WriterReach(try Self.baseline(text)).rows.isEmpty) }

    /// Every object of a kind is much, and not everything.
    @Test func aRowForAWholeKindIsNamed() throws {
        let found = WriterReach(
            try Self.baseline("platform: [{name: p, kinds: ClusterRoleBinding, managers: kubectl-create, reason: r}]"))
        #expect(found.rows.count == 1 && found.everything.isEmpty)
    }

    /// What is found is said in the report, its headline, the verdict and by lint.
    @Test(arguments: [open[0], open[13], open[21]]) func itIsSaidWhereverAVerdictIs(_ text: String) throws {
        let baseline = try Self.baseline(text)
        let today = try #require(Self.today)
        var judgment = Judge(baseline: baseline, today: today).judge(Comparison())
        judgment.note(BaselineReach(baseline, today: today), WriterReach(baseline), known: [Identity]())
        #expect(judgment.status == .inconclusive)
        #expect(judgment.trustsAnybody && !judgment.findings.isEmpty)
        var lint = BaselineLint(today: today)
        lint.read(baseline)
        #expect(lint.result.contains { $0.kind == .acceptsMuch })
        let verdict = ZeroKubectl(entries: EntryTable([]), inventory: FluxInventory())
            .verdict(obstacles: WriterReach(baseline).everything)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.obstacles.contains { $0.contains("takes") })
    }
}
