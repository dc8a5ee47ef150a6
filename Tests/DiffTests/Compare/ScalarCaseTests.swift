import Diff
import Snapshot
import Testing

/// When two spellings are one value: only where a schema says so, and never by looking alike.
@Suite struct ScalarCaseTests {
    enum Outcome: Sendable { case same, different }

    private struct Case: Sendable, CustomTestStringConvertible {
        let kind: FieldFacts.Scalar?
        let before: Value?
        let after: Value?
        let outcome: Outcome
        let reason: String

        init(_ kind: FieldFacts.Scalar?, _ before: Value?, _ after: Value?, _ outcome: Outcome, _ reason: String) {
            self.kind = kind
            self.before = before
            self.after = after
            self.outcome = outcome
            self.reason = reason
        }

        var testDescription: String { reason }
    }

    private static func number(_ text: String) -> Value { Number(parsing: text).map(Value.number) ?? .string(text) }

    /// A custom type with one field of a kind, and one without a schema below.
    private static func comparer(_ kind: FieldFacts.Scalar?) -> FieldComparer {
        var field = FieldFacts()
        field.scalar = kind
        var spec = FieldFacts()
        spec.fields["x"] = field
        var root = FieldFacts()
        root.fields["spec"] = spec
        var facts = BuiltinSchema.facts
        facts.definitions["example.shop.v1.Widget"] = root
        facts.types[SchemaFacts.typeKey(apiVersion: "shop.example/v1", kind: "Widget")] = "example.shop.v1.Widget"
        return FieldComparer(normalizer: Normalizer(schema: FieldSchema(facts)))
    }

    private static func widget(_ value: Value?) -> Value {
        var spec = Object()
        spec["x"] = value
        return ["kind": "Widget", "spec": .object(spec)]
    }

    private static let cases: [Case] = [
        Case(.quantity, "500m", "0.5", .same, "a quantity is a number"),
        Case(.quantity, "1Gi", "1024Mi", .same, "binary suffixes are powers of 1024"),
        Case(.quantity, "1e3", "1k", .same, "an exponent is a suffix"),
        Case(.quantity, 2, "2", .same, "a quantity may be written as a number"),
        Case(.quantity, "1G", "1Gi", .different, "1000³ is not 1024³"),
        Case(.quantity, "1M", "1m", .different, "a million is not a thousandth"),
        Case(.quantity, "100m ", "100m", .different, "what is no quantity is a text"),
        Case(.quantity, "0.0000000001", "0", .different, "what a server would round is told apart"),
        Case(nil, "500m", "0.5", .different, "no schema says quantity: opaque text"),
        Case(.duration, "1h", "60m", .same, "a duration is a length of time"),
        Case(.duration, "1h", "1h0m1s", .different, "a second is a second"),
        Case(.duration, "1d", "24h", .different, "Go knows no days: a text"),
        Case(nil, "1h", "60m", .different, "no schema says duration: opaque text"),
        Case(.time, "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", .same, "one moment in two zones"),
        Case(.time, "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00Z", .same, "a fraction of zero"),
        Case(.time, "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", .different, "a second is a second"),
        Case(.time, "2026-02-30T00:00:00Z", "2026-03-02T00:00:00Z", .different, "no calendar has the day: a text"),
        Case(nil, "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", .different, "no schema says time: opaque text"),
        Case(.intOrString, 80, "80", .same, "int-or-string takes both"),
        Case(.intOrString, "http", "80", .different, "a name is not a number"),
        Case(.intOrString, "080", 80, .different, "a text with zeros before it is a name"),
        Case(.intOrString, "25%", 25, .different, "a share is not a count"),
        Case(nil, 80, "80", .different, "a number is not a text"),
        Case(nil, true, "true", .different, "a truth value is not a text"),
        Case(nil, number("9007199254740992"), number("9007199254740993"), .different, "2⁵³ + 1 is not 2⁵³"),
        Case(nil, number("1"), number("1.0"), .same, "numbers are compared by value"),
        Case(nil, number("1e2"), number("100"), .same, "an exponent is a spelling"),
        Case(nil, number("0.1"), number("0.10000000000000001"), .different, "no double between two numbers"),
        Case(nil, number("1e400"), number("1e401"), .different, "numbers beyond doubles are numbers"),
        Case(nil, number("-0"), number("0"), .same, "zero has no sign"),
        Case(nil, "\u{E9}", "e\u{301}", .different, "one letter in two spellings: to a file system, two names"),
        Case(nil, "\u{212B}", "\u{C5}", .different, "signs that Unicode calls equal are other bytes"),
        Case(nil, "a\u{200B}", "a", .different, "what cannot be seen is there"),
        Case(nil, "", nil, .different, "an empty text is not an absent one"),
        Case(nil, [], nil, .different, "a custom resource keeps its empty lists"),
        Case(nil, [:], nil, .different, "a custom resource keeps its empty maps"),
        Case(nil, false, nil, .different, "false is a word"),
        Case(nil, 0, nil, .different, "zero is a number"),
        Case(nil, [], [:], .different, "a list is not a map"),
        Case(nil, nil as Value?, .null, .same, "the API server takes null for absent"),
        Case(nil, "a", .null, .different, "null is not a value"),
    ]

    @Test(arguments: cases) private func valuesAreOneOnlyWhereTheSchemaSaysSo(_ item: Case) {
        let comparer = Self.comparer(item.kind)
        for (x, y) in [(item.before, item.after), (item.after, item.before)] {
            let outcome = comparer.compare(Self.widget(x), Self.widget(y), apiVersion: "shop.example/v1")
            #expect(outcome.changes.isEmpty == (item.outcome == .same), "\(item.reason)")
            // Bytes that differ are never passed over without a word; equal numbers are equal bytes in canonical form.
            if item.outcome == .same, x != y { #expect(!outcome.suppressions.isEmpty, "\(item.reason)") }
        }
    }

    private static let builtins: [Case] = [
        Case(nil, ["args": []], [:], .same, "the API server drops empty lists of built-in types"),
        Case(nil, ["emptyDir": [:]], [:], .different, "an empty map says something: a volume in memory or on disk"),
        Case(nil, ["podSelector": [:]], [:], .different, "an empty selector selects all"),
        Case(nil, ["nodeSelector": [:]], [:], .same, "an empty map of labels selects by nothing"),
        Case(nil, ["nodeName": ""], [:], .same, "the API server does not write down that nothing was said"),
        Case(nil, ["hostNetwork": false], [:], .same, "the API server does not write down what says no"),
        Case(nil, ["runtimeClassName": ""], [:], .different, "an empty text that the API server keeps"),
        Case(nil, ["automountServiceAccountToken": false], [:], .different, "absent is the service account's word"),
        Case(nil, ["restartPolicy": "Always"], [:], .same, "absent means the default"),
        Case(nil, ["restartPolicy": "Never"], [:], .different, "another value than the default"),
        Case(nil, ["restartPolicy": "Always"], ["restartPolicy": .null], .same, "null means absent means the default"),
        Case(nil, ["enableServiceLinks": false], [:], .different, "the default is true"),
    ]

    @Test(arguments: builtins) private func absentMeansTheDefault(_ item: Case) {
        let comparer = Self.comparer(nil)
        let pod: (Value?) -> Value = { ["kind": "Pod", "spec": $0 ?? [:]] }
        for (x, y) in [(item.before, item.after), (item.after, item.before)] {
            let outcome = comparer.compare(pod(x), pod(y), apiVersion: "v1")
            #expect(outcome.changes.isEmpty == (item.outcome == .same), "\(item.reason)")
        }
    }
}
