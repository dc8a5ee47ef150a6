import Glibc

/// A file that appears under its name whole or not at all, and that only its owner can read.
///
/// Written without a name where the file system can do that (`O_TMPFILE`), so that even `kill -9` leaves nothing behind;
/// else under a hidden name beside the target. ``commit()`` flushes the bytes, gives the name and flushes the folder.
/// An instance that goes away without it leaves what was there before.
package struct AtomicFile: ~Copyable {
    private let file: Descriptor
    private let folder: Descriptor
    private let name: String
    /// The hidden name, while there is one.
    private var temporary: String?
    /// The name it will have.
    package let path: String

    /// Begins a file that will replace what is at `path`. The folder must exist.
    ///
    /// - Throws: `EISDIR` when a folder is there, `EINVAL` when something else is that is no regular file: replacing a
    ///   device or a pipe is never what was meant.
    package init(_ path: String) throws(DiskError) {
        let (parent, name) = Self.split(path)
        guard !name.isEmpty, name != ".", name != ".." else { throw DiskError(.open, path, code: EISDIR) }
        if let present = try FileStatus.of(path), present.kind != .regular {
            throw DiskError(.open, path, code: present.kind == .folder ? EISDIR : EINVAL)
        }
        let folder: Descriptor
        do throws(DiskError) {
            folder = try Descriptor.opening(parent, flags: O_RDONLY | O_DIRECTORY, mode: 0)
        } catch {
            throw DiskError(.write, path, code: error.code)
        }
        let nameless = Self.nameless(in: folder)
        let temporary = nameless < 0 ? Self.hiddenName(for: name) : nil
        let number =
            if let temporary {
                unsafe openat(folder.number, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            } else { nameless }
        guard number >= 0 else { throw DiskError(.write, path, code: errno) }
        let file = Descriptor(adopting: number, path: path)
        // Whatever the umask took away or the file system gave.
        guard fchmod(file.number, 0o600) == 0 else {
            let code = errno
            if let temporary { unsafe unlinkat(folder.number, temporary, 0) }
            throw DiskError(.write, path, code: code)
        }
        self.file = file
        self.folder = folder
        self.name = name
        self.path = path
        self.temporary = temporary
    }

    deinit {
        if let temporary { unsafe unlinkat(folder.number, temporary, 0) }
    }

    /// Takes all of the bytes.
    package mutating func write(_ bytes: [UInt8]) throws(DiskError) { try file.write(bytes) }

    /// Makes the file appear. When this returns, it survives a power failure.
    ///
    /// - Parameter flushes: `false` for one of many files that ``flushAll()`` flushes together afterwards: thousands of
    ///   flushes take minutes.
    package consuming func commit(flushes: Bool = true) throws(DiskError) {
        if flushes { try file.synchronize() }
        if temporary == nil { try link() }
        if let hidden = temporary {
            guard unsafe renameat(folder.number, hidden, folder.number, name) == 0 else {
                throw DiskError(.publish, path, code: errno)
            }
            temporary = nil
        }
        if flushes { try folder.synchronize() }
    }

    /// Waits until everything that was written has reached the disk, whoever wrote it: Swift's Glibc has no `syncfs`.
    package static func flushAll() { sync() }

    /// Gives a nameless file the final name when it is free, else a hidden one, to be renamed over what is there.
    private mutating func link() throws(DiskError) {
        let nameless = "/proc/self/fd/\(file.number)"
        var target = name
        while unsafe linkat(AT_FDCWD, nameless, folder.number, target, AT_SYMLINK_FOLLOW) != 0 {
            guard errno == EEXIST else { throw DiskError(.publish, path, code: errno) }
            target = Self.hiddenName(for: name)
        }
        if target != name { temporary = target }
    }

    /// A file without a name; negative where there is no such thing.
    private static func nameless(in folder: borrowing Descriptor) -> Int32 {
        // Without /proc a nameless file could never be given a name.
        guard unsafe access("/proc/self/fd", X_OK) == 0 else { return -1 }
        return unsafe openat(folder.number, ".", Descriptor.namelessFlags | O_WRONLY | O_CLOEXEC, 0o600)
    }

    private static func hiddenName(for name: String) -> String {
        let random = String(UInt64.random(in: .min ... .max), radix: 16)
        // 255 bytes are the most a name can have.
        return ".\(String(decoding: name.utf8.prefix(200), as: UTF8.self)).snapctl-\(getpid())-\(random)"
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let parent = path[..<slash]
        return (parent.isEmpty ? "/" : String(parent), String(path[path.utf8.index(after: slash)...]))
    }
}
