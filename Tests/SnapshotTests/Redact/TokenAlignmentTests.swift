import Snapshot
import TestSupport
import Testing

/// A value that is a token on one side and clear on the other: with the key it is known whether it is the same.
@Suite struct TokenAlignmentTests {
    private static let secret = "Zq7vK2mX9pLw4RtY8sNb"
    private let alignment = TokenAlignment(keys: [Capturing.key])

    private func redacted(_ object: Value) -> Value {
        let identity = Identity(
            group: "", kind: object["kind"]?.string ?? "", namespace: object[["metadata", "namespace"]]?.string,
            name: object[["metadata", "name"]]?.string ?? "")
        return Redactor(key: Capturing.key, policy: RedactionPolicy(mode: .strict)).redact(object, identity: identity)
            .object
    }

    private func map(_ field: String, _ value: String) -> Value {
        [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c", "namespace": "a"],
            field: ["x": .string(value)],
        ]
    }

    private func pod(_ container: Value) -> Value {
        [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "web", "namespace": "a"],
            "spec": ["containers": [container]],
        ]
    }

    @Test func theSameValueIsTheSameToken() {
        for clear in [
            map("data", Self.secret), map("binaryData", "WnE3dksybVg5cEx3NFJ0WThzTmI="),
            pod(["name": "c", "env": [["name": "X", "value": .string(Self.secret)]]]),
            pod(["name": "c", "args": [.string("--x=\(Self.secret)"), "--verbose-enough"]]),
        ] {
            let tokens = redacted(clear)
            #expect(tokens != clear)
            #expect(alignment.aligned(clear, with: tokens) == tokens)
            #expect(alignment.aligned(tokens, with: clear) == tokens)
        }
    }

    @Test func anotherValueIsAnotherToken() throws {
        let tokens = redacted(map("data", Self.secret))
        let aligned = alignment.aligned(map("data", "another value of it"), with: tokens)
        let text = try #require(aligned[["data", "x"]]?.string)
        #expect(RedactionToken.keyID(of: text) == Capturing.key.id)
        #expect(text != tokens[["data", "x"]]?.string)
    }

    /// Which word of a command line a token stands for is not known: the others stay readable.
    @Test func inAListOnlyEqualValuesBecomeTokens() {
        let tokens = pod([
            "name": "c",
            "args": [
                redacted(pod(["name": "c", "args": [.string(Self.secret)]]))["spec"]?["containers"]?.array?
                    .first?["args"]?.array?.first ?? .null, "--color=red",
            ],
        ])
        let clear = pod(["name": "c", "args": [.string(Self.secret), "--color=blue"]])
        let words = alignment.aligned(clear, with: tokens)["spec"]?["containers"]?.array?.first?["args"]?.array
        #expect(words?.first?.string.flatMap(RedactionToken.keyID) == Capturing.key.id)
        #expect(words?.last == "--color=blue")
    }

    @Test func withoutTheKeyNothingChanges() throws {
        let clear = map("data", Self.secret)
        let other = try #require(RedactionKey(organizationKey: Array(repeating: 9, count: 32), group: "tests"))
        #expect(TokenAlignment(keys: [other]).aligned(clear, with: redacted(clear)) == clear)
        #expect(TokenAlignment(keys: []).aligned(clear, with: redacted(clear)) == clear)
    }
}
