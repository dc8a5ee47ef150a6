extension CapturedState {
    /// Writes the state as a snapshot file, whole or not at all.
    package func write(
        toFile path: String, compression: Compression = .zstd
    ) async throws(SnapshotError) -> WrittenSnapshot {
        try await store.write(self) { (contents, spool) throws(SnapshotError) in
            try SnapshotWriter.write(
                contents, bodies: spool, compression: compression, canary: canary, toFile: path)
        }
    }

    /// Hands everything to a writer of another kind, such as one that encrypts.
    package func write<Written: Sendable>(
        with body: @Sendable (SnapshotContents, borrowing Spool, LeakCanary) throws -> Written
    ) async throws -> Written {
        try await store.hand(self, to: body)
    }

    /// Writes the state to standard output, so that nothing stays on this machine.
    package func writeToStandardOutput(compression: Compression = .zstd) async throws(SnapshotError) -> WrittenSnapshot
    {
        try await store.write(self) { (contents, spool) throws(SnapshotError) in
            var output: Descriptor
            do throws(DiskError) { output = try Descriptor.standardOutput() } catch { throw .disk(error) }
            return try SnapshotWriter.write(
                contents, bodies: spool, compression: compression, canary: canary, to: &output)
        }
    }

    /// Everything but the bodies, in the form that the archive holds.
    fileprivate func contents(_ objects: [SpooledObject]) -> SnapshotContents {
        SnapshotContents(
            manifest: manifest, objects: objects, discovery: ["types": .array(types.map(\.json))],
            schema: ownSchema.json,
            gaps: manifest.gapsFile,
            redactions: redactionsFile)
    }

    /// `meta/redactions.json`.
    private var redactionsFile: Value {
        var file = Object()
        file["values"] = .array(
            redactions.map { redaction in
                var object = Object()
                object["group"] = .string(redaction.identity.group)
                object["kind"] = .string(redaction.identity.kind)
                object["namespace"] = redaction.identity.namespace.map(Value.string)
                object["name"] = .string(redaction.identity.name)
                object["path"] = .string(redaction.path.description)
                object["rule"] = .string(redaction.rule)
                return .object(object)
            })
        file["certificates"] = .array(
            certificates.map { found in
                var object = Object()
                object["namespace"] = found.identity.namespace.map(Value.string)
                object["name"] = .string(found.identity.name)
                object["path"] = .string(found.path.description)
                object["certificate"] = found.certificate.json
                return .object(object)
            })
        file["search"] = [
            "searched": .number(Number(canary.searched)), "passedOver": .number(Number(canary.passedOver)),
        ]
        file["bridge"] = bridge?.json
        return .object(file)
    }
}

extension RecordStore {
    fileprivate func hand<Written: Sendable>(
        _ state: CapturedState, to body: @Sendable (SnapshotContents, borrowing Spool, LeakCanary) throws -> Written
    ) throws -> Written {
        try body(state.contents(objects()), spool, state.canary)
    }

    /// Hands everything to a writer while nobody else can touch the spool.
    fileprivate func write(
        _ state: CapturedState,
        _ body: (SnapshotContents, borrowing Spool) throws(SnapshotError) -> WrittenSnapshot
    ) throws(SnapshotError) -> WrittenSnapshot {
        try body(state.contents(objects()), spool)
    }
}

extension ResourceType {
    /// As `meta/discovery.json` holds it.
    package var json: Value {
        [
            "group": .string(group), "version": .string(version), "kind": .string(kind), "plural": .string(plural),
            "namespaced": .bool(isNamespaced), "verbs": .array(verbs.map(Value.string)),
            "shortNames": .array(shortNames.map(Value.string)), "categories": .array(categories.map(Value.string)),
            "status": .bool(hasStatus),
        ]
    }

    /// Reads what ``json`` writes; `nil` for anything else.
    package init?(json: Value) {
        guard let group = json["group"]?.string, let version = json["version"]?.string,
            let kind = json["kind"]?.string, let plural = json["plural"]?.string
        else { return nil }
        func strings(_ key: String) -> [String] { (json[key]?.array ?? []).compactMap(\.string) }
        self.init(
            group: group, version: version, kind: kind, plural: plural,
            isNamespaced: json["namespaced"]?.bool ?? false, verbs: strings("verbs"),
            shortNames: strings("shortNames"), categories: strings("categories"),
            hasStatus: json["status"]?.bool ?? false)
    }
}
