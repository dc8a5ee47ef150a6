/// One object on its way into a snapshot: what the index will say of it, and its bytes after redaction.
package struct Record: Sendable {
    package let entry: IndexEntry
    /// Canonical JSON and a newline.
    package let body: [UInt8]
    /// What was replaced in it.
    package let redactions: [Redactor.Redaction]
    /// The values themselves, for the search for copies of them.
    let secrets: [Confidential<[UInt8]>]
    /// Tokens of the key before, with those of this one.
    let bridge: [String: String]
    /// Certificates in it that stayed readable.
    let certificates: [Redactor.Certificate]
}

/// Why an object cannot become a record.
package enum RecordError: Error, Hashable {
    /// It is no object with a kind, an apiVersion and a name.
    case incomplete(String)
    /// A field that has to be text is something else: the field, and what it is.
    case notText(String, String)
    /// It is not of the kind that was listed.
    case otherKind(String)
    /// It is larger than an API server stores.
    case tooLarge(Identity, bytes: Int)

    /// What happened to which thing.
    package var summary: String {
        switch self {
        case .incomplete(let what): "an object has no \(what)"
        case .notText(let field, let what): "`\(field)` is \(what), not a text: put it in quotes"
        case .otherKind(let kind): "the list holds an object of another kind, `\(kind)`"
        case .tooLarge(let identity, let bytes):
            "\(identity) has \(bytes) bytes, more than the \(RecordMaker.bodyLimit) that are taken"
        }
    }
}

/// Makes records of raw objects: identity, redaction, canonical bytes, both digests, role.
package struct RecordMaker: Sendable {
    /// The most bytes an object may have; etcd stores 1.5 MiB by default.
    package static let bodyLimit = 16 << 20

    package private(set) var redactor: Redactor
    private let lines: IndexEntryMaker

    /// A maker under this schema and key.
    package init(normalizer: Normalizer, redactor: Redactor) {
        self.redactor = redactor
        lines = IndexEntryMaker(TapeNormalizer(normalizer, names: ScrubWord.names))
    }

    /// This maker for objects of records that it made.
    var again: RecordMaker {
        var maker = self
        maker.redactor = redactor.again
        return maker
    }

    /// What objects have to be read with.
    package var keys: KeyVocabulary { lines.keys }

    /// The record of an object of a type. Items of built-in lists carry neither kind nor apiVersion: the type's are used.
    ///
    /// - Parameters:
    ///   - object: read with ``keys``; afterwards it is what may leave memory.
    ///   - isDeclared: whether somebody asked for it although nobody declares objects of the type.
    package func record(
        _ object: inout JSONTape, of type: ResourceType, isDeclared: Bool = false
    ) throws(RecordError) -> Record {
        guard object.nodes[0].kind == .object else { throw .incomplete("members") }
        if object.member("kind", of: 0) == nil { object.set("kind", to: type.kind, in: 0) }
        if object.member("apiVersion", of: 0) == nil { object.set("apiVersion", to: type.apiVersion, in: 0) }
        let apiVersion = object.string(object.member("apiVersion", of: 0)) ?? ""
        guard ByteOrder.same(apiVersion, type.apiVersion) else { throw .otherKind("\(type.kind) of \(apiVersion)") }
        let identity = try lines.identity(of: object, type)
        let outcome = redactor.redact(&object, identity: identity)
        let body = object.canonicalLine()
        guard body.count <= Self.bodyLimit else { throw .tooLarge(identity, bytes: body.count) }
        // Of what is stored, so that a reader finds the same.
        let entry = try lines.entry(
            of: object, type, size: body.count, sha256: Digest(of: body), isDeclared: isDeclared)
        guard entry.identity == identity else { throw .incomplete("metadata.name that can be kept") }
        return Record(
            entry: entry, body: body, redactions: outcome.redactions, secrets: outcome.secrets,
            bridge: outcome.bridge, certificates: outcome.certificates)
    }

    /// The record of an object that is a tree.
    package func record(_ raw: Value, of type: ResourceType) throws(RecordError) -> Record {
        // What a tree is written as is read again.
        guard var object = try? JSONTape(CanonicalJSON.bytes(raw), keys: keys) else { throw .incomplete("members") }
        return try record(&object, of: type)
    }
}
