import Diff
import Snapshot
import TestSupport
import Testing

/// What emptiness, null and the spelling of bytes and durations say, and what they do not.
@Suite struct EmptinessTests {
    private struct Case: Sendable, CustomTestStringConvertible {
        let type: String
        let one: String
        let other: String
        let isSame: Bool
        let reason: String

        init(_ type: String, _ one: String, _ other: String, isSame: Bool, _ reason: String) {
            (self.type, self.one, self.other, self.isSame, self.reason) = (type, one, other, isSame, reason)
        }

        var testDescription: String { "\(type): \(reason)" }
    }

    private static func pod(_ one: String, _ other: String, isSame: Bool, _ reason: String) -> Case {
        Case("v1 Pod", "spec: \(one)", "spec: \(other)", isSame: isSame, reason)
    }

    private static func volume(_ one: String, _ other: String, isSame: Bool, _ reason: String) -> Case {
        pod("{volumes: [{name: v\(one)}]}", "{volumes: [{name: v\(other)}]}", isSame: isSame, reason)
    }

    private static let policy = "networking.k8s.io/v1 NetworkPolicy"
    private static let crd = "apiextensions.k8s.io/v1 CustomResourceDefinition"
    private static let certificate = "cert-manager.io/v1 Certificate"

    private static let cases: [Case] = [
        pod("{affinity: {nodeAffinity: {}, podAffinity: null}}", "{}", isSame: true, "no rule"),
        pod(
            "{affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: k}]}}}", "{}",
            isSame: false, "a rule"),
        pod(
            "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}}",
            "{}",
            isSame: false, "a node selector without terms matches no node"),
        pod("{dnsConfig: {options: []}}", "{}", isSame: true, "no settings"),
        pod("{securityContext: {runAsNonRoot: false}}", "{}", isSame: false, "false is kept by the server"),
        pod(
            "{topologySpreadConstraints: [{labelSelector: {}}]}", "{topologySpreadConstraints: [{}]}", isSame: false,
            "all"),
        volume("", ", emptyDir: {}", isSame: true, "a volume without a source is an empty folder"),
        volume("", ", emptyDir: {medium: Memory}", isSame: false, "in memory"),
        volume(", configMap: {}", ", emptyDir: {}", isSame: false, "another source"),
        volume(", configMap: {name: a}", "", isSame: false, "a source"),
        Case(policy, "spec: {}", "spec: {podSelector: {}}", isSame: true, "an absent selector selects all"),
        Case(
            policy, "spec: {podSelector: {}}", "spec: {podSelector: {matchLabels: {a: b}}}", isSame: false,
            "some Pods only"),
        Case(
            policy, "spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}",
            "spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}", isSame: false,
            "all namespaces are not all Pods of one"),
        Case(
            policy, "spec: {podSelector: {}, ingress: [{from: []}]}", "spec: {podSelector: {}, ingress: [{}]}",
            isSame: true, "from nobody in particular"),
        Case(
            policy, "spec: {podSelector: {}, ingress: [{}]}", "spec: {podSelector: {}, ingress: []}", isSame: false,
            "a rule that allows all is not no rule"),
        Case(
            "policy/v1 PodDisruptionBudget", "spec: {selector: {}}", "spec: {}", isSame: false,
            "an empty selector selects all, an absent one nothing"),
        Case(
            crd, "spec: {versions: [{name: v1, subresources: {status: {}}}]}", "spec: {versions: [{name: v1}]}",
            isSame: false, "status is a subresource"),
        Case(
            crd, "spec: {versions: [{name: v1, subresources: {}}]}", "spec: {versions: [{name: v1}]}", isSame: true,
            "no subresource"),
        Case(
            crd, "spec: {versions: [{name: v1, schema: {openAPIV3Schema: {properties: {labels: {}}}}}]}",
            "spec: {versions: [{name: v1, schema: {openAPIV3Schema: {properties: {}}}}]}", isSame: false,
            "a property of any kind"),
        Case(
            "rbac.authorization.k8s.io/v1 ClusterRole", "aggregationRule: {clusterRoleSelectors: []}", "rules: []",
            isSame: false, "a controller writes the rules"),
        Case(
            "discovery.k8s.io/v1 EndpointSlice", "endpoints: [{addresses: [a], conditions: {}}]",
            "endpoints: [{addresses: [a]}]", isSame: true, "no condition"),
        Case(
            "discovery.k8s.io/v1 EndpointSlice", "endpoints: [{addresses: [a], conditions: {ready: false}}]",
            "endpoints: [{addresses: [a]}]", isSame: false, "not ready"),
        Case("v1 ConfigMap", "data: {k: null}", "data: {k: ''}", isSame: true, "null in a map of texts"),
        Case("v1 ConfigMap", "data: {k: null}", "data: {}", isSame: false, "the key is there"),
        Case("v1 ConfigMap", "data: {k: null}", "data: {k: 'null'}", isSame: false, "null is not the word"),
        pod("{nodeSelector: {k: null}}", "{nodeSelector: {k: ''}}", isSame: true, "null in a map of texts"),
        pod("{nodeSelector: {k: null}}", "{}", isSame: false, "a label with an empty value is asked for"),
        pod("{hostname: null}", "{}", isSame: true, "elsewhere null is absent"),
        Case("v1 Service", "spec: {selector: {k: null}}", "spec: {selector: {k: ''}}", isSame: true, "null in a map"),
        Case("x.example/v1 Widget", "spec: {k: null}", "spec: {k: ''}", isSame: false, "a custom type keeps null"),
        Case(
            "v1 ConfigMap", "binaryData: {k: \"YWJj\\nZGVm\\n\"}", "binaryData: {k: YWJjZGVm}", isSame: true, "wrapped"),
        Case(
            "v1 ConfigMap", "binaryData: {k: \"YWJj\\nZGVn\\n\"}", "binaryData: {k: YWJjZGVm}", isSame: false, "bytes"),
        Case(
            "v1 ConfigMap", "data: {k: \"YWJj\\nZGVm\\n\"}", "data: {k: YWJjZGVm}", isSame: false, "texts are no bytes"),
        Case("v1 ConfigMap", "binaryData: {k: 'YWJj ZGVm'}", "binaryData: {k: YWJjZGVm}", isSame: false, "a blank"),
        Case(
            "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
            "webhooks: [{name: a, clientConfig: {caBundle: \"YWJj\\nZGVm\"}}]",
            "webhooks: [{name: a, clientConfig: {caBundle: YWJjZGVm}}]", isSame: true, "a bundle in lines"),
        Case(
            "certificates.k8s.io/v1 CertificateSigningRequest", "spec: {request: \"YWJj\\r\\nZGVm\"}",
            "spec: {request: YWJjZGVm}", isSame: true, "a request in lines"),
        Case(certificate, "spec: {duration: 8760h}", "spec: {duration: 8760h0m0s}", isSame: true, "one year"),
        Case(certificate, "spec: {duration: 8760h}", "spec: {duration: 876h}", isSame: false, "a tenth of it"),
        Case(certificate, "spec: {commonName: 1h}", "spec: {commonName: 60m}", isSame: false, "a name"),
        Case(
            "cert-manager.io/v1 Issuer", "spec: {duration: 1h}", "spec: {duration: 60m}", isSame: false, "another kind"),
        Case(
            "monitoring.coreos.com/v1 ServiceMonitor", "spec: {endpoints: [{port: a, interval: 1d}]}",
            "spec: {endpoints: [{port: a, interval: 24h}]}", isSame: true, "a day"),
        Case(
            "monitoring.coreos.com/v1 ServiceMonitor", "spec: {endpoints: [{port: a, interval: 1m}]}",
            "spec: {endpoints: [{port: a, interval: 1ms}]}", isSame: false, "a minute"),
        Case(
            "monitoring.coreos.com/v1 PrometheusRule", "spec: {groups: [{name: g, rules: [{alert: a, for: 5m}]}]}",
            "spec: {groups: [{name: g, rules: [{alert: a, for: 300s}]}]}", isSame: true, "five minutes"),
        Case(
            "kustomize.toolkit.fluxcd.io/v1 Kustomization", "spec: {interval: 1h, timeout: 90s}",
            "spec: {interval: 60m, timeout: 1m30s}", isSame: true, "every hour"),
        Case(
            "gateway.networking.k8s.io/v1 HTTPRoute", "spec: {rules: [{timeouts: {request: 60s}}]}",
            "spec: {rules: [{timeouts: {request: 1m}}]}", isSame: true, "a minute"),
        Case(
            "argoproj.io/v1alpha1 Application", "spec: {syncPolicy: {retry: {backoff: {maxDuration: 3m}}}}",
            "spec: {syncPolicy: {retry: {backoff: {maxDuration: 180s}}}}", isSame: true, "three minutes"),
        Case(
            "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
            "webhooks: [{name: a, rules: [{resources: [pods]}, {resources: [foos], scope: Cluster}]}]",
            "webhooks: [{name: a, rules: [{resources: [pods], scope: '*'}, {resources: [foos]}]}]", isSame: false,
            "a scope that is not the default"),
        Case(
            "networking.k8s.io/v1 Ingress", "spec: {rules: [{host: '', http: {paths: [{path: /, pathType: Exact}]}}]}",
            "spec: {rules: [{host: a.example, http: {paths: [{path: /, pathType: Exact}]}}]}", isSame: false, "a host"),
        Case(
            "batch/v1 Job", "spec: {backoffLimitPerIndex: 1}", "spec: {backoffLimitPerIndex: 1, backoffLimit: 6}",
            isSame: false, "six is no default where each index has a limit"),
        Case(
            "v1 LimitRange", "spec: {limits: [{type: Pod, max: {cpu: '1'}}]}",
            "spec: {limits: [{type: Pod, max: {cpu: '1'}, default: {cpu: '1'}}]}", isSame: false,
            "of a Pod nothing follows"),
        pod(
            "{containers: [{name: c, ports: [{containerPort: 80}]}]}",
            "{containers: [{name: c, ports: [{containerPort: 80, hostPort: 80}]}]}", isSame: false,
            "a port of the node, outside of its network"),
        Case(
            "v1 Service", "spec: {type: ClusterIP}", "spec: {type: ClusterIP, externalTrafficPolicy: Cluster}",
            isSame: false, "nobody reaches it from outside"),
        pod("{dnsPolicy: ''}", "{dnsPolicy: ClusterFirst}", isSame: true, "an empty text is none"),
        pod("{dnsPolicy: ''}", "{dnsPolicy: Default}", isSame: false, "another policy"),
        pod("{hostNetwork: false}", "{hostNetwork: true}", isSame: false, "the node's network"),
    ]

