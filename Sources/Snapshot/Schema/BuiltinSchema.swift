/// Facts about the types that Kubernetes itself brings, for manifests that come without a server and for servers that
/// publish no OpenAPI v3.
package enum BuiltinSchema {
    /// The facts, distilled from the OpenAPI of kube-apiserver 1.36; see CONTRIBUTING.md for how they are made anew.
    package static let facts: SchemaFacts = {
        // The table is checked by a test; a broken one would only make comparisons stricter.
        guard let value = try? JSONReader.value(Array(BuiltinSchemaTable.json.utf8)) else { return SchemaFacts() }
        return SchemaFacts(json: value)
    }()

    /// What a server's facts say about types of Kubernetes itself.
    package static func builtinPart(of facts: SchemaFacts) -> SchemaFacts {
        var result = SchemaFacts()
        result.definitions = facts.definitions.filter { $0.key.hasPrefix("io.k8s.") && !$0.key.contains("#") }
        result.types = facts.types.filter { result.definitions[$0.value] != nil && $0.value.hasPrefix("io.k8s.") }
        result.types = result.types.filter { type, _ in
            let apiVersion = String(type[..<(type.lastIndex(of: "/") ?? type.endIndex)])
            let group = APIVersion.group(of: apiVersion)
            return BuiltinTypes.isBuiltin(group: group)
        }
        return result
    }

    /// The Swift file that holds some facts.
    package static func source(of facts: SchemaFacts) -> String {
        var text = """
            // Generated: see CONTRIBUTING.md, "The built-in schema". One definition a line.

            enum BuiltinSchemaTable {
                /// The facts in the form of `meta/schema.json`.
                static let json = #\"\"\"
                    {"definitions":{

            """
        let definitions = facts.definitions.sorted { ByteOrder.precedes($0.key, $1.key) }
            .map { "        \(CanonicalJSON.text(.string($0.key))):\(CanonicalJSON.text($0.value.json))" }
        text += definitions.joined(separator: ",\n")
        text += "\n        },\"documents\":[],\"types\":{\n"
        let types = facts.types.sorted { ByteOrder.precedes($0.key, $1.key) }
            .map { "        \(CanonicalJSON.text(.string($0.key))):\(CanonicalJSON.text(.string($0.value)))" }
        return text + types.joined(separator: ",\n") + "\n        }}\n        \"\"\"#\n}\n"
    }
}

extension SchemaFacts {
    /// These facts, and another table's about everything that these do not define.
    package func filled(from other: SchemaFacts) -> SchemaFacts {
        var result = self
        result.definitions.merge(other.definitions) { own, _ in own }
        result.types.merge(other.types) { own, _ in own }
        return result
    }
}
