internal import Crypto

/// What a time-stamping authority says: these bytes existed at that time. Source: RFC 3161, RFC 5652, RFC 5816.
package struct Timestamp: Sendable, Hashable {
    /// Why a timestamp does not count.
    package enum Fault: Error, Hashable {
        case malformed(String)
        /// The authority refused.
        case refused(Int)
        /// It is about other bytes.
        case otherBytes
        case badSignature
        /// Nobody trusted issued the certificate.
        case untrusted

        package var summary: String {
            switch self {
            case .malformed(let why): "the timestamp is malformed: \(why)"
            case .refused(let status): "the authority refused with status \(status)"
            case .otherBytes: "the timestamp is about something else"
            case .badSignature: "the signature of the timestamp does not hold"
            case .untrusted: "no trusted authority issued the certificate of the timestamp"
            }
        }
    }

    /// RFC 3339.
    package let time: String
    private let imprint: [UInt8]
    private let hash: HashAlgorithm
    private let info: [UInt8]
    private let certificates: [AuthorityCertificate]
    private let signer: Signer

    private struct Signer: Sendable, Hashable {
        let issuer: [UInt8]
        let serial: [UInt8]
        let digest: HashAlgorithm
        /// With the tag of a SET, as it is signed.
        let attributes: [UInt8]
        let signature: [UInt8]
        let contentDigest: [UInt8]
        let certificateDigest: (algorithm: HashAlgorithm, bytes: [UInt8])?

        static func == (a: Signer, b: Signer) -> Bool { a.attributes == b.attributes && a.signature == b.signature }
        func hash(into hasher: inout Hasher) { hasher.combine(signature) }
    }

    /// The request for a timestamp over some bytes.
    package static func request(over bytes: [UInt8], nonce: UInt64) -> [UInt8] {
        let imprint: [UInt8] =
            [
                0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
                0x04, 0x20,
            ]
            + Array(SHA256.hash(data: bytes))
        // Seven bytes, so that the number is positive and needs no zero before it.
        var number: [UInt8] = [0x40 | UInt8(truncatingIfNeeded: nonce >> 56) & 0x3F]
        for shift in [48, 40, 32, 24, 16, 8, 0] as [UInt64] { number.append(UInt8(truncatingIfNeeded: nonce >> shift)) }
        let body = [0x02, 0x01, 0x01] + imprint + [0x02, UInt8(number.count)] + number + [0x01, 0x01, 0xFF]
        return [0x30, UInt8(body.count)] + body
    }

    /// Reads a TimeStampResp, or the token alone.
    package init(_ bytes: [UInt8]) throws(Fault) {
        var outer = DERReader(bytes[...])
        guard var response = outer.enter(0x30), outer.rest.isEmpty else { throw .malformed("it is no DER sequence") }
        var token = response
        if var status = response.enter(0x30) {
            let code = status.enter(0x02).map { $0.rest.reduce(0) { $0 << 8 | Int($1) } } ?? -1
            guard code == 0 || code == 1 else { throw .refused(code) }
            guard let inner = response.enter(0x30), response.rest.isEmpty else { throw .malformed("it holds no token") }
            token = inner
        }
        guard let parsed = Self.parse(&token) else { throw .malformed("it is no signed TSTInfo") }
        (time, imprint, hash, info, certificates, signer) = parsed
    }

    /// Whether it is about these bytes, whoever says so.
    package func isAbout(_ bytes: [UInt8]) -> Bool { hash.digest(bytes) == imprint }

    /// Whether it is about these bytes, signed well, by an authority under one of these certificates.
    package func check(over bytes: [UInt8], trusted pem: [UInt8]) throws(Fault) {
        guard isAbout(bytes) else { throw .otherBytes }
        guard signer.contentDigest == signer.digest.digest(info) else { throw .badSignature }
        guard let certificate = certificates.first(where: { $0.issuer == signer.issuer && $0.serial == signer.serial }),
            certificate.isForTimestamps, certificate.isValid(at: time)
        else { throw .untrusted }
        // The certificate is named inside of what is signed, so that another one with the same key cannot stand for it.
        if let named = signer.certificateDigest, named.algorithm.digest(certificate.der) != named.bytes {
            throw .badSignature
        }
        guard certificate.key.verifies(signer.signature, over: signer.attributes, signer.digest) else {
            throw .badSignature
        }
        let anchors = AuthorityCertificate.all(inPEM: pem)
        var present = certificate
        for _ in 0..<8 {
            if anchors.contains(where: { $0.der == present.der || present.isIssued(by: $0) && $0.isValid(at: time) }) {
                return
            }
            guard
                let next = certificates.first(where: {
                    $0 != present && present.isIssued(by: $0) && $0.isValid(at: time)
                })
            else { break }
            present = next
        }
        throw .untrusted
    }

    // MARK: Reading

    private static let signedData: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]
    private static let tstInfo: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04]

    private static func parse(_ token: inout DERReader) -> (
        String, [UInt8], HashAlgorithm, [UInt8], [AuthorityCertificate], Signer
    )? {
        guard let type = token.enter(0x06), Array(type.rest) == signedData, var explicit = token.enter(0xA0),
            var data = explicit.enter(0x30), data.enter(0x02) != nil, data.enter(0x31) != nil,
            var content = data.enter(0x30), let contentType = content.enter(0x06), Array(contentType.rest) == tstInfo,
            var wrapped = content.enter(0xA0), let octets = wrapped.enter(0x04)
        else { return nil }
        let info = Array(octets.rest)
        var certificates: [AuthorityCertificate] = []
        if var set = data.enter(0xA0) {
            while let der = set.element() {
                if let certificate = AuthorityCertificate(der: der) { certificates.append(certificate) }
            }
        }
        _ = data.enter(0xA1)
        guard var signers = data.enter(0x31), var signerInfo = signers.enter(0x30), signers.rest.isEmpty,
            let signer = signer(&signerInfo)
        else { return nil }
        var outer = DERReader(info[...])
        guard var body = outer.enter(0x30), body.enter(0x02) != nil, body.enter(0x06) != nil,
            var imprint = body.enter(0x30), var algorithm = imprint.enter(0x30), let oid = algorithm.enter(0x06),
            let hash = HashAlgorithm(oid: Array(oid.rest)), let digest = imprint.enter(0x04), body.enter(0x02) != nil,
            let time = body.enter(0x18)
        else { return nil }
        // A fraction of a second may follow; the second is enough.
        var text = Array(time.rest.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "Z") })
        text.append(UInt8(ascii: "Z"))
        guard let moment = PublicCertificate.time(text, isShort: false) else { return nil }
        return (moment, Array(digest.rest), hash, info, certificates, signer)
    }

    private static func signer(_ info: inout DERReader) -> Signer? {
        guard info.enter(0x02) != nil, var identifier = info.enter(0x30), let issuer = identifier.element(),
            let serial = identifier.enter(0x02), var digestAlgorithm = info.enter(0x30),
            let oid = digestAlgorithm.enter(0x06), let digest = HashAlgorithm(oid: Array(oid.rest)),
            var attributes = info.element(), attributes.first == 0xA0, let algorithm = info.enter(0x30),
            let signature = info.enter(0x04)
        else { return nil }
        // With RSA the digest algorithm may stand alone; with a named one it must be the same.
        if let named = AuthorityCertificate.hash(of: algorithm), named != digest { return nil }
        var wrapped = DERReader(attributes[...])
        guard var set = wrapped.enter(0xA0) else { return nil }
        attributes[0] = 0x31
        var contentDigest: [UInt8]?
        var isTSTInfo = false
        var certificateDigest: (HashAlgorithm, [UInt8])?
        while var attribute = set.enter(0x30) {
            guard let type = attribute.enter(0x06), var values = attribute.enter(0x31) else { return nil }
            switch Array(type.rest) {
            case [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03]:
                isTSTInfo = values.enter(0x06).map { Array($0.rest) == tstInfo } ?? false
            case [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04]:
                contentDigest = values.enter(0x04).map { Array($0.rest) }
            case [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x02, 0x2F]:
                guard var signing = values.enter(0x30), var list = signing.enter(0x30), var first = list.enter(0x30)
                else {
                    return nil
                }
                var hash = HashAlgorithm.sha256
                if var algorithm = first.enter(0x30) {
                    guard let oid = algorithm.enter(0x06), let named = HashAlgorithm(oid: Array(oid.rest)) else {
                        return nil
                    }
                    hash = named
                }
                guard let bytes = first.enter(0x04) else { return nil }
                certificateDigest = (hash, Array(bytes.rest))
            default: break
            }
        }
        guard isTSTInfo, let contentDigest else { return nil }
        return Signer(
            issuer: issuer, serial: Array(serial.rest), digest: digest, attributes: attributes,
            signature: Array(signature.rest), contentDigest: contentDigest, certificateDigest: certificateDigest)
    }
}
