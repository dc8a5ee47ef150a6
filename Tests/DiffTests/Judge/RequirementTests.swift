import Diff
import Snapshot
import TestSupport
import Testing

/// Two tenants, three nodes in as many pools, agents on them, and what controllers said of themselves.
private let cluster = """
    apiVersion: v1
    kind: Namespace
    metadata: {name: tenant-a, labels: {team: a, pci: in-scope}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: tenant-b, labels: {team: b}}
    ---
    apiVersion: v1
    kind: Node
    metadata: {name: system-1, labels: {kubernetes.azure.com/agentpool: npsystem}}
    spec: {taints: [{key: CriticalAddonsOnly, value: "true", effect: NoSchedule}]}
    status: {conditions: [{type: Ready, status: "True"}]}
    ---
    apiVersion: v1
    kind: Node
    metadata: {name: work-1, labels: {kubernetes.azure.com/agentpool: npinscope}}
    spec: {taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}
    status: {conditions: [{type: Ready, status: "False", reason: KubeletNotReady}]}
    ---
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: falco, namespace: falco-system, generation: 4, labels: {app: falco}}
    spec: {template: {spec: {tolerations: [{operator: Exists}]}}}
    status:
      {desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2, observedGeneration: 4}
    ---
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: scanner, namespace: falco-system, generation: 2, labels: {app: scanner}}
    spec: {template: {spec: {nodeSelector: {kubernetes.azure.com/agentpool: npinscope}}}}
    status: {desiredNumberScheduled: 1, currentNumberScheduled: 1, updatedNumberScheduled: 1, numberReady: 0}
    ---
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: behind, namespace: falco-system, generation: 3}
    spec: {template: {spec: {}}}
    status: {desiredNumberScheduled: 0, observedGeneration: 2}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: tenant-a}
    spec: {replicas: 2}
    status: {updatedReplicas: 2, readyReplicas: 2}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: quiet, namespace: tenant-b}
    spec: {replicas: 2}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: deny-all, namespace: tenant-a}
    spec: {podSelector: {}}
    ---
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: apps, namespace: flux-system}
    status: {conditions: [{type: Ready, status: "False", reason: BuildFailed}]}
    ---
    apiVersion: constraints.gatekeeper.sh/v1beta1
    kind: K8sAllowedRepos
    metadata: {name: repos}
    status: {totalViolations: 3}
    ---
    apiVersion: constraints.gatekeeper.sh/v1beta1
    kind: K8sQuiet
    metadata: {name: quiet}
    status: {totalViolations: 0}
    ---
    apiVersion: constraints.gatekeeper.sh/v1beta1
    kind: K8sUnread
    metadata: {name: unread}
    """

