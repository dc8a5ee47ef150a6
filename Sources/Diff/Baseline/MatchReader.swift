import Snapshot

extension BaselineNode {
    /// What a rule or a requirement is about: group, kind, namespace, name, labels, and the path where there may be one.
    func match(
        allowsPath: Bool = false
    ) throws(BaselineError) -> (objects: ObjectMatch, path: PathPattern?) {
        let keys = ["group", "kind", "namespace", "name", "labels"] + (allowsPath ? ["path"] : [])
        let parts = try members(known: keys)
        let selector = ObjectSelector(
            groups: try parts["group"]?.patterns() ?? [], kinds: try parts["kind"]?.patterns() ?? [],
            namespaces: try parts["namespace"]?.patterns() ?? [], names: try parts["name"]?.patterns() ?? [])
        var labels: [String: TextPattern] = [:]
        for (key, value) in try parts["labels"]?.members() ?? [] { labels[key] = try value.pattern() }
        let match = ObjectMatch(selector, labels: labels)
        let path = try parts["path"]?.pathPattern()
        guard !match.isEmpty || path != nil else { throw bad("matches everything; name what it is about") }
        return (match, path)
    }

    /// What selects objects by lists, as scopes and the printed tables do.
    func selector(known: [String: BaselineNode]) throws(BaselineError) -> ObjectSelector {
        ObjectSelector(
            groups: try known["groups"]?.patterns() ?? [], kinds: try known["kinds"]?.patterns() ?? [],
            namespaces: try known["namespaces"]?.patterns() ?? [], names: try known["names"]?.patterns() ?? [])
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
