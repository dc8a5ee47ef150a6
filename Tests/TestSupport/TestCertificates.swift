/// Certificates made for this run of the tests by openssl, and held in memory only.
package struct TestCertificates: Sendable {
    /// A certificate and its private key, both in PEM.
    package struct Pair: Sendable, Hashable {
        /// The certificate.
        package let certificate: String
        /// The private key.
        package let key: String
    }

    /// The authority that signed all but the stranger.
    package let authority: Pair
    /// For 127.0.0.1, ::1 and localhost.
    package let server: Pair
    /// For `kubernetes.example` only.
    package let misnamedServer: Pair
    /// User `snapctl-reader` in group `contoso-readers`.
    package let client: Pair
    /// The same user, signed by an authority nobody knows.
    package let stranger: Pair

    /// Made once.
    package static let shared = Result { try TestCertificates() }

    private init() throws {
        let folder = try TemporaryDirectory()
        try folder.write(
            """
            [req]
            distinguished_name = name
            prompt = no
            [name]
            CN = unused
            [authority]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign,cRLSign
            subjectKeyIdentifier = hash
            [server]
            subjectAltName = DNS:localhost,IP:127.0.0.1,IP:::1
            extendedKeyUsage = serverAuth
            [misnamed]
            subjectAltName = DNS:kubernetes.example
            extendedKeyUsage = serverAuth
            [client]
            extendedKeyUsage = clientAuth

            """, to: "openssl.cnf")
        func make(_ name: String, _ subject: String, _ extensions: String, signedBy: String?) throws -> Pair {
            let signer = signedBy.map {
                ["-CA", folder.file("\($0).pem"), "-CAkey", folder.file("\($0).key")]
            }
            try Tool.run(
                [
                    "openssl", "req", "-x509", "-config", folder.file("openssl.cnf"), "-extensions", extensions,
                    "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "7",
                    "-subj", subject, "-keyout", folder.file("\(name).key"), "-out", folder.file("\(name).pem"),
                ] + (signer ?? []))
            return Pair(
                certificate: String(decoding: try folder.read("\(name).pem"), as: UTF8.self),
                key: String(decoding: try folder.read("\(name).key"), as: UTF8.self))
        }
        authority = try make("authority", "/CN=snapctl test authority", "authority", signedBy: nil)
        server = try make("server", "/CN=kube-apiserver", "server", signedBy: "authority")
        misnamedServer = try make("misnamed", "/CN=kube-apiserver", "misnamed", signedBy: "authority")
        client = try make("client", "/O=contoso-readers/CN=snapctl-reader", "client", signedBy: "authority")
        _ = try make("nobody", "/CN=an authority nobody knows", "authority", signedBy: nil)
        stranger = try make("stranger", "/O=contoso-readers/CN=snapctl-reader", "client", signedBy: "nobody")
    }

    /// A certificate of the authority for these alternative names, as `DNS:localhost` or `IP:::1`, or for none.
    package func server(_ commonName: String, names: [String]) throws -> Pair {
        let folder = try TemporaryDirectory()
        let alternatives = names.isEmpty ? "" : "subjectAltName = \(names.joined(separator: ","))"
        try folder.write(
            """
            [req]
            distinguished_name = name
            prompt = no
            [name]
            CN = unused
            [server]
            extendedKeyUsage = serverAuth
            \(alternatives)

            """, to: "openssl.cnf")
        try folder.write(authority.certificate, to: "authority.pem")
        try folder.write(authority.key, to: "authority.key")
        try Tool.run([
            "openssl", "req", "-x509", "-config", folder.file("openssl.cnf"), "-extensions", "server",
            "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "7",
            "-subj", "/CN=\(commonName)", "-keyout", folder.file("server.key"), "-out", folder.file("server.pem"),
            "-CA", folder.file("authority.pem"), "-CAkey", folder.file("authority.key"),
        ])
        return Pair(
            certificate: String(decoding: try folder.read("server.pem"), as: UTF8.self),
            key: String(decoding: try folder.read("server.key"), as: UTF8.self))
    }
}
