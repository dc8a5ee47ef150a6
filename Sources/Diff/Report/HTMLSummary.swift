import Snapshot

/// The first page of an HTML report: the verdict, the top findings, and whose, who, when and how.
struct HTMLSummary {
    private let report: Report
    private let prose: Prose

    init(_ report: Report) {
        self.report = report
        prose = Prose(report)
    }

    private var judgment: Judgment { report.judgment }

    /// What the window is called.
    var title: String { "\(prose.verdict): \(report.after.cluster?.name ?? report.after.argument)" }

    /// Everything before the overview.
    var firstPage: Markup {
        """
        <header id="result" class="verdict \(prose.tone.rawValue)">
        <p class="what">\(prose.isCheck ? "Check against the golden baseline" : "Difference of two states")\
         <span class="of">\(report.after.cluster.map { "cluster \($0.name)" } ?? report.after.argument)</span></p>
        <h1>\(prose.verdict)</h1>
        <p class="says">\(prose.sentence)</p>
        \(Markup.when(!prose.changedBy.isEmpty, "<p>\(prose.changedBy)</p>"))
        \(Markup.when(!prose.since.isEmpty, "<p>\(prose.since.joined(separator: ", "))</p>"))
        \(Markup.when(!prose.legend.isEmpty, "<p class=\"exit\">\(prose.legend.joined(separator: "; "))</p>"))
        <p class="exit">\(prose.exit)</p>
        \(tiles)
        </header>
        \(hands)
        \(blindness)
        \(unmet)
        \(weightiest)
        """
    }

    // MARK: Counts

    private var tiles: Markup {
        var tiles: [Markup] = Severity.allCases.map { severity in
            let count = judgment.count(of: severity)
            let name = count > 0 ? "tile \(severity.rawValue)" : "tile none"
            return "<li class=\"\(name)\"><b>\(Words.grouped(count))</b> \(severity.rawValue)</li>"
        }
        if !judgment.requirements.isEmpty {
            let unmet = judgment.unmet.count
            tiles.append(
                "<li class=\"tile \(unmet > 0 ? "high" : "none")\"><b>\(Words.grouped(unmet))</b> not as required</li>")
        }
        let unseen =
            judgment.gaps.count + judgment.unknown.count + judgment.incomparable.count + judgment.skipped.count
            + judgment.requirements.count(where: \.isInconclusive)
        tiles.append(
            "<li class=\"tile \(unseen > 0 ? "unseen" : "none")\"><b>\(Words.grouped(unseen))</b> not seen</li>")
        tiles.append(
            "<li class=\"tile quiet\"><b>\(Words.grouped(report.acceptedCount))</b> accepted by rules</li>")
        let same = report.counts.equal + report.counts.normalized
        tiles.append("<li class=\"tile quiet\"><b>\(Words.grouped(same))</b> equal objects</li>")
        return "<ul class=\"tiles\">\(tiles)</ul>"
    }

    // MARK: Was it by hand?

    private var hands: Markup {
        guard let verdict = judgment.verdict else { return "" }
        let tone: Prose.Tone =
            switch verdict.outcome {
            case .clean: .good
            case .violated: .bad
            case .inconclusive: .warning
            }
        let obstacles: [Markup] = verdict.obstacles.map { "<li>\($0)</li>\n" }
        return """
            <section class="blind \(tone.rawValue)"><h2>Zero kubectl: \(verdict.outcome.rawValue)</h2>
            <p>\(verdict.statement)</p>\(Markup.when(!obstacles.isEmpty, "<ul>\(obstacles)</ul>"))
            <p><a href="#hands">What each source of evidence shows</a></p></section>

            """
    }

    // MARK: What could not be seen

    private var blindness: Markup {
        let blocks: [Markup] = prose.blindness.map { block in
            let rows: [Markup] = block.rows.map { "<li>\($0)</li>\n" }
            return """
                <section class="blind \(block.isBreach ? "bad" : "warning")">
                <h2>\(Self.sentenceCase(block.title))\(block.words.isEmpty ? "" : ": \(block.words)")</h2>
                <ul>\(rows)</ul>
                </section>

                """
        }
        return blocks.isEmpty ? "" : "<div id=\"unseen\">\(blocks)</div>"
    }

    // MARK: What must be there

    private var unmet: Markup {
        guard !judgment.unmet.isEmpty else { return "" }
        let rows: [Markup] = judgment.unmet.map { result in
            let faults: [Markup] = Prose.faults(result, limit: 50).map { "<li>\($0)</li>\n" }
            let severity = result.requirement.severity.rawValue
            return """
                <li><span class="sev \(severity)">\(severity)</span> <b>\(result.requirement.name)</b>\
                 <span class="faint">\(result.requirement.reason ?? "")</span><ul>\(faults)</ul></li>

                """
        }
        return """
            <section class="blind bad" id="required"><h2>Required, and not met</h2><ul>\(rows)</ul></section>

            """
    }

    private static func sentenceCase(_ title: String) -> String { title.prefix(1) + title.dropFirst().lowercased() }

    // MARK: Top findings

    private static let weightiestLimit = 6

