import Foundation
import Snapshot
import TestSupport
import Testing

/// Reports about a cluster of another version than this program knows name the facts that they rest on, in every format.
@Suite struct KnownFactsTests {
    private static func captured(_ version: String) async throws -> Program {
        let program = try Program()
        let yaml = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"
        try program.folder.write(yaml, to: "s.yaml")
        let objects = try ManifestReader.objects(in: Array(yaml.utf8), file: "s.yaml").map(\.value)
        let router = APIRouter(try FolderState.state(of: objects, version: version))
        let captured = try await FixtureServer.run(
            authentication: .clientCertificate, answer: { router.answer($0) }
        ) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .clientCertificateFiles, in: folder)
            return try await program.run(["capture", "--kubeconfig", config.path, "-f", "s.tar.zst"])
        }
        #expect(captured.status == 0, "\(captured.all)")
        #expect(try await program.run(["baseline", "init", "s.yaml", "--output-dir", "golden"]).status == 0)
        return program
    }

    private static let commands: [(arguments: [String], formats: [String])] = [
        (["diff", "s.tar.zst", "s.tar.zst"], ["text", "json", "yaml", "markdown", "html", "junit", "sarif"]),
        (
            ["check", "s.tar.zst", "--baseline", "golden"],
            ["text", "json", "yaml", "markdown", "html", "junit", "sarif"]
        ),
        (["check", "s.tar.zst", "--zero-kubectl"], ["text", "json", "markdown", "html"]),
        (["compare", "s.tar.zst", "t.tar.zst"], ["text", "json", "yaml", "markdown", "html"]),
    ]

    @Test func theFactsAreNamed() async throws {
        let words = "facts of Kubernetes 1.\(StateSchema.builtinMinor), the nearest known"
        for (version, isNamed) in [("v1.33.5", true), ("v1.\(StateSchema.builtinMinor).1", false)] {
            let program = try await Self.captured(version)
            try FileManager.default.copyItem(
                atPath: program.folder.file("s.tar.zst"), toPath: program.folder.file("t.tar.zst"))
            for (arguments, formats) in Self.commands {
                let outputs = formats.flatMap { ["-o", "\($0)=r.\($0)"] }
                let result = try await program.run(arguments + outputs)
                #expect(result.status != 2, "\(result.all)")
                for format in formats {
                    let text = String(decoding: try program.folder.read("r.\(format)"), as: UTF8.self)
                        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
                    #expect(text.contains(words) == isNamed, "\(arguments) as \(format)")
                }
            }
        }
    }
}
