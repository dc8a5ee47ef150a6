/// Who a client certificate names, the way an API server reads it: the common name is the user, the organizations are
/// the groups. Source: Kubernetes, "X509 client certificates"; RFC 5280 §4.1.
package struct CertificateSubject: Sendable, Hashable {
    /// The common name.
    package let commonName: String
    /// The organizations, in order.
    package let organizations: [String]

    package init(commonName: String, organizations: [String] = []) {
        self.commonName = commonName
        self.organizations = organizations
    }

    /// Reads the subject of a DER certificate; `nil` when there is no common name in one.
    init?(der: [UInt8]) {
        var outer = DERReader(der[...])
        guard var certificate = outer.enter(0x30), var body = certificate.enter(0x30) else { return nil }
        _ = body.enter(0xA0)  // the version is optional
        // serialNumber, signature, issuer, validity
        guard body.enter(0x02) != nil, body.enter(0x30) != nil, body.enter(0x30) != nil, body.enter(0x30) != nil,
            var subject = body.enter(0x30)
        else { return nil }
        var name: String?
        var organizations: [String] = []
        while var set = subject.enter(0x31) {
            while var attribute = set.enter(0x30) {
                guard let type = attribute.enter(0x06), let text = attribute.enterAny() else { return nil }
                switch Array(type.rest) {
                case [0x55, 0x04, 0x03]: name = String(decoding: text.rest, as: UTF8.self)
                case [0x55, 0x04, 0x0A]: organizations.append(String(decoding: text.rest, as: UTF8.self))
                default: break
                }
            }
        }
        guard let name else { return nil }
        self.init(commonName: name, organizations: organizations)
    }
}
