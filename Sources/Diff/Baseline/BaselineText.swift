package import Snapshot

/// A whole `baseline.yaml` as a program proposes it, in the form in which people write one.
package struct BaselineText: Sendable {
    /// Lines of the comment at its head, without `#`.
    package var comment: [String]
    /// Its name.
    package var name: String
    /// Its version.
    package var version = 1
    /// The state that its resources were taken from.
    package var source = BaselineSource()
    /// Its stages.
    package var stages: [Stage] = []
    /// Its parameters.
    package var parameters: [Parameter] = []
    /// Lines of the comments above parameters, without `#`, by the parameter's name.
    package var notes: [String: [String]] = [:]
    /// Its rules, in their order.
    package var rules: [RuleText] = []
    /// Lines of the comment at its end, with `#`.
    package var suggestions: [String] = []

    package init(name: String, comment: [String] = []) {
        self.name = name
        self.comment = comment
    }

    /// The text: equal proposals give equal bytes, and ``BaselineReader`` reads what was meant.
    package var text: String {
        var lines = comment.map { $0.isEmpty ? "#" : "# \($0)" }
        lines += ["apiVersion: \(Baseline.apiVersion)", "kind: Baseline", "metadata:"]
        lines += ["  name: \(FlowText.text(.string(name)))", "  version: \(version)"]
        lines += source.members.members.map { "  \($0.key): \(FlowText.text($0.value))" }
        if !stages.isEmpty {
            lines.append("stages:")
            lines += stages.map { stage in
                let clusters = FlowText.text(.array(stage.clusters.map(Value.string)))
                // Manifests belong to no cluster: then only `--stage` chooses it.
                return "  \(stage.name): {\(stage.clusters.isEmpty ? "" : "clusters: \(clusters)")}"
            }
        }
        if !parameters.isEmpty {
            lines.append("parameters:")
            lines += parameters.flatMap { parameter in
                // What comes from a cluster may break no line out of its comment.
                (notes[parameter.name] ?? []).map { "  # \(Self.comment($0))" } + Self.lines(of: parameter)
            }
        }
        lines.append(rules.isEmpty ? "rules: []" : "rules:")
        return lines.joined(separator: "\n") + "\n" + rules.map(\.text).joined()
            + suggestions.map { Self.comment($0) + "\n" }.joined()
    }

    /// Text that ends no comment and turns nothing around.
    private static func comment(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    let isPlain =
                        scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !InvisibleText.contains(scalar)
                    return isPlain ? scalar : "?"
                }))
    }

    private static func lines(of parameter: Parameter) -> [String] {
        switch parameter.source {
        case .value(let value): return ["  \(parameter.name): \(FlowText.text(value))"]
        case .pattern(let pattern):
            return ["  \(parameter.name): \(FlowText.text(["pattern": .string(pattern.text)]))"]
        case .byStage(let values):
            let line = "  \(parameter.name): \(FlowText.text(.object(Object(values))))"
            guard line.utf8.count > RuleText.width else { return [line] }
            return ["  \(parameter.name):"]
                + values.sorted { ByteOrder.precedes($0.key, $1.key) }
                .map { "    \($0.key): \(FlowText.text($0.value))" }
        }
    }
}

/// A rule as a program proposes it.
package struct RuleText: Sendable, Hashable {
    /// The widest line that stays one.
    static let width = 120

    /// Its name.
    package var name: String
    /// The members of `match`, in the order in which they are written: `kind`, `namespace`, `name`, `path`…
    package var match: [Part]
    /// The stages in which it applies; empty means all.
    package var stages: [String] = []
    /// `ignore`, `allow`, `forbid` or `severity`, with what stands behind it.
    package var action: Part
    /// Why.
    package var reason: String
    /// The owner: a team or a person.
    package var owner: String?
    /// Where it was decided.
    package var ticket: String?
    /// The last day on which it applies.
    package var expires: CalendarDate?

    /// A key and its value. Texts are literal: they are escaped where a parameter or a pattern would be read.
    package struct Part: Sendable, Hashable {
        /// The key.
        package let key: String
        /// What stands behind it.
        package let value: Value

        package init(_ key: String, _ value: Value) {
            self.key = key
            self.value = value
        }
    }

    package init(
        name: String, match: [Part], action: Part, reason: String, owner: String? = nil, ticket: String? = nil,
        expires: CalendarDate? = nil
    ) {
        self.name = name
        self.match = match
        self.action = action
        self.reason = reason
        self.owner = owner
        self.ticket = ticket
        self.expires = expires
    }

    /// The part of `match` that selects one object and nothing else.
    package static func match(_ identity: Identity, path: FieldPath? = nil) -> [Part] {
        var parts = [Part("kind", .string(literal(identity.kind)))]
        if !identity.group.isEmpty { parts.append(Part("group", .string(literal(identity.group)))) }
        parts.append(Part("namespace", .string(literal(identity.namespace ?? ObjectSelector.clusterScope))))
        parts.append(Part("name", .string(literal(identity.name))))
        if let path { parts.append(Part("path", .string(literal(path)))) }
        return parts
    }

    /// The glob that matches this text only.
    package static func literal(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if "\\*?".utf8.contains(byte) || byte == UInt8(ascii: "/") && result.isEmpty {
                result.append(UInt8(ascii: "\\"))
            }
            result.append(byte)
        }
        return ParameterText.escaped(String(decoding: result, as: UTF8.self))
    }

    /// The path pattern that names this field only.
    package static func literal(_ path: FieldPath) -> String {
        let steps = path.elements.map { element -> PathElement in
            switch element {
            case .field(let name): .field(Self.glob(name))
            case .key(let keys):
                .key(
                    keys.compactMapValues { _, value in .string(Self.glob(CanonicalJSON.plain(value))) })
            case .value(let value): .value(.string(Self.glob(CanonicalJSON.plain(value))))
            case .index: element
            }
        }
        return ParameterText.escaped(FieldPath(steps).description)
    }

    private static func glob(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in text.utf8 {
            if "\\*?".utf8.contains(byte) { result.append(UInt8(ascii: "\\")) }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The rule as an element of `rules`, which is not indented.
    package var text: String {
        var lines = ["- name: \(FlowText.text(.string(name)))"]
        let inside = match.map { "\(FlowText.text(.string($0.key))): \(FlowText.text($0.value))" }
        let line = "  match: {\(inside.joined(separator: ", "))}"
        lines += line.utf8.count <= Self.width ? [line] : ["  match:"] + inside.map { "    \($0)" }
        lines.append("  \(action.key): \(FlowText.text(action.value))")
        if !stages.isEmpty { lines.append("  stages: \(FlowText.text(.array(stages.map(Value.string))))") }
        lines.append("  reason: \(FlowText.text(.string(reason)))")
        if let owner { lines.append("  owner: \(FlowText.text(.string(owner)))") }
        if let ticket { lines.append("  ticket: \(FlowText.text(.string(ticket)))") }
        if let expires { lines.append("  expires: \(expires)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
