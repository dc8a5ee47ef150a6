import Glibc

/// An open file, closed when its owner goes away.
///
/// Interrupted calls are repeated and short writes continued, so that a call either did all of its work or throws.
package struct Descriptor: ~Copyable, Sendable {
    package let number: Int32
    /// For messages: the path it was opened by.
    package let path: String

    /// Takes over an open descriptor.
    package init(adopting number: Int32, path: String) {
        self.number = number
        self.path = path
    }

    deinit { close(number) }

    /// `O_TMPFILE`, which glibc's Swift overlay does not import.
    static let namelessFlags: Int32 = 0o20_000_000 | O_DIRECTORY

    /// Opens a file or folder for reading. A pipe or device is refused, so that nobody waits for what may never come; one
    /// that this process was given open, as `/dev/stdin` or `/dev/fd/3`, is read like standard input.
    package static func reading(_ path: String) throws(DiskError) -> Descriptor {
        // Without O_NONBLOCK opening a pipe waits until somebody writes to it.
        let file = try opening(path, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY, mode: 0)
        guard try file.status().kind == .other else { return file }
        guard ["/dev/stdin", "/dev/fd/", "/proc/self/fd/"].contains(where: path.hasPrefix), path != "/dev/fd/" else {
            throw DiskError(.read, path, code: EINVAL)
        }
        let flags = fcntl(file.number, F_GETFL)
        guard flags >= 0, fcntl(file.number, F_SETFL, flags & ~O_NONBLOCK) == 0 else {
            throw DiskError(.read, path, code: errno)
        }
        return file
    }

    /// Opens an existing file for writing in place, such as a device. Results go to an ``AtomicFile`` instead.
    package static func writing(_ path: String) throws(DiskError) -> Descriptor {
        try opening(path, flags: O_WRONLY, mode: 0)
    }

    /// Opens with the flags of open(2); the descriptor is never inherited by child processes.
    static func opening(_ path: String, flags: Int32, mode: mode_t) throws(DiskError) -> Descriptor {
        guard !path.utf8.contains(0) else { throw DiskError(.open, path, code: ENOENT) }
        while true {
            let number = unsafe open(path, flags | O_CLOEXEC, mode)
            if number >= 0 { return Descriptor(adopting: number, path: path) }
            if errno != EINTR { throw DiskError(.open, path, code: errno) }
        }
    }

    /// A second descriptor of standard output, so that closing it closes nothing.
    package static func standardOutput() throws(DiskError) -> Descriptor {
        try duplicating(STDOUT_FILENO, path: "standard output")
    }

    /// A second descriptor of standard input.
    package static func standardInput() throws(DiskError) -> Descriptor {
        try duplicating(STDIN_FILENO, path: "standard input")
    }

    private static func duplicating(_ number: Int32, path: String) throws(DiskError) -> Descriptor {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw DiskError(.open, path, code: errno) }
        return Descriptor(adopting: copy, path: path)
    }

    /// What kind of file it is, and its size in bytes.
    package func status() throws(DiskError) -> FileStatus {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw DiskError(.inspect, path, code: errno) }
        return FileStatus(status)
    }

    /// Appends up to `count` bytes from the current position to `buffer`.
    ///
    /// - Returns: how many; 0 at the end.
    package func read(upTo count: Int, into buffer: inout [UInt8]) throws(DiskError) -> Int {
        try unsafe append(upTo: count, to: &buffer) { unsafe Glibc.read(number, $0, $1) }
    }

    /// Appends up to `count` bytes from an offset to `buffer`; the current position stays.
    ///
    /// - Returns: how many; 0 at the end.
    package func read(upTo count: Int, at offset: Int, into buffer: inout [UInt8]) throws(DiskError) -> Int {
        try unsafe append(upTo: count, to: &buffer) { unsafe pread(number, $0, $1, off_t(offset)) }
    }

    private func append(
        upTo count: Int, to buffer: inout [UInt8], _ call: (UnsafeMutableRawPointer?, Int) -> Int
    ) throws(DiskError) -> Int {
        var failure: Int32 = 0
        var got = 0
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: count) { space, filled in
            repeat {
                got = unsafe call(UnsafeMutableRawPointer(space.baseAddress), count)
                failure = got < 0 ? errno : 0
            } while failure == EINTR
            filled = max(got, 0)
        }
        guard failure == 0 else { throw DiskError(.read, path, code: failure) }
        if buffer.isEmpty { buffer = piece } else { buffer += piece }
        return got
    }

    /// Writes all of the bytes at the current position.
    package func write(_ bytes: [UInt8]) throws(DiskError) {
        try write(count: bytes.count) { done in
            unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(number, $0.baseAddress.map { unsafe $0 + done }, $0.count - done)
            }
        }
    }

    /// Writes all of the bytes at an offset; the current position stays.
    package func write(_ bytes: [UInt8], at offset: Int) throws(DiskError) {
        try write(count: bytes.count) { done in
            unsafe bytes.withUnsafeBytes {
                unsafe pwrite(number, $0.baseAddress.map { unsafe $0 + done }, $0.count - done, off_t(offset + done))
            }
        }
    }

    private func write(count: Int, _ call: (_ done: Int) -> Int) throws(DiskError) {
        var done = 0
        while done < count {
            let written = call(done)
            if written > 0 {
                done += written
            } else if written == 0 || errno != EINTR {
                // A write of 0 bytes sets no error; call it what it is instead of trying for ever.
                throw DiskError(.write, path, code: written == 0 ? EIO : errno)
            }
        }
    }

    /// Waits until everything written has reached the disk.
    package func synchronize() throws(DiskError) {
        while fsync(number) != 0 {
            if errno != EINTR { throw DiskError(.flush, path, code: errno) }
        }
    }
}

/// What the operating system says about a file.
package struct FileStatus: Sendable, Hashable {
    /// The kinds that matter here.
    package enum Kind: Sendable {
        case regular
        case folder
        case link
        case other
    }

    /// What kind of file.
    package let kind: Kind
    /// Its size in bytes.
    package let size: Int
    /// Its permission bits.
    package let mode: Int
    /// Which file on which device.
    let device: UInt64
    let node: UInt64

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        size = Int(status.st_size)
        mode = Int(status.st_mode & 0o7777)
        device = UInt64(status.st_dev)
        node = UInt64(status.st_ino)
    }

    /// The status of what a path leads to; `nil` when there is nothing.
    package static func of(_ path: String, followingLinks: Bool = true) throws(DiskError) -> FileStatus? {
        var status = stat()
        let result = unsafe followingLinks ? stat(path, &status) : lstat(path, &status)
        if result == 0 { return FileStatus(status) }
        if errno == ENOENT { return nil }
        throw DiskError(.inspect, path, code: errno)
    }
}
