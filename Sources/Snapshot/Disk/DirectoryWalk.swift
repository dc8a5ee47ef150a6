import Glibc

/// The regular files below a folder, in byte order of their paths.
///
/// Symbolic links are followed only to what lies in the folder itself, as in a mounted ConfigMap; whatever else is no
/// regular file is named, not read.
package struct DirectoryWalk: Sendable {
    /// Paths relative to the folder.
    package private(set) var files: [String] = []
    /// What was passed over: links that lead outside or nowhere, devices, pipes, sockets, folders nested too deep.
    package private(set) var passedOver: [String] = []

    private static let depthLimit = 64
    private static let countLimit = 1_000_000

    /// Walks a folder.
    ///
    /// - Parameter enters: whether to look into the folder of that relative path; `.git` is the caller's to leave out.
    package init(_ root: String, enters: (String) -> Bool = { _ in true }) throws(DiskError) {
        let base = try Self.resolved(root)
        var visited: Set<[UInt64]> = []
        try visit(root: root, base: base, relative: "", depth: 0, visited: &visited, enters: enters)
        files.sort { ByteOrder.precedes($0, $1) }
        passedOver.sort { ByteOrder.precedes($0, $1) }
    }

    private mutating func visit(
        root: String, base: String, relative: String, depth: Int, visited: inout Set<[UInt64]>, enters: (String) -> Bool
    ) throws(DiskError) {
        let path = relative.isEmpty ? root : "\(root)/\(relative)"
        for name in try Self.names(in: path) {
            let inner = relative.isEmpty ? name : "\(relative)/\(name)"
            let full = "\(root)/\(inner)"
            // Gone since it was listed.
            guard var status = try FileStatus.of(full, followingLinks: false) else { continue }
            if status.kind == .link {
                guard let target = try? Self.resolved(full), target == base || target.hasPrefix(base + "/"),
                    let followed = try FileStatus.of(target)
                else {
                    passedOver.append(inner)
                    continue
                }
                // A linked folder's files are there under their own path as well; reading them twice says nothing new.
                if followed.kind == .folder { continue }
                status = followed
            }
            switch status.kind {
            case .regular:
                files.append(inner)
                guard files.count <= Self.countLimit else { throw DiskError(.list, root, code: EFBIG) }
            case .folder where depth < Self.depthLimit:
                guard enters(inner), visited.insert([status.device, status.node]).inserted else { continue }
                try visit(
                    root: root, base: base, relative: inner, depth: depth + 1, visited: &visited, enters: enters)
            case .folder, .link, .other:
                passedOver.append(inner)
            }
        }
    }

    private static func names(in path: String) throws(DiskError) -> [String] {
        guard let folder = unsafe opendir(path) else { throw DiskError(.list, path, code: errno) }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(folder) else { break }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw DiskError(.list, path, code: errno) }
        return names
    }

    private static func resolved(_ path: String) throws(DiskError) -> String {
        guard let text = unsafe realpath(path, nil) else { throw DiskError(.list, path, code: errno) }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }
}
