import Foundation

/// A folder of one's own that goes away with the last reference to it.
package final class TemporaryDirectory: Sendable {
    /// Absolute path, without a slash at the end.
    package let path: String

    /// Makes a new empty folder, for its owner only.
    package init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("snapctl-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of something in the folder.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, with the folders it needs, and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String, permissions: Int = 0o600) throws -> String {
        try write(Array(text.utf8), to: name, permissions: permissions)
    }

    /// Writes a file, with the folders it needs, and returns its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String, permissions: Int = 0o600) throws -> String {
        let url = URL(fileURLWithPath: file(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: url.path)
        return url.path
    }

    /// The bytes of a file in the folder.
    package func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
    }
}
