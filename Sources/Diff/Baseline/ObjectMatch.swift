package import Snapshot

/// Which objects a rule or a requirement is about: a selector, and labels that an object must have.
package struct ObjectMatch: Sendable, Hashable {
    /// By group, kind, namespace and name.
    package var selector: ObjectSelector
    /// By labels: each of these must be there with a value that matches.
    package var labels: [String: TextPattern]

    package init(_ selector: ObjectSelector = ObjectSelector(), labels: [String: TextPattern] = [:]) {
        self.selector = selector
        self.labels = labels
    }

    /// Whether nothing is written.
    package var isEmpty: Bool { selector.isEmpty && labels.isEmpty }

    /// Whether the object is one of these.
    package func selects(_ identity: Identity, labels own: [String: String]) -> Bool {
        selector.selects(identity)
            && labels.allSatisfy { key, pattern in own[key].map(pattern.matches) ?? false }
    }

    /// In a few words: `DaemonSet falco-system/*`.
    package var words: String {
        func list(_ patterns: [TextPattern], _ otherwise: String) -> String {
            patterns.isEmpty ? otherwise : patterns.map(\.text).joined(separator: "|")
        }
        let kind = list(selector.kinds, "any kind")
        let group = selector.groups.isEmpty ? "" : ".\(list(selector.groups, ""))"
        let place = selector.namespaces.isEmpty ? "" : "\(list(selector.namespaces, ""))/"
        let marks = labels.sorted { ByteOrder.precedes($0.key, $1.key) }.map { " \($0.key)=\($0.value.text)" }
        return "\(kind)\(group) \(place)\(list(selector.names, "*"))\(marks.joined())"
    }
}
