import Diff
import Snapshot

/// A golden baseline on disk.
struct GoldenFolder {
    let path: String

    init(_ path: String) { self.path = path }

    /// The folder of its resources.
    var resources: String { "\(path)/\(BaselineLayout.folder)" }

    /// Its `baseline.yaml`.
    func document() throws -> BaselineDocument {
        let file = "\(path)/\(Baseline.fileName)"
        let bytes: [UInt8]
        do throws(DiskError) { bytes = try FileReader.bytes(of: file, limit: 16 << 20) } catch {
            throw CommandError(
                "the baseline \(path) cannot be read: \(error.summary)",
                hint:
                    "name a folder with \(Baseline.fileName); make one with `snapctl baseline init STATE --output FOLDER`"
            )
        }
        do throws(BaselineError) { return try BaselineReader.document(bytes, file: file) } catch {
            throw CommandError(error)
        }
    }
}
