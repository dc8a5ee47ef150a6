/// How the tar stream of a snapshot is compressed.
package enum Compression: String, Sendable, Hashable, CaseIterable {
    /// Zstandard, level 3: the default.
    case zstd
    /// For readers without Zstandard.
    case gzip
    /// Not at all.
    case none

    /// What the first bytes of a file say; `nil` when they are no snapshot's.
    package init?(magic bytes: [UInt8]) {
        if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes.count > 262, bytes[257..<262].elementsEqual("ustar".utf8) {
            self = .none
        } else {
            return nil
        }
    }

    /// What the ending of a file's name asks for.
    package init(path: String) {
        self = path.hasSuffix(".gz") || path.hasSuffix(".tgz") ? .gzip : path.hasSuffix(".tar") ? .none : .zstd
    }

    /// `.tar.zst`, `.tar.gz` or `.tar`.
    package var fileExtension: String {
        switch self {
        case .zstd: ".tar.zst"
        case .gzip: ".tar.gz"
        case .none: ".tar"
        }
    }
}
