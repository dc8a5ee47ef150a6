/// Reads the files of a zip archive in memory.
enum Unzip {
    /// The files' bytes; `nil` when they are more than `count`, hold more than `limit` bytes together, or cannot be read.
    static func files(_ packed: [UInt8], limit: Int, count: Int) -> [[UInt8]]? {
        var files: [[UInt8]] = []
        var total = 0
        do throws(LibArchiveReader.Fault) {
            var reader = try LibArchiveReader(entriesOf: ArchiveSource(bytes: packed), filter: .none)
            while let entry = try reader.next() {
                guard entry.isFile else { continue }
                guard files.count < count else { return nil }
                var file: [UInt8] = []
                while try reader.read(upTo: 1 << 16, into: &file) > 0 {
                    if total + file.count > limit { return nil }
                }
                total += file.count
                files.append(file)
            }
        } catch {
            return nil
        }
        return files
    }
}
