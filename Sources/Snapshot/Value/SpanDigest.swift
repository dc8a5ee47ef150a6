package import Crypto

/// Hashing bytes where they lie. The way without unsafe code leads through copies, and every byte of a snapshot is hashed.
///
/// Invariant of the unsafe code: the pointers live for the length of the calls and are only read.
extension SHA256 {
    /// Takes in some bytes.
    mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
    }
}

extension Digest {
    /// The digest that a hash function has arrived at.
    package init(_ digest: SHA256.Digest) {
        self = unsafe digest.withUnsafeBytes { bytes in
            func word(_ place: Int) -> UInt64 {
                UInt64(bigEndian: unsafe bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            }
            return Digest(word(0), word(8), word(16), word(24))
        }
    }
}
