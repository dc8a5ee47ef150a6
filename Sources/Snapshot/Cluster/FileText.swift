import Glibc

/// Reads the small files that logins are made of.
enum FileText {
    /// The bytes of a file, or why there are none.
    enum Outcome {
        case bytes([UInt8])
        case missing
        /// The words for it, without the path.
        case unreadable(String)
    }

    /// The most bytes that a kubeconfig, a certificate or a token file may have.
    static let limit = 16 << 20

    static func read(_ path: String) -> Outcome {
        do throws(DiskError) {
            // `-` is a file name here, not standard input.
            return .bytes(try FileReader.bytes(of: path == "-" ? "./-" : path, limit: limit))
        } catch {
            switch error.code {
            case _ where error.limit != nil: return .unreadable("it is larger than \(limit >> 20) MiB")
            case ENOENT, ENOTDIR: return .missing
            case EACCES, EPERM: return .unreadable("permission denied")
            case EISDIR: return .unreadable("it is a folder")
            case EINVAL, ENXIO: return .unreadable("it is not a regular file")
            case EMFILE, ENFILE: return .unreadable("too many files are open (`ulimit -n`)")
            default: return .unreadable("system error \(error.code)")
            }
        }
    }
}
