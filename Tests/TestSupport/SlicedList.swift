package import Snapshot

/// A recorded list, cut at the bytes: pages, single items and selections hold what the server sent, byte for byte.
package struct SlicedList: Sendable {
    /// The list's resourceVersion.
    package let revision: String
    /// The kind of the items, from the kind of the list.
    package let itemKind: String
    /// The list's apiVersion.
    package let apiVersion: String
    /// Where each item lies in the list's bytes.
    package let items: [Range<Int>]

    private let bytes: [UInt8]
    private let metadata: Range<Int>
    private let metadataValue: Object
    private let itemsRange: Range<Int>

    /// Reads a recorded list; `nil` when it is none.
    package init?(_ bytes: [UInt8]) {
        var scanner = ByteScanner(bytes)
        guard let members = scanner.object(), let metadata = members["metadata"], let itemsRange = members["items"],
            let kind = members["kind"].map({ String(decoding: bytes[$0].dropFirst().dropLast(), as: UTF8.self) }),
            let apiVersion = members["apiVersion"].map({
                String(decoding: bytes[$0].dropFirst().dropLast(), as: UTF8.self)
            }), let value = try? JSONReader.value(Array(bytes[metadata])).object
        else { return nil }
        self.bytes = bytes
        self.metadata = metadata
        self.itemsRange = itemsRange
        self.apiVersion = apiVersion
        metadataValue = value
        revision = value["resourceVersion"]?.string ?? ""
        itemKind = kind.hasSuffix("List") ? String(kind.dropLast(4)) : kind
        var inner = ByteScanner(bytes, at: itemsRange.lowerBound)
        items = inner.array() ?? []
    }

    /// The bytes of one item.
    package func item(_ index: Int) -> ArraySlice<UInt8> { bytes[items[index]] }

    /// One item as a value.
    package func value(_ index: Int) -> Value? { try? JSONReader.value(Array(item(index))) }

    /// The item as `get` answers it: with kind and apiVersion, which built-in lists leave out of their items.
    package func single(_ index: Int) -> [UInt8] {
        let item = item(index)
        if value(index)?["kind"] != nil { return Array(item) }
        return Array("{\"kind\":\"\(itemKind)\",\"apiVersion\":\"\(apiVersion)\",".utf8) + item.dropFirst()
    }

    /// The list with only some of its items, and with a continue token when others follow.
    package func bytes(of chosen: [Int], continue token: String?, remaining: Int?) -> [UInt8] {
        var newMetadata = metadataValue
        if let token { newMetadata["continue"] = .string(token) }
        if let remaining { newMetadata["remainingItemCount"] = .number(Number(remaining)) }
        var list: [UInt8] = [UInt8(ascii: "[")]
        for (place, index) in chosen.enumerated() {
            if place > 0 { list.append(UInt8(ascii: ",")) }
            list.append(contentsOf: item(index))
        }
        list.append(UInt8(ascii: "]"))
        let replacements = [(metadata, CanonicalJSON.bytes(.object(newMetadata))), (itemsRange, list)]
            .sorted { $0.0.lowerBound < $1.0.lowerBound }
        var result: [UInt8] = []
        var at = 0
        for (range, new) in replacements {
            result.append(contentsOf: bytes[at..<range.lowerBound])
            result.append(contentsOf: new)
            at = range.upperBound
        }
        return result + bytes[at...]
    }
}

/// Finds where values lie in valid JSON, without reading them.
private struct ByteScanner {
    private let bytes: [UInt8]
    private var at: Int

    init(_ bytes: [UInt8], at: Int = 0) {
        self.bytes = bytes
        self.at = at
    }

    /// Where the values of an object's members lie, by key.
    mutating func object() -> [String: Range<Int>]? {
        guard next() == UInt8(ascii: "{") else { return nil }
        at += 1
        var members: [String: Range<Int>] = [:]
        while let byte = next(), byte != UInt8(ascii: "}") {
            if byte == UInt8(ascii: ",") { at += 1 }
            guard next() == UInt8(ascii: "\""), let key = value() else { return nil }
            guard next() == UInt8(ascii: ":") else { return nil }
            at += 1
            guard let range = value() else { return nil }
            members[String(decoding: bytes[key].dropFirst().dropLast(), as: UTF8.self)] = range
        }
        return members
    }

    /// Where the elements of an array lie.
    mutating func array() -> [Range<Int>]? {
        guard next() == UInt8(ascii: "[") else { return nil }
        at += 1
        var elements: [Range<Int>] = []
        while let byte = next(), byte != UInt8(ascii: "]") {
            if byte == UInt8(ascii: ",") { at += 1 }
            guard let range = value() else { return nil }
            elements.append(range)
        }
        return elements
    }

    private mutating func next() -> UInt8? {
        while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
        return at < bytes.count ? bytes[at] : nil
    }

    private mutating func value() -> Range<Int>? {
        guard next() != nil else { return nil }
        let start = at
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at += 1
                while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
                    at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
                }
                at += 1
                if depth == 0 { return start..<at }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return start..<at }
                depth -= 1
                at += 1
                if depth == 0 { return start..<at }
            case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
                if depth == 0 { return start..<at }
                at += 1
            default: at += 1
            }
        }
        return start..<at
    }
}
