import Diff
import Snapshot
import TestSupport
import Testing

/// Manifests in the shapes in which tools print them, against what a server makes of them.
@Suite struct ManifestShapeTests {
    /// A live object: with a uid, and its fields owned by whoever is named.
    private static func live(
        _ head: String, name: String = "web", namespace: String = "shop", _ rest: String, fields: String
    ) -> String {
        """
        ---
        \(head)
        metadata:
          name: \(name)
          namespace: \(namespace)
          uid: 7d7c3f4e-0000-4000-8000-000000000001
          resourceVersion: "12"
          creationTimestamp: "2026-01-01T00:00:00Z"
          managedFields:
          - {manager: kustomize-controller, operation: Apply, apiVersion: v1, time: "2026-01-01T00:00:00Z", fieldsType: FieldsV1, fieldsV1: \(fields)}
        \(rest)

        """
    }

    private static let service = live(
        "apiVersion: v1\nkind: Service",
        """
        spec:
          type: ClusterIP
          clusterIP: 10.0.0.7
          clusterIPs: [10.0.0.7]
          ipFamilies: [IPv4]
          ipFamilyPolicy: SingleStack
          internalTrafficPolicy: Cluster
          sessionAffinity: None
          selector: {app: web}
          ports: [{name: http, port: 80, protocol: TCP, targetPort: 80}]
        status: {loadBalancer: {}}
        """,
        fields:
            #"{"f:spec": {"f:ports": {"k:{\"port\":80,\"protocol\":\"TCP\"}": {".": {}, "f:name": {}, "f:port": {}}}, "f:selector": {}}}"#
    )

    private static let job = live(
        "apiVersion: batch/v1\nkind: Job", name: "run-x7k2p",
        """
        spec:
          parallelism: 1
          completions: 1
          backoffLimit: 6
          completionMode: NonIndexed
          suspend: false
          manualSelector: false
          podReplacementPolicy: TerminatingOrFailed
          selector: {matchLabels: {batch.kubernetes.io/controller-uid: 7d7c3f4e}}
          template:
            metadata: {labels: {batch.kubernetes.io/controller-uid: 7d7c3f4e, batch.kubernetes.io/job-name: run-x7k2p}}
            spec:
              restartPolicy: Never
              dnsPolicy: ClusterFirst
              schedulerName: default-scheduler
              securityContext: {}
              terminationGracePeriodSeconds: 30
              containers: [{name: run, image: "run:1", imagePullPolicy: IfNotPresent, resources: {}, terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File}]
        """,
        fields:
            #"{"f:spec": {"f:template": {"f:spec": {"f:containers": {"k:{\"name\":\"run\"}": {".": {}, "f:image": {}, "f:name": {}}}, "f:restartPolicy": {}}}}}"#
    )

    private struct Shape: Sendable, CustomTestStringConvertible {
        let name: String
        let manifest: String
        var namespace: String?
        var live = service
        var changes: [String] = []

        var testDescription: String { name }
    }

    private static let plain = """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {selector: {app: web}, ports: [{name: http, port: 80}]}

        """

