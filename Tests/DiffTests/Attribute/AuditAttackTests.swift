import Diff
import Snapshot
import TestSupport
import Testing

/// What a client can put into a log, and a log can say, never makes a person's write look like nothing.
struct AuditAttackTests {
    private static let settings = Identity(group: "", kind: "ConfigMap", namespace: "shop", name: "settings")
    private static let flux = "system:serviceaccount:flux-system:kustomize-controller"
    private static let fluxClient = "kustomize-controller/v1.6.1 (linux/amd64) kubernetes/$Format"

    private static func time(_ second: Int, _ fraction: String = "") -> String {
        "2026-03-04T13:00:\(second < 10 ? "0" : "")\(second)\(fraction)Z"
    }

    /// One stage with a time of its own.
    private static func stage(_ event: Value, _ stage: String, reached: String) -> Value {
        guard var object = event.object else { return event }
        object["stage"] = .string(stage)
        object["stageTimestamp"] = .string(reached)
        return .object(object)
    }

    private static func with(_ event: Value, _ members: [String: Value]) -> Value {
        guard var object = event.object else { return event }
        for (key, value) in members { object[key] = value }
        return .object(object)
    }

    // MARK: An id that the client chose

    @Test func aRefusalAndASuccessUnderOneIdAreTwoRequests() throws {
        for refusedFirst in [true, false] {
            let refused = AuditLines.event(id: "same", code: 403, at: Self.time(refusedFirst ? 1 : 9))
            let done = AuditLines.event(id: "same", code: 200, at: Self.time(5))
            let findings = try AuditTrails.findings([refused, done])
            #expect(Set(findings.map(\.weight)) == [.hand, .harmless], "\(findings.map(\.words))")
        }
    }

    @Test func aRefusalAndASuccessThatArriveInTheSameMomentAreTwoRequests() throws {
        let base = AuditLines.event(id: "same", at: Self.time(1))
        let refused = Self.with(
            Self.stage(base, "ResponseComplete", reached: Self.time(1, ".2")), ["responseStatus": ["code": 403]])
        let done = Self.stage(base, "ResponseComplete", reached: Self.time(1, ".4"))
        let received = Self.with(
            Self.stage(base, "RequestReceived", reached: Self.time(1)), ["responseStatus": .null])
        let findings = try AuditTrails.findings([received, done, refused])
        #expect(Set(findings.map(\.weight)) == [.hand, .harmless], "\(findings.map(\.words))")
    }

    @Test(arguments: ["verb", "requestURI", "user", "userAgent"])
    func anIdOfFluxDoesNotMakeFluxTheAuthor(differs: String) throws {
        var flux = AuditLines.event(
            id: "kept", user: Self.flux, client: Self.fluxClient, query: "fieldManager=kustomize-controller",
            at: Self.time(1), request: ["data": ["a": "1"]])
        var person = AuditLines.event(id: "kept", at: Self.time(1), request: ["data": ["b": "2"]])
        if differs == "verb" { person = Self.with(person, ["verb": "update"]) }
        if differs == "requestURI" { flux = Self.with(flux, ["requestURI": "/api/v1/y"]) }
        for events in [[flux, person], [person, flux]] {
            let trail = try AuditTrails.trail([events], wanted: [Self.settings])
            let users = Set(trail.writes(on: Self.settings).map(\.author.user))
            #expect(users == [Self.flux, "ada@example.org"])
            #expect(AuditTrails.findings(trail).map(\.weight) == [.hand])
        }
    }

    @Test func stagesOfOneRequestStayOneRequest() throws {
        let base = AuditLines.event(verb: "create", name: nil, at: Self.time(1))
        let named = AuditLines.event(verb: "create", at: Self.time(1), request: ["data": ["a": "b"]])
        let trail = try AuditTrails.trail([
            [Self.stage(named, "ResponseComplete", reached: Self.time(3))],
            [Self.stage(base, "RequestReceived", reached: Self.time(1))],
        ])
        #expect(trail.series.map(\.count) == [1])
        #expect(AuditTrails.findings(trail).map(\.identity) == [Self.settings])
    }

