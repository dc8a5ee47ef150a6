/// Computes again what the index says of each object and what `meta/schema.json` says of custom types, as the bodies pass by.
///
/// The index of a snapshot is there so that readers need not open everything; nobody has to believe it. What an index says
/// under other rules than this program's cannot be compared: then what is computed here takes its place.
struct IndexProof {
    private let types: [ResourceType]
    private let table: TypeTable
    private let lines: IndexEntryMaker
    private let own: SchemaFacts
    private let hasSameRules: Bool
    private let isFromFiles: Bool
    private let scope: Scope
    private var definitions: [Value] = []

    /// - Parameter files: those under `meta/`, by path.
    init(_ manifest: Manifest, files: [String: [UInt8]]) throws(SnapshotError) {
        let meta = try MetaFiles(files)
        types = meta.types
        table = TypeTable(types)
        own = meta.schema
        lines = IndexEntryMaker(TapeNormalizer(Normalizer(schema: FieldSchema(StateSchema.facts(own: own)))))
        hasSameRules = manifest.hasRulesOfThisProgram
        isFromFiles = manifest.source != .cluster
        scope = Scope(manifest.scope)
    }

    /// The line about an object, computed of its bytes, whose digest has been checked.
    ///
    /// - Parameter collects: whether what the normalized digest leaves out is wanted, too.
    /// - Throws: ``SnapshotError/indexMismatch(path:member:)`` with the first member that says something else.
    mutating func entry(
        _ entry: IndexEntry, _ bytes: [UInt8], collects: Bool
    ) throws(SnapshotError) -> (IndexEntry, IgnoredFields?) {
        let identity = entry.identity
        guard let type = table[entry] else { throw .typeMismatch(path: entry.path) }
        let tape = try StoredObject.tape(bytes, of: entry, keys: lines.keys)
        let isDeclared = isFromFiles && scope.asksFor(group: type.group, resource: type.plural)
        guard
            let line = try? lines.line(
                of: tape, type, size: entry.size, sha256: entry.sha256, isDeclared: isDeclared,
                collectsIgnored: collects),
            line.entry.identity == identity
        else { throw .identityMismatch(path: entry.path) }
        let found = line.entry
        let apiVersion = tape.string(tape.member("apiVersion", of: 0)) ?? ""
        guard ByteOrder.same(apiVersion, type.apiVersion) else {
            throw .indexMismatch(path: entry.path, member: "version")
        }
        let rules = hasSameRules
        for (member, isRight) in [
            ("uid", found.uid == entry.uid), ("generation", found.generation == entry.generation),
            ("controller", found.controller == entry.controller),
            ("role", !rules || found.role == entry.role), ("claim", !rules || found.claim == entry.claim),
            ("signals", !rules || found.signals == entry.signals),
            ("normalized", !rules || found.normalized == entry.normalized),
        ] where !isRight {
            throw .indexMismatch(path: entry.path, member: member)
        }
        if identity.groupKind == StateSchema.definition { definitions.append(tape.value()) }
        return line
    }

    /// Every object has been seen.
    func finish() throws(SnapshotError) {
        guard hasSameRules else { return }
        let settled = ResourceType.settled(types, definitions: definitions)
        if let type = zip(types, settled).first(where: { $0 != $1 })?.0 {
            throw .malformed(
                file: SnapshotFile.discovery, at: type.groupResource,
                why: "whether `status` is a subresource is not as its definition says")
        }
        let computed = StateSchema(served: own, definitions: definitions).own
        guard computed != own else { return }
        let names = Set(computed.types.keys).union(own.types.keys).sorted(by: ByteOrder.precedes)
        func facts(_ schema: SchemaFacts, _ type: String) -> FieldFacts? {
            schema.types[type].flatMap { schema.definitions[$0] }
        }
        let type = names.first { facts(computed, $0) != facts(own, $0) }
        throw .malformed(
            file: SnapshotFile.schema, at: type ?? "definitions",
            why: "it says something else than the CustomResourceDefinitions of the snapshot")
    }
}

/// What the files under `meta/` say.
struct MetaFiles {
    let types: [ResourceType]
    let schema: SchemaFacts
    let gaps: Value
    let redactions: Value

    init(_ files: [String: [UInt8]]) throws(SnapshotError) {
        func file(_ path: String) throws(SnapshotError) -> Value {
            guard let bytes = files[path] else { throw .missingEntry(path: path, found: nil) }
            return try SnapshotReader.value(of: path, bytes)
        }
        types = (try file(SnapshotFile.discovery)["types"]?.array ?? []).compactMap(ResourceType.init(json:))
        schema = SchemaFacts(json: try file(SnapshotFile.schema))
        gaps = try file(SnapshotFile.gaps)
        redactions = try file(SnapshotFile.redactions)
    }
}

extension Manifest {
    /// Whether roles and normalized digests were made under the tables of this program.
    package var hasRulesOfThisProgram: Bool { normalizer.rulesDigest == RuleSet.digest.hex }
}
