extension ClusterState {
    /// The state of a snapshot file. Loading objects reads the whole archive once and checks every byte of it.
    package init(_ reader: SnapshotReader, name: String) throws(SnapshotError) {
        let types = (try reader.meta(SnapshotFile.discovery)["types"]?.array ?? []).compactMap(ResourceType.init(json:))
        let schema = SchemaFacts(json: try reader.meta(SnapshotFile.schema))
        let hasStatus = Set(types.filter(\.hasStatus).map(\.groupKind))
        self.init(
            name: name, manifest: reader.manifest, entries: reader.entries, types: types, schema: schema
        ) { wanted, doubted in
            let normalizer = Normalizer(schema: FieldSchema(schema))
            var result: [Identity: Value] = [:]
            try reader.bodies {
                wanted.contains($0.identity) || doubted.contains($0.identity)
            } each: { (entry, bytes) throws(SnapshotError) in
                let object = try Self.object(bytes, entry)
                if wanted.contains(entry.identity) { result[entry.identity] = object }
                guard doubted.contains(entry.identity) else { return }
                let digest = normalizer.digest(object, hasStatus: hasStatus.contains(entry.identity.groupKind))
                guard digest == entry.normalized else {
                    throw .malformed(
                        file: SnapshotFile.index, at: entry.path, why: "the normalized digest is not that of the object")
                }
            }
            return result
        }
    }

    /// The object of some bytes, which must be the one that the index says.
    private static func object(_ bytes: [UInt8], _ entry: IndexEntry) throws(SnapshotError) -> Value {
        let object: Value
        do throws(JSONError) { object = try JSONReader.value(bytes) } catch {
            throw .malformed(file: entry.path, at: "byte \(error.offset)", why: error.summary)
        }
        let metadata = object["metadata"]
        let isSame =
            object["kind"]?.string == entry.identity.kind
            && (metadata?["name"]?.string ?? metadata?["generateName"]?.string) == entry.identity.name
            && (entry.identity.namespace == nil || metadata?["namespace"]?.string == entry.identity.namespace)
        guard isSame else {
            throw .malformed(file: entry.path, at: "1:1", why: "the object is not \(entry.identity), as the index says")
        }
        return object
    }
}
