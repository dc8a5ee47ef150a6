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
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: n}\ndata: {color: blue}\n", to: "one.yaml")
        try program.folder.write(
            AuditLines.lines([AuditLines.event(verb: "list", name: nil, at: "2026-03-04T07:00:00Z")]), to: "log")
        let result = try await program.run([
            "diff", "one.yaml", "one.yaml", "--audit-log", "log", "--since", "2026-03-04T07:00:00Z", "--until",
            "2026-03-04T09:00:00Z",
        ])
        #expect(result.status == 3 && result.text.contains("ends at 2026-03-04T07:00:00Z"), "\(result.all)")
    }
}
