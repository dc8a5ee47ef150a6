/// A signed payload in the *Dead Simple Signing Envelope*. Source: secure-systems-lab/dsse, protocol.md v1.0.2.
package struct DSSEEnvelope: Sendable, Hashable {
    /// One signature, and the key it says it is of.
    package struct Signature: Sendable, Hashable {
        /// A hint, nothing more.
        package let keyID: String?
        package let bytes: [UInt8]
    }

    /// The type of everything we sign.
    package static let statementType = "application/vnd.in-toto+json"

    package let payloadType: String
    package let payload: [UInt8]
    package var signatures: [Signature]

    /// The bytes that are signed. No newline anywhere; the lengths count bytes.
    package static func encoding(type: String, payload: [UInt8]) -> [UInt8] {
        Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    }

    /// The bytes that are signed.
    package var signedBytes: [UInt8] { Self.encoding(type: payloadType, payload: payload) }

    /// An envelope with the signature of one signer, which has been checked.
    package static func signed(_ payload: [UInt8], by signer: any Signer) async throws(SealError) -> DSSEEnvelope {
        var envelope = DSSEEnvelope(payloadType: statementType, payload: payload, signatures: [])
        let message = envelope.signedBytes
        let signature = try await signer.signature(over: message)
        guard signer.publicKey.verifies(signature, over: message) else {
            throw .signer(
                "the key \(signer.publicKey.fingerprint)", why: "its signature does not verify",
                hint: "check that public and private key belong together")
        }
        envelope.signatures = [Signature(keyID: signer.publicKey.fingerprint, bytes: signature)]
        return envelope
    }
}

extension DSSEEnvelope {
    /// As JSON.
    package var value: Value {
        [
            "payload": .string(StrictBase64.encode(payload)), "payloadType": .string(payloadType),
            "signatures": .array(
                signatures.map { signature in
                    var object = Object()
                    object["keyid"] = signature.keyID.map(Value.string)
                    object["sig"] = .string(StrictBase64.encode(signature.bytes))
                    return .object(object)
                }),
        ]
    }

    /// Reads an envelope; members that are not known are refused, so that no byte of one is without meaning.
    init(_ reader: StrictMembers) throws(SealError) {
        payload = try reader.base64("payload")
        payloadType = try reader.string("payloadType")
        var signatures: [Signature] = []
        for members in try reader.list("signatures") {
            let keyID = try members.optionalString("keyid")
            signatures.append(Signature(keyID: keyID, bytes: try members.base64("sig")))
            try members.finish()
        }
        self.signatures = signatures
        try reader.finish()
    }
}
