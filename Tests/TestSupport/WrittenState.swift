import Foundation
package import Snapshot

/// States that a test writes down in YAML.
package enum WrittenState {
    /// The state of some documents.
    ///
    /// - Parameter namespace: where namespaced objects go that name none.
    package static func captured(_ yaml: String, namespace: String? = nil) async throws -> CapturedState {
        let folder = try TemporaryDirectory()
        var capture = try FileCapture(
            scope: Scope(namespaces: namespace.map { [$0] } ?? []), key: Capturing.key, spoolFolder: folder.path)
        try capture.add(file: "state.yaml", bytes: Array(yaml.utf8))
        return try await capture.finish(
            osUser: "tester", host: "testhost", toolVersion: "test", startedAt: "2026-01-01T00:00:00Z",
            finishedAt: "2026-01-01T00:00:00Z")
    }

    /// The same, ready to be compared.
    package static func state(_ yaml: String, namespace: String? = nil) async throws -> ClusterState {
        ClusterState(try await captured(yaml, namespace: namespace), name: "written")
    }
}
