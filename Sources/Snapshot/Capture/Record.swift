/// One object on its way into a snapshot: what the index will say of it, and its bytes after redaction.
package struct Record: Sendable {
    package let entry: IndexEntry
    /// Canonical JSON and a newline.
    package let body: [UInt8]
    /// Its leaf in the content tree.
    package let leaf: Digest
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
    /// It is not of the kind that was listed.
    case otherKind(String)
    /// It is larger than an API server stores.
    case tooLarge(Identity, bytes: Int)

    /// What happened to which thing.
    package var summary: String {
        switch self {
        case .incomplete(let what): "an object has no \(what)"
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

    package let normalizer: Normalizer
    package let redactor: Redactor

    /// A maker under this schema and key.
    package init(normalizer: Normalizer, redactor: Redactor) {
        self.normalizer = normalizer
        self.redactor = redactor
    }

    /// The record of an object of a type. Items of built-in lists carry neither kind nor apiVersion: the type's are used.
    package func record(_ raw: Value, of type: ResourceType) throws(RecordError) -> Record {
        guard case .object(var object) = raw else { throw .incomplete("members") }
        if object["kind"] == nil { object["kind"] = .string(type.kind) }
        if object["apiVersion"] == nil { object["apiVersion"] = .string(type.apiVersion) }
        let metadata = object["metadata"]
        guard let name = metadata?["name"]?.string ?? metadata?["generateName"]?.string, !name.isEmpty else {
            throw .incomplete("metadata.name")
        }
        let namespace = type.isNamespaced ? metadata?["namespace"]?.string : nil
        let identity = Identity(group: type.group, kind: type.kind, namespace: namespace, name: name)
        let outcome = redactor.redact(.object(object), identity: identity)
        let redacted = outcome.object
        let body = CanonicalJSON.line(redacted)
        guard body.count <= Self.bodyLimit else { throw .tooLarge(identity, bytes: body.count) }
        let controller = Self.controller(of: metadata, namespace: namespace)
        var signals: [String: String] = [:]
        let declared = normalizer.declared(redacted, hasStatus: type.hasStatus) { dropped in
            guard dropped.rule.effect == .signal else { return }
            // A time or a word; the index is no place for whatever else somebody writes there.
            let text = dropped.value.string ?? CanonicalJSON.text(dropped.value)
            signals[dropped.path.description] = String(text.prefix(200))
        }
        let entry = IndexEntry(
            identity: identity, version: type.version, resource: type.plural,
            path: ArchivePath.object(group: type.group, resource: type.plural, namespace: namespace, name: name),
            size: body.count, sha256: Digest(of: body),
            normalized: normalizer.digest(ofDeclared: declared, apiVersion: type.apiVersion),
            role: RoleTable.role(of: redacted, identity: identity, controller: controller),
            uid: metadata?["uid"]?.string ?? "", generation: metadata?["generation"]?.int ?? 0,
            signals: signals, controller: controller)
        return Record(
            entry: entry, body: body, leaf: SnapshotLeaf.content(path: entry.path, bytes: body),
            redactions: outcome.redactions, secrets: outcome.secrets, bridge: outcome.bridge,
            certificates: outcome.certificates)
    }

    /// The controlling owner. An owner lives in the object's namespace or in none: only its kind tells, so the namespace
    /// is the object's, and whoever looks it up tries both.
    private static func controller(of metadata: Value?, namespace: String?) -> Identity? {
        for owner in metadata?["ownerReferences"]?.array ?? [] where owner["controller"]?.bool == true {
            guard let kind = owner["kind"]?.string, let name = owner["name"]?.string else { continue }
            let apiVersion = owner["apiVersion"]?.string ?? ""
            let group = APIVersion.group(of: apiVersion)
            return Identity(group: group, kind: kind, namespace: namespace, name: name)
        }
        return nil
    }
}
