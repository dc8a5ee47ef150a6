/// As much of a certificate as it takes to find out whether a timestamp authority's was issued by one that is trusted.
/// Source: RFC 5280.
struct AuthorityCertificate: Sendable, Hashable {
    let der: [UInt8]
    let serial: [UInt8]
    /// Whole DER of the names, for comparison.
    let issuer: [UInt8]
    let subject: [UInt8]
    /// RFC 3339.
    let notBefore: String
    let notAfter: String
    let key: CertificateKey
    /// Whether it may issue certificates.
    let isAuthority: Bool
    /// Whether it is for timestamps, and says so critically.
    let isForTimestamps: Bool
    private let signed: [UInt8]
    private let signature: [UInt8]
    private let hash: HashAlgorithm

    /// The certificates of a PEM file.
    static func all(inPEM bytes: [UInt8]) -> [AuthorityCertificate] {
        PEMBlock.all(in: bytes).filter { $0.label == "CERTIFICATE" }.compactMap { AuthorityCertificate(der: $0.bytes) }
    }

    init?(der: [UInt8]) {
        var outer = DERReader(der[...])
        guard var certificate = outer.enter(0x30), outer.rest.isEmpty, let tbs = certificate.element(),
            let algorithm = certificate.enter(0x30), let bits = certificate.enter(0x03), bits.rest.first == 0,
            certificate.rest.isEmpty, let hash = Self.hash(of: algorithm)
        else { return nil }
        var wrapped = DERReader(tbs[...])
        guard var body = wrapped.enter(0x30) else { return nil }
        _ = body.enter(0xA0)
        guard let serial = body.enter(0x02), body.enter(0x30) != nil, let issuer = body.element(),
            var validity = body.enter(0x30), let subject = body.element(), let spki = body.element(),
            let from = Self.time(&validity), let to = Self.time(&validity), let key = CertificateKey(spki: spki)
        else { return nil }
        var isAuthority = false
        var isForTimestamps = false
        while let (tag, content) = body.any() {
            guard tag == 0xA3 else { continue }
            var wrapped = DERReader(content[...])
            guard var extensions = wrapped.enter(0x30) else { return nil }
            while var one = extensions.enter(0x30) {
                guard let oid = one.enter(0x06) else { return nil }
                let isCritical = one.enter(0x01).map { $0.rest.first == 0xFF } ?? false
                guard var value = one.enter(0x04) else { return nil }
                switch Array(oid.rest) {
                case [0x55, 0x1D, 0x13]:
                    var constraints = value.enter(0x30)
                    isAuthority = constraints?.enter(0x01).map { $0.rest.first == 0xFF } ?? false
                case [0x55, 0x1D, 0x25]:
                    var purposes = value.enter(0x30)
                    var names: [[UInt8]] = []
                    while let purpose = purposes?.enter(0x06) { names.append(Array(purpose.rest)) }
                    isForTimestamps = isCritical && names == [[0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08]]
                default: break
                }
            }
        }
        self.der = der
        self.serial = Array(serial.rest)
        self.issuer = issuer
        self.subject = subject
        notBefore = from
        notAfter = to
        self.key = key
        self.isAuthority = isAuthority
        self.isForTimestamps = isForTimestamps
        signed = tbs
        signature = Array(bits.rest.dropFirst())
        self.hash = hash
    }

    /// Whether another certificate's key signed this one.
    func isIssued(by other: AuthorityCertificate) -> Bool {
        issuer == other.subject && other.isAuthority && other.key.verifies(signature, over: signed, hash)
    }

    /// Whether it is good at a time, RFC 3339 in UTC.
    func isValid(at time: String) -> Bool { notBefore <= time && time <= notAfter }

    /// The hash of ecdsa-with-SHA2 and of sha2WithRSAEncryption.
    static func hash(of algorithm: DERReader) -> HashAlgorithm? {
        var algorithm = algorithm
        guard let oid = algorithm.enter(0x06) else { return nil }
        return switch Array(oid.rest) {
        case [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02], [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B]:
            .sha256
        case [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x03], [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0C]:
            .sha384
        case [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x04], [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0D]:
            .sha512
        default: nil
        }
    }

    private static func time(_ validity: inout DERReader) -> String? {
        let isShort = validity.rest.first == 0x17
        guard let field = validity.enterAny() else { return nil }
        return PublicCertificate.time(Array(field.rest), isShort: isShort)
    }
}

extension DERReader {
    /// The next element with its header.
    mutating func element() -> [UInt8]? {
        let before = rest
        guard enterAny() != nil else { return nil }
        return Array(before.prefix(before.count - rest.count))
    }

    /// Tag and content of the next element.
    mutating func any() -> (tag: UInt8, content: [UInt8])? {
        guard let tag = rest.first, let content = enterAny() else { return nil }
        return (tag, Array(content.rest))
    }
}
