import Snapshot
import TestSupport
import Testing

/// The server itself: what it takes, what it refuses, and how it ends.
@Suite struct HTTPServerTests {
    private func curl(_ server: HTTPServer, _ options: [String]) async throws -> String {
        let command = ["curl", "-sS", "--max-time", "20", "-o", "/dev/null", "-w", "%{http_code}"] + options
        let output = try? await Tool.runBeside(command + [server.url + "/"])
        return output.map { String(decoding: $0, as: UTF8.self) } ?? "broken"
    }

    @Test func bodiesAndHeadersAreBounded() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.maximumBodyBytes = 1_000
        configuration.maximumHeaderBytes = 4_000
        let folder = try TemporaryDirectory()
        let fits = "@" + (try folder.write(String(repeating: "x", count: 1_000), to: "fits"))
        let large = "@" + (try folder.write(String(repeating: "x", count: 1_001), to: "large"))
        let answer: HTTPServer.Handler = { HTTPServerResponse(status: 200, text: "\($0.body.count)") }
        try await HTTPServer.run(configuration, handler: answer) { server in
            let cases = [
                (["--data-binary", fits], "200"), (["--data-binary", large], "413"),
                (["-H", "Transfer-Encoding: chunked", "--data-binary", large], "413"),
                (["-H", "X-Long: \(String(repeating: "x", count: 3_000))"], "200"),
                (["-H", "X-Long: \(String(repeating: "x", count: 5_000))"], "400"),
            ]
            for (options, expected) in cases {
                let status = try await curl(server, options)
                #expect(status == expected, "\(options[1].prefix(40))")
            }
        }
    }

    @Test func furtherConnectionsAreRefusedOverTheLimit() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.maximumConnections = 0
        try await HTTPServer.run(configuration, handler: { _ in HTTPServerResponse(status: 200) }) { server in
            let status = try await curl(server, [])
            #expect(status == "broken")
        }
    }

    @Test func aConnectionCarriesManyRequests() async throws {
        try await HTTPServer.run(handler: { HTTPServerResponse(status: 200, text: $0.path) }) { server in
            let urls = (1...5).flatMap { ["\(server.url)/\($0)", "-o", "/dev/null"] }
            let count = String(
                decoding: try await Tool.runBeside(["curl", "-sS", "-w", "%{num_connects}"] + urls), as: UTF8.self)
            #expect(count == "10000")
        }
    }

    @Test func serversEndThoughARequestIsStillBeingAnswered() async throws {
        let began = ContinuousClock.now
        let (arrivals, arrived) = AsyncStream<Void>.makeStream()
        let slow: HTTPServer.Handler = { _ in
            arrived.yield()
            try? await Task.sleep(for: .seconds(30))
            return HTTPServerResponse(status: 200)
        }
        try await withThrowingTaskGroup(of: String.self) { group in
            try await HTTPServer.run(handler: slow) { server in
                group.addTask { try await curl(server, []) }
                for await _ in arrivals { break }
            }
            for try await status in group { #expect(status == "broken") }
        }
        #expect(ContinuousClock.now - began < .seconds(15))
    }

    @Test func twoServersCannotShareAPort() async throws {
        try await HTTPServer.run(handler: { _ in HTTPServerResponse(status: 200) }) { server in
            var second = HTTPServer.Configuration()
            second.port = server.port
            await #expect(throws: HTTPServerError.self) {
                try await HTTPServer.run(second, handler: { _ in HTTPServerResponse(status: 200) }) { _ in }
            }
        }
    }

    @Test func badCertificatesAreNamed() async throws {
        var configuration = HTTPServer.Configuration()
        configuration.tls = HTTPServer.TLS(certificatePEM: "no certificate", keyPEM: "no key")
        do {
            try await HTTPServer.run(configuration, handler: { _ in HTTPServerResponse(status: 200) }) { _ in }
            Issue.record("it served without a certificate")
        } catch let error as HTTPServerError {
            #expect(error.summary.contains("certificates"))
        }
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_827_696, "Tue, 29 Feb 2000 12:34:56 GMT"), (1_806_537_599, "Wed, 31 Mar 2027 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
    ]) func datesAreWrittenAsServersMust(seconds: Int, text: String) {
        #expect(HTTPDate.text(secondsSince1970: seconds) == text)
        #expect(Instant(httpDate: text)?.milliseconds == seconds * 1_000)
    }
}
