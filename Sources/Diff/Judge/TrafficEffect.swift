package import Snapshot

/// What a change of a network policy lets through.
///
/// Policies add up, and pods that none selects are open. Source: networking/v1 NetworkPolicySpec: a direction is isolated
/// when `policyTypes` holds it; without the field, ingress always and egress when there are rules for it. A rule without
/// peers is about everybody, one without ports about every port.
package enum TrafficEffect {
    private static let type = GroupKind(group: "networking.k8s.io", kind: "NetworkPolicy")

    /// Whether an object is a policy whose meaning is known here; those of other networks are judged by rows.
    package static func concerns(_ identity: Identity) -> Bool { identity.groupKind == type }

    /// The effects of one change.
    package static func effects(_ versions: Effect.Versions) -> [Effect] {
        switch (
            versions.before?["spec"] ?? versions.before.map { _ in [:] },
            versions.after?["spec"] ?? versions.after.map { _ in [:] }
        ) {
        case (nil, let after?): [added(after)]
        case (let before?, nil): [removed(before)]
        case (let before?, let after?): changed(before, after)
        case (nil, nil): []
        }
    }

    private static func added(_ spec: Value) -> Effect {
        let open = Direction.allCases.filter { $0.isIsolated(spec) && $0.allowsEverything(spec) }
        guard open.isEmpty else {
            return Effect(
                FieldPath(), .critical,
                "allows all \(EffectWords.listed(open.map(\.rawValue), limit: 2)) of \(pods(spec))")
        }
        let rules = Direction.allCases.flatMap { direction in direction.rules(spec).map { direction.words($0) } }
        return Effect(
            FieldPath(), .high,
            rules.isEmpty ? "isolates \(pods(spec))" : "allows \(EffectWords.listed(rules, limit: 3)) for \(pods(spec))"
        )
    }

    private static func removed(_ spec: Value) -> Effect {
        let isolated = Direction.allCases.filter { $0.isIsolated(spec) }.map(\.rawValue)
        return Effect(
            FieldPath(), .critical,
            "no longer isolates \(EffectWords.listed(isolated, limit: 2)) of \(pods(spec))")
    }

    private static func changed(_ before: Value, _ after: Value) -> [Effect] {
        var effects: [Effect] = []
        for direction in Direction.allCases {
            guard let (severity, meaning) = direction.change(before, after) else { continue }
            for field in [direction.rawValue, "policyTypes"] {
                effects.append(Effect(FieldPath(fields: "spec", field), severity, meaning, isComplete: true))
            }
        }
        if before["podSelector"] != after["podSelector"] {
            effects.append(
                Effect(
                    FieldPath(fields: "spec", "podSelector"), .critical,
                    "now isolates \(pods(after)) instead of \(pods(before))"))
        }
        return effects
    }

    private static func pods(_ spec: Value) -> String {
        let selector = LabelSelector(spec["podSelector"])
        return selector.isEverything ? "all pods" : "pods \(selector.words)"
    }

    /// A direction of traffic; the raw value is the name of its rules.
    private enum Direction: String, CaseIterable {
        case ingress
        case egress

        private var type: Value { self == .ingress ? "Ingress" : "Egress" }
        private var peers: String { self == .ingress ? "from" : "to" }

        func rules(_ spec: Value) -> [Value] { spec[rawValue]?.array ?? [] }

        func isIsolated(_ spec: Value) -> Bool {
            if let types = spec["policyTypes"]?.array, !types.isEmpty { return types.contains(type) }
            return self == .ingress || !rules(spec).isEmpty
        }

        func allowsEverything(_ spec: Value) -> Bool {
            rules(spec).contains { isFromAnywhere($0) && ($0["ports"]?.array ?? []).isEmpty }
        }

        private func isFromAnywhere(_ rule: Value) -> Bool {
            let list = rule[peers]?.array ?? []
            return list.isEmpty
                || list.contains {
                    ["0.0.0.0/0", "::/0"].contains($0["ipBlock"]?["cidr"]?.string ?? "")
                        && $0["ipBlock"]?["except"] == nil
                }
        }

        func change(_ before: Value, _ after: Value) -> (Severity, String)? {
            switch (isIsolated(before), isIsolated(after)) {
            case (false, false): return nil
            case (true, false): return (.critical, "no longer isolates \(rawValue)")
            case (false, true): return (.high, "isolates \(rawValue) from now on")
            case (true, true): break
            }
            let old = Set(rules(before))
            let new = rules(after)
            if allowsEverything(after), !allowsEverything(before) {
                return (.critical, "now allows all \(rawValue)")
            }
            let others = new.filter { !old.contains($0) }
            let gained = others.filter { rule in !old.contains { covers($0, rule) } }
            if allowsEverything(before), allowsEverything(after) {
                return others.isEmpty && old == Set(new) ? nil : (.high, "still allows all \(rawValue)")
            }
            if !gained.isEmpty {
                return (.critical, "now allows \(EffectWords.listed(gained.map(words), limit: 3))")
            }
            if !others.isEmpty {
                return (.high, "now allows only \(EffectWords.listed(others.map(words), limit: 3))")
            }
            let lost = old.subtracting(new)
            return lost.isEmpty
                ? nil
                : (
                    .high,
                    "no longer allows \(EffectWords.listed(lost.map(words).sorted(by: ByteOrder.precedes), limit: 3))"
                )
        }

        /// Whether a rule lets through all that another does, as far as that shows without reckoning with addresses.
        private func covers(_ wide: Value, _ rule: Value) -> Bool {
            func covers(_ part: String, _ holds: (Value, Value) -> Bool) -> Bool {
                let (all, some) = (wide[part]?.array ?? [], rule[part]?.array ?? [])
                // None means any.
                return all.isEmpty
                    || !some.isEmpty && some.allSatisfy { one in all.contains { holds($0, one) } }
            }
            return covers("ports", ==)
                && covers(peers) { a, b in
                    guard let wide = a["ipBlock"], let block = b["ipBlock"], wide["cidr"] == block["cidr"]
                    else {
                        return a == b
                    }
                    return Set(block["except"]?.array ?? []).isSuperset(of: wide["except"]?.array ?? [])
                }
        }

        /// `ingress from anywhere on TCP 443`, `egress to namespaces team=a`.
        func words(_ rule: Value) -> String {
            let list = (rule[peers]?.array ?? []).map(peer)
            let ports = (rule["ports"]?.array ?? []).map(port)
            return "\(rawValue) \(peers) \(isFromAnywhere(rule) ? "anywhere" : EffectWords.listed(list, limit: 3))"
                + (ports.isEmpty ? "" : " on \(EffectWords.listed(ports, limit: 3))")
        }

        private func peer(_ value: Value) -> String {
            if let block = value["ipBlock"] {
                let except = (block["except"]?.array ?? []).compactMap(\.string)
                return (block["cidr"]?.string ?? "?")
                    + (except.isEmpty ? "" : " except \(EffectWords.listed(except, limit: 3))")
            }
            let spaces = value["namespaceSelector"].map(LabelSelector.init)
            let pods = value["podSelector"].map(LabelSelector.init)
            let namespaces = spaces.map { $0.isEverything ? "all namespaces" : "namespaces \($0.words)" }
            let selected = pods.map { $0.isEverything ? "all pods" : "pods \($0.words)" }
            return [selected, namespaces].compactMap { $0 }.joined(separator: " in ")
        }

        private func port(_ value: Value) -> String {
            let number = value["port"].map(CanonicalJSON.plain) ?? "any port"
            let end = value["endPort"].map { "-\(CanonicalJSON.plain($0))" } ?? ""
            return "\(value["protocol"]?.string ?? "TCP") \(number)\(end)"
        }
    }
}
