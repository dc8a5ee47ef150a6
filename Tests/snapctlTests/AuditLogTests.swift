import Foundation
import Snapshot
import TestSupport
import Testing

/// `--audit-log` as a person uses it, on the project's own example.
@Suite struct AuditLogTests {
    private static let period = ["--since", "2026-03-04T07:00:00Z", "--until", "2026-03-04T13:08:30Z"]

    private static func program() throws -> Program {
        let program = try Program()
        let folder = program.folder
        for state in [ExampleCluster.churned, .drifted] { _ = try state.lay(in: folder) }
        try folder.write(try ExampleCluster.file("drifted/audit.log"), to: "audit.log")
        return program
    }

    private static let states = ["state-churned", "state-drifted"]

    @Test func everyFormatNamesTheAuthorTheClientAndTheLegs() async throws {
        let program = try Self.program()
        let formats = ["text", "json", "yaml", "markdown", "html", "junit", "sarif", "github", "azure"]
        let outputs = formats.flatMap { ["-o", "\($0)=out.\($0)"] }
        let result = try await program.run(
            ["diff"] + Self.states + ["--audit-log", "audit.log"] + Self.period + outputs)
        #expect(result.status == 1, "\(result.all.prefix(2000))")
        for format in formats {
            let text = String(decoding: try program.folder.read("out.\(format)"), as: UTF8.self)
            #expect(text.contains("opsuser01@northwind.example"), "\(format)")
        }
        for format in ["text", "json", "yaml", "markdown", "html"] {
            let text = String(decoding: try program.folder.read("out.\(format)"), as: UTF8.self)
            #expect(text.contains("kubectl/v1.33.4"), "\(format)")
            #expect(text.contains("31 events (audit"), "\(format)")
            #expect(text.contains("level Metadata"), "\(format)")
        }
    }

    @Test func underABaselineEveryDifferenceHasItsAuthorToo() async throws {
        let program = try Self.program()
        let key = try ExampleCluster.key(in: program.folder)
        let result = try await program.run(
            ["check", "state-drifted", "--baseline", ExampleCluster.baseline, "--redaction-key", key]
                + ["--audit-log", "audit.log"] + Self.period)
        #expect(result.status == 1 && result.text.contains("opsuser02@northwind.example"), "\(result.error)")
        #expect(!result.text.contains("author unknown"), "\(result.text.prefix(600))")
        #expect(result.text.contains("it went with ConstraintTemplate"))
    }

    @Test func theLogComesThroughAPipeCompressedOrInSeveralFiles() async throws {
        let program = try Self.program()
        let script = """
            gzip -k audit.log; zstd -q audit.log; head -40 audit.log > a; tail -n +30 audit.log > b
            for log in "--audit-log audit.log" "--audit-log audit.log.gz" "--audit-log audit.log.zst" "--audit-log a --audit-log b"; do
              "$0" diff state-churned state-drifted $log --since 2026-03-04T07:00:00Z -o json | sed -n 's/.*"authors"/"authors"/p' | sort > one
              sort -u one | sha256sum
            done
            cat audit.log | "$0" diff state-churned state-drifted --audit-log - --since 2026-03-04T07:00:00Z -o json | sed -n 's/.*"authors"/"authors"/p' | sort > one
            sort -u one | sha256sum
            """
        let result = try await program.runShell(script)
        let sums = Set(result.text.split(separator: "\n"))
        #expect(sums.count == 1, "\(result.all)")
    }

    @Test func valuesAndCommandsOfALogComeOutNowhere() async throws {
        let program = try Self.program()
        let secret = "hunter2-\(Int.random(in: 100_000...999_999))"
        let events = [
            AuditLines.event(
                id: "s1", resource: "secrets", namespace: "payments-i", name: "ledger-credentials",
                at: "2026-03-04T13:00:00Z",
                request: ["data": ["hmacKey": .string(secret)], "metadata": ["annotations": ["a": .string(secret)]]],
                response: ["metadata": ["resourceVersion": "1", "uid": "u"], "data": ["hmacKey": .string(secret)]]),
            AuditLines.event(
                id: "s2", verb: "get", resource: "pods", namespace: "payments-i", name: "x", subresource: "exec",
                query: "command=\(secret)", code: 101, at: "2026-03-04T13:00:01Z"),
        ]
        try program.folder.write(
            try program.folder.read("audit.log") + AuditLines.lines(events) + Array("{\"broken\":\"\(secret)\n".utf8),
            to: "audit.log")
        let formats = ["text", "json", "yaml", "markdown", "html", "junit", "sarif", "github", "azure"]
        let result = try await program.run(
            ["check", "state-drifted", "--zero-kubectl", "--audit-log", "audit.log"] + Self.period
                + formats.flatMap { ["-o", "\($0)=out.\($0)"] })
        #expect(result.status == 1 && !result.all.contains(secret))
        #expect(result.error.contains("audit.log:134:"), "\(result.error)")
        for format in formats {
            let text = String(decoding: try program.folder.read("out.\(format)"), as: UTF8.self)
            #expect(!text.contains(secret), "\(format)")
        }
    }

