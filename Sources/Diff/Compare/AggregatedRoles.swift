import Snapshot

/// The ClusterRoles of one state, and what the rules of those with an `aggregationRule` compute to.
///
/// Source: kube-controller-manager, clusterrole-aggregation-controller: the rules of all other roles whose labels one of the
/// selectors selects, each once.
struct AggregatedRoles: Sendable {
    /// Whether the rules that an aggregated role has are those that it should have.
    enum Standing {
        case follows
        case deviates
        /// The state may lack roles that are summed up, or says what somebody declares and not what is computed.
        case unknown
    }

    private struct Role {
        let labels: [String: String]
        /// `nil` for a role that is not aggregated.
        let selectors: [Value]?
        let rules: Set<Value>
        let isLive: Bool
        /// Whether somebody besides the controllers owns `rules`.
        let isWrittenByOthers: Bool
    }

    static let kind = GroupKind(group: "rbac.authorization.k8s.io", kind: "ClusterRole")
    /// Who writes the rules of aggregated roles, or declares that they are empty.
    private static let writers = [
        "clusterrole-aggregation-controller", "kube-controller-manager", "kube-apiserver", "kustomize-controller",
        "gotk-kustomize-controller", "helm-controller", "argocd-controller",
    ]

    private let roles: [String: Role]
    private let isComplete: Bool

    /// The roles of a state that are there.
    static func needed(in state: EntryTable) -> Set<Identity> {
        Set(state.lazy.map(\.identity).filter { $0.groupKind == kind })
    }

    /// Whether a state holds every role of its cluster.
    static func areComplete(in manifest: Manifest) -> Bool {
        manifest.source == .cluster
            && manifest.coverage.contains {
                $0.group == kind.group && $0.resource == "clusterroles" && $0.state == .complete
            }
    }

    init() {
        roles = [:]
        isComplete = false
    }

    init(_ state: EntryTable, isComplete: Bool, _ normalizer: Normalizer, _ lookup: ObjectLookup) async throws {
        let schema = normalizer.schema
        let place = schema.element(
            schema.child(schema.root(apiVersion: "rbac.authorization.k8s.io/v1", kind: Self.kind.kind), "rules"))
        var roles: [String: Role] = [:]
        for identity in Self.needed(in: state) {
            guard let object = try await lookup(identity) else { continue }
            var labels: [String: String] = [:]
            for member in object[["metadata", "labels"]]?.object?.members ?? [] {
                labels[member.key] = member.value.string
            }
            let owners = ManagedFields(of: object).owners(of: FieldPath(fields: "rules"))
            roles[identity.name] = Role(
                labels: labels,
                selectors: object["aggregationRule"].present.map { $0["clusterRoleSelectors"]?.array ?? [] },
                rules: Set((object["rules"]?.array ?? []).map { normalizer.canonical($0, at: place) }),
                isLive: !(object[["metadata", "uid"]]?.string ?? "").isEmpty,
                isWrittenByOthers: owners.contains { owner in !Self.writers.contains { ByteOrder.same($0, owner.name) }
                }
            )
        }
        self.roles = roles
        self.isComplete = isComplete
    }

    func isAggregated(_ name: String) -> Bool { roles[name]?.selectors != nil }

    func rules(of name: String) -> Set<Value> { roles[name]?.rules ?? [] }

    /// Whether a role says nothing of what is computed: a manifest that leaves the rules to the controller.
    func leavesRulesOpen(_ name: String) -> Bool { roles[name].map { !$0.isLive && $0.rules.isEmpty } ?? true }

    /// The roles that an aggregated role sums up.
    func summands(of name: String) -> [String] {
        let selectors = roles[name]?.selectors ?? []
        return roles.keys.filter { other in
            !ByteOrder.same(other, name) && selectors.contains { Self.selects($0, roles[other]?.labels ?? [:]) }
        }.sorted(by: ByteOrder.precedes)
    }

    /// Computes the rules of an aggregated role again.
    func standing(of name: String) -> Standing {
        guard let role = roles[name], let selectors = role.selectors, role.isLive else { return .unknown }
        let summands = summands(of: name)
        // A few roles in a file may be some of many: the sum is known where each selector found one.
        let isKnown =
            isComplete
            || !selectors.isEmpty
                && selectors.allSatisfy { selector in
                    summands.contains { Self.selects(selector, roles[$0]?.labels ?? [:]) }
                }
        guard isKnown else { return role.isWrittenByOthers ? .deviates : .unknown }
        let sum = summands.reduce(into: Set<Value>()) { $0.formUnion(rules(of: $1)) }
        return sum == role.rules ? .follows : .deviates
    }

    /// Source: Kubernetes API reference, LabelSelector.
    private static func selects(_ selector: Value, _ labels: [String: String]) -> Bool {
        let equal = (selector["matchLabels"]?.object?.members ?? []).allSatisfy { member in
            labels[member.key].map { ByteOrder.same($0, member.value.string ?? "") } ?? false
        }
        return equal
            && (selector["matchExpressions"]?.array ?? []).allSatisfy { expression in
                let label = labels[expression["key"]?.string ?? ""]
                let values = (expression["values"]?.array ?? []).compactMap(\.string)
                let isIn = label.map { label in values.contains { ByteOrder.same($0, label) } } ?? false
                switch expression["operator"]?.string ?? "" {
                case "In": return isIn
                case "NotIn": return !isIn
                case "Exists": return label != nil
                case "DoesNotExist": return label == nil
                default: return false
                }
            }
    }
}
