/// Tells text in UTF-8 from text in other encodings that programs write into files.
enum TextEncoding {
    /// The byte order mark of UTF-8.
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// The encoding of a text that is not UTF-8, where its first bytes tell.
    static func foreign(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        // Without a mark every second byte of plain text is zero.
        guard bytes.count >= 4, (bytes[0] == 0) != (bytes[1] == 0), (bytes[2] == 0) != (bytes[3] == 0) else {
            return nil
        }
        return (bytes[0] == 0) == (bytes[2] == 0) ? "UTF-16" : nil
    }
}
