internal import FoundationEssentials
package import Snapshot

/// What a request for a certificate makes somebody.
///
/// A certificate whose organization is `system:masters` may do everything in its cluster, and nothing that is listed
/// afterwards shows it. Source: certificates/v1 CertificateSigningRequest; kubernetes.io, "Hardening Guide".
package enum IdentityEffect {
    private static let type = GroupKind(group: "certificates.k8s.io", kind: "CertificateSigningRequest")

    /// Whether an object is such a request.
    package static func concerns(_ identity: Identity) -> Bool { identity.groupKind == type }

    /// The effects of one change. The request is DER within PEM within base64; an organization stands in it as its text.
    package static func effects(_ versions: Effect.Versions) -> [Effect] {
        guard let after = versions.after else { return [] }
        let isNew = versions.before == nil
        let isApproved = (after["status"]?["conditions"]?.array ?? []).contains { $0["type"]?.string == "Approved" }
        let verb = isApproved ? "approves" : "asks for"
        let signer = after["spec"]?["signerName"]?.string ?? "an unknown signer"
        let organizations = privileged.filter { holds($0, in: after["spec"]?["request"]?.string ?? "") }
        let paths = isNew ? [FieldPath()] : [FieldPath(fields: "spec"), FieldPath(fields: "status")]
        guard organizations.isEmpty else {
            return paths.map {
                Effect($0, .critical, "\(verb) a certificate for \(EffectWords.listed(organizations, limit: 3))")
            }
        }
        return paths.map { Effect($0, .high, "\(verb) a certificate of \(signer)") }
    }

    private static let privileged = ["system:masters", "kubeadm:cluster-admins"]

    /// Empty for what is no base64.
    private static func decoded(_ text: String) -> [UInt8] { Data(base64Encoded: text).map(Array.init) ?? [] }

    private static func holds(_ organization: String, in request: String) -> Bool {
        let pem = String(decoding: decoded(request), as: UTF8.self)
        let body = pem.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
        let bytes = decoded(body)
        let wanted = Array(organization.utf8)
        guard bytes.count >= wanted.count else { return false }
        return (0...(bytes.count - wanted.count)).contains { bytes[$0...].starts(with: wanted) }
    }
}
