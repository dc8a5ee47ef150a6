import Snapshot

/// The leg of the verdict that an audit log is.
struct AuditLeg {
    /// What the log tells; `nil` without one.
    let trail: AuditTrail?
    /// The objects whose difference the comparison shows; `nil` when nothing was compared.
    let shown: Set<Identity>?
    /// Whether an object is in scope.
    let isInScope: (Identity) -> Bool

    /// What the log shows and cannot show.
    var leg: Verdict.Leg {
        guard let trail, let facts = trail.facts else {
            return Verdict.Leg(.auditLog, basis: nil, blindSpots: BlindSpots.withoutAuditLog)
        }
        return Verdict.Leg(
            .auditLog, basis: basis(facts), findings: findings(trail), blindSpots: blindSpots(facts, trail))
    }

    /// What keeps a verdict from resting on the log.
    var obstacles: [String] {
        guard let trail, let facts = trail.facts else { return ["no audit log: \(BlindSpots.onlyTheLogShows)"] }
        var obstacles = trail.holes ?? []
        if facts.broken > 0 {
            let places = facts.files.flatMap(\.places)
            let rest = facts.broken - min(places.count, 3)
            obstacles.append(
                "\(facts.broken) record\(facts.broken == 1 ? "" : "s") of the audit log cannot be read: "
                    + places.prefix(3).joined(separator: "; ")
                    + (rest > 0 ? " and \(rest) more" : ""))
        }
        if let why = Self.strangeness(trail.recognized) {
            obstacles.append(why)
        } else {
            obstacles += trail.recognized.strangeFiles.map {
                "`\($0)` may be another cluster's log: all objects of the state that it tells uids of have another one there"
            }
        }
        let unknown = Set(findings(trail).filter { $0.weight != .harmless }.compactMap(\.target)).sorted()
        if !unknown.isEmpty {
            obstacles.append(
                "the audit log holds writes on \(unknown.count) thing\(unknown.count == 1 ? "" : "s") that the states do not "
                    + "hold by type or name: " + unknown.prefix(4).joined(separator: ", ")
                    + (unknown.count > 4 ? " and \(unknown.count - 4) more" : ""))
        }
        if trail.overflow > 0 {
            obstacles.append("\(trail.overflow) writes of the audit log were only counted: there are too many")
        }
        return obstacles
    }

    /// Why the log may be another cluster's; `nil` when something ties it to the state.
    private static func strangeness(_ objects: AuditRecognition.Result) -> String? {
        if objects.same + objects.other + objects.named == 0 {
            return "the audit log may be another cluster's: it holds no write on an object that the state holds"
        }
        guard objects.other > objects.same else { return nil }
        return
            "the audit log may be another cluster's: \(objects.other) object\(objects.other == 1 ? "" : "s") that it "
            + "writes to \(objects.other == 1 ? "has" : "have") another uid in the state, \(objects.same) the same"
    }

    /// From when to when the log speaks, for a sentence; empty without one.
    var period: String {
        trail?.facts.map { " from \($0.firstText ?? "-") to \($0.lastText ?? "-")" } ?? ""
    }

    private func basis(_ facts: AuditFacts) -> String {
        let forms = AuditFacts.Form.allCases.filter(facts.forms.contains).map(\.rawValue).joined(separator: ", ")
        let files = facts.files.count == 1 ? "1 file" : "\(facts.files.count) files"
        return
            "\(facts.events) events (\(forms)) in \(files), from \(facts.firstText ?? "-") to \(facts.lastText ?? "-")"
            + (facts.outside > 0 ? ", \(facts.outside) of them outside the period" : "")
    }

    private func blindSpots(_ facts: AuditFacts, _ trail: AuditTrail) -> [String] {
        var spots: [String] = []
        if trail.recognized.same == 0, trail.recognized.named > 0 { spots.append(BlindSpots.namesOnly) }
        if facts.reads == 0 { spots.append(BlindSpots.administrativeLog) }
        if facts.forms.contains(.table) { spots.append(BlindSpots.tableWithoutImpersonation) }
        if facts.withoutContent > 0 {
            spots.append(
                "\(facts.withoutContent) of \(facts.writes) writes come without what was sent (level Metadata, as for "
                    + "Secrets): which fields they changed is not in the log")
        }
        if trail.period?.since == nil, let first = facts.firstText {
            spots.append("what happened before \(first), when the log begins")
        }
        return spots + BlindSpots.auditLog
    }

    // MARK: Findings

    private func findings(_ trail: AuditTrail) -> [Verdict.Finding] {
        trail.series.flatMap { series, count -> [Verdict.Finding] in
            guard let latest = series.last, !latest.author.writer.isTrusted else { return [] }
            if let identity = latest.identity, !isInScope(identity) { return [] }
            // A series may hold writes of which the earlier state has shown that they changed nothing.
            let groups = Dictionary(grouping: series, by: \.outcome)
            return groups.values.compactMap(\.last).sorted { $0.to < $1.to }.map { write in
                finding(write, count: groups.count == 1 ? count : groups[write.outcome]?.count ?? 1)
            }
        }
    }

    private func finding(_ write: AuditWrite, count: Int) -> Verdict.Finding {
        let weight: Verdict.Weight =
            switch write.outcome {
            case .nothing, .refused, .dryRun: .harmless
            case .unsure: .doubt
            case .wrote: write.author.writer.isPerson ? .hand : .doubt
            }
        var words = write.words + (count > 1 ? ", \(count) times" : "")
        if write.outcome.isEffective, !write.isAccess, let identity = write.identity, let shown,
            !shown.contains(identity)
        {
            words += "; the states show no difference of it"
        }
        return Verdict.Finding(
            weight, write.identity, words, target: write.identity == nil ? write.subject : nil, author: write.author)
    }
}