    private var weightiest: Markup {
        guard !judgment.violations.isEmpty else { return "" }
        let rows: [Markup] = judgment.violations.prefix(Self.weightiestLimit).map { violation in
            """
            <li><span class="sev \(violation.severity.rawValue)">\(violation.severity.rawValue)</span>\
            <a href="#\(HTMLChanges.id(of: violation.identity))">\(violation.identity.kind) \
            \(violation.identity.namespace.map { $0 + "/" } ?? "")\(violation.identity.name)</a>\
            <span class="who">\(prose.writer(of: violation.identity) ?? "")</span>\
            <span class="gist">\(gist(violation))</span></li>

            """
        }
        let rest = judgment.violations.count - rows.count
        return """
            <section class="first" aria-labelledby="most">
            <h2 id="most">Top findings</h2>
            <ul class="most">\(rows)</ul>
            \(Markup.when(rest > 0, "<p class=\"faint\"><a href=\"#drift\">and \(Words.grouped(rest)) more</a></p>"))
            </section>
            """
    }

    /// Columns of a path or a value before it is cut.
    private static let gistLimit = 56

    /// What happened, from what to what where that fits on a line, and what it means.
    private func gist(_ violation: Judgment.Violation) -> Markup {
        if let (weight, ruling) = Prose.whole(violation.violated) {
            let note = Prose.note(weight, ruling)
            return "<b>\(prose.event(violation.violated))</b>\(note.isEmpty ? "" : " · \(note)")"
        }
        guard let field = violation.fields.max(by: { $0.weight.severity < $1.weight.severity }) else { return "" }
        let change = field.change
        func short(_ value: Value?) -> String? {
            guard let value else { return "absent" }
            return FieldLines.inline(value).flatMap { TextWidth.columns($0) > Self.gistLimit ? nil : $0 }
        }
        var values: Markup = ""
        if let before = short(change.before), let after = short(change.after) {
            values = " <del>\(before)</del> → <ins>\(after)</ins>"
        } else if change.before == nil || change.after == nil {
            values = " <b>\(change.before == nil ? "added" : "removed")</b>"
        }
        let note = Prose.note(field.weight, field.ruling)
        let more = violation.fields.count - 1
        return """
            <code>\(TextWidth.clipped(change.path.description, to: Self.gistLimit))</code>\(values)\
            \(note.isEmpty ? "" : " · \(note)")\(more > 0 ? " · and \(Words.count(more, "more field"))" : "")
            """
    }

    // MARK: Whose, who, when, how

    /// Whose states were compared, who captured them, when and how.
    var compared: Markup {
        let rules = report.authority.map { authority -> Markup in
            let rows = facts([
                ("Baseline", authority.name + (authority.version.map { " version \($0)" } ?? "")),
                ("Stage", authority.stage), ("File", authority.file),
                ("Rules", Words.count(authority.ruleCount, "rule")),
                (
                    "Learned",
                    authority.learned.isEmpty
                        ? nil : authority.learned.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
                ),
            ])
            return "<section class=\"card\"><h3>Judged by</h3><dl>\(rows)</dl></section>"
        }
        let made = facts([
            ("Made", report.madeAt ?? "not recorded"), ("By", report.tool),
            ("Command", report.invocation.isEmpty ? nil : ShellWords.text(report.invocation)),
        ])
        return """
            <section id="compared" aria-labelledby="compared-title">
            <h2 id="compared-title">What was compared</h2>
            <div class="cards">
            \(Markup.when(report.before.kind != .nothing, card(prose.isCheck ? "Baseline" : "Before", report.before)))
            \(card(prose.isCheck ? "State" : "After", report.after))
            \(rules)
            <section class="card"><h3>Report</h3><dl>\(made)</dl></section>
            </div>
            </section>

            """
    }

    private func card(_ title: String, _ source: ReportSource) -> Markup {
        let manifest = source.manifest
        let live = manifest?.source == .cluster
        let actor = manifest?.actor
        let capture = [source.startedAt, source.finishedAt].compactMap { $0 }
        let rows = facts([
            ("Named", source.argument),
            ("Cluster", source.cluster.map { $0.name + ($0.version.map { " · \($0)" } ?? "") }),
            ("API server", source.cluster?.server), ("Cluster UID", source.cluster?.uid),
            (
                "Connection",
                source.cluster.map {
                    $0.isVerified
                        ? "certificate verified" : $0.isEncrypted ? "certificate NOT verified" : "NOT encrypted"
                }
            ),
            ("Captured", capture.isEmpty ? nil : capture.joined(separator: " – ")),
            ("Clock skew", manifest?.times.skewMilliseconds.map { "\($0) ms against the API server" }),
            ("API user", source.user), ("Impersonated", actor?.impersonated),
            ("Operator", live ? actor.map { "\($0.osUser) on \($0.host)" } : nil),
            ("Objects", Words.grouped(source.objectCount) + (source.isComplete ? "" : ", incomplete")),
            ("Namespaces", source.namespaces.isEmpty ? nil : "only " + source.namespaces.joined(separator: ", ")),
            ("Left out", source.leftOut.isEmpty ? nil : source.leftOut.joined(separator: ", ")),
            (
                "Redaction key",
                source.hasEphemeralKey ? "gone: secrets compare with no other state" : source.redactionKeyID
            ),
            ("Signature", Prose.voucher(source)),
        ])
        return "<section class=\"card\"><h3>\(title)</h3><dl>\(rows)</dl></section>"
    }

    private func facts(_ rows: [(String, String?)]) -> [Markup] {
        rows.compactMap { label, value in value.map { "<div><dt>\(label)</dt><dd>\($0)</dd></div>\n" } }
    }
}
