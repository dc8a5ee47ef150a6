/// The configuration that a pod finds in itself.
///
/// Source: `client-go/rest.InClusterConfig`.
package enum InCluster {
    /// Where the kubelet mounts the service account.
    package static let folder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// The connection of this pod's service account; `nil` when this is no pod.
    package static func connection(
        environment: [String: String], folder: String = folder
    ) throws(KubeconfigError) -> Connection? {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
            let portText = environment["KUBERNETES_SERVICE_PORT"], let port = Int(portText), 1...65535 ~= port,
            case .bytes = FileText.read("\(folder)/token")
        else { return nil }
        let server = ServerURL(isSecure: true, host: host, port: port)
        var authority: [UInt8]?
        switch FileText.read("\(folder)/ca.crt") {
        case .bytes(let bytes): authority = bytes
        case .missing: break
        case .unreadable(let why): throw KubeconfigError(.unreadable(why), at: SourcePlace(file: "\(folder)/ca.crt"))
        }
        var namespace: String?
        if case .bytes(let bytes) = FileText.read("\(folder)/namespace") {
            namespace = String(decoding: bytes, as: UTF8.self).trimmed
        }
        return Connection(
            contextName: "in-cluster", clusterName: "in-cluster", userName: "service account", server: server,
            namespace: namespace, trust: ServerTrust(authority: authority, serverName: nil, isVerified: true),
            proxy: nil, allowsCompression: true, impersonation: Impersonation(),
            login: Login(authorization: .tokenFile("\(folder)/token", fallback: nil), certificate: nil), files: [])
    }
}

extension StringProtocol {
    /// Without white space at either end.
    package var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