    // MARK: Dry runs

    private static func dry(
        _ verb: String, group: String = "", resource: String = "configmaps", subresource: String? = nil,
        query: String = "dryRun=All", level: String = "RequestResponse", request: Value? = nil
    ) -> Value {
        with(
            AuditLines.event(
                verb: verb, group: group, resource: resource, subresource: subresource, query: query, code: 200,
                request: request), ["level": .string(level)])
    }

    static let dryRuns: [(Value, Verdict.Weight)] = [
        (dry("patch"), .harmless), (dry("create"), .harmless), (dry("update"), .harmless),
        (dry("patch", resource: "pods", subresource: "status"), .harmless),
        (dry("create", resource: "pods", subresource: "binding"), .harmless),
        (dry("create", resource: "pods", subresource: "eviction"), .harmless),
        (
            dry(
                "create", resource: "pods", subresource: "eviction", query: "x=y",
                request: ["deleteOptions": ["dryRun": ["All"]]]), .harmless
        ),
        (dry("create", resource: "pods", subresource: "exec"), .hand),
        (dry("get", resource: "pods", subresource: "exec"), .hand),
        (dry("get", resource: "pods", subresource: "attach"), .hand),
        (dry("get", resource: "pods", subresource: "portforward"), .hand),
        (dry("get", resource: "services", subresource: "proxy"), .hand),
        (dry("create", resource: "nodes", subresource: "proxy"), .hand),
        (dry("create", resource: "serviceaccounts", subresource: "token"), .hand),
        // Only `All` is one.
        (dry("patch", query: "dryRun="), .hand), (dry("patch", query: "dryRun"), .hand),
        (dry("patch", query: "dryRun=None"), .hand), (dry("patch", query: "dry=All"), .hand),
        (dry("patch", query: "dry%52un=All"), .harmless),
        // The options of a deletion stand in its body; the query counts only without one.
        (dry("delete"), .harmless), (dry("delete", level: "Metadata"), .doubt),
        (dry("delete", request: ["kind": "DeleteOptions"]), .hand),
        (dry("delete", query: "x=y", request: ["dryRun": ["All"]]), .harmless),
        (dry("deletecollection", request: ["kind": "DeleteOptions"]), .hand),
        // A server behind the API server may ignore it.
        (dry("create", group: "example.test", resource: "gizmos"), .doubt),
        (dry("create", group: "example.test", resource: "widgets"), .harmless),
    ]

    @Test(arguments: dryRuns)
    func aDryRunIsOneOnlyWhereTheServerHonoursIt(event: Value, weight: Verdict.Weight) throws {
        let findings = try AuditTrails.findings([event], defined: ["widgets.example.test"])
        #expect(findings.map(\.weight) == [weight], "\(findings.map(\.words))")
    }

    // MARK: Answers

    static let answers: [(Value, Verdict.Weight)] =
        [400, 401, 403, 404, 409, 413, 415, 422, 429].map { (AuditLines.event(code: $0), Verdict.Weight.harmless) }
        + [408, 500, 502, 503, 504, 507, 499, 302, 0].map { (AuditLines.event(code: $0), .doubt) }
        + [
            (with(AuditLines.event(), ["responseStatus": .null]), .doubt),
            (with(AuditLines.event(), ["responseStatus": ["status": "Failure"]]), .doubt),
            (AuditLines.event(code: 500, stage: "Panic"), .doubt),
            (AuditLines.event(code: 200, stage: "Panic"), .doubt),
            (AuditLines.event(code: 200, stage: "ResponseStarted"), .hand),
            (AuditLines.event(verb: "delete", code: 504), .doubt),
            // A part of a collection may be gone before one of it is refused.
            (AuditLines.event(verb: "deletecollection", name: nil, code: 403), .doubt),
            (AuditLines.event(verb: "deletecollection", name: nil, code: 409), .doubt),
            (allowed(AuditLines.event(verb: "deletecollection", name: nil, code: 403), "forbid"), .harmless),
            // What lies behind a proxy gives its own answers.
            (AuditLines.event(verb: "get", resource: "nodes", subresource: "proxy", code: 403), .doubt),
            (AuditLines.event(verb: "create", resource: "nodes", subresource: "proxy", code: 404), .doubt),
            (
                allowed(AuditLines.event(verb: "get", resource: "nodes", subresource: "proxy", code: 403), "forbid"),
                .harmless
            ),
            (AuditLines.event(verb: "get", resource: "pods", subresource: "exec", code: 403), .harmless),
            (AuditLines.event(verb: "get", resource: "pods", subresource: "exec", code: 500), .doubt),
        ]

