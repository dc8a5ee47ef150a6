import Snapshot

/// What an assessor reads behind the differences: rules that had effect, what else was seen, the population and how
/// completely it was read, integrity, limits, and lines for a reviewer.
struct HTMLEvidence {
    private let report: Report
    private let prose: Prose

    init(_ report: Report) {
        self.report = report
        prose = Prose(report)
    }

    private var judgment: Judgment { report.judgment }

    /// All of it.
    var sections: Markup {
        "\(hands)\(rules)\(findings)\(signals)\(others)\(population)\(integrity)\(controls)\(limits)\(review)"
    }

    private func section(_ id: String, _ title: String, _ body: Markup) -> Markup {
        "<section id=\"\(id)\" aria-labelledby=\"\(id)-title\"><h2 id=\"\(id)-title\">\(title)</h2>\n\(body)</section>\n"
    }

    /// The most entries of a list.
    private static let listLimit = 1_000

    private func list(_ rows: [String]) -> Markup {
        let items: [Markup] = rows.prefix(Self.listLimit).map { "<li>\($0)</li>\n" }
        let hidden = rows.count - items.count
        let more: Markup = hidden > 0 ? "<li>and \(Words.grouped(hidden)) more; the JSON report has all</li>" : ""
        return "<ul>\(items)\(more)</ul>"
    }

    // MARK: By hand

    private var hands: Markup {
        guard let verdict = judgment.verdict else { return "" }
        let legs: [Markup] = verdict.legs.map { leg in
            let findings: [Markup] = leg.findings.map { finding in
                let who =
                    finding.author.map(\.words) ?? finding.origin.map { "\($0.kind.rawValue): \($0.evidence)" } ?? ""
                return """
                    <tr><td>\(finding.weight.rawValue)</td><th scope="row">\(finding.identity?.description ?? finding.target ?? "")</th>\
                    <td>\(finding.words)</td><td>\(who)</td></tr>

                    """
            }
            let table: Markup = """
                <div class="wide"><table><thead><tr><th scope="col">Weight</th><th scope="col">Object</th>\
                <th scope="col">What</th><th scope="col">Who</th></tr></thead><tbody>\(findings)</tbody></table></div>
                """
            let blind = leg.blindSpots.map { "cannot show: \($0)" }
            return """
                <h3>\(leg.leg.rawValue)</h3><p>\(leg.basis ?? "missing")</p>
                \(Markup.when(!findings.isEmpty, table))\(Markup.when(!blind.isEmpty, list(blind)))

                """
        }
        return section("hands", "Manual changes", "<p>\(verdict.statement)</p>\(legs)")
    }

    // MARK: Rules

    private var rules: Markup {
        guard report.authority != nil else { return "" }
        let rows: [Markup] = judgment.effects.map { effect in
            let samples: [Markup] = effect.samples.map { "<li>\($0.identity.description) \(Prose.words($0))</li>" }
            let hidden = effect.accepted - effect.samples.count
            let more: Markup = hidden > 0 ? "<li class=\"faint\">and \(Words.grouped(hidden)) more</li>" : ""
            let list: Markup = samples.isEmpty ? "" : "<ul class=\"samples\">\(samples)\(more)</ul>"
            return """
                <tr><th scope="row">\(effect.rule.name)</th><td>\(effect.rule.action.word)\(effect.isExpired ? " (expired)" : "")</td>\
                <td class="n">\(Words.grouped(effect.accepted))</td><td class="n">\(Words.grouped(effect.violated))</td>\
                <td>\(effect.rule.reason)\(list)</td><td>\(Prose.responsibility(effect.rule))</td></tr>

                """
        }
        return section(
            "rules", "Rules and what they did",
            """
            <p class="faint">Ignored is not absent: every rule that took a difference out of the verdict is here, with its \
            count and samples.</p>
            <div class="wide"><table><thead><tr><th scope="col">Rule</th><th scope="col">Action</th>\
            <th scope="col" class="n">Accepted</th><th scope="col" class="n">Violated</th><th scope="col">Reason</th>\
            <th scope="col">Owner</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """)
    }

    private var findings: Markup {
        judgment.findings.isEmpty
            ? "" : section("findings", "About the baseline", list(judgment.findings.map(Prose.finding)))
    }

    // MARK: Signals and the rest

    private var signals: Markup {
        guard !judgment.signals.isEmpty else { return "" }
        let rows: [Markup] = judgment.signals.map {
            "<tr><th scope=\"row\">\($0.identity.description)</th><td>\(Words.signal($0.kind))</td><td>\($0.detail)</td></tr>\n"
        }
        return section(
            "signals", "Manual activity without a lasting difference",
            """
            <div class="wide"><table><thead><tr><th scope="col">Object</th><th scope="col">What was seen</th>\
            <th scope="col">Evidence</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """)
    }