    @Test func hostileNamesInALogActNowhere() async throws {
        let program = try Self.program()
        let hostile = "<script>alert(1)</script>\u{1B}[31m\u{202E}\"'|`::error::x@y"
        let event = AuditLines.event(
            user: hostile, impersonated: hostile, client: hostile, name: hostile, query: "fieldManager=\(hostile)",
            at: "2026-03-04T13:00:00Z", request: ["data": [hostile: "x"]])
        try program.folder.write(
            try program.folder.read("audit.log") + AuditLines.lines([event]), to: "audit.log")
        let formats = ["text", "json", "markdown", "html", "junit", "sarif", "github", "azure"]
        _ = try await program.run(
            ["diff"] + Self.states + ["--audit-log", "audit.log"] + Self.period
                + formats.flatMap { ["-o", "\($0)=out.\($0)"] })
        for format in formats {
            let text = String(decoding: try program.folder.read("out.\(format)"), as: UTF8.self)
            #expect(!text.unicodeScalars.contains { $0.value == 0x1B }, "\(format)")
            if format == "text" || format == "html" || format == "markdown" {
                #expect(!text.unicodeScalars.contains { $0.value == 0x202E }, "\(format)")
            }
            if format == "html" || format == "junit" {
                #expect(!text.contains("<script>alert"), "\(format)")
            }
            #expect(!text.contains("\n::error::x"), "\(format)")
        }
    }

    @Test(arguments: [
        (["--audit-log", "nothing.log"], "nothing.log"), (["--audit-log", "state-drifted"], "state-drifted"),
        (["--audit-log", "text"], "is no audit log"), (["--audit-log", "empty"], "is empty"),
        (["--audit-log", "audit.log", "--since", "yesterday"], "yesterday"),
        (["--since", "2026-03-04T07:00:00Z"], "--audit-log"),
        (
            ["--audit-log", "audit.log", "--since", "2026-03-04T07:00:00Z", "--until", "2026-03-03T07:00:00Z"],
            "--until"
        ),
        (["--audit-log", "-", "--audit-log", "-"], "standard input"),
    ])
    func mistakesAreNamed(arguments: [String], says: String) async throws {
        let program = try Self.program()
        try program.folder.write("no log\nat all\n", to: "text")
        try program.folder.write("", to: "empty")
        let result = try await program.run(["diff"] + Self.states + arguments)
        #expect(result.status == 2 && result.error.contains(says), "\(result.status) \(result.all.prefix(600))")
    }

    @Test func aLogThatEndsTooSoonMakesAnUntouchedStateInconclusive() async throws {
        let program = try Program()
        try program.folder.write(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n'}\ndata: {color: blue}\n",
            to: "one.yaml")
        try program.folder.write(
            AuditLines.lines([AuditLines.event(verb: "list", name: nil, at: "2026-03-04T07:00:00Z")]), to: "log")
        let result = try await program.run([
            "diff", "one.yaml", "one.yaml", "--audit-log", "log", "--since", "2026-03-04T07:00:00Z", "--until",
            "2026-03-04T09:00:00Z",
        ])
        #expect(result.status == 3 && result.text.contains("ends at 2026-03-04T07:00:00Z"), "\(result.all)")
    }

    private static let settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n'}\ndata: {k: v}\n"

