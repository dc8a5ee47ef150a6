/// Undoes gzip of bytes in memory.
package enum Gunzip {
    /// The plain bytes; `nil` when these are no gzip, are damaged, or hold more than `limit` bytes.
    package static func bytes(_ packed: [UInt8], limit: Int) -> [UInt8]? {
        guard packed.starts(with: [0x1F, 0x8B]) else { return nil }
        do {
            var reader = try LibArchiveReader.stream(
                of: ArchiveSource(bytes: packed), filter: .gzip, care: .lenient)
            var plain: [UInt8] = []
            while try reader.read(upTo: 1 << 16, into: &plain) > 0 {
                if plain.count > limit { return nil }
            }
            return plain
        } catch {
            return nil
        }
    }
}
