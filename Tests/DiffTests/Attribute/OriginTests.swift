import Diff
import Snapshot
import Testing

/// Where objects come from, and who owns which field of them.
struct OriginTests {
    private static func entry(_ identity: Identity) -> IndexEntry {
        IndexEntry(
            identity: identity, version: "v1", resource: identity.kind.lowercased() + "s", path: identity.name, size: 1,
            sha256: Digest(of: []), normalized: Digest(of: []), role: .declared, uid: "u", generation: 1, signals: [:],
            controller: nil)
    }

    private static func manager(
        _ name: String, _ operation: String = "Update", time: String = "2026-01-01T00:00:00Z", fields: Value = [:]
    ) -> Value {
        ["manager": .string(name), "operation": .string(operation), "time": .string(time), "fieldsV1": fields]
    }

    private static func origin(
        kind: String = "ConfigMap", name: String = "x", namespace: String = "a", labels: Object = Object(),
        _ managers: [Value]
    ) -> Origin {
        let identity = Identity(group: "", kind: kind, namespace: namespace, name: name)
        let object: Value = [
            "apiVersion": "v1", "kind": .string(kind),
            "metadata": [
                "name": .string(name), "labels": .object(labels), "creationTimestamp": "2026-01-01T00:00:00Z",
                "managedFields": .array(managers),
            ],
        ]
        let entry = entry(identity)
        return OriginFinder(entries: EntryTable([entry]), inventory: FluxInventory())
            .origin(of: ObjectTrace(object, entry, role: .declared))
    }

    @Test(arguments: [
        (["kustomize-controller"], Origin.Kind.gitops), (["kube-controller-manager"], .platform),
        (["kubectl-create"], .manual), (["kubectl-client-side-apply"], .unknown), (["acme-operator"], .unknown),
        ([], .unknown), (["helm"], .automation),
        (["kube-controller-manager", "kubectl-client-side-apply"], .unknown),
        (["kube-controller-manager", "kubectl-edit"], .manual),
        (["kubectl-creates-as-it-likes"], .manual),
    ])
    func managersAtTheBirthSayTheOrigin(managers: [String], expected: Origin.Kind) {
        #expect(Self.origin(managers.map { Self.manager($0) }).kind == expected)
    }

    private static let labels: [Object] = [
        Object(["addonmanager.kubernetes.io/mode": "Reconcile"]), Object(["kubernetes.azure.com/managedby": "aks"]),
    ]

    /// Whoever makes an object chooses its labels, and controllers write into what anybody made.
    @Test(
        arguments: labels,
        [
            (["kubectl-client-side-apply"], Origin.Kind.unknown), (["kubectl-label"], .unknown),
            (["Go-http-client"], .unknown), (["kubectl-client-side-apply", "kube-controller-manager"], .unknown),
            (["kubectl-create"], .manual), (["kubectl-edit", "kube-controller-manager"], .manual),
            (["cloud-node-manager"], .platform),
        ] as [([String], Origin.Kind)])
    func aLabelOfThePlatformProvesNothing(labels: Object, item: ([String], Origin.Kind)) {
        let origin = Self.origin(labels: labels, item.0.map { Self.manager($0) })
        #expect(origin.kind == item.1, "\(origin.evidence)")
    }

    @Test func aLabelOfThePlatformExcusesNoWriter() throws {
        for labels in Self.labels {
            let object: Value = [
                "apiVersion": "v1", "kind": "ConfigMap",
                "metadata": [
                    "name": "x", "labels": .object(labels),
                    "managedFields": [Self.manager("kubectl-client-side-apply")],
                ],
            ]
            let entry = Self.entry(Identity(group: "", kind: "ConfigMap", namespace: "a", name: "x"))
            var search = ZeroKubectl(entries: EntryTable([entry]), inventory: FluxInventory())
            search.look(at: ObjectTrace(object, entry, role: .declared))
            let doubts = search.verdict().findings(.doubt)
            #expect(doubts.contains { $0.words.contains("a person or AKS") }, "\(doubts.map(\.words))")
            #expect(doubts.contains { $0.words.contains("proves nothing") }, "\(doubts.map(\.words))")
        }
    }

    /// On what its name tells to be AKS's own, its kubectl is expected.
    @Test func anObjectOfAKSByNameIsItsOwn() {
        let origin = Self.origin(
            kind: "Secret", name: "bootstrap-token-abcdef", namespace: "kube-system",
            [Self.manager("kubectl-client-side-apply")])
        #expect(origin.kind == .platform, "\(origin.evidence)")
    }