    private static let shapes: [Shape] = [
        Shape(name: "one document", manifest: plain),
        Shape(
            name: "kustomize build: members in another order, documents behind each other",
            manifest: "---\n" + plain + "---\n"),
        Shape(
            name: "kubectl get -o yaml of a List",
            manifest:
                "apiVersion: v1\nkind: List\nmetadata: {resourceVersion: \"\"}\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [{name: http, port: 80}]}}\n"
        ),
        Shape(
            name: "a List of one kind",
            manifest:
                "apiVersion: v1\nkind: ServiceList\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {selector: {app: web}, ports: [{name: http, port: 80}]}}\n"
        ),
        Shape(
            name: "helm template: no namespace, which -n names",
            manifest: plain.replacing(", namespace: shop", with: ""), namespace: "shop"),
        Shape(
            name: "helm template: sources, empty documents, nulls and empty maps",
            manifest: "---\n# Source: web/templates/service.yaml\n"
                + plain.replacing("metadata: {", with: "metadata: {labels: {}, annotations: null, ")
                + "---\n# Source: web/templates/empty.yaml\n---\n"),
        Shape(
            name: "a port that differs", manifest: plain.replacing("port: 80", with: "port: 81"),
            changes: ["spec.ports[port=80,protocol=TCP]", "spec.ports[port=81,protocol=TCP]"]),
        Shape(
            name: "a name left to the server",
            manifest:
                "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-, namespace: shop}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: run, image: \"run:1\"}]}}}\n",
            live: job),
        Shape(
            name: "a hook of a chart that has run",
            manifest: plain
                + "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate, namespace: shop, annotations: {helm.sh/hook: pre-upgrade, helm.sh/hook-delete-policy: hook-succeeded}}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: run, image: \"run:1\"}]}}}\n",
            changes: ["removed Job.batch shop/migrate"]),
    ]

    /// What charts write down although it says nothing, and no server does.
    @Test func fieldsThatSayNothingAreNoFieldsOfTheLiveObject() async throws {
        let manifest = """
            apiVersion: v1
            kind: Service
            metadata: {name: web, namespace: shop}
            spec:
              clusterIP: ""
              loadBalancerIP: ""
              externalName: ""
              publishNotReadyAddresses: false
              selector: {app: web}
              ports: [{name: http, port: 80, nodePort: 0}]

            """
        let comparison = try await Comparing.compare(
            WrittenState.state(manifest), WrittenState.state(Self.service), expectation: .manifests(.before),
            listsSuppressed: true)
        #expect(comparison.changes.isEmpty, "\(comparison.changes)")
        // What a manifest does say stands against what is live.
        for (said, path) in [
            ("clusterIP: \"\"", "clusterIP: None"),
            ("publishNotReadyAddresses: false", "publishNotReadyAddresses: true"),
            ("externalName: \"\"", "externalName: evil.example"),
        ] {
            let other = try await Comparing.compare(
                WrittenState.state(manifest.replacing(said, with: path)), WrittenState.state(Self.service),
                expectation: .manifests(.before))
            #expect(other.changes.count == 1, "\(path)")
        }
    }

    /// A writer can remove its own managedFields entry; servers fill in nothing of this kind.
    @Test(arguments: [
        "externalIPs: [10.6.6.6]", "hostNetwork: true", "suspend: true", "webhooks: [{name: a}]",
        "loadBalancerSourceRanges: [0.0.0.0/0]",
    ])
    func nobodyIsNotBelievedAboutEverything(_ field: String) async throws {
        let live = Self.service.replacing("  type: ClusterIP\n", with: "  type: ClusterIP\n  \(field)\n")
        let comparison = try await Comparing.compare(
            WrittenState.state(Self.plain), WrittenState.state(live), expectation: .manifests(.before))
        #expect(comparison.changes.count == 1)
    }

    /// A field manager is free text: one that is called as a controller owns what that controller writes, and nothing else.
    @Test(arguments: [
        ("externalIPs", "[10.6.6.6]", "kube-controller-manager", 1), ("externalIPs", "[10.6.6.6]", "kubelet", 1),
        ("loadBalancerClass", "internal", "vpa-recommender", 1), ("loadBalancerClass", "internal", "kubelet", 1),
        ("loadBalancerClass", "internal", "cloud-controller-manager", 0),
    ])
    func aControllersNameCoversWhatItWrites(_ field: String, _ value: String, _ manager: String, _ count: Int)
        async throws
    {
        let entry =
            "  - {manager: \(manager), operation: Update, apiVersion: v1, time: \"2026-01-02T00:00:00Z\", fieldsType: FieldsV1, fieldsV1: {\"f:spec\": {\"f:\(field)\": {}}}}"
        let live = Self.service.replacing("  type: ClusterIP\n", with: "  type: ClusterIP\n  \(field): \(value)\n")
            .replacing("  managedFields:\n", with: "  managedFields:\n\(entry)\n")
        let comparison = try await Comparing.compare(
            WrittenState.state(Self.plain), WrittenState.state(live), expectation: .manifests(.before))
        #expect(comparison.changes.flatMap(\.fields).count == count, "\(comparison.changes)")
    }

