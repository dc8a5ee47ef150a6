import Snapshot
import TestSupport
import Testing

/// Credentials in shapes in which people really leave them, and settings that only look like some.
@Suite struct UnusualCredentialTests {
    private static let word = "hunter2Correct-Horse"
    private static let random = "Zq7vK2mX9pLw4RtY8sNbHd3F"

    private static func base64(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let group = Array(rest.prefix(3))
            rest = rest.dropFirst(3)
            let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
            for i in 0..<4 {
                result.append(i <= group.count ? alphabet[bits >> (18 - 6 * i) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func redact(_ object: Value) -> (object: Value, redactions: [Redactor.Redaction]) {
        let apiVersion = object["apiVersion"]?.string ?? "v1"
        let (object, outcome) = Redactor(key: Capturing.key).redact(
            object,
            identity: Identity(
                group: apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : "",
                kind: object["kind"]?.string ?? "", namespace: "a", name: "x"))
        return (object, outcome.redactions)
    }

    private func container(_ container: Value) -> Value {
        [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "x", "namespace": "a"],
            "spec": ["containers": [container]],
        ]
    }

    private func isTaken(_ object: Value, _ planted: String) -> Bool {
        !CanonicalJSON.text(redact(object).object).contains(planted)
    }

    /// Chance makes a token that reads like words in camel case; code that has the form of one is code.
    @Test(arguments: [("cdkjupxvauzNR3jF3yiacU7q", true), ("parseBase64EncodedString", false)])
    func tokensOfVaultAreToldFromCode(token: String, isOne: Bool) {
        let object = container(["name": "c", "env": [["name": "X", "value": .string("s.\(token)")]]])
        #expect(isTaken(object, token) == isOne)
    }

    /// What only the place tells: words, UUIDs and hashes under names and in lists that promise a credential.
    @Test(
        arguments: [
            ("app.env", "SECRET_KEY_BASE=zebra\n", "zebra"),
            ("a.yml", "production:\n  secret_key_base: zebra\n", "zebra"),
            ("app.env", "CONSUL_HTTP_TOKEN=b1a5c3d3-9c1a-4f8e-a5b0-2c3d4e5f6a7b\n", "b1a5c3d3"),
            ("c.hcl", "tokens {\n  initial_management = \"b1a5c3d3-9c1a-4f8e-a5b0-2c3d4e5f6a7b\"\n}\n", "b1a5c3d3"),
            ("c.json", "{\"acl\": {\"tokens\": {\"agent\": \"b1a5c3d3-9c1a-4f8e-a5b0-2c3d4e5f6a7b\"}}}", "b1a5c3d3"),
            ("users.txt", "ada:Zebra9kumquat\nbob:0therPa55word\n", "Zebra9kumquat"),
            ("users.txt", "ada:Zebra9kumquat\nbob:0therPa55word\n", "0therPa55word"),
            ("x.txt", "root:zebra9\n", "zebra9"), ("chpasswd.txt", "ada:zebra\n", "zebra"),
            (
                "traefik.yml", "digestAuth:\n  users:\n    - \"ada:traefik:a2688e031edb4be6a3797f3882655c05\"\n",
                "a2688e03"
            ),
            ("x.htdigest", "ada:realm one:a2688e031edb4be6a3797f3882655c05\n", "a2688e03"),
            ("x.yml", "users:\n- \"ada:{SHA}VBPuJHI7uixaa6LQGWx4s+5GKNE=\"\n", "VBPuJHI7"),
            ("a.ldif", "dn: uid=a\nuserPassword: {SSHA}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3\n", "DkMTwBl"),
            ("snmpd.conf", "rocommunity zebra\n", "zebra"), ("snmp.yml", "snmp:\n  community: zebra\n", "zebra"),
            ("u.csv", "user,password\nada,zebra\nbob,\"horse, battery\"\n", "horse, battery"),
            ("u.csv", "user,password\nada,zebra\nbob,\"horse, battery\"\n", "zebra"),
            ("a.sh", "echo 'pa$$word' | kinit ada\n", "pa$$word"),
            ("a.sh", "snmpget -v3 -u ada -A zebra-quagga -X other 10.0.0.1\n", "zebra-quagga"),
        ])
    func whatOnlyItsPlaceTells(entry: String, text: String, planted: String) {
        let object: Value = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
            "data": .object(Object([entry: .string(text)])),
        ]
        #expect(isTaken(object, planted), "\(CanonicalJSON.text(redact(object).object))")
    }

    /// Found lately, each of them once in clear.
    @Test(
        arguments: [
            ("x.json", "{\"p\\u0061ssword\":\"hunter2Correct\"} // AKIAIOSFODNN7EXAMPLQ", "hunter2Correct"),
            ("x.json", "{\"p\\u0061ssword\":\"hunter2Correct\"} // AKIAIOSFODNN7EXAMPLQ", "AKIAIOSFODNN7EXAMPLQ"),
            ("app.env", "TOKEN_1=horse-battery-42\n", "horse-battery-42"),
            ("a.sh", "rabbitmqctl change_password u hunter2Correct\n", "hunter2Correct"),
        ])
    func whatWasOnceInClearIsGone(entry: String, text: String, planted: String) {
        let object: Value = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
            "data": .object(Object([entry: .string(text)])),
        ]
        #expect(isTaken(object, planted), "\(CanonicalJSON.text(redact(object).object))")
    }

    /// Beyond the depth to which texts in texts are read, nothing stays in clear.
    @Test func aSecretBehindManyLayersIsGone() {
        var text = "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringData:\n  pin: hunter2Correct\n"
        for layer in 1...9 {
            text = CanonicalJSON.text(["layer": .string(text)])
            let object: Value = [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
                "data": ["x.json": .string(text)],
            ]
            #expect(isTaken(object, "hunter2Correct"), "\(layer)")
        }
    }

    @Test(
        arguments: [
            "log=debug\ndb:\n  user: app\n  password: \(word)\n", "{\"inner\":\"{\\\"password\\\":\\\"\(word)\\\"}\"}",
            "Server=db; User Id=sa; Pwd = \(word)", "redis:6380,password=\(word),ssl=True",
            "jdbc:oracle:thin:app/\(word)@db:1521:x",
            "host=db user=app password='\(word)' sslmode=require", "Authorization: Basic \(base64("u:" + word))",
            base64("{\"password\":\"\(word)\"}"), base64(base64("password=\(word)")),
            "-----BEGIN RSA PRIVATE KEY-----\\nMIIE\(random)\\n-----END RSA PRIVATE KEY-----\\n",
            "-----BEGIN \\u0050RIVATE KEY-----\nMIIE\(random)\n",
            base64("-----BEGIN PRIVATE KEY-----\nMIIE\(random)\n"),
            "b3BlbnNzaC1rZXktdjEAAAAA\(random)", "SG.\(random).\(random)\(random)", "sk-proj-\(random)\(random)",
            "pypi-AgEIcHlwaS5vcmc\(random)\(random)",
        ])
    func inTheValueOfAVariable(_ text: String) {
        let object = container(["name": "c", "env": [["name": "SETTING", "value": .string(text)]]])
        let planted = [Self.word, Self.random].first(where: text.contains) ?? text.suffix(12).description
        #expect(isTaken(object, planted), "\(text)")
    }

    @Test(
        arguments: [
            ["mysql", "-u", "root", "-p\(word)"], ["curl", "-u", "admin:\(word)", "https://x"],
            ["sh", "-c", "curl --user admin:\(word) https://x"], ["sh", "-c", "vault login \(word)"],
            ["sh", "-c", "docker login -u x -p \(word) r"], ["az", "login", "--service-principal", "-p", word],
            ["sh", "-c", "echo; sqlcmd -S db -U sa -P \(word)"], ["sshpass", "-p", word, "ssh", "x"],
            ["redis-cli", "-a", word, "ping"], ["--config={\"clientSecret\":\"\(word)\"}"],
            ["kubectl", "create", "secret", "generic", "x", "--from-literal=pin=\(word)"],
            ["-H", "X-Api-Key: \(random)"], ["--db-password", word],
        ])
    func onACommandLine(_ words: [String]) {
        let words = words.map(Value.string)
        #expect(
            !CanonicalJSON.text(redact(container(["name": "c", "args": .array(words)])).object).contains(Self.word))
        #expect(
            !CanonicalJSON.text(redact(container(["name": "c", "command": .array(words)])).object).contains(Self.word))
    }

    @Test func theProgramMayStandInTheCommandAndTheFlagInTheArguments() {
        let object = container(["name": "c", "command": ["/usr/bin/mysql"], "args": [.string("-p\(Self.word)")]])
        #expect(isTaken(object, Self.word))
    }

    @Test(
        arguments: [
            (".netrc", "machine x login u password \(word)\n"), (".pgpass", "db:5432:app:u:\(word)\n"),
            ("settings.xml", "<server><username>u</username><password>\(word)</password></server>"),
            ("web.config", "<add key=\"ApiSecret\" value=\"\(word)\" />"), ("c.yaml", "'password': '\(word)'\n"),
            ("c.yaml", "passwords:\n- \(word)\n"), ("c.yaml", "passwords: [\(word)]\n"),
            ("c.yaml", "- name: DB_PASSWORD\n  value: \(word)\n"), ("c.yaml", "password: >-\n  \(word)\n"),
            ("c.yaml", "password: |\n  \(word)\n"), ("c.yaml", "password:\n  \(word)\n"),
            ("c.json", "[{\"name\":\"DB_PASSWORD\",\"value\":\"\(word)\"}]"),
            ("c.json", "{ \"password\"  :\n  \"\(word)\" }"), ("c.json", "{\"p\\u0061ssword\":\"\(word)\"}"),
            ("blob", base64("password=\(word)")), ("x.sh", "mysqldump -u root -p\(word) db\n"),
            ("x.sh", "#!/bin/sh\ncurl -u a:\(word) https://x\n"),
            ("x", "PuTTY-User-Key-File-2: ssh-rsa\n\(word)\n"),
            ("x", "-----BEGIN OpenVPN Static key V1-----\n\(word)\n-----END OpenVPN Static key V1-----\n"),
            (
                "k",
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n-----BEGIN EC PRIVATE KEY-----\n\(word)\n"
            ),
            ("x", "AZURE_DEVOPS_EXT_PAT=\(random)"), ("id_rsa", word), ("store.jks", word),
            ("c.php", "$config['password'] = '\(word)';"),
        ] as [(String, String)])
    func inAConfigMap(_ name: String, text: String) {
        let object: Value = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
            "data": .object(Object([name: .string(text)])),
        ]
        let left = redact(object).object["data"]?[name]?.string ?? ""
        #expect(TokenText(left) != nil, "\(text)")
        for planted in [Self.word, Self.random, Self.base64("password=\(Self.word)")] {
            #expect(!left.contains(planted), "\(left)")
        }
        let binary: Value = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
            "binaryData": .object(Object([name: .string(Self.base64(text))])),
        ]
        #expect(redact(binary).object["binaryData"]?[name]?.string.flatMap(RedactionToken.keyID) != nil, "\(text)")
    }

    private func widget(_ spec: String) throws -> Value {
        [
            "apiVersion": "example.org/v1", "kind": "Widget", "metadata": ["name": "x", "namespace": "a"],
            "spec": try #require(try YAMLReader.documents(Array(spec.utf8)).first?.value),
        ]
    }

    @Test(
        arguments: [
            "password: \(word)", "clientSecret: \(word)", "credentials: {value: \(random)}",
            "auth: {basic: {pass: \(word)}}", "inline: 'password: \(word)'", "values: {extraArgs: [--api-key=\(word)]}",
            "cloudInit: \(base64("password: " + word))", "url: 'postgres://a:\(word)@db/x'",
            "mountOptions: ['username=u,password=\(word)']", "secrets: [{name: x, data: \(word)}]", "password: 123456",
            "files: [{path: /x, content: password=\(word)}]",
        ])
    func inACustomResource(_ spec: String) throws {
        let text = CanonicalJSON.text(redact(try widget(spec)).object)
        for planted in [Self.word, Self.random, "123456", Self.base64("password: \(Self.word)")] {
            #expect(!text.contains(planted), "\(text)")
        }
    }

    @Test func inAProbeAndInMountOptions() throws {
        for (probe, planted) in [
            ("httpGet: {path: '/?token=\(Self.random)', port: 80}", Self.random),
            ("httpGet: {httpHeaders: [{name: Cookie, value: session=\(Self.random)}]}", Self.random),
            ("exec: {command: [sh, -c, 'redis-cli -a \(Self.word) ping']}", Self.word),
        ] {
            let value = try #require(try YAMLReader.documents(Array(probe.utf8)).first?.value)
            #expect(isTaken(container(["name": "c", "livenessProbe": value]), planted), "\(probe)")
        }
        let volume: Value = [
            "apiVersion": "v1", "kind": "PersistentVolume", "metadata": ["name": "x"],
            "spec": ["mountOptions": ["vers=3.0", .string("username=u,password=\(Self.word)")]],
        ]
        #expect(isTaken(volume, Self.word))
    }

    /// What an engineer wants to read before and after stays readable.
    @Test(
        arguments: [
            "auth: {type: OIDC, tenantId: 2f1c4532-8123-4123-8123-123456789012, issuer: 'https://login.example/x'}",
            "secretRef: {name: db-credentials, key: password}", "tokenTTL: 3600s",
            "credentials: {source: WorkloadIdentity, secretName: db}", "passwordSecretRef: {name: db, key: password}",
            "maxTokens: 4096", "extraArgs: [--v=4, -p, '8080', --user, '1000:1000', --token-ttl=3600]",
            "description: 'Set the password: see the manual'", "imagePullSecrets: [{name: registry-credentials-2}]",
            "path: /healthz?verbose=true", "name: azurepolicy-k8sallowedrepos-92d86839923a919f223a",
            "sessionCookieName: JSESSIONID", "message: 'waiting for secret: database-login'",
            "keyVaultName: kv-prod-Weu001",
        ])
    func settingsStayReadable(_ spec: String) throws {
        let object = try widget(spec)
        #expect(redact(object).redactions.map { "\($0.path) \($0.rule)" } == [])
    }

    @Test(
        arguments: [
            (
                "run.sh",
                "mkdir -p /var/lib/x\ndocker run -p 8080:80 -u 1000:1000 x\ncurl -u \"$USER:$PASS\" https://x\n"
            ),
            ("c.yaml", "passwordSecretRef:\n  name: db\n  key: password\n"), ("c.yaml", "auth:\n  enabled: true\n"),
            ("c.yaml", "password:\n  valueFrom:\n    secretKeyRef: {name: db, key: password}\n"),
            ("c.json", "{\"auth\": {\"enabled\": true}, \"tokens\": {\"ttl\": 60}}"),
            ("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
            ("id.pub", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"),
            ("page.html", "<p>Forgot your password?</p>"), ("logo.svg", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"),
            ("c.toml", "key = \"name\"\nvalue = \"blue\"\n"),
        ] as [(String, String)])
    func ordinaryEntriesStayReadable(_ name: String, text: String) {
        let object: Value = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
            "data": .object(Object([name: .string(text)])),
        ]
        #expect(redact(object).redactions.map { "\($0.path) \($0.rule)" } == [])
    }
}