    private static func allowed(_ event: Value, _ decision: String) -> Value {
        with(event, ["annotations": ["authorization.k8s.io/decision": .string(decision)]])
    }

    @Test(arguments: answers)
    func anAnswerThatMayComeAfterAWriteIsADoubt(event: Value, weight: Verdict.Weight) throws {
        let findings = try AuditTrails.findings([event])
        #expect(findings.map(\.weight) == [weight], "\(findings.map(\.words))")
    }

    // MARK: Versions and the order of files

    private static let written = AuditLines.event(
        id: "p", at: time(10), request: ["data": ["a": "1"]], response: AuditLines.answer(version: "10"))
    private static let echo = AuditLines.event(
        id: "f", user: flux, client: fluxClient, query: "fieldManager=kustomize-controller", at: time(20),
        request: ["data": ["a": "1"]], response: AuditLines.answer(version: "10"))

    @Test func aNoOpThatCameLaterNeverMakesTheWriteNothing() throws {
        for files in [[[Self.written], [Self.echo]], [[Self.echo], [Self.written]], [[Self.echo, Self.written]]] {
            for wanted: Set<Identity> in [[], [Self.settings]] {
                let trail = try AuditTrails.trail(files, wanted: wanted)
                #expect(AuditTrails.findings(trail).map(\.weight) == [.hand])
            }
        }
    }

    @Test(arguments: ["delete", "create", "update", "patch"])
    func onlyWhatReplacesOrPatchesMayLeaveAnObjectAsItWas(verb: String) throws {
        let flux = AuditLines.event(
            id: "f", user: Self.flux, client: Self.fluxClient, at: Self.time(1),
            response: AuditLines.answer(version: "10"))
        // The answer to a deletion is the object that was deleted, with the version that it had.
        let person = AuditLines.event(
            id: "p", verb: verb, at: Self.time(20), response: AuditLines.answer(version: "10"))
        let weight: Verdict.Weight = verb == "delete" || verb == "create" ? .hand : .harmless
        for wanted: Set<Identity> in [[], [Self.settings]] {
            let trail = try AuditTrails.trail([[flux, person]], wanted: wanted)
            #expect(AuditTrails.findings(trail).map(\.weight) == [weight])
        }
        var trail = try AuditTrails.trail([[person]], wanted: [Self.settings])
        let trace = try TraceOf.object(version: "10", uid: "u1")
        trail.settle(before: [Self.settings: trace], readAt: Instant(rfc3339: Self.time(5)))
        let outcome: AuditWrite.Outcome = verb == "update" || verb == "patch" ? .nothing : .wrote
        #expect(trail.writes(on: Self.settings).map(\.outcome) == [outcome])
    }

    @Test func aClockThatIsALittleBehindMakesNothingOfAWrite() throws {
        let early = Self.with(
            Self.echo,
            [
                "requestReceivedTimestamp": .string(Self.time(9, ".1")), "stageTimestamp": .string(Self.time(9, ".6")),
            ])
        #expect(try AuditTrails.findings([early, Self.written]).map(\.weight) == [.hand])
    }

