/// What is known of the types of a capture once all of its objects are there.
struct SettledTypes: Sendable {
    let types: [ResourceType]
    /// What a snapshot keeps of it.
    let schema: StateSchema
}

extension RecordStore {
    /// Settles what is known of custom types by the CustomResourceDefinitions in the store, as they will be stored, and brings
    /// the lines of the index about objects of such types under it. A reader of the snapshot finds the same.
    ///
    /// - Parameter served: what the server's OpenAPI says.
    func settle(served: SchemaFacts, types: [ResourceType]) throws(DiskError) -> SettledTypes {
        var definitions: [Value] = []
        for row in objects() where row.entry.identity.groupKind == StateSchema.definition {
            if let definition = try? JSONReader.value(try spool.read(row.place)) { definitions.append(definition) }
        }
        let settled = SettledTypes(
            types: ResourceType.settled(types, definitions: definitions),
            schema: StateSchema(served: served, definitions: definitions))
        let facts = StateSchema.facts(own: settled.schema.own)
        let lines = IndexEntryMaker(TapeNormalizer(Normalizer(schema: FieldSchema(facts))))
        let table = TypeTable(settled.types)
        try renew(where: { !BuiltinTypes.isBuiltin(group: $0.identity.group) }) { entry, body in
            guard let type = table[entry], let tape = try? JSONTape(body, keys: lines.keys) else { return nil }
            return try? lines.entry(of: tape, type, size: entry.size, sha256: entry.sha256)
        }
        return settled
    }
}
