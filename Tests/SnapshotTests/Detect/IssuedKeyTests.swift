import Snapshot
import TestSupport
import Testing

/// Keys are found by the format that their issuer documents, whichever letters chance draws, and words that begin like them are
/// left alone.
@Suite struct IssuedKeyTests {
    private static let count = EnvironmentFlag.isFull ? 20_000 : 2_000

    private static func redact(_ object: Value) -> Value {
        Redactor(key: Capturing.key).redact(
            object,
            identity: Identity(group: "", kind: object["kind"]?.string ?? "", namespace: "a", name: "x")
        ).object
    }

    private static func map(_ text: String) -> Value {
        [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
            "data": ["app": .string(text)],
        ]
    }

    private static func pod(_ value: String) -> Value {
        [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "x", "namespace": "a"],
            "spec": ["containers": [["name": "c", "env": [["name": "X", "value": .string(value)]]]]],
        ]
    }

    /// Each between other words of its line, and some as the whole value of a variable.
    @Test(arguments: IssuedKeyCorpus.formats)
    func everyKeyOfADocumentedFormatIsFound(format: String) {
        let keys = IssuedKeyCorpus.keys(format, count: Self.count, seed: 15)
        let text = keys.map { "x \($0) y" }.joined(separator: "\n")
        let lines = Self.redact(Self.map(text))["data"]?["app"]?.string?.split(separator: "\n") ?? []
        let left = zip(keys, lines).filter { key, line in line.contains(key) || !line.hasPrefix("x ") }
        #expect(lines.count == keys.count && left.isEmpty, "\(left.count): \(left.prefix(3).map(\.0))")
        for key in keys.prefix(50) {
            #expect(!CanonicalJSON.text(Self.redact(Self.pod(key))).contains(key), "\(key)")
        }
    }

    @Test(arguments: IssuedKeyCorpus.neighbors)
    func whatBeginsLikeAKeyStays(text: String) {
        for object in [Self.map("x \(text) y\n"), Self.map(text), Self.pod(text)] {
            #expect(Self.redact(object) == object, "\(text)")
        }
    }
}
