import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TLS server on loopback that negotiates HTTP/2, sends its settings and answers nothing; it counts the requests that begin.
package final class RawHTTP2Server: Sendable {
    package let port: Int
    private let count: Counter

    /// Requests so far: HEADERS frames.
    package var requests: Int { count.value.withLock { $0 } }

    private final class Counter: Sendable {
        let value = Mutex(0)
    }

    private init(port: Int, count: Counter) {
        self.port = port
        self.count = count
    }

    /// Serves while `body` runs.
    package static func run(
        _ pair: TestCertificates.Pair, while body: (RawHTTP2Server) async throws -> Void
    ) async throws {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(pair.certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(pair.key.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.applicationProtocols = ["h2"]
        let context = try NIOSSLContext(configuration: configuration)
        let count = Counter()
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        NIOSSLServerHandler(context: context), FrameCounter(count))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        try await body(RawHTTP2Server(port: listener.localAddress?.port ?? 0, count: count))
        try await listener.close()
    }

    /// Source: RFC 9113 §3.4, §4.1.
    private final class FrameCounter: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let count: Counter
        private var bytes = ByteBuffer()
        private var hasPreface = false

        init(_ count: Counter) { self.count = count }

        func channelActive(context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [0, 0, 0, 4, 0, 0, 0, 0, 0])), promise: nil)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes.writeImmutableBuffer(unwrapInboundIn(data))
            if !hasPreface {
                guard bytes.readSlice(length: 24) != nil else { return }
                hasPreface = true
            }
            while let head = bytes.getBytes(at: bytes.readerIndex, length: 9) {
                let length = head[..<3].reduce(0) { $0 << 8 | Int($1) }
                guard bytes.readSlice(length: 9 + length) != nil else { return }
                if head[3] == 1 { count.value.withLock { $0 += 1 } }
            }
        }
    }
}
