import SwiftASN1
import X509

/// What openssl asks of a chain of certificates that ends at one for timestamps. `RFC5280Policy` leaves open what keys may
/// be used for, cannot compare names of directories and e-mail addresses, and takes version 1 certificates for authorities.
struct AuthorityPolicy: VerifierPolicy {
    /// The moment for which all certificates have to be valid, since 1970.
    let seconds: Int

    let verifyingCriticalExtensions = CriticalExtensions.known

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) async -> PolicyEvaluationResult {
        guard let certificates = try? chain.map({ try ChainCertificate($0) }) else {
            return .failsToMeetPolicy(reason: "an extension of a certificate cannot be read")
        }
        guard let fault = fault(of: certificates) else { return .meetsPolicy }
        return .failsToMeetPolicy(reason: fault)
    }

    /// - Parameter chain: from the certificate that signed to the one that is trusted.
    private func fault(of chain: [ChainCertificate]) -> String? {
        var authorities = 0
        for (place, one) in chain.enumerated() {
            let isEnd = place == chain.count - 1
            let shown = one.shown
            if one.certificate.extensions[oid: CriticalExtensions.proxy] != nil {
                return "\(shown) is a proxy's certificate"
            }
            if !one.isValid(at: seconds) { return "\(shown) is not valid at that time" }
            if !isEnd, one.certificate.signatureAlgorithm == .sha1WithRSAEncryption {
                return "the signature of \(shown) is over SHA-1"
            }
            guard place > 0 else {
                if let fault = TimestampPurpose.fault(of: one) { return "\(shown) \(fault)" }
                continue
            }
            guard one.mayIssue(isEnd: isEnd) else { return "\(shown) may not issue certificates" }
            if let length = one.pathLength, authorities > length {
                return "\(shown) allows \(length) authorities below it, and there are \(authorities)"
            }
            if !one.isSelfIssued { authorities += 1 }
        }
        return NameLimits.fault(in: chain)
    }
}

/// What a certificate may be critical about.
enum CriticalExtensions {
    /// What is enforced, and what openssl knows to say nothing against a chain as long as nobody asks for a policy or for
    /// revocation.
    static let known: [ASN1ObjectIdentifier] = [
        .X509ExtensionID.basicConstraints, .X509ExtensionID.nameConstraints, .X509ExtensionID.keyUsage,
        .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.subjectAlternativeName, netscapeType, proxy,
        // certificatePolicies, policyMappings, policyConstraints, inhibitAnyPolicy, cRLDistributionPoints, OCSP no check
        [2, 5, 29, 32], [2, 5, 29, 33], [2, 5, 29, 36], [2, 5, 29, 54], [2, 5, 29, 31],
        [1, 3, 6, 1, 5, 5, 7, 48, 1, 5],
    ]

    /// Netscape's type of a certificate.
    static let netscapeType: ASN1ObjectIdentifier = [2, 16, 840, 1, 113730, 1, 1]

    /// Source: RFC 3820.
    static let proxy: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 1, 14]
}

/// Whether a certificate is for timestamps, and for nothing else. Source: RFC 3161 §2.3.
enum TimestampPurpose {
    private static let timestamps: ASN1ObjectIdentifier = [1, 3, 6, 1, 5, 5, 7, 3, 8]

    /// Purposes that rule it out; those that nobody knows do not.
    private static let others: Set<ASN1ObjectIdentifier> = [
        // servers, clients, code, e-mail, OCSP, DVCS, any
        [1, 3, 6, 1, 5, 5, 7, 3, 1], [1, 3, 6, 1, 5, 5, 7, 3, 2], [1, 3, 6, 1, 5, 5, 7, 3, 3],
        [1, 3, 6, 1, 5, 5, 7, 3, 4], [1, 3, 6, 1, 5, 5, 7, 3, 9], [1, 3, 6, 1, 5, 5, 7, 3, 10], [2, 5, 29, 37, 0],
        // server gated cryptography of Microsoft and Netscape
        [1, 3, 6, 1, 4, 1, 311, 10, 3, 3], [2, 16, 840, 1, 113730, 4, 1],
    ]

    /// Why it is not, to be read behind its name.
    static func fault(of one: ChainCertificate) -> String? {
        if let usage = one.usage {
            var more = usage
            (more.digitalSignature, more.nonRepudiation) = (false, false)
            guard more == KeyUsage() else { return "has a key that is not for signatures alone" }
        }
        guard let purposes = one.purposes, purposes.contains(timestamps),
            one.certificate.extensions[oid: .X509ExtensionID.extendedKeyUsage]?.critical == true
        else { return "does not say critically that it is for timestamps" }
        return others.isDisjoint(with: purposes) ? nil : "is for other purposes than timestamps as well"
    }
}
