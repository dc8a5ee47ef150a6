package import Snapshot

extension MappedState {
    /// Reads the state of one stage in the terms of another one. No use is counted: every place is one where a golden
    /// resource says so.
    ///
    /// What controllers made is left out: no golden resource speaks of it. That of the other state is held against the
    /// templates of its owners then, as a check by the baseline does.
    package init(_ state: ClusterState, by translation: StageTranslation) async throws {
        let normalizer = Normalizer(schema: FieldSchema(state.schema))
        let hasStatus = Set(state.types.filter(\.hasStatus).map(\.groupKind))
        let present = Set(state.entries.map(\.identity))
        var entries: [IndexEntry] = []
        var originals: [Identity: Identity] = [:]
        var contradictions: [String] = []
        var changedCount = 0
        try await state.scan { entry, object in
            guard Matching.role(of: entry, in: state.entries) != .derived else { return }
            let mapped = translation.object(object, of: entry.identity)
            let identity = translation.identity(entry.identity)
            guard mapped != object || identity != entry.identity else { return entries.append(entry) }
            guard identity == entry.identity || !present.contains(identity) else {
                contradictions.append(
                    "\(entry.identity) would become \(identity), which is there already: it kept its name")
                return entries.append(entry)
            }
            var changed = entry
            changed.identity = identity
            changed.sha256 = Digest(of: CanonicalJSON.line(mapped))
            changed.normalized = normalizer.digest(mapped, hasStatus: hasStatus.contains(entry.identity.groupKind))
            entries.append(changed)
            changedCount += 1
            if identity != entry.identity { originals[identity] = entry.identity }
        }
        uses = []
        self.changedCount = changedCount
        self.contradictions = contradictions
        self.state = Self.state(
            state, entries, originals, identity: translation.identity, object: { translation.object($0, of: $1) })
    }
}
