package import Snapshot

/// Compares two values field by field, with what the schema knows of each place.
///
/// Every difference of bytes ends in one of two lists: as a change, or as a suppression with the rule that explains it.
package struct FieldComparer: Sendable {
    let normalizer: Normalizer
    private var schema: FieldSchema { normalizer.schema }

    /// What came out of one comparison.
    package struct Result: Sendable {
        /// Fields that differ, are in another order without meaning, or cannot be compared.
        package var changes: [FieldChange] = []
        /// Differences that a rule made go away.
        package var suppressions: [Suppression] = []
    }

    /// What is known of the two objects beyond their types.
    package struct Context: Sendable {
        /// Whether Kubernetes itself defines the type: its server drops empty lists and maps.
        package var isBuiltin = false
        /// Who owns the fields of the live object that a manifest is held against; `nil` when no side is a manifest.
        package var live: LiveFields?
        /// How many texts the values were found in: 0 for those of the object itself.
        package var depth = 0
        /// The keys by which clear values were made comparable with tokens; `nil` when none is at hand.
        package var alignment: TokenAlignment?

        package init(
            isBuiltin: Bool = false, live: LiveFields? = nil, depth: Int = 0, alignment: TokenAlignment? = nil
        ) {
            self.isBuiltin = isBuiltin
            self.live = live
            self.depth = depth
            self.alignment = alignment
        }

        func knowsToken(_ token: String) -> Bool { alignment?.knows(token) ?? false }
    }

    /// A comparer under these rules and schemas.
    package init(normalizer: Normalizer) { self.normalizer = normalizer }

    /// The differences between two declared states of one object.
    package func compare(
        _ before: Value, _ after: Value, apiVersion: String, live: LiveFields? = nil, alignment: TokenAlignment? = nil
    ) -> Result {
        let kind = after["kind"]?.string ?? before["kind"]?.string ?? ""
        let context = Context(
            isBuiltin: BuiltinTypes.isBuiltin(apiVersion: apiVersion), live: live, alignment: alignment)
        return compare(
            before, after, at: schema.root(apiVersion: apiVersion, kind: kind), path: FieldPath(), context: context)
    }

    /// The differences between two values at a place.
    package func compare(
        _ before: Value?, _ after: Value?, at place: FieldSchema.Place?, path: FieldPath, context: Context = Context()
    ) -> Result {
        var walk = FieldWalk(normalizer: normalizer, context: context)
        walk.walk(before, after, place, path)
        return walk.result
    }

    /// The place of a chain of members from an object's root.
    package func place(apiVersion: String, kind: String, fields: [String]) -> FieldSchema.Place? {
        fields.reduce(schema.root(apiVersion: apiVersion, kind: kind)) { schema.child($0, $1) }
    }
}
