import Foundation
import Snapshot
import TestSupport
import Testing

/// An upgrade between two snapshots of a cluster, and in a baseline that is older than the cluster.
@Suite struct UpgradeCommandTests {
    private static func state(
        _ version: String, _ verbs: String, _ time: String, _ note: String
    ) async throws -> CapturedState {
        func managed(_ manager: String, _ fields: String) -> String {
            "[{manager: \(manager), operation: Update, apiVersion: v1, fieldsType: FieldsV1, time: '\(time)', "
                + "fieldsV1: {\(fields)}}]"
        }
        var captured = try await WrittenState.captured(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: 'system:node', uid: r, labels: {kubernetes.io/bootstrapping: rbac-defaults},
              managedFields: \(managed("kube-apiserver", "'f:rules': {}"))}
            rules: [{apiGroups: [''], resources: [nodes], verbs: [\(verbs)]}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: ours, namespace: default, uid: c,
              managedFields: \(managed("kubectl-edit", "'f:data': {'f:note': {}}"))}
            data: {note: \(note)}

            """)
        captured.manifest.cluster = Manifest.Cluster(
            name: "prod", server: "https://prod.example", uid: "k", version: version, authoritySHA256: nil,
            isVerified: true)
        return captured
    }

    @Test func theUpgradeIsShownTakenAndTheHandNamed() async throws {
        let folder = try TemporaryDirectory()
        let (before, after, golden) = ("\(folder.path)/a.tar.zst", "\(folder.path)/b.tar.zst", "\(folder.path)/golden")
        _ = try await Self.state("v1.33.4", "get", "2026-01-01T00:00:00Z", "a").write(toFile: before)
        _ = try await Self.state("v1.34.1", "get, list", "2026-02-01T00:00:00Z", "b").write(toFile: after)
        let made = try await SnapctlProgram.run(["baseline", "init", before, "--output-dir", golden])
        #expect(made.status == 0, "\(made.errors)")
        let same = try await SnapctlProgram.run(["check", before, "--baseline", golden])
        #expect(same.status == 0, "\(same.output)\(same.errors)")

        for arguments in [["diff", before, after], ["check", after, "--baseline", golden]] {
            let ending = try await SnapctlProgram.run(arguments)
            #expect(ending.status == 1)
            #expect(ending.output.contains("upgrade 1.33 → 1.34 to review: 1 difference in 1 object"))
            #expect(ending.output.contains("UPGRADE  1.33 → 1.34"))
            #expect(ending.output.contains("system:node"))
            #expect(ending.output.contains("~ ConfigMap ours"))
            let json = try await SnapctlProgram.run(arguments + ["-o", "json"])
            let report = try JSONReader.value(Array(json.output.utf8))
            #expect(report["upgrade"]?["violations"]?.array?.count == 1)
            #expect(report["violations"]?.array?.count == 1)
        }

        let taken = try await SnapctlProgram.run(["baseline", "init", after, "--output-dir", golden])
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(taken.errors.contains("upgrade 1.33 → 1.34: taken into 1 resource"))
        #expect(taken.errors.contains("also holds what is not of the upgrade: data.note, by kubectl-edit"))
        #expect(taken.errors.contains("metadata.kubernetes is v1.34.1"))
        let now = try await SnapctlProgram.run(["check", after, "--baseline", golden])
        #expect(now.status == 0, "\(now.output)\(now.errors)")
    }
}
