import Snapshot

/// The document in a text, as far as it can be read within bounds: cluster text is hostile.
struct TextMeaning {
    /// From the outside in.
    let layers: [TextLayer]
    /// What the innermost layer says.
    let value: Value
    /// Comment lines, which are no part of the document.
    let comments: [String]

    /// The longest text that is looked into; ConfigMaps end at 1 MiB.
    private static let sizeLimit = 2 << 20
    /// Bytes of an unpacked text.
    private static let unpackedLimit = 8 << 20
    /// Values in one document: aliases of YAML included.
    private static let nodeLimit = 100_000
    /// Levels of one document: a walk needs stack for each.
    private static let nestingLimit = 64
    /// base64 in base64, as Helm does it, and one more.
    private static let layerLimit = 4
    /// Shorter words are base64 by chance.
    private static let base64Minimum = 16

    /// `nil` when the text holds no document.
    init?(_ text: String) {
        guard text.utf8.count <= Self.sizeLimit else { return nil }
        self.init(Array(text.utf8), layers: [])
    }

    /// Whether a comparison of the two says anything. JSON and YAML are two spellings of the same documents.
    func isLike(_ other: TextMeaning) -> Bool {
        func kind(_ layer: TextLayer) -> TextLayer { layer == .yaml ? .json : layer }
        return layers.map(kind) == other.layers.map(kind)
    }

    private init?(_ bytes: [UInt8], layers: [TextLayer]) {
        if let certificates = PublicCertificate.all(in: bytes) {
            self.init(layers + [.certificates], .array(certificates.map(\.meaning)))
        } else if let document = Self.json(bytes) {
            self.init(layers + [Self.isHelmRelease(document) ? .helmRelease : .json], document)
        } else if let plain = Self.unwrapped(bytes), layers.count + plain.layers.count < Self.layerLimit {
            let all = layers + plain.layers
            if let inner = TextMeaning(plain.bytes, layers: all) {
                self = inner
            } else if let text = Self.words(plain.bytes) {
                self.init(all + [.text], .string(text))
            } else {
                return nil
            }
        } else if let document = Self.yaml(bytes) {
            self.init(layers + [.yaml], document, comments: Self.comments(bytes))
        } else {
            return nil
        }
    }

    private init(_ layers: [TextLayer], _ value: Value, comments: [String] = []) {
        self.layers = layers
        self.value = value
        self.comments = comments
    }

    // MARK: Layers

    /// base64 undone, and gzip where it is inside.
    private static func unwrapped(_ bytes: [UInt8]) -> (bytes: [UInt8], layers: [TextLayer])? {
        guard bytes.count >= base64Minimum, bytes.count % 4 == 0,
            let plain = StrictBase64.decode(String(decoding: bytes, as: UTF8.self))
        else { return nil }
        guard plain.starts(with: [0x1F, 0x8B]) else { return (plain, [.base64]) }
        return Gunzip.bytes(plain, limit: unpackedLimit).map { ($0, [.base64, .gzip]) }
    }

    private static func json(_ bytes: [UInt8]) -> Value? {
        guard let first = bytes.first(where: { !" \n\r\t".utf8.contains($0) }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "["), let value = try? JSONReader.value(bytes)
        else { return nil }
        return isBounded(value) ? value : nil
    }

    /// Documents that are mappings or lists: any text is YAML of one word.
    private static func yaml(_ bytes: [UInt8]) -> Value? {
        guard bytes.contains(UInt8(ascii: ":")) || bytes.contains(UInt8(ascii: "-")),
            let documents = try? YAMLReader.documents(bytes, aliasLimit: nodeLimit).map(\.value),
            !documents.isEmpty,
            documents.allSatisfy({ $0.object != nil || $0.array != nil })
        else { return nil }
        let value = documents.count == 1 ? documents[0] : .array(documents)
        return isBounded(value) ? value : nil
    }

    private static func comments(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let rest = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            return rest.first == UInt8(ascii: "#") ? String(decoding: rest, as: UTF8.self) : nil
        }
    }

    /// Text that a person could read; `nil` for other bytes.
    private static func words(_ bytes: [UInt8]) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty,
            text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 })
        else { return nil }
        return text
    }

    private static func isHelmRelease(_ document: Value) -> Bool {
        document["chart"]?.object != nil && document["info"]?.object != nil && document["manifest"]?.string != nil
    }

    // MARK: Bounds of hostile texts

    private static func isBounded(_ value: Value) -> Bool {
        var nodes = 0
        return isBounded(value, depth: 0, &nodes)
    }

    private static func isBounded(_ value: Value, depth: Int, _ nodes: inout Int) -> Bool {
        nodes += 1
        guard nodes <= nodeLimit, depth <= nestingLimit else { return false }
        switch value {
        case .array(let elements):
            for element in elements where !isBounded(element, depth: depth + 1, &nodes) { return false }
        case .object(let object):
            for member in object.members where !isBounded(member.value, depth: depth + 1, &nodes) { return false }
        default: break
        }
        return true
    }
}

extension PublicCertificate {
    /// What it says, as a comparison shows it.
    fileprivate var meaning: Value {
        [
            "subject": .string(subject), "issuer": .string(issuer), "notBefore": .string(notBefore),
            "notAfter": .string(notAfter), "sha256": .string(sha256),
        ]
    }
}
