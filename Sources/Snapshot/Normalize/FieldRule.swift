/// A statement that some field is not declared state, and why.
package struct FieldRule: Sendable, Hashable {
    /// What is to be done with the field.
    package enum Effect: String, Sendable, Hashable, CaseIterable {
        /// Not declared state: left out of every comparison.
        case noise
        /// Not declared state, but it tells of a hand: left out and listed apart.
        case signal
    }

    /// The rule's name in counts and reports.
    package let name: String
    /// The kinds it speaks of; `nil` means all.
    package let kinds: [GroupKind]?
    /// The fields, in the path language of ``RulePath``.
    package let paths: [String]
    /// What is to be done.
    package let effect: Effect
    /// Why.
    package let reason: String
    /// Whether it speaks only of objects that a controller owns: on others a hand wrote the same words.
    package var needsController = false

    package init(
        name: String, kinds: [GroupKind]?, paths: [String], effect: Effect, reason: String,
        needsController: Bool = false
    ) {
        self.name = name
        self.kinds = kinds
        self.paths = paths
        self.effect = effect
        self.reason = reason
        self.needsController = needsController
    }
}

/// A path in a rule: `metadata.annotations[deployment.kubernetes.io/*]`, `spec.taints[key=node.kubernetes.io/*]`,
/// `metadata.ownerReferences[].uid`.
///
/// Names are joined by dots; a name in brackets may hold any character and end in `*`; `[]` is every element of a list;
/// `[field=text]` every element whose field is that text, which may end in `*`.
package struct RulePath: Sendable, Hashable {
    package enum Step: Sendable, Hashable {
        case field(Glob)
        case everyElement
        case element(field: String, Glob)
    }

    /// Text, or everything that begins with it.
    package struct Glob: Sendable, Hashable {
        let text: String
        let isPrefix: Bool

        init(_ pattern: Substring) {
            isPrefix = pattern.hasSuffix("*")
            text = String(isPrefix ? pattern.dropLast() : pattern)
        }

        func matches(_ name: String) -> Bool {
            isPrefix ? ByteOrder.begins(name, with: text) : ByteOrder.same(name, text)
        }
    }

    package let steps: [Step]

    package init(_ text: String) {
        var steps: [Step] = []
        var rest = text[...]
        while !rest.isEmpty {
            if rest.first == "[" {
                let inside = rest.dropFirst().prefix { $0 != "]" }
                rest = rest.dropFirst(inside.count + 2)
                if inside.isEmpty {
                    steps.append(.everyElement)
                } else if let equals = inside.firstIndex(of: "=") {
                    let glob = Glob(inside[inside.index(after: equals)...])
                    steps.append(.element(field: String(inside[..<equals]), glob))
                } else {
                    steps.append(.field(Glob(inside)))
                }
            } else {
                let name = rest.prefix { $0 != "." && $0 != "[" }
                rest = rest.dropFirst(name.count)
                steps.append(.field(Glob(name)))
            }
            if rest.first == "." { rest = rest.dropFirst() }
        }
        self.steps = steps
    }
}
