import ArgumentParser
import Diff
import Snapshot

/// `snapctl serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Answer a state as a read-only Kubernetes API on loopback.",
        discussion: """
            A snapshot is checked and served as it is, Secrets as tokens. Objects in a folder or file are served as they \
            are written. With a certificate the server speaks TLS and asks for a token, which is in the kubeconfig.

            Examples:
              snapctl serve prod.tar.zst --kubeconfig-out prod.kubeconfig
              snapctl serve golden/example/cluster --kubeconfig-out /tmp/example.kubeconfig
              snapctl serve prod.tar.zst --tls-certificate server.pem --tls-key server.key --kubeconfig-out k
            """)

    @Argument(help: "A snapshot, or a folder or file of objects as a server returns them.")
    var state: String

    @Option(help: "The port; default any free one.")
    var port = 0

    @Option(help: "Write a kubeconfig for the server to this file once it answers.")
    var kubeconfigOut: String?

    @Option(help: "The server's certificate for 127.0.0.1, PEM, with those that signed it: serve over TLS.")
    var tlsCertificate: String?

    @Option(help: "The certificate's private key, PEM.")
    var tlsKey: String?

    func run() async throws {
        let session = Session()
        try await perform(session) {
            let (served, count) = try await ServedFiles(session: session).open(state)
            var configuration = HTTPServer.Configuration()
            configuration.port = port
            configuration.tls = try tls()
            let token = configuration.tls.map { _ in Self.randomToken() }
            let router = APIRouter(served, token: token)
            do {
                try await HTTPServer.run(configuration, handler: { router.answer($0) }) { server in
                    let kubeconfig = kubeconfig(
                        server.url, token: token, certificate: configuration.tls?.certificatePEM)
                    if let path = kubeconfigOut { try write(kubeconfig, to: path) }
                    session.console.note(
                        "serving \(count) objects of \(state) read-only at \(server.url); Ctrl-C ends it")
                    // Until a signal ends it, which is how a server ends.
                    try? await Task.sleep(for: .seconds(86_400 * 365))
                }
            } catch let error as HTTPServerError {
                throw CommandError(error.summary, hint: error.hint)
            }
            return .same
        }
    }

    private func tls() throws -> HTTPServer.TLS? {
        guard let tlsCertificate, let tlsKey else {
            guard tlsCertificate == nil, tlsKey == nil else {
                throw CommandError("TLS needs a certificate and its key", hint: "give --tls-certificate and --tls-key")
            }
            return nil
        }
        func text(_ path: String) throws -> String {
            String(decoding: try FileReader.bytes(of: path, limit: 1 << 20), as: UTF8.self)
        }
        return HTTPServer.TLS(certificatePEM: try text(tlsCertificate), keyPEM: try text(tlsKey))
    }

    /// 256 bits that nobody guesses.
    private static func randomToken() -> String {
        var random = SystemRandomNumberGenerator()
        return HexDigits.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    private func kubeconfig(_ url: String, token: String?, certificate: String?) -> String {
        let authority =
            certificate.map { ", certificate-authority-data: \(StrictBase64.encode(Array($0.utf8)))" } ?? ""
        let user = token.map { "token: \($0)" } ?? ""
        return """
            apiVersion: v1
            kind: Config
            current-context: snapctl
            clusters: [{name: snapctl, cluster: {server: "\(url)"\(authority)}}]
            contexts: [{name: snapctl, context: {cluster: snapctl, user: snapctl}}]
            users: [{name: snapctl, user: {\(user)}}]

            """
    }

    private func write(_ text: String, to path: String) throws {
        var file = try AtomicFile(path)
        try file.write(Array(text.utf8))
        try file.commit()
    }
}
