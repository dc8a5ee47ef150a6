import Snapshot

/// Groups what an upgrade of the cluster brought.
///
/// Evidence is asked for each field: another version of the server, a row of ``UpgradeTable``, an object that was bootstrap's
/// or the platform's before, and writers of the platform only. What a person wrote, or nobody knows who, stays what it is.
package struct UpgradeFinder: Sendable {
    private let from: String
    private let to: String
    private let before: TraceBook
    private let after: TraceBook
    private let writers: WriterTable
    private let platform: PlatformTable

    /// - Returns: `nil` when both states are of one version, or one does not say, or the later one is older.
    package init?(
        from: String?, to: String?, before: TraceBook, after: TraceBook, writers: WriterTable = .builtIn,
        platform: PlatformTable = .builtIn
    ) {
        guard let from, let to, ServerVersion.isNewer(to, than: from) else { return nil }
        self.from = from
        self.to = to
        self.before = before
        self.after = after
        self.writers = writers
        self.platform = platform
    }

    /// Takes what the upgrade brought out of the violations, and puts it into one finding.
    package func group(_ judgment: inout Judgment) {
        var rest: [Judgment.Violation] = []
        var grouped: [Judgment.Violation] = []
        var rows: [String: Int] = [:]
        for violation in judgment.violations {
            let attribution = judgment.attributions[violation.identity]
            switch violation.violated {
            case .added(_, _):
                if let row = row(for: violation.identity, nil, attribution?.authors ?? []) {
                    rows[row, default: 0] += 1
                    grouped.append(violation)
                } else {
                    rest.append(violation)
                }
            case .removed, .tampered: rest.append(violation)
            case .modified(let fields):
                var own: [Judgment.FieldViolation] = []
                var others: [Judgment.FieldViolation] = []
                for field in fields {
                    let authors = attribution?.authors(of: field.change.path) ?? []
                    if let row = row(for: violation.identity, field.change, authors) {
                        rows[row, default: 0] += 1
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
            }, rows: rows)
    }

    /// The row by which a difference belongs to the upgrade; `nil` when it does not.
    private func row(for identity: Identity, _ field: FieldChange?, _ authors: [Author]) -> String? {
        guard let trace = after.traces[identity], !grantsEverything(field, identity) else { return nil }
        let former = before.traces[identity]
        return UpgradeTable.rows.first { row in
            guard row.covers(identity, field) else { return false }
            switch row.writer {
            case .nobody: return field.map { isFilled($0, trace, authors) } ?? false
            case .platform:
                return isPlatforms(trace, former, isNew: field == nil) && !authors.isEmpty
                    && authors.allSatisfy(isOnlyPlatform)
            case .shared:
                return isPlatforms(trace, former, isNew: field == nil) && !authors.isEmpty
                    && authors.allSatisfy { isShared($0, trace, former) }
            }
        }?.name
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
        return FilledTable.mayHaveFilled(field.path, of: trace.identity.groupKind)
    }

    /// Rights to do anything, or with everything, come with no upgrade.
    private func grantsEverything(_ field: FieldChange?, _ identity: Identity) -> Bool {
        guard identity.group == "rbac.authorization.k8s.io", let after = field?.after else { return false }
        return Self.holdsWildcard(after)
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