    private static func object(_ type: String, _ rest: String, isLive: Bool) throws -> Value {
        let words = type.split(separator: " ")
        let metadata = "{name: a, namespace: 'n'\(isLive ? ", uid: u" : "")}"
        let text = "apiVersion: \(words[0])\nkind: \(words[1])\nmetadata: \(metadata)\n\(rest)\n"
        return try YAMLReader.documents(Array(text.utf8)).first?.value ?? .null
    }

    @Test(arguments: cases) private func bothDirectionsAgree(_ item: Case) async throws {
        let state = try await WrittenState.state("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: q}\n")
        for expectation in [Comparer.Expectation.states, .manifests(.before), .manifests(.after)] {
            let comparer = Comparer(before: state, after: state, trustsDigests: false, expectation: expectation)
            for (one, other) in [(item.one, item.other), (item.other, item.one)] {
                let before = try Self.object(item.type, one, isLive: expectation != .manifests(.before))
                let after = try Self.object(item.type, other, isLive: expectation != .manifests(.after))
                let outcome = comparer.differences(before, after)
                #expect(
                    outcome.changes.contains { $0.kind == .value } != item.isSame,
                    "\(item.reason) \(expectation) \(outcome.changes.map(\.path))")
                if item.isSame { #expect(!outcome.suppressions.isEmpty, "\(item.reason)") }
            }
        }
    }

