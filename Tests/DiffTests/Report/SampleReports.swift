import Diff
import Snapshot

/// Reports that hold every kind of fact, for golden files and for claims about all formats.
enum SampleReports {
    static let names = [
        "clean", "drift", "check", "hands", "inconclusive", "evidence", "sealed", "texts", "required", "hostile",
    ]

    static func report(_ name: String) throws -> Report {
        switch name {
        case "clean": try clean()
        case "check": try check()
        case "hands": try hands()
        case "inconclusive": try inconclusive()
        case "evidence": try evidence()
        case "sealed": try sealed()
        case "texts": try texts()
        case "required": try required()
        case "hostile": try hostile()
        default: try drift()
        }
    }

    // MARK: Parts

    static func identity(_ kind: String, _ group: String, _ namespace: String?, _ name: String) -> Identity {
        Identity(group: group, kind: kind, namespace: namespace, name: name)
    }

    static func changed(_ path: FieldPath, _ before: Value?, _ after: Value?, _ kind: FieldChange.Kind = .value)
        -> FieldChange
    {
        FieldChange(path: path, kind: kind, before: before, after: after)
    }

    static func named(_ name: String) -> PathElement {
        .key((["name": .string(name)] as Value).object ?? Object())
    }

    static func container(_ name: String, _ field: String) -> FieldPath {
        FieldPath(["spec", "template", "spec", "containers"].map(PathElement.field) + [named(name), .field(field)])
    }

    static func token(_ key: String, _ digit: String) -> Value {
        .string("hmac-sha256:\(key):" + String(repeating: digit, count: 64))
    }

    static func source(_ argument: String, _ time: String, objects: Int = 1_697) -> ReportSource {
        var source = ReportSource(argument: argument, kind: .cluster, objectCount: objects)
        source.cluster = Manifest.Cluster(
            name: "prod", server: "https://prod.example:6443", uid: "2f6d6a52-0c1b-4a52-9f0e-6d2f0a0b7c11",
            version: "v1.36.2", authoritySHA256: nil, isVerified: true)
        source.user = "auditor@example.org"
        source.startedAt = time
        source.finishedAt = time
        source.redactionKeyID = "00112233aabbccdd"
        source.digest = String(repeating: "ab", count: 32)
        source.manifest = try? manifest(at: time)
        return source
    }

    /// What the captured states say of themselves.
    static func manifest(at time: String, text: String = "ada") throws -> Manifest {
        let value: Value = [
            "actor": ["groups": ["ops"], "host": "jump-1", "osUser": .string(text), "user": "auditor@example.org"],
            "coverage": [
                coverage("", "Namespace", "namespaces", "complete", 12, "900719925474099"),
                coverage("apps", "Deployment", "deployments", "complete", 310, "900719925474102"),
                coverage("gateway.networking.k8s.io", "Gateway", "gateways", "gap", 0, nil),
                coverage("coordination.k8s.io", "Lease", "leases", "excluded", 0, nil),
            ],
            "files": [], "format": "snapctl.dev/snapshot/v1",
            "gaps": [
                [
                    "group": "gateway.networking.k8s.io", "message": .string("gateways is forbidden \(text)"),
                    "reason": "forbidden", "resource": "gateways", "status": 403, "version": "v1",
                ]
            ],
            "normalizer": ["rulesDigest": .string(String(repeating: "cd", count: 32)), "schemaDigest": ""],
            "objectBytes": 0, "objectCount": 322,
            "redaction": ["ephemeral": false, "group": "default", "keyID": "00112233aabbccdd", "values": 8],
            "roots": [
                "content": .string(String(repeating: "1a", count: 32)),
                "normalized": .string(String(repeating: "2b", count: 32)),
            ],
            "scope": ["exclude": [], "include": [], "namespaces": [], "rulesDigest": ""], "source": "cluster",
            "times": ["finishedAt": .string(time), "skewMilliseconds": -12, "startedAt": .string(time)],
            "tool": ["name": "snapctl", "version": "0.1.0"],
        ]
        return try Manifest(bytes: CanonicalJSON.bytes(value) + [UInt8(ascii: "\n")])
    }

