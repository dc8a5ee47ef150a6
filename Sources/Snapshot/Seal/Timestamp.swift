internal import Crypto
import SwiftASN1
import X509

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
        /// The certificate is not signed by a trusted authority, and why.
        case untrusted(String)

        package var summary: String {
            switch self {
            case .malformed(let why): "the timestamp is malformed: \(why)"
            case .refused(let status): "the authority refused with status \(status)"
            case .otherBytes: "the timestamp is about something else"
            case .badSignature: "the signature of the timestamp does not hold"
            case .untrusted(let why): "the certificate of the timestamp is not signed by a trusted authority: \(why)"
            }
        }
    }

    private let token: TimestampToken

    /// RFC 3339.
    package var time: String { token.time }

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
        guard let node = try? DER.parse(bytes), node.identifier == .sequence,
            case .constructed(let nodes) = node.content
        else { throw .malformed("it is no DER sequence") }
        var parts = nodes.makeIterator()
        var content = node
        if let status = parts.next(), status.identifier == .sequence {
            let code = Self.code(of: status)
            guard code == 0 || code == 1 else { throw .refused(code) }
            guard let inner = parts.next(), parts.next() == nil else { throw .malformed("it holds no token") }
            content = inner
        }
        guard let token = try? TimestampToken(content) else { throw .malformed("it is no signed TSTInfo") }
        self.token = token
    }

    private static func code(of status: ASN1Node) -> Int {
        guard case .constructed(let nodes) = status.content, let first = nodes.first(where: { _ in true }) else {
            return -1
        }
        return (try? Int(derEncoded: first)) ?? -1
    }

    /// Whether it is about these bytes, whoever says so.
    package func isAbout(_ bytes: [UInt8]) -> Bool { token.hash.digest(bytes) == token.imprint }

    /// Whether it is about these bytes, signed well, by an authority under one of these certificates.
    package func check(over bytes: [UInt8], trusted pem: [UInt8]) async throws(Fault) {
        guard isAbout(bytes) else { throw .otherBytes }
        let signer = token.signer
        guard signer.contentDigest == signer.hash.digest(token.info) else { throw .badSignature }
        guard let seconds = RFC3339(time)?.seconds else { throw .malformed("its time is none") }
        guard
            let signing = token.certificates.first(where: {
                $0.certificate.issuer == signer.issuer && $0.certificate.certificate.serialNumber == signer.serial
            })
        else { throw .untrusted("it did not come along, or cannot be read") }
        // The certificate is named inside of what is signed, so that another one with the same key cannot take its place.
        if let named = signer.certificateDigest, named.hash.digest(signing.der) != named.bytes { throw .badSignature }
        guard
            signing.certificate.certificate.publicKey.verifies(signer.signature, over: signer.attributes, signer.hash)
        else { throw .badSignature }
        let fault = await AuthorityChain.fault(
            signing.certificate, others: token.certificates.map(\.certificate),
            anchors: ChainCertificate.all(inPEM: pem),
            seconds: seconds)
        if let fault { throw .untrusted(fault) }
    }
}
