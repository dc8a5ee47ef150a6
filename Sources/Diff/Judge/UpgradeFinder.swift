import Snapshot

/// Groups what an upgrade of the cluster brought.
///
/// Evidence is asked for each field: another version of the server, a row of ``UpgradeTable``, an object that was bootstrap's
/// or the platform's before, and writers of the platform only. What a person wrote, or nobody knows who, stays what it is; so
/// does an object that went, unless an audit log shows that the platform itself removed it.
package struct UpgradeFinder: Sendable {
    private let from: String
    private let to: String
    private let before: TraceBook
    private let after: TraceBook
    private let writers: WriterTable
    private let platform: PlatformTable
    /// Names of rows that are switched off: what they would take stays a difference, also where another row covers it.
    private let off: Set<String>
    private let filled: FilledFields

    /// - Returns: `nil` when both states are of one version, or one does not say, or the later one is older.
    package init?(
        from: String?, to: String?, before: TraceBook, after: TraceBook, baseline: Baseline? = nil
    ) {
        guard let from, let to, ServerVersion.isNewer(to, than: from) else { return nil }
        self.from = from
        self.to = to
        self.before = before
        self.after = after
        writers = baseline?.writers ?? .builtIn
        platform = baseline?.platform ?? .builtIn
        off = baseline?.upgradesOff ?? []
        filled = FilledFields(baseline?.written.filled ?? FilledTable.rows)
    }

    /// Takes what the upgrade brought out of the violations, and puts it into one finding.
    package func group(_ judgment: inout Judgment) {
        var rest: [Judgment.Violation] = []
        var grouped: [Judgment.Violation] = []
        var counts: [String: Int] = [:]
        for violation in judgment.violations {
            let attribution = judgment.attributions[violation.identity]
            switch violation.violated {
            case .added(_, _):
                let isKnown = violation.content != nil
                let isWide = Self.grantsEverything(violation.content?["rules"], violation.identity)
                if isKnown, !isWide, let row = row(for: violation.identity, nil, attribution?.authors ?? []) {
                    counts[row, default: 0] += 1
                    grouped.append(violation)
                } else {
                    rest.append(violation)
                }
            case .removed:
                if let row = removalRow(for: violation.identity, attribution) {
                    counts[row, default: 0] += 1
                    grouped.append(violation)
                } else {
                    rest.append(violation)
                }
            case .tampered: rest.append(violation)
            case .modified(let fields):
                var own: [Judgment.FieldViolation] = []
                var others: [Judgment.FieldViolation] = []
                let growing = Self.growing(fields.map(\.change))
                for field in fields {
                    let authors = attribution?.authors(of: field.change.path) ?? []
                    if let row = row(
                        for: violation.identity, field.change, authors, grows: growing(field.change))
                    {
                        counts[row, default: 0] += 1
                        own.append(field)
                    } else {
                        others.append(field)
                    }
                }
                if !own.isEmpty { grouped.append(.init(identity: violation.identity, violated: .modified(own))) }
                if !others.isEmpty { rest.append(.init(identity: violation.identity, violated: .modified(others))) }
            }
        }
        guard !grouped.isEmpty else { return }
        judgment.violations = rest
        judgment.upgrade = Upgrade(
            from: from, to: to,
            violations: grouped.sorted { a, b in
                a.severity == b.severity ? a.identity < b.identity : a.severity > b.severity
            }, rows: counts)
    }

    /// The row by which a difference belongs to the upgrade; `nil` when it does not.
    private func row(
        for identity: Identity, _ field: FieldChange?, _ authors: [Author], grows: Bool = true
    ) -> String? {
        guard let trace = after.traces[identity], !Self.grantsEverything(field?.after, identity) else {
            return nil
        }
        let former = before.traces[identity]
        let covering = UpgradeTable.rows.filter { $0.covers(identity, field) }
        // What a row says only of growth is nothing that another one could allow.
        guard grows || !covering.contains(where: { $0.condition == .onlyGrows }) else { return nil }
        let found = covering.first { row in
            switch row.writer {
            case .proven: return false
            case .nobody: return field.map { isFilled($0, trace, authors) } ?? false
            case .platform:
                return isPlatforms(trace, former, isNew: field == nil) && !authors.isEmpty
                    && authors.allSatisfy(isOnlyPlatform)
            case .shared:
                return isPlatforms(trace, former, isNew: field == nil) && !authors.isEmpty
                    && authors.allSatisfy { isShared($0, trace, former) }
            }
        }
        return found.flatMap { off.contains($0.name) ? nil : $0.name }
    }

    /// Whether an object is made by Kubernetes or the platform, and was so before. Of new ones a label says nothing: whoever
    /// makes one chooses its labels.
    private func isPlatforms(_ trace: ObjectTrace, _ former: ObjectTrace?, isNew: Bool) -> Bool {
        if trace.role == .derived, trace.controller == nil { return true }
        guard let rule = platform.rule(for: trace) else { return false }
        if isNew {
            // Default roles are called as nobody else may call a role that the server would not repair.
            return rule.label == nil || rule.origin == .bootstrap
        }
        return former.flatMap { platform.rule(for: $0) } != nil
    }

    /// Whether a writer is the platform's on every object. An author may count as the platform only because the object is the
    /// platform's; people write there under the same name.
    private func isOnlyPlatform(_ author: Author) -> Bool {
        guard author.writer == .platform else { return false }
        if author.isProven { return true }
        return author.manager.map { writers.writer(manager: $0, operation: author.operation) == .platform } ?? false
    }

    /// Whether a writer is the platform's, or shares its name with people on an object that was the platform's before.
    private func isShared(_ author: Author, _ trace: ObjectTrace, _ former: ObjectTrace?) -> Bool {
        if isOnlyPlatform(author) { return true }
        guard !author.isProven, author.subresource == nil, let former, let rule = platform.rule(for: former),
            platform.rule(for: trace) == rule, let manager = author.manager,
            let known = writers.rule(manager: manager, operation: author.operation)
        else { return false }
        return (known.isAmbiguous || known.writer == .automation || known.writer == .unknown)
            && (rule.managers + rule.shared).contains { $0.matches(manager) }
    }

    /// Whether a newer server filled a field in that nobody wrote.
    private func isFilled(_ field: FieldChange, _ trace: ObjectTrace, _ authors: [Author]) -> Bool {
        guard field.before == nil, field.after != nil, authors.isEmpty, !trace.managers.isEmpty,
            BuiltinTypes.isBuiltin(group: trace.identity.group),
            !trace.managers.contains(where: { $0.owns(field.path) })
        else { return false }
        return filled.mayHaveFilled(field.path, of: trace.identity.groupKind)
    }

    /// The row by which an object that went belongs to the upgrade; `nil` when it does not.
    ///
    /// A deletion leaves nothing in the states, so whoever removes an object during an upgrade would be hidden in it: only
    /// a log that names the platform itself, and nobody behind it, shows that it was not so.
    private func removalRow(for identity: Identity, _ attribution: Attribution?) -> String? {
        guard let former = before.traces[identity], platform.rule(for: former) != nil, let attribution,
            attribution.notes.isEmpty, attribution.doubts.isEmpty, !attribution.authors.isEmpty,
            attribution.authors.allSatisfy({ author in
                author.isProven && author.writer == .platform && author.impersonated == nil
                    && !UpgradeTable.cleaners.contains { ByteOrder.same($0.user, author.user ?? "") }
            })
        else { return nil }
        let found = UpgradeTable.rows.first { $0.writer == .proven && $0.coversRemoval(of: identity) }
        return found.flatMap { off.contains($0.name) ? nil : $0.name }
    }

    /// Whether a change of a role takes nothing away: what a rule granted is granted by those that came.
    private static func growing(_ changes: [FieldChange]) -> (FieldChange) -> Bool {
        let rules = changes.filter { $0.path.elements.first == .field("rules") }
        let gone = rules.compactMap(\.before)
        let isCovered =
            gone.allSatisfy { $0.object != nil || $0.array != nil }
            && GrantedRights(.array(gone.flatMap { $0.array ?? [$0] }))
                .more(than: GrantedRights(.array(rules.compactMap(\.after).flatMap { $0.array ?? [$0] })))
                .isEmpty
        return { change in
            change.path.elements.first == .field("rules")
                ? isCovered : change.before == nil && change.after != nil
        }
    }

    /// Rights to do anything, or with everything, come with no upgrade.
    private static func grantsEverything(_ value: Value?, _ identity: Identity) -> Bool {
        guard identity.group == "rbac.authorization.k8s.io", let value else { return false }
        return holdsWildcard(value)
    }

    private static func holdsWildcard(_ value: Value) -> Bool {
        switch value {
        case .string(let text): text == "*"
        case .array(let elements): elements.contains(where: holdsWildcard)
        case .object(let object): object.members.contains { holdsWildcard($0.value) }
        default: false
        }
    }
}
