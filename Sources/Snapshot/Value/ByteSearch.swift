/// Plain search for bytes in bytes.
enum ByteSearch {
    /// Where a text is found, without overlaps. Cost: linear for needles whose first byte is rare, and bounded by their length
    /// otherwise.
    static func places(of needle: [UInt8], in bytes: [UInt8], limit: Int = .max) -> [Int] {
        guard let first = needle.first, bytes.count >= needle.count else { return [] }
        var places: [Int] = []
        var i = 0
        while i <= bytes.count - needle.count, places.count < limit {
            if bytes[i] == first, bytes[i...].starts(with: needle) {
                places.append(i)
                i += needle.count
            } else {
                i += 1
            }
        }
        return places
    }

    /// Whether a text is anywhere.
    static func holds(_ needle: [UInt8], in bytes: [UInt8]) -> Bool { !places(of: needle, in: bytes, limit: 1).isEmpty }
}
