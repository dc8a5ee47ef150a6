package import Snapshot

/// What is known of names and values that differ between clusters, as `snapctl rules` prints it.
package enum MappingTables {
    /// Tables by name.
    package static var json: [String: Value] {
        [
            "patternNames": [
                "before": list(PatternName.before), "behind": list(PatternName.behind),
                "fields": list(PatternName.fields),
            ],
            "commonWords": .object(
                Object(
                    Dictionary(
                        uniqueKeysWithValues: CommonWords.all.map { ($0.kind, Value.array($0.words.map(Value.string))) }
                    ))),
            "references": [
                "namespaceFields": sorted(ReferenceTable.namespaceFields),
                "nameFields": sorted(ReferenceTable.nameFields),
                "references": sorted(ReferenceTable.references),
            ],
        ]
    }

    private static func list(_ rows: [(text: String, name: String)]) -> Value {
        .array(rows.map { ["text": .string($0.text), "name": .string($0.name)] })
    }

    private static func sorted(_ names: Set<String>) -> Value {
        .array(names.sorted(by: ByteOrder.precedes).map(Value.string))
    }
}
