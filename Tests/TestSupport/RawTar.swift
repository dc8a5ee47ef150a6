/// Writes tar streams with whatever is wrong in them: what the product's writer cannot be made to do.
package enum RawTar {
    /// An entry with every field of its header in the open.
    package struct Entry {
        package var path: [UInt8]
        package var body: [UInt8]
        package var type = UInt8(ascii: "0")
        package var mode = "000644 "
        package var uid = "000000 "
        package var gid = "000000 "
        /// `nil`: as long as the body.
        package var size: String?
        package var time = "00000000000 "
        package var link = ""
        package var magic: [UInt8] = Array("ustar\u{0}00".utf8)
        package var user = ""
        package var group = ""
        package var major = "000000 "
        /// What fills the last block.
        package var fill: UInt8 = 0
        package var spoilsChecksum = false

        package init(_ path: String, _ body: [UInt8] = []) {
            self.path = Array(path.utf8)
            self.body = body
        }

        package init(_ path: String, _ body: String) { self.init(path, Array(body.utf8)) }

        package func with(_ change: (inout Entry) -> Void) -> Entry {
            var copy = self
            change(&copy)
            return copy
        }

        /// Whether its path ends so.
        package func isNamed(_ ending: String) -> Bool { path.suffix(ending.utf8.count).elementsEqual(ending.utf8) }

        /// Header, body and fill.
        package var bytes: [UInt8] {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: some Collection<UInt8>, at offset: Int) {
                header.replaceSubrange(offset..<offset + text.count, with: text)
            }
            if path.count <= 100 {
                put(path, at: 0)
            } else if let slash = path.dropLast(path.count - 156).lastIndex(of: UInt8(ascii: "/")) {
                put(path[..<slash], at: 345)
                put(path[(slash + 1)...], at: 0)
            }
            put(mode.utf8, at: 100)
            put(uid.utf8, at: 108)
            put(gid.utf8, at: 116)
            put((size ?? Self.octal(body.count)).utf8, at: 124)
            put(time.utf8, at: 136)
            header[156] = type
            put(link.utf8, at: 157)
            put(magic, at: 257)
            put(user.utf8, at: 265)
            put(group.utf8, at: 297)
            put(major.utf8, at: 329)
            put("000000 ".utf8, at: 337)
            put("        ".utf8, at: 148)
            let sum = header.reduce(0) { $0 + Int($1) } + (spoilsChecksum ? 1 : 0)
            let digits = String(sum, radix: 8)
            put((String(repeating: "0", count: 6 - digits.count) + digits + "\u{0} ").utf8, at: 148)
            return header + body + [UInt8](repeating: fill, count: (512 - body.count % 512) % 512)
        }

        /// Eleven digits and a space.
        package static func octal(_ number: Int) -> String {
            let digits = String(number, radix: 8)
            return String(repeating: "0", count: 11 - digits.count) + digits + " "
        }
    }

    /// An extended header of these records.
    package static func pax(_ records: [(String, String)], type: Character = "x") -> Entry {
        var body: [UInt8] = []
        for (key, value) in records {
            let rest = " \(key)=\(value)\n".utf8.count
            var length = rest
            while length != rest + String(length).utf8.count { length = rest + String(length).utf8.count }
            body += Array("\(length) \(key)=\(value)\n".utf8)
        }
        return Entry("PaxHeader/x", body).with { $0.type = type.asciiValue ?? 0 }
    }

    package static let end = [UInt8](repeating: 0, count: 1024)

    package static func archive(_ entries: [Entry]) -> [UInt8] { entries.flatMap(\.bytes) + end }
}