    /// What one side's bytes are digested to never makes two values one that differ.
    @Test(arguments: cases) private func digestsTellApartWhatDiffers(_ item: Case) throws {
        let tree = Normalizer(schema: FieldSchema(BuiltinSchema.facts))
        let flat = TapeNormalizer(tree)
        let objects = try [item.one, item.other].map { try Self.object(item.type, $0, isLive: true) }
        let digests = try objects.map { object in
            var signals: [TapeNormalizer.Signal] = []
            let apiVersion = object["apiVersion"]?.string ?? ""
            let tape = try JSONTape(CanonicalJSON.bytes(object), keys: flat.keys)
            let digest = flat.digest(tape, apiVersion: apiVersion, hasStatus: true, signals: &signals)
            #expect(digest == tree.digest(object, hasStatus: true), "\(item.reason)")
            return digest
        }
        if !item.isSame { #expect(digests[0] != digests[1], "\(item.reason)") }
    }

    /// Values of Secrets are compared by tokens, which are made of the decoded bytes.
    @Test(arguments: [
        ("stringData: {k: null}", "stringData: {k: ''}", true),
        ("stringData: {k: null}", "stringData: {k: 'null'}", false),
        ("stringData: {k: null}", "data: {k: ''}", true), ("data: {k: null}", "data: {k: ''}", true),
        ("data: {k: null}", "data: {}", false), ("data: {k: \"YWJj\\nZGVm\\n\"}", "data: {k: YWJjZGVm}", true),
        ("data: {k: \"YWJj\\nZGVm\\n\"}", "stringData: {k: abcdef}", true),
        ("data: {k: \"YWJj\\nZGVm\\n\"}", "data: {k: YWJjZGVn}", false),
    ])
    func secretsAreComparedByTheirBytes(_ one: String, _ other: String, isSame: Bool) async throws {
        let head = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: 'n'}\n"
        let (x, y) = (try await WrittenState.state(head + one), try await WrittenState.state(head + other))
        let there = try await Comparing.compare(x, y)
        let back = try await Comparing.compare(y, x)
        #expect(there.changes.isEmpty == isSame && back.changes.isEmpty == isSame)
        #expect(there.incomparable.isEmpty && back.incomparable.isEmpty)
    }

