import Foundation
import Snapshot
import TestSupport
import Testing

/// Secrets that other objects carry in packed form: within the bounds their values go, beyond the bounds the whole text does, and
/// the list of redactions says so.
@Suite struct PackedManifestTests {
    private static let value = "Zq7vK2mX9pLw4RtY8sNbHd3F"
    private static let secret = CanonicalJSON.text([
        "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "inner"],
        "data": ["pin": .string(Data(value.utf8).base64EncodedString())], "stringData": ["plain": .string(value)],
    ])

    private static func gzip(_ bytes: [UInt8]) throws -> [UInt8] { try Tool.run(["gzip", "-nc"], input: bytes) }

    private static func zip(_ files: [String], in folder: TemporaryDirectory) throws -> [UInt8] {
        for (i, text) in files.enumerated() { try folder.write(text, to: "zipped/\(i)") }
        return try Tool.run(["sh", "-c", "cd '\(folder.file("zipped"))' && zip -q - *"])
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// Captures one object with an annotation; returns the archive and what every other command says.
    private func captured(_ key: String, _ text: String, isBinary: Bool = false) async throws -> String {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY"] = String(repeating: "5a", count: 32)
        let object: Value = [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": [
                "name": "x", "namespace": "a", "annotations": isBinary ? [:] : .object(Object([key: .string(text)])),
            ],
            "binaryData": isBinary ? .object(Object([key: .string(text)])) : [:],
        ]
        try program.folder.write(CanonicalJSON.text(object), to: "x.json")
        let capture = try await program.run(["capture", "--from", "x.json", "-f", "x.tar.zst"])
        #expect(capture.status == 0, "\(capture.all)")
        var all = String(decoding: try Tool.run(["zstd", "-dc", program.folder.file("x.tar.zst")]), as: UTF8.self)
        all += capture.all
        for arguments in [
            ["show", "x.tar.zst", "configmap/x", "-n", "a", "-o", "yaml"], ["normalize", "x.json"],
            ["diff", "x.json", "x.tar.zst", "-o", "json"], ["diff", "x.json", "x.tar.zst", "--patch", "-"],
        ] { all += try await program.run(arguments).all }
        return all
    }

    private func expectGone(_ all: String, _ packed: String, rule: String) {
        #expect(!all.contains(Self.value) && !all.contains(Self.base64(Array(Self.value.utf8))), "\(all.prefix(2000))")
        if !packed.hasPrefix("{") { #expect(!all.contains(packed.prefix(60))) }
        #expect(all.contains("\"\(rule)\""))
    }

    @Test func withinTheBoundsTheValuesGo() async throws {
        let folder = try TemporaryDirectory()
        let plain = Array(Self.secret.utf8)
        let packed = try Self.gzip(plain)
        for (key, text) in [
            ("objectset.rio.cattle.io/applied", Self.base64(packed)),
            ("banzaicloud.com/last-applied", Self.base64(try Self.zip([Self.secret], in: folder))),
            ("example.org/twice", Self.base64(try Self.gzip(Array(Self.base64(packed).utf8)))),
        ] {
            expectGone(try await captured(key, text), text, rule: "secret-value")
        }
        let binary = Self.base64(try Self.gzip(packed))
        expectGone(try await captured("blob", binary, isBinary: true), binary, rule: "secret-value")
        let original = try await captured("kapp.k14s.io/original", Self.secret)
        #expect(!original.contains(Self.value) && !original.contains(Self.base64(Array(Self.value.utf8))))
        #expect(original.contains("inner"))
    }

    @Test func beyondTheBoundsTheWholeTextGoesAndIsNamed() async throws {
        let folder = try TemporaryDirectory()
        let packed = try Self.gzip(Array(Self.secret.utf8))
        var deep = packed
        for _ in 0..<8 { deep = try Self.gzip(Array(Self.base64(deep).utf8)) }
        var nested = Self.secret
        for _ in 0..<9 { nested = CanonicalJSON.text(["x": .string(nested)]) }
        let large = String(repeating: "a", count: 9 << 20) + Self.secret
        let many = (0..<70).map { _ in "x" } + [Self.secret]
        for (key, text) in [
            ("example.org/deep", Self.base64(deep)), ("example.org/nested", nested),
            ("example.org/large", Self.base64(try Self.gzip(Array(large.utf8)))),
            ("example.org/many", Self.base64(try Self.zip(many, in: folder))),
            ("example.org/damaged", Self.base64(Array(packed.dropLast(12)))),
        ] {
            let all = try await captured(key, text)
            expectGone(all, text, rule: "too-much-work")
        }
    }
}
