import Snapshot
import TestSupport
import Testing

/// FORMAT.md shows the sample snapshot as it is.
///
/// With `SNAPCTL_RECORD_GOLDEN` in the environment, the test rewrites the samples and fails.
@Suite struct FormatDocumentTests {
    private static let path =
        #filePath.split(separator: "Tests/SnapshotTests").first.map { $0 + "Sources/Snapshot/Archive/FORMAT.md" } ?? ""

    @Test func theSamplesAreWhatTheWriterWrites() throws {
        let document = String(decoding: try FileReader.bytes(of: String(Self.path), limit: 1 << 20), as: UTF8.self)
        let snapshot = try SnapshotReader(
            ArchiveSource(
                bytes: try SampleSnapshot.bytes {
                    // The document shows the form; what the tables say today is not its business.
                    $0.manifest.normalizer.rulesDigest = Digest(of: []).hex
                    $0.manifest.scope.rulesDigest = Digest(of: []).hex
                }))
        var index: [UInt8] = []
        var sums = ""
        var object = ""
        for entry in snapshot.entries { entry.append(to: &index) }
        let namespace = "resources/core/namespaces/_cluster/payments.json"
        try snapshot.bodies(wanted: { $0.path == namespace }) { object = String(decoding: $1, as: UTF8.self) }
        let files = [(SnapshotFile.manifest, snapshot.id.hex)] + snapshot.manifest.files.map { ($0.path, $0.sha256) }
        for (path, digest) in files.sorted(by: { $0.0 < $1.0 }) { sums += "\(digest)  \(path)\n" }
        for entry in snapshot.entries { sums += "\(entry.sha256.hex)  \(entry.path)\n" }

        var expected = document
        for (name, text) in [
            ("json manifest.json", indented(snapshot.manifest.value, "") + "\n"),
            ("json index.jsonl", String(decoding: index, as: UTF8.self)), ("text SHA256SUMS", sums),
            ("json \(namespace)", object),
        ] {
            expected = try replacing(block: name, with: text, in: expected)
        }
        if expected != document, EnvironmentFlag.isSet("SNAPCTL_RECORD_GOLDEN") {
            var file = try AtomicFile(String(Self.path))
            try file.write(Array(expected.utf8))
            try file.commit()
        }
        #expect(document == expected)
    }

    /// The table of paths is right.
    @Test func thePathsInTheTableAreTheOnesThatAreMade() throws {
        let document = String(decoding: try FileReader.bytes(of: String(Self.path), limit: 1 << 20), as: UTF8.self)
        let table = document.split(separator: "\n").drop { $0 != "| text | component |" }.dropFirst(2)
        var rows = 0
        for row in table.prefix(while: { $0.hasPrefix("|") }) {
            let cells = row.split(separator: "|").map { $0.filter { $0 != " " && $0 != "`" } }
            #expect(ArchivePath.component(String(cells[0])) == String(cells[1]))
            rows += 1
        }
        #expect(rows == 7)
    }

    private func replacing(block name: String, with text: String, in document: String) throws -> String {
        let parts = document.split(separator: "```\(name)\n", maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "FORMAT.md has no block `\(name)`")
        let rest = parts[1].split(separator: "```", maxSplits: 1, omittingEmptySubsequences: false)
        try #require(rest.count == 2)
        return "\(parts[0])```\(name)\n\(text)```\(rest[1])"
    }

    /// One member or element a line; short lists stay together.
    private func indented(_ value: Value, _ margin: String) -> String {
        let line = CanonicalJSON.text(value)
        if line.utf8.count <= 110 { return line }
        let inner = margin + "  "
        switch value {
        case .object(let object):
            let members = object.members.map {
                "\(inner)\(CanonicalJSON.text(.string($0.key))): \(indented($0.value, inner))"
            }
            return "{\n\(members.joined(separator: ",\n"))\n\(margin)}"
        case .array(let elements):
            return "[\n\(elements.map { inner + indented($0, inner) }.joined(separator: ",\n"))\n\(margin)]"
        default: return line
        }
    }
}
