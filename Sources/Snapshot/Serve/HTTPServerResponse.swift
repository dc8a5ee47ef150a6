/// What is sent back.
package struct HTTPServerResponse: Sendable {
    /// The content, and how it goes out.
    package enum Body: Sendable {
        /// All at once, with its length announced.
        case bytes([UInt8])
        /// Written piece by piece, without a length (chunked). A throwing closure breaks the connection.
        case stream(@Sendable (HTTPBodyWriter) async throws -> Void)
        /// The whole length is announced, and the connection breaks after so many bytes. For tests.
        case cutOff([UInt8], after: Int)
        /// Nothing at all: the connection ends before an answer. For tests.
        case hangUp
    }

    /// HTTP status code.
    package var status: Int
    /// Header fields; `Content-Length`, `Transfer-Encoding` and `Date` are the server's.
    package var headers: [HTTPServerRequest.Header]
    /// The content.
    package var body: Body

    package init(status: Int, headers: [HTTPServerRequest.Header] = [], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Some bytes of a content type.
    package init(status: Int = 200, contentType: String = "application/json", _ bytes: [UInt8]) {
        self.init(status: status, headers: [.init("Content-Type", contentType)], body: .bytes(bytes))
    }

    /// A JSON value, compact, with the newline that an API server ends with.
    package init(status: Int = 200, json: Value) {
        self.init(status: status, CanonicalJSON.bytes(json) + [UInt8(ascii: "\n")])
    }

    /// Plain text.
    package init(status: Int, text: String) {
        self.init(status: status, contentType: "text/plain; charset=utf-8", Array(text.utf8))
    }

    /// A `metav1.Status` that says what went wrong.
    package init(failure status: Int, reason: String, message: String) {
        self.init(
            status: status,
            json: [
                "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
                "message": .string(message), "reason": .string(reason), "code": .number(Number(status)),
            ])
    }
}
