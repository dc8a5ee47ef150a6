public import Snapshot

/// A reviewed baseline: `baseline.yaml` with scope and rules, and beside it one file a resource, as `snapctl baseline init`
/// writes them and as docs/baseline.md describes them.
public struct GoldenBaseline: Sendable {
    let folder: GoldenFolder
    let document: BaselineDocument

    /// Reads the rules of a baseline. Its resources are read when a state is checked, in the terms of that state.
    ///
    /// - Parameter path: its folder, or the `baseline.yaml` in it.
    /// - Throws: what is wrong, with file, line and column.
    public init(at path: String) throws(SnapctlError) {
        let ending = "/" + Baseline.fileName
        let folder = GoldenFolder(
            path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : path == Baseline.fileName ? "." : path)
        do { document = try folder.document() } catch { throw SnapctlError(error) }
        self.folder = folder
    }

    /// What its authors call it.
    public var name: String { document.name }

    /// The stages that it knows, in byte order; empty when it is of one cluster, or of any.
    public var stages: [String] { document.stages.map(\.name) }
}