    private static func coverage(
        _ group: String, _ kind: String, _ resource: String, _ state: String, _ count: Int, _ version: String?
    ) -> Value {
        var object = Object()
        for (key, value) in [
            ("group", Value.string(group)), ("kind", .string(kind)), ("resource", .string(resource)),
            ("state", .string(state)), ("version", "v1"), ("count", .number(Number(count))),
            ("pages", .number(Number(count > 0 ? 1 : 0))), ("restarts", 0), ("duplicates", 0),
        ] { object[key] = value }
        object["resourceVersion"] = version.map(Value.string)
        return .object(object)
    }

    static let morning = source("prod-monday.tar.zst", "2026-11-23T06:40:11Z")
    static let evening = source("prod-tuesday.tar.zst", "2026-11-24T06:40:09Z", objects: 1_702)

    static func make(
        _ comparison: Comparison, baseline: Baseline? = nil, completeness: Completeness = Completeness(),
        limits: [String] = [], known: [Identity]? = nil, requirements: [RequirementResult] = [],
        sources: (before: ReportSource, after: ReportSource)? = nil
    ) throws -> Report {
        guard let today = CalendarDate("2026-11-24") else { throw BadSample() }
        let judgment = Judge(baseline: baseline, today: today).judge(
            comparison, completeness: completeness, known: known, requirements: requirements)
        var before = morning
        if baseline != nil { before = ReportSource(argument: "golden/example", kind: .baseline, objectCount: 1_400) }
        var after = evening
        if let sources { (before, after) = sources }
        return Report(
            command: baseline == nil ? .diff : .check, tool: "snapctl 0.1.0", madeAt: "2026-11-24T07:00:00Z",
            before: before, after: after, baseline: baseline, comparison: comparison, judgment: judgment,
            limits: limits, invocation: ["diff", "prod-monday.tar.zst", "prod-tuesday.tar.zst", "-o", "html=r.html"])
    }

    struct BadSample: Error {}

    // MARK: Reports

    static func clean() throws -> Report {
        var comparison = Comparison()
        comparison.equalCount = 1_204
        comparison.normalizedCount = 23
        comparison.derivedCount = 390
        comparison.bookkeepingCount = 80
        comparison.suppressed = ["revision-annotation": 12, "quantity": 3]
        comparison.signals = [
            Signal(
                identity: identity("Kustomization", "kustomize.toolkit.fluxcd.io", "flux-system", "apps"),
                kind: .reconcileRequested, detail: "reconcile.fluxcd.io/requestedAt 06:00 → 06:30")
        ]
        return try make(comparison, limits: ["What happened between the two captures and was undone is not seen."])
    }

    static func drift() throws -> Report {
        var comparison = Comparison()
        let script = (1...14).map { "line \($0)\n" }.joined()
        comparison.changes = [
            Change(
                identity: identity("Deployment", "apps", "payments", "web"),
                kind: .modified([
                    changed(FieldPath(fields: "spec", "replicas"), 2, 4),
                    changed(
                        container("web", "image"), "acr.example.io/live/payments/web:1.0",
                        "docker.io/somebody/web:hotfix"),
                    changed(FieldPath(fields: "metadata", "annotations", "example.org/note"), nil, "true"),
                ])),
            Change(identity: identity("NetworkPolicy", "networking.k8s.io", "payments", "deny-all"), kind: .removed),
            Change(
                identity: identity("ClusterRoleBinding", "rbac.authorization.k8s.io", nil, "break-glass"), kind: .added),
            Change(
                identity: identity("ConfigMap", "", "payments", "settings"),
                kind: .modified([
                    changed(
                        FieldPath(fields: "data", "run.sh"), .string(script),
                        .string(script.replacing("line 7\n", with: "line seven\nline 7½\n")))
                ])),
            Change(
                identity: identity("Secret", "", "payments", "db"),
                kind: .modified([
                    changed(
                        FieldPath(fields: "data", "password"), token("00112233aabbccdd", "a"),
                        token("00112233aabbccdd", "b"))
                ])),
            Change(
                identity: identity("ReplicaSet", "apps", "payments", "web-5d8"),
                kind: .tampered(
                    [
                        changed(
                            container("web", "resources"),
                            [
                                "limits": ["cpu": "1", "memory": "512Mi"],
                                "requests": ["cpu": "500m", "memory": "256Mi"],
                            ], nil)
                    ],
                    owner: identity("Deployment", "apps", "payments", "web"))),
        ]
        comparison.orderOnly = [
            Change(
                identity: identity("Role", "rbac.authorization.k8s.io", "payments", "reader"),
                kind: .modified([
                    changed(
                        FieldPath([.field("rules"), .index(0), .field("verbs")]), ["get", "list"], ["list", "get"],
                        .orderOnly)
                ]))
        ]
        comparison.signals = [
            Signal(identity: identity("ConfigMap", "", "payments", "settings"), kind: .recreated, detail: "uid 1 → 2")
        ]
        comparison.equalCount = 1_204
        comparison.normalizedCount = 23
        comparison.derivedCount = 390
        comparison.bookkeepingCount = 80
        return try make(comparison)
    }

