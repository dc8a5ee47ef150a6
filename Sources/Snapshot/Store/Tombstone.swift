/// What stays of a snapshot that was removed on purpose: its number, its id, why, when and by whom. Signed, because an
/// unsigned one could be made by whoever deletes evidence.
package struct Tombstone: Sendable, Hashable {
    package static let format = "snapctl.dev/tombstone/v1"
    /// The namespace of its SSH signature.
    package static let namespace = "snapctl.dev/tombstone/v1"

    package let sequence: Int
    package let manifest: Digest
    package let reason: String
    /// RFC 3339.
    package let prunedAt: String
    package let prunedBy: String

    package init(sequence: Int, manifest: Digest, reason: String, prunedAt: String, prunedBy: String) {
        self.sequence = sequence
        self.manifest = manifest
        self.reason = reason
        self.prunedAt = prunedAt
        self.prunedBy = prunedBy
    }

    /// The text of the file.
    package var bytes: [UInt8] {
        CanonicalJSON.bytes([
            "format": .string(Self.format), "manifest": .string(manifest.hex), "prunedAt": .string(prunedAt),
            "prunedBy": .string(prunedBy), "reason": .string(reason), "sequence": .number(Number(sequence)),
        ]) + [UInt8(ascii: "\n")]
    }

    /// Reads the text of a file.
    package init(bytes: [UInt8], file: String) throws(SealError) {
        let members = try StrictMembers.reading(bytes, file: file)
        guard try members.string("format") == Self.format, let sequence = members.value("sequence")?.int,
            let manifest = Digest(hex: try members.string("manifest"))
        else { throw .malformed(file: file, why: "it is no tombstone") }
        self.init(
            sequence: sequence, manifest: manifest, reason: try members.string("reason"),
            prunedAt: try members.string("prunedAt"), prunedBy: try members.string("prunedBy"))
        try members.finish()
    }
}