    @Test func aLabelThatNobodyIsRecordedToHaveWrittenIsNoOrigin() {
        let labels = Object(["addonmanager.kubernetes.io/mode": "Reconcile"])
        #expect(Self.origin(labels: labels, []).kind == .unknown)
    }

    @Test func aPodThatNobodyMadeAndAPersonAppliedIsManual() {
        #expect(Self.origin(kind: "Pod", [Self.manager("kubectl-client-side-apply")]).kind == .manual)
    }

    @Test(arguments: [
        ("spec.replicas", true), ("spec.paused", false), ("spec", true), ("metadata.finalizers[=a]", true),
        ("metadata.finalizers[=b]", false),
    ])
    func ownershipFollowsTheFieldSets(path: String, expected: Bool) throws {
        let fields: Value = [
            "f:spec": ["f:replicas": [:]], "f:metadata": ["f:finalizers": [".": [:], "v:\"a\"": [:]]],
        ]
        let entry = try #require(
            ManagerEntry.entries(of: ["metadata": ["managedFields": [Self.manager("m", fields: fields)]]]).first)
        var elements = path.split(separator: "[").first.map { $0.split(separator: ".") }.map {
            $0.map { PathElement.field(String($0)) }
        }
        if let value = path.split(separator: "=").dropFirst().first {
            elements?.append(.value(.string(String(value.dropLast()))))
        }
        #expect(entry.owns(FieldPath(elements ?? [])) == expected)
    }

    @Test func anElementIsOwnedByItsKeysAndAnAtomicListAsAWhole() throws {
        let fields: Value = [
            "f:rules": [:],
            "f:spec": ["f:ports": ["k:{\"port\":80,\"protocol\":\"TCP\"}": [".": [:], "f:name": [:]]]],
        ]
        let entry = try #require(
            ManagerEntry.entries(of: ["metadata": ["managedFields": [Self.manager("m", fields: fields)]]]).first)
        let port = PathElement.key(Object(["port": 80, "protocol": "TCP"]))
        #expect(entry.owns(FieldPath([.field("spec"), .field("ports"), port, .field("name")])))
        #expect(entry.owns(FieldPath([.field("spec"), .field("ports"), port])))
        let other = PathElement.key(Object(["port": 443, "protocol": "TCP"]))
        #expect(!entry.owns(FieldPath([.field("spec"), .field("ports"), other])))
        #expect(entry.owns(FieldPath([.field("rules"), .index(3), .field("verbs")])))
    }

    @Test func aLocalAdministratorIsToldByTheGroupAndABaselineHasTheFirstWord() {
        let groups = ["system:masters", "system:authenticated"]
        let table = WriterTable.builtIn
        #expect(table.writer(user: "rig", groups: groups, client: "rig/1", manager: nil) == .humanCLI)
        #expect(table.writer(user: "rig", groups: ["system:authenticated"], client: "rig/1", manager: nil) == .unknown)
        #expect(table.writer(user: "aksService", groups: groups, client: "kubectl/v1", manager: nil) == .platform)
        let own = Baseline(name: "b", managers: [WriterRule(.platform, user: "rig", reason: "stands in for kubelet")])
        #expect(own.writers.writer(user: "rig", groups: groups, client: "kubectl/v1", manager: nil) == .platform)
        #expect(own.writers.writer(manager: "kubectl-edit", operation: "Update") == .humanCLI)
    }

    @Test(arguments: [
        ("aksService", "kubectl/v1.33.1 (linux/amd64)", WriterClass.platform),
        ("ada@example.org", "kubectl/v1.33.1", .humanCLI), ("ada@example.org", "Mozilla/5.0", .humanUI),
        ("system:serviceaccount:flux-system:kustomize-controller", "kustomize-controller/v1.6.1", .gitops),
        ("system:serviceaccount:flux-system:kustomize-controller", "kubectl/v1.33.1", .humanCLI),
        ("system:serviceaccount:kube-system:deployment-controller", "kube-controller-manager/v1", .platform),
        ("system:serviceaccount:shop:robot", "robot/1", .automation), ("masterclient", "kubelet/v1", .humanCLI),
        ("8c5b1e6e-0d52-4f0c-8c0b-1f5c7a3f4a01", "terraform-provider", .unknown), ("", "", .unknown),
    ])
    func aRequestIsJudgedByItsUserBeforeItsClient(user: String, client: String, expected: WriterClass) {
        #expect(WriterTable.builtIn.writer(user: user, client: client, manager: nil) == expected)
    }
}
