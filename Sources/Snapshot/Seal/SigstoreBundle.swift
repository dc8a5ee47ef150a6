/// A Sigstore bundle that holds one signed statement under a plain key: no certificate, no transparency log.
///
/// Source: sigstore/protobuf-specs, sigstore_bundle.proto, v0.3. Readers parse it with protobuf's JSON rules: a member
/// that is not known makes it unreadable to them, so ours has none.
package struct SigstoreBundle: Sendable, Hashable {
    /// What we write.
    package static let mediaType = "application/vnd.dev.sigstore.bundle.v0.3+json"
    private static let olderMediaType = "application/vnd.dev.sigstore.bundle+json;version=0.3"

    package var envelope: DSSEEnvelope
    /// The key's name: the same as in the envelope. cosign writes base64 of the digest of the DER form instead.
    package var hint: String?
    /// DER of RFC 3161 responses over the signature.
    package var timestamps: [[UInt8]]
    /// Entries of a transparency log, which are counted and not checked.
    package var logEntryCount = 0

    package init(envelope: DSSEEnvelope, timestamps: [[UInt8]] = []) {
        self.envelope = envelope
        hint = envelope.signatures.first?.keyID
        self.timestamps = timestamps
    }

    /// The bytes of the file. No newline at the end: cutting off a byte always shows.
    package var bytes: [UInt8] {
        var material = Object()
        material["publicKey"] = hint.map { ["hint": .string($0)] } ?? [:]
        // Python's reader wants it, empty as it is.
        material["tlogEntries"] = []
        if !timestamps.isEmpty {
            material["timestampVerificationData"] = [
                "rfc3161Timestamps": .array(
                    timestamps.map { ["signedTimestamp": .string(StrictBase64.encode($0))] })
            ]
        }
        return CanonicalJSON.bytes([
            "dsseEnvelope": envelope.value, "mediaType": .string(Self.mediaType),
            "verificationMaterial": .object(material),
        ])
    }

    /// The object without the one newline that text tools put behind what they write. Around the spelling that this program
    /// writes stands nothing: no byte of a seal is without meaning.
    private static func text(_ bytes: [UInt8], file: String) throws(SealError) -> [UInt8] {
        var text = bytes
        if text.last == UInt8(ascii: "\n") {
            text.removeLast()
            if let value = try? JSONReader.value(text), CanonicalJSON.bytes(value) == text { text = bytes }
        }
        guard text.first == UInt8(ascii: "{"), text.last == UInt8(ascii: "}") else {
            throw .malformed(file: file, why: "it is no JSON object, or there are bytes around the object")
        }
        return text
    }

    /// Reads a bundle, or a bare envelope (`.intoto.json`), which may have several signatures.
    package init(bytes: [UInt8], file: String) throws(SealError) {
        let members = try StrictMembers.reading(try Self.text(bytes, file: file), file: file)
        guard let mediaType = try members.optionalString("mediaType") else {
            envelope = try DSSEEnvelope(members)
            hint = nil
            timestamps = []
            return
        }
        guard mediaType == Self.mediaType || mediaType == Self.olderMediaType else {
            throw .malformed(file: file, why: "`\(mediaType)` is not a bundle of version 0.3")
        }
        let material = try members.members("verificationMaterial")
        guard let key = try material.optionalMembers("publicKey") else {
            throw .malformed(
                file: file, why: "it is signed with a certificate, not by a key; cosign can check it, we cannot")
        }
        hint = try key.optionalString("hint")
        try key.finish()
        logEntryCount = material.value("tlogEntries")?.array?.count ?? 0
        var timestamps: [[UInt8]] = []
        if let data = try material.optionalMembers("timestampVerificationData") {
            for stamp in try data.list("rfc3161Timestamps") {
                timestamps.append(try stamp.base64("signedTimestamp"))
                try stamp.finish()
            }
            try data.finish()
        }
        self.timestamps = timestamps
        try material.finish()
        envelope = try DSSEEnvelope(try members.members("dsseEnvelope"))
        try members.finish()
        guard envelope.signatures.count == 1 else {
            throw .malformed(file: file, why: "a bundle has one signature, not \(envelope.signatures.count)")
        }
    }
}
