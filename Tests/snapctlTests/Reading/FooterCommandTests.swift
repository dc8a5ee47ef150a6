import Foundation
import Snapshot
import TestSupport
import Testing

/// The commands that a report prints run as they are printed.
@Suite struct FooterCommandTests {
    /// The example before and after a night of changes, beside its baseline.
    private static func program() async throws -> Program {
        let program = try Program()
        let before = try ExampleCluster.cluster.lay(in: program.folder)
        let after = try ExampleCluster.drifted.lay(in: program.folder)
        for (name, path) in [
            ("before", before), ("after", after), ("golden", "\(SourceFile.root)/golden/aks-regulated"),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: program.folder.file(name), withDestinationPath: path)
        }
        return program
    }

    @Test(arguments: [["diff", "before", "after"], ["check", "after", "--baseline", "golden", "--stage", "prod"]])
    func everyPrintedCommandRuns(_ command: [String]) async throws {
        let program = try await Self.program()
        let report = try await program.run(command)
        let next = report.text.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("next ") else { return nil }
            return line.range(of: "snapctl ").map { String(line[$0.lowerBound...]) }
        }
        #expect(!next.isEmpty, "\(report.text.prefix(2_000))")
        for line in next {
            let ended = try await program.runShell("snapctl() { command \"$0\" \"$@\"; }; \(line)")
            #expect(ended.status == 0, "\(line): \(ended.all)")
            #expect(!ended.text.isEmpty, "\(line)")
        }
    }

    /// One grammar of object references in all commands that are about one object.
    @Test(arguments: [
        ["deploy/web-frontend", "-n", "payments-i"], ["deployments.apps/payments-i/web-frontend"],
        ["Deployment.apps payments-i/web-frontend"], ["deployment", "web-frontend", "-n", "payments-i"],
    ])
    func everyCommandTakesEveryNameOfAnObject(_ words: [String]) async throws {
        let program = try await Self.program()
        try FileManager.default.createDirectory(
            atPath: program.folder.file("folder"), withIntermediateDirectories: true)
        _ = try await program.run(["capture", "--from", "after/", "-f", "folder/s.tar.zst"])
        for command in [
            ["show", "after"], ["blame", "after"], ["explain", "before", "after"], ["history", "folder"],
            ["proof", "folder/s.tar.zst"],
        ] {
            let ended = try await program.run(command + words)
            #expect(ended.status == 0, "\(command) \(words): \(ended.error)")
        }
        guard words.count != 4 else { return }
        let accepted = try await program.run(
            ["baseline", "accept", "golden", "after", "--object"] + words
                + ["--stage", "prod", "--reason", "a test", "--dry-run"])
        #expect(accepted.status == 0, "\(accepted.error)")
    }
}
