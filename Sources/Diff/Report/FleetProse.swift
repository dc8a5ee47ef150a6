import Snapshot

/// The sentences of a report about many states: every format for people takes its words from here.
struct FleetProse {
    let report: FleetReport
    private var comparison: FleetComparison { report.comparison }

    /// What the states are called: their arguments without folder and ending, or the whole arguments where that is not telling.
    private let names: [String]

    init(_ report: FleetReport) {
        self.report = report
        let short = report.members.map { Self.short($0.source.argument) }
        names = Set(short).count == short.count ? short : report.members.map(\.source.argument)
    }

    /// The outcome in a word or two.
    var verdict: String {
        switch report.status {
        case .drift: report.authority == nil ? "DIFFERENT" : "DRIFT"
        case .inconclusive: "INCONCLUSIVE"
        case .same: report.authority == nil ? "ALIKE" : "NO DRIFT"
        case .failed, .evidenceInvalid: "FAILED"
        }
    }

    /// What it means here.
    var sentence: String {
        let states = Words.count(comparison.memberCount, "state")
        let objects = Words.count(comparison.objectCount, "object")
        if comparison.findings.isEmpty { return "\(states), \(objects) in all, nothing differs" }
        return
            "\(Words.count(comparison.findings.count, "difference")) in \(Words.count(comparison.differingCount, "object")) "
            + "of \(Words.grouped(comparison.objectCount)), among \(states)"
    }

    /// Members in the order in which people want them: those that deviate most first.
    var order: [Int] {
        let counts = comparison.deviations
        return report.members.indices.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1] }
    }

    /// `prod-3 deviates in 17, prod-1 in 2; the others in nothing`.
    var outliers: String {
        let counts = comparison.deviations
        let deviating = order.filter { counts[$0] > 0 }
        guard !deviating.isEmpty else {
            return comparison.findings.isEmpty
                ? "" : "no state is an outlier: where they differ, no majority says the same"
        }
        let named = deviating.prefix(5).enumerated().map { place, member in
            "\(name(member)) \(place == 0 ? "deviates " : "")in \(Words.grouped(counts[member]))"
        }
        let rest = deviating.count - named.count
        let quiet = comparison.memberCount - deviating.count
        return named.joined(separator: ", ") + (rest > 0 ? " and \(Words.count(rest, "more state"))" : "")
            + (quiet > 0 ? "; \(Words.count(quiet, "other")) in nothing" : "")
    }

    var exit: String { Prose.exit(report.statuses) }

    /// What a state is called.
    func name(_ member: Int) -> String { names[member] }

    private static func short(_ argument: String) -> String {
        let last = argument.split(separator: "/").last.map(String.init) ?? argument
        for ending in [".tar.zst", ".tar.gz", ".tgz", ".tar", ".yaml", ".json"] where last.hasSuffix(ending) {
            return String(last.dropLast(ending.count))
        }
        return last
    }

    /// What could not be seen: of whom, and what.
    var blindness: [String] {
        report.members.enumerated().flatMap { place, member in member.gaps.map { "\(name(place)): \($0)" } }
            + comparison.incomparable.map {
                "\($0.identity) \($0.path?.description ?? ""): redacted under "
                    + ($0.keyIDs.count > 1
                        ? "the keys \(Words.list($0.keyIDs.sorted(by: ByteOrder.precedes)))"
                        : "key \($0.keyIDs.first ?? "") and in clear")
                    + "; capture all under one key: --redaction-key FILE"
            }
    }

    /// What the mapping did.
    var mapped: [String] {
        report.mappings.map { mapping in
            let head = "\(mapping.from) → \(mapping.to)  "
            guard mapping.places > 0 else { return head + "never used: nothing says \(mapping.from)" }
            return head + "\(Words.count(mapping.places, "place")) in \(Words.count(mapping.objects, "object")) of "
                + Words.count(mapping.states, "state")
        }
    }

    /// What a group says, in a few words.
    static func words(_ said: FleetComparison.Said, limit: Int = 60) -> String {
        switch said {
        case .value(let value): FieldText.short(value, limit: limit)
        case .nothing: "absent"
        case .present: "there"
        case .missing: "missing"
        }
    }

    /// Who is in a group, as far as there is room: `prod-1, prod-2 and 9 more`.
    func who(_ members: [Int], limit: Int = 4) -> String {
        let named = members.prefix(limit).map(name)
        let rest = members.count - named.count
        return named.joined(separator: ", ") + (rest > 0 ? " and \(Words.grouped(rest)) more" : "")
    }

    /// What a finding says, group by group. Long lists and maps that differ in little say in what.
    func says(
        _ finding: FleetComparison.Finding, valueLimit: Int = 60
    ) -> [(words: String, who: String, isReference: Bool)] {
        finding.groups.enumerated().map { place, group in
            let isReference = place == 0 && finding.hasReference
            var words = Self.words(group.said, limit: valueLimit)
            if isReference, report.authority != nil {
                words = "as the baseline says"
            } else if place > 0, case .value(let value) = group.said,
                case .value(let first)? = finding.groups.first?.said
            {
                words = Self.difference(value, from: first, limit: valueLimit) ?? words
            }
            return (words, isReference ? Words.count(group.members.count, "state") : who(group.members), isReference)
        }
    }

    /// In what a list or a map differs from another one: `+ {"verbs":["get"]}`; `nil` for what is short, or differs in much.
    private static func difference(_ value: Value, from other: Value, limit: Int) -> String? {
        guard CanonicalJSON.text(value).utf8.count > 40 else { return nil }
        var parts: [String] = []
        switch (value, other) {
        case (.array(let mine), .array(let theirs)):
            parts += mine.filter { !theirs.contains($0) }.map { "+ \(FieldText.short($0, limit: limit))" }
            parts += theirs.filter { !mine.contains($0) }.map { "- \(FieldText.short($0, limit: limit))" }
        case (.object(let mine), .object(let theirs)):
            for member in mine.members where theirs[member.key] != member.value {
                parts.append(
                    "\(theirs[member.key] == nil ? "+ " : "")\(member.key): \(FieldText.short(member.value, limit: limit))"
                )
            }
            parts += theirs.keys.filter { mine[$0] == nil }.map { "- \($0)" }
        default: return nil
        }
        return parts.isEmpty || parts.count > 4 ? nil : parts.joined(separator: ", ")
    }

    /// How a pattern is spelled, as far as there is room.
    func spelled(_ pattern: Pattern, limit: Int = 4) -> String {
        var groups: [(text: String, members: [Int])] = []
        for (member, text) in pattern.values.texts.enumerated() {
            if let place = groups.firstIndex(where: { ByteOrder.same($0.text, text) }) {
                groups[place].members.append(member)
            } else {
                groups.append((text, [member]))
            }
        }
        let shown = groups.sorted { $0.members.count > $1.members.count }.prefix(limit).map { group -> String in
            let lines = group.text.split(separator: "\n", omittingEmptySubsequences: false).count
            let digest = Digest(of: Array(group.text.utf8)).hex.prefix(8)
            let text = lines > 1 ? "\(lines) lines, sha256 \(digest)…" : TextWidth.clipped(group.text, to: 40)
            return text + " (\(group.members.count > 1 ? "\(group.members.count) states" : name(group.members[0])))"
        }
        let rest = groups.count - shown.count
        return shown.joined(separator: ", ") + (rest > 0 ? " and \(Words.grouped(rest)) more" : "")
    }
}
