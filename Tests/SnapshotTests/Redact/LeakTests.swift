import Foundation
import Snapshot
import Synchronization
import TestSupport
import Testing

/// No value that was planted anywhere comes out anywhere.
@Suite struct LeakTests {
    /// Values that a program would make.
    private struct Source {
        private var state: UInt64 = 0x5EED

        mutating func next() -> String {
            let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789")
            return String(
                (0..<28).map { _ in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return alphabet[Int(state >> 33) % alphabet.count]
                })
        }
    }

    /// Objects with a planted value in every place of the policy.
    private func planted(_ count: Int) -> (objects: [Value], values: [String]) {
        var source = Source()
        var values: [String] = []
        func new() -> String {
            let value = source.next()
            values.append(value)
            return value
        }
        func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        func named(_ apiVersion: String, _ kind: String, _ i: Int, _ rest: Value, annotations: Value = [:]) -> Value {
            guard case .object(var object) = rest else { return rest }
            object["apiVersion"] = .string(apiVersion)
            object["kind"] = .string(kind)
            object["metadata"] = [
                "name": .string("\(kind.lowercased())-\(i)"), "namespace": "a", "annotations": annotations,
            ]
            return .object(object)
        }
        var objects: [Value] = []
        for i in 0..<count {
            let secret = new()
            let applied = new()
            objects.append(
                named(
                    "v1", "Secret", i, ["data": ["a": .string(base64(secret))], "stringData": ["b": .string(new())]],
                    annotations: [
                        "kubectl.kubernetes.io/last-applied-configuration":
                            .string("{\"kind\":\"Secret\",\"data\":{\"a\":\"\(base64(applied))\"}}")
                    ]))
            // Copies of it elsewhere, in forms of which nothing recognizes what they are.
            objects.append(
                named(
                    "v1", "ConfigMap", i,
                    [
                        "data": [
                            "raw": .string("x \(secret) y"), "b64": .string(base64("ab\(secret)c")),
                            "twice": .string(base64(base64(secret))),
                            "hex": .string(secret.utf8.map { String($0, radix: 16) }.joined()),
                            "entry": .string("db.password=\(new())"), "token": .string(new()),
                            "key": .string("-----BEGIN PRIVATE KEY-----\n\(new())\n-----END PRIVATE KEY-----\n"),
                        ]
                    ], annotations: ["example.org/api-token": .string(new()), "example.org/copy": .string(secret)]))
            objects.append(
                named(
                    "apps/v1", "Deployment", i,
                    [
                        "spec": [
                            "template": [
                                "spec": [
                                    "containers": [
                                        [
                                            "name": "c",
                                            "args": [.string("--password=\(new())"), "--token", .string(new())],
                                            "command": ["sh", "-c", .string("TOKEN=\(new()) run")],
                                            "env": [
                                                ["name": "DB_PASSWORD", "value": .string(new())],
                                                ["name": "URL", "value": .string("https://u:\(new())@host/path")],
                                            ],
                                            "livenessProbe": [
                                                "httpGet": [
                                                    "httpHeaders": [
                                                        ["name": "Authorization", "value": .string("Bearer \(new())")]
                                                    ]
                                                ]
                                            ],
                                        ]
                                    ]
                                ]
                            ]
                        ]
                    ]))
            objects.append(
                named(
                    "example.org/v1", "Widget", i,
                    [
                        "spec": [
                            "auth": ["password": .string(new()), "apiKey": .string(new())],
                            "url": .string("https://host/x?sig=\(new())"), "accessKey": .string(new()),
                        ]
                    ]))
            objects.append(
                named(
                    "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", i,
                    ["webhooks": [["name": "w", "clientConfig": ["url": .string("https://h/?code=\(new())")]]]]))
            objects.append(
                named(
                    "notification.toolkit.fluxcd.io/v1beta3", "Provider", i,
                    ["spec": ["address": .string("https://chat.example/\(new())")]]))
        }
        return (objects, values)
    }

    private func capture(
        _ objects: [Value], in folder: TemporaryDirectory, policy: RedactionPolicy = RedactionPolicy()
    ) async throws -> CapturedState {
        var capture = try FileCapture(scope: Scope(), key: Capturing.key, spoolFolder: folder.path, policy: policy)
        let text = CanonicalJSON.text(["apiVersion": "v1", "kind": "List", "items": .array(objects)])
        try capture.add(file: "all.json", bytes: Array(text.utf8))
        return try await capture.finish(
            osUser: "tester", host: "testhost", toolVersion: "test", startedAt: "2026-11-23T06:00:00Z",
            finishedAt: "2026-11-23T06:00:01Z")
    }