    @Test func theOrderOfFilesAndEventsChangesNothing() throws {
        var events: [Value] = []
        for i in 0..<120 {
            let isPerson = i % 3 == 0
            events.append(
                AuditLines.event(
                    id: "e\(i % 7)", user: isPerson ? "ada@example.org" : Self.flux,
                    client: isPerson ? "kubectl/v1.33.1" : Self.fluxClient, name: "c\(i % 5)",
                    code: i % 11 == 0 ? 403 : 200, at: Self.time(i % 60, ".\(i)"),
                    response: AuditLines.answer(version: "\(i / 4)")))
        }
        var generator = SystemRandomNumberGenerator()
        func facts(_ files: [[Value]], memory: Int) throws -> [String] {
            let trail = try AuditTrails.trail(files, wanted: [Self.settings], memory: memory)
            return trail.series.flatMap { series in series.writes.map { "\(series.count) \($0)" } }
        }
        let expected = try facts([events], memory: 1 << 20)
        #expect(!expected.isEmpty)
        for round in 0..<12 {
            let shuffled = events.shuffled(using: &generator)
            let cut = round * 10
            let files = [Array(shuffled[..<cut]), Array(shuffled[cut...])].filter { !$0.isEmpty }
            // With little memory everything goes through runs on disk.
            #expect(try facts(files, memory: round % 2 == 0 ? 4096 : 1 << 20) == expected)
        }
    }

    @Test func aWriteThatTheEarlierStateAlreadyHoldsIsNotNothing() throws {
        let trace = try TraceOf.object(version: "10", uid: "u1")
        for (readAt, outcome) in [
            (Self.time(5), AuditWrite.Outcome.nothing), (Self.time(30), .wrote), (nil, .wrote),
        ] {
            var trail = try AuditTrails.trail([[Self.written]], wanted: [Self.settings])
            trail.settle(before: [Self.settings: trace], readAt: readAt.flatMap(Instant.init(rfc3339:)))
            #expect(trail.writes(on: Self.settings).map(\.outcome) == [outcome])
        }
    }

    // MARK: Whose account in which program

    static let accounts: [(user: String, client: String, weight: Verdict.Weight?)] = [
        ("system:serviceaccount:shop:runner", "runner/v2.3.1 (linux/amd64) kubernetes/$Format", nil),
        ("system:serviceaccount:cert-manager:cert-manager", "cert-manager-controller/v1.15", nil),
        ("system:serviceaccount:shop:runner", "", .doubt),
        ("system:serviceaccount:shop:runner", "python-requests/2.31", .doubt),
        ("system:serviceaccount:shop:runner", "Go-http-client/2.0", .doubt),
        ("system:serviceaccount:shop:runner", "OpenAPI-Generator/29.0.0/python", .doubt),
        ("system:serviceaccount:shop:runner", "Wget/1.21", .doubt),
        ("system:serviceaccount:shop:runner", "curl/8.1", .hand),
        ("system:serviceaccount:shop:runner", "Kubectl/v1.33", .hand),
        ("system:serviceaccount:shop:runner", "KUBECTL/v1.33", .hand),
        ("system:serviceaccount:shop:runner", "K9s/0.32", .hand),
        ("system:serviceaccount:kube-system:generic-garbage-collector", "Go-http-client/1.1", .doubt),
        ("system:serviceaccount:kube-system:generic-garbage-collector", "kubectl/v1.33", .hand),
        (flux, fluxClient, nil), (flux, "fluxconfig-agent/v0.0.0", nil),
        ("system:serviceaccount:flux-system:helm-controller", "helm-controller/v1.3.0 (linux/amd64)", nil),
        (flux, "kubectl/v1.33", .hand), (flux, "", .doubt), (flux, "my-tool/v1", .doubt),
        ("system:node:aks-1", "kubelet/v1.33", nil), ("system:node:aks-1", "node-problem-detector/v0.8", nil),
        ("system:node:aks-1", "kubectl/v1.33", .doubt), ("system:node:aks-1", "Kubectl/v1.33", .doubt),
        ("system:node:aks-1", "", .doubt), ("system:node:aks-1", "python-requests/2", .doubt),
        ("system:kube-controller-manager", "kubectl/v1.33", .doubt),
        ("system:apiserver", "kube-apiserver/v1.33", nil), ("system:apiserver", "curl/8", .doubt),
        ("aksService", "kubectl/v1.33", nil), ("aksService", "Go-http-client/2.0", nil),
    ]

