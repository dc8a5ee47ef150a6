import Diff
import Snapshot
import Testing

/// A baseline with these lines below the head.
private func read(_ body: String) throws(BaselineError) -> Baseline {
    let head = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: test, version: 3}\n"
    return try BaselineReader.read(Array((head + body).utf8), file: "b.yaml")
}

/// A rule with these members beside name, kind and reason.
private func rule(_ members: String) throws(BaselineError) -> Rule? {
    try read("rules:\n- {name: r, reason: because, \(members)}\n").rules.first
}

@Suite struct BaselineReaderTests {
    @Test func everythingThatIsWrittenArrives() throws {
        let baseline = try read(
            """
            scope:
              include: [{namespaces: ["pay-*", _cluster]}]
              exclude:
              - {kinds: [Event, Lease]}
              - {groups: [metrics.k8s.io], names: "/x-[0-9]+/"}
            rules:
            - name: hpa-owns-replicas
              match: {kind: Deployment, group: apps, namespace: "a0005-*", name: web, path: spec.replicas}
              allow: {range: [2, 10], removal: true}
              reason: scaled by the autoscaler
              owner: platform-team
              ticket: CHG-1234
              expires: 2027-03-31
            - {name: no-look, match: {kind: [Secret, ConfigMap]}, ignore: true, reason: r}
            - {name: never, match: {path: spec.x}, forbid: true, severity: low, reason: r}
            - {name: weigh, match: {kind: Pod}, severity: critical, reason: r}
            """)
        #expect(baseline.name == "test")
        #expect(baseline.version == "3")
        #expect(baseline.scope.include.count == 1)
        #expect(baseline.scope.exclude.count == 2)
        #expect(baseline.rules.map(\.name) == ["hpa-owns-replicas", "no-look", "never", "weigh"])
        let first = try #require(baseline.rules.first)
        #expect(first.owner == "platform-team")
        #expect(first.ticket == "CHG-1234")
        #expect(first.expires == CalendarDate("2027-03-31"))
        #expect(first.path == (try PathPattern(parsing: "spec.replicas")))
        #expect(first.position.line == 10)
        guard case .allow(let allowance) = first.action else { return #expect(Bool(false), "not an allowance") }
        #expect(allowance.removal && !allowance.addition)
        #expect(baseline.rules[1].action == .ignore)
        #expect(baseline.rules[2].action == .forbid(.low))
        #expect(baseline.rules[3].action == .severity(.critical))
        #expect(baseline.digest != nil)
    }

    /// Place and a part of the words; every one of these would change a verdict if it were taken in silence.
    @Test(arguments: [
        ("scop: {}", "b.yaml:4:1", "no key of the document", "did you mean `scope`?"),
        ("parameters: {a: {b: c}}", "b.yaml:4:14", "has no `stages`", "docs"),
        ("parameters: {a b: c}", "b.yaml:4:14", "is no name of a parameter", "docs"),
        ("parameters: {a: [c]}", "b.yaml:4:14", "an array instead of a value", "docs"),
        ("parameters: {a: {pattern: '('}}", "b.yaml:4:18", "no regular expression", "docs"),
        ("parameters: {a: {pattern: x, prod: y}}", "b.yaml:4:30", "`prod` is no key", "remove"),
        ("stages: {p: {}, q: {}}\nparameters: {a: {p: c}}", "b.yaml:5:14", "no value for the stage `q`", "docs"),
        ("stages: {p: {}}\nparameters: {a: {q: c}}", "b.yaml:5:18", "`q` is no key", "did you mean `p`?"),
        ("stages: {p: {clusters: [u, u]}}", "b.yaml:4:28", "stands in the stage `p` already", "docs"),
        ("stages: {p: {cluster: u}}", "b.yaml:4:14", "`cluster` is no key", "`clusters`"),
        ("stages: {pattern: {}}", "b.yaml:4:10", "is no name of a stage", "docs"),
        (
            "stages: {p: {}}\nrules: [{name: a, match: {kind: A}, stages: [q], ignore: true, reason: r}]",
            "b.yaml:5:46", "names no stage", "docs"
        ),
        (
            "rules: [{name: a, match: {path: a}, allow: {values: {p: 1}}, reason: r}]", "b.yaml:4:45",
            "has no `stages`", "docs"
        ),
        (
            "parameters: {registry: r}\nrules: [{name: a, match: {name: '${regsitry}'}, ignore: true, reason: r}]",
            "b.yaml:5:27", "no parameter is named `regsitry`", "did you mean `${registry}`?"
        ),
        ("failOn: hgih", "b.yaml:4:1", "none of critical, high, medium, low; did you mean `high`?", "docs"),
        ("failOn: {prod: high}", "b.yaml:4:1", "has no `stages`", "docs"),
        ("rules: [{name: a, match: {lables: {a: b}}, ignore: true, reason: r}]", "b.yaml:4:27", "no key", "`labels`"),
        ("rules: [{name: a, match: {labels: [a]}, ignore: true, reason: r}]", "b.yaml:4:27", "instead of", "docs"),
        (
            "rules: [{name: a, match: {labels: {a: 1}}, ignore: true, reason: r}]", "b.yaml:4:36", "instead of text",
            "docs"
        ),
        ("scope: {exlude: []}", "b.yaml:4:9", "`exlude` is no key of `scope`", "`exclude`"),
        ("scope:\n  exclude:\n  - kind: [Event]", "b.yaml:6:5", "`kind` is no key of `scope.exclude[0]`", "`kinds`"),
        ("scope: {exclude: [{}]}", "b.yaml:4:19", "selects everything", "docs"),
        ("scope: {exclude: [{kinds: []}]}", "b.yaml:4:20", "is empty", "docs"),
        ("scope: {exclude: [{kinds: [on]}]}", "b.yaml:4:28", "a boolean instead of text (quote it)", "docs"),
        ("scope: {exclude: {kinds: [A]}}", "b.yaml:4:9", "an object instead of a list", "docs"),
        ("scope: {exclude: [{kinds: [/(/]}]}", "b.yaml:4:28", "no regular expression", "docs"),
        ("rules: {}", "b.yaml:4:1", "an object instead of a list", "docs"),
        ("rules: [{match: {kind: A}, ignore: true, reason: r}]", "b.yaml:4:9", "has no `name`", "add"),
        ("rules: [{name: a, ignore: true, reason: r}]", "b.yaml:4:9", "has no `match`", "add"),
        ("rules: [{name: a, match: {kind: A}, ignore: true}]", "b.yaml:4:9", "has no `reason`", "add"),
        ("rules: [{name: a, match: {kind: A}, ignore: true, reason: ' '}]", "b.yaml:4:51", "is empty", "docs"),
        ("rules: [{name: a, match: {kind: A}, reason: r}]", "b.yaml:4:9", "has no `ignore` or `allow`", "add"),
        ("rules: [{name: a, match: {kind: A}, ignore: false, reason: r}]", "b.yaml:4:37", "only be `true`", "docs"),
        (
            "rules: [{name: a, match: {kind: A}, ignore: true, forbid: true, reason: r}]", "b.yaml:4:9",
            "more than one", "docs"
        ),
        ("rules: [{name: a, match: {}, ignore: true, reason: r}]", "b.yaml:4:19", "matches everything", "docs"),
        ("rules: [{name: a, match: {path: 'a['}, ignore: true, reason: r}]", "b.yaml:4:27", "is no path", "docs"),
        ("rules: [{name: a, match: {kind: A}, allow: {}, reason: r}]", "b.yaml:4:37", "allows nothing", "docs"),
        ("rules: [{name: a, match: {kind: A}, allow: {values: [1]}, reason: r}]", "b.yaml:4:37", "no `path`", "docs"),
        (
            "rules: [{name: a, match: {path: a}, allow: {range: [3, 2]}, reason: r}]", "b.yaml:4:45",
            "smaller one first", "docs"
        ),
        ("rules: [{name: a, match: {path: a}, allow: {range: [3]}, reason: r}]", "b.yaml:4:45", "two numbers", "docs"),
        ("rules: [{name: a, match: {path: a}, allow: {valeus: [3]}, reason: r}]", "b.yaml:4:45", "no key", "`values`"),
        ("rules: [{name: a, match: {path: a}, severity: hot, reason: r}]", "b.yaml:4:37", "none of critical", "docs"),
        (
            "rules: [{name: a, match: {kind: A}, ignore: true, reason: r, expires: 2027-02-30}]", "b.yaml:4:62",
            "no date", "docs"
        ),
        (
            "rules:\n- {name: a, match: {kind: A}, ignore: true, reason: r}\n- {name: a, match: {kind: B}, ignore: true, reason: r}",
            "b.yaml:6:4", "is used already at line 5", "of its own"
        ),
        ("rules: [", "b.yaml:5:1", "malformed", "correct"),
        ("---\na: 1", "b.yaml:5:1", "2 documents", "one document"),
    ])
    func whatWouldNotBeAppliedIsRefusedAtItsPlace(_ body: String, _ place: String, _ words: String, _ hint: String) {
        let error = #expect(throws: BaselineError.self) { try read(body) }
        #expect(error?.summary.hasPrefix(place + ": ") == true, "\(error?.summary ?? "")")
        #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "")")
        #expect(error?.hint.contains(hint) == true, "\(error?.hint ?? "")")
    }

    @Test(arguments: [
        ("", "b.yaml:1:1: the file holds no baseline"),
        ("kind: Baseline", "b.yaml:1:1: the document has no `apiVersion`"),
        ("apiVersion: snapctl.dev/v2\nkind: Baseline", "b.yaml:1:1: apiVersion is `snapctl.dev/v2` instead of"),
        ("apiVersion: snapctl.dev/v1\nkind: List", "b.yaml:2:1: kind is `List` instead of"),
        ("apiVersion: snapctl.dev/v1\nkind: Baseline", "b.yaml:1:1: the document has no `metadata`"),
        ("- a", "b.yaml:1:1: `` is an array"),
    ])
    func aFileThatIsNoBaselineIsRefused(_ text: String, _ words: String) {
        let error = #expect(throws: BaselineError.self) { try BaselineReader.read(Array(text.utf8), file: "b.yaml") }
        if !words.contains("``") { #expect(error?.summary.hasPrefix(words) == true, "\(error?.summary ?? "")") }
    }

    @Test(arguments: [
        ("range: [2, 10]", "2", true), ("range: [2, 10]", "10", true), ("range: [2, 10]", "11", false),
        ("range: [2, 10]", "\"5\"", true), ("range: [2, 10]", "x", false), ("range: [100m, 2]", "500m", true),
        ("range: [100m, 2]", "\"0.05\"", false), ("range: [1Gi, 4Gi]", "2048Mi", true),
        ("range: [1Gi, 4Gi]", "5G", false),
        ("range: [-3, -1]", "-2", true), ("range: [-3, -1]", "1", false), ("range: [0, 0]", "0", true),
        ("values: [1, a]", "a", true), ("values: [1, a]", "\"1\"", false), ("pattern: \"v[0-9]+\"", "v12", true),
        ("pattern: \"v[0-9]+\"", "xv12", false), ("addition: true", "x", false), ("removal: true", "x", false),
    ])
    func allowancesAdmitExactlyWhatTheySay(_ allowed: String, _ value: String, _ expected: Bool) throws {
        let rule = try #require(try rule("match: {path: spec.x}, allow: {\(allowed)}"))
        guard case .allow(let allowance) = rule.action else { return #expect(Bool(false)) }
        let after = try #require(try YAMLReader.documents(Array(value.utf8)).first?.value)
        #expect(allowance.admits(before: "old", after: after) == expected)
    }

    @Test func additionAndRemovalAreAllowedOnlyWhenWritten() {
        #expect(Allowance(addition: true).admits(before: nil, after: 1))
        #expect(!Allowance(addition: true).admits(before: 1, after: nil))
        #expect(Allowance(removal: true).admits(before: 1, after: nil))
        #expect(!Allowance(values: [1]).admits(before: 1, after: nil))
        #expect(Allowance(values: [1]).admits(before: nil, after: 1))
        #expect(!Allowance(values: [1], addition: true).admits(before: nil, after: 2))
    }
}

@Suite struct BaselineLayoutTests {
    @Test(arguments: [
        (Identity(group: "apps", kind: "Deployment", namespace: "pay", name: "web"), "pay/Deployment.apps/web"),
        (Identity(group: "", kind: "Namespace", namespace: nil, name: "pay"), "_cluster/Namespace/pay"),
        (
            Identity(group: "rbac.authorization.k8s.io", kind: "ClusterRole", namespace: nil, name: "system:Node*"),
            "_cluster/ClusterRole.rbac.authorization.k8s.io/system%3A%4Eode%2A"
        ),
        (Identity(group: "", kind: "ConfigMap", namespace: "_cluster", name: ".."), "%5Fcluster/ConfigMap/%2E%2E"),
        (Identity(group: "", kind: "ConfigMap", namespace: "a", name: "aux.x"), "a/ConfigMap/%61ux.x"),
        (Identity(group: "", kind: "ConfigMap", namespace: "a/b", name: "~"), "a%2Fb/ConfigMap/%7E"),
    ])
    func pathsAreReadableAndSafe(_ identity: Identity, _ path: String) {
        #expect(BaselineLayout.path(for: identity) == "resources/\(path).yaml")
    }

    @Test func noTwoIdentitiesShareAPath() {
        let names = [
            "a", "A", "%61", "a.", ".a", "a/b", "a%2Fb", "é", "e\u{301}", "", "%", "_", "con", "Con", "_cluster", "a.b",
            "~",
            String(repeating: "x", count: 300), String(repeating: "x", count: 301), String(repeating: "é", count: 90),
        ]
        let kinds = [("A", ""), ("A.b", "c"), ("A", "b.c"), ("a", ""), ("A.b.c", "")]
        var paths: Set<String> = []
        var count = 0
        for (kind, group) in kinds {
            for namespace in names.map(Optional.some) + [nil] {
                for name in names {
                    let path = BaselineLayout.path(
                        for: Identity(group: group, kind: kind, namespace: namespace, name: name))
                    paths.insert(path)
                    count += 1
                    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
                    #expect(parts.count == 4 && parts.allSatisfy { !$0.isEmpty && $0.utf8.count <= 210 }, "\(path)")
                }
            }
        }
        #expect(paths.count == count)
    }
}
