import Foundation
import Snapshot
import TestSupport
import Testing

/// Servers that are reached through a proxy.
@Suite struct ProxyTests {
    private static let anything: HTTPServer.Handler = { _ in HTTPServerResponse(json: [:]) }

    private func get(
        _ server: FixtureServer, url: String, proxy: String, clusterLines: [String] = []
    ) async throws -> Int {
        let folder = try TemporaryDirectory()
        let config = try FixtureKubeconfig(
            for: server, user: .token(), in: folder, clusterLines: ["    proxy-url: \(proxy)"] + clusterLines, url: url)
        let connection = try Kubeconfig.resolve(path: config.path, environment: [:], home: nil)
        var policy = RetryPolicy()
        policy.attempts = 1
        let client = APIClient(connection: connection, transport: try TransportHTTP(connection), policy: policy)
        do {
            let status = try await client.get("/version").status
            await client.close()
            return status
        } catch {
            await client.close()
            throw error
        }
    }

    @Test func theProxyResolvesTheNameAndNeverSeesTheToken() async throws {
        try await FixtureServer.run(authentication: .token, certificate: .misnamed, answer: Self.anything) { server in
            for (kind, scheme) in [(LoopbackProxy.Kind.http(authorization: nil), "http"), (.socks5, "socks5")] {
                try await LoopbackProxy.run(kind, to: server.port) { proxy in
                    let status = try await get(
                        server, url: "https://kubernetes.example:6443",
                        proxy: "\(scheme)://\(LoopbackProxy.host):\(proxy.port)")
                    #expect(status == 200)
                    #expect(proxy.targets == ["kubernetes.example:6443"])
                }
            }
        }
    }

    @Test func aProxysLoginIsBroughtToTheProxyOnly() async throws {
        try await FixtureServer.run(authentication: .token, certificate: .misnamed, answer: Self.anything) { server in
            let authorization = "Basic " + Data("joe:p@ss".utf8).base64EncodedString()
            try await LoopbackProxy.run(.http(authorization: authorization), to: server.port) { proxy in
                let place = "\(LoopbackProxy.host):\(proxy.port)"
                let url = "https://kubernetes.example:6443"
                let status = try await get(server, url: url, proxy: "http://joe:p%40ss@\(place)")
                #expect(status == 200)
                #expect(server.seen.last?.request.header("Proxy-Authorization") == nil)
                let error = await thrown(RequestError.self) {
                    try await get(server, url: url, proxy: "http://joe:wrong@\(place)")
                }
                guard case .transport(.proxy, _) = error else {
                    Issue.record("not the proxy's refusal: \(error?.summary ?? "no error")")
                    return
                }
                #expect(error?.summary.contains("wrong") == false)
            }
        }
    }

    @Test func aServerGivenByAddressIsCheckedByItsAddressBehindAProxy() async throws {
        for (certificate, isRight) in [(FixtureServer.Certificate.matching, true), (.misnamed, false)] {
            try await FixtureServer.run(
                authentication: .token, certificate: certificate, answer: Self.anything
            ) { server in
                for (kind, scheme) in [(LoopbackProxy.Kind.http(authorization: nil), "http"), (.socks5, "socks5")] {
                    try await LoopbackProxy.run(kind, to: server.port) { proxy in
                        let place = "\(scheme)://\(LoopbackProxy.host):\(proxy.port)"
                        let error = await thrown(RequestError.self) {
                            try await get(server, url: server.url, proxy: place)
                        }
                        #expect((error == nil) == isRight, "\(error?.summary ?? "no error")")
                        let name = isRight ? "localhost" : "kubernetes.example"
                        let status = try await get(
                            server, url: server.url, proxy: place, clusterLines: ["    tls-server-name: \(name)"])
                        #expect(status == 200)
                        #expect(Set(proxy.targets) == ["127.0.0.1:\(server.port)"])
                    }
                }
                #expect(server.seen.allSatisfy { $0.status == 200 })
            }
        }
    }
}
