import Snapshot
import TestSupport
import Testing

/// What is replaced by tokens, and what stays readable.
@Suite struct RedactorTests {
    private static let random = "Zq7vK2mX9pLw4RtY8sNb"

    private struct Redacted {
        let object: Value
        let redactions: [Redactor.Redaction]
        let certificates: [Redactor.Certificate]
    }

    private func redact(_ object: Value, policy: RedactionPolicy = RedactionPolicy()) -> Redacted {
        let apiVersion = object["apiVersion"]?.string ?? "v1"
        let group = apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
        let (left, outcome) = Redactor(key: Capturing.key, policy: policy).redact(
            object,
            identity: Identity(
                group: group, kind: object["kind"]?.string ?? "", namespace: object[["metadata", "namespace"]]?.string,
                name: object[["metadata", "name"]]?.string ?? ""))
        return Redacted(object: left, redactions: outcome.redactions, certificates: outcome.certificates)
    }

    private func pod(_ container: Value, annotations: Value = [:]) -> Value {
        [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": "web", "namespace": "a", "annotations": annotations],
            "spec": ["containers": [container]],
        ]
    }

    @Test(
        arguments: [
            ("DB_PASSWORD", "hunter2", true), ("DATABASE_URL", "postgres://app:hunter2@db/app", true),
            ("CLIENT_SECRET", "correct-horse", true), ("API_KEY", "abc123", true), ("TOKEN", "abcdefgh", true),
            ("AZURE_STORAGE_CONNECTION", "DefaultEndpointsProtocol=https;AccountKey=Zm9vYmFyYmF6cXV4Zm9v;x", true),
            ("JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", true), ("AWS", "AKIAIOSFODNN7EXAMPLE", true),
            ("SIGNING_KEYS", "Zq7vK2mX9pLw4RtY8sNb", true), ("X", "-----BEGIN EC PRIVATE KEY-----\nabc\n", true),
            ("SAS", "https://a.blob.core.windows.net/c?sv=2020&sig=Zq7vK2mX9pLw4RtY8sNb%3D", true),
            ("HOOK", "https://hooks.slack.com/services/T000/B000/XXXXabcdefghijkl", true),
            ("HOOK", "https://Hooks.Slack.COM:443/services/T000/B000/XXXXabcdefghijkl", true),
            ("HOOK", "https://slack.com/services/T000/B000/plain-page", false),
            ("GITHUB", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", true),
            ("LOG_LEVEL", "debug", false), ("PASSWORD_FILE", "/run/secrets/password", false),
            ("SECRET_NAME", "web-tls", false), ("MAX_TOKEN", "4096", false), ("DB_HOST", "postgres.db.svc", false),
            ("PASSWORD", "$(OTHER)", false),
            ("IMAGE", "registry.example/a@sha256:\(String(repeating: "ab", count: 32))", false),
            ("URL", "https://git@github.com/org/repo", false), ("PUBLIC_KEY", "Zq7vK2mX9pLw4RtY8sNb", false),
            ("TOKEN_CHECKSUM", "Zq7vK2mX9pLw4RtY8sNb", false), ("EMPTY_PASSWORD", "", false),
            ("A_PASSWORD", "false", false),
            ("CARD", "4111 1111 1111 1111", true), ("CARD", "4111111111111112", false),
        ] as [(String, String, Bool)])
    func environmentValuesGoWhenTheyAreCredentials(_ name: String, value: String, isTaken: Bool) {
        let outcome = redact(pod(["name": "c", "env": [["name": .string(name), "value": .string(value)]]]))
        let left = outcome.object["spec"]?["containers"]?.array?.first?["env"]?.array?.first
        #expect(left?["name"]?.string == name)
        #expect((left?["value"]?.string != value) == isTaken)
        #expect(outcome.redactions.count == (isTaken ? 1 : 0))
        #expect(!isTaken || (left?["value"]?.string).flatMap(TokenText.init) != nil)
    }

    @Test(
        arguments: [
            (["--password=hunter2"], [true]), (["--token", "abcdefgh", "--verbose"], [false, true, false]),
            (["--secret-name=web-tls", "--v=4"], [false, false]),
            (["-c", "export DB_PASSWORD=hunter2; run"], [false, true]),
            (["curl", "-H", "Authorization: Bearer Zq7vK2mX9pLw4RtY8sNb"], [false, false, true]),
        ] as [([String], [Bool])])
    func argumentsGoWhenTheyHoldCredentials(_ words: [String], isTaken: [Bool]) {
        let outcome = redact(pod(["name": "c", "args": .array(words.map(Value.string))]))
        let left = outcome.object["spec"]?["containers"]?.array?.first?["args"]?.array ?? []
        #expect(zip(left, words).map { $0.string != $1 } == isTaken)
    }

    @Test(
        arguments: [
            ("settings", "color: red\nsize: 5\n", false), ("settings", "db:\n  password: hunter2\n", true),
            ("app.properties", "spring.datasource.password=hunter2\n", true), ("password", "hunter2", true),
            (".npmrc", "//registry.npmjs.org/:_authToken=npm_abcdefghijklmnopqrstuvwxyz0123456789\n", true),
            ("config.json", "{\"auths\":{\"r\":{\"auth\":\"dXNlcjpwYXNz\"}}}", true),
            ("kubeconfig", "users:\n- user:\n    token: Zq7vK2mX9pLw4RtY8sNb\n", true),
            ("nginx.conf", "proxy_pass http://upstream;\n", false), ("ref.yaml", "secretName: web-tls\n", false),
            ("ca.crt", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", false),
        ] as [(String, String, Bool)])
    func configurationEntriesGoWhenTheyHoldCredentials(_ name: String, value: String, isTaken: Bool) {
        let outcome = redact([
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c", "namespace": "a"],
            "data": .object(Object([name: .string(value)])),
        ])
        #expect((outcome.object["data"]?[name]?.string != value) == isTaken)
    }

    @Test func strictTakesEveryValueInThesePlacesAndNoName() throws {
        let object = pod(
            [
                "name": "c", "image": "nginx:1", "args": ["--verbose"],
                "env": [["name": "LOG_LEVEL", "value": "debug"]],
            ],
            annotations: ["example.org/owner": "ops"])
        let outcome = redact(object, policy: RedactionPolicy(mode: .strict))
        let container = outcome.object["spec"]?["containers"]?.array?.first
        #expect(container?["image"] == "nginx:1")
        #expect(container?["name"] == "c")
        #expect(container?["args"] != ["--verbose"])
        #expect(container?["env"]?.array?.first?["value"] != "debug")
        #expect(outcome.object[["metadata", "annotations", "example.org/owner"]]?.string != "ops")
        #expect(outcome.redactions.allSatisfy { $0.rule == "strict" } && outcome.redactions.count == 3)
    }

    @Test func aValueHasOneTokenInADeploymentItsReplicaSetAndItsPods() {
        let template: Value = [
            "metadata": [:],
            "spec": ["containers": [["name": "c", "env": [["name": "DB_PASSWORD", "value": "hunter2"]]]]],
        ]
        func owner(_ kind: String, _ name: String) -> Value {
            [["apiVersion": "apps/v1", "kind": .string(kind), "name": .string(name), "controller": true]]
        }
        let deployment = redact([
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["name": "web", "namespace": "a"],
            "spec": ["template": template],
        ]).object
        let replicaSet = redact([
            "apiVersion": "apps/v1", "kind": "ReplicaSet",
            "metadata": ["name": "web-5d9c", "namespace": "a", "ownerReferences": owner("Deployment", "web")],
            "spec": ["template": template],
        ]).object
        let pod = redact([
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": "web-5d9c-x7", "namespace": "a", "labels": ["pod-template-hash": "5d9c"],
                "ownerReferences": owner("ReplicaSet", "web-5d9c"),
            ],
            "spec": template["spec"] ?? .null,
        ]).object
        func value(_ spec: Value?) -> String? {
            spec?["containers"]?.array?.first?["env"]?.array?.first?["value"]?.string
        }
        let token = value(deployment[["spec", "template", "spec"]])
        #expect(token?.hasPrefix("hmac-sha256:") == true)
        #expect(value(replicaSet[["spec", "template", "spec"]]) == token)
        #expect(value(pod["spec"]) == token)
    }

    @Test func certificatesStayReadableWithTheirFacts() throws {
        let pem = try TestCertificates.shared.get().server.certificate
        let key = try TestCertificates.shared.get().server.key
        func secret(_ data: Value) -> Value {
            [
                "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
                "metadata": ["name": "tls", "namespace": "a"], "stringData": data,
            ]
        }
        let outcome = redact(secret(["tls.crt": .string(pem), "tls.key": .string(key), "both": .string(pem + key)]))
        #expect(outcome.object["stringData"]?["tls.crt"]?.string == pem)
        #expect(outcome.object["stringData"]?["tls.key"]?.string?.hasPrefix("hmac-sha256:") == true)
        #expect(outcome.object["stringData"]?["both"]?.string?.hasPrefix("hmac-sha256:") == true)
        let certificate = try #require(outcome.certificates.first?.certificate)
        #expect(outcome.certificates.count == 1)
        #expect(certificate.subject == "CN=kube-apiserver")
        #expect(certificate.issuer == "CN=snapctl test authority")
        #expect(certificate.notAfter.hasPrefix("20") && certificate.notAfter.hasSuffix("Z"))
    }

    @Test func rulesAreAddedAndTakenAway() {
        let policy = RedactionPolicy(additions: [
            .init("Widget.example.org", "spec.pin", .redact, reason: "a test"),
            .init("ConfigMap", "data.*", .keep, namePrefix: "public-", reason: "a test"),
        ])
        let widget = redact(
            ["apiVersion": "example.org/v1", "kind": "Widget", "metadata": ["name": "w"], "spec": ["pin": "1234"]],
            policy: policy)
        #expect(widget.redactions.map(\.rule) == ["policy"])
        let settings = redact(
            [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "public-x", "namespace": "a"],
                "data": ["password": "hunter2"],
            ], policy: policy)
        #expect(settings.redactions.isEmpty)
    }

