import Diff
import Foundation
import Snapshot
import TestSupport
import Testing

private let head = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\n"

/// Every object of the schema that names its keys, with a document that holds one such object at `@` and nothing unknown.
private let places: [(pointer: String, document: String)] = [
    ("", head + "@: 1"), ("metadata", "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t, @: 1}"),
    ("stages.*", head + "stages: {p: {@: 1}}"), ("parameters.*", head + "parameters: {p: {pattern: x, @: 1}}"),
    ("scope", head + "scope: {@: 1}"), ("$selector", head + "scope: {exclude: [{kinds: A, @: 1}]}"),
    ("$rule", head + "rules: [{name: a, @: 1}]"),
    ("$fieldMatch", head + "rules: [{name: a, reason: r, ignore: true, match: {kind: A, @: 1}}]"),
    ("$rule.allow", head + "rules: [{name: a, reason: r, match: {kind: A}, allow: {removal: true, @: 1}}]"),
    ("$requirement", head + "require: [{name: a, @: 1}]"),
    ("$match", head + "require: [{name: a, match: {kind: A, @: 1}}]"),
    ("$requirement.coversNodes", head + "require: [{name: a, match: {kind: A}, coversNodes: {@: 1}}]"),
    ("$severityRow", head + "severities: [{severity: low, @: 1}]"),
    ("$severityRow.before", head + "severities: [{severity: low, meaning: m, match: {kind: A}, before: {@: 1}}]"),
    ("$severityRow.after", head + "severities: [{severity: low, meaning: m, match: {kind: A}, after: {@: 1}}]"),
    ("managers", head + "managers: {@: []}"), ("$writer", head + "managers: {gitops: [{manager: a, @: 1}]}"),
    ("$platformRow", head + "platform: [{name: a, @: 1}]"), ("tables", head + "tables: {@: []}"),
    ("tables.fields.[]", head + "tables: {fields: [{name: a, @: 1}]}"),
    ("tables.makers.[]", head + "tables: {makers: [{owners: a, @: 1}]}"),
    ("tables.injections.[]", head + "tables: {injections: [{name: a, @: 1}]}"),
    ("tables.lists.[]", head + "tables: {lists: [{field: a, @: 1}]}"),
    ("tables.defaults.[]", head + "tables: {defaults: [{field: a, @: 1}]}"),
    ("tables.durations.[]", head + "tables: {durations: [{path: a, @: 1}]}"),
    ("tables.empty.[]", head + "tables: {empty: [{path: a, @: 1}]}"),
    ("tables.filled.[]", head + "tables: {filled: [{kind: a, @: 1}]}"),
    ("tables.without.[]", head + "tables: {without: [{row: a, @: 1}]}"),
    ("redaction", head + "redaction: {@: 1}"),
    ("redaction.rules.[]", head + "redaction: {rules: [{kind: a, @: 1}]}"),
]

@Suite struct BaselineSchemaTests {
    /// The keys of every object in the schema, by where it stands.
    private static func objects(_ schema: Value, _ pointer: [String]) -> [String: [String]] {
        var result: [String: [String]] = [:]
        if let properties = schema["properties"]?.object {
            result[pointer.joined(separator: ".")] = properties.members.map(\.key)
            for member in properties.members {
                result.merge(objects(member.value, pointer + [member.key])) { first, _ in first }
            }
        }
        if let rest = schema["additionalProperties"] {
            result.merge(objects(rest, pointer + ["*"])) { first, _ in first }
        }
        if let items = schema["items"] { result.merge(objects(items, pointer + ["[]"])) { first, _ in first } }
        for form in schema["anyOf"]?.array ?? [] { result.merge(objects(form, pointer)) { first, _ in first } }
        return result
    }

