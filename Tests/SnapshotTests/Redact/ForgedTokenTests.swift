import Snapshot
import TestSupport
import Testing

/// Whoever writes down what reports print for a secret value, so that it would compare as that value, changes nothing but the
/// value: a live cluster holds no tokens.
struct ForgedTokenTests {
    private static let identity = Identity(group: "apps", kind: "Deployment", namespace: "shop", name: "web")

    private static func deployment(password: String, note: String = "") -> Value {
        let container: Value = [
            "name": "web", "env": [["name": "ADMIN_PASSWORD", "value": .string(password)]],
            "args": ["serve", .string("--note=\(note)")],
        ]
        return [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web", "namespace": "shop"],
            "spec": ["template": ["spec": ["containers": [container]]]],
        ]
    }

    private static func redact(_ object: Value, isLive: Bool) -> (password: String, text: String, rules: [String]) {
        var policy = RedactionPolicy()
        policy.isLive = isLive
        let redactor = Redactor(key: Capturing.key, policy: policy)
        let (result, outcome) = redactor.redact(object, identity: identity)
        let containers = result[["spec", "template", "spec", "containers"]]?.array ?? []
        return (
            containers.first?["env"]?.array?.first?["value"]?.string ?? "", CanonicalJSON.text(result),
            outcome.redactions.map(\.rule)
        )
    }

    @Test func aTokenInALiveObjectIsAnotherValue() {
        let before = Self.redact(Self.deployment(password: "correct-horse-battery"), isLive: true)
        #expect(RedactionToken.keyID(of: before.password) != nil)
        let after = Self.redact(Self.deployment(password: before.password), isLive: true)
        #expect(RedactionToken.keyID(of: after.password) != nil && after.password != before.password)
        #expect(after.rules == [RedactionToken.forgedRule])
    }

    @Test func aTokenInsideOfATextGoesWithTheText() {
        let token = Self.redact(Self.deployment(password: "correct-horse-battery"), isLive: true).password
        let after = Self.redact(Self.deployment(password: "x", note: "see \(token) here"), isLive: true)
        #expect(!after.text.contains(token) && after.rules.contains(RedactionToken.forgedRule))
    }

    @Test func aTokenInAFileStays() {
        let token = Self.redact(Self.deployment(password: "correct-horse-battery"), isLive: true).password
        let kept = Self.redact(Self.deployment(password: token), isLive: false)
        #expect(kept.password == token && kept.rules.isEmpty)
    }
}
