package import Snapshot

/// What a change of a role or a binding lets somebody do.
///
/// Source: kubernetes.io, "Using RBAC Authorization".
package enum RightsEffect {
    private static let group = "rbac.authorization.k8s.io"

    /// Whether an object grants rights.
    package static func concerns(_ identity: Identity) -> Bool { identity.group == group }

    /// The effects of one change.
    ///
    /// - Parameter rules: the `rules` of a role of the state after, by its name; `nil` where it is not there.
    package static func effects(
        _ identity: Identity, _ versions: Effect.Versions, rules: (Identity) -> Value?
    ) -> [Effect] {
        identity.kind.hasSuffix("Binding")
            ? ofBinding(identity, versions, rules) : ofRole(versions)
    }

    /// The role that a binding names; `nil` for one that names none.
    package static func role(of binding: Value, in namespace: String?) -> Identity? {
        guard let name = binding["roleRef"]?["name"]?.string, let kind = binding["roleRef"]?["kind"]?.string else {
            return nil
        }
        return Identity(group: group, kind: kind, namespace: kind == "Role" ? namespace : nil, name: name)
    }

    private static func ofRole(_ versions: Effect.Versions) -> [Effect] {
        let path = versions.before == nil || versions.after == nil ? FieldPath() : FieldPath(fields: "rules")
        let before = GrantedRights(versions.before?["rules"])
        let after = GrantedRights(versions.after?["rules"])
        let gained = after.more(than: before)
        let lost = before.more(than: after)
        let now = versions.before == nil ? "may" : "may now"
        if !gained.isEmpty {
            return [Effect(path, .critical, "\(now) \(gained.words)")]
        }
        return lost.isEmpty ? [] : [Effect(path, .high, "may no longer \(lost.words)", isComplete: true)]
    }

    private static func ofBinding(
        _ identity: Identity, _ versions: Effect.Versions, _ rules: (Identity) -> Value?
    ) -> [Effect] {
        let isWhole = versions.before == nil || versions.after == nil
        let old = subjects(versions.before), new = subjects(versions.after)
        let sameRole = versions.before?["roleRef"] == versions.after?["roleRef"]
        var effects: [Effect] = []
        if let after = versions.after, let role = role(of: after, in: identity.namespace) {
            let known = Set(old)
            let gained = sameRole ? new.filter { !known.contains($0) } : new
            if !gained.isEmpty {
                let rights = rules(role).map { GrantedRights($0).words } ?? ""
                let what = rights.isEmpty ? "" : ": may \(rights)" + (identity.namespace.map { " in \($0)" } ?? "")
                let meaning = "\(role.name) → \(EffectWords.listed(gained, limit: 3))\(what)"
                let paths = isWhole ? [FieldPath()] : ["subjects", "roleRef"].map { FieldPath(fields: $0) }
                return paths.map { Effect($0, .critical, meaning) }
            }
        }
        if let before = versions.before, let role = role(of: before, in: identity.namespace) {
            let left = Set(new)
            let lost = old.filter { !left.contains($0) }
            if !lost.isEmpty {
                effects.append(
                    Effect(
                        isWhole ? FieldPath() : FieldPath(fields: "subjects"), .high,
                        "no longer \(role.name) → \(EffectWords.listed(lost, limit: 3))", isComplete: true))
            }
        }
        return effects
    }

    /// `User ops`, `Group admins`, `ServiceAccount team/builder`, in the order of the object.
    private static func subjects(_ binding: Value?) -> [String] {
        (binding?["subjects"]?.array ?? []).map { subject in
            let name = subject["name"]?.string ?? "?"
            let place = subject["namespace"]?.string.map { "\($0)/" } ?? ""
            return "\(subject["kind"]?.string ?? "?") \(place)\(name)"
        }
    }
}
