extension ClusterState {
    /// The state of a snapshot file. Loading objects reads the whole archive once and checks every byte of it.
    ///
    /// - Parameter spoolFolder: where the bodies that a comparison opens wait, in a file without a name.
    package init(_ reader: SnapshotReader, name: String, spoolFolder: String = "/var/tmp") throws(SnapshotError) {
        try self.init(reader, files: try reader.files(), name: name, spoolFolder: spoolFolder)
    }

    /// The state of a snapshot file whose first part has been read, see ``SnapshotReader/opening(_:limits:)``.
    package init(
        _ reader: SnapshotReader, files: [String: [UInt8]], name: String, spoolFolder: String
    ) throws(SnapshotError) {
        let meta = try MetaFiles(files)
        self.init(
            name: name, manifest: reader.manifest, entries: try reader.comparableEntries(),
            types: meta.types, schema: StateSchema.facts(own: meta.schema),
            bridge: meta.redactions["bridge"].flatMap(TokenBridge.init(json:)),
            source: ArchivedObjects(reader: reader, spoolFolder: spoolFolder))
    }
}

/// The objects of a snapshot file.
private struct ArchivedObjects: ObjectSource {
    let reader: SnapshotReader
    let spoolFolder: String

    var counts: Bool { true }

    func scan(_ each: (IndexEntry, Value) -> Void) async throws {
        try reader.objects(wanted: { _ in true }, each: each)
    }

    func shelve(_ wanted: Set<Identity>, countable: Set<Identity>, trustsIndex: Bool) async throws -> ObjectLookup {
        let shelf = try ObjectShelf(folder: spoolFolder)
        var ignored: [Identity: IgnoredFields] = [:]
        if trustsIndex {
            try await shelf.fill(believing: reader, wanted: wanted.union(countable))
        } else {
            ignored = try await shelf.fill(from: reader, wanted: wanted, countable: countable)
        }
        return ObjectLookup(ignored: ignored) { try await shelf.object($0).map(OpenedObject.tape) }
    }

    func load(_ wanted: Set<Identity>) async throws -> [Identity: Value] {
        var result: [Identity: Value] = [:]
        try reader.objects(wanted: { wanted.contains($0.identity) }) { result[$0.identity] = $1 }
        return result
    }

    func pick(_ wanted: Set<Identity>) async throws -> [Identity: Value] {
        var result: [Identity: Value] = [:]
        try reader.pick(where: { wanted.contains($0.identity) }) { (entry, bytes) throws(SnapshotError) in
            result[entry.identity] = try StoredObject.value(bytes, of: entry)
        }
        return result
    }
}
