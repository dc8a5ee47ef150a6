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

    package let redactor: Redactor
    private let normalizer: TapeNormalizer

    /// A maker under this schema and key.
    package init(normalizer: Normalizer, redactor: Redactor) {
        self.redactor = redactor
        self.normalizer = TapeNormalizer(normalizer, names: ScrubWord.names)
    }

    /// What objects have to be read with.
    package var keys: KeyVocabulary { normalizer.keys }

    /// The record of an object of a type. Items of built-in lists carry neither kind nor apiVersion: the type's are used.
    ///
    /// - Parameter object: read with ``keys``; afterwards it is what may leave memory.
    package func record(_ object: inout JSONTape, of type: ResourceType) throws(RecordError) -> Record {
        guard object.nodes[0].kind == .object else { throw .incomplete("members") }
        if object.member("kind", of: 0) == nil { object.set("kind", to: type.kind, in: 0) }
        if object.member("apiVersion", of: 0) == nil { object.set("apiVersion", to: type.apiVersion, in: 0) }
        let said = Said(of: object, type)
        guard let name = said.name, !name.isEmpty else { throw .incomplete("metadata.name") }
        let identity = Identity(group: type.group, kind: type.kind, namespace: said.namespace, name: name)
        let outcome = redactor.redact(&object, identity: identity)
        let body = object.canonicalLine()
        guard body.count <= Self.bodyLimit else { throw .tooLarge(identity, bytes: body.count) }
        var signals: [TapeNormalizer.Signal] = []
        let normalized = normalizer.digest(
            object, apiVersion: type.apiVersion, hasStatus: type.hasStatus, signals: &signals)
        let (role, claim) = RoleTable.role(of: object, identity: identity, owner: said.owner)
        let entry = IndexEntry(
            identity: identity, version: type.version, resource: type.plural,
            path: ArchivePath.object(
                group: type.group, resource: type.plural, namespace: said.namespace, name: name),
            size: body.count, sha256: Digest(of: body), normalized: normalized,
            role: role, uid: said.uid, generation: said.generation, signals: Self.texts(signals),
            controller: said.owner?.identity, claim: claim)
        return Record(
            entry: entry, body: body, leaf: SnapshotLeaf.content(path: entry.path, bytes: body),
            redactions: outcome.redactions, secrets: outcome.secrets, bridge: outcome.bridge,
            certificates: outcome.certificates)
    }

    /// The record of an object that is a tree.
    package func record(_ raw: Value, of type: ResourceType) throws(RecordError) -> Record {
        // What a tree is written as is read again.
        guard var object = try? JSONTape(CanonicalJSON.bytes(raw), keys: keys) else { throw .incomplete("members") }
        return try record(&object, of: type)
    }

    /// A time or a word; the index is no place for whatever else somebody writes there.
    private static func texts(_ signals: [TapeNormalizer.Signal]) -> [String: String] {
        var result: [String: String] = [:]
        for signal in signals {
            let text = CanonicalJSON.plain(signal.value)
            result[signal.path.description] = String(text.prefix(200))
        }
        return result
    }

    /// What the index repeats of an object, as it came.
    private struct Said {
        var name: String?
        var namespace: String?
        var uid = ""
        var generation = 0
        var owner: OwnerReference?

        init(of object: JSONTape, _ type: ResourceType) {
            guard let metadata = object.member("metadata", of: 0) else { return }
            func text(_ name: String) -> String? { object.string(object.member(name, of: metadata)) }
            name = text("name") ?? text("generateName")
            namespace = type.isNamespaced ? text("namespace") : nil
            uid = text("uid") ?? ""
            if let node = object.member("generation", of: metadata), object.nodes[node].kind == .number {
                generation = Int(object.words(node)) ?? 0
            }
            guard let owners = object.member("ownerReferences", of: metadata), object.nodes[owners].kind == .array
            else { return }
            for reference in object.children(owners) where owner == nil {
                owner = Self.controller(reference, object, namespace)
            }
        }

        /// The controlling owner. An owner lives in the object's namespace or in none: only its kind tells, so the
        /// namespace is the object's, and whoever looks it up tries both.
        private static func controller(_ owner: Int, _ object: JSONTape, _ namespace: String?) -> OwnerReference? {
            guard let flag = object.member("controller", of: owner), object.nodes[flag].kind == .yes,
                let kind = object.string(object.member("kind", of: owner)),
                let name = object.string(object.member("name", of: owner))
            else { return nil }
            let apiVersion = object.string(object.member("apiVersion", of: owner)) ?? ""
            return OwnerReference(
                identity: Identity(
                    group: APIVersion.group(of: apiVersion), kind: kind, namespace: namespace, name: name),
                uid: object.string(object.member("uid", of: owner)) ?? "",
                version: apiVersion.split(separator: "/").last.map(String.init) ?? "")
        }
    }
}
