/// What a signature says: which files, by digest, and something about them. Source: in-toto/attestation, Statement v1.
package struct Statement: Sendable, Hashable {
    /// A file.
    package struct Subject: Sendable, Hashable {
        package let name: String
        package let sha256: String

        package init(name: String, sha256: String) {
            self.name = name
            self.sha256 = sha256
        }
    }

    private static let type = "https://in-toto.io/Statement/v1"

    package let subjects: [Subject]
    package let predicateType: String
    /// An object. Whole numbers beyond 2^53 are strings: readers take numbers as doubles.
    package let predicate: Value

    package init(subjects: [Subject], predicateType: String, predicate: Value) {
        self.subjects = subjects
        self.predicateType = predicateType
        self.predicate = predicate
    }

    /// The payload of an envelope.
    package var bytes: [UInt8] {
        CanonicalJSON.bytes([
            "_type": .string(Self.type), "predicateType": .string(predicateType), "predicate": predicate,
            "subject": .array(subjects.map { ["name": .string($0.name), "digest": ["sha256": .string($0.sha256)]] }),
        ])
    }

    /// Reads a payload whose signature has been checked.
    package init(payload: [UInt8], file: String) throws(SealError) {
        let members = try StrictMembers.reading(payload, file: file)
        let type = try members.string("_type")
        guard type == Self.type else { throw .malformed(file: file, why: "`\(type)` is not an in-toto statement v1") }
        predicateType = try members.string("predicateType")
        predicate = members.value("predicate") ?? [:]
        guard predicate.object != nil else { throw .malformed(file: file, why: "the predicate is no object") }
        var subjects: [Subject] = []
        for subject in try members.list("subject") {
            let digest = try subject.members("digest")
            // Other algorithms may stand beside it.
            subjects.append(
                Subject(name: try subject.optionalString("name") ?? "", sha256: try digest.string("sha256")))
        }
        guard !subjects.isEmpty else { throw .malformed(file: file, why: "it names no subject") }
        self.subjects = subjects
        try members.finish()
    }
}
