import Snapshot

/// Pictures of a report: how severe, what is required, when it happened, and who changed what in which namespace.
struct HTMLOverview {
    private let report: Report
    private let prose: Prose
    private var judgment: Judgment { report.judgment }

    init(_ report: Report) {
        self.report = report
        prose = Prose(report)
    }

    /// The section; nothing when there is nothing to show.
    var section: Markup {
        let shown = [bars, timeline, writers].filter { !$0.text.isEmpty }
        guard !shown.isEmpty else { return "" }
        return """
            <section id="overview" aria-labelledby="overview-title"><h2 id="overview-title">Overview</h2>
            \(shown)
            </section>

            """
    }

    // MARK: Counts

    /// Green is for what is met, and for nothing else.
    private var bars: Markup {
        let severities = Severity.allCases.map { ($0.rawValue, $0.rawValue, judgment.count(of: $0)) }
        let met = judgment.requirements.count { $0.outcome == .met }
        let open = judgment.requirements.count(where: \.isInconclusive)
        let origins = prose.originCounts.map { item in
            (item.origin.rawValue, item.origin.isAccountedFor ? "plain" : "critical", item.count)
        }
        func read(_ state: Manifest.Coverage.State) -> Int {
            report.after.manifest?.coverage.count { $0.state == state } ?? 0
        }
        let bars = [
            HTMLBar.markup("Objects that differ, by severity", severities),
            HTMLBar.markup(
                "Requirements of the baseline",
                [
                    ("met", "good", met), ("not met", "critical", judgment.unmet.count),
                    ("not evaluated", "medium", open),
                ]),
            HTMLBar.markup("Objects in scope, by where they come from", origins),
            HTMLBar.markup(
                "Resource types of \(prose.side(.after)), by how they were read",
                [
                    ("read to the end", "plain", read(.complete)), ("not read", "critical", read(.gap)),
                    ("out of scope", "quiet", read(.excluded)),
                    ("out of scope and unreadable", "low", read(.excludedUnreadable)),
                ]),
        ].filter { !$0.text.isEmpty }
        return bars.isEmpty ? "" : "<div class=\"charts\">\(bars)</div>\n"
    }

    // MARK: When

    private struct Write {
        let violation: Judgment.Violation
        let time: RFC3339
        let author: String
    }

    private static let binCount = 48
    /// The most rows of the list below the picture.
    private static let rowLimit = 40

    /// When the differences were made, as far as their authors' times tell.
    private var timeline: Markup {
        let writes = judgment.violations.compactMap { violation -> Write? in
            guard let author = judgment.attributions[violation.identity]?.authors.first,
                let time = author.time.flatMap({ RFC3339($0) })
            else { return nil }
            return Write(violation: violation, time: time, author: prose.author(of: violation.identity) ?? "")
        }.sorted { $0.time.seconds < $1.time.seconds }
        guard let first = writes.first, let last = writes.last else { return "" }
        let unknown = judgment.violations.count - writes.count
        let words =
            "\(Words.count(writes.count, "object")) with a known time, from \(first.time.utcText) to \(last.time.utcText)"
            + (unknown > 0 ? "; of \(Words.grouped(unknown)) the time is not known" : "")
        return """
            <figure class="timeline"><figcaption>When: \(words)</figcaption>\(bins(writes, first, last))\(rows(writes))</figure>

            """
    }

    private func bins(_ writes: [Write], _ first: Write, _ last: Write) -> Markup {
        let span = last.time.seconds - first.time.seconds
        guard span > 0 else { return "" }
        var counts = [[Severity: Int]](repeating: [:], count: Self.binCount)
        for write in writes {
            let place = Int(Double(write.time.seconds - first.time.seconds) / Double(span) * Double(Self.binCount - 1))
            counts[min(max(0, place), Self.binCount - 1)][write.violation.severity, default: 0] += 1
        }
        let tallest = counts.map { $0.values.reduce(0, +) }.max() ?? 1
        var parts: [Markup] = []
        for (place, bin) in counts.enumerated() {
            var y = 100
            for severity in Severity.allCases {
                guard let count = bin[severity] else { continue }
                let height = max(4, count * 96 / tallest)
                y = max(0, y - height)
                parts.append(
                    "<rect class=\"\(severity.rawValue)\" x=\"\(place * 10)\" y=\"\(y)\" width=\"9\" height=\"\(height)\"/>"
                )
            }
        }
        return """
            <svg role="img" aria-label="When objects were changed" viewBox="0 0 \(Self.binCount * 10) 100" \
            preserveAspectRatio="none" width="100%" height="56">\(parts)</svg>
            """
    }

