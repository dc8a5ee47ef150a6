import Diff
import Snapshot
import Testing

/// A baseline with these lines below the head.
private func read(_ body: String) throws(BaselineError) -> Baseline {
    let head = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: test, version: 3}\n"
    return try BaselineReader.read(Array((head + body).utf8), file: "b.yaml")
}

/// Everything in `baseline.yaml` besides scope, parameters and rules.
@Suite struct BaselineSectionTests {
    @Test func requirementsArrive() throws {
        let requirements = try read(
            """
            require:
            - name: templates
              match: {kind: ConstraintTemplate, name: "k8sazure*", labels: {team: "*"}}
              inEachNamespace: [a, "b-*"]
              atLeast: 20
              atMost: 40
              condition: {Ready: "True", Stalled: /False|Unknown/}
              complete: true
              noViolations: true
              coversNodes: {pools: [np1, "np2*"]}
              severity: critical
              reason: because
              owner: us
              ticket: CHG-1
              expires: 2027-01-31
            - {name: agents, oneOf: [{kind: DaemonSet, name: falco}, {kind: DaemonSet, name: sysdig}]}
            - {name: some, match: {kind: Pod}}
            - {name: none, match: {kind: Pod}, exactly: 0}
            """
        ).requirements
        #expect(requirements.map(\.name) == ["templates", "agents", "some", "none"])
        let first = try #require(requirements.first)
        #expect(first.namespaces.count == 2 && first.severity == .critical && first.position.line == 5)
        #expect(first.owner == "us" && first.ticket == "CHG-1" && first.expires == CalendarDate("2027-01-31"))
        guard case .objects(_, let count, let qualities) = first.demand else { throw Miss() }
        #expect(count == .init(least: 20, most: 40))
        #expect(qualities.count == 5)
        guard case .choice(.oneOf, let matches) = requirements[1].demand else { throw Miss() }
        #expect(matches.map(\.words) == ["DaemonSet falco", "DaemonSet sysdig"])
        guard case .objects(_, let some, _) = requirements[2].demand else { throw Miss() }
        #expect(some == .init(least: 1))
        guard case .objects(_, let none, _) = requirements[3].demand else { throw Miss() }
        #expect(none == .init(least: 0, most: 0))
    }

