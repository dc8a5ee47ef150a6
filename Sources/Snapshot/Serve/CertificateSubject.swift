import X509

/// Who a client certificate names, the way an API server reads it: the common name is the user, the organizations are
/// the groups. Source: Kubernetes, "X509 client certificates"; RFC 5280 §4.1.
package struct CertificateSubject: Sendable, Hashable {
    package let commonName: String
    /// The organizations, in order.
    package let organizations: [String]

    package init(commonName: String, organizations: [String] = []) {
        self.commonName = commonName
        self.organizations = organizations
    }

    /// Reads the subject of a DER certificate; `nil` when there is no common name in one.
    init?(der: [UInt8]) {
        guard let subject = try? CertificateFields(der: der).subject,
            let name = subject.values(of: .RDNAttributeType.commonName).last
        else { return nil }
        self.init(commonName: name, organizations: subject.values(of: .RDNAttributeType.organizationName))
    }
}