    private var others: Markup {
        var parts: [Markup] = [list(prose.alsoFacts)]
        if !judgment.orderOnly.isEmpty {
            let rows = judgment.orderOnly.map { change in
                "\(change.identity): \(change.fields.map(\.path.description).joined(separator: ", "))"
            }
            parts.append("<details><summary>In another order only: \(rows.count)</summary>\(list(rows))</details>")
        }
        if !report.suppressed.isEmpty {
            let rows = report.suppressed.map { "\($0.rule) ×\(Words.grouped($0.count))" }
            parts.append("<h3>Ignored fields</h3>\(list(rows))\(ignored)")
        }
        if !prose.outsideFacts.isEmpty {
            parts.append("<h3>Different and out of the baseline's scope</h3>\(list(prose.outsideFacts))")
        }
        if !prose.gapsOutside.isEmpty { parts.append("<h3>Not read and out of scope</h3>\(list(prose.gapsOutside))") }
        return section("others", "Unchanged and ignored", "\(parts)")
    }

    /// What was ignored in which object; nothing unless it was asked for.
    private var ignored: Markup {
        guard !report.suppressedObjects.isEmpty else { return "" }
        let rows: [Markup] = report.suppressedObjects.flatMap { object in
            object.suppressions.map { item -> Markup in
                let values = Prose.values(item)
                return """
                    <tr><th scope="row">\(object.identity.description)</th><td><code>\(Prose.place(item))</code></td>\
                    <td>\(item.rule)</td><td>\(values?.before ?? "")</td><td>\(values?.after ?? "")</td></tr>

                    """
            }
        }
        return """
            <details><summary>\(Words.count(rows.count, "field")) in \(Words.count(report.suppressedObjects.count, "object")) \
            that differ and mean the same</summary>
            <div class="wide"><table class="dense"><thead><tr><th scope="col">Object</th><th scope="col">Field</th>\
            <th scope="col">Rule</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
            <tbody>\(rows)</tbody></table></div></details>
            """
    }

    // MARK: Population

    private var population: Markup {
        let sides = [(Side.before, report.before), (Side.after, report.after)].filter { $0.1.kind != .nothing }
        let parts: [Markup] = sides.map { side, source in
            guard let manifest = source.manifest, !manifest.coverage.isEmpty else {
                return
                    "<p>\(prose.side(side)): \(Words.count(source.objectCount, "object")) from \(source.argument); no listing of types.</p>"
            }
            return table(prose.side(side), manifest)
        }
        return section(
            "population", "Population and completeness",
            "\(parts)<p class=\"faint\">Lists are not one instant: each type was read at the resource version in its row.</p>"
        )
    }

    private func table(_ side: String, _ manifest: Manifest) -> Markup {
        let coverage = manifest.coverage
        let total = coverage.reduce(0) { $0 + $1.count }
        let pages = coverage.reduce(0) { $0 + $1.pages }
        let read = coverage.count { $0.state == .complete }
        let rows: [Markup] = coverage.map { type in
            let gap = manifest.gaps.first {
                ByteOrder.same($0.group, type.group) && ($0.resource ?? "*") == type.resource
            }
            let (word, style) = Self.state(type.state)
            let version = type.group.isEmpty ? type.version : "\(type.group)/\(type.version)"
            return """
                <tr class="\(style)"><th scope="row">\(type.resource)</th><td>\(version)</td><td>\(type.kind)</td><td>\(word)</td>\
                <td class="n">\(Words.grouped(type.count))</td><td class="n">\(type.pages)</td>\
                <td>\(type.resourceVersion ?? "")</td><td>\(gap.map(Words.gap) ?? "")</td></tr>

                """
        }
        return """
            <details><summary>\(side): \(Words.grouped(read)) of \(Words.count(coverage.count, "type")) read to the end, \
            \(Words.count(total, "object")) on \(Words.count(pages, "page"))</summary>
            <div class="wide"><table class="dense"><thead><tr><th scope="col">Resource</th><th scope="col">Version</th>\
            <th scope="col">Kind</th><th scope="col">State</th><th scope="col" class="n">Objects</th>\
            <th scope="col" class="n">Pages</th><th scope="col">Resource version</th><th scope="col">Why not</th></tr></thead>
            <tbody>\(rows)</tbody><tfoot><tr><th scope="row">Sum</th><td></td><td></td><td></td>\
            <td class="n">\(Words.grouped(total))</td><td class="n">\(Words.grouped(pages))</td><td></td><td></td></tr></tfoot></table></div>
            </details>

            """
    }

    private static func state(_ state: Manifest.Coverage.State) -> (String, String) {
        switch state {
        case .complete: ("read to the end", "")
        case .gap: ("not read", "gap")
        case .excluded: ("out of scope", "out")
        case .excludedUnreadable: ("out of scope, unreadable", "out")
        }
    }

