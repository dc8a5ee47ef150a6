package import Snapshot

/// Makes rules of present differences: each accepts exactly what is there now, in that one place.
package struct Acceptance: Sendable {
    /// Which differences are meant.
    package struct Choice: Sendable {
        /// Objects; empty means any.
        package var objects: [ObjectSelector]
        /// Fields; empty means any, and whole objects.
        package var paths: [PathPattern]
        /// Single places, as a report names them; `nil` does not limit.
        package var places: Set<Place>?

        package init(objects: [ObjectSelector] = [], paths: [PathPattern] = [], places: Set<Place>? = nil) {
            self.objects = objects
            self.paths = paths
            self.places = places
        }

        func holds(_ identity: Identity, _ path: FieldPath?) -> Bool {
            guard objects.isEmpty || objects.contains(where: { $0.selects(identity) }) else { return false }
            if !paths.isEmpty {
                guard let path, paths.contains(where: { $0.covers(path) }) else { return false }
            }
            return places.map { $0.contains(Place(identity, path?.description)) } ?? true
        }
    }

    /// An object, or a field of one.
    package struct Place: Sendable, Hashable {
        let identity: Identity
        let path: String?

        package init(_ identity: Identity, _ path: String?) {
            self.identity = identity
            self.path = path
        }
    }

    /// Why it may differ, and who says so.
    package struct Grounds: Sendable {
        let reason: String
        let owner: String?
        let ticket: String?
        let expires: CalendarDate?

        package init(reason: String, owner: String? = nil, ticket: String? = nil, expires: CalendarDate? = nil) {
            self.reason = reason
            self.owner = owner
            self.ticket = ticket
            self.expires = expires
        }
    }

    private let grounds: Grounds
    private let stage: String?
    private var names: Set<String>

    /// - Parameters:
    ///   - names: The names of rules that are taken.
    ///   - stage: The stage for which it is accepted; `nil` for all.
    package init(_ grounds: Grounds, names: some Sequence<String>, stage: String?) {
        self.grounds = grounds
        self.stage = stage
        self.names = Set(names)
    }

    /// The rules that accept the chosen violations of a judgment, in its order.
    ///
    /// - Parameter digests: what objects declare: of one that came, the rule accepts this and nothing else.
    package mutating func additions(
        for judgment: Judgment, _ choice: Choice, digests: (Identity) -> Digest?
    ) -> [BaselineEdit.Addition] {
        var additions: [BaselineEdit.Addition] = []
        for violation in judgment.allViolations {
            switch violation.violated {
            case .added(_, let ruling):
                guard choice.holds(violation.identity, nil) else { continue }
                // Of what the state does not hold nothing can be accepted.
                guard let digest = digests(violation.identity) else { continue }
                let allowed: Value = ["addition": true, "digest": .string(digest.hex)]
                additions.append(addition(violation.identity, nil, .init("allow", allowed), ruling))
            case .removed(_, let ruling):
                guard choice.holds(violation.identity, nil) else { continue }
                additions.append(addition(violation.identity, nil, .init("allow", ["removal": true]), ruling))
            case .modified(let fields), .tampered(let fields, _):
                for field in fields where choice.holds(violation.identity, field.change.path) {
                    let allowed: Value =
                        field.change.after.map { ["values": [ParameterText.escaped($0)]] } ?? ["removal": true]
                    additions.append(
                        addition(violation.identity, field.change.path, .init("allow", allowed), field.ruling))
                }
            }
        }
        return additions
    }

    private mutating func addition(
        _ identity: Identity, _ path: FieldPath?, _ action: RuleText.Part, _ ruling: Judgment.Ruling
    ) -> BaselineEdit.Addition {
        var rule = RuleText(
            name: name(identity, path), match: RuleText.match(identity, path: path), action: action,
            reason: grounds.reason, owner: grounds.owner, ticket: grounds.ticket, expires: grounds.expires)
        rule.stages = stage.map { [$0] } ?? []
        switch ruling {
        case .unruled, .expired: return BaselineEdit.Addition(rule)
        case .forbidden(let above), .outsideAllowance(let above, _): return BaselineEdit.Addition(rule, before: above)
        }
    }

    /// `accepted-deployment-payments-web-replicas`, with a number behind it when that is taken.
    private mutating func name(_ identity: Identity, _ path: FieldPath?) -> String {
        var parts = ["accepted", identity.kind, identity.namespace, identity.name].compactMap { $0 }
        if let path { parts.append(path.elements.suffix(2).map(Self.word).joined(separator: "-")) }
        let text = parts.joined(separator: "-").lowercased()
        var slug = ""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isPlain || scalar == "." {
                slug.unicodeScalars.append(scalar)
            } else if slug.last != "-" {
                slug.append("-")
            }
        }
        while slug.last == "-" { slug.removeLast() }
        let base = String(slug.prefix(100))
        var name = base
        var number = 1
        while !names.insert(name).inserted {
            number += 1
            name = "\(base)-\(number)"
        }
        return name
    }

    private static func word(_ element: PathElement) -> String {
        switch element {
        case .field(let name): name
        case .key(let keys): keys.members.map { CanonicalJSON.plain($0.value) }.joined(separator: "-")
        case .value(let value): CanonicalJSON.plain(value)
        case .index(let position): "\(position)"
        }
    }
}
