import Glibc

/// Why a file or folder could not be used: what was tried, on which path, and what the operating system answered.
package struct DiskError: ExplainedError, Hashable {
    /// What was tried.
    package enum Operation: String, Sendable {
        case open
        case read
        case write
        case flush
        case publish
        case list
        case inspect
    }

    /// What was tried.
    package let operation: Operation
    /// The path, or `standard input`, `standard output`.
    package let path: String
    /// The system's error number; 0 when it is `limit` that was passed.
    package let code: Int32
    /// The bound of bytes that was passed, when that is the reason.
    package let limit: Int?

    package init(_ operation: Operation, _ path: String, code: Int32, limit: Int? = nil) {
        self.operation = operation
        self.path = path
        self.code = code
        self.limit = limit
    }

    /// What happened to which thing.
    package var summary: String {
        if let limit { return "`\(path)` is larger than \(limit) bytes" }
        let verb =
            switch operation {
            case .open: "opened"
            case .read: "read"
            case .write: "written"
            case .flush: "flushed to the disk"
            case .publish: "put in place"
            case .list: "listed"
            case .inspect: "looked at"
            }
        return "`\(path)` cannot be \(verb): \(reason)"
    }

    /// What to do next.
    package var hint: String {
        if limit != nil { return "check that this is the file that was meant" }
        return switch code {
        case ENOENT: operation == .publish || operation == .write ? "create the folder first" : "check the path"
        case EACCES, EPERM: "check the permissions of the file and of the folders above it"
        case ENOSPC, EDQUOT: "free some space, or write to another disk; nothing was left under the final name"
        case EROFS: "choose a folder on a disk that can be written to"
        case EISDIR: operation == .read ? "name a file in this folder" : "name a file, not a folder"
        case ENOTDIR: "check the path: a part of it is a file"
        case EEXIST: "remove what is in the way, or choose another name"
        case EPIPE: "the reader of this output went away"
        case EMFILE, ENFILE: "raise the limit of open files (`ulimit -n`)"
        case ELOOP: "the path goes through too many symbolic links, or through one where none is allowed"
        case EINVAL where operation == .publish || operation == .open: "write to a regular file, or to `-`"
        case EINVAL where operation == .read, ENXIO:
            "name a regular file; a stream goes through standard input or an open descriptor (`/dev/fd/3`)"
        case ENOMEM: "give it more memory (`ulimit -v`)"
        case EIO: "the disk reported a fault; check it before trusting what is on it"
        default: "see the system's message"
        }
    }

    private var reason: String {
        switch code {
        case ENOENT: "no such file or folder"
        case EACCES, EPERM: "permission denied"
        case ENOSPC: "no space left on the disk"
        case EDQUOT: "the quota of disk space is used up"
        case EROFS: "the file system is read-only"
        case EISDIR: "it is a folder"
        case ENOTDIR: "a part of the path is not a folder"
        case EEXIST: "it exists already"
        case EPIPE: "the other end was closed"
        case EMFILE, ENFILE: "too many files are open"
        case ELOOP: "too many symbolic links"
        case EIO: "input/output error of the device"
        case EFBIG: "it would become larger than a file may be"
        case EINVAL where operation != .write, ENXIO: "it is not a regular file"
        default: unsafe String(cString: strerror(code))
        }
    }
}

extension DiskError {
    /// A folder stands where a file was meant.
    package static func isFolder(_ path: String) -> DiskError { DiskError(.read, path, code: EISDIR) }
}
