package import Snapshot

/// What an admission check no longer sees.
///
/// Source: admissionregistration/v1 (webhooks, matchConstraints), Gatekeeper's `spec.match`.
package enum AdmissionEffect {
    private static let hooks = "admissionregistration.k8s.io"
    private static let constraints = "constraints.gatekeeper.sh"

    /// Whether an object checks what others write.
    package static func concerns(_ identity: Identity) -> Bool { [hooks, constraints].contains(identity.group) }

    /// The effects of one change; removed checks are a matter of rows.
    ///
    /// - Parameter namespaces: the labels of each namespace of the state after.
    package static func effects(
        _ identity: Identity, _ versions: Effect.Versions, namespaces: [String: [String: String]]
    ) -> [Effect] {
        guard let before = versions.before, let after = versions.after else { return [] }
        if identity.group == constraints {
            let (old, new) = (before["spec"]?["match"], after["spec"]?["match"])
            return narrowed(match(old, isConstraint: true), match(new, isConstraint: true), namespaces)
                .map { Effect(FieldPath(fields: "spec", "match"), .critical, $0) }
        }
        guard before["webhooks"] != nil || after["webhooks"] != nil else {
            return narrowed(
                match(before["spec"]?["matchConstraints"]), match(after["spec"]?["matchConstraints"]), namespaces
            ).map { Effect(FieldPath(fields: "spec", "matchConstraints"), .critical, $0) }
        }
        var effects: [Effect] = []
        let new = byName(after["webhooks"])
        for (name, old) in byName(before["webhooks"]).sorted(by: { ByteOrder.precedes($0.key, $1.key) }) {
            let path = FieldPath([.field("webhooks"), .key(Object(["name": .string(name)]))])
            guard let hook = new[name] else {
                effects.append(Effect(path, .critical, "no longer asks \(name)"))
                continue
            }
            effects += narrowed(match(old), match(hook), namespaces).map { Effect(path, .critical, $0) }
        }
        return effects
    }

    private static func byName(_ hooks: Value?) -> [String: Value] {
        Dictionary(
            (hooks?.array ?? []).map { ($0["name"]?.string ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What a check applies to. Gatekeeper's names of namespaces may have a `*` at either end.
    private struct Match {
        var operations: GrantedRights
        var namespaces: LabelSelector
        var objects: LabelSelector
        var excluded: [Glob]
        var included: [Glob]
        var conditions: Set<Value>

        func sees(namespace name: String, _ labels: [String: String]) -> Bool {
            namespaces.selects(labels.merging(["kubernetes.io/metadata.name": name]) { own, _ in own })
                && !excluded.contains { $0.matches(name) }
                && (included.isEmpty || included.contains { $0.matches(name) })
        }
    }

    private static func match(_ value: Value?, isConstraint: Bool = false) -> Match {
        func globs(_ key: String) -> [Glob] {
            (value?[key]?.array ?? []).compactMap(\.string).map { Glob($0) }
        }
        return Match(
            operations: GrantedRights(rules(value, isConstraint: isConstraint)),
            namespaces: LabelSelector(value?["namespaceSelector"]),
            objects: LabelSelector(value?["objectSelector"] ?? value?["labelSelector"]),
            excluded: globs("excludedNamespaces"), included: globs("namespaces"),
            conditions: Set(value?["matchConditions"]?.array ?? []))
    }

    /// The rules of a webhook, a policy or a constraint in the form of rights: who may do what is asked with the same words.
    private static func rules(_ match: Value?, isConstraint: Bool) -> Value {
        var rules: [Value] = []
        for rule in (match?["rules"]?.array ?? []) + (match?["resourceRules"]?.array ?? []) {
            rules.append([
                "verbs": rule["operations"] ?? [], "apiGroups": rule["apiGroups"] ?? [],
                "resources": .array((rule["resources"]?.array ?? []).map { $0 == "*/*" ? "*" : $0 }),
            ])
        }
        for kind in match?["kinds"]?.array ?? [] {
            rules.append([
                "verbs": ["*"], "apiGroups": kind["apiGroups"] ?? [], "resources": kind["kinds"] ?? [],
            ])
        }
        // A constraint that names no kinds is about all of them; a webhook without rules is asked about nothing.
        if isConstraint, rules.isEmpty {
            rules = [["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]]]
        }
        return .array(rules)
    }

    private static func narrowed(
        _ before: Match, _ after: Match, _ namespaces: [String: [String: String]]
    ) -> [String] {
        var said: [String] = []
        let left = before.operations.beyond(after.operations)
        if !left.isEmpty {
            said.append("no longer checks \(left.plainWords)")
        }
        let lost = namespaces.filter { name, labels in
            before.sees(namespace: name, labels) && !after.sees(namespace: name, labels)
        }.keys.sorted(by: ByteOrder.precedes)
        if !lost.isEmpty {
            said.append("no longer checks namespace\(lost.count == 1 ? "" : "s") \(EffectWords.listed(lost, limit: 3))")
        }
        if before.objects != after.objects, !after.objects.isEverything {
            said.append("checks only objects \(after.objects.words)")
        }
        let conditions = after.conditions.subtracting(before.conditions)
        if !conditions.isEmpty {
            let names = conditions.map { $0["name"]?.string ?? "?" }.sorted(by: ByteOrder.precedes)
            said.append("skips requests by condition \(EffectWords.listed(names, limit: 3))")
        }
        return said
    }
}
