import Foundation
import Snapshot
import TestSupport
import Testing

/// YAML means what kubectl takes it for: held against kubectl itself, over documents of everything that YAML knows.
@Suite(.enabled(if: Tool.exists("kubectl"), "kubectl is not installed")) struct KubectlReadingTests {
    static let seeds: [UInt64] = Array(1...20)
    private static let filesOfASeed = 100

    /// What a reader makes of a file: its objects by name.
    private enum Reading: Equatable {
        case objects([String: Value])
        case refused(String)
    }

    @Test(arguments: seeds)
    func generatedDocumentsAreReadAsKubectlReadsThem(seed: UInt64) async throws {
        var generator = YAMLGenerator(seed: seed)
        let files = (0..<Self.filesOfASeed).map { (name: "f\($0)", text: generator.file(named: "f\($0)")) }
        let (objects, refused) = try await Self.kubectl(files)
        var alike = 0
        for (name, text) in files {
            let theirs = objects.filter { $0.key == name || $0.key == name + "-b" }
            switch Self.read(text) {
            case .objects(let mine) where refused.contains(name):
                #expect(mine.count >= theirs.count, "seed \(seed), \(name), which kubectl refuses:\n\(text)")
                Issue.record("seed \(seed), \(name) is read, and kubectl refuses it:\n\(text)")
            case .objects(let mine):
                #expect(mine == theirs, "seed \(seed), \(name):\n\(text)")
                alike += 1
            case .refused(let why):
                let isDeliberate = Self.refusedOnPurpose.contains { why.contains($0) }
                #expect(refused.contains(name) || isDeliberate, "seed \(seed), \(name): \(why)\n\(text)")
            }
        }
        // Enough of what is generated means something.
        #expect(alike > Self.filesOfASeed / 2)
    }

    /// kubectl takes the last of two equal keys, forgets a key that is null together with the value that it replaces, and takes
    /// the comma behind a tag for a part of it.
    private static let refusedOnPurpose = ["occurs twice in one mapping", "cannot be a key", "a tag needs a space"]

    private static func read(_ text: String) -> Reading {
        do throws(ManifestError) {
            let objects = try ManifestReader.objects(in: Array(text.utf8), file: "f.yaml")
            return .objects(
                Dictionary(
                    objects.map { ($0.value[["metadata", "name"]]?.string ?? "", $0.value) },
                    uniquingKeysWith: { first, _ in first }))
        } catch { return .refused(error.summary) }
    }

    /// What kubectl reads, by name, and the files that it refuses.
    private static func kubectl(
        _ files: [(name: String, text: String)]
    ) async throws -> (objects: [String: Value], refused: Set<String>) {
        let folder = try TemporaryDirectory()
        let paths = try files.map { try folder.write($0.text, to: "\($0.name).yaml") }
        let errors = folder.file("errors")
        let output = try await Tool.runBeside(
            [
                "sh", "-c", "errors=$1; shift; kubectl \"$@\" 2>\"$errors\" || true", "sh", errors, "patch", "--local",
                "--type=merge", "-p", "{}", "-o", "json",
            ] + paths.flatMap { ["-f", $0] })
        let objects = try JSONReader.values(output).map(\.value)
        let words = String(decoding: try folder.read("errors"), as: UTF8.self)
        return (
            Dictionary(
                objects.map { ($0[["metadata", "name"]]?.string ?? "", $0) }, uniquingKeysWith: { first, _ in first }),
            Set(files.map(\.name).filter { words.contains("/\($0).yaml") })
        )
    }
}
