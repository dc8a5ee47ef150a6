package import Snapshot

/// A state read in the terms of another one, with what the mapping did.
///
/// Every object is looked at once: what the mapping touches gets new digests, everything else keeps those of the index, so
/// that the comparison opens no more than before.
package struct MappedState: Sendable {
    /// How often one substitution was used.
    package struct Use: Sendable, Hashable {
        /// What was substituted.
        package let substitution: Substitution
        /// In how many places.
        package fileprivate(set) var places = 0
        /// In how many objects.
        package fileprivate(set) var objects = 0
        /// Objects that said already what the mapping makes of the others: two values would become one.
        package fileprivate(set) var alreadyThere: [Identity] = []
    }

    /// The state in the other one's terms.
    package let state: ClusterState
    /// What each substitution did, in the order in which they were asked for.
    package let uses: [Use]
    /// How many objects say something else now.
    package let changedCount: Int
    /// What contradicts itself, in words: the comparison cannot be trusted to see everything.
    package let contradictions: [String]

    /// What to look at that does not make the comparison less: unused substitutions, values that were there already.
    package var findings: [String] {
        uses.flatMap { use -> [String] in
            var words: [String] = []
            if use.places == 0 {
                words.append("\(use.substitution.text) was never used: nothing says \(use.substitution.from)")
            }
            if let first = use.alreadyThere.first {
                let others = use.alreadyThere.count - 1
                words.append(
                    "\(use.substitution.to) stands already where \(use.substitution.from) was expected: in \(first)"
                        + (others > 0 ? " and \(others) more" : ""))
            }
            return words
        }
    }

    /// Reads a state in the terms of another one.
    package init(_ state: ClusterState, by mapping: StateMapping) async throws {
        var uses = mapping.substitutions.map { Use(substitution: $0) }
        let targets = mapping.substitutions.map { TextSubstitution($0.scope == .value ? [($0.to, $0.to)] : []) }
        var index = MappedEntries(of: state, identity: mapping.identity)
        try await state.scan { entry, object in
            var used: Set<Int> = []
            let mapped = mapping.object(object, of: entry.identity) {
                uses[$0].places += 1
                used.insert($0)
            }
            for number in used { uses[number].objects += 1 }
            Self.words(object) { word in
                for number in targets.indices where !targets[number].isEmpty && targets[number].occurs(in: word) {
                    if uses[number].alreadyThere.last != entry.identity {
                        uses[number].alreadyThere.append(entry.identity)
                    }
                }
            }
            index.add(entry, object, as: mapped)
        }
        let (originals, contradictions) = index.settle()
        self.uses = uses
        self.contradictions = mapping.contradictions + contradictions
        changedCount = index.changedCount
        self.state = Self.state(
            state, index.entries, originals, identity: mapping.identity, object: { mapping.object($0, of: $1) })
    }

    /// The state whose objects are read in other terms, each when it is opened.
    static func state(
        _ state: ClusterState, _ entries: [IndexEntry], _ originals: [Identity: Identity],
        identity: @escaping @Sendable (Identity) -> Identity, object: @escaping @Sendable (Value, Identity) -> Value
    ) -> ClusterState {
        ClusterState(
            name: state.name, manifest: state.manifest, entries: EntryTable(entries), types: state.types,
            schema: state.schema, bridge: state.bridge,
            source: MappedObjects(state.source, entries, originals, identity: identity, object: object))
    }

    /// Texts of one word: a sentence that happens to hold a value says nothing about it.
    private static func words(_ value: Value, _ each: (String) -> Void) {
        switch value {
        case .string(let text): if text.utf8.count < 2_048, !text.utf8.contains(UInt8(ascii: " ")) { each(text) }
        case .array(let elements): for element in elements { words(element, each) }
        case .object(let object):
            for member in object.members where member.key != "managedFields" && member.key != "status" {
                words(member.value, each)
            }
        case .null, .bool, .number: break
        }
    }
}
