import FoundationEssentials

/// What an exec plugin is told and what it answers.
///
/// Source: Kubernetes, `client.authentication.k8s.io` v1 and v1beta1.
package enum ExecCredential {
    /// What a plugin gave.
    package struct Reply: Sendable {
        package let token: Confidential<String>?
        package let certificate: ClientCertificate?
        package let expiresAt: Instant?
    }

    /// Why an answer is none; never holds what the plugin printed, which may be a token.
    package struct Malformed: Error {
        package let why: String
    }

    static let group = "client.authentication.k8s.io/"

    /// The value of `KUBERNETES_EXEC_INFO`.
    static func request(apiVersion: String, isInteractive: Bool, cluster: Value?) -> String {
        var spec: Object = Object()
        spec["interactive"] = .bool(isInteractive)
        spec["cluster"] = cluster
        return CanonicalJSON.text([
            "apiVersion": .string(apiVersion), "kind": "ExecCredential", "spec": .object(spec),
        ])
    }

    /// Reads an answer of the version that was asked for.
    static func reply(_ bytes: [UInt8], apiVersion: String) throws(Malformed) -> Reply {
        let value: Value
        do throws(JSONError) { value = try JSONReader.value(bytes) } catch {
            throw Malformed(why: bytes.isEmpty ? "it printed nothing" : "what it printed is not JSON")
        }
        guard value["kind"]?.string == "ExecCredential" else {
            throw Malformed(why: "what it printed is no ExecCredential")
        }
        guard let version = value["apiVersion"]?.string, version == apiVersion else {
            throw Malformed(why: "its answer is not of the version \(apiVersion) that the kubeconfig asks for")
        }
        guard let status = value["status"], status.object != nil else {
            throw Malformed(why: "its answer has no status")
        }
        let token = status["token"]?.string.flatMap { $0.isEmpty ? nil : Confidential($0) }
        let chain = status["clientCertificateData"]?.string.flatMap { $0.isEmpty ? nil : Array($0.utf8) }
        let key = status["clientKeyData"]?.string.flatMap { $0.isEmpty ? nil : Array($0.utf8) }
        guard (chain == nil) == (key == nil) else {
            throw Malformed(why: "its answer has only one of certificate and key")
        }
        guard token != nil || chain != nil else {
            throw Malformed(why: "its answer has neither a token nor a certificate")
        }
        var expiresAt: Instant?
        if let text = status["expirationTimestamp"]?.string {
            guard let instant = Instant(rfc3339: text) else {
                throw Malformed(why: "its expirationTimestamp is not a time")
            }
            expiresAt = instant
        }
        var certificate: ClientCertificate?
        if let chain, let key { certificate = ClientCertificate(chain: chain, key: Confidential(key)) }
        return Reply(token: token, certificate: certificate, expiresAt: expiresAt)
    }
}

extension Confidential<String> {
    /// `Bearer …`.
    static func bearer(_ token: Confidential<String>) -> Confidential<String> {
        Confidential("Bearer \(token.reveal)")
    }

    /// `Basic …`. Source: RFC 7617.
    static func basic(user: String, password: Confidential<String>) -> Confidential<String> {
        Confidential("Basic " + Data("\(user):\(password.reveal)".utf8).base64EncodedString())
    }
}
