import SwiftASN1
import X509

/// What is signed inside of a timestamp, and by whom. Source: RFC 3161 §2.4.2, RFC 5652 §5, RFC 5816.
struct TimestampToken: Sendable, Hashable {
    /// TSTInfo, as it is encoded.
    let info: [UInt8]
    /// RFC 3339.
    let time: String
    let hash: HashAlgorithm
    /// The digest of what the timestamp is about.
    let imprint: [UInt8]
    /// The certificates that came along, each with its bytes; one that cannot be read is of no use, and does no harm.
    let certificates: [Encoded]
    let signer: Signer

    struct Encoded: Sendable, Hashable {
        let der: [UInt8]
        let certificate: ChainCertificate
    }

    struct Signer: Sendable, Hashable {
        let issuer: ComparableName
        let serial: Certificate.SerialNumber
        let hash: HashAlgorithm
        /// With the tag of a SET, as they are signed.
        let attributes: [UInt8]
        let contentDigest: [UInt8]
        let certificateDigest: CertificateDigest?
        let signature: [UInt8]
    }

    /// Which certificate the signer says is its own.
    struct CertificateDigest: Sendable, Hashable {
        let hash: HashAlgorithm
        let bytes: [UInt8]
    }

    private static let signedData: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 7, 2]
    private static let tstInfo: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 1, 4]
    private static let contentType: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 3]
    private static let messageDigest: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 4]
    private static let signingCertificate: ASN1ObjectIdentifier = [1, 2, 840, 113549, 1, 9, 16, 2, 47]

    private static func malformed(_ reason: String) -> ASN1Error { .invalidASN1Object(reason: reason) }

    /// Reads a ContentInfo.
    init(_ node: ASN1Node) throws {
        self = try DER.sequence(node, identifier: .sequence) { parts in
            guard try ASN1ObjectIdentifier(derEncoded: &parts) == Self.signedData else {
                throw Self.malformed("no SignedData")
            }
            return try DER.explicitlyTagged(&parts, tagNumber: 0, tagClass: .contextSpecific) {
                try TimestampToken(signedData: $0)
            }
        }
    }

    private init(signedData node: ASN1Node) throws {
        self = try DER.sequence(node, identifier: .sequence) { parts in
            // version and digestAlgorithms
            guard parts.next()?.identifier == .integer, parts.next()?.identifier == .set, let content = parts.next()
            else {
                throw Self.malformed("no content")
            }
            let info = try Self.info(in: content)
            let encoded = DER.optionalImplicitlyTagged(&parts, tagNumber: 0, tagClass: .contextSpecific) { $0 }
            _ = DER.optionalImplicitlyTagged(&parts, tagNumber: 1, tagClass: .contextSpecific) { $0 }
            guard let signers = parts.next(), signers.identifier == .set, case .constructed(let nodes) = signers.content
            else { throw Self.malformed("no signers") }
            var one = nodes.makeIterator()
            guard let signer = one.next(), one.next() == nil else { throw Self.malformed("one signer is expected") }
            return try TimestampToken(
                info: info, certificates: Self.certificates(in: encoded), signer: Self.signer(signer))
        }
    }

    private init(info: [UInt8], certificates: [Encoded], signer: Signer) throws {
        self.info = info
        self.certificates = certificates
        self.signer = signer
        let node = try DER.parse(info)
        guard node.identifier == .sequence, case .constructed(let nodes) = node.content else {
            throw Self.malformed("no TSTInfo")
        }
        var parts = nodes.makeIterator()
        // version and policy
        guard parts.next()?.identifier == .integer, parts.next()?.identifier == .objectIdentifier,
            let about = parts.next()
        else { throw Self.malformed("no imprint") }
        (hash, imprint) = try DER.sequence(about, identifier: .sequence) { parts in
            (try Self.hash(&parts), Array(try ASN1OctetString(derEncoded: &parts).bytes))
        }
        guard parts.next()?.identifier == .integer else { throw Self.malformed("no number") }
        // A fraction of a second may follow; the second is enough.
        time = CertificateFields.text(try GeneralizedTime(derEncoded: &parts))
    }

    /// The bytes of TSTInfo.
    private static func info(in content: ASN1Node) throws -> [UInt8] {
        try DER.sequence(content, identifier: .sequence) { parts in
            guard try ASN1ObjectIdentifier(derEncoded: &parts) == tstInfo else { throw malformed("no TSTInfo") }
            return try DER.explicitlyTagged(&parts, tagNumber: 0, tagClass: .contextSpecific) {
                Array(try ASN1OctetString(derEncoded: $0).bytes)
            }
        }
    }

    private static func certificates(in node: ASN1Node?) -> [Encoded] {
        guard let node, case .constructed(let nodes) = node.content else { return [] }
        return nodes.compactMap { node in
            guard let certificate = try? ChainCertificate(Certificate(derEncoded: node)) else { return nil }
            return Encoded(der: Array(node.encodedBytes), certificate: certificate)
        }
    }

    /// The hash that an AlgorithmIdentifier names.
    private static func hash(_ parts: inout ASN1NodeCollection.Iterator) throws -> HashAlgorithm {
        guard let hash = HashAlgorithm(try algorithm(&parts)) else { throw malformed("an unknown hash") }
        return hash
    }

    private static func algorithm(_ parts: inout ASN1NodeCollection.Iterator) throws -> ASN1ObjectIdentifier {
        guard let node = parts.next() else { throw malformed("no algorithm") }
        return try DER.sequence(node, identifier: .sequence) { parts in
            let oid = try ASN1ObjectIdentifier(derEncoded: &parts)
            _ = parts.next()
            return oid
        }
    }

    // MARK: Signer

    private static func signer(_ node: ASN1Node) throws -> Signer {
        try DER.sequence(node, identifier: .sequence) { parts in
            guard parts.next()?.identifier == .integer, let identifier = parts.next() else {
                throw malformed("no signer")
            }
            let (issuer, serial) = try DER.sequence(identifier, identifier: .sequence) { parts in
                guard let name = parts.next() else { throw malformed("no issuer") }
                return (try DistinguishedName(derEncoded: name), try ArraySlice<UInt8>(derEncoded: &parts))
            }
            let hash = try hash(&parts)
            guard let attributes = parts.next(),
                attributes.identifier == ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
            else { throw malformed("no signed attributes") }
            // With RSA the digest algorithm may be named alone; with a named one it must be the same.
            if let named = HashAlgorithm(ofSignature: try algorithm(&parts)), named != hash {
                throw malformed("two hashes")
            }
            let signature = try ASN1OctetString(derEncoded: &parts)
            _ = parts.next()
            let said = try Attributes(attributes)
            guard said.isTSTInfo, let contentDigest = said.contentDigest else { throw malformed("no digest") }
            return Signer(
                issuer: ComparableName(issuer), serial: Certificate.SerialNumber(bytes: serial), hash: hash,
                attributes: [0x31] + attributes.encodedBytes.dropFirst(), contentDigest: contentDigest,
                certificateDigest: said.certificateDigest, signature: Array(signature.bytes))
        }
    }

    /// What the signer says of what it signs.
    private struct Attributes {
        var isTSTInfo = false
        var contentDigest: [UInt8]?
        var certificateDigest: CertificateDigest?

        init(_ node: ASN1Node) throws {
            guard case .constructed(let attributes) = node.content else { throw malformed("no signed attributes") }
            for attribute in attributes {
                let (type, value) = try DER.sequence(attribute, identifier: .sequence) { parts in
                    let type = try ASN1ObjectIdentifier(derEncoded: &parts)
                    guard let values = parts.next(), values.identifier == .set,
                        case .constructed(let nodes) = values.content, let value = nodes.first(where: { _ in true })
                    else { throw malformed("an attribute without a value") }
                    return (type, value)
                }
                switch type {
                case contentType: isTSTInfo = try ASN1ObjectIdentifier(derEncoded: value) == tstInfo
                case messageDigest: contentDigest = Array(try ASN1OctetString(derEncoded: value).bytes)
                case signingCertificate: certificateDigest = try Self.certificateDigest(value)
                default: break
                }
            }
        }

        /// The first certificate of a SigningCertificateV2.
        private static func certificateDigest(_ node: ASN1Node) throws -> CertificateDigest {
            func first(_ node: ASN1Node) throws -> ASN1Node {
                guard node.identifier == .sequence, case .constructed(let nodes) = node.content,
                    let one = nodes.first(where: { _ in true })
                else { throw malformed("no certificate") }
                return one
            }
            let one = try first(first(node))
            guard one.identifier == .sequence, case .constructed(let nodes) = one.content else {
                throw malformed("no certificate")
            }
            var parts = nodes.makeIterator()
            var rest = parts
            let isNamed = rest.next()?.identifier == .sequence
            let hash = isNamed ? try hash(&parts) : .sha256
            return CertificateDigest(hash: hash, bytes: Array(try ASN1OctetString(derEncoded: &parts).bytes))
        }
    }
}
