import Snapshot

/// A selector of labels as objects write it. Source: meta/v1 LabelSelector.
struct LabelSelector: Sendable, Hashable {
    /// One requirement of `matchExpressions`.
    private struct Expression: Hashable {
        let key: String
        let `operator`: String
        let values: Set<String>
    }

    private let labels: [String: String]
    private let expressions: [Expression]

    /// - Parameter value: with `matchLabels` and `matchExpressions`; absent and empty select everything.
    init(_ value: Value?) {
        self.init(labels: value?["matchLabels"], expressions: value?["matchExpressions"])
    }

    /// - Parameter labels: a plain map, as the `selector` of a Service is one.
    init(labels: Value?, expressions: Value? = nil) {
        self.labels = Self.texts(labels)
        self.expressions = (expressions?.array ?? []).map { value in
            Expression(
                key: value["key"]?.string ?? "", operator: value["operator"]?.string ?? "",
                values: Set(value["values"]?.array?.compactMap(\.string) ?? []))
        }
    }

    /// - Parameter terms: keys with the values that each may have, as `matchLabelExpressions` of a topology are.
    init(isIn terms: [Value]) {
        labels = [:]
        expressions = terms.map { term in
            Expression(
                key: term["key"]?.string ?? "", operator: "In",
                values: Set(term["values"]?.array?.compactMap(\.string) ?? []))
        }
    }

    /// Every selector in a value, at whatever depth: what has `matchLabels` or `matchExpressions`, and maps of texts, or their
    /// `labels`, that are called a selector.
    static func all(in value: Value?, depth: Int = 0) -> [LabelSelector] {
        // Deeper than any type that selects.
        guard let value, depth < 24 else { return [] }
        if let elements = value.array { return elements.flatMap { all(in: $0, depth: depth + 1) } }
        guard let members = value.object?.members else { return [] }
        if value["matchLabels"]?.object != nil || value["matchExpressions"]?.array != nil {
            return [LabelSelector(value).withPlainKeys]
        }
        return members.flatMap { member -> [LabelSelector] in
            let isNamed = member.key.hasSuffix("elector")
            guard isNamed,
                let map = member.value["labels"] ?? member.value.object.map({ Value.object($0) }),
                let texts = map.object?.members, !texts.isEmpty,
                texts.allSatisfy({ $0.value.string != nil })
            else { return all(in: member.value, depth: depth + 1) }
            return [LabelSelector(labels: map).withPlainKeys]
        }
    }

    /// Cilium writes where a label comes from before its key.
    private var withPlainKeys: LabelSelector {
        func plain(_ key: String) -> String {
            ["k8s:", "any:"].first { key.hasPrefix($0) }.map { String(key.dropFirst($0.utf8.count)) }
                ?? key
        }
        return LabelSelector(
            Dictionary(labels.map { (plain($0.key), $0.value) }, uniquingKeysWith: { first, _ in first }),
            expressions.map { Expression(key: plain($0.key), operator: $0.operator, values: $0.values) })
    }

    private init(_ labels: [String: String], _ expressions: [Expression]) {
        self.labels = labels
        self.expressions = expressions
    }

    /// The strings of an object, such as labels are.
    static func texts(_ value: Value?) -> [String: String] {
        Dictionary(
            (value?.object?.members ?? []).compactMap { member in member.value.string.map { (member.key, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Whether nothing is asked.
    var isEverything: Bool { labels.isEmpty && expressions.isEmpty }

    /// The labels that it asks for.
    var keys: Set<String> { Set(labels.keys).union(expressions.map(\.key)) }

    /// Whether an object with these labels is selected. What is no operator selects nothing.
    func selects(_ own: [String: String]) -> Bool {
        labels.allSatisfy { own[$0.key] == $0.value }
            && expressions.allSatisfy { expression in
                let value = own[expression.key]
                return switch expression.operator {
                case "In": value.map(expression.values.contains) ?? false
                case "NotIn": value.map { !expression.values.contains($0) } ?? true
                case "Exists": value != nil
                case "DoesNotExist": value == nil
                // Of nodes only: Kubernetes API reference, NodeSelectorRequirement.
                case "Gt": Self.isOrdered(expression.values, before: value)
                case "Lt": value.map { Self.isOrdered([$0], before: expression.values.first) } ?? false
                default: false
                }
            }
    }

    /// Whether both are whole numbers, and the first is the smaller one.
    private static func isOrdered(_ lower: Set<String>, before upper: String?) -> Bool {
        guard lower.count == 1, let least = lower.first.flatMap(Int64.init), let most = upper.flatMap(Int64.init) else {
            return false
        }
        return least < most
    }

    /// `app=web,tier in (a, b)`.
    var words: String {
        let equal = labels.sorted { ByteOrder.precedes($0.key, $1.key) }.map { "\($0.key)=\($0.value)" }
        let others = expressions.map { expression in
            let values = "(\(EffectWords.listed(expression.values.sorted(by: ByteOrder.precedes), limit: 3)))"
            return switch expression.operator {
            case "In": "\(expression.key) in \(values)"
            case "NotIn": "\(expression.key) not in \(values)"
            case "Exists": "with \(expression.key)"
            case "DoesNotExist": "without \(expression.key)"
            case "Gt": "\(expression.key) above \(expression.values.first ?? "")"
            case "Lt": "\(expression.key) below \(expression.values.first ?? "")"
            default: "\(expression.key) \(expression.operator)"
            }
        }
        return (equal + others).joined(separator: ",")
    }
}
