import Snapshot

/// Tells what follows from a difference at the difference itself: at the severity of what follows.
struct ConsequenceWords {
    /// A role that follows.
    private struct Follower {
        let role: String
        /// What it may do now and could not before, in words; empty for nothing.
        let gained: String
        /// What it could do before.
        let lost: String
        let severity: Severity
    }

    private var followers: [Identity: [Follower]] = [:]

    /// Notes that causes are reported, and what follows from them.
    mutating func add(_ consequence: Consequence, at causes: [Identity], _ severity: Severity) {
        let before = GrantedRights(Value.array(consequence.before))
        let after = GrantedRights(Value.array(consequence.after))
        let follower = Follower(
            role: consequence.change.identity.name, gained: after.more(than: before).words,
            lost: before.more(than: after).words, severity: severity)
        for cause in causes { followers[cause, default: []].append(follower) }
    }

    /// The violation with what follows from it.
    func telling(_ violation: Judgment.Violation) -> Judgment.Violation {
        guard let followers = followers[violation.identity], let severity = followers.map(\.severity).max() else {
            return violation
        }
        let words = Self.clauses("may now", followers, \.gained) + Self.clauses("may no longer", followers, \.lost)
        func told(_ weight: Judgment.Weight) -> Judgment.Weight {
            let own = weight.severity >= severity || words.isEmpty ? weight.meaning : nil
            let said = (own.map { [$0] } ?? []) + words
            return .init(
                severity: max(weight.severity, severity), meaning: said.isEmpty ? nil : said.joined(separator: "; "))
        }
        func told(_ fields: [Judgment.FieldViolation]) -> [Judgment.FieldViolation] {
            let place = fields.firstIndex { Self.isCause($0.change.path) } ?? 0
            var result = fields
            if result.indices.contains(place) {
                let field = result.remove(at: place)
                result.insert(
                    .init(change: field.change, weight: told(field.weight), ruling: field.ruling), at: 0)
            }
            return result
        }
        let violated: Judgment.Violated =
            switch violation.violated {
            case .added(let weight, let ruling): .added(told(weight), ruling)
            case .removed(let weight, let ruling): .removed(told(weight), ruling)
            case .modified(let fields): .modified(told(fields))
            case .tampered(let fields, let owner): .tampered(told(fields), owner: owner)
            }
        return .init(identity: violation.identity, violated: violated, content: violation.content)
    }

    /// What decides which roles are summed up, and what they bring along.
    private static func isCause(_ path: FieldPath) -> Bool {
        if path.elements.first == .field("rules") { return true }
        guard path.elements.count == 3, path.elements[1] == .field("labels"),
            case .field(let key) = path.elements[2]
        else { return false }
        return key.contains("aggregate-to-")
    }

    /// `admin and edit may now read all Secrets`, `view may now list pods`: roles with the same rights together.
    private static func clauses(
        _ verb: String, _ followers: [Follower], _ rights: (Follower) -> String
    ) -> [String] {
        var roles: [String: [String]] = [:]
        var order: [String] = []
        for follower in followers where !rights(follower).isEmpty {
            if roles[rights(follower)] == nil { order.append(rights(follower)) }
            roles[rights(follower), default: []].append(follower.role)
        }
        return order.map { "\(EffectWords.listed(roles[$0] ?? [], limit: 6)) \(verb) \($0)" }
    }
}
