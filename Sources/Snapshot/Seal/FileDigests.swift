internal import Crypto

/// Both digests that seals are made of, taken in one reading of a file.
package struct FileDigests: Sendable, Hashable {
    package let sha256: [UInt8]
    package let sha512: [UInt8]

    init(sha256: [UInt8], sha512: [UInt8]) {
        self.sha256 = sha256
        self.sha512 = sha512
    }

    /// Of everything in a source.
    package init(of source: ArchiveSource) throws(DiskError) {
        var short = SHA256()
        var long = SHA512()
        var offset = 0
        while true {
            let piece = try source.read(upTo: 1 << 18, at: offset)
            if piece.isEmpty { break }
            short.update(data: piece)
            long.update(data: piece)
            offset += piece.count
        }
        sha256 = Array(short.finalize())
        sha512 = Array(long.finalize())
    }

    /// The SHA-256 in hexadecimal.
    package var hex: String { HexDigits.encode(sha256) }
}
