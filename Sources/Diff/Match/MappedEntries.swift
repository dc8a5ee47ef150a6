import Snapshot

/// The index of a state while its objects are read in other terms: what changes gets new digests, all else keeps its own.
struct MappedEntries {
    /// The entries in the other terms, in the order in which they were added.
    private(set) var entries: [IndexEntry] = []
    private var olds: [IndexEntry] = []
    private let identity: (Identity) -> Identity
    private let present: Set<Identity>
    private let normalizer: Normalizer
    private let hasStatus: Set<GroupKind>

    /// - Parameter identity: what an object is called in the other terms.
    init(of state: ClusterState, identity: @escaping (Identity) -> Identity) {
        self.identity = identity
        present = Set(state.entries.map(\.identity))
        normalizer = Normalizer(schema: FieldSchema(state.schema))
        hasStatus = Set(state.types.filter(\.hasStatus).map(\.groupKind))
    }

    /// Takes an object as it is, and as it is in the other terms.
    mutating func add(_ entry: IndexEntry, _ object: Value, as mapped: Value) {
        olds.append(entry)
        guard mapped != object else { return entries.append(entry) }
        var changed = entry
        changed.identity = identity(entry.identity)
        changed.controller = entry.controller.map(identity)
        changed.sha256 = Digest(of: CanonicalJSON.line(mapped))
        changed.normalized = normalizer.digest(mapped, hasStatus: hasStatus.contains(entry.identity.groupKind))
        entries.append(changed)
    }

    /// How many objects say something else now.
    var changedCount: Int { zip(olds, entries).count { $0.sha256 != $1.sha256 } }

    /// Which object each renamed one was, and what would have become one of two. Such an object keeps its own name: neither
    /// may vanish behind the other.
    mutating func settle() -> (originals: [Identity: Identity], contradictions: [String]) {
        var originals: [Identity: Identity] = [:]
        var contradictions: [String] = []
        for (place, old) in olds.enumerated() where entries[place].identity != old.identity {
            let new = entries[place].identity
            if originals[new] != nil || present.contains(new) && identity(new) == new {
                contradictions.append("\(old.identity) would become \(new), which is there already: it kept its name")
                entries[place] = old
            } else {
                originals[new] = old.identity
            }
        }
        return (originals, contradictions)
    }
}