    @Test(arguments: accounts)
    func anAccountInAnotherProgramThanItsOwnIsDoubtful(
        user: String, client: String, weight: Verdict.Weight?
    ) throws {
        let findings = try AuditTrails.findings([AuditLines.event(user: user, client: client)])
        #expect(findings.map(\.weight) == (weight.map { [$0] } ?? []), "\(user) \(client)")
    }

    @Test func aNameOfTheServersOwnWithoutItsGroupIsNotBelieved() throws {
        for (user, client, group) in [
            (Self.flux, Self.fluxClient, "system:serviceaccounts"),
            ("system:serviceaccount:shop:runner", "runner/v1", "system:serviceaccounts"),
            ("system:node:aks-1", "kubelet/v1.33", "system:nodes"),
        ] {
            let plain = AuditLines.event(user: user, groups: ["system:authenticated"], client: client)
            #expect(try AuditTrails.findings([plain]).map(\.weight) == [.doubt], "\(user)")
            let whole = AuditLines.event(user: user, groups: [group, "system:authenticated"], client: client)
            #expect(try AuditTrails.findings([whole]).isEmpty, "\(user)")
        }
    }

    @Test func whoeverTakesTheNameOfAnAccountStaysBesideIt() throws {
        func write(_ id: String, _ group: String, _ second: Int) -> Value {
            AuditLines.event(
                id: id, user: Self.flux, groups: [group, "system:authenticated"], client: Self.fluxClient,
                query: "fieldManager=kustomize-controller", at: Self.time(second), request: ["data": ["a": "1"]],
                response: AuditLines.answer(version: "\(second)"))
        }
        for (forged, real) in [(1, 20), (20, 1)] {
            // The id is the client's choice as well.
            for id in ["f", "r"] {
                let trail = try AuditTrails.trail(
                    [[write(id, "ops", forged), write("r", "system:serviceaccounts", real)]], wanted: [Self.settings])
                #expect(AuditTrails.findings(trail).map(\.weight) == [.doubt])
                #expect(Set(trail.writes(on: Self.settings).map(\.author.writer)) == [.unknown, .gitops])
                let verdict = ZeroKubectl(entries: EntryTable([]), inventory: FluxInventory(), trail: trail).verdict()
                #expect(verdict.outcome == .inconclusive)
            }
        }
    }

    @Test func aStageOfSomebodyElsesRequestIsNoStageOfTheAccounts() throws {
        let person = Self.stage(
            AuditLines.event(
                id: "same", user: Self.flux, groups: ["system:authenticated"], client: Self.fluxClient, at: Self.time(1)
            ),
            "RequestReceived", reached: Self.time(1))
        let flux = AuditLines.event(
            id: "same", user: Self.flux, groups: ["system:serviceaccounts"], client: Self.fluxClient, at: Self.time(1))
        #expect(try AuditTrails.findings([person, flux]).map(\.weight) == [.doubt])
    }

