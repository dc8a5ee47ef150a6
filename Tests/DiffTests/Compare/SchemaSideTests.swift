import Diff
import Snapshot
import TestSupport
import Testing

/// What two schemas say together, and what custom types say of their fields.
@Suite struct SchemaSideTests {
    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func theResultDoesNotDependOnWhichSideIsBefore() async throws {
        let prod = try await Capturing.capture(.prodBaseline)
        let stage = try await Capturing.capture(.stageBaseline)
        #expect(prod.schema.common(with: stage.schema) == stage.schema.common(with: prod.schema))
        let there = try await Comparing.compare(prod, stage)
        let back = try await Comparing.compare(stage, prod)
        func paths(_ changes: [Change]) -> [String] {
            changes.flatMap { change in
                change.fields.isEmpty ? ["\(change.identity)"] : change.fields.map { "\(change.identity) \($0.path)" }
            }.sorted()
        }
        #expect(there.changes.count > 20)
        let only = Set(paths(there.changes)).symmetricDifference(paths(back.changes))
        #expect(only.isEmpty, "\(only.sorted().prefix(20).joined(separator: "\n"))")
        #expect(there.normalizedCount == back.normalizedCount)
        #expect(there.suppressed == back.suppressed)
    }

    /// A CustomResourceDefinition with these properties of `spec`, and an object of it.
    private static func state(_ properties: String?, _ spec: String) -> String {
        let schema = properties.map {
            "schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {\($0)}}}}}"
        }
        return """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.shop.example}
            spec:
              group: shop.example
              scope: Namespaced
              names: {kind: Widget, plural: widgets}
              versions: [{name: v1, served: true, storage: true\(schema.map { ", " + $0 } ?? "")}]
            ---
            {apiVersion: shop.example/v1, kind: Widget, metadata: {name: w, namespace: shop}, spec: {\(spec)}}
            """
    }

    private struct Case: Sendable, CustomTestStringConvertible {
        let reason: String
        var properties: String?
        let before: String
        let after: String
        /// The fields of the object that differ.
        let paths: [String]

        var testDescription: String { reason }
    }

    private static let quantity =
        "size: {anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true, pattern: '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'}"
    private static let port = "port: {anyOf: [{type: integer}, {type: string}], x-kubernetes-int-or-string: true}"
    private static let free = "values: {type: object, x-kubernetes-preserve-unknown-fields: true}"
    private static let embedded =
        "template: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}"

