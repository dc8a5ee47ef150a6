import Foundation
import Snapshot
import TestSupport
import Testing

/// `explain` says of a field what `diff` says.
@Suite struct ExplainTests {
    private static let get = "{apiGroups: [''], resources: [pods], verbs: [get]}"
    private static let secrets = "{apiGroups: [''], resources: [secrets], verbs: [get]}"

    private static func roles(labeled: Bool, sum: [String]) -> String {
        func role(_ name: String, _ rules: [String], labels: String = "", aggregation: String = "")
            -> String
        {
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: \(name), uid: u-\(name), labels: {\(labels)}}
            rules: [\(rules.joined(separator: ", "))]
            \(aggregation)
            ---

            """
        }
        return role(
            "view", sum,
            aggregation: "aggregationRule: {clusterRoleSelectors: [{matchLabels: {to-view: 'yes'}}]}")
            + role("pods", [get], labels: "to-view: 'yes'")
            + role("secrets", [secrets], labels: labeled ? "to-view: 'yes'" : "")
    }

    private static func explain(
        _ before: String, _ after: String, _ object: String, _ more: String...
    ) async throws
        -> String
    {
        let folder = try TemporaryDirectory()
        let files = (try folder.write(before, to: "a.yaml"), try folder.write(after, to: "b.yaml"))
        let ending = try await SnapctlProgram.run(["explain", files.0, files.1, object] + more)
        #expect(ending.status == 0, "\(ending.errors)")
        return ending.output
    }

    @Test func theRulesOfAnAggregatedRoleAreAConsequence() async throws {
        let before = Self.roles(labeled: false, sum: [Self.get])
        let after = Self.roles(labeled: true, sum: [Self.get, Self.secrets])
        let text = try await Self.explain(before, after, "clusterrole/view")
        #expect(
            text.contains(
                "a consequence, reported with its cause: ClusterRole.rbac.authorization.k8s.io secrets"),
            "\(text)")
        #expect(!text.contains("a difference:"))
        let cause = try await Self.explain(
            before, after, "clusterrole/secrets", "--field", "metadata.labels")
        #expect(
            cause.contains("metadata.labels.to-view") && cause.contains("a difference:"), "\(cause)")
        // Not the sum of anything: somebody wrote it.
        let forged = try await Self.explain(
            before, Self.roles(labeled: false, sum: [Self.get, Self.secrets]), "clusterrole/view")
        #expect(forged.contains("a difference:") && !forged.contains("a consequence"), "\(forged)")
    }

    @Test func whatOnlyOneSideHasIsTheDifferenceAsAWhole() async throws {
        let map =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {k: v}\n"
        let other = map.replacing("name: a", with: "name: b")
        let text = try await Self.explain(map, map + "---\n" + other, "configmap/shop/b")
        #expect(text.contains("(the whole object)") && text.contains("a difference:"), "\(text)")
        let live = (map + "---\n" + other).replacing("namespace: shop", with: "namespace: shop, uid: u")
        let undeclared = try await Self.explain(map, live, "configmap/shop/b")
        #expect(
            undeclared.contains("not judged: the manifests do not declare the object"), "\(undeclared)")
    }

    @Test func anEqualFieldSaysSo() async throws {
        let map =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\ndata: {k: v}\n"
        let text = try await Self.explain(map, map, "configmap/shop/a", "--field", "data.k")
        #expect(text.contains("no difference: both sides say the same"), "\(text)")
    }
}
