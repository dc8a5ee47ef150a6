package import Snapshot

extension MappedState {
    /// Reads the state of one stage in the terms of another one. No use is counted: every place is one where a golden
    /// resource says so.
    ///
    /// What controllers made is left out: no golden resource speaks of it. That of the other state is held against the
    /// templates of its owners then, as a check by the baseline does.
    package init(_ state: ClusterState, by translation: StageTranslation) async throws {
        var index = MappedEntries(of: state, identity: translation.identity)
        try await state.scan { entry, object in
            guard entry.role != .derived else { return }
            index.add(entry, object, as: translation.object(object, of: entry.identity))
        }
        let (originals, contradictions) = index.settle()
        uses = []
        self.contradictions = contradictions
        changedCount = index.changedCount
        self.state = Self.state(
            state, index.entries, originals, identity: translation.identity,
            object: { translation.object($0, of: $1) })
    }
}
