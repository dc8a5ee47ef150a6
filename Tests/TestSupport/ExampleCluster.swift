import Foundation

/// The project's own example cluster, in `golden/example`, and the golden baseline made of it.
package enum ExampleCluster: String, CaseIterable, Sendable {
    /// One night after bootstrap.
    case cluster
    /// A day of routine changes later.
    case churned
    /// After people used kubectl.
    case drifted

    /// The `golden` folder of the project.
    package static let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "golden").path

    /// The golden baseline of the example.
    package static var baseline: String { "\(golden)/aks-regulated" }

    /// What was really done in `drifted`.
    package static func truth() throws -> DriftTruth {
        try DriftTruth(Array(Data(contentsOf: URL(fileURLWithPath: "\(golden)/example/drifted/truth.json"))))
    }

    /// A copy of the published demo key that the program takes: git keeps no modes, and a key that others can read is
    /// refused.
    package static func key(in folder: TemporaryDirectory) throws -> String {
        let key = try Data(contentsOf: URL(fileURLWithPath: "\(golden)/example/public-demo.key"))
        return try folder.write(Array(key), to: "redaction.key")
    }

    /// Lays this state out as a folder of manifests: the cluster, and the overlays up to this one.
    package func lay(in folder: TemporaryDirectory) throws -> String {
        let target = folder.file("state-\(rawValue)")
        let files = FileManager.default
        for layer in Self.allCases {
            let source = "\(Self.golden)/example/\(layer.rawValue)"
            if layer == .cluster {
                try files.copyItem(atPath: source, toPath: target)
            } else {
                let deleted = try String(contentsOfFile: "\(source)/deleted.txt", encoding: .utf8)
                for name in deleted.split(separator: "\n") { try files.removeItem(atPath: "\(target)/\(name)") }
                for name in try files.subpathsOfDirectory(atPath: source) where name.hasSuffix(".yaml") {
                    let place = URL(fileURLWithPath: "\(target)/\(name)")
                    try files.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try? files.removeItem(at: place)
                    try files.copyItem(atPath: "\(source)/\(name)", toPath: place.path)
                }
            }
            if layer == self { break }
        }
        return target
    }
}
