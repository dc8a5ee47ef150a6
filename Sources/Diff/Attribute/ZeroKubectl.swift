package import Snapshot

/// Finds out whether anybody changed a cluster by hand: looks at the objects of a state one after another, keeps what it
/// finds and nothing else, and then says what may be said.
package struct ZeroKubectl: Sendable {
    private let finder: OriginFinder
    private let authors: AuthorFinder
    private let inventory: FluxInventory
    private let trail: AuditTrail?
    private var origins: [Origin.Kind: Int] = [:]
    private var managed: [Verdict.Finding] = []
    private var unaccounted: [Verdict.Finding] = []
    private var signals: [Verdict.Finding] = []
    private var objectCount = 0
    private var withoutManagers = 0

    /// - Parameter inventory: What Flux says that it applies in this state.
    package init(
        entries: EntryTable, inventory: FluxInventory, writers: WriterTable = .builtIn,
        platform: PlatformTable = .builtIn, trail: AuditTrail? = nil
    ) {
        self.trail = trail
        finder = OriginFinder(
            entries: entries, inventory: inventory, writers: writers, platform: platform, trail: trail)
        authors = AuthorFinder(writers: writers)
        self.inventory = inventory
    }

    /// Looks at one object in scope.
    package mutating func look(at trace: ObjectTrace) {
        guard trace.role != .bookkeeping else { return }
        let origin = finder.origin(of: trace)
        origins[origin.kind, default: 0] += 1
        objectCount += 1
        if trace.managers.isEmpty { withoutManagers += 1 }
        for (entry, isAmbiguous) in finder.hands(on: trace) {
            let fields = entry.ownedPaths(limit: 4).map(\.description).joined(separator: ", ")
            let words = isAmbiguous ? "\(entry.name) wrote it, a person or AKS" : "a person wrote \(fields)"
            managed.append(
                .init(
                    isAmbiguous ? .doubt : .hand, trace.identity, words,
                    author: authors.author(entry, on: .init(nil, isApplied: !isAmbiguous)), origin: origin))
        }
        for entry in finder.strangers(on: trace) {
            managed.append(
                .init(
                    .doubt, trace.identity, "\(entry.name) wrote it, which no table knows",
                    author: authors.author(entry), origin: origin))
        }
        switch origin.kind {
        case .manual: unaccounted.append(.init(.hand, trace.identity, origin.evidence, origin: origin))
        case .unmanaged, .unknown:
            unaccounted.append(.init(.doubt, trace.identity, origin.evidence, origin: origin))
        case .gitops, .platform, .bootstrap, .derived, .automation: break
        }
        for hint in trace.hints {
            let isMade = origin.kind == .gitops || origin.kind == .platform || origin.kind == .bootstrap
            guard !isMade || hint.hasPrefix("ephemeral") else { continue }
            signals.append(.init(.hand, trace.identity, hint, origin: origin))
        }
        for mark in trace.lookAways {
            let owners = trace.managers.filter { $0.owns(mark.path) }
            let trusted = owners.contains { entry in
                authors.author(entry).writer.isTrusted || trail?.explains(entry, on: trace.identity) ?? false
            }
            // What Git itself declares is nobody's hand.
            guard !trusted else { continue }
            let hand = owners.map { authors.author($0) }.first { $0.writer.isPerson }
            signals.append(
                .init(hand == nil ? .doubt : .hand, trace.identity, mark.words, author: hand, origin: origin))
        }
        for entry in trace.managers where entry.onlyRequestsReconcile {
            signals.append(.init(.harmless, trace.identity, "asked for a reconcile", author: authors.author(entry)))
        }
    }

    /// What may be said of the objects that were looked at.
    ///
    /// - Parameters:
    ///   - signals: What tells of a hand between two states; empty when there is one state only.
    ///   - shown: The objects that differ between two states; `nil` when there is one state only.
    ///   - obstacles: What keeps the verdict from clean besides what is found, in words.
    ///   - isInScope: Whether the verdict is about an object.
    package func verdict(
        signals between: [Signal] = [], shown: Set<Identity>? = nil, obstacles more: [String] = [],
        isInScope: @escaping (Identity) -> Bool = { _ in true }
    ) -> Verdict {
        let log = AuditLeg(trail: trail, shown: shown, isInScope: isInScope)
        let legs = [
            Verdict.Leg(
                .managedFields,
                basis: "\(objectCount) objects"
                    + (withoutManagers > 0
                        ? ", \(withoutManagers) of them without a field manager" : ""),
                findings: managed,
                blindSpots: BlindSpots.managedFields),
            log.leg, inventoryLeg(), signalLeg(between),
        ]
        var obstacles = log.obstacles + more
        let doubts = legs.flatMap(\.findings).filter { $0.weight == .doubt }
        if !doubts.isEmpty {
            let objects = Verdict.subjects(doubts)
            obstacles.append("\(objects) object\(objects == 1 ? " is" : "s are") not accounted for")
        }
        return Self.conclude(legs, origins, obstacles, period: log.period)
    }

    private func inventoryLeg() -> Verdict.Leg {
        let count = inventory.appliers.count
        let stopped = inventory.appliers.filter(\.isSuspended).map { applier in
            Verdict.Finding(.doubt, applier.identity, "suspended: what it applies is no longer put right")
        }
        return Verdict.Leg(
            .inventory, basis: count == 0 ? nil : "\(count) \(count == 1 ? "inventory" : "inventories") of Flux",
            findings: unaccounted + stopped,
            blindSpots: BlindSpots.inventory)
    }

    private func signalLeg(_ between: [Signal]) -> Verdict.Leg {
        let found = between.map { signal in
            let weight: Verdict.Weight = signal.kind == .reconcileRequested ? .harmless : .doubt
            let author = trail?.writes(on: signal.identity).last {
                $0.outcome.mayBeEffective && !$0.author.writer.isTrusted
            }?.author
            return Verdict.Finding(
                weight, signal.identity, "\(signal.kind.rawValue): \(signal.detail)", author: author)
        }
        return Verdict.Leg(
            .signal, basis: "the objects themselves" + (between.isEmpty ? "" : " and the state before"),
            findings: signals + found, blindSpots: BlindSpots.signals)
    }

    /// The outcome that the findings allow, and the sentence for it.
    static func conclude(
        _ legs: [Verdict.Leg], _ origins: [Origin.Kind: Int], _ obstacles: [String], period: String
    ) -> Verdict {
        let hands = legs.flatMap(\.findings).filter { $0.weight == .hand }
        if !hands.isEmpty {
            let objects = Verdict.subjects(hands)
            return Verdict(
                outcome: .violated,
                statement: "\(objects) object\(objects == 1 ? " was" : "s were") changed manually", legs: legs,
                origins: origins, obstacles: obstacles)
        }
        let outcome: Verdict.Outcome = obstacles.isEmpty ? .clean : .inconclusive
        let statement =
            obstacles.isEmpty
            ? "no out-of-band change is present, and none is visible in the audit log\(period)"
            : "no manual change was found, but the evidence is incomplete"
        return Verdict(outcome: outcome, statement: statement, legs: legs, origins: origins, obstacles: obstacles)
    }
}