    static let rules = """
        apiVersion: snapctl.dev/v1
        kind: Baseline
        metadata: {name: example, version: 7}
        scope:
          exclude: [{kinds: [Lease, Event]}]
        rules:
        - name: hpa-owns-replicas
          match: {kind: Deployment, namespace: "pay*", path: spec.replicas}
          allow: {range: [2, 10]}
          reason: scaled by the autoscaler
          owner: platform-team
          ticket: CHG-1234
          expires: 2027-03-31
        - name: old-exception
          match: {kind: ConfigMap, path: data}
          ignore: true
          reason: was being migrated
          expires: 2026-10-31
        - name: leftover
          match: {kind: Deplyoment}
          ignore: true
          reason: nobody remembers
        - name: no-public-images
          match: {path: "**.image"}
          allow: {pattern: "acr\\\\.example\\\\.io/.*"}
          reason: images come from our registry
        """

    static func check() throws -> Report {
        var comparison = Comparison()
        let deployments = (1...5).map { identity("Deployment", "apps", "payments", "web-\($0)") }
        comparison.changes = deployments.enumerated().map { i, identity in
            Change(
                identity: identity,
                kind: .modified([
                    changed(FieldPath(fields: "spec", "replicas"), 2, .number(Number(i == 4 ? 40 : 3 + i)))
                ]))
        }
        comparison.changes += [
            Change(
                identity: identity("ConfigMap", "", "payments", "settings"),
                kind: .modified([changed(FieldPath(fields: "data", "a.b"), "1", "2")])),
            Change(identity: identity("Lease", "coordination.k8s.io", "kube-system", "x"), kind: .added),
            Change(identity: identity("Pod", "", "payments", "debug"), kind: .added),
            Change(identity: identity("DaemonSet", "apps", "falco-system", "falco"), kind: .removed),
            Change(
                identity: identity("CronJob", "batch", "payments", "report"),
                kind: .modified([changed(FieldPath(fields: "spec", "image"), "acr.example.io/a:1", "docker.io/a:1")])),
        ]
        comparison.equalCount = 1_390
        let baseline = try BaselineReader.read(Array(rules.utf8), file: "golden/example/baseline.yaml")
        let outside = Gap(
            group: "external.metrics.k8s.io", version: nil, resource: nil, reason: .stale, status: nil, message: "")
        return try make(
            comparison, baseline: baseline,
            completeness: Completeness(holes: [.init(side: .after, gap: outside, kind: nil, wasInScope: false)]),
            known: comparison.changes.map(\.identity))
    }

    /// The differences of ``drift()`` with the people behind them, and a verdict about hands.
    static func hands() throws -> Report { try byHand(drift(), "ada@example.org") }

