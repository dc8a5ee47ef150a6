import NIOCore
import NIOPosix
import Synchronization

/// A proxy on loopback that leads everything to one port, whatever host was asked for, and remembers what that was.
package final class LoopbackProxy: Sendable {
    /// How it is spoken to.
    package enum Kind: Sendable {
        /// HTTP `CONNECT`; with a login, only for who brings this `Proxy-Authorization`.
        case http(authorization: String?)
        /// SOCKS version 5 without a login.
        case socks5
    }

    /// The address that it has: another one than the server's, as a real proxy.
    package static let host = "127.0.0.2"
    /// The port it listens on.
    package let port: Int
    private let asked: Asked

    private final class Asked: Sendable {
        let targets = Mutex<[String]>([])
    }

    private typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// The `host:port` of every connection so far.
    package var targets: [String] { asked.targets.withLock { $0 } }

    private init(port: Int, asked: Asked) {
        self.port = port
        self.asked = asked
    }

    /// Leads to a port of 127.0.0.1 while `body` runs.
    package static func run<Result>(
        _ kind: Kind, to target: Int, while body: (LoopbackProxy) async throws -> Result
    ) async throws -> Result {
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: host, port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Channel(wrappingChannelSynchronously: channel) }
            }
        let asked = Asked()
        let proxy = LoopbackProxy(port: listener.channel.localAddress?.port ?? 0, asked: asked)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await listener.executeThenClose { inbound in
                    try await withThrowingDiscardingTaskGroup { connections in
                        for try await channel in inbound {
                            connections.addTask { try? await lead(channel, kind, to: target, asked) }
                        }
                    }
                }
            }
            let result = try await body(proxy)
            group.cancelAll()
            return result
        }
    }

    private static func lead(_ channel: Channel, _ kind: Kind, to port: Int, _ asked: Asked) async throws {
        try await channel.executeThenClose { inbound, outbound in
            var pieces = inbound.makeAsyncIterator()
            var start = ByteBuffer()
            switch kind {
            case .http(let authorization):
                var head = ""
                while !head.contains("\r\n\r\n"), let piece = try await pieces.next() {
                    head += String(buffer: piece)
                }
                let lines = head.split(separator: "\r\n")
                let words = lines.first?.split(separator: " ") ?? []
                guard words.count == 3, words[0] == "CONNECT" else { return }
                asked.targets.withLock { $0.append(String(words[1])) }
                if let authorization,
                    !lines.contains(where: { $0.lowercased() == "proxy-authorization: \(authorization.lowercased())" })
                {
                    try await outbound.write(
                        ByteBuffer(string: "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"))
                    return
                }
                try await outbound.write(ByteBuffer(string: "HTTP/1.1 200 Connection established\r\n\r\n"))
            case .socks5:
                guard try await pieces.next()?.getInteger(at: 0) == UInt8(5) else { return }
                try await outbound.write(ByteBuffer(bytes: [5, 0]))
                guard var request = try await pieces.next(), request.readBytes(length: 3) == [5, 1, 0],
                    let type = request.readInteger(as: UInt8.self)
                else { return }
                let length = type == 3 ? Int(request.readInteger(as: UInt8.self) ?? 0) : 4
                let bytes = request.readBytes(length: length) ?? []
                let host =
                    type == 3
                    ? String(decoding: bytes, as: UTF8.self) : bytes.map { "\($0)" }.joined(separator: ".")
                let asPort = request.readInteger(as: UInt16.self) ?? 0
                asked.targets.withLock { $0.append("\(host):\(asPort)") }
                start = request
                try await outbound.write(ByteBuffer(bytes: [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
            }
            let server = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port) { channel in
                    channel.eventLoop.makeCompletedFuture { try Channel(wrappingChannelSynchronously: channel) }
                }
            try await server.executeThenClose { answers, requests in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { for try await piece in answers { try await outbound.write(piece) } }
                    if start.readableBytes > 0 { try await requests.write(start) }
                    while let piece = try await pieces.next() { try await requests.write(piece) }
                    group.cancelAll()
                }
            }
        }
    }
}
