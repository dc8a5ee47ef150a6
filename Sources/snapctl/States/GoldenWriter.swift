import Diff
import Foundation
import Snapshot

/// Writes the resources of a golden baseline so that Git shows what changed and nothing else: a file whose content says the
/// same already keeps its bytes, with a person's comments and order in it.
struct GoldenWriter {
    let folder: GoldenFolder
    let draft: BaselineDraft
    /// What `${name}` stands for in files that are there already.
    var bindings = Bindings()
    /// Files that were made or changed, below the folder.
    private(set) var written: [String] = []
    /// Files that say the same already.
    private(set) var kept: [String] = []

    init(_ folder: GoldenFolder, _ draft: BaselineDraft, bindings: Bindings = Bindings()) {
        self.folder = folder
        self.draft = draft
        self.bindings = bindings
    }

    /// Writes what an object declares, if its file does not say so already.
    mutating func write(_ object: Value, _ entry: IndexEntry) throws {
        let path = BaselineLayout.path(for: entry.identity)
        let declared = draft.declared(object, entry)
        guard try !says(path, declared) else {
            kept.append(path)
            return
        }
        try write(YAMLWriter.text(ParameterText.escaped(declared)), to: path)
        written.append(path)
    }

    /// Writes a file below the folder, whatever is there. Whoever writes many flushes the folder in the end.
    func write(_ text: String, to name: String) throws {
        let path = "\(folder.path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        var file = try AtomicFile(path)
        try file.write(Array(text.utf8))
        try file.commit(flushes: false)
    }

    /// Whether a file declares the same, however it is written.
    private func says(_ path: String, _ declared: Value) throws -> Bool {
        let file = "\(folder.path)/\(path)"
        guard try FileStatus.of(file) != nil else { return false }
        let bytes = try FileReader.bytes(of: file, limit: ManifestReader.fileLimit)
        guard let found = try? ManifestReader.objects(in: bytes, file: file), found.count == 1,
            let value = try? bindings.value(found[0].value)
        else { return false }
        return draft.areEqual(value, declared)
    }
}
