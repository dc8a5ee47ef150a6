/// What is known of an audit log beside its events: how far it reaches, what it can hold, and what of it was unreadable.
package struct AuditFacts: Sendable, Hashable {
    package struct File: Sendable, Hashable {
        /// As it was named.
        package let name: String
        /// Events in it.
        package fileprivate(set) var events = 0
        /// Rows that are no audit events, such as those of other categories.
        package fileprivate(set) var others = 0
        /// Records that cannot be read.
        package fileprivate(set) var broken = 0
        /// Where the first of them are and why: `audit.log:17: …`.
        package fileprivate(set) var places: [String] = []

        init(_ name: String) { self.name = name }
    }

    /// The form in which events came.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        /// `audit.k8s.io/v1`, as an API server writes it.
        case raw = "audit.k8s.io/v1"
        /// Azure's diagnostics rows, with the event in one cell.
        case diagnostics = "Azure diagnostics"
        /// The tables AKSAudit and AKSAuditAdmin.
        case table = "AKSAudit"
    }

    private static let placeLimit = 5

    /// The files in their order.
    package private(set) var files: [File] = []
    /// When the earliest event was.
    package private(set) var first: Instant?
    /// When the latest event was.
    package private(set) var last: Instant?
    /// Events that read: `get`, `list`.
    package private(set) var reads = 0
    /// Events that write, refused ones included.
    package private(set) var writes = 0
    /// Of those that send an object, how many come without it.
    package private(set) var withoutContent = 0
    /// Events outside the period that was asked for.
    package private(set) var outside = 0
    /// The forms in which events came.
    package private(set) var forms: Set<Form> = []
    /// The categories that the rows name: `kube-audit`, `kube-audit-admin`.
    package private(set) var categories: Set<String> = []
    /// Minutes since 1970 in which something happened.
    private var minutes: Set<Int> = []

    package init() {}

    /// All events.
    package var events: Int { files.reduce(0) { $0 + $1.events } }
    /// All records that cannot be read.
    package var broken: Int { files.reduce(0) { $0 + $1.broken } }
    /// When the earliest event was, for people.
    package var firstText: String? { first.map(AuditTime.text) }
    /// When the latest event was, for people.
    package var lastText: String? { last.map(AuditTime.text) }

    /// Stretches between two neighboring events of the whole log that last longer than so many minutes and reach into a
    /// period by more than an edge of it, or over all of it, in UTC.
    ///
    /// An API server is never silent: nodes and leaders renew their leases several times a minute. So a stretch counts as a
    /// whole, also where it begins before the period or ends after it.
    ///
    /// - Parameter edge: How many milliseconds at the edges of the period may be silent.
    package func silences(
        from start: Instant, to end: Instant, minutes least: Int, edge: Int = 0
    ) -> [(from: String, to: String, minutes: Int)] {
        let known = minutes.sorted()
        return zip(known, known.dropFirst()).filter { before, after in
            guard after - before > least else { return false }
            let (from, to) = ((before + 1) * 60_000, after * 60_000)
            let isAll = from <= start.milliseconds && to >= end.milliseconds
            return isAll || min(to, end.milliseconds) - max(from, start.milliseconds) > edge
        }.map { before, after in
            (
                RFC3339(seconds: before * 60 + 60).utcText, RFC3339(seconds: after * 60).utcText, after - before - 1
            )
        }
    }

    mutating func open(_ name: String) { files.append(File(name)) }

    mutating func sawBroken(_ why: String, line: Int) {
        files[files.count - 1].broken += 1
        guard files[files.count - 1].places.count < Self.placeLimit else { return }
        files[files.count - 1].places.append("\(files[files.count - 1].name):\(line): \(why)")
    }

    mutating func sawOther() { files[files.count - 1].others += 1 }

    mutating func sawCategory(_ name: String) {
        if !name.isEmpty, categories.count < 16 { categories.insert(name) }
    }

    mutating func saw(_ form: Form, at instant: Instant, kind: Kind, isInside: Bool) {
        files[files.count - 1].events += 1
        forms.insert(form)
        first = first.map { min($0, instant) } ?? instant
        last = last.map { max($0, instant) } ?? instant
        minutes.insert(instant.milliseconds / 60_000)
        switch kind {
        case .read: reads += 1
        case .write(let hasContent):
            writes += 1
            if !hasContent { withoutContent += 1 }
        case .other: break
        }
        if !isInside { outside += 1 }
    }

    /// What an event does.
    enum Kind {
        case read
        case write(hasContent: Bool)
        case other
    }
}
