package import Snapshot

/// How one state's names and values are to be read in the terms of another one: every substitution at once, or none.
package struct StateMapping: Sendable {
    /// What was asked for and can be done without contradiction.
    package let substitutions: [Substitution]
    /// What contradicts itself, in words; none of it is done.
    package let contradictions: [String]

    private let values: TextSubstitution
    private let valueNumbers: [Int]
    private let numbers: [String: (to: Value, number: Int)]
    private let namespaces: [(substitution: Substitution, number: Int)]
    private let names: [(substitution: Substitution, number: Int)]

    /// A key id that no redaction key has: a token with it compares with no other one.
    static let nowhere = "0000000000000000"

    package init(_ asked: [Substitution]) {
        let unique = asked.reduce(into: [Substitution]()) { result, next in
            if !result.contains(where: { $0.text == next.text }) { result.append(next) }
        }.filter { $0.from != $0.to }
        func rivals(_ one: Substitution, _ side: KeyPath<Substitution, String>) -> [Substitution] {
            unique.filter {
                $0.scope == one.scope && $0.kind == one.kind && ByteOrder.same($0[keyPath: side], one[keyPath: side])
            }
        }
        var contradictions: [String] = []
        var kept: [Substitution] = []
        for substitution in unique {
            let twoWays = rivals(substitution, \.from)
            let intoOne = rivals(substitution, \.to)
            if twoWays.count > 1 {
                contradictions.append(
                    "\(substitution.scope.rawValue) \(substitution.from) is mapped two ways, to "
                        + "\(twoWays.map(\.to).joined(separator: " and to ")): neither was done")
            } else if intoOne.count > 1 {
                contradictions.append(
                    "\(intoOne.map(\.from).joined(separator: " and ")) are mapped to the same "
                        + "\(substitution.scope.rawValue) \(substitution.to): neither was done")
            } else {
                kept.append(substitution)
            }
        }
        self.contradictions = contradictions.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        substitutions = kept
        let texts = kept.enumerated().filter { $0.element.scope == .value }
        values = TextSubstitution(texts.map { ($0.element.from, $0.element.to) })
        valueNumbers = texts.map(\.offset)
        var numbers: [String: (to: Value, number: Int)] = [:]
        for (number, substitution) in texts {
            if case .number(let from)? = Self.scalar(substitution.from), let to = Self.scalar(substitution.to) {
                numbers[from.text] = (to, number)
            }
        }
        self.numbers = numbers
        namespaces = kept.enumerated().filter { $0.element.scope == .namespace }.map { ($0.element, $0.offset) }
        names = kept.enumerated().filter { $0.element.scope == .name }.map { ($0.element, $0.offset) }
    }

    /// Whether there is nothing to do.
    package var isEmpty: Bool { substitutions.isEmpty }

    private static func scalar(_ text: String) -> Value? {
        guard let value = try? JSONReader.value(Array(text.utf8)), case .number = value else { return nil }
        return value
    }

    /// Which object this one is in the other state's terms.
    package func identity(_ identity: Identity) -> Identity {
        var namespace = identity.namespace
        if let old = namespace {
            namespace = namespaces.lazy.compactMap { $0.substitution.replaced(old) }.first ?? text(old)
        }
        return Identity(
            group: identity.group, kind: identity.kind, namespace: namespace,
            name: name(identity.name, kind: identity.kind, group: identity.group) ?? text(identity.name))
    }

    private func text(_ text: String) -> String { values.apply(to: text) ?? text }

    private func name(_ name: String, kind: String?, group: String?, used: (Int) -> Void = { _ in }) -> String? {
        if kind == "Namespace", group?.isEmpty != false {
            for (substitution, number) in namespaces {
                if let new = substitution.replaced(name) {
                    used(number)
                    return new
                }
            }
        }
        for (substitution, number) in names where substitution.kind == nil || substitution.kind == kind {
            if let new = substitution.replaced(name) {
                used(number)
                return new
            }
        }
        return nil
    }

    /// An object in the other state's terms.
    ///
    /// - Parameters:
    ///   - identity: which object it is; tokens of one that is called otherwise there compare with nothing.
    ///   - used: told the number of each substitution that was used, once a place.
    package func object(_ object: Value, of identity: Identity, used: (Int) -> Void = { _ in }) -> Value {
        let isMoved = self.identity(identity) != identity
        guard case .object(let members) = object else { return object }
        return .object(
            members.compactMapValues { key, value in
                guard key == "metadata", case .object(var metadata) = value else {
                    return walk(value, [key], kind: nil, isMoved, used)
                }
                if let old = metadata["name"]?.string,
                    let new = name(old, kind: identity.kind, group: identity.group, used: used)
                {
                    metadata["name"] = .string(new)
                }
                return .object(
                    metadata.compactMapValues { field, value in
                        field == "managedFields" ? value : walk(value, [key, field], kind: nil, isMoved, used)
                    })
            })
    }

    /// - Parameter keys: the names of the fields above, the nearest last.
    private func walk(
        _ value: Value, _ keys: [String], kind: String?, _ isMoved: Bool, _ used: (Int) -> Void
    ) -> Value {
        switch value {
        case .object(let object):
            let kind = object["kind"]?.string
            return .object(object.compactMapValues { walk($1, keys.suffix(1) + [$0], kind: kind, isMoved, used) })
        case .array(let elements): return .array(elements.map { walk($0, keys, kind: kind, isMoved, used) })
        case .string(let text):
            if let tokens = TokenText(text) {
                let moved = isMoved ? tokens.replacing(Self.elsewhere) : text
                return .string(tokens.isToken ? moved : mapped(moved, keys, kind, used))
            }
            return .string(mapped(text, keys, kind, used))
        case .number(let number):
            guard let (to, place) = numbers[number.text] else { return value }
            used(place)
            return to
        case .null, .bool: return value
        }
    }

    private func mapped(_ text: String, _ keys: [String], _ kind: String?, _ used: (Int) -> Void) -> String {
        let field = keys.last ?? ""
        if ReferenceTable.namespaceFields.contains(field) {
            for (substitution, number) in namespaces {
                if let new = substitution.replaced(text) {
                    used(number)
                    return new
                }
            }
        }
        let isReference =
            ReferenceTable.nameFields.contains(field)
            || field == "name" && keys.count > 1 && ReferenceTable.references.contains(keys[keys.count - 2])
        if isReference, let new = name(text, kind: kind, group: nil, used: used) { return new }
        return values.apply(to: text) { used(valueNumbers[$0]) } ?? text
    }

    /// A token whose place is another one now: it is computed over namespace and name, so that it compares with nothing.
    private static func elsewhere(_ token: String) -> String {
        guard let code = token.split(separator: ":").last else { return token }
        return "hmac-sha256:\(nowhere):\(code)"
    }
}