    @Test func theNameOfAKSWithoutItsGroupIsNotBelieved() throws {
        for (client, weight) in [
            ("curl/8.1", .hand), ("kubectl/v1.33", .hand), ("Go-http-client/2.0", .doubt), ("aks-operator/v1", .doubt),
        ] as [(String, Verdict.Weight)] {
            let plain = AuditLines.event(user: "aksService", groups: ["system:authenticated"], client: client)
            #expect(try AuditTrails.findings([plain]).map(\.weight) == [weight], "\(client)")
            let shell = AuditLines.event(
                verb: "get", user: "aksService", groups: ["system:authenticated"], client: client, resource: "pods",
                subresource: "exec", code: 101)
            #expect(try AuditTrails.findings([shell]).map(\.weight) == [weight], "\(client)")
            let whole = AuditLines.event(
                user: "aksService", groups: ["system:masters", "system:authenticated"], client: client)
            #expect(try AuditTrails.findings([whole]).isEmpty, "\(client)")
        }
    }

    @Test func whoeverAnAccountSpeaksForActs() throws {
        let proxy = "system:serviceaccount:access:proxy"
        for (person, weight) in [
            ("ada@example.org", Verdict.Weight.hand), ("u-12345", .doubt), ("system:serviceaccount:shop:runner", nil),
        ] as [(String, Verdict.Weight?)] {
            let event = AuditLines.event(user: proxy, impersonated: person, client: "access-proxy/v1")
            #expect(try AuditTrails.findings([event]).map(\.weight) == (weight.map { [$0] } ?? []), "\(person)")
        }
        let masters = Self.with(
            AuditLines.event(user: proxy, client: "access-proxy/v1"),
            ["impersonatedUser": ["username": "x", "groups": ["system:masters"]]])
        #expect(try AuditTrails.findings([masters]).map(\.weight) == [.hand])
    }

    @Test func aBaselinesRowsComeFirst() throws {
        let own = WriterTable.builtIn.extended(by: [
            WriterRule(.platform, user: "system:node:*", clients: ["kubectl*"], reason: "labels its own node")
        ])
        let trail = try AuditTrails.trail(
            [[AuditLines.event(user: "system:node:aks-1", client: "kubectl/v1.33")]], writers: own)
        #expect(AuditTrails.findings(trail).isEmpty)
    }

    // MARK: Types and names

    @Test func writesOnUnknownTypesAreCountedAndNamed() throws {
        let events = [
            AuditLines.event(id: "1", verb: "create", group: "extensions", resource: "deployments", name: "n"),
            AuditLines.event(id: "2", verb: "create", group: "extensions", resource: "deployments", name: "m"),
        ]
        let verdict = ZeroKubectl(
            entries: EntryTable([]), inventory: FluxInventory(), trail: try AuditTrails.trail([events])
        ).verdict()
        #expect(verdict.outcome == .violated && verdict.statement.contains("2 objects"), "\(verdict.statement)")
        #expect(verdict.obstacles.contains { $0.contains("deployments.extensions shop/m") }, "\(verdict.obstacles)")
    }

    @Test func aCustomTypeOfAReviewsGroupIsNoReview() throws {
        let event = AuditLines.event(verb: "create", group: "authorization.k8s.io", resource: "grants")
        #expect(try AuditTrails.findings([event]).map(\.weight) == [.hand])
    }

    // MARK: Who wrote which field

    private static func authors(
        _ path: FieldPath, _ events: [Value], managers: [Value] = [], wanted: Identity = settings
    ) throws -> [String?] {
        let trail = try AuditTrails.trail([events], wanted: [wanted])
        let after = try TraceOf.object(version: "11", uid: "u1", managers: managers)
        return trail.writes(on: wanted).filter { $0.covers(path, after: after.managers) }.map(\.author.user)
    }

    @Test func whatTheServerFillsInWithinAWriteIsTheWriters() throws {
        let entry: Value = [
            "manager": "kubectl-edit", "operation": "Update", "time": .string(Self.time(1)),
            "fieldsV1": ["f:spec": ["f:type": [:], "f:externalTrafficPolicy": [:]]],
        ]
        let event = AuditLines.event(at: Self.time(1), request: ["spec": ["type": "LoadBalancer"]])
        let filled = FieldPath(fields: "spec", "externalTrafficPolicy")
        #expect(try Self.authors(filled, [event], managers: [entry]) == ["ada@example.org"])
        #expect(try Self.authors(filled, [event]) == [])
    }