    private static let cases: [Case] = [
        Case(
            reason: "without a schema a quantity is a text", before: "size: 1Gi", after: "size: 1024Mi",
            paths: ["spec.size"]),
        Case(
            reason: "a quantity by its pattern", properties: quantity, before: "size: 1Gi", after: "size: 1024Mi",
            paths: []),
        Case(
            reason: "an unknown field changes nothing for a quantity beside it", properties: quantity,
            before: "size: 1Gi, odd: {a: 1}", after: "size: 1024Mi, odd: {a: 2}", paths: ["spec.odd.a"]),
        Case(reason: "int-or-string", properties: port, before: "port: 80", after: "port: \"80\"", paths: []),
        Case(
            reason: "int-or-string is no quantity", properties: port, before: "port: 1k", after: "port: 1000",
            paths: ["spec.port"]),
        Case(
            reason: "a default of a custom type", properties: "mode: {type: string, default: safe}",
            before: "mode: safe",
            after: "", paths: []),
        Case(
            reason: "another value than the default", properties: "mode: {type: string, default: safe}",
            before: "mode: open",
            after: "", paths: ["spec.mode"]),
        Case(
            reason: "null keeps a default away", properties: "mode: {type: string, nullable: true, default: safe}",
            before: "mode: null", after: "", paths: ["spec.mode"]),
        Case(
            reason: "null is not the default", properties: "mode: {type: string, nullable: true, default: safe}",
            before: "mode: null", after: "mode: safe", paths: ["spec.mode"]),
        Case(
            reason: "the server drops null where it is no value", properties: "mode: {type: string}, " + port,
            before: "mode: null", after: "", paths: []),
        Case(
            reason: "in a free document null is a word", properties: free, before: "values: {a: {b: null}}",
            after: "values: {a: {}}", paths: ["spec.values.a.b"]),
        Case(
            reason: "in a list of a free document too", properties: free, before: "values: {a: [{b: null}]}",
            after: "values: {a: [{}]}", paths: ["spec.values.a[0].b"]),
        Case(
            reason: "order counts in a free document", properties: free, before: "values: {a: [1, 2]}",
            after: "values: {a: [2, 1]}", paths: ["spec.values.a"]),
        Case(
            reason: "an embedded object says what it says", properties: embedded,
            before: "template: {apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {x: y}}}",
            after: "template: {apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {x: z}}}",
            paths: ["spec.template.metadata.annotations.x"]),
        Case(
            reason: "a map by its keys",
            properties:
                "list: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: {type: object, properties: {k: {type: string}, v: {type: integer}}}}",
            before: "list: [{k: a, v: 1}, {k: b, v: 2}]", after: "list: [{k: b, v: 3}, {k: a, v: 1}]",
            paths: ["spec.list[k=b].v"]),
        Case(
            reason: "a set", properties: "list: {type: array, x-kubernetes-list-type: set, items: {type: string}}",
            before: "list: [a, b]", after: "list: [b, a, c]", paths: ["spec.list[=c]"]),
        Case(
            reason: "a list of which nobody says more is in order",
            properties: "list: {type: array, items: {type: string}}",
            before: "list: [a, b]", after: "list: [b, a]", paths: ["spec.list"]),
    ]

    @Test(arguments: cases) private func customTypesAreComparedByTheirSchema(_ item: Case) async throws {
        let before = try await WrittenState.captured(Self.state(item.properties, item.before))
        let after = try await WrittenState.captured(Self.state(item.properties, item.after))
        for (x, y) in [(before, after), (after, before)] {
            for trusts in [false, true] {
                let comparison = try await Comparing.compare(x, y, trustsDigests: trusts)
                #expect(comparison.changes.flatMap(\.fields).map(\.path.description).sorted() == item.paths)
            }
        }
    }

    /// A default counts where all servers that wrote the objects fill it in.
    @Test(arguments: [([], true), ([36], true), ([29], true), ([28], false), ([28, 36], false), ([30, 36], true)])
    func defaultsCountSinceTheirVersion(_ minors: [Int], _ isDefault: Bool) {
        let comparer = FieldComparer(normalizer: Normalizer(schema: FieldSchema(BuiltinSchema.facts, minors: minors)))
        let outcome = comparer.compare(
            ["kind": "Job", "spec": ["podReplacementPolicy": "TerminatingOrFailed"]], ["kind": "Job", "spec": [:]],
            apiVersion: "batch/v1")
        #expect(outcome.changes.isEmpty == isDefault)
        #expect((outcome.suppressions.first?.rule == "default") == isDefault)
    }

    @Test(arguments: [
        ("v1.36.2", 36), ("v1.29.4-gke.1", 29), ("1.28", 28), ("v1.27+", 27), ("v2.1", nil), ("", nil), ("v1", nil),
    ])
    func serversSayTheirMinorVersion(_ version: String, _ minor: Int?) { #expect(ServerMinor.of(version) == minor) }

    @Test func aDefaultThatEndedCountsForOldServersOnly() {
        let rule = DefaultRule(definition: "core.Container", field: "x", value: 1, since: 20, until: 25)
        #expect(rule.holds(in: [20, 25]) && rule.holds(in: [22]))
        #expect(!rule.holds(in: [19]) && !rule.holds(in: [25, 26]) && !rule.holds(in: []))
    }
}
