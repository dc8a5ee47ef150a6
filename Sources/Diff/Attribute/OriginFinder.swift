package import Snapshot

/// Says where objects of one state come from, by what the state itself holds.
package struct OriginFinder: Sendable {
    private let entries: EntryTable
    private let inventory: FluxInventory
    private let writers: WriterTable
    private let platform: PlatformTable
    private let trail: AuditTrail?

    package init(
        entries: EntryTable, inventory: FluxInventory, writers: WriterTable = .builtIn,
        platform: PlatformTable = .builtIn, trail: AuditTrail? = nil
    ) {
        self.entries = entries
        self.inventory = inventory
        self.writers = writers
        self.platform = platform
        self.trail = trail
    }

    /// Where an object comes from. Where the object itself does not say, an audit log may.
    package func origin(of trace: ObjectTrace) -> Origin {
        let origin = ownOrigin(of: trace)
        guard origin.kind == .unknown || origin.kind == .manual, let creation = trail?.creation(of: trace) else {
            return origin
        }
        let words = "made by \(creation.author.user ?? "") at \(creation.author.time ?? "") (audit log)"
        switch creation.author.writer {
        case .gitops: return Origin(.gitops, words)
        case .platform: return Origin(.platform, words)
        case .automation: return Origin(.automation, words)
        case .humanCLI, .humanUI: return Origin(.manual, words)
        case .unknown: return origin
        }
    }

    private func ownOrigin(of trace: ObjectTrace) -> Origin {
        if let applier = inventory.applier(of: trace) {
            let revision = applier.revision.map { " at \($0)" } ?? ""
            return Origin(.gitops, "in the inventory of \(applier.identity)\(revision)")
        }
        let rule = platform.rule(for: trace)
        if let rule, isPlausible(rule, trace) {
            return Origin(rule.origin, "rule \(rule.name): \(rule.reason)")
        }
        if trace.role != .declared {
            if let owner = entries[trace.identity].flatMap({ entries.owner(of: $0) }) {
                return Origin(.derived, "made by \(owner.identity)")
            }
            return byName(trace) ?? Origin(.derived, "a controller makes such objects")
        }
        return byManagers(trace, claim: rule?.label?.key)
    }

    /// The entries of people that nothing excuses, and whether the platform writes under the same name elsewhere.
    package func hands(on trace: ObjectTrace) -> [(entry: ManagerEntry, isAmbiguous: Bool)] {
        let rule = platform.rule(for: trace)
        return trace.managers.compactMap { entry in
            guard let known = writers.rule(manager: entry.name, operation: entry.operation), known.writer.isPerson,
                !(rule?.accepts(entry) ?? false), !entry.onlyRequestsReconcile,
                !(trail?.explains(entry, on: trace.identity) ?? false)
            else { return nil }
            // What Git declares, AKS does not apply with kubectl.
            return (entry, known.isAmbiguous && inventory.applier(of: trace) == nil)
        }
    }

    /// The entries of managers that no table knows; who writes nothing but a status declares nothing.
    package func strangers(on trace: ObjectTrace) -> [ManagerEntry] {
        let rule = platform.rule(for: trace)
        return trace.managers.filter { entry in
            !entry.writesStatusOnly && writers.writer(manager: entry.name, operation: entry.operation) == .unknown
                && !(rule?.accepts(entry) ?? false) && !(trail?.explains(entry, on: trace.identity) ?? false)
        }
    }

    /// A table names the object; somebody of the platform must have written it. A label says nothing by itself: there the
    /// platform has to have made the object, under a name that nobody shares with it.
    private func isPlausible(_ rule: PlatformRule, _ trace: ObjectTrace) -> Bool {
        func isPlatforms(_ entry: ManagerEntry) -> Bool {
            rule.accepts(entry) || writers.writer(manager: entry.name, operation: entry.operation) == .platform
        }
        guard rule.label != nil else { return trace.managers.isEmpty || trace.managers.contains(where: isPlatforms) }
        let makers = Self.makers(trace.managers.filter { !$0.writesStatusOnly }, createdAt: trace.createdAt)
        return !makers.isEmpty && makers.allSatisfy(isPlatforms)
    }

    /// Derived by a table of names: only when nobody but the control plane made it.
    private func byName(_ trace: ObjectTrace) -> Origin? {
        let creators = trace.managers.filter { !$0.writesStatusOnly }
        guard !creators.isEmpty,
            !creators.contains(where: { writers.writer(manager: $0.name, operation: $0.operation) == .platform })
        else { return nil }
        return byManagers(trace)
    }

    /// - Parameter claim: a label by which the object says that it is the platform's.
    private func byManagers(_ trace: ObjectTrace, claim: String? = nil) -> Origin {
        let entries = trace.managers.filter { !$0.writesStatusOnly }
        guard !entries.isEmpty else { return Origin(.unknown, "no field manager is recorded") }
        let names = Set(entries.map(\.name)).sorted(by: ByteOrder.precedes).joined(separator: ", ")
        let classes = entries.map { ($0, writers.rule(manager: $0.name, operation: $0.operation)) }
        if let first = trace.hints.first, classes.contains(where: { $0.1?.writer.isPerson ?? false }) {
            return Origin(.manual, "\(first); written by \(names)")
        }
        // Who was there at the birth made it; what others added later is a matter of authors. Of several the one that is
        // trusted least counts: a controller fills in what a person has made.
        let makers = Self.makers(entries, createdAt: trace.createdAt)
        guard let creator = makers.max(by: { doubt($0) < doubt($1) }) else {
            return Origin(.unknown, "no field manager is recorded")
        }
        let rule = writers.rule(manager: creator.name, operation: creator.operation)
        switch rule?.writer ?? .unknown {
        case .gitops:
            return inventory.isEmpty
                ? Origin(.gitops, "written by \(names)")
                : Origin(.unmanaged, "written by \(names), and in no inventory")
        case .platform: return Origin(.platform, "written by \(names)")
        case .automation: return Origin(.automation, "written by \(names)")
        case .humanCLI, .humanUI:
            return rule?.isAmbiguous == true
                ? Origin(
                    .unknown,
                    "written by \(names), a person or AKS; "
                        + (claim.map { "the label \($0) proves nothing" } ?? "no table names the object"))
                : Origin(.manual, "written by \(names)")
        case .unknown: return Origin(.unknown, "written by \(names), a name that identifies nobody")
        }
    }

    /// How little an entry's class is to be trusted as the maker of an object.
    private func doubt(_ entry: ManagerEntry) -> Int {
        let rule = writers.rule(manager: entry.name, operation: entry.operation)
        switch rule?.writer ?? .unknown {
        case .platform: return 0
        case .gitops: return 1
        case .automation: return 2
        case .humanCLI, .humanUI: return rule?.isAmbiguous == true ? 4 : 5
        case .unknown: return 3
        }
    }

    /// The entries whose time is that of the object's creation; all when there is none, as an entry's time moves with
    /// each of its writer's updates.
    static func makers(_ entries: [ManagerEntry], createdAt: String?) -> [ManagerEntry] {
        let atBirth = entries.filter { $0.time != nil && $0.time == createdAt }
        return atBirth.isEmpty ? entries : atBirth
    }
}
