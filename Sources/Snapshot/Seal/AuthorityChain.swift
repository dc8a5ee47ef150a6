import SwiftASN1
import X509

/// Whether an authority that is trusted issued the certificate of a timestamp, as
/// `openssl verify -purpose timestampsign -attime …` decides it. Source: RFC 5280 §6, RFC 3161 §2.3.
package enum AuthorityChain {
    /// The same for certificates in PEM, the first of which has to hold.
    package static func fault(
        _ leaf: [UInt8], others: [UInt8], anchors: [UInt8], seconds: Int
    ) async -> String? {
        guard let leaf = ChainCertificate.all(inPEM: leaf).first else { return "it cannot be read" }
        return await fault(
            leaf, others: ChainCertificate.all(inPEM: others), anchors: ChainCertificate.all(inPEM: anchors),
            seconds: seconds)
    }

    /// Why a certificate does not hold; `nil` when it does.
    ///
    /// - Parameters:
    ///   - leaf: the certificate of whoever signed.
    ///   - others: certificates that came along.
    ///   - anchors: the certificates that are trusted.
    ///   - seconds: the moment for which all of them have to be valid, since 1970.
    static func fault(
        _ leaf: ChainCertificate, others: [ChainCertificate], anchors: [ChainCertificate], seconds: Int
    ) async -> String? {
        guard let path = path(from: leaf, others: others, anchors: anchors, seconds: seconds), let end = path.last
        else {
            return "no chain of certificates leads from it to a trusted root (a certificate that issued itself)"
        }
        // The library would try certificates of one name in every order.
        let issuers = path.dropLast().map(\.certificate.issuer)
        guard issuers.count - Set(issuers).count <= 2 else {
            return "its chain of certificates has one name many times"
        }
        let certificates = path.map(\.certificate)
        var verifier = Verifier(rootCertificates: CertificateStore(custom: Step(path: certificates, isLast: true))) {
            AuthorityPolicy(seconds: seconds)
        }
        let result = await verifier.validate(
            leaf: leaf.certificate, intermediates: CertificateStore(custom: Step(path: certificates, isLast: false)))
        switch result {
        case .validCertificate: return nil
        case .couldNotValidate(let failures):
            return failures.first.map { "\($0.policyFailureReason)" }
                ?? "a certificate of its chain (up to \(end.shown)) is not signed by the next one, or says something critical that is not known"
        }
    }

    /// The certificates from one to a trusted one that issued itself; `nil` when there is no way.
    ///
    /// It is the way that openssl goes: each step to the first certificate that can be the issuer and is valid, to a trusted
    /// one where there is one, and never back. So it takes no more steps than there are certificates, whoever made them.
    private static func path(
        from leaf: ChainCertificate, others: [ChainCertificate], anchors: [ChainCertificate], seconds: Int
    ) -> [ChainCertificate]? {
        func issuer(of one: ChainCertificate, in candidates: [ChainCertificate]) -> ChainCertificate? {
            let named = candidates.filter { one.names($0) }
            return named.first { $0.isValid(at: seconds) } ?? named.first
        }
        var path = [leaf]
        var isTrusted = false
        while path.count <= limit, let last = path.last {
            if let next = issuer(of: last, in: anchors) {
                // One that issued itself has to be trusted as it is, not one that is like it.
                if last.isSelfSigned { return last == next ? path : nil }
                path.append(next)
                isTrusted = true
                if next.isSelfSigned { return path }
            } else {
                // What is trusted is not vouched for by what came along.
                guard !isTrusted, !last.isSelfSigned,
                    let next = issuer(of: last, in: others.filter { !path.contains($0) })
                else { return nil }
                path.append(next)
            }
        }
        return nil
    }

    /// Certificates in a chain, as for openssl.
    private static let limit = 101

    /// Leads the library along a path, whose names may be encoded in different ways.
    private struct Step: CustomCertificateStore {
        var path: [Certificate]
        /// Whether it is about the certificate at the end, which is trusted, or about those before it.
        let isLast: Bool

        subscript(issuer: DistinguishedName) -> [Certificate]? {
            zip(path, path.indices.dropFirst()).filter { subject, next in
                subject.issuer == issuer && isLast == (next == path.count - 1)
            }.map { path[$0.1] }
        }

        func contains(_ certificate: Certificate) -> Bool { isLast && path == [certificate] }

        mutating func append(contentsOf certificates: some Sequence<Certificate>) { path += certificates }
    }
}
