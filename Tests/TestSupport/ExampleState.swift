import Foundation
package import Snapshot

extension ExampleCluster {
    /// A file of the example.
    package static func file(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(golden)/example/\(name)")))
    }

    /// The state as a capture of files, under the key of all tests.
    package func capture() async throws -> CapturedState {
        let folder = try TemporaryDirectory()
        let base = try lay(in: folder)
        var capture = try FileCapture(scope: Scope(), key: Capturing.key, spoolFolder: folder.path)
        for path in try FileManager.default.subpathsOfDirectory(atPath: base).sorted() where path.hasSuffix(".yaml") {
            try capture.add(file: path, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: "\(base)/\(path)"))))
        }
        return try await capture.finish(
            osUser: "tester", host: "testhost", toolVersion: "test", startedAt: "2026-03-04T13:08:30Z",
            finishedAt: "2026-03-04T13:08:31Z")
    }
}
