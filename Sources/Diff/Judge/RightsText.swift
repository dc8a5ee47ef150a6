import Snapshot

/// What rules of a role allow, in words.
enum RightsText {
    private static let limit = 3

    /// `get, list secrets; do anything with deployments.apps`; cluster text inside.
    static func words(_ rules: [Value]) -> String {
        let hidden = rules.count - limit
        return rules.prefix(limit).map(words).joined(separator: "; ") + (hidden > 0 ? "; and \(hidden) more" : "")
    }

    private static func words(_ rule: Value) -> String {
        let verbs = texts(rule, "verbs")
        let doing = verbs.contains("*") ? "do anything with" : verbs.joined(separator: ", ")
        let urls = texts(rule, "nonResourceURLs")
        guard urls.isEmpty else { return "\(doing) \(urls.joined(separator: ", "))" }
        let groups = texts(rule, "apiGroups")
        let resources = texts(rule, "resources")
        let names = texts(rule, "resourceNames")
        let what = resources.contains("*") ? "everything" : resources.joined(separator: ", ")
        let place =
            groups.contains("*")
            ? " of any group"
            : groups == [""] ? "" : " of \(groups.map { $0.isEmpty ? "core" : $0 }.joined(separator: ", "))"
        return "\(doing) \(what)\(place)" + (names.isEmpty ? "" : " named \(names.joined(separator: ", "))")
    }

    private static func texts(_ rule: Value, _ field: String) -> [String] {
        (rule[field]?.array ?? []).compactMap(\.string)
    }
}
