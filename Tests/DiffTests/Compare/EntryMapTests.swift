import Diff
import Snapshot
import TestSupport
import Testing

/// When the first entry of a map comes, or the last one goes, the entry is the difference, with its own author.
@Suite struct EntryMapTests {
    private static func object(_ head: String, _ map: String, _ managed: String = "[]") -> String {
        let words = head.split(separator: " ")
        let (kind, fields) = (words[0], words.dropFirst().joined(separator: " "))
        return """
            apiVersion: \(kind == "CronJob" ? "batch/v1" : "v1")
            kind: \(kind)
            metadata: {name: a, namespace: shop, uid: u, managedFields: \(managed)\(fields == "metadata" ? ", \(map)" : "")}
            \(fields == "metadata" ? "" : map)

            """
    }

    @Test(arguments: [
        ("ConfigMap metadata", "labels: {team: red}", #"metadata.labels.team"#),
        ("ConfigMap metadata", "annotations: {note: x}", #"metadata.annotations.note"#),
        ("ConfigMap ", "data: {key: value}", #"data.key"#),
        ("ConfigMap ", "binaryData: {key: AAEC}", #"binaryData.key"#),
        ("Pod ", "spec: {nodeSelector: {disk: ssd}}", #"spec.nodeSelector.disk"#),
        (
            "CronJob ", "spec: {jobTemplate: {spec: {template: {metadata: {annotations: {a: b}}}}}}",
            #"spec.jobTemplate.spec.template.metadata.annotations.a"#
        ),
    ])
    func theEntryIsTheDifference(_ head: String, _ map: String, _ path: String) async throws {
        let without =
            switch map.split(separator: ":")[0] {
            case "spec" where head == "Pod ": "spec: {}"
            case "spec": "spec: {jobTemplate: {spec: {template: {}}}}"
            default: ""
            }
        let empty = head.hasSuffix("metadata") ? "generation: 1" : without
        let (old, new) = (Self.object(head, empty), Self.object(head, map))
        for (before, after) in [(old, new), (new, old)] {
            let comparison = try await Comparing.compare(
                try await WrittenState.state(before), try await WrittenState.state(after))
            #expect(comparison.changes.flatMap(\.fields).map(\.path.description) == [path])
        }
    }

    /// The controller that wrote beside the person is behind its own entry alone.
    @Test func eachEntryHasItsOwnAuthor() async throws {
        func entry(_ manager: String, _ key: String, _ time: String) -> String {
            "{manager: \(manager), operation: Update, apiVersion: v1, fieldsType: FieldsV1, time: '\(time)', "
                + "fieldsV1: {'f:metadata': {'f:annotations': {'.': {}, 'f:\(key)': {}}}}}"
        }
        let managers =
            "[\(entry("kubectl-annotate", "pause", "2026-01-02T00:00:00Z")), "
            + "\(entry("kube-controller-manager", "seen", "2026-01-03T00:00:00Z"))]"
        let outcome = try await Attributing.attribute(
            try await WrittenState.state(Self.object("ConfigMap metadata", "generation: 1")),
            try await WrittenState.state(
                Self.object("ConfigMap metadata", "annotations: {pause: 'yes', seen: '1'}", managers)))
        let attribution = try #require(outcome.attributions.values.first)
        let byPath = Dictionary(
            uniqueKeysWithValues: attribution.fields.map { ($0.path.description, $0.authors.compactMap(\.manager)) })
        #expect(
            byPath == [
                "metadata.annotations.pause": ["kubectl-annotate"],
                "metadata.annotations.seen": ["kube-controller-manager"],
            ])
    }
}