    @Test func schemaAndReaderKnowTheSameKeysEverywhere() throws {
        var objects = Self.objects(BaselineSchema.json, [])
        for member in BaselineSchema.json["$defs"]?.object?.members ?? [] {
            objects.merge(Self.objects(member.value, ["$" + member.key])) { first, _ in first }
        }
        #expect(Set(objects.keys) == Set(places.map(\.pointer)))
        for (pointer, document) in places {
            let text = document.replacing("@", with: "zzzzzzzzzzzz")
            let error = #expect(throws: BaselineError.self) {
                try BaselineReader.document(Array(text.utf8), file: "b.yaml")
            }
            guard case .unknownKey(_, _, _, let known)? = error?.reason else {
                Issue.record("\(pointer): \(error?.summary ?? "")")
                continue
            }
            #expect(known.sorted() == objects[pointer]?.sorted(), "\(pointer)")
        }
    }

    @Test func theShippedFileIsWhatTheCommandPrints() throws {
        let file = URL(filePath: SourceFile.root).appending(path: "docs/baseline.schema.json")
        let text = PrettyJSON.text(BaselineSchema.json)
        if ProcessInfo.processInfo.environment["SNAPCTL_RECORD"] == "1" {
            try Data(text.utf8).write(to: file)
            Issue.record("recorded \(file.lastPathComponent); look at it, then run without SNAPCTL_RECORD")
            return
        }
        #expect(String(decoding: try Data(contentsOf: file), as: UTF8.self) == text)
    }

    private static let everything = """
        apiVersion: snapctl.dev/v1
        kind: Baseline
        metadata: {name: t, version: 3, kubernetes: {dev: v1.34.1, prod: v1.33.5}, capturedAt: {prod: "2026-01-01T00:00:00Z"}}
        stages: {dev: {clusters: u-1}, prod: {clusters: [u-2, u-3]}}
        parameters: {registry: {dev: a, prod: b}, region: {pattern: "[a-z]+"}, nodes: 3, team: pay}
        scope: {include: [{namespaces: "*"}], exclude: [{kinds: [Event, Lease]}]}
        failOn: {dev: high, prod: low}
        rules:
        - {name: a, match: {kind: A, labels: {x: "y*"}, path: spec.x}, allow: {values: {prod: 3, dev: [1, 2]}}, reason: r, stages: prod}
        - {name: b, match: {name: "${team}-*"}, forbid: true, severity: low, reason: r, owner: o, ticket: t, expires: 2027-01-01}
        - {name: c, match: {group: [a, b]}, severity: critical, reason: r}
        - {name: d, match: {path: a}, allow: {range: [100m, 2], pattern: x, addition: true, removal: true}, reason: r}
        - {name: e, match: {path: a}, ignore: true, reason: r}
        - {name: f, match: {kind: A}, allow: {addition: true, digest: \(String(repeating: "ab", count: 32))}, reason: r}
        require:
        - {name: a, match: {kind: Node}, exactly: "${nodes}", condition: {Ready: "True"}, coversNodes: {pools: [a]}}
        - {name: b, anyOf: [{kind: A}, {kind: B}], inEachNamespace: "x-*", severity: low}
        - {name: c, match: {kind: Node}, atLeast: {dev: 1, prod: 3}, complete: true, noViolations: true, stages: [dev, prod]}
        severities: [{severity: low, meaning: m, match: {kind: A}, events: added, after: {absent: true, values: [1]}}]
        managers: {gitops: [{manager: a, operation: Apply, reason: r}], human-cli: [{group: g, isAmbiguous: true, reason: r}]}
        platform: [{name: a, label: x=y, origin: bootstrap, managers: [a], reason: r}]
        tables:
          fields: [{name: a, kinds: A.b, paths: [spec.x], effect: signal, reason: r}]
          makers: [{owners: Widget.shop.example, versions: v1, makes: [Pod, Secret], managers: widget-operator, reason: r}]
          injections: [{name: a, managers: "ca-*", kinds: ConfigMap, paths: data, annotations: [x.example/y], reason: r}]
          durations: [{kinds: Widget.shop.example, path: spec.timeout, reason: r}]
          empty: [{kinds: Widget.shop.example, path: spec.options, reason: r}]
          filled: [{kind: Widget.shop.example, fields: [spec.port], needsManagedFields: true, reason: r}]
          without: [{table: lists, row: core.PodSpec.tolerations, reason: r}]
        redaction: {mode: strict, rules: [{kind: A, path: spec.x, action: keep, reason: r}]}
        """

    /// Documents that the reader refuses for a reason which a schema can see.
    private static let broken = [
        "apiVersion: snapctl.dev/v2\nkind: Baseline\nmetadata: {name: t}", "kind: Baseline\nmetadata: {name: t}",
        head + "scop: {}", head + "failOn: hot", head + "scope: {exclude: [{}]}",
        head + "scope: {exclude: [{kinds: [1]}]}",
        head + "rules: {}", head + "rules: [{name: a, match: {kind: A}, ignore: true}]",
        head + "rules: [{name: a, match: {}, ignore: true, reason: r}]",
        head + "rules: [{name: a, match: {kind: A}, reason: r}]",
        head + "rules: [{name: a, match: {kind: A}, ignore: true, forbid: true, reason: r}]",
        head + "rules: [{name: a, match: {kind: A}, ignore: false, reason: r}]",
        head + "rules: [{name: a, match: {kind: A}, allow: {}, reason: r}]",
        head + "rules: [{name: a, match: {kind: A}, severity: hot, reason: r}]",
        head + "rules: [{name: a, match: {kind: A}, ignore: true, reason: r, expires: soon}]",
        head + "require: [{name: a}]", head + "require: [{name: a, match: {kind: A}, oneOf: [{kind: A}]}]",
        head + "require: [{name: a, oneOf: []}]", head + "require: [{name: a, match: {kind: A}, coversNodes: {}}]",
        head + "require: [{name: a, match: {kind: A}, atLeast: -1}]", head + "managers: {gitop: []}",
        head + "managers: {gitops: [{manager: a}]}", head + "managers: {gitops: [{reason: r}]}",
        head + "severities: [{severity: low, match: {kind: A}}]", head + "platform: [{name: a, kinds: A}]",
        head + "tables: {without: [{reason: r}]}", head + "tables: {makers: [{owners: A.b, makes: Pod, reason: r}]}",
        head + "tables: {injections: [{name: a, managers: b, paths: data, reason: r}]}",
        head + "rules: [{name: a, match: {kind: A}, allow: {addition: true, digest: abc}, reason: r}]",
        head + "redaction: {mode: loose}", head + "parameters: {a b: c}",
        head + "parameters: {a: [c]}", head + "stages: {p: {cluster: u}}",
    ]

    @Test(.enabled(if: Peers.python(with: "jsonschema") != nil, Peers.absence("jsonschema")))
    func whatIsValidIsReadAndWhatIsBrokenIsNeither() throws {
        let python = try #require(Peers.python(with: "jsonschema"))
        let golden = try String(
            contentsOfFile: "\(ExampleCluster.baseline)/\(Baseline.fileName)", encoding: .utf8)
        let documents = [golden, Self.everything] + Self.broken
        var isRead: [Bool] = []
        for text in documents {
            isRead.append((try? BaselineReader.document(Array(text.utf8), file: "b.yaml")) != nil)
        }
        #expect(isRead == [true, true] + Self.broken.map { _ in false })
        let values = try documents.map { try #require(try YAMLReader.documents(Array($0.utf8)).first).value }
        let folder = try TemporaryDirectory()
        let schema = try folder.write(PrettyJSON.text(BaselineSchema.json), to: "schema.json")
        let instances = try folder.write(CanonicalJSON.text(.array(values)), to: "documents.json")
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            for document in json.load(open(sys.argv[2])):
                error = next(validator.iter_errors(document), None)
                print("valid" if error is None else "broken " + error.message.replace("\\n", " ")[:200])
            """
        let output = String(decoding: try Tool.run([python, "-c", script, schema, instances]), as: UTF8.self)
        let lines = output.split(separator: "\n").map(String.init)
        try #require(lines.count == documents.count)
        for (document, line) in zip(documents, lines).prefix(2) { #expect(line == "valid", "\(document)") }
        for (document, line) in zip(documents, lines).dropFirst(2) { #expect(line.hasPrefix("broken"), "\(document)") }
    }
}
