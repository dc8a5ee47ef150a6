import Diff
import FoundationEssentials
import Snapshot

extension GoldenFolder {
    /// The file that says what people should look at first.
    static let reviewFile = "REVIEW.md"

    /// Writes `baseline.yaml`, as a whole or not at all.
    func write(_ text: String) throws {
        var target = try AtomicFile(file)
        try target.write(Array(text.utf8))
        try target.commit()
    }

    /// Writes a file below it, whatever is there. Whoever writes many flushes them in the end.
    func write(_ text: String, to name: String) throws {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        var target = try AtomicFile(file)
        try target.write(Array(text.utf8))
        try target.commit(flushes: false)
    }

    /// Refuses a folder that holds something: a baseline is never written over other files.
    func requireEmpty(_ words: String = "is not empty", hint: String) throws(CommandError) {
        if let old = try? FileManager.default.contentsOfDirectory(atPath: path), !old.isEmpty {
            throw CommandError("\(path) \(words)", hint: hint)
        }
    }
}
