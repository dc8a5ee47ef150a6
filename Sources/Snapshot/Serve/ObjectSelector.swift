/// Which objects of a list are wanted, as the query parameters `labelSelector` and `fieldSelector` say.
///
/// Source: Kubernetes, "Labels and Selectors"; "Field Selectors", of which `metadata.name` and `metadata.namespace` are
/// known for every type.
package struct ObjectSelector: Sendable, Hashable {
    /// One condition.
    private enum Term: Sendable, Hashable {
        case labelIsOneOf(String, [String])
        case labelIsNoneOf(String, [String])
        case labelExists(String)
        case labelIsAbsent(String)
        case fieldEquals(String, String)
        case fieldDiffers(String, String)
    }

    /// Selectors are read up to this length.
    package static let lengthLimit = 16 << 10

    private let terms: [Term]

    /// Whether every object is wanted.
    package var isEmpty: Bool { terms.isEmpty }

    /// Reads both selectors; an absent one selects everything.
    ///
    /// - Returns: `nil` when one cannot be read.
    package init?(labels: String?, fields: String?) {
        guard (labels?.utf8.count ?? 0) <= Self.lengthLimit, (fields?.utf8.count ?? 0) <= Self.lengthLimit else {
            return nil
        }
        var terms: [Term] = []
        for text in Self.split(labels ?? "") {
            guard let term = Self.labelTerm(text) else { return nil }
            terms.append(term)
        }
        for text in Self.split(fields ?? "") {
            guard let term = Self.fieldTerm(text) else { return nil }
            terms.append(term)
        }
        self.terms = terms
    }

    /// Whether an object has what is asked for.
    package func matches(_ object: Value) -> Bool {
        let labels = object["metadata"]?["labels"]
        func field(_ path: String) -> String {
            object[path.split(separator: ".").map(String.init)]?.string ?? ""
        }
        func has(_ key: String, oneOf values: [String]) -> Bool {
            guard let label = labels?[key]?.string else { return false }
            return values.contains { ByteOrder.same($0, label) }
        }
        return terms.allSatisfy { term in
            switch term {
            case .labelIsOneOf(let key, let values): has(key, oneOf: values)
            case .labelIsNoneOf(let key, let values): !has(key, oneOf: values)
            case .labelExists(let key): labels?[key] != nil
            case .labelIsAbsent(let key): labels?[key] == nil
            case .fieldEquals(let path, let value): ByteOrder.same(field(path), value)
            case .fieldDiffers(let path, let value): !ByteOrder.same(field(path), value)
            }
        }
    }

    /// Splits at commas outside parentheses; empty parts are dropped.
    private static func split(_ text: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                parts.append(part)
                part = ""
            } else {
                part.append(character)
            }
        }
        parts.append(part)
        return parts.map(trimmed).filter { !$0.isEmpty }
    }

    private static func labelTerm(_ text: String) -> Term? {
        if text.hasSuffix(")"), let open = text.firstIndex(of: "(") {
            let words = text[..<open].split(separator: " ")
            let list = text[text.index(after: open)...].dropLast()
            let values = list.split(separator: ",", omittingEmptySubsequences: false).map { trimmed(String($0)) }
            guard words.count == 2 else { return nil }
            switch words[1] {
            case "in": return .labelIsOneOf(String(words[0]), values)
            case "notin": return .labelIsNoneOf(String(words[0]), values)
            default: return nil
            }
        }
        if let (key, value, isEqual) = comparison(text) {
            return isEqual ? .labelIsOneOf(key, [value]) : .labelIsNoneOf(key, [value])
        }
        if text.hasPrefix("!") {
            let key = trimmed(String(text.dropFirst()))
            return key.isEmpty ? nil : .labelIsAbsent(key)
        }
        return text.contains(where: { $0 == " " || $0 == "(" || $0 == ")" }) ? nil : .labelExists(text)
    }

    private static func fieldTerm(_ text: String) -> Term? {
        guard let (path, value, isEqual) = comparison(text), path == "metadata.name" || path == "metadata.namespace"
        else { return nil }
        return isEqual ? .fieldEquals(path, value) : .fieldDiffers(path, value)
    }

    /// Reads `a=b`, `a==b` and `a!=b`.
    private static func comparison(_ text: String) -> (key: String, value: String, isEqual: Bool)? {
        guard let mark = text.firstIndex(of: "=") else { return nil }
        var key = text[..<mark]
        var value = text[text.index(after: mark)...]
        let isEqual = key.last != "!"
        if isEqual, value.first == "=" { value = value.dropFirst() }
        if !isEqual { key = key.dropLast() }
        let name = trimmed(String(key))
        return name.isEmpty ? nil : (name, trimmed(String(value)), isEqual)
    }

    private static func trimmed(_ text: String) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