    @Test func aReplacementCoversWhatItLeavesOut() throws {
        let gone = FieldPath(fields: "data", "gone")
        let request: Value = ["data": ["kept": "x"]]
        #expect(
            try Self.authors(gone, [AuditLines.event(verb: "update", request: request)]) == ["ada@example.org"])
        #expect(try Self.authors(gone, [AuditLines.event(verb: "patch", request: request)]) == [])
    }

    /// The log does not tell a merge patch from one that keeps what it does not name.
    @Test func aListInAPersonsPatchMayHaveTakenTheWholeListsPlace() throws {
        func named(_ name: String) -> PathElement { .key(Object(["name": .string(name)])) }
        let guardian = FieldPath([.field("spec"), .field("containers"), named("guard")])
        let web: Value = ["spec": ["containers": [["name": "web", "image": "w:2"]]]]
        let person = AuditLines.event(request: web)
        #expect(try Self.authors(guardian, [person]) == ["ada@example.org"])
        #expect(try Self.authors(FieldPath(fields: "spec", "replicas"), [person]) == [])
        // Of a controller it has to be shown that it wrote the field.
        let flux = AuditLines.event(user: Self.flux, client: Self.fluxClient, request: web)
        #expect(try Self.authors(guardian, [flux]) == [])
    }

    @Test func aPatchOfANumberedMemberIsThePersons() throws {
        let event = AuditLines.event(request: [["op": "replace", "path": "/data/8080", "value": "evil:80"]])
        #expect(try Self.authors(FieldPath(fields: "data", "8080"), [event]) == ["ada@example.org"])
        #expect(try Self.authors(FieldPath(fields: "data", "9090"), [event]) == [])
    }

    @Test func whatAnApplyConfigurationNoLongerNamesIsTakenAwayByIt() throws {
        func entry(_ manager: String, _ operation: String, _ fields: Value) -> ManagerEntry? {
            ManagerEntry.entries(of: [
                "metadata": [
                    "managedFields": [
                        ["manager": .string(manager), "operation": .string(operation), "fieldsV1": fields]
                    ]
                ]
            ]).first
        }
        let gone = FieldPath(fields: "data", "gone")
        let owned: Value = ["f:data": ["f:gone": [:], "f:kept": [:]]]
        let flux = try #require(entry("kustomize-controller", "Apply", owned))
        let other = try #require(entry("other", "Apply", owned))
        let left = try #require(entry("kustomize-controller", "Apply", ["f:data": ["f:kept": [:]]]))
        func covers(_ request: Value, before: [ManagerEntry], after: [ManagerEntry]) throws -> Bool {
            let event = AuditLines.event(query: "fieldManager=kustomize-controller&force=true", request: request)
            let write = try #require(try AuditTrails.trail([[event]]).writes(on: Self.settings).first)
            return write.covers(gone, before: before, after: after)
        }
        let apply: Value = ["apiVersion": "v1", "kind": "ConfigMap", "data": ["kept": "x"]]
        #expect(try covers(apply, before: [flux], after: [left]))
        #expect(try covers(apply, before: [], after: [left]), "the earlier state does not tell")
        #expect(try !covers(apply, before: [other], after: [left]), "it was not its manager's")
        #expect(try !covers(apply, before: [flux], after: [left, other]), "somebody still has it")
        #expect(try !covers(["data": ["kept": "x"]], before: [flux], after: [left]), "no apply configuration")
    }

    @Test func anAnnotationWrittenThroughTheStatusHasItsAuthor() throws {
        let event = AuditLines.event(subresource: "status", request: ["metadata": ["annotations": ["a": "b"]]])
        #expect(
            try Self.authors(FieldPath(fields: "metadata", "annotations", "a"), [event]) == ["ada@example.org"])
        #expect(try Self.authors(FieldPath(fields: "spec", "replicas"), [event]) == [])
    }
}