    /// A report with that person, or text, behind everything.
    private static func byHand(_ report: Report, _ who: String) throws -> Report {
        let person = Author(
            leg: .auditLog, writer: .humanCLI, manager: "kubectl-edit", operation: "patch",
            time: "2026-11-24T05:12:09Z",
            user: who, impersonated: who, client: who)
        let manager = Author(
            leg: .managedFields, writer: .humanCLI, manager: who, operation: "Update", subresource: who,
            time: "2026-11-24T05:13:00Z")
        var judgment = report.judgment
        for (i, violation) in judgment.violations.enumerated() {
            judgment.attributions[violation.identity] =
                i % 3 == 2
                ? Attribution(origin: Origin(.unknown, who), authors: [], noTrace: ["managedFields: \(who)"])
                : Attribution(
                    origin: Origin(.gitops, "in the inventory of Kustomization \(who)"),
                    authors: i % 3 == 0 ? [person, manager] : [manager],
                    doubts: i % 3 == 0 ? [] : ["\(who) is free text"],
                    notes: i % 3 == 0 ? ["it went with \(who)"] : [])
        }
        judgment.verdict = Verdict(
            outcome: .violated, statement: "1 hand was found: \(who)",
            legs: [
                Verdict.Leg(
                    .auditLog, basis: "12 events from \(who)",
                    findings: [
                        Verdict.Finding(
                            .hand, judgment.violations.first?.identity, "patched by \(who)", author: person),
                        Verdict.Finding(.doubt, nil, who, origin: Origin(.unmanaged, who)),
                    ], blindSpots: ["get and list are left out of \(who)"]),
                Verdict.Leg(.managedFields, basis: nil, blindSpots: ["deletes leave nothing"]),
            ], origins: [.gitops: 1_204, .platform: 322, .manual: 3, .unknown: 1],
            obstacles: ["a leg is missing: \(who)"])
        return Report(
            command: report.command, tool: report.tool, madeAt: report.madeAt, before: report.before,
            after: report.after,
            comparison: Comparison(), judgment: judgment, limits: report.limits, invocation: report.invocation)
    }

    static func inconclusive() throws -> Report {
        var comparison = Comparison()
        comparison.incomparable = (1...3).map {
            Change(
                identity: identity("Secret", "", "payments", "db-\($0)"),
                kind: .modified([
                    changed(
                        FieldPath(fields: "data", "password"), token("00112233aabbccdd", "a"),
                        token("99887766aabbccdd", "b"), .incomparable)
                ]))
        }
        comparison.changes = [
            Change(identity: identity("Gateway", "gateway.networking.k8s.io", "payments", "edge"), kind: .removed)
        ]
        let gap = Gap(
            group: "gateway.networking.k8s.io", version: "v1", resource: "gateways", reason: .forbidden, status: 403,
            message: "gateways is forbidden")
        return try make(
            comparison,
            completeness: Completeness(
                holes: [.init(side: .after, gap: gap, kind: "Gateway")],
                skipped: ["the index was trusted; no body was verified"]))
    }

    static func evidence() throws -> Report {
        var comparison = Comparison()
        comparison.changes = [
            Change(
                identity: identity("Namespace", "", nil, "payments"),
                kind: .modified([changed(FieldPath(fields: "metadata", "labels", "team"), "a", "b")]))
        ]
        return try make(
            comparison,
            completeness: Completeness(breaches: [
                .init(
                    subject: "prod-tuesday.tar.zst",
                    words: "resources/core/namespaces/_cluster/payments.json does not have the digest of the index")
            ]))
    }

    /// Text that tries to become something else wherever it is shown.
    static let poison =
        "a\u{1B}[2J\u{1B}]0;x\u{7}\u{9B}31m\r\u{8}\u{7F}\u{202E}live\u{2066}\u{200B}\u{FEFF}\u{2028}b\n+ fake\u{0}<b>|`$(x)`\u{301}\u{301}\u{301}\u{301}\u{301}"

    static func hostile() throws -> Report { try hostile(poison) }

