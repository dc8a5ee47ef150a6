import Snapshot

extension BaselineNode {
    /// What a rule or a requirement is about: group, kind, namespace, name, labels, and the path where there may be one.
    func match(
        allowsPath: Bool = false
    ) throws(BaselineError) -> (objects: ObjectMatch, path: PathPattern?) {
        let keys = ["group", "kind", "namespace", "name", "labels"] + (allowsPath ? ["path"] : [])
        let parts = try members(known: keys)
        let selector = try Self.selector(parts, isPlural: false)
        var labels: [String: TextPattern] = [:]
        for (key, value) in try parts["labels"]?.members() ?? [] { labels[key] = try value.pattern() }
        let match = ObjectMatch(selector, labels: labels)
        let path = try parts["path"]?.pathPattern()
        guard !match.isEmpty || path != nil else { throw bad("matches everything; name what it is about") }
        return (match, path)
    }

    /// What selects objects: `kind`, `name`… in the singular, or in the plural as scopes and the printed tables do.
    static func selector(
        _ members: [String: BaselineNode], isPlural: Bool
    ) throws(BaselineError) -> ObjectSelector {
        func patterns(_ key: String) throws(BaselineError) -> [TextPattern] {
            try members[isPlural ? key + "s" : key]?.patterns() ?? []
        }
        return ObjectSelector(
            groups: try patterns("group"), kinds: try patterns("kind"), namespaces: try patterns("namespace"),
            names: try patterns("name"))
    }

    /// The path of a field, or of many.
    func pathPattern() throws(BaselineError) -> PathPattern {
        let text = try boundText(quoting: .glob)
        do { return try PathPattern(parsing: text) } catch { throw bad("is no path: \(error.summary)") }
    }

    /// `2027-03-31`
    func date() throws(BaselineError) -> CalendarDate {
        guard let date = CalendarDate(try text()) else { throw bad("is no date like 2027-03-31") }
        return date
    }
}
