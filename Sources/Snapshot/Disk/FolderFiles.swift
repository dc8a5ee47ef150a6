/// A folder whose files are read by their paths below it.
package struct FolderFiles: Sendable, Hashable {
    package let path: String

    package init(_ path: String) { self.path = path }

    /// Where a file or folder below it is.
    package func path(of name: String) -> String { "\(path)/\(name)" }

    /// Whether there is a file or folder of that path below it.
    package func holds(_ name: String) throws(DiskError) -> Bool { try FileStatus.of(path(of: name)) != nil }

    /// The files below one of its folders, as paths in it, in byte order; none where there is no such folder.
    package func files(below folder: String) throws(DiskError) -> [String] {
        try FileStatus.of(path(of: folder))?.kind == .folder ? try walk(folder) : []
    }

    /// The same of a folder that has to be one.
    package func walk(_ folder: String) throws(DiskError) -> [String] {
        try DirectoryWalk(path(of: folder)).files.map { "\(folder)/\($0)" }
    }

    /// What a file holds.
    package func bytes(of name: String, limit: Int) throws(DiskError) -> [UInt8] {
        try FileReader.bytes(of: path(of: name), limit: limit)
    }
}