    /// Who writes a list as a whole has not written what servers fill in below it, and has written everything else.
    @Test(arguments: [
        ("status: {phase: Bound}", true), ("status: {phase: Pending}", true), ("spec: {volumeName: x}", false),
    ])
    func ownersOfAListAreNotAuthorsOfEachLeaf(_ leaf: String, isFilled: Bool) async throws {
        let claims = "spec: {serviceName: s, volumeClaimTemplates: [{metadata: {name: d}"
        let manifest = try Self.object("apps/v1 StatefulSet", "\(claims)}]}", isLive: false)
        var live = try Self.object("apps/v1 StatefulSet", "\(claims), \(leaf)}]}", isLive: true).object ?? Object()
        var metadata = live["metadata"]?.object ?? Object()
        metadata["managedFields"] = [
            ["manager": "helm", "operation": "Update", "fieldsV1": ["f:spec": ["f:volumeClaimTemplates": [:]]]]
        ]
        live["metadata"] = .object(metadata)
        let state = try await WrittenState.state("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: q}\n")
        let comparer = Comparer(
            before: state, after: state, trustsDigests: false, expectation: .manifests(.before))
        #expect(comparer.differences(manifest, .object(live)).changes.isEmpty == isFilled)
    }

    @Test func aBaselineNamesDurationsOfItsOwn() async throws {
        func differences(_ tables: String) async throws -> Int {
            let text = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\ntables: \(tables)\n"
            let baseline = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
            let state = try await WrittenState.state("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
            let comparer = Comparer(before: state, after: state, trustsDigests: false, tables: baseline.tables)
            return comparer.differences(
                try Self.object("x.example/v1 Widget", "spec: {every: [{span: 1d}]}", isLive: true),
                try Self.object("x.example/v1 Widget", "spec: {every: [{span: 24h}]}", isLive: true)
            ).changes.count
        }
        #expect(try await differences("{}") == 1)
        let row = "kinds: Widget.x.example, path: 'spec.every[].span', reason: r"
        #expect(try await differences("{durations: [{\(row)}]}") == 1)
        #expect(try await differences("{durations: [{\(row), form: duration with days}]}") == 0)
        #expect(throws: BaselineError.self) {
            let text =
                "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\ntables: {durations: [{kinds: Pod, path: spec.x, reason: r}]}\n"
            _ = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
        }
    }
}