    @Test func redactingTwiceChangesNothing() {
        let object = pod(
            ["name": "c", "env": [["name": "DB_PASSWORD", "value": "hunter2"]], "args": ["--token=abcdefgh"]],
            annotations: [
                "kubectl.kubernetes.io/last-applied-configuration":
                    "{\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"args\":[\"--token=abcdefgh\"]}]}}"
            ])
        let once = redact(object)
        #expect(!CanonicalJSON.text(once.object).contains("abcdefgh"))
        #expect(redact(once.object).object == once.object)
        #expect(redact(once.object).redactions.isEmpty)
    }

    @Test(
        arguments: [
            ("4111111111111111", true), ("5555-5555-5555-4444", true), ("3782 822463 10005", true),
            ("378282246310005", true),
            ("card 6011111111111117.", true), ("30569309025904", true), ("4222222222222", true),
            ("6200000000000005", true),
            ("4111111111111112", false), ("41111111111111111", false), ("x4111111111111111", false),
            ("1.4111111111111111", false), ("0000000000000000", false), ("4111 1111 11111111", false),
            ("2f1c4532-8123-4123-8123-123456789012", false),
        ] as [(String, Bool)])
    func cardNumbersAreKnownByLengthIssuerAndCheckDigit(_ text: String, isCard: Bool) {
        let bytes = Array(text.utf8)
        let isFound = CardNumber.isIn(bytes.span)
        #expect(isFound == isCard)
    }
}
