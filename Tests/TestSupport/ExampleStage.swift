import Foundation
package import Snapshot

/// A second cluster beside the example: another stage made of the same manifests, with its own registry, region, ids, host, node
/// suffixes, secret, size and words.
package enum ExampleStage {
    /// What the example says, and what this stage says instead, everywhere.
    package static let values: [(example: String, stage: String)] = [
        ("acrnorthwindprod", "acrnorthwindstage"), ("westeurope", "northeurope"),
        ("00000000-1111-2222-3333-444444444444", "55555555-6666-7777-8888-999999999999"),
        ("northwind-prod", "northwind-stage"), ("pay.northwind.example", "pay.stage.northwind.example"),
        ("31254807", "41254807"), ("31254811", "41254811"), ("18840172", "28840172"),
        ("ce98ba4c-b8db-4a56-a9cd-98446c97f789", uid),
    ]

    /// What identifies the cluster.
    package static let uid = "0d5f2c11-7a34-4b6e-9d1c-2f8b5a60c3e7"

    /// Values that vary by themselves: the file, what the example says in it, what this stage says.
    private static let single: [(file: String, example: String, stage: String)] = [
        ("payments-i/Deployment.web-frontend.yaml", "replicas: 2", "replicas: 3"),
        ("payments-i/ConfigMap.web-frontend-settings.yaml", "LOG_LEVEL: Warning", "LOG_LEVEL: Debug"),
        (
            "payments-i/Secret.ledger-credentials.yaml", "bm90LWEtcmVhbC1obWFjLWtleS0wMDAwMDAwMDAwMDAw",
            "b2Ygc3RhZ2UsIGFuZCBub3QgcmVhbCBlaXRoZXI="
        ),
    ]

    /// Lays out this stage in a state of the example: what happened to the example happened here.
    package static func lay(_ state: ExampleCluster, in folder: TemporaryDirectory) throws -> String {
        let scratch = try TemporaryDirectory()
        let source = try state.lay(in: scratch)
        let target = folder.file("stage-\(state.rawValue)")
        let files = FileManager.default
        for name in try files.subpathsOfDirectory(atPath: source) where name.hasSuffix(".yaml") {
            var text = try String(contentsOfFile: "\(source)/\(name)", encoding: .utf8)
            for value in values { text = text.replacing(value.example, with: value.stage) }
            for change in single where change.file == name { text = text.replacing(change.example, with: change.stage) }
            let place = "\(target)/\(renamed(name))"
            try files.createDirectory(
                atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: place))
        }
        return target
    }

    /// What an object of the example is called here.
    package static func identity(_ identity: Identity) -> Identity {
        Identity(
            group: identity.group, kind: identity.kind, namespace: identity.namespace, name: renamed(identity.name))
    }

    /// The stage in a state of the example, as a capture of files under the key of all tests.
    package static func capture(_ state: ExampleCluster) async throws -> CapturedState {
        let folder = try TemporaryDirectory()
        let files = try lay(state, in: folder)
        return try await ExampleCluster.capture(files: files)
    }

    private static func renamed(_ text: String) -> String {
        values.reduce(text) { $0.replacing($1.example, with: $1.stage) }
    }
}