    @Test func aWriteOnATypeThatTheStateDoesNotKnowIsCountedAndNamed() async throws {
        let program = try Program()
        try program.folder.write(Self.settings, to: "one.yaml")
        try program.folder.write(
            AuditLines.lines([
                AuditLines.event(verb: "create", group: "gone.example", resource: "gizmos", name: "g", code: 201)
            ]), to: "log")
        let result = try await program.run(["diff", "one.yaml", "one.yaml", "--audit-log", "log", "-o", "text"])
        #expect(result.status == 1, "\(result.all)")
        #expect(
            result.text.contains("1 object was changed manually") && result.text.contains("gizmos.gone.example shop/g"))
        #expect(!result.text.contains("0 objects"), "\(result.text)")
    }

    @Test func theOrderOfTheFilesIsNotSeenInTheReport() async throws {
        let program = try Program()
        try program.folder.write(Self.settings, to: "one.yaml")
        let person = AuditLines.event(
            id: "p", namespace: "n", name: "a", at: "2026-03-04T13:00:10Z", response: AuditLines.answer(version: "10"))
        let echo = AuditLines.event(
            id: "f", user: "system:serviceaccount:flux-system:kustomize-controller",
            client: "kustomize-controller/v1.6.1", namespace: "n", name: "a", at: "2026-03-04T13:00:20Z",
            response: AuditLines.answer(version: "10"))
        try program.folder.write(AuditLines.lines([person]), to: "p")
        try program.folder.write(AuditLines.lines([echo]), to: "f")
        var verdicts: Set<String> = []
        for files in [["p", "f"], ["f", "p"]] {
            let result = try await program.run(
                ["diff", "one.yaml", "one.yaml", "-o", "json"] + files.flatMap { ["--audit-log", $0] })
            #expect(result.status == 1, "\(result.all)")
            let legs = try JSONReader.value(Array(result.text.utf8))["verdict"]?["legs"]?.array ?? []
            let log = legs.first { $0["leg"] == "auditLog" }
            verdicts.insert(CanonicalJSON.text(log?["findings"] ?? .null))
        }
        #expect(verdicts.count == 1, "\(verdicts)")
    }

    @Test func whatKubectlPrintsWithoutManagedFieldsIsSaidOnce() async throws {
        let program = try Program()
        func dump(_ image: String, _ size: String) -> String {
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a, namespace: 'n', uid: 7b0e0000-0000-4000-8000-000000000001, resourceVersion: "4"}
            data: {image: \(image)}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: b, namespace: 'n', uid: 7b0e0000-0000-4000-8000-000000000002, resourceVersion: "5"}
            data: {size: \(size)}

            """
        }
        try program.folder.write(dump("one", "s"), to: "one.yaml")
        try program.folder.write(dump("two", "l"), to: "two.yaml")
        let result = try await program.run(["diff", "one.yaml", "two.yaml", "-o", "text"])
        #expect(result.status == 1, "\(result.all)")
        #expect(result.text.ranges(of: "--show-managed-fields").count == 1, "\(result.text)")
        #expect(!result.text.contains("none of its owners"), "\(result.text)")
    }

    @Test func nobodyIsNamedForEntriesThatOnlyMoved() async throws {
        let program = try Program()
        func dump(_ first: String, _ second: String, _ time: String, _ color: String) -> String {
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              namespace: 'n'
              uid: 7b0e0000-0000-4000-8000-000000000001
              managedFields:
              - manager: kustomize-controller
                operation: Apply
                time: "\(time)"
                fieldsType: FieldsV1
                fieldsV1:
                  f:metadata: {f:annotations: {f:color: {}}}
                  f:spec: {f:template: {f:spec: {f:initContainers: {"k:{\\"name\\":\\"a\\"}": {.: {}, f:image: {}}, "k:{\\"name\\":\\"b\\"}": {.: {}, f:image: {}}}}}}
              annotations: {color: \(color)}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  initContainers: [{name: \(first), image: i}, {name: \(second), image: i}]
                  containers: [{name: web, image: i}]

            """
        }
        try program.folder.write(dump("a", "b", "2026-03-04T10:00:00Z", "red"), to: "one.yaml")
        try program.folder.write(dump("b", "a", "2026-03-04T13:00:00Z", "blue"), to: "two.yaml")
        let result = try await program.run(["diff", "one.yaml", "two.yaml", "-o", "json"])
        #expect(result.status == 1, "\(result.all)")
        let report = try JSONReader.value(Array(result.text.utf8))
        let fields = report["violations"]?.array?.first?["fields"]?.array ?? []
        let authors = Dictionary(
            fields.map { (CanonicalJSON.text($0["path"] ?? .null), $0["authors"]?.array?.count ?? 0) },
            uniquingKeysWith: +)
        #expect(authors.contains { $0.key.contains("initContainers") && $0.value == 0 }, "\(result.text)")
    }
}
