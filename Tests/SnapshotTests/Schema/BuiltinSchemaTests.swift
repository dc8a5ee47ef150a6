import Foundation
import Snapshot
import TestSupport
import Testing

/// The built-in schema facts, against the OpenAPI of the server they were distilled from.
///
/// `SNAPCTL_RECORD=1 swift test --filter BuiltinSchemaTests` writes the table anew and fails, so that a recording never
/// passes by itself.
@Suite(.enabled(if: Recordings.areAvailable, Recordings.absence))
struct BuiltinSchemaTests {
    @Test func theBuiltInTableIsWhatAServerSaysAboutItsOwnTypes() async throws {
        let facts = BuiltinSchema.builtinPart(of: try await Capturing.served(.prodBaseline))
        if ProcessInfo.processInfo.environment["SNAPCTL_RECORD"] != nil {
            let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("Sources/Snapshot/Schema/BuiltinSchemaTable.swift")
            try BuiltinSchema.source(of: facts).write(to: path, atomically: true, encoding: .utf8)
            Issue.record(
                "recorded \(facts.definitions.count) definitions; review the change and run again without recording")
        }
        #expect(facts == BuiltinSchema.facts)
    }

    @Test func builtinFactsKnowWhatListsMean() throws {
        let schema = FieldSchema(BuiltinSchema.facts)
        var place = schema.root(apiVersion: "apps/v1", kind: "Deployment")
        for field in ["spec", "template", "spec"] { place = schema.child(place, field) }
        let containers = try #require(schema.child(place, "containers"))
        #expect(schema.node(containers).list == .map(keys: ["name"], isOrdered: false))
        let tolerations = try #require(schema.child(place, "tolerations"))
        #expect(schema.node(tolerations).list == .bag(keys: ["key", "operator", "effect"]))
    }
}
