import Snapshot

/// Tells what follows from a difference at the difference itself: at the severity of what follows.
struct ConsequenceWords {
    private var followers: [Identity: [(consequence: Consequence, severity: Severity)]] = [:]

    /// Notes that a cause is reported, and what follows from it.
    mutating func add(_ consequence: Consequence, at cause: Identity, _ severity: Severity) {
        followers[cause, default: []].append((consequence, severity))
    }

    /// The violation with what follows from it.
    func telling(_ violation: Judgment.Violation) -> Judgment.Violation {
        guard let followers = followers[violation.identity], let severity = followers.map(\.severity).max() else {
            return violation
        }
        let words = Self.words(followers.map(\.consequence))
        func told(_ weight: Judgment.Weight) -> Judgment.Weight {
            let own = weight.severity >= severity ? weight.meaning : nil
            return .init(
                severity: max(weight.severity, severity),
                meaning: [own, words].compactMap { $0 }.joined(separator: "; "))
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
        return .init(identity: violation.identity, violated: violated)
    }

    private static func list(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " and " + last
    }

    /// What decides which roles are summed up, and what they bring along.
    private static func isCause(_ path: FieldPath) -> Bool {
        if path.elements.first == .field("rules") { return true }
        guard path.elements.count == 3, path.elements[1] == .field("labels"),
            case .field(let key) = path.elements[2]
        else { return false }
        return key.contains("aggregate-to-")
    }

    /// `admin and edit may now get secrets; view may no longer list pods`.
    private static func words(_ consequences: [Consequence]) -> String {
        func clauses(_ verb: String, _ rules: (Consequence) -> [Value]) -> [String] {
            var names: [[Value]: [String]] = [:]
            var order: [[Value]] = []
            for consequence in consequences where !rules(consequence).isEmpty {
                if names[rules(consequence)] == nil { order.append(rules(consequence)) }
                names[rules(consequence), default: []].append(consequence.change.identity.name)
            }
            return order.map { "\(Self.list(names[$0] ?? [])) \(verb) \(RightsText.words($0))" }
        }
        return (clauses("may now", \.gained) + clauses("may no longer", \.lost)).joined(separator: "; ")
    }
}
