import Foundation
import Snapshot
import TestSupport
import Testing

/// Copies of a Secret's value elsewhere, in any spelling: replaced, listed, and never a reason to end a capture.
@Suite struct SecretCopyTests {
    private func capture(_ objects: [Value]) async throws -> CapturedState {
        try await WrittenState.captured(
            CanonicalJSON.text(["apiVersion": "v1", "kind": "List", "items": .array(objects)]))
    }

    private func secret(_ value: String, key: String = "a") -> Value {
        [
            "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "s", "namespace": "a"],
            "stringData": .object(Object([key: .string(value)])),
        ]
    }

    private func map(_ name: String, _ data: Value) -> Value {
        [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name), "namespace": "a"],
            "data": data,
        ]
    }

    private static func base32(_ text: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bits = Array(text.utf8).flatMap { byte in (0..<8).map { byte >> (7 - UInt8($0)) & 1 } }
        while bits.count % 5 != 0 { bits.append(0) }
        return String(
            stride(from: 0, to: bits.count, by: 5).map { i in
                alphabet[bits[i..<i + 5].reduce(0) { $0 << 1 | Int($1) }]
            })
    }

    private static let spellings: [(String, @Sendable (String) -> String)] = [
        ("as it is", { $0 }), ("%XX", { $0.utf8.map { "%" + String($0, radix: 16) }.joined() }),
        ("\\u00XX", { $0.utf8.map { "\\u00" + String($0, radix: 16) }.joined() }), ("base32", { base32($0) }),
        ("base32, small", { base32($0).lowercased() }), ("base64", { Data($0.utf8).base64EncodedString() }),
        (
            "base64 in lines",
            { text in
                let all = Array(Data((String(repeating: "line of text ", count: 9) + text).utf8).base64EncodedString())
                return stride(from: 0, to: all.count, by: 76).map { String(all[$0..<min($0 + 76, all.count)]) }.joined(
                    separator: "\n")
            }
        ), ("hexadecimal", { $0.utf8.map { String($0, radix: 16) }.joined() }),
    ]

    @Test(arguments: ["Zq7vK2mX9pLw4RtY8sNbHd3F", "correcthorsebatterystaple", "correct-horse-battery-staple"])
    func aCopyIsReplacedInEverySpelling(value: String) async throws {
        for (name, spell) in Self.spellings {
            let spelled = spell(value)
            let folder = try TemporaryDirectory()
            let state = try await capture(
                [secret(value), map("copy", ["note": .string("see \(spelled) here")])])
            _ = try await state.write(toFile: folder.file("s.tar"), compression: .none)
            let text = String(decoding: try folder.read("s.tar"), as: UTF8.self)
            let needle = spelled.split(separator: "\n").last.map(String.init) ?? spelled
            #expect(!text.contains(needle.replacing("\\", with: "\\\\")), "\(name)")
            #expect(state.redactions.contains { $0.rule == "published-secret" }, "\(name)")
            #expect(state.manifest.gaps.isEmpty, "\(name)")
        }
    }

    @Test func aCopyHasOneTokenInAClusterAndInFiles() async throws {
        let value = "d6e4a9b6646c62fc"
        let objects: [Value] = [
            [
                "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "s", "namespace": "a"],
                "data": ["token": .string(Data(value.utf8).base64EncodedString())],
            ],
            map("copy", ["id": .string(value + "48baa6dd")]),
        ]
        let written = try await capture(objects)
        let router = APIRouter(try FolderState.state(of: objects))
        let live = try await FixtureServer.run(answer: { router.answer($0) }) { try await Capturing.capture($0) }
        let digests = [written, live].map { state in
            state.entries.first { $0.identity.name == "copy" }?.normalized
        }
        #expect(digests[0] != nil && digests[0] == digests[1])
        #expect(live.redactions.contains { $0.rule == "published-secret" && $0.identity.name == "copy" })
    }

    @Test func aKeyOfAMapIsReplaced() async throws {
        let folder = try TemporaryDirectory()
        let value = "Zq7vK2mX9pLw4RtY8sNbHd3F"
        let state = try await capture([secret(value), map("copy", .object(Object([value: "y"])))])
        _ = try await state.write(toFile: folder.file("s.tar"), compression: .none)
        #expect(!String(decoding: try folder.read("s.tar"), as: UTF8.self).contains(value))
        #expect(state.manifest.gaps.isEmpty && state.entries.count == 2)
    }

    /// A value that is also the name of something stays where it is a name: a tenant cannot make it a secret.
    @Test func anIdentityStaysAndIsListed() async throws {
        let folder = try TemporaryDirectory()
        let name = "payments-frontend-7d9c5b-x2x4z"
        let pod: Value = [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": ["name": .string(name), "namespace": "a", "uid": "0f0e0d0c-1111-4111-8111-222233334444"],
            "spec": ["nodeName": "n", "containers": []],
        ]
        for value in [name, "0f0e0d0c-1111-4111-8111-222233334444"] {
            let state = try await capture([secret(value), pod])
            #expect(state.manifest.gaps.isEmpty && state.entries.count == 2)
            _ = try await state.write(toFile: folder.file("s.tar"), compression: .none)
            let entry = state.entries.first { $0.identity.kind == "Pod" }
            #expect(entry?.identity.name == name)
            if value != name || LeakCanary([Confidential(Array(name.utf8))]).searched > 0 {
                #expect(state.redactions.contains { $0.rule == "kept-identity" && $0.identity.kind == "Pod" })
            }
        }
    }

    /// What cannot be replaced is left out and is a gap; all else is there.
    @Test func anObjectWhoseNameHoldsAValueIsWithheld() async throws {
        let folder = try TemporaryDirectory()
        let value = "zq7vk2mx9plw4rty8snbhd3f"
        let state = try await capture(
            [secret(value), map("x-\(value)", ["a": "b"]), map("other", ["a": "b"])])
        _ = try await state.write(toFile: folder.file("s.tar"), compression: .none)
        #expect(!String(decoding: try folder.read("s.tar"), as: UTF8.self).contains(value))
        #expect(state.manifest.gaps.map(\.reason) == [.withheld])
        #expect(state.manifest.gaps.first?.subject == "configmaps")
        #expect(Set(state.entries.map(\.identity.name)) == ["s", "other"])
        #expect(state.manifest.coverage.first { $0.resource == "configmaps" }?.count == 1)
    }

    /// One object in two versions: it is left out of both, and counted in none.
    @Test(arguments: [["autoscaling/v1", "autoscaling/v2"], ["autoscaling/v2", "autoscaling/v1"]])
    func anObjectInTwoVersionsIsWithheldOnce(versions: [String]) async throws {
        let folder = try TemporaryDirectory()
        let value = "zq7vk2mx9plw4rty8snbhd3f"
        func autoscaler(_ version: String, _ name: String) -> Value {
            [
                "apiVersion": .string(version), "kind": "HorizontalPodAutoscaler",
                "metadata": ["name": .string(name), "namespace": "a"],
                "spec": [
                    "maxReplicas": 3,
                    "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "web"],
                ],
            ]
        }
        let state = try await capture(
            [secret(value), autoscaler(versions[0], "x-\(value)"), autoscaler(versions[1], "x-\(value)")]
                + [autoscaler(versions[0], "other")])
        _ = try await state.write(toFile: folder.file("s.tar"), compression: .none)
        let snapshot = try SnapshotReader.open(path: folder.file("s.tar"), spoolFolder: folder.path)
        try snapshot.verify()
        #expect(!String(decoding: try folder.read("s.tar"), as: UTF8.self).contains(value))
        #expect(state.manifest.gaps.map(\.reason) == [.withheld])
        #expect(Set(state.entries.map(\.identity.name)) == ["s", "other"])
        let counts = state.manifest.coverage.filter { $0.resource == "horizontalpodautoscalers" }.map(\.count)
        #expect(counts.reduce(0, +) == 1)
    }

    @Test func aNameThatLooksLikeATokenStays() async throws {
        let folder = try TemporaryDirectory()
        let name = "glpat-zq7vk2mx9plw4rty8snbhd3f"
        let state = try await capture(
            [
                [
                    "apiVersion": "v1", "kind": "ConfigMap",
                    "metadata": ["name": .string(name), "namespace": "a", "labels": ["app": .string(name)]],
                ]
            ])
        _ = try await state.write(toFile: folder.file("s.tar"), compression: .none)
        #expect(state.entries.map(\.identity.name) == [name])
        #expect(state.manifest.gaps.isEmpty)
    }

    @Test func defaultsOfDefinitionsAreNotInTheSchema() async throws {
        let folder = try TemporaryDirectory()
        let url = "postgres://user:hunter2Correct@db/app"
        func property(_ value: Value) -> Value { ["type": "string", "default": value] }
        let definition: Value = [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": "widgets.example.org"],
            "spec": [
                "group": "example.org", "names": ["kind": "Widget", "plural": "widgets"], "scope": "Namespaced",
                "versions": [
                    [
                        "name": "v1", "served": true, "storage": true,
                        "schema": [
                            "openAPIV3Schema": [
                                "type": "object",
                                "properties": [
                                    "spec": [
                                        "type": "object",
                                        "properties": [
                                            "url": property(.string(url)), "password": property("hunter2Correct"),
                                            "size": property("small"),
                                        ],
                                    ]
                                ],
                            ]
                        ],
                    ]
                ],
            ],
        ]
        let state = try await capture([definition])
        _ = try await state.write(toFile: folder.file("s.tar"), compression: .none)
        let text = String(decoding: try folder.read("s.tar"), as: UTF8.self)
        #expect(!text.contains("hunter2Correct"))
        #expect(CanonicalJSON.text(state.schema.json).contains("small"))
    }

    @Test func whatAServerSaysIsRepeatedWithoutCredentials() async throws {
        let said = try await FixtureServer.run(
            answer: { _ in
                HTTPServerResponse(
                    status: 403,
                    json: ["kind": "Status", "message": "no rights: password=hunter2Correct was sent"])
            }
        ) { server in
            do {
                _ = try await Capturing.capture(server)
                return "nothing"
            } catch { return "\(error)" }
        }
        #expect(said.contains("403") && !said.contains("hunter2Correct"))
    }

    @Test(arguments: ["k: *hunter2Correct\n", "hunter2Correct: 1\nhunter2Correct: 2\n", "k: !!int hunter2Correct\n"])
    func errorsAboutYAMLDoNotRepeatTheText(text: String) {
        do {
            _ = try YAMLReader.documents(Array(text.utf8))
            Issue.record("it was read")
        } catch {
            #expect(!error.summary.contains("hunter2"))
        }
    }
}
