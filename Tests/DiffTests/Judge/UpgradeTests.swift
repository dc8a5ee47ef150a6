import Diff
import Snapshot
import TestSupport
import Testing

/// What an upgrade brought is one finding; what a person did meanwhile is not in it.
@Suite struct UpgradeTests {
    private typealias Writer = (manager: String, time: String, fields: String)

    private static func managed(_ writers: [Writer]) -> String {
        let entries = writers.map { writer in
            "{manager: \(writer.manager), operation: Update, apiVersion: v1, fieldsType: FieldsV1, "
                + "time: '\(writer.time)', fieldsV1: {\(writer.fields)}}"
        }
        return "[\(entries.joined(separator: ", "))]"
    }

    private static let (old, new) = ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")

    private static func role(
        _ name: String, _ verbs: String, _ writer: String = "kube-apiserver", _ time: String = old,
        label: String = "{kubernetes.io/bootstrapping: rbac-defaults}"
    ) -> String {
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: '\(name)', uid: 'u-\(name)', labels: \(label),
          creationTimestamp: '\(old)', managedFields: \(managed([(writer, time, "'f:rules': {}")]))}
        rules: [{apiGroups: [''], resources: [nodes], verbs: [\(verbs)]}]
        ---

        """
    }

    private static func addOn(
        image: String, arguments: String = "[]", label: String = "kubernetes.azure.com/managedby: aks",
        _ writers: [Writer]
    ) -> String {
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: coredns, namespace: kube-system, uid: d, labels: {\(label)},
          managedFields: \(managed(writers))}
        spec:
          selector: {matchLabels: {app: dns}}
          template:
            metadata: {labels: {app: dns}}
            spec: {containers: [{name: dns, image: '\(image)', args: \(arguments)}]}
        ---

        """
    }

    private static func container(_ field: String) -> String {
        "'f:spec': {'f:template': {'f:spec': {'f:containers': {'k:{\"name\":\"dns\"}': {'f:\(field)': {}}}}}}"
    }

    private func judged(
        _ before: String, _ after: String, from: String? = "v1.33.4", to: String? = "v1.34.1",
        log: [Value]? = nil,
        baseline: Baseline? = nil
    ) async throws -> Judgment {
        let states = (try await WrittenState.state(before), try await WrittenState.state(after))
        let comparer = Comparer(before: states.0, after: states.1, trustsDigests: false)
        let unopened = comparer.unopened
        let left = try await states.0.shelve(comparer.neededBefore.union(unopened.before))
        let right = try await states.1.shelve(comparer.neededAfter.union(unopened.after))
        let comparison = try await comparer.compare(before: left, after: right)
        let asked = TraceBook.identities(of: comparison)
        let books = (
            try await TraceBook(states.0, of: asked, left), try await TraceBook(states.1, of: asked, right)
        )
        var judgment = Judge(baseline: nil, today: try #require(CalendarDate("2026-02-02"))).judge(
            comparison)
        let trail = try log.map { try AuditTrails.trail([$0], wanted: asked) }
        judgment.attributions = Attributor(before: books.0, after: books.1, trail: trail)
            .attributions(of: comparison)
        UpgradeFinder(from: from, to: to, before: books.0, after: books.1, baseline: baseline)?.group(
            &judgment)
        return judgment
    }

    private static let before: String =
        role("system:node", "get")
        + addOn(image: "mcr/coredns:1.9", [("kubectl-client-side-apply", old, container("image"))])
    private static let after: String =
        role("system:node", "get, list", "kube-apiserver", new)
        + role("system:controller:new", "get", "kube-apiserver", new)
        + addOn(image: "mcr/coredns:1.11", [("kubectl-client-side-apply", new, container("image"))])

    @Test func thePlatformsChangesAreOneFinding() async throws {
        let judgment = try await judged(Self.before, Self.after)
        let upgrade = try #require(judgment.upgrade)
        #expect(upgrade.title == "1.33 → 1.34")
        #expect(judgment.violations.isEmpty, "\(judgment.violations)")
        #expect(upgrade.violations.count == 3)
        #expect(upgrade.rows == ["bootstrap-rights": 1, "bootstrap-roles": 1, "add-on-images": 1])
        // It is one finding, and somebody has to accept it.
        #expect(judgment.hasDrift)
        #expect(judgment.statuses == [.drift])
        #expect(upgrade.severity == .critical)
    }

    private static let noUpgrades: [(String?, String?)] = [
        ("v1.34.1", "v1.34.1"), ("v1.34.1", "v1.33.4"), (nil, "v1.34.1"), ("v1.33.4", nil), ("new", "newer"),
    ]

    @Test(arguments: noUpgrades)
    func withoutANewerServerThereIsNone(_ from: String?, _ to: String?) async throws {
        let judgment = try await judged(Self.before, Self.after, from: from, to: to)
        #expect(judgment.upgrade == nil)
        #expect(judgment.violations.count == 3)
    }

    @Test func aPatchOfTheServerIsAnUpgradeToo() async throws {
        let judgment = try await judged(Self.before, Self.after, from: "v1.34.1", to: "v1.34.10")
        #expect(judgment.upgrade?.title == "v1.34.1 → v1.34.10")
    }

    /// What a person did during the upgrade, in an object or beside it.
    private static let manual: [String: String] = [
        "in an add-on that the upgrade changed as well": addOn(
            image: "mcr/coredns:1.11", arguments: "[-v]",
            [("kubectl-client-side-apply", new, container("image")), ("kubectl-edit", new, container("args"))]),
        "under the name that AKS uses, what no upgrade changes under it": addOn(
            image: "mcr/coredns:1.11", arguments: "[-v]",
            [("kubectl-client-side-apply", new, both)]),
        "another image, not another version": addOn(
            image: "evil/coredns:1.11", [("kubectl-client-side-apply", new, container("image"))]),
        "a default role": role("system:node", "get, list", "kubectl-edit", new),
        "a role that is called like the server's": role("system:mine", "get", "kubectl-create", new),
        "a role with the label of the server's": role("mine", "get", "kube-apiserver", new),
        "rights to everything": wild,
        "a new role with rights to everything": role("system:new", "'*'", "kube-apiserver", new)
            .replacing("[nodes]", with: "['*']"),
        "other rights instead": role("system:node", "list", "kube-apiserver", new),
        "fewer rights": role("system:node", "", "kube-apiserver", new),
    ]
    private static let both: String =
        "'f:spec': {'f:template': {'f:spec': {'f:containers': {'k:{\"name\":\"dns\"}': {'f:image': {}, 'f:args': {}}}}}}"
    private static let wild: String = role("system:node", "'*'", "kube-apiserver", new)
        .replacing("[nodes]", with: "['*']")

    @Test(arguments: manual.keys.sorted())
    func whatAPersonDidMeanwhileIsNamed(_ what: String) async throws {
        let change = try #require(Self.manual[what])
        var after = change
        if !change.contains("name: 'system:node'") {
            after += Self.role("system:node", "get, list", "kube-apiserver", Self.new)
        }
        if change.contains("kind: ClusterRole") {
            after += Self.addOn(
                image: "mcr/coredns:1.11", [("kubectl-client-side-apply", Self.new, Self.container("image"))])
        }
        let judgment = try await judged(Self.before, after)
        #expect(judgment.violations.count == 1, "\(judgment.violations.map(\.identity))")
        #expect(judgment.upgrade != nil)
        #expect(judgment.hasDrift)
    }

    /// Labels are what their writer chooses: an object that became the platform's only now is none.
    @Test func aLabelAloneBringsNothingIn() async throws {
        let image = Self.container("image")
        let before = Self.addOn(image: "a/b:1", label: "app: x", [("kubectl-client-side-apply", Self.old, image)])
        let after = Self.addOn(image: "a/b:2", [("kubectl-client-side-apply", Self.new, image)])
        let judgment = try await judged(before, after)
        #expect(judgment.upgrade == nil)
        let role = Self.role("system:node", "get")
        let added = try await judged(role, role + Self.addOn(image: "a/b:2", [("aks-operator", Self.new, image)]))
        #expect(added.upgrade == nil && added.violations.count == 1)
    }

    private static func deletion(
        of resource: String, _ name: String, group: String = "", namespace: String? = nil,
        by user: String,
        impersonated: String? = nil, client: String = "aks/1"
    ) -> Value {
        AuditLines.event(
            id: name, verb: "delete", user: user, impersonated: impersonated, client: client,
            group: group,
            resource: resource, namespace: namespace, name: name, query: "", at: "2026-01-20T00:00:00Z")
    }

    /// Without a log nobody knows who removed an object; with one the platform itself has to be named.
    @Test(arguments: [
        (nil, nil, false), ("aksService", nil, true), ("system:apiserver", nil, true),
        ("ada@example.org", nil, false),
        ("aksService", "ada@example.org", false), ("somebody", nil, false),
        ("system:serviceaccount:kube-system:generic-garbage-collector", nil, false),
        ("system:kube-controller-manager", nil, false),
    ])
    func whatWentIsOfTheUpgradeWhereTheLogShowsThePlatform(
        _ user: String?, _ impersonated: String?, _ isUpgrade: Bool
    ) async throws {
        let container = Self.container("image")
        let kept = Self.role("system:node", "get")
        let gone: [(text: String, resource: String, name: String, group: String, namespace: String?)] =
            [
                (
                    Self.role("system:old", "get"), "clusterroles", "system:old", "rbac.authorization.k8s.io",
                    nil
                ),
                (
                    Self.addOn(image: "a:1", [("kubectl-client-side-apply", Self.old, container)]),
                    "deployments", "coredns",
                    "apps", "kube-system"
                ),
            ]
        for object in gone {
            let log = user.map {
                [
                    Self.deletion(
                        of: object.resource, object.name, group: object.group, namespace: object.namespace,
                        by: $0,
                        impersonated: impersonated)
                ]
            }
            let judgment = try await judged(kept + object.text, kept, log: log)
            #expect((judgment.upgrade != nil) == isUpgrade, "\(object.name)")
            #expect(judgment.violations.count == (isUpgrade ? 0 : 1))
            #expect(judgment.hasDrift)
            if user == "ada@example.org" {
                #expect(judgment.attributions.values.flatMap(\.authors).map(\.user) == ["ada@example.org"])
            }
        }
    }

    @Test func aBindingThatWentIsNeverOfAnUpgrade() async throws {
        let binding = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: 'system:node', uid: b, labels: {kubernetes.io/bootstrapping: rbac-defaults}}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:node'}
            subjects: []

            """
        let kept = Self.role("system:node", "get")
        let log = [
            Self.deletion(
                of: "clusterrolebindings", "system:node", group: "rbac.authorization.k8s.io",
                by: "system:apiserver")
        ]
        let judgment = try await judged(kept + binding, kept, log: log)
        #expect(judgment.upgrade == nil && judgment.violations.count == 1)
    }

    @Test func aBaselineSwitchesARowOff() async throws {
        let text =
            "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\ntables: {without: "
            + "[{table: upgrades, row: bootstrap-rights, reason: r}]}\n"
        let baseline = try BaselineReader.read(Array(text.utf8), file: "b.yaml")
        let judgment = try await judged(Self.before, Self.after, baseline: baseline)
        #expect(judgment.upgrade?.rows == ["bootstrap-roles": 1, "add-on-images": 1])
        #expect(judgment.violations.map(\.identity.name) == ["system:node"])
    }

    @Test func whoHasRightsIsNeverAnUpgrade() async throws {
        func binding(_ name: String, _ time: String) -> String {
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: 'system:node', uid: b, labels: {kubernetes.io/bootstrapping: rbac-defaults},
              managedFields: \(Self.managed([("kube-apiserver", time, "'f:subjects': {}")]))}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: 'system:node'}
            subjects: [{kind: User, apiGroup: rbac.authorization.k8s.io, name: \(name)}]

            """
        }
        let judgment = try await judged(binding("a", Self.old), binding("b", Self.new))
        #expect(judgment.upgrade == nil && judgment.violations.count == 1)
    }
}
