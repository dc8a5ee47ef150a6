/// One request that came in, read whole.
package struct HTTPServerRequest: Sendable {
    /// A header field as it was sent.
    package struct Header: Sendable, Hashable {
        /// The name, in the sender's case.
        package let name: String
        /// The value.
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// `GET`, `POST`…
    package let method: String
    /// Path and query, as sent: `/api/v1/pods?limit=500`.
    package let path: String
    /// The header fields in the order they were sent.
    package let headers: [Header]
    /// The body; empty without one.
    package let body: [UInt8]
    /// Who the client's verified certificate names; `nil` without TLS or without a certificate.
    package let client: CertificateSubject?

    package init(
        method: String, path: String, headers: [Header] = [], body: [UInt8] = [], client: CertificateSubject? = nil
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.client = client
    }

    /// The first value of a header field, whatever the case of its name.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The path before the query.
    package var pathOnly: String { String(path.prefix { $0 != "?" }) }

    /// The query's parameters in order, percent-decoded.
    package var query: [(name: String, value: String)] {
        guard let mark = path.firstIndex(of: "?") else { return [] }
        return path[path.index(after: mark)...].split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                PercentCoding.decode(parts[0], plusIsSpace: true),
                parts.count > 1 ? PercentCoding.decode(parts[1], plusIsSpace: true) : ""
            )
        }
    }

    /// The first value of a query parameter; `nil` when it is absent or empty.
    package func query(_ name: String) -> String? {
        query.first { ByteOrder.same($0.name, name) && !$0.value.isEmpty }?.value
    }
}

/// Percent-encoding of URL parts. Source: RFC 3986 §2.1.
package enum PercentCoding {
    /// The text that was meant; broken escapes stand as they are, bytes that are not UTF-8 become U+FFFD.
    package static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var at = 0
        while at < source.count {
            if source[at] == UInt8(ascii: "%"), at + 2 < source.count,
                let byte = UInt8(String(decoding: source[at + 1...at + 2], as: UTF8.self), radix: 16)
            {
                bytes.append(byte)
                at += 3
            } else {
                bytes.append(plusIsSpace && source[at] == UInt8(ascii: "+") ? 0x20 : source[at])
                at += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
