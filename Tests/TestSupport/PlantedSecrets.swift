import Foundation
package import Snapshot

/// Objects with a credential in every place where clusters keep some, and a server that shows them among its own.
package struct PlantedSecrets: Sendable {
    /// What was planted, each value once.
    package private(set) var values: [String] = []
    /// The objects.
    package private(set) var objects: [Value] = []
    private var random: SeededRandom

    /// - Parameters:
    ///   - namespace: one that exists.
    ///   - seed: other values for another seed.
    package init(in namespace: String, seed: UInt64) {
        random = SeededRandom(seed: seed)
        for object in [
            secret(), certificateSecret(), release(), settings(), workload(), storage(), webhook(), account(),
        ] + custom() {
            guard case .object(var object) = object else { continue }
            var metadata = object["metadata"]?.object ?? Object()
            if metadata["namespace"] == "" { metadata["namespace"] = .string(namespace) }
            object["metadata"] = .object(metadata)
            objects.append(.object(object))
        }
    }

    /// The values in every form in which one could stand in some bytes.
    private var needles: [Data] { values.flatMap(Self.forms) }

    private static func forms(_ value: String) -> [Data] {
        let once = encoded(Data(value.utf8))
        return [Data(value.utf8), Data(HexDigits.encode(Data(value.utf8)).utf8)] + once + once.flatMap(encoded)
    }

    /// What base64 makes of it at each of the three places in a group of bytes, without what its neighbors decide.
    private static func encoded(_ bytes: Data) -> [Data] {
        (0..<3).map { shift in
            let text = (Data(repeating: 0, count: shift) + bytes).base64EncodedString()
            let behind = (shift + bytes.count) % 3 == 0 ? 0 : (shift + bytes.count) % 3 == 1 ? 3 : 2
            return Data(text.dropFirst(shift == 0 ? 0 : shift + 1).dropLast(behind).utf8)
        }
    }

    /// The values that stand in some bytes in any form.
    package func found(in bytes: [UInt8]) -> Set<String> {
        let text = Data(bytes)
        return Set(values.filter { value in Self.forms(value).contains { text.range(of: $0) != nil } })
    }

    /// What of the planted values stands in some bytes.
    package func leaks(in bytes: [UInt8], _ place: String) -> [String] {
        let text = Data(bytes)
        return needles.filter { text.range(of: $0) != nil }.map { "\(place): \(String(decoding: $0, as: UTF8.self))" }
    }

    /// The server's answers, with the planted objects at the end of its lists.
    package func among(_ handler: @escaping HTTPServer.Handler) -> HTTPServer.Handler {
        { request in
            let response = await handler(request)
            guard response.status == 200, let path = APIPath(request.pathOnly), path.name == nil, path.namespace == nil,
                case .bytes(let bytes) = response.body, let list = try? JSONReader.value(bytes),
                case .object(var result) = list, let items = result["items"]?.array,
                (result["metadata"]?["continue"]?.string ?? "").isEmpty
            else { return response }
            let prefix = path.group.isEmpty ? path.version : "\(path.group)/\(path.version)"
            let more = objects.filter { object in
                object["apiVersion"]?.string == prefix
                    && "\(object["kind"]?.string?.lowercased() ?? "")List".lowercased()
                        == (result["kind"]?.string ?? "").lowercased()
            }
            guard !more.isEmpty else { return response }
            result["items"] = .array(items + more)
            return HTTPServerResponse(json: .object(result))
        }
    }

    // MARK: Objects

    private mutating func new() -> String {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
        let value = String((0..<28).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] })
        values.append(value)
        return value
    }

    private mutating func text(_ before: String, _ after: String = "") -> Value { .string(before + new() + after) }

    private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    private mutating func secret() -> Value {
        let (a, b, applied) = (new(), new(), new())
        return [
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": [
                "name": "planted", "namespace": "",
                "annotations": [
                    "kubectl.kubernetes.io/last-applied-configuration": .string(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"data\":{\"a\":\"\(base64(applied))\"}}")
                ],
                "managedFields": [
                    [
                        "manager": "kubectl-edit", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1",
                        "fieldsV1": ["f:data": ["f:a": [:]]],
                    ]
                ],
            ],
            "data": ["a": .string(base64(a)), "json": .string(base64("{\"password\":\"\(b)\"}"))],
            "stringData": ["plain": text("")],
        ]
    }

    private mutating func certificateSecret() -> Value {
        let key = "-----BEGIN EC PRIVATE KEY-----\n\(new())\n-----END EC PRIVATE KEY-----\n"
        return [
            "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/service-account-token",
            "metadata": ["name": "planted-token", "namespace": ""],
            "data": [
                "token": .string(base64("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.\(new())")),
                "tls.key": .string(base64(key)),
            ],
        ]
    }

    private mutating func release() -> Value {
        [
            "apiVersion": "v1", "kind": "Secret", "type": "helm.sh/release.v1",
            "metadata": ["name": "sh.helm.release.v1.planted.v1", "namespace": ""],
            "data": ["release": .string(base64(base64(new())))],
        ]
    }

    private mutating func settings() -> Value {
        let basic = base64("user:\(new())")
        return [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": [
                "name": "planted", "namespace": "",
                "annotations": [
                    "openshift.io/token-secret.value": text(""),
                    "example.org/config": text("{\"auth\":{\"password\":\"", "\"}}"),
                ],
                "managedFields": [
                    [
                        "manager": "kubectl-edit", "operation": "Update", "apiVersion": "v1", "fieldsType": "FieldsV1",
                        "fieldsV1": [
                            "f:metadata": ["f:finalizers": .object(Object(["v:\"https://u:\(new())@x/y\"": [:]]))]
                        ],
                    ]
                ],
            ],
            "data": [
                ".dockerconfigjson": .string("{\"auths\":{\"r\":{\"auth\":\"\(basic)\"}}}"),
                ".npmrc": text("//registry/:_authToken=", "\n"),
                "kubeconfig": text("users:\n- user:\n    token: ", "\n"),
                "application.properties": text("spring.datasource.password=", "\n"),
                "connection": text("Server=db;User Id=sa;Password=", ";Encrypt=true"),
                "key.pem": text("-----BEGIN PRIVATE KEY-----\n", "\n-----END PRIVATE KEY-----\n"),
                "escaped": text(
                    "{\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nMIIE", "\\n-----END PRIVATE KEY-----\\n\"}"),
                "encoded": .string(base64("password=\(new())")), "twice": .string(base64(base64("password: \(new())"))),
                "storage": text("DefaultEndpointsProtocol=https;AccountName=x;AccountKey=", "==;EndpointSuffix=x"),
            ],
            "binaryData": ["blob": .string(base64("client_secret = \(new())"))],
        ]
    }

    private mutating func workload() -> Value {
        let probe = base64("admin:\(new())")
        let container: Value = [
            "name": "c", "image": "registry.example/planted:1",
            "env": [
                ["name": "DB_PASSWORD", "value": text("")],
                ["name": "URL", "value": text("postgres://app:", "@db/app")],
                ["name": "CONFIG", "value": text("db:\n  user: app\n  password: ", "\n")],
                ["name": "JWT", "value": text("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.")],
            ],
            "args": [
                text("--api-key="), "--token", text(""), text("https://x.blob.core.windows.net/c?sv=2022&sig=", "%3D"),
            ],
            "command": ["sh", "-c", text("export PGPASSWORD=", "; mysql -u root -p\(new()) db")],
            "livenessProbe": [
                "httpGet": [
                    "path": text("/?token="), "port": 80,
                    "httpHeaders": [["name": "Authorization", "value": .string("Basic \(probe)")]],
                ]
            ],
        ]
        let applied = new()
        return [
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": [
                "name": "planted", "namespace": "",
                "annotations": [
                    "kubectl.kubernetes.io/last-applied-configuration": .string(
                        "{\"kind\":\"Deployment\",\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"env\":[{\"name\":\"DB_PASSWORD\",\"value\":\"\(applied)\"}]}]}}}}"
                    )
                ],
            ],
            "spec": [
                "replicas": 0, "selector": ["matchLabels": ["app": "planted"]],
                "template": [
                    "metadata": ["labels": ["app": "planted"], "annotations": ["example.org/api-token": text("")]],
                    "spec": ["containers": [container]],
                ],
            ],
        ]
    }

    private mutating func storage() -> Value {
        [
            "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": ["name": "planted"],
            "provisioner": "file.csi.azure.com",
            "parameters": [
                "containerUrl": text("https://x.blob.core.windows.net/c?sv=2022&sig=", "%3D"),
                "accountKey": text("", "=="),
            ],
        ]
    }

    private mutating func webhook() -> Value {
        [
            "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
            "metadata": ["name": "planted"],
            "webhooks": [
                [
                    "name": "planted.example.org", "admissionReviewVersions": ["v1"], "sideEffects": "None",
                    "clientConfig": ["url": text("https://hook.example/validate?x=")],
                ]
            ],
        ]
    }

    private mutating func account() -> Value {
        [
            "apiVersion": "v1", "kind": "ServiceAccount",
            "metadata": ["name": "planted", "namespace": "", "annotations": ["example.org/password": text("")]],
        ]
    }

    private mutating func custom() -> [Value] {
        [
            [
                "apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization",
                "metadata": ["name": "planted", "namespace": ""],
                "spec": [
                    "interval": "1h", "path": "./x", "prune": true, "suspend": true,
                    "sourceRef": ["kind": "GitRepository", "name": "x"],
                    "postBuild": ["substitute": ["db_password": text("")]],
                    "patches": [["patch": text("- op: add\n  path: /spec/x\n  value: {password: ", "}\n")]],
                ],
            ],
            [
                "apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository",
                "metadata": ["name": "planted", "namespace": ""],
                "spec": ["interval": "1h", "url": text("https://x:", "@git.example/x")],
            ],
        ]
    }
}
