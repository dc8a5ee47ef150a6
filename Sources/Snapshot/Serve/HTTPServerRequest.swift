/// One request that came in, read whole.
package struct HTTPServerRequest: Sendable {
    /// A header field as it was sent.
    package struct Header: Sendable, Hashable {
        /// The name, in the sender's case.
        package let name: String
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

    /// The query's parameters in order, decoded; one with a broken escape stands as it is.
    package var query: [(name: String, value: String)] {
        func decoded(_ text: Substring) -> String {
            let spaced = text.replacing("+", with: " ")
            return Percent.decode(spaced) ?? String(text)
        }
        guard let mark = path.firstIndex(of: "?") else { return [] }
        return path[path.index(after: mark)...].split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : "")
        }
    }

    /// The first value of a query parameter; `nil` when it is absent or empty.
    package func query(_ name: String) -> String? {
        query.first { ByteOrder.same($0.name, name) && !$0.value.isEmpty }?.value
    }
}
