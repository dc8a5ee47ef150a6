import Snapshot
import TestSupport
import Testing

/// Whatever index, manifest and the files under `meta/` say of the objects is computed again: somebody who can recompute every
/// digest of a snapshot, and not its signature, gains nothing. `verify` reads as the first way here does, `diff` and `check`
/// as the second.
@Suite struct ForgedIndexTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// A part of what the refusal names.
        let names: String
        let change: @Sendable (inout Forgery) -> Void

        init(_ name: String, names: String, _ change: @escaping @Sendable (inout Forgery) -> Void) {
            testDescription = name
            self.names = names
            self.change = change
        }
    }

    private static let widgets: [SampleSnapshot.Item] = {
        let widget = ResourceType(
            group: "example.org", version: "v1", kind: "Widget", plural: "widgets", isNamespaced: true)
        return [
            SampleSnapshot.Item(
                type: ResourceType(
                    group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition",
                    plural: "customresourcedefinitions", isNamespaced: false, hasStatus: true), object: definition),
            SampleSnapshot.Item(
                type: widget,
                object: [
                    "apiVersion": "example.org/v1", "kind": "Widget",
                    "metadata": ["name": "w", "namespace": "payments"],
                    "spec": ["privileged": true, "size": "1Gi"], "status": ["seen": true],
                ]),
        ]
    }()

    private static let definition: Value = [
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": ["name": "widgets.example.org"],
        "spec": [
            "group": "example.org", "scope": "Namespaced", "names": ["kind": "Widget", "plural": "widgets"],
            "versions": [
                [
                    "name": "v1", "served": true, "storage": true,
                    "schema": [
                        "openAPIV3Schema": [
                            "type": "object",
                            "properties": [
                                "spec": [
                                    "type": "object",
                                    "properties": [
                                        "privileged": ["type": "boolean"],
                                        "list": ["type": "array", "items": ["type": "string"]],
                                        "size": ["type": "string", "default": "1Gi"],
                                    ],
                                ]
                            ],
                        ]
                    ],
                ]
            ],
        ],
    ]

    /// A snapshot with a custom type, as a capture would write it.
    private static func forgery() throws -> Forgery {
        var spool = try Spool(in: "/tmp")
        let schema = StateSchema(served: SchemaFacts(), definitions: [definition])
        let items = SampleSnapshot.items + widgets
        var contents = try SampleSnapshot.contents(
            items, into: &spool, schema: FieldSchema(StateSchema.facts(own: schema.own)))
        contents.schema = schema.own.json
        contents.discovery = [
            "types": .array(
                items.map(\.type).reduce(into: [ResourceType]()) { if !$0.contains($1) { $0.append($1) } }.map(\.json))
        ]
        contents.manifest.gaps = []
        contents.gaps = contents.manifest.gapsFile
        contents.manifest.coverage[1].state = .complete
        var row = contents.manifest.coverage[1]
        (row.group, row.resource, row.kind) = (
            "apiextensions.k8s.io", "customresourcedefinitions", "CustomResourceDefinition"
        )
        row.count = 1
        contents.manifest.coverage.append(row)
        var sink = MemorySink()
        _ = try SnapshotWriter.write(contents, bodies: spool, compression: .none, to: &sink)
        return try Forgery(sink.bytes)
    }

    private static func index(
        _ name: String, names: String, _ resource: String, _ change: @escaping @Sendable (inout Object) -> Void
    ) -> Case {
        Case(name, names: names) { forgery in
            for i in forgery.index.indices where forgery.index[i]["resource"]?.string == resource {
                change(&forgery.index[i])
            }
        }
    }

    private static func coverage(
        _ name: String, names: String, _ resource: String, _ change: @escaping @Sendable (inout Object) -> Void
    ) -> Case {
        Case(name, names: names) { forgery in
            forgery.manifest["coverage"] = .array(
                (forgery.manifest["coverage"]?.array ?? []).compactMap { row in
                    guard row["resource"]?.string == resource, case .object(var members) = row else { return row }
                    change(&members)
                    return members.isEmpty ? nil : .object(members)
                })
        }
    }

    private static func manifest(
        _ name: String, names: String, _ member: String, _ change: @escaping @Sendable (inout Object) -> Void
    ) -> Case {
        Case(name, names: names) { forgery in
            var members = forgery.manifest[member]?.object ?? Object()
            change(&members)
            forgery.manifest[member] = .object(members)
        }
    }

    private static func meta(
        _ name: String, names: String, _ path: String, _ old: String, _ new: String
    ) -> Case {
        Case(name, names: names) { forgery in
            for i in forgery.meta.indices where forgery.meta[i].path == path {
                let text = String(decoding: forgery.meta[i].bytes, as: UTF8.self).replacing(old, with: new)
                forgery.meta[i].bytes = (try? JSONReader.value(Array(text.utf8))).map { CanonicalJSON.line($0) } ?? []
                guard path == SnapshotFile.schema else { continue }
                var normalizer = forgery.manifest["normalizer"]?.object ?? Object()
                normalizer["schemaDigest"] = .string(Digest(of: forgery.meta[i].bytes).hex)
                forgery.manifest["normalizer"] = .object(normalizer)
            }
        }
    }

    static let cases: [Case] = [
        index("a right that is called bookkeeping", names: "`role`", "clusterroles") { $0["role"] = "bookkeeping" },
        index("a right that is called derived", names: "`role`", "clusterroles") { $0["role"] = "derived" },
        index("a copy that is called declared", names: "`role`", "replicasets") { $0["role"] = "declared" },
        index("another uid", names: "`uid`", "namespaces") { $0["uid"] = "b2d1e1b4-0000-4d53-9c39-6f6b1f2f7f10" },
        index("no uid", names: "`uid`", "namespaces") { $0["uid"] = nil },
        index("a uid where there is none", names: "`uid`", "clusterroles") { $0["uid"] = "x" },
        index("another generation", names: "`generation`", "replicasets") { $0["generation"] = "2" },
        index("no generation", names: "`generation`", "replicasets") { $0["generation"] = nil },
        index("no controller", names: "`controller`", "replicasets") { $0["controller"] = nil },
        index("another controller", names: "`controller`", "replicasets") {
            $0["controller"] = ["group": "apps", "kind": "Deployment", "name": "other", "namespace": "payments"]
        },
        index("a controller that nobody named", names: "`controller`", "configmaps") {
            $0["controller"] = ["group": "apps", "kind": "Deployment", "name": "other", "namespace": "payments"]
        },
        index("a signal that is not there", names: "`signals`", "namespaces") { $0["signals"] = ["metadata.x": "y"] },
        index("the normalized digest of another state", names: "`normalized`", "clusterroles") {
            $0["normalized"] = .string(Digest(of: [1]).hex)
        },
        index("another version", names: "clusterroles", "clusterroles") { $0["version"] = "v1beta1" },
        coverage("one object less", names: "clusterroles", "clusterroles") { $0["count"] = 0 },
        coverage("a type left out that is there", names: "clusterroles", "clusterroles") { $0["state"] = "excluded" },
        coverage("a gap that nothing says", names: "clusterroles", "clusterroles") { $0["state"] = "gap" },
        coverage("duplicates of nothing", names: "duplicates", "clusterroles") { $0["duplicates"] = 3 },
        coverage("a type that is not mentioned", names: "clusterroles", "clusterroles") { $0 = Object() },
        coverage("another kind of a type", names: "clusterroles", "clusterroles") { $0["kind"] = "Role" },
        manifest("a scope without a type that is there", names: "clusterroles", "scope") {
            $0["exclude"] = ["events", "clusterroles.rbac.authorization.k8s.io"]
        },
        manifest("a scope of another namespace", names: "scope", "scope") { $0["namespaces"] = ["other"] },
        manifest("more replaced values than are listed", names: "redaction.values", "redaction") { $0["values"] = 7 },
        Case("a type left out in coverage and scope, whose objects are gone", names: "clusterroles") { forgery in
            // Consistent but for one word: the scope does not say it.
            forgery.index.removeAll { $0["resource"] == "clusterroles" }
            forgery.bodies.removeAll { $0.path.contains("/clusterroles/") }
            forgery.manifest["coverage"] = .array(
                (forgery.manifest["coverage"]?.array ?? []).map { row in
                    guard row["resource"] == "clusterroles", case .object(var members) = row else { return row }
                    members["count"] = 0
                    members["state"] = "excluded"
                    return .object(members)
                })
        },
        meta("a gap more in its file", names: "meta/gaps.json", SnapshotFile.gaps, "[]", "[\"pods: forbidden\"]"),
        meta("a type less in discovery", names: "clusterroles", SnapshotFile.discovery, "ClusterRole\"", "Other\""),
        meta(
            "a custom type with a status that its definition does not have", names: "widgets", SnapshotFile.discovery,
            "\"plural\":\"widgets\",\"shortNames\":[],\"status\":false",
            "\"plural\":\"widgets\",\"shortNames\":[],\"status\":true"),
        meta(
            "a default that no definition has", names: "Widget", SnapshotFile.schema, "\"size\":{",
            "\"privileged\":{\"default\":true},\"size\":{"),
        meta(
            "a list that no definition calls a set", names: "Widget", SnapshotFile.schema, "\"size\":{",
            "\"list\":{\"list\":\"set\"},\"size\":{"),
        meta(
            "a fact about a type of Kubernetes", names: "meta/schema.json", SnapshotFile.schema, "\"definitions\":{",
            "\"definitions\":{\"io.k8s.api.core.v1.SecurityContext\":{\"fields\":{\"privileged\":{\"default\":true}}},"),
        meta(
            "a claim about a type that is defined", names: "meta/schema.json", SnapshotFile.schema, "\"claims\":[]",
            "\"claims\":[\"example.org/v1/Widget\"]"),
        meta(
            "a replaced value of nothing", names: "meta/redactions.json", SnapshotFile.redactions, "\"values\":[]",
            "\"values\":[],\"certificates\":[{\"name\":\"x\",\"namespace\":\"payments\"}]"),
    ]

    @Test func theForgerAloneIsNotWhatIsRefused() async throws {
        #expect(try await Self.refusals(try Self.forgery().tar()) == [nil, nil, nil])
    }

    @Test(arguments: cases) func everyLieIsRefusedByAllWhoRead(_ item: Case) async throws {
        var forgery = try Self.forgery()
        item.change(&forgery)
        for refusal in try await Self.refusals(try forgery.tar()) {
            #expect(refusal?.isEvidence == true, "accepted")
            #expect(refusal?.summary.contains(item.names) == true, "\(refusal?.summary ?? "accepted")")
        }
    }

    /// What was made under other rules cannot be compared: it is computed, not believed.
    @Test func rulesThatAreNotOursAreAnsweredByComputingAnew() async throws {
        var forgery = try Self.forgery()
        forgery.manifest["normalizer"] = [
            "rulesDigest": .string(Digest(of: []).hex),
            "schemaDigest": forgery.manifest["normalizer"]?["schemaDigest"] ?? "",
        ]
        for i in forgery.index.indices where forgery.index[i]["resource"] == "clusterroles" {
            forgery.index[i]["role"] = "bookkeeping"
        }
        let (reader, files) = try SnapshotReader.opening(ArchiveSource(bytes: try forgery.tar()))
        #expect(reader.entries.first { $0.resource == "clusterroles" }?.role == .bookkeeping)
        let state = try ClusterState(reader, files: files, name: "s", spoolFolder: "/tmp")
        #expect(state.entries.first { $0.resource == "clusterroles" }?.role == .declared)
    }

    /// `verify`, then opening and reading as `diff` and `check` do, once with nothing wanted and once with everything.
    private static func refusals(_ tar: [UInt8]) async throws -> [SnapshotError?] {
        func refusal(_ read: () async throws -> Void) async throws -> SnapshotError? {
            do { try await read() } catch let error as SnapshotError { return error }
            return nil
        }
        let verified = try await refusal { try SnapshotReader(ArchiveSource(bytes: tar)).verify() }
        var result = [verified]
        for wantsAll in [false, true] {
            result.append(
                try await refusal {
                    let (reader, files) = try SnapshotReader.opening(ArchiveSource(bytes: tar))
                    let state = try ClusterState(reader, files: files, name: "s", spoolFolder: "/tmp")
                    _ = try await state.shelve(wantsAll ? Set(state.entries.map(\.identity)) : [])
                })
        }
        return result
    }
}