    @Test func aStageHasItsOwnNumbersAndRequirements() throws {
        let text = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: t}
            stages: {dev: {}, prod: {}}
            parameters: {nodes: {dev: 1, prod: 7}}
            require:
            - {name: nodes, match: {kind: Node}, exactly: "${nodes}"}
            - {name: templates, match: {kind: ConstraintTemplate}, atLeast: {dev: 0, prod: 20}}
            - {name: agents, match: {kind: DaemonSet}, stages: prod}
            """
        let document = try BaselineReader.document(Array(text.utf8), file: "b.yaml")
        func counts(_ stage: String) throws -> [Int?] {
            let chosen = try document.stage(named: stage, clusterUID: nil)
            return try document.baseline(document.bindings(in: chosen)).requirements.map {
                if case .objects(_, let count, _) = $0.demand { count.least } else { nil }
            }
        }
        #expect(try counts("dev") == [1, 0])
        #expect(try counts("prod") == [7, 20, 1])
    }

    @Test func writersAndPlatformObjectsStandBeforeTheBuiltInTables() throws {
        let baseline = try read(
            """
            managers:
              gitops: [{manager: fleet-agent, operation: Apply, reason: our own}]
              platform: [{user: rig-admin, reason: the rig}, {group: "system:masters", client: "rig/*", reason: the rig}]
              automation: [{manager: kubectl-*, isAmbiguous: true, reason: a script}]
            platform:
            - {name: rig, kinds: Namespace, names: ["rig-*"], label: team=rig, managers: kubectl-create, reason: r}
            - {name: start, label: bootstrap, origin: bootstrap, reason: r}
            """)
        #expect(baseline.writers.writer(manager: "fleet-agent", operation: "Apply") == .gitops)
        #expect(baseline.writers.writer(user: "rig-admin", client: "curl", manager: nil) == .platform)
        #expect(
            baseline.writers.writer(user: "x", groups: ["system:masters"], client: "rig/1", manager: nil) == .platform)
        #expect(baseline.writers.rule(manager: "kubectl-edit", operation: "Update")?.isAmbiguous == true)
        #expect(baseline.platform.rules.prefix(2).map(\.name) == ["rig", "start"])
        #expect(baseline.platform.rules[1].origin == .bootstrap)
        #expect(baseline.platform.rules.count == PlatformTable.builtIn.rules.count + 2)
    }

    @Test func tablesAndRedactionArrive() throws {
        let text = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: t}
            tables:
              fields: [{name: ours, kinds: [Widget.example.org, ConfigMap], paths: "metadata.annotations[x/*]", reason: r}]
              lists: [{definition: org.example.Widget, field: spec.allowed, compare: in any order, reason: r}]
              defaults: [{definition: core.Container, field: tty, value: false, reason: r}]
              without:
              - {table: lists, row: core.PodSpec.tolerations, reason: r}
              - {table: defaults, row: core.Container.imagePullPolicy, reason: r}
            redaction:
              mode: strict
              rules: [{kind: Widget.example.org, path: spec.pin, reason: a PIN}]
            """
        let document = try BaselineReader.document(Array(text.utf8), file: "b.yaml")
        let tables = try document.baseline(document.bindings(in: nil)).tables
        #expect(tables.count == 5)
        #expect(tables.fields.first?.kinds?.map(\.kind) == ["Widget", "ConfigMap"])
        let policy = document.redaction.extending(RedactionPolicy())
        #expect(policy.mode == .strict && policy.additions.map(\.action) == [.redact])
    }

    /// Place and a part of the words and of the hint.
    @Test(arguments: [
        ("require: [{match: {kind: A}}]", "b.yaml:4:11", "has no `name`", "add"),
        ("require: [{name: a}]", "b.yaml:4:11", "has no `match` or one of `oneOf`", "add"),
        ("require: [{name: a, match: {}}]", "b.yaml:4:21", "matches everything", "docs"),
        ("require: [{name: a, match: {kind: A, path: x}}]", "b.yaml:4:38", "`path` is no key", "remove"),
        ("require: [{name: a, match: {kind: A}, atleast: 1}]", "b.yaml:4:39", "no key", "`atLeast`"),
        ("require: [{name: a, match: {kind: A}, atLeast: -1}]", "b.yaml:4:39", "no count", "docs"),
        ("require: [{name: a, match: {kind: A}, atLeast: 1.5}]", "b.yaml:4:39", "no count", "docs"),
        ("require: [{name: a, match: {kind: A}, exactly: 1, atLeast: 1}]", "b.yaml:4:11", "another count", "docs"),
        ("require: [{name: a, match: {kind: A}, atLeast: 3, atMost: 2}]", "b.yaml:4:11", "at least 3", "docs"),
        ("require: [{name: a, oneOf: []}]", "b.yaml:4:21", "is empty", "docs"),
        ("require: [{name: a, oneOf: [{kind: A}], anyOf: [{kind: B}]}]", "b.yaml:4:11", "has no `match`", "add"),
        ("require: [{name: a, oneOf: [{kind: A}], match: {kind: A}}]", "b.yaml:4:21", "beside `match`", "docs"),
        ("require: [{name: a, oneOf: [{kind: A}], complete: true}]", "b.yaml:4:41", "needs a `match`", "docs"),
        ("require: [{name: a, match: {kind: A}, condition: {}}]", "b.yaml:4:39", "names no condition", "docs"),
        ("require: [{name: a, match: {kind: A}, condition: {Ready: true}}]", "b.yaml:4:51", "quote it", "docs"),
        ("require: [{name: a, match: {kind: A}, complete: false}]", "b.yaml:4:39", "only be `true`", "docs"),
        ("require: [{name: a, match: {kind: A}, coversNodes: {}}]", "b.yaml:4:39", "names no pools", "docs"),
        ("require: [{name: a, match: {kind: A}, coversNodes: {pool: x}}]", "b.yaml:4:53", "no key", "`pools`"),
        ("require: [{name: a, match: {kind: A}, severity: hi}]", "b.yaml:4:39", "none of critical", "docs"),
        (
            "require:\n- {name: a, match: {kind: A}}\n- {name: a, match: {kind: B}}", "b.yaml:6:4",
            "is used already at line 5", "of its own"
        ),
        ("severities: [{meaning: m, match: {kind: A}}]", "b.yaml:4:14", "has no `severity`", "add"),
        ("severities: [{severity: low, match: {kind: A}}]", "b.yaml:4:14", "has no `meaning`", "add"),
        ("severities: [{severity: low, meaning: m}]", "b.yaml:4:14", "has no `match`", "add"),
        (
            "severities: [{severity: low, meaning: m, match: {labels: {a: b}}}]", "b.yaml:4:42", "no severity asks",
            "docs"
        ),
        (
            "severities: [{severity: low, meaning: m, match: {kind: A}, events: [addd]}]", "b.yaml:4:69",
            "did you mean `added`?", "docs"
        ),
        (
            "severities: [{severity: low, meaning: m, match: {kind: A}, after: {values: [1], not: 2}}]", "b.yaml:4:60",
            "needs values, not, absent", "docs"
        ),
        ("managers: {gitop: []}", "b.yaml:4:12", "no key", "`gitops`"),
        ("managers: {gitops: [{manager: a}]}", "b.yaml:4:21", "has no `reason`", "add"),
        ("managers: {gitops: [{reason: r}]}", "b.yaml:4:21", "has no `manager` or `user` or `group`", "add"),
        ("managers: {gitops: [{manager: a, operation: apply, reason: r}]}", "b.yaml:4:34", "neither Apply", "docs"),
        ("platform: [{name: a, reason: r}]", "b.yaml:4:12", "selects everything", "docs"),
        ("platform: [{name: a, kinds: A, origin: x, reason: r}]", "b.yaml:4:32", "neither platform nor", "docs"),
        ("platform: [{name: a, kinds: A}]", "b.yaml:4:12", "has no `reason`", "add"),
        ("tables: {without: [{row: a, reason: r}]}", "b.yaml:4:20", "has no `table`", "add"),
        (
            "tables: {filled: [{kind: Pod, fields: [spec.hostNetwork], reason: r}]}", "b.yaml:4:40",
            "by no server",
            "docs"
        ),
        (
            "tables: {without: [{table: fields, row: mangedFields, reason: r}]}", "b.yaml:4:36",
            "names no row", "docs"
        ),
        (
            "tables: {lists: [{definition: a, field: b, compare: sorted, reason: r}]}", "b.yaml:4:44",
            "in any order",
            "docs"
        ),
        (
            "tables: {fields: [{name: a, paths: metadata, reason: r}]}", "b.yaml:4:29", "is no path",
            "docs"
        ),
        ("tables: {fields: [{name: a, paths: metadata, reason: r}]}", "b.yaml:4:29", "is no path", "docs"),
        ("tables: {fields: [{name: a, paths: b}]}", "b.yaml:4:19", "has no `reason`", "add"),
        ("redaction: {mode: loose}", "b.yaml:4:13", "none of standard, strict", "docs"),
        ("redaction: {rules: [{kind: A, reason: r}]}", "b.yaml:4:21", "has no `path`", "add"),
    ])
    func whatWouldNotBeAppliedIsRefusedAtItsPlace(_ body: String, _ place: String, _ words: String, _ hint: String) {
        let error = #expect(throws: BaselineError.self) { try read(body) }
        #expect(error?.summary.hasPrefix(place + ": ") == true, "\(error?.summary ?? "")")
        #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "")")
        #expect(error?.hint.contains(hint) == true, "\(error?.hint ?? "")")
    }
}

private struct Miss: Error {}
