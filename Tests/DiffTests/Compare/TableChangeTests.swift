import Diff
import Snapshot
import TestSupport
import Testing

/// What a baseline changes in the tables of normalization changes what is a difference.
@Suite struct TableChangeTests {
    private func differences(
        _ before: String, _ after: String, _ tables: String, manifests: Bool = false
    ) async throws -> Int {
        let text =
            "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\ntables: \(tables)\n"
        let baseline = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
        let (left, right) = (try await WrittenState.state(before), try await WrittenState.state(after))
        let comparer = Comparer(
            before: left, after: right, trustsDigests: true,
            expectation: manifests ? .manifests(.before) : .states,
            tables: baseline.tables, written: baseline.written)
        let shelves = (
            try await left.shelve(comparer.neededBefore), try await right.shelve(comparer.neededAfter)
        )
        let comparison = try await comparer.compare(before: shelves.0, after: shelves.1)
        return comparison.changes.count
    }

    private static func pod(_ spec: String, annotations: String = "{}") -> String {
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: 'n', annotations: \(annotations)}\nspec: \(spec)\n"
    }

    private static let tolerations = (
        pod("{tolerations: [{key: a}, {key: b}]}"), pod("{tolerations: [{key: b}, {key: a}]}")
    )

    @Test func aFieldOfOnesOwnIsNoState() async throws {
        let (before, after) = (Self.pod("{}", annotations: "{x/at: '1'}"), Self.pod("{}", annotations: "{x/at: '2'}"))
        #expect(try await differences(before, after, "{}") == 1)
        let row = "{name: ours, paths: 'metadata.annotations[x/at]', reason: r}"
        #expect(try await differences(before, after, "{fields: [\(row)]}") == 0)
        let other = "{name: ours, kinds: [ConfigMap], paths: 'metadata.annotations[x/at]', reason: r}"
        #expect(try await differences(before, after, "{fields: [\(other)]}") == 1)
    }

    @Test func aListComparesAsTheRowSays() async throws {
        let (before, after) = Self.tolerations
        #expect(try await differences(before, after, "{}") == 0)
        #expect(
            try await differences(
                before, after, "{without: [{table: lists, row: core.PodSpec.tolerations, reason: r}]}") == 1
        )
    }

    @Test func aDefaultMeansWhatTheRowSays() async throws {
        let (before, after) = (Self.pod("{}"), Self.pod("{restartPolicy: Always}"))
        #expect(try await differences(before, after, "{}") == 0)
        #expect(
            try await differences(
                before, after, "{without: [{table: defaults, row: core.PodSpec.restartPolicy, reason: r}]}")
                == 1)
        let row = "{definition: core.PodSpec, field: restartPolicy, value: Never, reason: r}"
        #expect(try await differences(before, after, "{defaults: [\(row)]}") == 1)
        #expect(try await differences(before, Self.pod("{restartPolicy: Never}"), "{defaults: [\(row)]}") == 0)
    }

    private static func certificate(_ duration: String) -> String {
        "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: a, namespace: 'n'}\n"
            + "spec: {duration: \(duration), dnsNames: [a.example]}\n"
    }

    private static func map(_ data: String) -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n'}\ndata: \(data)\n"
    }

    private static let service = (
        manifest: """
        apiVersion: v1
        kind: Service
        metadata: {name: a, namespace: 'n'}
        spec: {ports: [{port: 80}]}

        """,
        live: """
        apiVersion: v1
        kind: Service
        metadata: {name: a, namespace: 'n', uid: u, managedFields: [{manager: kustomize-controller, operation: Apply,
          apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {'f:spec': {'f:ports': {}}}}]}
        spec: {clusterIP: 10.0.0.1, ports: [{port: 80}]}

        """
    )

    /// Every table whose rows make a difference none, and a row of it.
    private static let switches: [(table: String, row: String, before: String, after: String, manifests: Bool)] = [
        ("lists", "core.PodSpec.tolerations", tolerations.0, tolerations.1, false),
        ("lists", "cert-manager.io spec.dnsNames", ordered("[a, b]"), ordered("[b, a]"), false),
        ("defaults", "core.PodSpec.restartPolicy", pod("{}"), pod("{restartPolicy: Always}"), false),
        ("defaults", "core.PodSpec.hostNetwork", pod("{}"), pod("{hostNetwork: false}"), false),
        (
            "durations", "Certificate.cert-manager.io spec.duration", certificate("24h"),
            certificate("24h0m0s"), false
        ),
        ("empty", "core.PodSpec.affinity", pod("{}"), pod("{affinity: {}}"), false),
        ("textMaps", "core.ConfigMap.data", map("{k: null}"), map("{k: ''}"), false),
        (
            "fields", "last-applied", pod("{}", annotations: lastApplied("1")),
            pod("{}", annotations: lastApplied("2")), false
        ),
        ("filled", "Service spec.clusterIP", service.manifest, service.live, true),
    ]

    private static func lastApplied(_ text: String) -> String {
        "{kubectl.kubernetes.io/last-applied-configuration: '\(text)'}"
    }

    private static func ordered(_ names: String) -> String {
        certificate("24h").replacing("[a.example]", with: names)
    }

    @Test(arguments: switches.indices)
    func aRowThatIsSwitchedOffMakesNoDifferenceNone(_ place: Int) async throws {
        let (table, row, before, after, manifests) = Self.switches[place]
        #expect(try await differences(before, after, "{}", manifests: manifests) == 0, "\(row)")
        let off = "{without: [{table: \(table), row: '\(row)', reason: r}]}"
        #expect(try await differences(before, after, off, manifests: manifests) == 1, "\(row)")
    }

    @Test func everyTableNamesItsRows() {
        #expect(TableRows.names.map(\.table.rawValue) == RowNames.Table.allCases.map(\.rawValue))
        for (table, rows) in TableRows.names {
            #expect(!rows.isEmpty && !rows.contains(""), "\(table)")
        }
    }

    @Test func whatIsEmptyInACustomTypeSaysNothingWhereARowSaysSo() async throws {
        func widget(_ spec: String) -> String {
            "apiVersion: example.org/v1\nkind: Widget\nmetadata: {name: a, namespace: 'n'}\nspec: \(spec)\n"
        }
        let row = "{empty: [{kinds: Widget.example.org, path: spec.options, reason: r}]}"
        for (value, count) in [("{}", 0), ("[]", 0), ("{a: 1}", 1)] {
            let (before, after) = (widget("{size: 1}"), widget("{size: 1, options: \(value)}"))
            #expect(try await differences(before, after, "{}") == 1)
            #expect(try await differences(before, after, row) == count)
        }
        #expect(try await differences(widget("{size: 1}"), widget("{size: 1, other: {}}"), row) == 1)
    }

    @Test func whatAServerFillsInIsARowOfTheBaseline() async throws {
        let live = Self.service.live.replacing("spec: {", with: "spec: {loadBalancerClass: ours, ")
        #expect(try await differences(Self.service.manifest, live, "{}", manifests: true) == 1)
        let row = "{filled: [{kind: Service, fields: spec.loadBalancerClass, reason: our webhook}]}"
        #expect(try await differences(Self.service.manifest, live, row, manifests: true) == 0)
    }
}
