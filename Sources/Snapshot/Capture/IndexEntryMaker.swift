/// Makes the line of the index about a stored object: everything in it is a function of the object, its type and the tables.
///
/// A capture writes what this says, and a reader computes it again.
package struct IndexEntryMaker: Sendable {
    private let normalizer: TapeNormalizer

    package init(_ normalizer: TapeNormalizer) { self.normalizer = normalizer }

    /// What objects have to be read with.
    package var keys: KeyVocabulary { normalizer.keys }

    /// Which object it is.
    func identity(of object: JSONTape, _ type: ResourceType) throws(RecordError) -> Identity {
        try identity(Said(of: object, type), type)
    }

    /// The line.
    ///
    /// - Parameter isDeclared: whether somebody asked for it although nobody declares objects of the type.
    package func entry(
        of object: JSONTape, _ type: ResourceType, size: Int, sha256: Digest, isDeclared: Bool = false
    ) throws(RecordError) -> IndexEntry {
        try line(of: object, type, size: size, sha256: sha256, isDeclared: isDeclared, collectsIgnored: false).entry
    }

    /// The line and, where that is wanted and can be told, what its normalized digest leaves out.
    func line(
        of object: JSONTape, _ type: ResourceType, size: Int, sha256: Digest, isDeclared: Bool, collectsIgnored: Bool
    ) throws(RecordError) -> (entry: IndexEntry, ignored: IgnoredFields?) {
        let said = try Said(of: object, type)
        let identity = try identity(said, type)
        var signals: [TapeNormalizer.Signal] = []
        let declared = normalizer.declared(
            object, apiVersion: type.apiVersion, hasStatus: type.hasStatus, collectsIgnored: collectsIgnored,
            signals: &signals)
        let (role, claim) = RoleTable.role(of: object, identity: identity, owner: said.owner)
        let entry = IndexEntry(
            identity: identity, version: type.version, resource: type.plural,
            path: ArchivePath.object(
                group: type.group, resource: type.plural, namespace: identity.namespace, name: identity.name),
            size: size, sha256: sha256, normalized: Digest(of: declared.bytes),
            role: isDeclared ? .declared : role, uid: said.uid,
            generation: said.generation, signals: Self.texts(signals), controller: said.owner?.identity,
            claim: isDeclared ? nil : claim)
        return (entry, declared.ignored)
    }

    private func identity(_ said: Said, _ type: ResourceType) throws(RecordError) -> Identity {
        guard let name = said.name, !name.isEmpty else { throw .incomplete("metadata.name") }
        return Identity(group: type.group, kind: type.kind, namespace: said.namespace, name: name)
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

        init(of object: JSONTape, _ type: ResourceType) throws(RecordError) {
            guard let metadata = object.member("metadata", of: 0) else { return }
            func text(_ name: String) throws(RecordError) -> String? {
                guard let node = object.member(name, of: metadata) else { return nil }
                switch object.nodes[node].kind {
                case .string: return object.words(node)
                case .null: return nil
                default: throw .notText("metadata.\(name)", ManifestDocument.words(object, node))
                }
            }
            name = try text("name")
            if name == nil { name = try text("generateName") }
            let space = try text("namespace")
            namespace = type.isNamespaced ? space : nil
            uid = try text("uid") ?? ""
            if let node = object.member("generation", of: metadata), object.nodes[node].kind == .number {
                generation = Number(parsing: object.words(node)).flatMap { Int($0.text) } ?? 0
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
