import Diff
import Snapshot
import TestSupport
import Testing

/// Certificates are ignored where a program may write them and nobody else owns them.
@Suite struct InjectionTests {
    private static let bundle = "caBundle: Q0VSVElGSUNBVEUK"
    private static let other = "caBundle: Q0VSVElGSUNBVEUgMgo="
    private static let webhook = "'f:webhooks': {'k:{\"name\":\"a.b.c\"}': {'f:clientConfig': {'f:caBundle': {}}}}"

    private static func managed(_ manager: String, _ fields: String) -> String {
        ", managedFields: [{manager: \(manager), operation: Update, apiVersion: v1, fieldsType: FieldsV1, "
            + "time: '2026-01-01T00:00:00Z', fieldsV1: {\(fields)}}]"
    }

    private static func hook(
        _ bundle: String = "", _ name: String = "hook", annotations: String = "{}", uid: String = "",
        manager: String? = nil
    ) -> String {
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: \(name), annotations: \(annotations)\(uid)\(manager.map { managed($0, webhook) } ?? "")}
        webhooks:
        - name: a.b.c
          admissionReviewVersions: [v1]
          sideEffects: None
          clientConfig: {service: {name: s, namespace: shop}\(bundle.isEmpty ? "" : ", \(bundle)")}

        """
    }

    private func differences(_ before: String, _ after: String, manifests: Bool) async throws -> Comparison {
        try await Comparing.compare(
            try await WrittenState.state(before), try await WrittenState.state(after),
            expectation: manifests ? .manifests(.before) : .states)
    }

    private static let asks = "{cert-manager.io/inject-ca-from: n/c}"

    @Test(arguments: [
        ("hook", asks, "cert-manager-cainjector", 0), ("hook", "{}", "cert-manager-cainjector", 1),
        ("hook", asks, "kubectl-patch", 1), ("hook", asks, "manager", 1),
        ("gatekeeper-validating-webhook-configuration", "{}", "gatekeeper", 0), ("hook", "{}", "gatekeeper", 1),
        ("ingress-nginx-admission", "{}", "kube-webhook-certgen", 0),
    ])
    func whoMayInjectIsATable(_ name: String, _ annotations: String, _ manager: String, _ count: Int) async throws {
        let live = Self.hook(Self.bundle, name, annotations: annotations, uid: ", uid: u", manager: manager)
        // A manifest leaves it out, or has something in its place.
        for bundle in ["", "caBundle: Cg=="] {
            let manifest = Self.hook(bundle, name, annotations: annotations)
            let comparison = try await differences(manifest, live, manifests: true)
            #expect(comparison.changes.count == count)
            #expect(comparison.suppressed["injected-certificate"] == (count == 0 ? 1 : nil))
        }
        // Between two states the program changes the certificate.
        let later = Self.hook(Self.other, name, annotations: annotations, uid: ", uid: u", manager: manager)
        #expect(try await differences(live, later, manifests: false).changes.count == count)
    }

    @Test func whoeverTakesItOverShows() async throws {
        let before = Self.hook(
            Self.bundle, annotations: Self.asks, uid: ", uid: u", manager: "cert-manager-cainjector")
        let after = Self.hook(Self.other, annotations: Self.asks, uid: ", uid: u", manager: "kubectl-edit")
        #expect(try await differences(before, after, manifests: false).changes.count == 1)
        let gone = Self.hook(annotations: Self.asks, uid: ", uid: u", manager: "cert-manager-cainjector")
        #expect(try await differences(before, gone, manifests: false).changes.count == 1)
    }

    @Test(arguments: [
        (
            "apiextensions.k8s.io/v1", "CustomResourceDefinition", "x.y.z",
            "f:spec.f:conversion.f:webhook.f:clientConfig",
            "spec: {conversion: {strategy: Webhook, webhook: {clientConfig: {@}}}}"
        ),
        ("apiregistration.k8s.io/v1", "APIService", "v1.y.z", "f:spec", "spec: {group: y.z, version: v1, @}"),
    ])
    func definitionsAndAPIsHaveCertificatesToo(
        _ version: String, _ kind: String, _ name: String, _ owned: String, _ spec: String
    ) async throws {
        let fields = owned.split(separator: ".").reversed().reduce("'f:caBundle': {}") { "'\($1)': {\($0)}" }
        func object(_ bundle: String, _ extra: String) -> String {
            "apiVersion: \(version)\nkind: \(kind)\nmetadata: {name: \(name), annotations: \(Self.asks)\(extra)}\n"
                + spec.replacing("@", with: bundle) + "\n"
        }
        for (manager, count) in [("cert-manager-cainjector", 0), ("curl", 1)] {
            let live = object(Self.bundle, ", uid: u" + Self.managed(manager, fields))
            let manifest = object("caBundle: Cg==", "")
            #expect(try await differences(manifest, live, manifests: true).changes.count == count)
        }
    }

    @Test func aBaselineKnowsMorePrograms() async throws {
        let text = """
            apiVersion: snapctl.dev/v1
            kind: Baseline
            metadata: {name: t}
            tables:
              injections:
              - {name: ours, managers: [rotator], kinds: [ValidatingWebhookConfiguration], names: [hook],
                 paths: [webhooks.clientConfig.caBundle], reason: ours}

            """
        let baseline = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
        let (before, after) = (
            try await WrittenState.state(Self.hook()),
            try await WrittenState.state(Self.hook(Self.bundle, uid: ", uid: u", manager: "rotator"))
        )
        for (table, count) in [(baseline.written, 0), (ComparisonTables(), 1)] {
            let comparer = Comparer(before: before, after: after, trustsDigests: false, written: table)
            let comparison = try await comparer.compare(
                before: try await before.shelve(comparer.neededBefore),
                after: try await after.shelve(comparer.neededAfter))
            #expect(comparison.changes.count == count)
        }
    }

    @Test(arguments: [
        "{name: a, managers: ['*'], kinds: [X], paths: [a], reason: r}",
        "{name: a, managers: [b], paths: [a], reason: r}",
        "{name: a, kinds: [X], paths: [a], reason: r}",
    ])
    func aRowThatAllowsEverybodyOrEverythingIsRefused(_ row: String) {
        let text = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\ntables: {injections: [\(row)]}\n"
        #expect(throws: BaselineError.self) { try BaselineReader.read(Array(text.utf8), file: "b.yaml") }
    }
}
