import Foundation
import Snapshot
import TestSupport
import Testing

/// `show` with kubectl's habits: templates, columns, order, labels, the terminal's width.
@Suite struct ShowFormatTests {
    private static let manifests = """
        {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: shop, labels: {app: web, tier: front}}, data: {size: "10", text: "x\\ny"}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: {size: "9"}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 10, template: {spec: {containers: [{name: web, image: "web:1"}, {name: side, image: "side:2"}]}}}}
        ---
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: api, namespace: shop}, spec: {replicas: 9, template: {spec: {containers: [{name: api, image: "api:1"}]}}}}

        """

    private static func show(_ arguments: [String]) async throws -> Program.Result {
        let program = try Program()
        try program.folder.write(manifests, to: "m.yaml")
        return try await program.run(["show", "m.yaml"] + arguments)
    }

    @Test(
        arguments: [
            (["cm", "-o", "jsonpath={.items[*].metadata.name}"], "a b"),
            (["cm", "-o", #"jsonpath={range .items[*]}{.metadata.name}={.data.size}{"\n"}{end}"#], "a=9\nb=10\n"),
            (["cm/b", "-o", "jsonpath={.data.text}"], "x\ny"),
            (["deploy/web", "-o", "jsonpath={.spec.template.spec.containers[?(@.name==\"side\")].image}"], "side:2"),
            (["cm", "-o", "custom-columns=NAME:.metadata.name,N:.data.size"], "NAME   N\na      9\nb      10\n"),
            (
                [
                    "deploy", "-o",
                    "custom-columns=NAME:{.metadata.name},IMAGES:.spec.template.spec.containers[*].image",
                    "--no-headers",
                ],
                "api   api:1\nweb   web:1,side:2\n"
            ),
            // Numbers are numbers: 9 before 10.
            (["deploy", "-o", "name", "--sort-by", ".spec.replicas"], "deployments.apps/api\ndeployments.apps/web\n"),
            (["cm", "-o", "name", "--sort-by", "{.metadata.labels.app}"], "configmaps/a\nconfigmaps/b\n"),
        ] as [([String], String)])
    func formsAreAsKubectlHasThem(_ arguments: [String], _ expected: String) async throws {
        let shown = try await Self.show(arguments)
        #expect(shown.status == 0, "\(shown.error)")
        #expect(shown.text == expected)
    }

    @Test func labelsHaveAColumnAndWideCutsNothing() async throws {
        let labels = try await Self.show(["cm", "--show-labels"]).text.split(separator: "\n")
        #expect(
            labels[0].hasSuffix("LABELS") && labels[1].hasSuffix("<none>") && labels[2].hasSuffix("app=web,tier=front"))
        #expect(try await Self.show(["deploy", "-o", "wide"]).text.contains("web:1,side:2"))
        #expect(try await Self.show(["cm", "-o", "json"]).text.contains("\"List\""))
    }

    @Test(arguments: [
        (["cm", "-o", "jsonpath={.items[*"], "jsonpath="), (["cm", "-o", "jsonpath={range .items[*]}"], "{end}"),
        (["cm", "-o", "custom-columns=NAME"], "custom-columns="), (["cm", "-o", "wied"], "did you mean `wide`?"),
        (["cm", "--sort-by", "{..name}"], "--sort-by"),
    ])
    func whatCannotBeReadSaysHowToWriteIt(_ arguments: [String], _ words: String) async throws {
        let shown = try await Self.show(arguments)
        #expect(shown.status == 2 && shown.error.contains(words), "\(shown.error)")
    }
}
