import Snapshot
import TestSupport
import Testing

/// Texts with tokens in them: comparable where they are readable, and where the key is known.
@Suite struct TokenTextTests {
    private static let other = RedactionKey.ephemeral(group: "tests")

    private func redacted(_ text: String, key: RedactionKey = Capturing.key) -> Value {
        let object: Value = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c", "namespace": "a"],
            "data": ["app": .string(text)],
        ]
        return Redactor(key: key).redact(
            object, identity: Identity(group: "", kind: "ConfigMap", namespace: "a", name: "c")
        ).object
    }

    private func text(_ text: String, key: RedactionKey = Capturing.key) -> Value {
        redacted(text, key: key)["data"]?["app"] ?? .null
    }

    private func isUnknown(_ a: Value, _ b: Value) -> Bool { TokenText.isUnknown(a, b) { _ in false } }

    @Test func tokensOfOneKeyTellEqualFromDifferent() {
        #expect(text("x=1\npassword=one1\n") == text("x=1\npassword=one1\n"))
        #expect(text("x=1\npassword=one1\n") != text("x=1\npassword=two2\n"))
        #expect(!isUnknown(text("x=1\npassword=one1\n"), text("x=1\npassword=two2\n")))
        #expect(!isUnknown(text("x=1\npassword=one1\n"), text("x=2\npassword=one1\n")))
    }

    @Test func tokensOfTwoKeysAreNotComparableUntilTheReadablePartsDiffer() {
        let mine = text("x=1\npassword=one1\ny=2\n")
        #expect(isUnknown(mine, text("x=1\npassword=one1\ny=2\n", key: Self.other)))
        #expect(!isUnknown(mine, text("x=2\npassword=one1\ny=2\n", key: Self.other)))
        #expect(isUnknown(mine, .string("x=1\npassword=one1\ny=2\n")))
        #expect(!isUnknown(mine, .string("x=1\npassword=one1\ny=3\n")))
    }

    @Test func aClearTextBecomesTokensByTheKey() {
        let clear: Value = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c", "namespace": "a"],
            "data": ["app": "x=1\npassword=one1\ny=2\n"],
        ]
        let tokens = redacted("x=1\npassword=one1\ny=2\n")
        let alignment = TokenAlignment(keys: [Capturing.key])
        #expect(alignment.aligned(clear, with: tokens) == tokens)
        #expect(alignment.aligned(clear, with: redacted("x=1\npassword=two2\ny=2\n")) == tokens)
        #expect(TokenAlignment(keys: [Self.other]).aligned(clear, with: tokens) == clear)
    }

    @Test func aTextIsNoTokenForBeginningLikeOne() {
        let text = text("password=hmac-sha256:hunter2\n").string ?? ""
        #expect(!text.contains("hunter2"))
    }
}
