import Foundation

/// A kubeconfig file for a ``FixtureServer``, with everything it refers to in the same folder.
package struct FixtureKubeconfig: Sendable {
    /// How the user of the file identifies.
    package enum User: Sendable {
        /// Not at all.
        case anonymous
        /// The certificate in the file itself.
        case clientCertificate
        /// The certificate in files beside, by relative path.
        case clientCertificateFiles
        /// A certificate of an authority the server does not know.
        case strangerCertificate
        /// A token in the file itself.
        case token(String = FixtureServer.token)
        /// A token in a file beside: rewrite ``tokenFile`` to renew it.
        case tokenFile(String = FixtureServer.token)
        /// A plugin whose nth run prints the nth token, and its last one ever after.
        case exec(
            tokens: [String] = [FixtureServer.token], version: String = "client.authentication.k8s.io/v1",
            expires: String? = nil)
        /// Lines of YAML under `user:`, at the indentation of two spaces.
        case lines(String)
    }

    /// The kubeconfig's path.
    package let path: String
    /// The token's file, of ``User/tokenFile(_:)``.
    package let tokenFile: String
    private let runs: String

    /// How many times the plugin was run.
    package var execRuns: Int {
        let text = (try? String(contentsOfFile: runs, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").count
    }

    /// What the plugin found in `KUBERNETES_EXEC_INFO`, one line a run.
    package var execInfo: [String] {
        ((try? String(contentsOfFile: runs, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
    }

    /// Writes the file `config`, and what it needs, into a folder.
    ///
    /// - Parameter clusterLines: further lines of YAML under `cluster:`, each behind four spaces.
    package init(
        for server: FixtureServer, user: User, in folder: TemporaryDirectory, clusterLines: [String] = [],
        url: String? = nil
    ) throws {
        let certificates = try TestCertificates.shared.get()
        func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
        tokenFile = folder.file("token")
        runs = folder.file("exec-runs")
        let userLines: String
        switch user {
        case .anonymous: userLines = "    {}"
        case .clientCertificate:
            userLines = """
                    client-certificate-data: \(base64(certificates.client.certificate))
                    client-key-data: \(base64(certificates.client.key))
                """
        case .strangerCertificate:
            userLines = """
                    client-certificate-data: \(base64(certificates.stranger.certificate))
                    client-key-data: \(base64(certificates.stranger.key))
                """
        case .clientCertificateFiles:
            try folder.write(certificates.client.certificate, to: "client.pem")
            try folder.write(certificates.client.key, to: "client.key")
            userLines = "    client-certificate: client.pem\n    client-key: client.key"
        case .token(let token): userLines = "    token: \(token)"
        case .tokenFile(let token):
            try folder.write("\(token)\n", to: "token")
            userLines = "    tokenFile: token"
        case .exec(let tokens, let version, let expires):
            try Self.writePlugin(tokens, version, expires, in: folder)
            userLines = """
                    exec:
                      apiVersion: \(version)
                      command: ./plugin.sh
                      interactiveMode: Never
                      provideClusterInfo: true
                """
        case .lines(let lines): userLines = lines
        }
        let authority =
            server.url.hasPrefix("https")
            ? ["    certificate-authority-data: \(base64(certificates.authority.certificate))"] : []
        path = try folder.write(
            """
            apiVersion: v1
            kind: Config
            current-context: fixture
            clusters:
            - name: fixture
              cluster:
                server: \(url ?? server.url)
            \((authority + clusterLines).joined(separator: "\n"))
            contexts:
            - name: fixture
              context:
                cluster: fixture
                user: fixture
            users:
            - name: fixture
              user:
            \(userLines)

            """, to: "config")
    }

    private static func writePlugin(
        _ tokens: [String], _ version: String, _ expires: String?, in folder: TemporaryDirectory
    ) throws {
        let expiry = expires.map { ",\"expirationTimestamp\":\"\($0)\"" } ?? ""
        let cases = tokens.dropLast().enumerated().map { "\($0.offset + 1)) token='\($0.element)' ;;" }
        try folder.write(
            """
            #!/bin/sh
            # Run number n prints token number n.
            folder=$(dirname "$0")
            printf '%s\\n' "${KUBERNETES_EXEC_INFO:-none}" >> "$folder/exec-runs"
            case $(wc -l < "$folder/exec-runs") in
            \(cases.joined(separator: "\n"))
            *) token='\(tokens.last ?? "")' ;;
            esac
            printf '%s' '{"kind":"ExecCredential","apiVersion":"\(version)","status":{"token":"'"$token"'"\(expiry)}}'

            """, to: "plugin.sh", permissions: 0o700)
    }
}
