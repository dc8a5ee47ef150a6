import Foundation
import Snapshot
import TestSupport
import Testing

/// `diff --patch`: what leads from before to after.
@Suite struct PatchTests {
    private static let before = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, uid: "1"}
        spec:
          template:
            spec:
              initContainers: [{name: a, image: a}, {name: b, image: b}]
              containers: [{name: web, image: "web:1", args: [-q, serve]}]
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: gone, namespace: shop}, data: {a: b}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, stringData: {password: correct-horse-1}}

        """
    private static let after = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop, uid: "2"}
        spec:
          template:
            spec:
              initContainers: [{name: b, image: b}, {name: a, image: a}]
              containers: [{name: web, image: "web:2", args: [-q, serve]}]
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: new, namespace: shop}, data: {a: b}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, stringData: {password: correct-horse-2}}

        """

    private static func program() throws -> Program {
        let program = try Program()
        try program.folder.write(before, to: "before.yaml")
        try program.folder.write(after, to: "after.yaml")
        return program
    }

    @Test func eachDifferentObjectHasItsPatch() async throws {
        let result = try await Self.program().run(["diff", "before.yaml", "after.yaml", "--patch", "-"])
        #expect(result.status == 1, "\(result.error)")
        let document = try JSONReader.value(result.output)
        #expect(document["format"] == "snapctl.dev/patch/v1")
        var patches: [String: Value] = [:]
        for patch in document["patches"]?.array ?? [] {
            patches[patch[["object", "name"]]?.string ?? ""] = patch["patch"]
        }
        #expect(Set(patches.keys) == ["web", "gone", "new", "db"])
        #expect(
            patches["web"] == [
                ["op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "web:2"],
                [
                    "op": "move", "from": "/spec/template/spec/initContainers/0",
                    "path": "/spec/template/spec/initContainers/1",
                ],
            ])
        #expect(patches["gone"] == [["op": "replace", "path": "", "value": .null]])
        #expect(patches["new"]?.array?.first?[["value", "metadata", "name"]] == "new")
        // Secrets stay tokens.
        let value = patches["db"]?.array?.first?["value"]?.string ?? ""
        #expect(RedactionToken.keyID(of: value) != nil)
        #expect(!result.text.contains("correct-horse"))
    }

    @Test func patchesGoToAFileBesideTheReport() async throws {
        let program = try Self.program()
        let result = try await program.run(["diff", "before.yaml", "after.yaml", "--patch", "p.json"])
        #expect(result.text.contains("initContainers"))
        #expect(try JSONReader.value(program.folder.read("p.json"))["patches"]?.array?.count == 4)
        let both = try await program.run(["diff", "before.yaml", "after.yaml", "--patch", "-", "-o", "json"])
        #expect(both.status == 2 && both.error.contains("stdout"))
        let none = try await program.run(["diff", "before.yaml", "before.yaml", "--patch", "-"])
        #expect(none.status == 0)
        #expect(try JSONReader.value(none.output)["patches"] == [])
    }
}
