/// The path of an object inside a snapshot: safe on any file system, and different for different objects.
///
/// `resources/<group or core>/<plural>/<namespace|_cluster>/<name>.json`. The index carries the identity; the path only has
/// to be unique, stable and harmless. See FORMAT.md, "Paths".
package enum ArchivePath {
    /// The most bytes of one component, before `.json`.
    package static let componentLimit = 200

    /// The path of an object.
    package static func object(group: String, resource: String, namespace: String?, name: String) -> String {
        // No real group is called `core`; one that is must not share the folder of the core group.
        let folder = group.isEmpty ? "core" : group == "core" ? "%63ore" : component(group)
        return
            "resources/\(folder)/\(component(resource))/\(namespace.map(component) ?? "_cluster")/\(component(name)).json"
    }

    /// One component: everything outside `[a-z0-9._-]` in percent-encoding, and so are a leading `.` or `_`, a trailing
    /// `.` and the first letter of names that Windows keeps for devices; cut and ended by a digest when it gets too long.
    package static func component(_ text: String) -> String {
        let bytes = Array(text.utf8)
        // No encoding of any byte gives a lone percent sign.
        guard !bytes.isEmpty else { return "%" }
        let reserved = isReserved(bytes)
        var encoded: [UInt8] = []
        var boundary = 0
        let room = componentLimit - 17
        for (i, byte) in bytes.enumerated() {
            let edge =
                i == 0 && (reserved || byte == UInt8(ascii: "_"))
                || byte == UInt8(ascii: ".") && (i == 0 || i == bytes.count - 1)
            if isPlain(byte), !edge {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(upperHex[Int(byte >> 4)])
                encoded.append(upperHex[Int(byte & 15)])
            }
            if encoded.count <= room { boundary = encoded.count }
        }
        if encoded.count > componentLimit {
            encoded.removeSubrange(boundary...)
            encoded += Array("~\(Digest(of: bytes).hex.prefix(16))".utf8)
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Whether a text stands in a path as it is: ``component(_:)`` changes nothing about it.
    static func isComponent(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0, text.count <= componentLimit, text[0] != UInt8(ascii: "."),
            text[0] != UInt8(ascii: "_"), text[text.count - 1] != UInt8(ascii: ".")
        else { return false }
        var stem = text.count
        for i in text.indices {
            guard isPlain(text[i]) else { return false }
            if text[i] == UInt8(ascii: "."), stem == text.count { stem = i }
        }
        // Names of devices have three or four letters.
        guard stem == 3 || stem == 4 else { return true }
        var bytes: [UInt8] = []
        for i in 0..<stem { bytes.append(text[i]) }
        return !isReserved(bytes)
    }

    /// Why a path read from an archive cannot stand in a snapshot; `nil` when it can.
    package static func fault(_ path: [UInt8]) -> String? {
        if isHarmless(path.span) { return nil }
        if path.isEmpty { return "it is empty" }
        if path.first == UInt8(ascii: "/") { return "it is absolute" }
        if path.contains(0) { return "it holds a NUL" }
        if path.contains(UInt8(ascii: "\\")) { return "it holds a backslash" }
        if path.contains(where: { $0 < 0x20 || $0 >= 0x7F }) { return "it holds a byte outside ASCII text" }
        if path.contains(UInt8(ascii: ":")) { return "it holds a colon" }
        for part in path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            if part.isEmpty { return "it has an empty component" }
            if part.elementsEqual(".".utf8) || part.elementsEqual("..".utf8) { return "it leads to another folder" }
        }
        return nil
    }

    /// Whether nothing is wrong with a path, found in one look; there are as many paths as objects.
    private static func isHarmless(_ path: Span<UInt8>) -> Bool {
        var start = 0
        for i in path.indices {
            let byte = path[i]
            guard byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "\\"), byte != UInt8(ascii: ":") else { return false }
            guard byte == UInt8(ascii: "/") else { continue }
            // A part that begins with a dot is looked at by itself.
            guard i > start, path[start] != UInt8(ascii: ".") else { return false }
            start = i + 1
        }
        return start < path.count && path[start] != UInt8(ascii: ".")
    }

    private static let upperHex = Array("0123456789ABCDEF".utf8)

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// `con`, `nul.txt`, `com1.anything`: the stem before the first dot counts. Source: Microsoft, "Naming Files, Paths,
    /// and Namespaces".
    private static func isReserved(_ bytes: [UInt8]) -> Bool {
        let stem = bytes.prefix { $0 != UInt8(ascii: ".") }
        if stem.count == 3 { return ["con", "prn", "aux", "nul"].contains { stem.elementsEqual($0.utf8) } }
        guard stem.count == 4, let digit = stem.last, UInt8(ascii: "1")...UInt8(ascii: "9") ~= digit else {
            return false
        }
        return ["com", "lpt"].contains { stem.dropLast().elementsEqual($0.utf8) }
    }
}