/// What each leg of the evidence cannot show, in sentences for reports.
package enum BlindSpots {
    /// Of an object's own word about its writers.
    package static let managedFields = [
        "a field manager is free text: whoever applies as kustomize-controller looks like it",
        "Flux takes over the entries of kubectl at its next reconciliation",
        "a deletion leaves nothing, nor does what was made and deleted between two captures",
        "an edit that was undone leaves nothing, nor does a list in another order",
        "more than ten updating managers are merged into one without a name",
    ]
    /// Of what Flux says.
    package static let inventory = [
        "an inventory says which objects Flux applies, not whether all of what they say is from Git"
    ]
    /// Of traces.
    package static let signals = ["activity whose marks were removed is not visible"]
    /// What only an audit log shows.
    package static let onlyTheLogShows = """
        an apply under a controller's name, a deletion, an edit that was undone, an edit of nothing but an order, and \
        who it was are visible only there
        """
    /// Without the log.
    package static let withoutAuditLog = ["no log was given: \(onlyTheLogShows)"]
    /// Of a log without a single event that reads.
    package static let administrativeLog =
        "exec, attach, cp and port-forward: the log holds no get or list, as kube-audit-admin leaves them out, and since "
        + "kubectl 1.31 these are gets; ask for kube-audit"
    /// Of a log that tells no uid of an object of the state.
    package static let namesOnly =
        "whether it is this cluster's log: of the objects of the state that it writes to it tells names and no uid"
    /// Of the tables of Azure that have a column for everything else.
    package static let tableWithoutImpersonation =
        "whom somebody claimed to be: AKSAudit and AKSAuditAdmin have no column for it"
    /// Of an audit log, whatever its category.
    package static let auditLog = [
        "whether the log is complete between its events, or whether its policy left something out",
        "what was done to the nodes or to etcd without the API server",
    ]
}
