/// Reads the files of a zip archive in memory.
enum Unzip {
    /// The files' bytes, as far as they can be read; nothing when they hold more than `limit` bytes together.
    static func files(_ packed: [UInt8], limit: Int, count: Int) -> [[UInt8]] {
        var files: [[UInt8]] = []
        var total = 0
        do throws(LibArchiveReader.Fault) {
            var reader = try LibArchiveReader(entriesOf: ArchiveSource(bytes: packed), filter: .none)
            while files.count < count, let entry = try reader.next() {
                guard entry.isFile else { continue }
                var file: [UInt8] = []
                while try reader.read(upTo: 1 << 16, into: &file) > 0 {
                    if total + file.count > limit { return [] }
                }
                total += file.count
                files.append(file)
            }
        } catch {
            return files
        }
        return files
    }
}
