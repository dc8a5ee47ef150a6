/// The server's OpenAPI v3 documents, one a group and version.
package enum OpenAPI {
    /// A document that can be fetched.
    package struct Document: Sendable, Hashable {
        /// `api/v1`, `apis/apps/v1`.
        package let path: String
        /// Where it is, with a digest of its content.
        package let url: String
    }

    /// The most bytes that a document may have; the largest of Kubernetes itself has three million.
    static let documentLimit = 64 << 20

    /// What the server has, by path. The index is JSON, whatever its label says.
    package static func index(_ client: APIClient) async throws(RequestError) -> [Document] {
        let (value, _) = try await client.value("/openapi/v3")
        guard let paths = value["paths"]?.object else {
            throw .malformed(path: "/openapi/v3", why: "the index has no paths")
        }
        var documents: [Document] = []
        for member in paths.members {
            // Only a path on this server: `//host` would lead elsewhere.
            guard let url = member.value["serverRelativeURL"]?.string, url.hasPrefix("/"), !url.hasPrefix("//"),
                url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            else { throw .malformed(path: "/openapi/v3", why: "`\(member.key)` has no serverRelativeURL") }
            documents.append(Document(path: member.key, url: url))
        }
        return documents
    }

    /// The bytes of one document.
    package static func bytes(_ document: Document, _ client: APIClient) async throws(RequestError) -> [UInt8] {
        try await client.get(document.url, bodyLimit: documentLimit).body
    }
}
