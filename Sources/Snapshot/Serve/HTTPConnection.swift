import NIOCore
import NIOHTTP1
import NIOSSL

/// One accepted connection: requests are read whole, answered one after the other, until either side ends it.
struct HTTPConnection: Sendable {
    typealias Channel = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    typealias Writer = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    let channel: Channel
    let configuration: HTTPServer.Configuration
    let handler: HTTPServer.Handler

    func serve() async {
        // A broken connection is the client's affair: nobody is left to be told.
        try? await channel.executeThenClose { inbound, outbound in
            var client: CertificateSubject?
            var head: HTTPRequestHead?
            var body: [UInt8] = []
            for try await part in inbound {
                switch part {
                case .head(let next):
                    if head == nil { client = try await clientSubject() }
                    head = next
                    body = []
                case .body(let buffer):
                    guard body.count + buffer.readableBytes <= configuration.maximumBodyBytes else {
                        if let head { try await refuse(head, outbound) }
                        return
                    }
                    body.append(contentsOf: buffer.readableBytesView)
                case .end:
                    guard let head else { return }
                    let request = HTTPServerRequest(
                        method: head.method.rawValue, path: head.uri,
                        headers: head.headers.map { .init($0.name, $0.value) }, body: body, client: client)
                    let response = await handler(request)
                    guard try await send(response, to: head, outbound), head.isKeepAlive else { return }
                }
            }
        }
    }

    /// Closes without a word.
    func refuse() async {
        try? await channel.executeThenClose { _, _ in }
    }

    private func clientSubject() async throws -> CertificateSubject? {
        guard (try? await channel.channel.pipeline.containsHandler(type: NIOSSLServerHandler.self).get()) != nil else {
            return nil
        }
        return try await channel.channel.nioSSL_peerCertificate().get().flatMap {
            CertificateSubject(der: try $0.toDERBytes())
        }
    }

    private func refuse(_ head: HTTPRequestHead, _ outbound: Writer) async throws {
        var response = HTTPServerResponse(
            failure: 413, reason: "RequestEntityTooLarge",
            message: "the request's body is larger than \(configuration.maximumBodyBytes) bytes")
        response.headers.append(.init("Connection", "close"))
        _ = try await send(response, to: head, outbound)
    }

    /// - Returns: whether the connection may go on.
    private func send(
        _ response: HTTPServerResponse, to request: HTTPRequestHead, _ outbound: Writer
    ) async throws -> Bool {
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: response.status))
        for header in response.headers { head.headers.add(name: header.name, value: header.value) }
        if let clock = configuration.clock, !head.headers.contains(name: "Date") {
            head.headers.add(name: "Date", value: HTTPDate.text(secondsSince1970: clock()))
        }
        let hasBody = request.method != .HEAD && response.status != 204 && response.status != 304
        let closes = head.headers[canonicalForm: "connection"].contains("close")
        if !request.isKeepAlive { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        switch response.body {
        case .hangUp:
            return false
        case .bytes(let bytes):
            if response.status != 204 { head.headers.replaceOrAdd(name: "Content-Length", value: "\(bytes.count)") }
            try await outbound.write(.head(head))
            if hasBody, !bytes.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes)))) }
        case .cutOff(let bytes, let count):
            head.headers.replaceOrAdd(name: "Content-Length", value: "\(bytes.count)")
            try await outbound.write(.head(head))
            try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes.prefix(count)))))
            return false
        case .stream(let write):
            try await outbound.write(.head(head))
            if hasBody { try await write(HTTPBodyWriter(outbound: outbound)) }
        }
        try await outbound.write(.end(nil))
        return !closes
    }
}

/// Takes a streamed body's pieces.
package struct HTTPBodyWriter: Sendable {
    fileprivate let outbound: HTTPConnection.Writer

    /// Sends a piece, and waits while the client is slow to take it.
    package func write(_ bytes: some Sequence<UInt8>) async throws {
        try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    }
}
