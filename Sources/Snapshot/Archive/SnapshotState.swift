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
        func file(_ path: String) throws(SnapshotError) -> Value {
            guard let bytes = files[path] else { throw .missingEntry(path: path, found: nil) }
            return try SnapshotReader.value(of: path, bytes)
        }
        let discovery = try file(SnapshotFile.discovery)
        let facts = try file(SnapshotFile.schema)
        let types = (discovery["types"]?.array ?? []).compactMap(ResourceType.init(json:))
        let schema = SchemaFacts(json: facts)
        let hasStatus = Set(types.filter(\.hasStatus).map(\.groupKind))
        let bridge = try file(SnapshotFile.redactions)["bridge"].flatMap(TokenBridge.init(json:))
        self.init(
            name: name, manifest: reader.manifest, entries: reader.entries, types: types, schema: schema,
            bridge: bridge, scan: { each in try reader.objects(wanted: { _ in true }, each: each) },
            shelve: { wanted in
                let shelf = try ObjectShelf(folder: spoolFolder)
                try await shelf.fill(from: reader, wanted: wanted)
                return ObjectLookup { try await shelf.object($0).map(OpenedObject.tape) }
            }
        ) { wanted, doubted in
            let normalizer = Normalizer(schema: FieldSchema(schema))
            var result: [Identity: Value] = [:]
            let isAskedFor: (IndexEntry) -> Bool = {
                wanted.contains($0.identity) || doubted.contains($0.identity)
            }
            try reader.bodies(wanted: isAskedFor) { (entry, bytes) throws(SnapshotError) in
                let object = try StoredObject.value(bytes, of: entry)
                if wanted.contains(entry.identity) { result[entry.identity] = object }
                guard doubted.contains(entry.identity) else { return }
                let digest = normalizer.digest(object, hasStatus: hasStatus.contains(entry.identity.groupKind))
                guard digest == entry.normalized else {
                    throw .malformed(
                        file: SnapshotFile.index, at: entry.path, why: "the normalized digest is not that of the object"
                    )
                }
            }
            return result
        }
    }
}
