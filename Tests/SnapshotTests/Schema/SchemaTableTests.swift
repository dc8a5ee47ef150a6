import Foundation
import Snapshot
import TestSupport
import Testing

/// The tables about built-in types, against the OpenAPI of a recorded server of 1.36.
@Suite(.enabled(if: Recordings.areAvailable, Recordings.absence))
struct SchemaTableTests {
    private func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    /// Fields by `group.Definition`, of all versions that the server has.
    private func definitions() throws -> [String: [String: Value]] {
        let folder = try Recordings.prodBaseline.unpacked()
        let index = try JSONReader.value(bytes("\(folder)/index.json"))
        var result: [String: [String: Value]] = [:]
        for entry in index.array ?? [] where entry["tag"] == "openapi-v3" && entry["status"]?.int == 200 {
            guard let file = entry["file"]?.string,
                let document = try? JSONReader.value(bytes("\(folder)/\(file)"))
            else { continue }
            for schema in document[["components", "schemas"]]?.object?.members ?? []
            where schema.key.hasPrefix("io.k8s.") {
                for field in schema.value["properties"]?.object?.members ?? [] {
                    result[ListTable.shortName(schema.key), default: [:]][field.key] = field.value
                }
            }
        }
        return result
    }

    /// What servers of 1.36 no longer have, and older ones do.
    private static let gone = ["resource.DeviceRequest.allocationMode", "resource.DeviceRequest.count"]

    @Test func everyRowNamesAFieldThatAServerHas() throws {
        let definitions = try definitions()
        #expect(definitions.count > 400)
        let rows =
            DefaultTable.rules.map { ($0.definition, $0.field) }
            + ImpliedDefault.rules.map { ($0.definition, $0.field) }
            + EmptyTable.nothing.flatMap { row in row.fields.map { (row.definition, $0) } }
            + TextMapTable.rows.flatMap { row in row.fields.map { (row.definition, $0) } }
        for (definition, field) in rows where !Self.gone.contains("\(definition).\(field)") {
            #expect(definitions[definition]?[field] != nil, "\(definition).\(field)")
        }
    }

    /// The API reference says "Defaults to …" of each field whose default a server fills in.
    @Test func everyDefaultThatOpenAPIStatesIsKnown() throws {
        let schema = FieldSchema(BuiltinSchema.facts)
        var missing: [String] = []
        for (definition, fields) in try definitions() {
            for (field, facts) in fields {
                guard let value = facts["default"], ![.null, "", 0, false, [:], []].contains(value) else { continue }
                let isKnown =
                    DefaultTable.rules.contains {
                        $0.definition == definition && $0.field == field && $0.value == value
                    }
                if !isKnown { missing.append("\(definition).\(field) \(value)") }
            }
        }
        #expect(schema.count > 0)
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    /// Every map of texts that null can stand in.
    @Test func everyMapOfTextsIsKnown() throws {
        let known = Set(TextMapTable.rows.flatMap { row in row.fields.map { "\(row.definition).\($0)" } })
        var missing: [String] = []
        for (definition, fields) in try definitions() {
            for (field, facts) in fields where facts[["additionalProperties", "type"]] == "string" {
                let name = "\(definition).\(field)"
                // What a controller writes and reviews that are never stored are nobody's manifest.
                let isOurs = !["Status", "Review", "volumesnapshot"].contains { name.contains($0) }
                if isOurs, !known.contains(name), !name.hasPrefix("snapshot."), !name.hasPrefix("groupsnapshot.") {
                    missing.append(name)
                }
            }
        }
        #expect(missing.isEmpty, "\(missing.sorted())")
    }
}
