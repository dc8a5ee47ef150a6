package import Snapshot

extension Completeness {
    /// What is missing of two states, what of their evidence does not hold, and what could not be checked.
    init(of states: AlignedStates, _ request: ComparisonRequest) {
        let (before, after) = (states.before, states.after)
        let sources = request.sources
        var skipped = before.uncheckedConnection + after.uncheckedConnection + states.contradictions
        skipped += sources.before.unchecked + sources.after.unchecked + request.digests.unknown
        if request.command == .check { skipped += Self.leftOut(before, of: after, request.baseline) }
        if before.entries.isEmpty, after.entries.isEmpty {
            skipped.append("nothing was compared: the scope holds no object of either state")
        }
        self.init(
            holes: before.holes(.before) + after.holes(.after),
            breaches: sources.before.breaches + sources.after.breaches, skipped: skipped)
    }

    /// What a baseline holds and a capture did not look at: neither there nor gone.
    private static func leftOut(_ golden: ClusterState, of state: ClusterState, _ baseline: Baseline?) -> [String] {
        let kinds = golden.kinds(leftOutBy: state) { baseline?.scope.contains($0) ?? true }
        let namespaces = state.manifest.scope.namespaces
        if !namespaces.isEmpty, kinds.count > 1 {
            let objects = Words.count(kinds.reduce(0) { $0 + $1.count }, "object")
            return [
                "the capture \(state.name) was limited to namespaces \(namespaces.joined(separator: ", ")): \(objects) of "
                    + "\(Words.count(kinds.count, "kind")) that the baseline holds were not looked at"
            ]
        }
        return kinds.map { kind, count in
            "the capture \(state.name) left out \(Words.count(count, "object")) of \(kind) that the baseline holds"
        }
    }
}

extension ClusterState {
    /// What could not be read of it.
    func holes(_ side: Side) -> [Completeness.Hole] {
        let kinds = Dictionary(
            types.map { (Gap.Subject($0.group, $0.plural), $0.kind) }, uniquingKeysWith: { first, _ in first })
        return manifest.gaps.map { gap in
            Completeness.Hole(side: side, gap: gap, kind: gap.resource.flatMap { kinds[Gap.Subject(gap.group, $0)] })
        }
    }

    /// What of its connection to the cluster was not checked: a verdict over it is never clean.
    package var uncheckedConnection: [String] {
        guard let cluster = manifest.cluster, !cluster.isVerified else { return [] }
        guard cluster.isEncrypted else {
            // On loopback nobody is in between: `kubectl proxy`, `snapctl serve`.
            if let server = try? ServerURL(parsing: cluster.server), server.isLoopback { return [] }
            return ["the connection to \(cluster.server) was not encrypted when \(name) was captured"]
        }
        return ["the certificate of \(cluster.server) was not verified when \(name) was captured"]
    }

    /// What it holds and the capture of another state did not look at, by kind.
    func kinds(
        leftOutBy other: ClusterState, where isMeant: (Identity) -> Bool = { _ in true }
    ) -> [(kind: GroupKind, count: Int)] {
        var counts: [GroupKind: Int] = [:]
        for entry in CommonScope(other.manifest).leftOut(entries) where isMeant(entry.identity) {
            counts[entry.identity.groupKind, default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension Gap {
    /// A resource within its group, to look up its kind.
    fileprivate struct Subject: Hashable {
        let group: String
        let resource: String

        init(_ group: String, _ resource: String) {
            self.group = group
            self.resource = resource
        }
    }
}
