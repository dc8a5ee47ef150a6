import Snapshot

/// What a report of a comparison does not prove.
struct ComparisonLimits {
    private let states: AlignedStates
    private let request: ComparisonRequest
    private let comparison: Comparison
    private let isAcross: Bool
    private let hasAuditLog: Bool
    private let isWithoutManagers: Bool

    /// - Parameters:
    ///   - isAcross: whether the states are of two clusters.
    ///   - isWithoutManagers: whether the objects of the later state come without managedFields.
    init(
        _ states: AlignedStates, _ request: ComparisonRequest, _ comparison: Comparison, isAcross: Bool,
        hasAuditLog: Bool, isWithoutManagers: Bool
    ) {
        self.states = states
        self.request = request
        self.comparison = comparison
        self.isAcross = isAcross
        self.hasAuditLog = hasAuditLog
        self.isWithoutManagers = isWithoutManagers
    }

    /// All of them, with what else the report has to say.
    func sentences(_ judgment: Judgment, remarks: [String]) -> [String] {
        var limits = ["changes made and reverted between the captures are not visible"]
        limits += selfReportedMakers + sharedIdentifiers
        limits += Report.nearestFacts([states.before.manifest, states.after.manifest])
        limits += leftOut
        if isAcross {
            limits.append(
                "the states are of two clusters: their uids, generations and reconcile requests were not compared")
        }
        if let baseline = request.baseline, baseline.changedRowCount > 0 {
            let count = Words.count(baseline.changedRowCount, "row")
            limits.append("the baseline changes \(count) of the tables that say what is no difference")
        }
        if comparison.undeclaredCount > 0 {
            limits.append(
                "\(comparison.undeclaredCount) objects of the cluster are declared by none of the manifests and were not "
                    + "judged; neither were copies that controllers made")
        }
        limits += Self.secretValues(judgment) + remarks
        if isWithoutManagers || comparison.suppressed[ComparisonRule.unproven.name] != nil {
            limits.append(
                "the objects come without managedFields, which tell who wrote a field and which ones the server filled in: "
                    + "`kubectl get -o yaml --show-managed-fields` keeps them")
        }
        return limits
    }

    /// What operators create is known by names that clients choose.
    private var selfReportedMakers: [String] {
        let operators = Set(
            states.after.entries.lazy.filter { $0.role == .derived }.compactMap(\.controller)
                .filter { !BuiltinTypes.isBuiltin(group: $0.group) }.map(\.groupKind))
        guard !hasAuditLog, !operators.isEmpty else { return [] }
        return [
            "objects that operators create (of \(Words.count(operators.count, "kind")) of custom resource) are told "
                + "from others by field manager names, which clients choose; only an audit log proves who wrote them"
        ]
    }

    private var sharedIdentifiers: [String] {
        states.after.objectsOfOneUID.map { uid, objects in
            "\(objects.map(\.description).joined(separator: " and ")) have one uid (\(uid)); both were compared"
        }
    }

    private var leftOut: [String] {
        guard request.command == .diff else { return [] }
        return [(states.before, states.after), (states.after, states.before)].compactMap { state, other in
            let kinds = state.kinds(leftOutBy: other)
            guard !kinds.isEmpty else { return nil }
            return "not compared, as the capture \(other.name) left it out: "
                + kinds.map { "\($0.kind) ×\(Words.grouped($0.count))" }.joined(separator: ", ") + " of \(state.name)"
        }
    }

    private static func secretValues(_ judgment: Judgment) -> [String] {
        guard judgment.ignoresSecretValues else { return [] }
        let ignored = judgment.ignoredSecretValues
        let values = ignored.reduce(0) { $0 + $1.fields.count }
        return [
            "secret values were not compared, as --ignore-secret-values asks"
                + (ignored.isEmpty
                    ? ""
                    : ": \(Words.count(values, "value")) of \(Words.count(ignored.count, "object")) would have differed "
                        + "or could not have been compared")
        ]
    }
}
