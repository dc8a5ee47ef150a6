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
        let objects = Set(TestDifferences.all.map { unknown.identity(of: $0) })
        let platform = baseline.platformRows.compactMap { row -> Open? in
            // Whoever makes an object chooses its labels.
            let taken = objects.filter(row.objects.selects)
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
            return [(unknown.name, "Update"), (unknown.name, "Apply"), ("kubectl-edit", "Update")].contains {
                table.rule(manager: $0, operation: $1) != nil
            }
        }
        let domain = row.user.flatMap { user in user.text.firstIndex(of: "@").map { user.text[$0...] } }
        let users =
            [unknown.name, "\(unknown.name)@\(unknown.namespace).example", unknown.objectID]
            // Everybody of one directory.
            + [domain.map { "\(unknown.name)\($0)" }].compactMap { $0 }
        let clients = ["kubectl/v1.\(StateSchema.builtinMinor).0 (linux/amd64)", "Mozilla/5.0", "\(unknown.name)/1.0"]
        return users.contains { user in
            clients.contains { client in
                ["kubectl-edit", unknown.name].contains { manager in
                    table.rule(
                        user: user, groups: ["system:authenticated", "system:masters"], client: client, manager: manager
                    )
                        != nil
                }
            }
        }
    }
}

/// Names that no sentence of a baseline is about, unless it is about all of them: they follow from its own digest.
struct UnknownNames {
    let name: String
    let namespace: String
    /// As Entra ID gives them.
    let objectID: String

    init(_ baseline: Baseline) {
        let digest = Digest(of: Array("snapctl \(baseline.digest?.hex ?? baseline.name)".utf8)).hex
        name = "t\(digest.prefix(11))"
        namespace = "n\(digest.suffix(11))"
        var rest = digest[...]
        objectID = [8, 4, 4, 4, 12].map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
    }

    /// The object of a test difference under these names.
    func identity(of test: TestDifference) -> Identity {
        Identity(
            group: APIVersion.group(of: test.object["apiVersion"]?.string ?? ""),
            kind: test.object["kind"]?.string ?? "", namespace: test.isNamespaced ? namespace : nil, name: name)
    }
}