/// What a baseline with one requirement says of a state.
private func outcome(
    _ members: String, of state: ClusterState? = nil, today: String = "2026-11-25"
) async throws -> RequirementResult.Outcome? {
    let text = """
        apiVersion: snapctl.dev/v1
        kind: Baseline
        metadata: {name: t}
        require:
        - {name: it, \(members)}
        """
    let baseline = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
    let state = if let state { state } else { try await WrittenState.state(cluster) }
    let judge = RequirementJudge(baseline.requirements, of: state, today: try #require(CalendarDate(today)))
    return try await judge.results(state.shelve(judge.needed)).first?.outcome
}

@Suite struct RequirementTests {
    @Test(arguments: [
        "match: {kind: Namespace, name: tenant-a}",
        "match: {kind: Namespace, name: 'tenant-*'}, exactly: 2",
        "match: {kind: Namespace}, atLeast: 2, atMost: 2",
        "match: {kind: Namespace, labels: {team: '*'}}, exactly: 2",
        "match: {kind: Namespace, labels: {pci: in-scope}}, exactly: 1",
        "match: {kind: Pod}, exactly: 0",
        "oneOf: [{kind: DaemonSet, name: falco}, {kind: DaemonSet, name: sysdig}]",
        "anyOf: [{kind: DaemonSet, name: falco}, {kind: DaemonSet, name: scanner}]",
        "allOf: [{kind: DaemonSet, name: falco}, {kind: DaemonSet, name: scanner}]",
        "noneOf: [{kind: Pod}, {kind: DaemonSet, name: sysdig}]",
        "match: {kind: NetworkPolicy, name: deny-all}, inEachNamespace: tenant-a",
        "match: {kind: DaemonSet, name: falco}, coversNodes: true",
        "match: {kind: DaemonSet, name: [falco]}, coversNodes: {pools: [npsystem, npin*]}",
        "match: {kind: DaemonSet, name: falco}, complete: true",
        "match: {kind: Deployment, name: web}, complete: true",
        "match: {kind: Node, name: system-1}, condition: {Ready: 'True'}",
        "match: {kind: Kustomization}, condition: {Ready: '/True|False/'}",
        "match: {kind: K8sQuiet}, noViolations: true",
    ])
    func whatIsThereMeetsIt(_ members: String) async throws {
        #expect(try await outcome(members) == .met)
    }

    @Test(arguments: [
        ("match: {kind: Namespace, name: tenant-c}", "found no Namespace tenant-c, expected at least 1"),
        ("match: {kind: Namespace, name: 'tenant-*'}, exactly: 3", "found 2 Namespace tenant-*, expected exactly 3"),
        ("match: {kind: Namespace, name: 'tenant-*'}, atMost: 1", "found 2 Namespace tenant-*, expected at most 1"),
        (
            "match: {kind: Namespace, labels: {pci: out-of-scope}}",
            "found no Namespace * pci=out-of-scope, expected at least 1"
        ),
        ("match: {kind: Namespace, name: 'tenant-*'}, atLeast: 3, atMost: 4", "expected 3 to 4"),
        (
            "oneOf: [{kind: DaemonSet, name: falco}, {kind: DaemonSet, name: scanner}]",
            "DaemonSet falco, DaemonSet scanner are there, and only one of them may be"
        ),
        ("oneOf: [{kind: Pod}, {kind: Job}]", "none of Pod *, Job * is there"),
        ("anyOf: [{kind: Pod}, {kind: Job}]", "none of Pod *, Job * is there"),
        ("allOf: [{kind: Node}, {kind: Job}]", "no Job * is there"),
        ("noneOf: [{kind: Node}, {kind: Job}]", "found Node *, expected none"),
        (
            "match: {kind: NetworkPolicy, name: deny-all}, inEachNamespace: 'tenant-*'",
            "found no NetworkPolicy deny-all in namespace tenant-b, expected at least 1"
        ),
        ("oneOf: [{kind: NetworkPolicy}], inEachNamespace: tenant-b", "none of NetworkPolicy * is there in namespace"),
        ("match: {kind: NetworkPolicy}, inEachNamespace: shop-*", "no namespace shop-* is there"),
        (
            "match: {kind: DaemonSet, name: scanner}, coversNodes: true",
            "does not run on node system-1 of pool npsystem: nodeSelector kubernetes.azure.com/agentpool=npinscope"
        ),
        (
            "match: {kind: DaemonSet, name: falco}, coversNodes: {pools: npooscope}",
            "no node belongs to the pool npooscope"
        ),
        ("match: {kind: Deployment, name: web}, coversNodes: true", "it is no DaemonSet, and covers no nodes"),
        ("match: {kind: DaemonSet, name: scanner}, complete: true", "numberReady is 0 of 1"),
        (
            "match: {kind: DaemonSet, name: behind}, complete: true",
            "its controller has not processed the latest change (generation 3, observed 2)"
        ),
        ("match: {kind: Node}, condition: {Ready: 'True'}", "Node work-1: Ready is False (KubeletNotReady)"),
        ("match: {kind: Node, name: system-1}, condition: {Healthy: 'True'}", "has no condition Healthy"),
        ("match: {kind: Kustomization}, condition: {Ready: 'True'}", "Ready is False (BuildFailed)"),
        ("match: {group: constraints.gatekeeper.sh}, noViolations: true", "3 violations were found"),
        ("match: {kind: Kustomization}, noViolations: true, exactly: 2", "found 1 Kustomization *, expected exactly 2"),
    ])
    func whatIsMissingOrWrongIsNamed(_ members: String, _ words: String) async throws {
        guard case .unmet(let faults)? = try await outcome(members) else {
            Issue.record("\(members) is met or not evaluated")
            return
        }
        #expect(faults.contains { $0.text.contains(words) }, "\(faults.map(\.text))")
    }

    @Test(arguments: [
        ("match: {kind: Deployment, name: quiet}, complete: true", "no status is stored"),
        ("match: {kind: Deployment, name: web}, condition: {Available: 'True'}", "no conditions are stored"),
        ("match: {kind: K8sUnread}, noViolations: true", "no audit result is stored"),
        ("match: {kind: Kustomization}, noViolations: true", "no table says where audits of"),
        ("match: {kind: Kustomization}, complete: true", "no table says when a Kustomization"),
    ])
    func whatNobodyStoredIsNeverTakenForGood(_ members: String, _ words: String) async throws {
        guard case .inconclusive(let faults)? = try await outcome(members) else {
            Issue.record("\(members) was answered")
            return
        }
        #expect(faults.contains { $0.text.contains(words) }, "\(faults.map(\.text))")
    }

    @Test func whatCouldNotBeReadMeetsNothingAndProvesNothing() async throws {
        var captured = try await WrittenState.captured(cluster)
        captured.manifest.gaps = [
            Gap(
                group: "apps", version: "v1", resource: "daemonsets", reason: .forbidden, status: 403, message: "no")
        ]
        captured.types = [
            ResourceType(
                group: "apps", version: "v1", kind: "DaemonSet", plural: "daemonsets", isNamespaced: true, verbs: [])
        ]
        let state = ClusterState(captured, name: "partial")
        for members in [
            "match: {kind: DaemonSet, name: sysdig}", "match: {kind: DaemonSet}, exactly: 3",
            "noneOf: [{kind: DaemonSet, name: sysdig}]", "match: {kind: DaemonSet, name: falco}, complete: true",
            "oneOf: [{kind: DaemonSet, name: falco}, {kind: DaemonSet, name: sysdig}]",
        ] {
            guard case .inconclusive(let faults)? = try await outcome(members, of: state) else {
                Issue.record("\(members) was answered")
                continue
            }
            #expect(faults.contains { $0.details.contains("daemonsets.apps could not be read (forbidden)") })
        }
        #expect(try await outcome("match: {kind: DaemonSet, name: falco}", of: state) == .met)
        #expect(try await outcome("match: {kind: Namespace}, exactly: 2", of: state) == .met)
        guard case .unmet? = try await outcome("match: {kind: DaemonSet}, atMost: 1", of: state) else {
            Issue.record("too many stay too many")
            return
        }
    }

    @Test func aCaptureOfSomeNamespacesSaysNothingOfOthers() async throws {
        let state = try await WrittenState.state(cluster, namespace: "tenant-a")
        guard case .inconclusive? = try await outcome("match: {kind: DaemonSet, name: sysdig}", of: state) else {
            Issue.record("a namespace was left out, and nobody said so")
            return
        }
        #expect(try await outcome("match: {kind: Deployment, namespace: tenant-a}", of: state) == .met)
        guard case .unmet? = try await outcome("match: {kind: Job, namespace: tenant-a}", of: state) else {
            Issue.record("the namespace was read, and no Job is in it")
            return
        }
    }

    @Test func anExpiredRequirementIsNotLookedAt() async throws {
        let members = "match: {kind: Pod}, expires: 2026-11-24"
        #expect(try await outcome(members) == nil)
        #expect(try await outcome(members, today: "2026-11-24") != nil)
    }

    /// Taints, tolerations and affinities as the DaemonSet controller reads them.
    @Test(arguments: [
        ("{tolerations: [{key: CriticalAddonsOnly, operator: Exists}]}", true),
        ("{tolerations: [{key: CriticalAddonsOnly, value: 'true'}]}", true),
        ("{tolerations: [{key: CriticalAddonsOnly, value: 'true', effect: NoExecute}]}", false),
        ("{tolerations: [{key: CriticalAddonsOnly}]}", false),
        ("{tolerations: [{key: other, operator: Exists}]}", false),
        ("{tolerations: [{operator: Exists, effect: NoSchedule}]}", true), ("{}", false),
        (
            "{tolerations: [{operator: Exists}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.azure.com/agentpool, operator: NotIn, values: [npsystem]}]}]}}}}",
            false
        ),
        (
            "{tolerations: [{operator: Exists}], affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: none, operator: Exists}]}, {matchFields: [{key: metadata.name, operator: In, values: [system-1, work-1]}]}]}}}}",
            true
        ),
    ])
    func anAgentCoversTheNodesThatItMayRunOn(_ pod: String, _ covers: Bool) async throws {
        let agent = """

            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent, namespace: agents}
            spec: {template: {spec: \(pod)}}
            status: {desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2}
            """
        let state = try await WrittenState.state(cluster + agent)
        let found = try await outcome("match: {kind: DaemonSet, name: agent}, coversNodes: true", of: state)
        #expect((found == .met) == covers, "\(String(describing: found))")
    }

    @Test func whatIsNotMetIsDriftOfItsSeverity() async throws {
        let text = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: t}
            require:
            - {name: minor, match: {kind: Job}, severity: low}
            - {name: major, match: {kind: Pod}, severity: critical}
            - {name: fine, match: {kind: Node}}
            - {name: over, match: {kind: Job}, expires: 2026-11-01}
            """
        let baseline = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
        let state = try await WrittenState.state(cluster)
        let today = try #require(CalendarDate("2026-11-25"))
        let judge = RequirementJudge(baseline.requirements, of: state, today: today)
        let results = try await judge.results(state.shelve(judge.needed))
        func judged(_ threshold: Severity?) -> Judgment {
            Judge(baseline: baseline, failOn: threshold, today: today).judge(
                Comparison(), known: nil as [Identity]?, requirements: results)
        }
        #expect(judged(nil).unmet.map(\.requirement.name) == ["major", "minor"])
        #expect(judged(.critical).status == .drift)
        let last = try #require(CalendarDate("2026-11-01"))
        #expect(judged(nil).findings == [.expiredRequirement("over", on: last)])
    }
}
