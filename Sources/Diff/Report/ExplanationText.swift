import Snapshot

/// An explanation for people: what each field says on both sides, and which rule and which schema decided.
package enum ExplanationText {
    /// The lines, without cluster text that could move a cursor.
    package static func text(_ explanation: Explanation) -> String {
        var lines = ["\(explanation.identity)  (\(explanation.role.rawValue))"]
        if explanation.fields.isEmpty { lines.append("  nothing differs, not even in bytes") }
        for field in explanation.fields {
            lines.append("  \(field.path.description.isEmpty ? "(the whole object)" : field.path.description)")
            lines.append("    \(words(field.fate))")
            if case .incomparable = field.fate { lines.append("    \(keys(field.before, field.after))") }
            lines.append("    before: \(value(field.before))")
            lines.append("    after:  \(value(field.after))")
            lines.append(
                "    schema: \(field.schema.isEmpty ? "no information: compared as it is" : field.schema.joined(separator: ", "))"
            )
        }
        return lines.map(SafeText.terminal).joined(separator: "\n") + "\n"
    }

    private static func words(_ fate: Explanation.Fate) -> String {
        switch fate {
        case .difference: "a difference: no rule ignores it"
        case .orderOnly: "no difference: another order, and order has no meaning here"
        case .incomparable:
            "unknown: redacted under two keys, or on one side only; neither equal nor different"
        case .consequence(let causes):
            "a consequence, reported with its cause: \(Words.list(causes.map { "\($0)" }))"
        case .undeclared: "not judged: the manifests do not declare the object"
        case .outOfScope: "not compared: the scope of one of the two captures leaves the object out"
        case .ignored(let rule, let note):
            "no difference by the rule `\(rule)`" + (note.map { ": \($0)" } ?? "")
        case .same: "no difference: both sides say the same"
        }
    }

    /// Under which keys both sides are, and what makes them comparable.
    private static func keys(_ before: Value?, _ after: Value?) -> String {
        let ids = [before, after].map { value in
            let ids = value.map(SecretDifference.keyIDs) ?? []
            return ids.isEmpty ? "in clear" : "under key " + Words.list(ids.sorted(by: ByteOrder.precedes))
        }
        return "before \(ids[0]), after \(ids[1]); capture both under one key: --redaction-key FILE"
    }

    /// A value in one line, shortened.
    private static func value(_ value: Value?) -> String {
        guard let value else { return "absent" }
        let text = CanonicalJSON.text(value)
        return text.utf8.count > 400 ? String(text.prefix(400)) + "…" : text
    }
}