    // MARK: Integrity

    private var integrity: Markup {
        let sides = [(Side.before, report.before), (Side.after, report.after)].filter { $0.1.kind != .nothing }
        let rows: [Markup] = sides.map { side, source in
            let roots = source.manifest?.roots
            let facts: [(String, String?)] = [
                ("SHA-256 of the manifest (snapshot id)", source.digest),
                ("Content root (RFC 6962)", roots.flatMap { $0.content.isEmpty ? nil : $0.content }),
                ("Normalized root", roots.flatMap { $0.normalized.isEmpty ? nil : $0.normalized }),
                ("Rules", source.manifest?.normalizer.rulesDigest),
                ("Schema", source.manifest?.normalizer.schemaDigest),
                ("CA of the API server (SHA-256)", source.cluster?.authoritySHA256),
                ("Redaction key id", source.redactionKeyID), ("Signature", Prose.voucher(source)),
            ]
            let items: [Markup] = facts.compactMap { label, value in
                value.flatMap { $0.isEmpty ? nil : "<div><dt>\(label)</dt><dd>\($0)</dd></div>" }
            }
            let checks: [Markup] = Prose.checks(source).map { check in
                let (word, style) =
                    switch check.outcome {
                    case .passed: ("holds", "yes")
                    case .failed: ("wrong", "broken")
                    case .skipped: ("not checked", "part")
                    }
                return "<li><b class=\"\(style)\">\(word)</b> \(check.words)</li>"
            }
            let body: Markup =
                items.isEmpty
                ? "<p>no digest: not a snapshot file</p>"
                : "<dl>\(items)</dl>\(Markup.when(!checks.isEmpty, "<ul class=\"checks\">\(checks)</ul>"))"
            return "<section class=\"card\"><h3>\(prose.side(side))</h3>\(body)</section>"
        }
        let baseline: Markup =
            report.authority.map { authority in
                let tree: Markup =
                    authority.treeDigest.map { "<div><dt>With resources</dt><dd>\($0)</dd></div>" } ?? ""
                return """
                    <section class="card"><h3>rules</h3><dl><div><dt>SHA-256 of \(authority.file)</dt>\
                    <dd>\(authority.digest ?? "not computed")</dd></div>\(tree)</dl></section>
                    """
            } ?? ""
        let verdict: Markup =
            judgment.breaches.isEmpty
            ? "<p>All integrity checks passed.</p>"
            : "<p class=\"broken\">\(judgment.breaches.count) found that do not hold; see the first page.</p>"
        return section(
            "integrity", "Integrity",
            """
            \(verdict)<div class="cards">\(rows)\(baseline)</div>
            <p class="faint">To perform it again: \
            <code>tar --zstd -xf SNAPSHOT &amp;&amp; sha256sum -c SHA256SUMS</code>, then \
            <code>sha256sum manifest.json</code> gives the snapshot id.</p>
            """)
    }

    // MARK: Requirements

    private var controls: Markup {
        let items = report.controls
        guard !items.isEmpty else { return "" }
        let rows: [Markup] = items.map { item in
            let with = item.with.map(\.words).joined(separator: "; ")
            let without = item.without.map(\.words).joined(separator: "; ")
            let against: Markup =
                item.against > 0
                ? "<br><b class=\"broken\">findings against it: \(Words.grouped(item.against))</b>" : ""
            return """
                <tr><th scope="row">\(item.control.framework.title) \(item.control.id)</th><td>\(item.control.title)</td>\
                <td>\(item.evidence.rawValue)\(against)</td><td>\(with)</td><td>\(without)</td>\
                <td>\(item.control.outside)</td></tr>

                """
        }
        return section(
            "controls", "Controls: what this report shows",
            """
            <p class="faint">What this report shows for each requirement; it makes no claim that one is met.</p>
            <div class="wide"><table class="dense"><thead><tr><th scope="col">Requirement</th><th scope="col">Asks</th>\
            <th scope="col">This report</th><th scope="col">with</th><th scope="col">lacks</th>\
            <th scope="col">cannot show</th></tr></thead><tbody>\(rows)</tbody></table></div>
            """)
    }

    // MARK: Limits and review

    private var limits: Markup {
        report.limits.isEmpty ? "" : section("limits", "What this does not prove", list(report.limits))
    }

    private var review: Markup {
        section(
            "review", "Review",
            """
            <table class="review"><thead><tr><th scope="col">Role</th><th scope="col">Name</th><th scope="col">Date</th>\
            <th scope="col">Disposition and signature</th></tr></thead><tbody>
            <tr><th scope="row">Reviewed by</th><td></td><td></td><td></td></tr>
            <tr><th scope="row">Approved by</th><td></td><td></td><td></td></tr></tbody></table>
            """)
    }
}