    /// In a custom type servers fill in the defaults of its definition; what is applied, and from where, is none of those.
    @Test(arguments: [
        "patches: [{patch: x}]", "sourceRef: {name: evil}", "match: {excludedNamespaces: [\"*\"]}",
        "ingress: [{fromEntities: [world]}]", "insecureSkipVerify: true",
    ])
    func nobodyIsNotBelievedAboutCustomTypesEither(_ field: String) async throws {
        let manifest = """
            apiVersion: shop.example/v1
            kind: Widget
            metadata: {name: web, namespace: shop}
            spec: {color: blue}

            """
        let live = Self.live(
            "apiVersion: shop.example/v1\nkind: Widget", "spec:\n  color: blue\n  \(field)",
            fields: #"{"f:spec": {"f:color": {}}}"#)
        let comparison = try await Comparing.compare(
            WrittenState.state(manifest), WrittenState.state(live), expectation: .manifests(.before))
        #expect(comparison.changes.count == 1)
    }

    /// `kubectl get` prints no managedFields: what servers alone fill in is theirs all the same, and nothing else is.
    @Test(
        arguments: [
            ("", []), ("externalIPs: [10.6.6.6]", ["spec.externalIPs"]),
            ("publishNotReadyAddresses: true", ["spec.publishNotReadyAddresses"]),
            ("externalName: evil.example", ["spec.externalName"]),
        ] as [(String, [String])])
    func withoutManagedFieldsServersFillInWhatTheyFillIn(_ field: String, _ paths: [String]) async throws {
        let live = Self.service.split(separator: "\n")
            .filter { !$0.hasPrefix("  managedFields:") && !$0.hasPrefix("  - {manager:") }
            .joined(separator: "\n")
            .replacing("  type: ClusterIP\n", with: "  type: ClusterIP\n" + (field.isEmpty ? "" : "  \(field)\n"))
        let manifest = Self.plain.replacing("spec: {", with: "spec: {clusterIP: \"\", ")
        let comparison = try await Comparing.compare(
            WrittenState.state(manifest), WrittenState.state(live), expectation: .manifests(.before))
        #expect(comparison.changes.flatMap(\.fields).map(\.path.description) == paths)
        #expect(comparison.suppressed["server-filled-unproven"] == 4)
    }

    /// A Pod's fields are its owner's too: without managedFields nothing tells them from those of a server.
    @Test func withoutManagedFieldsAPodsFieldsAreSomebodys() async throws {
        let pod = """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, namespace: shop}
            spec: {containers: [{name: a, image: a}]}

            """
        let live = pod.replacing("spec: {", with: "spec: {serviceAccountName: admin, ")
            .replacing("metadata: {", with: "metadata: {uid: u, ")
        let comparison = try await Comparing.compare(
            WrittenState.state(pod), WrittenState.state(live), expectation: .manifests(.before))
        #expect(comparison.changes.flatMap(\.fields).map(\.path.description) == ["spec.serviceAccountName"])
    }

    @Test(arguments: shapes) private func manifestsOfAllShapesMeanWhatTheyMeanToAServer(_ shape: Shape) async throws {
        let comparison = try await Comparing.compare(
            WrittenState.state(shape.manifest, namespace: shape.namespace), WrittenState.state(shape.live),
            expectation: .manifests(.before), listsSuppressed: true)
        let found = comparison.changes.flatMap { change -> [String] in
            switch change.kind {
            case .added: ["added \(change.identity)"]
            case .removed: ["removed \(change.identity)"]
            default: change.fields.map(\.path.description)
            }
        }
        #expect(found.sorted() == shape.changes)
    }
}
