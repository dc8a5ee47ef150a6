import Foundation
package import Testing

/// The recorded answers of a real API server, which are not part of the project.
///
/// They are looked for in the folder that `SNAPCTL_RECORDINGS` names, else in `../shared/data` beside the package. Tests
/// that need them say `.enabled(if: Recordings.areAvailable, Recordings.absence)`.
package enum Recordings: String, CaseIterable, Sendable {
    /// Production after bootstrap.
    case prodBaseline = "prod-baseline"
    /// The same after routine changes.
    case prodChurned = "prod-churned"
    /// The same after a person used kubectl.
    case prodDrifted = "prod-drifted"
    /// Another cluster made from the same manifests.
    case stageBaseline = "stage-baseline"
    /// 13,732 varied objects.
    case scale10k = "scale-10k"

    /// Whether the folder of recordings is there.
    package static let areAvailable = locate() != nil

    /// Why a test was skipped.
    package static let absence: Comment = "the recordings are absent: set SNAPCTL_RECORDINGS to their folder"

    /// The folder that holds the `.tar.zst` files, when there is one.
    package static func locate() -> String? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder =
            ProcessInfo.processInfo.environment["SNAPCTL_RECORDINGS"]
            ?? root.deletingLastPathComponent().appendingPathComponent("shared/data").path
        return FileManager.default.fileExists(atPath: "\(folder)/prod-baseline.tar.zst") ? folder : nil
    }

    /// The recording unpacked: the folder that holds `index.json`, `body/` and `head/`.
    ///
    /// Unpacked once a machine, under the temporary folder and a name that changes with the archive.
    package func unpacked() throws -> String { try Self.unpacked(rawValue) }

    /// Any of the archives unpacked, by its name without `.tar.zst`.
    package static func unpacked(_ name: String) throws -> String {
        guard let folder = locate() else { throw Tool.Failure(description: "\(absence)") }
        let archive = "\(folder)/\(name).tar.zst"
        let facts = try FileManager.default.attributesOfItem(atPath: archive)
        let size = (facts[.size] as? NSNumber)?.intValue ?? 0
        let changed = Int((facts[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0)
        let base = FileManager.default.temporaryDirectory.path
        let target = "\(base)/snapctl-recording-\(name)-\(size)-\(changed)"
        if !FileManager.default.fileExists(atPath: target) {
            let beside = "\(base)/snapctl-recording-\(UUID().uuidString)"
            try FileManager.default.createDirectory(atPath: beside, withIntermediateDirectories: true)
            try Tool.run(["sh", "-c", "zstd -dc \"$1\" | tar -xf - -C \"$2\"", "sh", archive, beside])
            // Whoever comes first wins; the loser's copy is the same.
            do { try FileManager.default.moveItem(atPath: beside, toPath: target) } catch {
                try? FileManager.default.removeItem(atPath: beside)
            }
        }
        guard let state = try FileManager.default.contentsOfDirectory(atPath: target).first else {
            throw Tool.Failure(description: "\(archive) holds no recording")
        }
        return "\(target)/\(state)"
    }

    /// A file of the recordings' folder that is none of the archives, such as `drift-truth.json`.
    package static func file(_ name: String) throws -> [UInt8] {
        guard let folder = locate() else { throw Tool.Failure(description: "\(absence)") }
        return Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }
}