    /// Figure F7.
    @Test func noPlantedValueIsInTheSnapshotInAnyForm() async throws {
        let folder = try TemporaryDirectory()
        let (objects, values) = planted(EnvironmentFlag.isFull ? 700 : 20)
        let state = try await capture(objects, in: folder)
        let path = folder.file("s.tar")
        _ = try await state.write(toFile: path, compression: .none)
        let bytes = try folder.read("s.tar")
        // Independent of the search of the program: plain substring search for each value and each plain encoding.
        let text = String(decoding: bytes, as: UTF8.self)
        var found: [String] = []
        for value in values {
            let base64 = Data(value.utf8).base64EncodedString()
            let shifted = Data("ab\(value)c".utf8).base64EncodedString().dropFirst(4).dropLast(8)
            for form in [value, base64, String(shifted), value.utf8.map { String($0, radix: 16) }.joined()]
            where text.utf8.count > 0 && text.contains(form) {
                found.append(form)
            }
        }
        #expect(found.isEmpty)
        #expect(state.canary.searched >= values.count / 2)
        let rules = Set(state.redactions.map(\.rule))
        #expect(
            rules.isSuperset(of: ["secret-value", "last-applied", "credential-name", "published-secret", "policy"]))
    }

    /// A recorded cluster with planted objects among its own: nothing planted, and none of its own Secrets, comes out.
    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func noSecretOfARecordedClusterComesOut() async throws {
        let cluster = try RecordedCluster(.prodBaseline)
        let (objects, planted) = planted(10)
        let places = [
            "Secret": "/api/v1/secrets", "ConfigMap": "/api/v1/configmaps", "Deployment": "/apis/apps/v1/deployments",
            "ValidatingWebhookConfiguration":
                "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
        ]
        let added = Dictionary(grouping: objects) { places[$0["kind"]?.string ?? ""] ?? "" }
        let own = Mutex<Set<String>>([])
        let state = try await FixtureServer.run(
            answer: { request in
                var response = await cluster.answer(request)
                let path = String(request.path.prefix { $0 != "?" })
                guard case .bytes(let bytes) = response.body, let items = added[path], !path.isEmpty,
                    case .object(var list)? = try? JSONReader.value(bytes), let present = list["items"]?.array
                else { return response }
                if path == "/api/v1/secrets" {
                    own.withLock { own in
                        for value in present.flatMap({ $0["data"]?.object?.members ?? [] }).compactMap(\.value.string) {
                            own.insert(value)
                        }
                    }
                }
                if (list["metadata"]?["continue"]?.string ?? "").isEmpty {
                    list["items"] = .array(
                        present
                            + items.map { item in
                                guard case .object(var object) = item else { return item }
                                object["kind"] = nil
                                object["apiVersion"] = nil
                                return .object(object)
                            })
                    response.body = .bytes(CanonicalJSON.bytes(.object(list)))
                }
                return response
            }
        ) { try await Capturing.capture($0) }
        let folder = try TemporaryDirectory()
        _ = try await state.write(toFile: folder.file("s.tar"), compression: .none)
        let bytes = try folder.read("s.tar")
        // Those that were planted in kinds which this server serves.
        let text = String(decoding: bytes, as: UTF8.self)
        let found = planted.filter { text.contains($0) || text.contains(Data($0.utf8).base64EncodedString()) }
        #expect(found.isEmpty)
        let certificates = Data("-----BEGIN CERTIFICATE-----".utf8).base64EncodedString().dropLast(2)
        let leaked = own.withLock { $0 }.filter { value in
            guard value.utf8.count >= 24, !value.hasPrefix(certificates), let data = Data(base64Encoded: value) else {
                return false
            }
            let plain = String(decoding: data, as: UTF8.self)
            // Names and addresses are no secrets, wherever they stand.
            return (text.contains(value) || text.contains(plain)) && plain.contains { $0.isNumber }
                && !plain.contains("svc")
        }
        #expect(leaked.isEmpty)
        #expect(state.manifest.gaps.isEmpty || !state.entries.isEmpty)
    }

    /// Figure F8: a changed value is a changed token, an unchanged one is the same.
    @Test func tokensTellChangedValuesFromUnchangedOnes() async throws {
        let folder = try TemporaryDirectory()
        var source = Source()
        let count = EnvironmentFlag.count("SNAPCTL_FIGURE_VALUES", otherwise: 1_000, full: 30_000)
        let values = (0..<count).map { _ in source.next() }
        func state(_ change: (Int) -> Bool) async throws -> [Identity: Digest] {
            let objects = values.enumerated().map { i, value -> Value in
                [
                    "apiVersion": "v1", "kind": "Secret", "metadata": ["name": .string("s\(i)"), "namespace": "a"],
                    "stringData": ["a": .string(change(i) ? value + "x" : value)],
                ]
            }
            return Dictionary(
                uniqueKeysWithValues: try await capture(objects, in: folder).entries.map {
                    ($0.identity, $0.normalized)
                })
        }
        let before = try await state { _ in false }
        let same = try await state { _ in false }
        let after = try await state { $0 % 3 == 0 }
        #expect(before == same)
        #expect(before.count { after[$0.key] != $0.value } == (0..<count).count { $0 % 3 == 0 })
    }

    @Test func aBridgingCaptureComparesWithBothKeys() async throws {
        let folder = try TemporaryDirectory()
        let old = try #require(RedactionKey(organizationKey: Array(repeating: 1, count: 32), group: "g"))
        let new = try #require(RedactionKey(organizationKey: Array(repeating: 2, count: 32), group: "g"))
        func state(_ key: RedactionKey, previous: RedactionKey? = nil, _ value: String) async throws -> ClusterState {
            var capture = try FileCapture(scope: Scope(), key: key, spoolFolder: folder.path, previousKey: previous)
            let text =
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\"},\"stringData\":{\"a\":\"\(value)\"}}"
            try capture.add(file: "s.json", bytes: Array(text.utf8))
            let captured = try await capture.finish(
                osUser: "t", host: "h", toolVersion: "t", startedAt: "2026-11-23T06:00:00Z",
                finishedAt: "2026-11-23T06:00:01Z")
            let path = folder.file("\(key.id)-\(value).tar")
            _ = try await captured.write(toFile: path, compression: .none)
            return try ClusterState(SnapshotReader.open(path: path, spoolFolder: folder.path), name: path)
        }
        func value(_ state: ClusterState) async throws -> Value? {
            try await state.load(Set(state.entries.map(\.identity))).values.first?["stringData"]?["a"]
        }
        let before = try await state(old, "same")
        let bridging = try await state(new, previous: old, "same")
        let changed = try await state(new, previous: old, "other")
        #expect(try await value(before) != value(bridging))
        #expect(try await value(before.crossing(bridging.bridge)) == value(bridging))
        #expect(try await value(before.crossing(changed.bridge)) != value(changed))
        #expect(try await value(bridging.crossing(before.bridge)) == value(bridging))
    }

    @Test func cardNumbersAreReplacedAndListed() async throws {
        let folder = try TemporaryDirectory()
        let state = try await capture(
            [
                [
                    "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
                    "data": ["note": "paid with 4111 1111 1111 1111 yesterday"],
                ]
            ], in: folder)
        #expect(state.redactions.map(\.rule) == ["card-number"])
    }

    /// The automaton finds what a plain search finds, and nothing else.
    @Test func theSearchFindsEveryFormAtEveryPlace() {
        var source = Source()
        let values = (0..<50).map { _ in source.next() }
        let canary = LeakCanary(values.map { Confidential(Array($0.utf8)) })
        for (i, value) in values.enumerated() {
            let padding = String(repeating: "p", count: i % 7)
            // Encoded twice it is searched as a whole value, which is how a Secret's data is encoded once more.
            for form in [
                value, Data("\(padding)\(value)q".utf8).base64EncodedString(),
                Data(Data(value.utf8).base64EncodedString().utf8).base64EncodedString(),
                value.utf8.map { String($0, radix: 16) }.joined(),
            ] {
                let isFound = canary.isIn(Array("\(padding)xx\(form)yy".utf8))
                #expect(isFound, "\(form)")
            }
            #expect(!canary.isIn(Array("\(padding)\(value.dropLast())".utf8)))
        }
        #expect(!canary.isIn(Array(String(repeating: "ordinary text ", count: 1000).utf8)))
    }

    /// A line of a block may be public where it is encoded: of a bundle it can be one of the certificate.
    @Test func theLongestLineOfABlockIsSearchedForAsItStands() {
        let line = "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQ"
        let canary = LeakCanary([Confidential(Array("owner=ops\n\(line)\nshort=1\n".utf8))])
        #expect(canary.isIn(Array("  - \(line)\n".utf8)))
        #expect(!canary.isIn(Array(Data(line.utf8).base64EncodedString().utf8)))
    }

    /// Values that begin or end alike, in texts that are full of such beginnings: found where they stand, and searched for in
    /// time that does not grow with their number.
    @Test(.timeLimit(.minutes(1)))
    func valuesThatBeginAlikeAreToldApart() {
        var source = Source()
        let heads = ["https://queue.example.com/api?token=", "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ."]
        let values = (0..<3000).map { "\(heads[$0 % 2])\(source.next())\($0 % 3 == 0 ? "&region=westeurope&v=2" : "")" }
        let canary = LeakCanary(values.map { Confidential(Array($0.utf8)) })
        #expect(canary.searched == 3000)
        let line = "see \(heads[0])… and \(heads[1])…&region=westeurope&v=2\n"
        let harmless = Array(String(repeating: line, count: 3000).utf8)
        #expect(!canary.isIn(harmless))
        for value in values.prefix(200) {
            #expect(canary.isIn(harmless + Array(value.utf8)))
            #expect(canary.isIn(Array("x\(Data(value.utf8).base64EncodedString())".utf8)))
            #expect(!canary.isIn(Array("\(value.dropLast(1))~".utf8)))
        }
    }
}