    /// A report in which everything that a cluster, a file or a user names is that text.
    static func hostile(_ poison: String) throws -> Report {
        var comparison = Comparison()
        let object = identity(poison, poison, poison, poison)
        comparison.changes = [
            Change(
                identity: object,
                kind: .modified([
                    changed(FieldPath([.field(poison), named(poison)]), .string(poison), [.string(poison)])
                ])),
            Change(identity: identity(poison, poison, poison, poison + "2"), kind: .added),
        ]
        comparison.incomparable = [
            Change(identity: object, kind: .modified([changed(FieldPath(fields: poison), nil, nil, .incomparable)]))
        ]
        comparison.orderOnly = [
            Change(identity: object, kind: .modified([changed(FieldPath(fields: poison), nil, nil, .orderOnly)]))
        ]
        comparison.signals = [Signal(identity: object, kind: .deleting, detail: poison)]
        comparison.suppressed = [poison: 1]
        comparison.suppressedObjects = [
            SuppressedObject(
                identity: object,
                suppressions: [
                    Suppression(
                        path: FieldPath(fields: poison), rule: poison, before: .string(poison),
                        after: [.string(poison)],
                        note: poison)
                ])
        ]
        let gap = Gap(
            group: poison, version: poison, resource: poison, reason: .malformed, status: 200, message: poison)
        let rules = [
            Rule(
                name: poison, match: ObjectMatch(.init(names: [.glob(Glob("*3"))])), action: .ignore, reason: poison,
                owner: poison, ticket: poison, position: InputPosition(line: 1, column: 1)),
            Rule(
                name: poison + "4", match: ObjectMatch(.init(names: [.glob(Glob("*4"))])),
                action: .allow(Allowance(values: [.string(poison)])), reason: poison,
                position: InputPosition(line: 1, column: 1)),
        ]
        comparison.changes += [
            Change(identity: identity(poison, poison, poison, poison + "3"), kind: .removed),
            Change(
                identity: identity(poison, poison, poison, poison + "4"),
                kind: .modified([
                    changed(FieldPath(fields: poison), .string("a\n\(poison)\nb\n"), .string("a\n\(poison)\nc\n")),
                    changed(FieldPath(fields: "spec", poison), nil, .string(poison)),
                ])),
            Change(
                identity: identity(poison, poison, poison, poison + "5"),
                kind: .tampered(
                    [changed(FieldPath(fields: poison), .string("x \(poison) 1 y"), .string("x \(poison) 2 y"))],
                    owner: object)),
        ]
        return try make(
            comparison, baseline: Baseline(name: poison, version: poison, rules: rules, file: poison),
            completeness: Completeness(
                holes: [
                    .init(side: .after, gap: gap, kind: poison),
                    .init(side: .before, gap: gap, kind: poison, wasInScope: false),
                ],
                breaches: [.init(subject: poison, words: poison)], skipped: [poison]),
            limits: [poison], requirements: hostileRequirements(poison),
            sources: (hostileSource(poison), hostileSource(poison)))
    }

    /// A report with two violations for each of many hostile texts, in every field of both.
    static func hostile(_ texts: [String]) throws -> Report {
        var comparison = Comparison()
        comparison.changes = texts.enumerated().flatMap { place, text in
            [
                Change(
                    identity: identity(text, text, text, "\(text)\(place)"),
                    kind: .modified([
                        changed(FieldPath([.field(text), named(text)]), .string(text), .string("a\n\(text)\nb")),
                        changed(FieldPath(fields: text), .string(text), .string(text + "x")),
                    ])), Change(identity: identity(text, text, nil, "\(text)\(place)"), kind: .added),
            ]
        }
        return try byHand(make(comparison, limits: texts), texts.joined(separator: " "))
    }

    /// That many modified objects in twenty namespaces.
    static func many(_ count: Int) throws -> Report {
        var comparison = Comparison()
        comparison.changes = (0..<count).map { i in
            let kinds = [("ConfigMap", ""), ("Deployment", "apps"), ("NetworkPolicy", "networking.k8s.io")]
            let (kind, group) = kinds[i % 3]
            return Change(
                identity: identity(kind, group, "ns-\(i % 20)", "name-\(i)"),
                kind: .modified([
                    changed(FieldPath(fields: "spec", "value"), .string("before \(i)"), .string("after \(i)")),
                    changed(
                        container("web", "image"), .string("acr.example.io/a:\(i)"),
                        .string("acr.example.io/a:\(i + 1)")),
                ]))
        }
        return try make(comparison)
    }

    private static func hostileSource(_ poison: String) -> ReportSource {
        var source = ReportSource(argument: poison, kind: .cluster, objectCount: 7)
        source.cluster = Manifest.Cluster(
            name: poison, server: poison, uid: poison, version: poison, authoritySHA256: poison, isVerified: false)
        source.user = poison
        source.startedAt = poison
        source.namespaces = [poison]
        source.leftOut = [poison]
        source.manifest = try? manifest(at: poison, text: poison)
        source.verification = verified(poison, by: poison)
        return source
    }
}
