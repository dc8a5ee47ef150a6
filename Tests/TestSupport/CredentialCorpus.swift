import Foundation
package import Snapshot

/// Credentials in every place and form in which clusters keep some, each in an object of its own.
package enum CredentialCorpus {
    /// One object with one credential.
    package struct Planted: Sendable {
        /// Which sort of place it is.
        package let category: String
        /// What has to be gone.
        package let value: String
        package let object: Value
    }

    /// - Parameter rounds: how often every place gets another value. One round is about 200 values.
    package static func planted(rounds: Int, seed: UInt64 = 15) -> [Planted] {
        var random = SeededRandom(seed: seed)
        var result: [Planted] = []
        for round in 0..<rounds {
            var maker = Maker(random: random, number: round)
            maker.everything()
            random = maker.random
            result += maker.planted
        }
        return result
    }

    private struct Maker {
        var random: SeededRandom
        let number: Int
        var planted: [Planted] = []

        mutating func word(_ count: Int = 24) -> String {
            let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
            let text = String((0..<count - 2).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] })
            // Chance alone leaves out digits now and then, and people do not.
            return text + "7q"
        }

        /// As people choose them.
        mutating func password() -> String {
            let words = ["Correct", "horse", "Battery", "staple", "Winter", "summer", "Dragon", "monkey"]
            let number = Int.random(in: 100...999, using: &random)
            return
                "\(words[Int.random(in: 0..<8, using: &random)])\(number)\(words[Int.random(in: 0..<8, using: &random)])!x"
        }

        mutating func add(_ category: String, _ value: String, _ object: Value) {
            guard case .object(var named) = object, case .object(var metadata) = named["metadata"] ?? .null else {
                return
            }
            metadata["name"] = .string("c\(number)-\(planted.count)")
            named["metadata"] = .object(metadata)
            planted.append(Planted(category: category, value: value, object: .object(named)))
        }

        mutating func everything() {
            names()
            lines()
            files()
            formats()
            commands()
            shapes()
            encodings()
            manifests()
            structures()
            places()
        }

        private mutating func names() {
            for name in [
                "DB_PASSWORD", "ROOT_PW", "bindPW", "PUBLIC_API_PASSWORD", "PASSWORD_VERSION", "passwordHash",
                "HASH_SECRET",
                "clientSecret", "API_KEY", "apiToken", "ACCESS_KEY", "SMTP_PASS", "LDAP_BIND_PASSWORD", "REDIS_AUTH",
                "SESSION_SECRET", "encryptionKey", "DB_PASSWORD_OLD", "passphrase", "sharedKey", "jwtSecret",
                "VERSIONED_PASSWORD_2", "spring.datasource.password", "my-service-token", "MASTER_KEY",
            ] {
                let value = word()
                add("names in variables", value, env(name, value))
                let other = word()
                add("names in entries", other, map(name, other))
                let third = word()
                add("names in custom resources", third, widget(.object(Object([name: .string(third)]))))
            }
            for start in ["<", "ENC[", "%", "$1", "{"] {
                let value = word()
                add("unusual first characters", value, env("DB_PASSWORD", start + value))
                add("unusual first characters", value, map("app.env", "DB_PASSWORD=\(start)\(value)\n"))
            }
        }

        private mutating func lines() {
            for (entry, before, after) in [
                ("app.properties", "color=red\nspring.datasource.password=", "\nsize=5\n"),
                ("app.properties", "password\t=\t", "\n"), ("app.env", "export TOKEN=", "\n"),
                ("c.yaml", "db:\n  user: app\n  password: ", "\n  pool: 5\n"),
                ("c.yaml", "db:\n  password: \"", "\"\n"), ("c.yaml", "'password': '", "'\n"),
                ("c.yaml", "passwords:\n- first-word-1\n- ", "\nsize: 1\n"), ("c.yaml", "passwords: [abc123, ", "]\n"),
                ("c.yaml", "- name: DB_PASSWORD\n  value: ", "\n"), ("c.yaml", "password: >-\n  ", "\nx: 1\n"),
                ("c.yaml", "password: |\n  line1x\n  ", "\nx: 1\n"), ("c.yaml", "password:\n  ", "\n"),
                ("c.yaml", "auth: {user: app, password: ", "}\n"), ("c.yaml", "password: {plainText: ", "}\n"),
                ("c.json", "{\"db\":{\"password\":\"", "\",\"port\":5}}"),
                ("c.json", "{ \"password\"  :\n  \"", "\" }"), ("c.json", "{\"p\\u0061ssword\":\"", "\"}"),
                ("c.json", "[{\"name\":\"DB_PASSWORD\",\"value\":\"", "\"}]"),
                ("c.json", "{\"inner\":\"{\\\"password\\\":\\\"", "\\\"}\"}"),
                ("c.xml", "<user>u</user><password>", "</password>"),
                ("web.config", "<add key=\"ApiSecret\" value=\"", "\" />"),
                ("c.php", "$config['password'] = '", "';"), ("c.php", "define('DB_PASSWORD', '", "');\n"),
                ("c.php", "'password' => '", "',\n"), ("a.ps1", "$password = \"", "\"\n"),
                ("a.ps1", "ConvertTo-SecureString \"", "\" -AsPlainText -Force\n"),
                ("a.ps1", "Connect-It -User x -Password ", "\n"), ("A.java", "props.put(\"password\", \"", "\");\n"),
                ("c.toml", "[db]\npassword = \"", "\"\n"), ("c.ini", "[db]\npassword = ", "\nuser = x\n"),
                ("c.tf", "  admin_password = \"", "\"\n"),
                ("c.conf", "host=db user=app password='", "' sslmode=require\n"),
                ("c.txt", "redis:6380,password=", ",ssl=True"), ("c.txt", "Server=db; User Id=sa; Pwd = ", ";X=1"),
                ("note", "login failed with password=", " at 10:00\n"),
            ] {
                let value = word()
                add("lines of texts", value, map(entry, before + value + after))
                let other = password()
                if !before.contains("\\\"") { add("lines of texts", other, map(entry, before + other + after)) }
                let third = word()
                add("texts in variables", third, env("SETTINGS", before + third + after))
            }
        }

        private mutating func files() {
            for (entry, before, after) in CredentialFiles.rows {
                let value = word()
                add("files and scripts", value, map(entry, before + value + after))
                let other = word(12)
                add("files and scripts", other, map(entry, before + other + after))
            }
            for name in CredentialFiles.names {
                let value = password()
                add("names in variables", value, env(name, value))
            }
            for name in ["secureJsonData", "secureSettings"] {
                let value = word()
                add("structures", value, widget(["source": .object(Object([name: ["url": .string(value)]]))]))
            }
        }

        private mutating func formats() {
            for (entry, before, after) in [
                ("home-netrc", "machine git.example\n  login u\n  password ", "\n"),
                ("home-netrc", "machine x login u password ", "\n"), ("pg", "db:5432:app:u:", "\n*:*:*:v:other-x9\n"),
                ("redis.conf", "maxmemory 1gb\nrequirepass ", "\nport 6379\n"), ("redis.conf", "masterauth ", "\n"),
                ("users.acl", "user default on >", " ~* +@all\n"),
                ("fluent.conf", "<match **>\n  @type s3\n  aws_sec_key ", "\n</match>\n"),
                ("fluent.conf", "<security>\n  shared_key ", "\n</security>\n"),
                ("init.sql", "CREATE USER x IDENTIFIED BY '", "';\n"),
                ("init.sql", "ALTER ROLE x WITH PASSWORD '", "';\n"),
                ("init.sql", "alter user x identified by \"", "\"\n"),
                ("haproxy.cfg", "userlist u\n  user admin password ", "\n"), ("keepalived", "auth_pass ", "\n"),
            ] {
                let value = word()
                add("formats of lines", value, map(entry, before + value + after))
                let other = password()
                add("formats of lines", other, map(entry, before + other + after))
            }
        }

        private mutating func commands() {
            for make in [
                { ["mysql", "-u", "root", "-p\($0)"] }, { ["curl", "-u", "admin:\($0)", "https://x"] },
                { ["sh", "-c", "curl --user admin:\($0) https://x"] }, { ["sh", "-c", "vault login \($0)"] },
                { ["sh", "-c", "docker login -u x -p \($0) r"] }, { ["az", "login", "--service-principal", "-p", $0] },
                { ["sh", "-c", "echo; sqlcmd -S db -U sa -P \($0)"] }, { ["sshpass", "-p", $0, "ssh", "x"] },
                { ["redis-cli", "-a", $0, "ping"] }, { ["--config={\"clientSecret\":\"\($0)\"}"] },
                { ["kubectl", "create", "secret", "generic", "x", "--from-literal=pin=\($0)"] },
                { ["-H", "X-Api-Key: \($0)"] }, { ["--db-password", $0] }, { ["--token=\($0)"] },
                { ["sh", "-c", "export TOKEN=\($0); run"] }, { ["sh", "-c", "run --password \($0)"] },
                { ["sh", "-c", "curl -u 'admin:a;\($0)' https://x"] }, { ["sh", "-c", "mysql -p'a \($0)' db"] },
            ] as [(String) -> [String]] {
                let value = word()
                add("command lines", value, pod(["name": "c", "args": .array(make(value).map(Value.string))]))
                let other = word()
                add("command lines", other, pod(["name": "c", "command": .array(make(other).map(Value.string))]))
            }
        }

        private mutating func shapes() {
            let head = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}").filter { $0 != "=" }
            for make in [
                { "-----BEGIN RSA PRIVATE KEY-----\nMIIE\($0)\n-----END RSA PRIVATE KEY-----\n" },
                { "{\"k\":\"-----BEGIN PRIVATE KEY-----\\nMIIE\($0)\\n-----END PRIVATE KEY-----\\n\"}" },
                { "\(head).eyJzdWIiOiIxMjM0NTY3ODkwIn0.\($0)" }, { "postgres://app:\($0)@db/app" },
                { "https://\($0)@git.example/x" }, { "https://x.blob.example/c?sv=2022&sig=\($0)%3D" },
                { "https://hooks.slack.com/services/T000/B000/\($0)" }, { "https://api.example/x?token=\($0)" },
                { "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=\($0)==;EndpointSuffix=x" },
                { "Endpoint=sb://x/;SharedAccessKeyName=r;SharedAccessKey=\($0)=" },
                { "ghp_\($0)abcdefghijkl" }, { "glpat-\($0)" }, { "hvs.\($0)" }, { "s.\($0)" },
                { "whsec_\($0)" }, { "SG.\($0).\($0)\($0)" }, { "xoxb-1234567890-\($0)" }, { "npm_\($0)0123456789ab" },
                { "$2y$10$\($0)abcdefghijklmnopqrstuvwx" }, { "$6$salt$\($0)\($0)" },
                { "Authorization: Bearer \($0)" }, { "jdbc:oracle:thin:app/\($0)@db:1521:x" },
                { "AGE-SECRET-KEY-1\($0.uppercased())" }, { "PuTTY-User-Key-File-2: ssh-rsa\n\($0)\n" },
            ] as [(String) -> String] {
                let value = word()
                let text = make(value)
                let mark = text.contains("AGE-SECRET") ? value.uppercased() : value
                add("shapes", mark, env("X", text))
                add("shapes", mark, map("x", "some text\nx \(text)\nmore\n"))
                add("shapes", mark, widget(["free": .string(text)]))
            }
            let basic = "user:\(word())"
            add("shapes", base64(basic), env("X", "Authorization: Basic \(base64(basic))"))
            // PKCS #8 without lines around it: version, algorithm, key.
            let key = word(60)
            let der =
                Data([0x30, 0x4E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20])
                + Data(key.utf8)
            add("shapes", der.base64EncodedString(), map("k", "x \(der.base64EncodedString())\n"))
            add("shapes", der.base64EncodedString(), binary(der))
            let jwk = word(43)
            for text in ["{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"abc\",\"d\":\"\(jwk)\"}", "kty: OKP\nd: \(jwk)\n"] {
                add("shapes", jwk, map("jwk", text))
            }
            add("shapes", jwk, widget(["key": ["kty": "EC", "d": .string(jwk)]]))
            add("map keys", jwk, map("https://u:\(jwk)@registry.example", "x"))
            add("map keys", jwk, widget(["auths": .object(Object(["https://u:\(jwk)@r.example/x": ["x": "y"]]))]))
        }

        private mutating func encodings() {
            for make in [{ "password=\($0)" }, { "password: \($0)\n" }, { "{\"password\":\"\($0)\"}" }]
                as [(String) -> String]
            {
                for wrap in [
                    { base64($0) }, { base64(base64($0)) }, { base64("{\"inner\":\"\(base64($0))\"}") },
                    { String(base64($0 + String(repeating: " ", count: 90)).chunked(76)) },
                    { "{\"data\":\"\(base64($0))\"}" },
                ] as [(String) -> String] {
                    let value = word()
                    let text = wrap(make(value))
                    let mark = base64(make(value))
                    add("encoded texts", String(mark.prefix(12)), map("x", text))
                    add("encoded texts", String(mark.prefix(12)), widget(["cloudInit": .string(text)]))
                }
            }
            let value = word()
            add("encoded texts", value, binary(Data("client_secret = \(value)".utf8)))
        }

        private mutating func manifests() {
            func secret(_ value: String, encoded: Bool = false) -> Value {
                [
                    "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "inner"],
                    (encoded ? "data" : "stringData"): ["pin": .string(encoded ? base64(value) : value)],
                ]
            }
            for isEncoded in [true, false] {
                for make in [
                    {
                        widget(
                            ["workload": ["manifests": [$0]]], group: "work.open-cluster-management.io/v1",
                            kind: "ManifestWork")
                    },
                    {
                        widget(
                            ["forProvider": ["manifest": $0]], group: "kubernetes.crossplane.io/v1alpha2",
                            kind: "Object")
                    },
                    {
                        widget(
                            ["rules": [["generate": ["kind": "Secret", "name": "x", "data": $0]]]],
                            group: "kyverno.io/v1", kind: "ClusterPolicy")
                    },
                    {
                        [
                            "apiVersion": "template.openshift.io/v1", "kind": "Template",
                            "metadata": ["name": "x", "namespace": "a"], "objects": [$0],
                        ]
                    },
                    { map("all.yaml", YAMLWriter.text(["apiVersion": "v1", "kind": "List", "items": [$0]])) },
                    { map("secret.yaml", "# mine\n---\n" + YAMLWriter.text($0)) },
                    { map("secret.json", CanonicalJSON.text($0)) },
                    { map("secret.b64", base64(CanonicalJSON.text($0))) },
                    { pod(["name": "c"], annotations: ["kapp.k14s.io/original": .string(CanonicalJSON.text($0))]) },
                    {
                        widget(
                            ["patches": [["patch": .string(YAMLWriter.text($0))]]],
                            group: "kustomize.toolkit.fluxcd.io/v1", kind: "Kustomization")
                    },
                ] as [(Value) -> Value] {
                    let value = word()
                    let mark = isEncoded ? base64(value) : value
                    add("manifests of Secrets", String(mark.prefix(20)), make(secret(value, encoded: isEncoded)))
                }
            }
            for text in [
                "- op: add\n  path: /stringData/pin\n  value: ", "- op: replace\n  path: /data/pin\n  value: ",
            ] {
                let value = word()
                add(
                    "manifests of Secrets", value,
                    widget(
                        ["patches": [["target": ["kind": "Secret"], "patch": .string(text + value + "\n")]]],
                        group: "kustomize.toolkit.fluxcd.io/v1", kind: "Kustomization"))
            }
            let value = word()
            add(
                "manifests of Secrets", value,
                widget(["patches": [["op": "add", "path": "/spec/password", "value": .string(value)]]]))
        }

        private mutating func structures() {
            for make in [
                { ["auth": ["basic": ["pass": $0]]] }, { ["credentials": ["value": $0]] },
                { ["password": ["plainText": $0]] }, { ["params": [["name": "password", "val": $0]]] },
                { ["params": [["name": "DB_PASSWORD", "description": "x", "type": "string", "default": $0]]] },
                { ["params": [["key": "apiToken", "a": "1", "b": "2", "c": "3", "value": $0]]] },
                { ["values": ["extraArgs": [.string("--api-key=" + ($0.string ?? ""))]]] },
                { ["secrets": [["name": "x", "data": $0]]] }, { ["postBuild": ["substitute": ["db_password": $0]]] },
                { ["inline": .string("password: " + ($0.string ?? ""))] }, { ["accessKey": $0, "region": "x"] },
            ] as [(Value) -> Value] {
                let value = word()
                add("structures", value, widget(make(.string(value))))
            }
            let value = word()
            add(
                "defaults of definitions", value,
                [
                    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                    "metadata": ["name": "x"],
                    "spec": [
                        "versions": [
                            [
                                "name": "v1",
                                "schema": [
                                    "openAPIV3Schema": [
                                        "properties": [
                                            "password": ["type": "string", "default": .string(value)]
                                        ]
                                    ]
                                ],
                            ]
                        ]
                    ],
                ])
        }

        private mutating func places() {
            func new(_ category: String, _ make: (String) -> Value) {
                let value = word()
                add(category, value, make(value))
            }
            new("annotations") { pod(["name": "c"], annotations: ["example.org/api-token": .string($0)]) }
            new("annotations") {
                pod(["name": "c"], annotations: ["example.org/c": .string("{\"auth\":{\"password\":\"\($0)\"}}")])
            }
            new("probes and headers") {
                pod(["name": "c", "livenessProbe": ["httpGet": ["path": .string("/?token=\($0)"), "port": 80]]])
            }
            new("probes and headers") {
                pod([
                    "name": "c",
                    "livenessProbe": [
                        "httpGet": ["httpHeaders": [["name": "Authorization", "value": .string("Bearer \($0)")]]]
                    ],
                ])
            }
            new("storage") {
                [
                    "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": ["name": "x"],
                    "parameters": ["accountKey": .string($0)],
                ]
            }
            new("storage") {
                [
                    "apiVersion": "v1", "kind": "PersistentVolume", "metadata": ["name": "x"],
                    "spec": ["mountOptions": ["vers=3.0", .string("username=u,password=\($0)")]],
                ]
            }
            new("status and events") {
                [
                    "apiVersion": "v1", "kind": "Node", "metadata": ["name": "x"],
                    "status": ["conditions": [["message": .string("mount failed: password=\($0) was refused")]]],
                ]
            }
            new("status and events") {
                [
                    "apiVersion": "v1", "kind": "Event", "metadata": ["name": "x", "namespace": "a"],
                    "message": .string("exec failed: --password=\($0)"),
                ]
            }
        }
    }
}

private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

private func map(_ entry: String, _ text: String) -> Value {
    [
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
        "data": .object(Object([entry: .string(text)])),
    ]
}

private func binary(_ bytes: Data) -> Value {
    [
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
        "binaryData": ["blob": .string(bytes.base64EncodedString())],
    ]
}

private func pod(_ container: Value, annotations: Value = [:]) -> Value {
    [
        "apiVersion": "v1", "kind": "Pod",
        "metadata": ["name": "x", "namespace": "a", "annotations": annotations],
        "spec": ["containers": [container]],
    ]
}

private func env(_ name: String, _ value: String) -> Value {
    pod(["name": "c", "env": [["name": .string(name), "value": .string(value)]]])
}

private func widget(_ spec: Value, group: String = "example.org/v1", kind: String = "Widget") -> Value {
    [
        "apiVersion": .string(group), "kind": .string(kind),
        "metadata": ["name": "x", "namespace": "a"], "spec": spec,
    ]
}

extension String {
    /// In lines of that many characters.
    fileprivate func chunked(_ count: Int) -> String {
        var result = ""
        for (i, character) in enumerated() {
            if i > 0, i % count == 0 { result.append("\n") }
            result.append(character)
        }
        return result
    }
}
