import Diff
import Snapshot

/// What is fed with bytes that nobody chose. Each of them ends normally for all bytes, and holds what it promises.
package enum FuzzTarget: String, CaseIterable, Sendable {
    case json, yaml, tar, zstd, der, baseline, audit, kubeconfig, index, redact, compare

    /// Why an input is a finding: what was promised does not hold. A trap needs no words.
    package struct Broken: Error {
        package let promise: String
    }

    package func run(_ bytes: [UInt8]) throws(Broken) {
        switch self {
        case .json: try Self.json(bytes)
        case .yaml: try Self.yaml(bytes)
        case .tar: Self.tar(bytes)
        case .zstd: try Self.zstd(bytes)
        case .der: Self.der(bytes)
        case .baseline: _ = try? BaselineReader.read(bytes, file: "baseline.yaml")
        case .audit: Self.audit(bytes)
        case .kubeconfig: _ = try? KubeconfigDocument(file: "config", bytes: bytes).kubeconfig()
        case .index: try Self.index(bytes)
        case .redact: try Self.redact(bytes)
        case .compare: try Self.compare(bytes)
        }
    }

    /// What was read is written, and read as the same.
    private static func json(_ bytes: [UInt8]) throws(Broken) {
        guard let value = try? JSONReader.value(bytes) else { return }
        guard let again = try? JSONReader.value(CanonicalJSON.bytes(value)), again == value else {
            throw Broken(promise: "canonical JSON is read as the value it was written from")
        }
    }

    private static func yaml(_ bytes: [UInt8]) throws(Broken) {
        guard bytes.count <= 1 << 16, let documents = try? YAMLReader.documents(bytes, aliasLimit: 1000) else { return }
        for document in documents {
            let text = Array(YAMLWriter.text(document.value).utf8)
            guard let again = try? YAMLReader.documents(text), again.map(\.value) == [document.value] else {
                throw Broken(promise: "YAML is read as the value it was written from")
            }
        }
    }

    private static func tar(_ bytes: [UInt8], compression: Compression = .none) {
        guard var reader = try? TarReader(ArchiveSource(bytes: bytes), compression: compression) else { return }
        while let entry = try? reader.next() {
            guard entry.size <= 1 << 20, (try? reader.rest()) != nil else { return }
        }
    }

    /// In pieces of any size the answer is the same, and the table of frames leads nowhere else.
    private static func zstd(_ bytes: [UInt8]) throws(Broken) {
        func answer(_ piece: Int) -> ZstdFrames.Fault? {
            var frames = ZstdFrames()
            do throws(ZstdFrames.Fault) {
                var place = 0
                while place < bytes.count {
                    let end = min(place + piece, bytes.count)
                    try frames.follow(Array(bytes[place..<end]))
                    place = end
                }
                try frames.finish()
                return nil
            } catch { return error }
        }
        guard answer(1) == answer(1 << 16) else { throw Broken(promise: "frames are the same in pieces") }
        tar(bytes, compression: .zstd)
    }

    private static func der(_ bytes: [UInt8]) {
        let text = StrictBase64.encode(bytes)
        _ = PublicCertificate.all(
            in: Array("-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n".utf8))
    }

    private static func audit(_ bytes: [UInt8]) {
        var reader = AuditReader()
        try? reader.read(ArchiveSource(bytes: bytes), name: "audit", each: { _ in })
    }

    /// What the fast reader takes, the exact one takes too, with the same entry.
    private static func index(_ bytes: [UInt8]) throws(Broken) {
        var scanner = IndexLineScanner()
        var end = 0
        guard let entry = scanner.entry(bytes.span, &end) else {
            _ = try? IndexEntry(line: bytes, number: 1)
            return
        }
        guard end > 0, let exact = try? IndexEntry(line: Array(bytes[..<(end - 1)]), number: 1), exact == entry else {
            throw Broken(promise: "both readers of the index read one line alike")
        }
    }

    private static let planted = "Zq7vK2mX9pLw4RtY8sNbHd3F"
    private static let key = RedactionKey(organizationKey: Array(repeating: 7, count: 32), group: "fuzz")

    /// No planted value survives, and redacting twice changes nothing.
    private static func redact(_ bytes: [UInt8]) throws(Broken) {
        guard let key else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        let redactor = Redactor(key: key)
        for object: Value in [
            [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
                "data": ["app": .string("\(text)\npassword=\(planted)\n\(text)"), "password": .string(planted)],
            ],
            [
                "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "x", "namespace": "a"],
                "data": ["a": .string(planted), "b": .string(text)], "stringData": ["c": .string(planted)],
            ],
            [
                "apiVersion": "example.org/v1", "kind": "Widget", "metadata": ["name": "x", "namespace": "a"],
                "spec": [
                    "text": .string(text), "args": [.string("--token=\(planted)"), .string(text)],
                    "password": .string(planted),
                ],
            ],
        ] {
            let identity = Identity(
                group: object["kind"] == "Widget" ? "example.org" : "", kind: object["kind"]?.string ?? "",
                namespace: "a", name: "x")
            let once = redactor.redact(object, identity: identity).object
            guard !text.contains(planted) else { return }
            guard !CanonicalJSON.text(once).contains(planted) else {
                throw Broken(promise: "no planted value survives")
            }
            // Of stringData a token is a value like any other.
            guard identity.kind == "Secret" || redactor.redact(once, identity: identity).object == once else {
                throw Broken(promise: "redacting twice changes nothing")
            }
        }
    }

    /// The same places differ in both directions.
    private static func compare(_ bytes: [UInt8]) throws(Broken) {
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let before = try? JSONReader.value(Array(parts[0])),
            let after = try? JSONReader.value(Array(parts[1])), before.object != nil, after.object != nil
        else { return }
        let comparer = FieldComparer(normalizer: Normalizer(schema: FieldSchema(BuiltinSchema.facts)))
        let apiVersion = before["apiVersion"]?.string ?? "v1"
        let there = comparer.compare(before, after, apiVersion: apiVersion)
        let back = comparer.compare(after, before, apiVersion: apiVersion)
        guard there.changes.isEmpty == back.changes.isEmpty else {
            throw Broken(promise: "two objects differ in both directions or in none")
        }
        guard comparer.compare(before, before, apiVersion: apiVersion).changes.isEmpty else {
            throw Broken(promise: "an object does not differ from itself")
        }
    }
}
