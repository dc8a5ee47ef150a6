import Snapshot

/// Which rows of a baseline's `managers` and `platform` take in whoever comes along: then nobody is found to have changed
/// anything by hand.
///
/// As with ``BaselineReach`` no spelling is looked for. People and objects that no row can be about are tried, and a row that takes
/// them in takes in everybody.
package struct WriterReach: Sendable {
    /// A row that takes in what it does not name.
    package struct Open: Sendable, Hashable {
        /// `managers` or `platform`.
        package let section: String
        /// What it takes in, in a clause.
        package let words: String
        /// Whether so much that nobody is left to be found.
        package let isEverything: Bool
    }

    /// In the order of the document.
    package let rows: [Open]

    package init(_ baseline: Baseline) {
        let unknown = UnknownNames(baseline)
        let managers = baseline.managers.filter { Self.trusts($0.writer) && Self.takesAnybody($0, unknown) }.map {
            row in
            let patterns = [row.manager, row.user, row.group].compactMap { $0 } + row.clients
            return Open(
                section: "managers",
                words: "takes any writer for \(row.writer.rawValue): \(patterns.map(\.text).joined(separator: " "))",
                isEverything: true)
        }
        let objects = TestDifferences.all
        let platform = baseline.platformRows.compactMap { row -> Open? in
            // Whoever makes an object chooses its labels.
            guard let call = unknown.call(for: ObjectMatch(row.objects)) else { return nil }
            let taken = objects.filter { row.objects.selects($0.identity(as: call)) }
            guard !taken.isEmpty else { return nil }
            return Open(
                section: "platform",
                words:
                    "\(row.name) takes \(taken.count) of \(objects.count) test objects of any name for the platform's",
                isEverything: taken.count * 2 >= objects.count)
        }
        rows = managers + platform
    }

    /// Those after which a verdict that nobody changed anything proves nothing; in words.
    package var everything: [String] { rows.filter(\.isEverything).map { "\($0.section): \($0.words)" } }

    /// Whether what such writers do is not looked at.
    private static func trusts(_ writer: WriterClass) -> Bool {
        switch writer {
        case .gitops, .platform, .automation: true
        case .humanCLI, .humanUI, .unknown: false
        }
    }

    private static func takesAnybody(_ row: WriterRule, _ unknown: UnknownNames) -> Bool {
        let table = WriterTable(rules: [row])
        guard row.isAboutRequests else {
            return (unknown.names + ["kubectl-edit"]).contains { name in
                ["Update", "Apply"].contains { table.rule(manager: name, operation: $0) != nil }
            }
        }
        // A row is asked with users, clients and managers that it takes in.
        let everybody =
            unknown.names + unknown.names.map { "\($0)@\(unknown.plain.namespace).example" } + [unknown.objectID]
            + (domain(of: row.user).map { domain in unknown.names.map { "\($0)\(domain)" } } ?? [])
        let programs =
            ["kubectl/v1.\(StateSchema.builtinMinor).0 (linux/amd64)", "Mozilla/5.0"]
            + unknown.names.map { "\($0)/1.0" }
        let user = everybody.first { row.user?.matches($0) ?? true }
        let client = programs.first { client in
            row.clients.isEmpty || row.clients.contains { $0.matches(client) || $0.matches(client.lowercased()) }
        }
        let manager = (["kubectl-edit"] + unknown.names).first { row.manager?.matches($0) ?? true }
        guard let user, let client, let manager else { return false }
        let groups = ["system:authenticated", "system:masters"]
        return table.rule(user: user, groups: groups, client: client, manager: manager) != nil
    }

    /// The directory that a pattern names, whose users all of them may be: `@contoso.example`.
    private static func domain(of user: TextPattern?) -> String? {
        guard let user, let at = user.text.firstIndex(of: "@") else { return nil }
        let text = String(user.text[at...])
        guard case .expression = user else { return text }
        return String(text.dropLast()).replacing("\\", with: "")
    }
}
