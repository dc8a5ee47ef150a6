import Diff
import Snapshot

extension SampleReports {
    private static let demands = """
        apiVersion: snapctl.dev/v1
        kind: Baseline
        metadata: {name: example, version: 4}
        failOn: high
        require:
        - {name: constraint-templates, match: {kind: ConstraintTemplate, name: "k8sazure*"}, atLeast: 20}
        - name: falco-everywhere
          match: {kind: DaemonSet, namespace: falco-system}
          coversNodes: true
          severity: critical
          reason: no node without a watcher
          owner: security-team
          ticket: CHG-77
          expires: 2027-03-31
        - {name: flux-ready, match: {kind: Kustomization}, condition: {Ready: "True"}, reason: Git is what runs}
        - {name: quotas, match: {kind: ResourceQuota}, inEachNamespace: "a0005-*", severity: low}
        - {name: old, match: {kind: Pod}, expires: 2026-11-01}
        """

    /// Two requirements not met, one not evaluated, one met, one expired; a difference below the threshold.
    static func required() throws -> Report {
        var comparison = Comparison()
        comparison.changes = [
            Change(
                identity: identity("Deployment", "apps", "payments", "web"),
                kind: .modified([changed(FieldPath(fields: "spec", "replicas"), 2, 3)]))
        ]
        let baseline = try BaselineReader.read(Array(demands.utf8), file: "golden/example/baseline.yaml")
        let falco = identity("DaemonSet", "apps", "falco-system", "falco")
        let flux = identity("Kustomization", "kustomize.toolkit.fluxcd.io", "flux-system", "apps")
        let taint =
            "does not run on node aks-npinscope-31254811-vmss000001 of pool npinscope: taint pci=in-scope:NoSchedule"
        let outcomes: [(RequirementResult.Outcome, Int)] = [
            (.met, 21), (.unmet([.init(falco, taint), .init(falco, "numberReady is 6 of 7")]), 1),
            (.inconclusive([.init(flux, "no conditions are stored")]), 1),
            (.unmet([.init(nil, "found no ResourceQuota * in namespace a0005-o, expected at least 1")]), 1),
        ]
        return try make(
            comparison, baseline: baseline,
            requirements: zip(baseline.requirements, outcomes).map {
                RequirementResult(requirement: $0, outcome: $1.0, count: $1.1)
            })
    }

    /// Requirements, met and not, of which everything is that text.
    static func hostileRequirements(_ poison: String) -> [RequirementResult] {
        let fault = RequirementResult.Fault(identity(poison, poison, poison, poison), poison)
        let requirement = Requirement(
            name: poison, demand: .choice(.anyOf, []), reason: poison, owner: poison, ticket: poison,
            position: InputPosition(line: 1, column: 1))
        return [.unmet([fault]), .inconclusive([fault]), .met].map {
            RequirementResult(requirement: requirement, outcome: $0, count: 1)
        }
    }
}