    /// One row a minute and author, the latest first.
    private func rows(_ writes: [Write]) -> Markup {
        var rows: [(minute: String, author: String, writes: [Write])] = []
        for write in writes.reversed() {
            let minute = String(write.time.utcText.prefix(16))
            if let last = rows.last, last.minute == minute, ByteOrder.same(last.author, write.author) {
                rows[rows.count - 1].writes.append(write)
            } else {
                rows.append((minute, write.author, [write]))
            }
        }
        let shown: [Markup] = rows.prefix(Self.rowLimit).map { row in
            let objects: [Markup] = row.writes.prefix(3).map { write in
                """
                <a href="#\(HTMLChanges.id(of: write.violation.identity))">\(write.violation.identity.kind) \
                \(write.violation.identity.name)</a>
                """
            }
            let names = objects.dropFirst().reduce(objects.first ?? "") { "\($0), \($1)" }
            let hidden = row.writes.count - objects.count
            return """
                <tr><td class="n">\(row.minute.replacing("T", with: " "))</td><td>\(row.author)</td>\
                <td>\(names)\(hidden > 0 ? " and \(Words.count(hidden, "more object"))" : "")</td></tr>

                """
        }
        let hidden = rows.count - shown.count
        return """
            <details><summary>\(Words.count(rows.count, "moment")), the latest first</summary><div class="wide">\
            <table class="dense"><thead><tr><th scope="col">UTC</th><th scope="col">Who</th><th scope="col">What</th></tr></thead>\
            <tbody>\(shown)</tbody></table></div>\
            \(Markup.when(hidden > 0, "<p class=\"faint\">and \(Words.grouped(hidden)) earlier</p>"))</details>
            """
    }

    // MARK: Who × namespace

    private static let tableLimit = 8

    private var writers: Markup {
        let authors = prose.authorCounts
        guard !authors.isEmpty else { return "" }
        var counts: [String: [String: Int]] = [:]
        var spaces: [String: Int] = [:]
        for violation in judgment.violations {
            guard let author = prose.author(of: violation.identity) else { continue }
            let space = HTMLChanges.space(violation.identity)
            counts[author, default: [:]][space, default: 0] += 1
            spaces[space, default: 0] += 1
        }
        let order = spaces.sorted { $0.value == $1.value ? ByteOrder.precedes($0.key, $1.key) : $0.value > $1.value }
        let columns = order.prefix(Self.tableLimit).map(\.key)
        let isCut = order.count > columns.count
        let heads: [Markup] = columns.map { "<th scope=\"col\" class=\"n\">\($0)</th>" }
        let rows: [Markup] = authors.prefix(Self.tableLimit).map { author, count in
            let own = counts[author] ?? [:]
            let cells: [Markup] = columns.map { space in
                guard let count = own[space] else { return "<td></td>" }
                let address = HTMLFilters.address([("author", author), ("namespace", space)])
                return "<td class=\"n\"><a href=\"\(address)\">\(Words.grouped(count))</a></td>"
            }
            let rest = count - columns.reduce(0) { $0 + (own[$1] ?? 0) }
            let other: Markup = isCut ? "<td class=\"n\">\(rest > 0 ? Words.grouped(rest) : "")</td>" : ""
            return """
                <tr><th scope="row"><a href="\(HTMLFilters.address([("author", author)]))">\(author)</a></th>\(cells)\(other)\
                <td class="n"><b>\(Words.grouped(count))</b></td></tr>

                """
        }
        let hidden = authors.count - rows.count
        return """
            <figure><figcaption>Who changed objects in which namespace</figcaption><div class="wide"><table class="dense">\
            <thead><tr><th scope="col">Who</th>\(heads)\(Markup.when(isCut, "<th scope=\"col\" class=\"n\">others</th>"))\
            <th scope="col" class="n">Sum</th></tr></thead><tbody>\(rows)</tbody></table></div>\
            \(Markup.when(hidden > 0, "<p class=\"faint\">and \(Words.count(hidden, "more author"))</p>"))</figure>

            """
    }
}
