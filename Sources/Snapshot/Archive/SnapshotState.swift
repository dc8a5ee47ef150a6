extension ClusterState {
    /// The state of a snapshot file. Loading objects reads the whole archive once and checks every byte of it.
    package init(_ reader: SnapshotReader, name: String) throws(SnapshotError) {
        let types = (try reader.meta(SnapshotFile.discovery)["types"]?.array ?? []).compactMap(ResourceType.init(json:))
        let schema = SchemaFacts(json: try reader.meta(SnapshotFile.schema))
        let hasStatus = Set(types.filter(\.hasStatus).map(\.groupKind))
        self.init(
            name: name, manifest: reader.manifest, entries: reader.entries, types: types, schema: schema,
            scan: { each in try reader.objects(wanted: { _ in true }, each: each) }
        ) { wanted, doubted in
            let normalizer = Normalizer(schema: FieldSchema(schema))
            var result: [Identity: Value] = [:]
            try reader.bodies {
                wanted.contains($0.identity) || doubted.contains($0.identity)
            } each: { (entry, bytes) throws(SnapshotError) in
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
