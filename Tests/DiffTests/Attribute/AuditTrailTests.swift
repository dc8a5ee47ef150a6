import Diff
import Snapshot
import TestSupport
import Testing

/// What an audit log proves, event by event.
struct AuditTrailTests {
    private static let settings = Identity(group: "", kind: "ConfigMap", namespace: "shop", name: "settings")

    private static func trail(
        _ events: [Value], wanted: Set<Identity> = [settings], writers: WriterTable = .builtIn,
        period: AuditPeriod? = nil
    ) throws -> AuditTrail {
        try AuditTrails.trail([events], wanted: wanted, writers: writers, period: period)
    }

    private static func verdict(_ trail: AuditTrail) -> Verdict {
        ZeroKubectl(entries: EntryTable([]), inventory: FluxInventory(), trail: trail).verdict(shown: [])
    }

    private static func findings(_ events: [Value]) throws -> [Verdict.Finding] {
        try verdict(trail(events)).legs.first { $0.leg == .auditLog }?.findings ?? []
    }

    @Test func theSameRequestCountsOnceWhateverItsStagesAndFiles() throws {
        let event = AuditLines.event(request: ["data": ["a": "b"]])
        let writes = try Self.trail([
            AuditLines.event(code: 0, stage: "RequestReceived"), event, event,
            AuditLines.event(stage: "ResponseStarted"),
        ]).writes(on: Self.settings)
        #expect(writes.count == 1)
        #expect(writes.first?.paths?.map(\.description) == ["data.a"])
    }

    @Test func aWriteThatEndsInAVersionThatWasThereBeforeChangedNothing() throws {
        let trail = try Self.trail([
            AuditLines.event(id: "1", at: "2026-03-04T13:00:00Z", response: AuditLines.answer(version: "5")),
            AuditLines.event(id: "2", at: "2026-03-04T13:00:02Z", response: AuditLines.answer(version: "5")),
            AuditLines.event(id: "3", at: "2026-03-04T13:00:04Z", response: AuditLines.answer(version: "6")),
        ])
        let outcomes = trail.writes(on: Self.settings).map(\.outcome)
        #expect(outcomes == [.wrote, .nothing, .wrote])
        let findings = Self.verdict(trail).legs.flatMap(\.findings)
        #expect(findings.map(\.weight).sorted { $0.rawValue < $1.rawValue } == [.hand, .harmless])
    }

    @Test(arguments: [
        (AuditLines.event(code: 403), Verdict.Weight.harmless, "refused with 403"),
        (AuditLines.event(query: "dryRun=All"), .harmless, "dry run"),
        (AuditLines.event(verb: "delete"), .hand, "deleted it"),
        (AuditLines.event(verb: "get", resource: "pods", subresource: "exec", code: 101), .hand, "ran a command"),
        (
            AuditLines.event(verb: "create", resource: "serviceaccounts", subresource: "token", code: 201), .hand,
            "token"
        ),
        (AuditLines.event(user: "robot", client: "robot/1"), .doubt, "patched"),
        (AuditLines.event(name: nil, subresource: nil), .hand, "configmaps shop"),
        (AuditLines.event(resource: "gizmos"), .hand, "gizmos shop/settings"),
        (AuditLines.event(code: 0, stage: "RequestReceived"), .doubt, "does not hold the answer"),
    ])
    func whatSomebodyDidIsWeighed(event: Value, weight: Verdict.Weight, words: String) throws {
        let findings = try Self.findings([event])
        #expect(findings.map(\.weight) == [weight], "\(findings)")
        #expect(findings.first?.words.contains(words) == true, "\(findings.map(\.words))")
    }

    @Test(arguments: [
        AuditLines.event(user: "aksService", groups: ["system:masters"]),
        AuditLines.event(
            user: "system:serviceaccount:flux-system:kustomize-controller", client: "kustomize-controller/v1.6.1"),
        AuditLines.event(verb: "create", group: "authorization.k8s.io", resource: "selfsubjectaccessreviews"),
        AuditLines.event(verb: "get", resource: "pods", subresource: "log"),
        AuditLines.event(verb: "list"),
    ])
    func whatBelongsThereIsNoFinding(event: Value) throws { #expect(try Self.findings([event]).isEmpty) }

    @Test func whoClaimsToBeSomebodyElseStaysTheAuthor() throws {
        let event = AuditLines.event(impersonated: "system:serviceaccount:flux-system:kustomize-controller")
        let finding = try #require(try Self.findings([event]).first)
        #expect(finding.weight == .hand)
        #expect(finding.author?.user == "ada@example.org")
        #expect(finding.author?.words.contains("as system:serviceaccount:flux-system:kustomize-controller") == true)
    }

    @Test func aNameOfGitThatAPersonUsesIsSaid() throws {
        let finding = try #require(
            try Self.findings([AuditLines.event(query: "fieldManager=kustomize-controller")]).first)
        #expect(finding.author?.words.contains("under the name kustomize-controller") == true)
    }

    @Test func valuesOfRequestsAreNowhereInTheVerdict() throws {
        let secret = "pw-\(Int.random(in: 1_000_000...9_999_999))-pw"
        let trail = try Self.trail([
            AuditLines.event(
                request: ["data": ["password": .string(secret)], "list": [["name": "n", "value": .string(secret)]]],
                response: ["metadata": ["resourceVersion": "9"], "data": ["password": .string(secret)]]),
            AuditLines.event(id: "x", verb: "get", resource: "pods", subresource: "exec", query: "command=\(secret)"),
        ])
        #expect(!"\(trail.series) \(Self.verdict(trail))".contains(secret))
        #expect("\(trail.series)".contains("password"))
    }

    @Test func aLongLogOfTheSameIsKeptSmallAndCounted() throws {
        let events = (0..<500).map {
            AuditLines.event(
                id: "e\($0)", at: "2026-03-04T13:0\($0 / 60):\($0 % 60 / 10)\($0 % 10)Z",
                response: AuditLines.answer(version: "\($0)"))
        }
        let series = try Self.trail(events).series
        #expect(series.count == 1 && series[0].count == 500 && series[0].writes.count == 64)
        #expect(series[0].writes.first?.id == "e0" && series[0].writes.last?.id == "e499")
    }

    @Test func aTrustedWriterExplainsAnEntryThatAPersonMightHaveLeft() throws {
        let entry = try #require(
            ManagerEntry.entries(of: [
                "metadata": [
                    "managedFields": [
                        [
                            "manager": "kubectl-edit", "operation": "Update", "time": "2026-03-04T13:00:00Z",
                            "fieldsV1": [:],
                        ]
                    ]
                ]
            ]).first)
        let aks = AuditLines.event(id: "k", user: "aksService")
        #expect(try Self.trail([aks]).explains(entry, on: Self.settings))
        #expect(try !Self.trail([aks, AuditLines.event()]).explains(entry, on: Self.settings))
        #expect(try !Self.trail([AuditLines.event(verb: "list")]).explains(entry, on: Self.settings))
        let later = AuditLines.event(user: "aksService", at: "2026-03-04T13:00:09Z")
        #expect(try !Self.trail([later]).explains(entry, on: Self.settings))
    }

    @Test func aLogThatDoesNotReachOverThePeriodKeepsTheVerdictFromClean() throws {
        func outcome(_ since: String, _ until: String, _ times: [String]) throws -> (Verdict.Outcome, [String]) {
            let period = AuditPeriod(
                since: Instant(rfc3339: since), until: Instant(rfc3339: until), words: "the period asked for")
            let write = AuditLines.event(
                id: "w", user: "aksService", at: "2026-03-04T13:10:00Z", response: AuditLines.answer(version: "5"))
            let trail = try AuditTrails.trail(
                [times.map { AuditLines.event(verb: "list", at: $0) } + [write]],
                after: EntryTable([TraceOf.entry(uid: "u1")]), period: period)
            let verdict = Self.verdict(trail)
            return (verdict.outcome, verdict.obstacles)
        }
        let times = ["2026-03-04T13:00:00Z", "2026-03-04T13:10:00Z", "2026-03-04T13:20:00Z"]
        #expect(try outcome("2026-03-04T13:00:30Z", "2026-03-04T13:19:50Z", times) == (.clean, []))
        let early = try outcome("2026-03-04T12:00:00Z", "2026-03-04T13:19:50Z", times)
        #expect(early.0 == .inconclusive && early.1.contains { $0.contains("begins at 2026-03-04T13:00:00Z") })
        let late = try outcome("2026-03-04T13:00:30Z", "2026-03-04T14:00:00Z", times)
        #expect(late.0 == .inconclusive && late.1.contains { $0.contains("ends at 2026-03-04T13:20:00Z") })
        let holed = try outcome("2026-03-04T13:00:30Z", "2026-03-04T14:00:00Z", times + ["2026-03-04T14:00:00Z"])
        #expect(holed.0 == .inconclusive && holed.1.contains { $0.contains("39 minutes") })
    }

    @Test func aCategoryWithoutReadsIsRecognizedByWhatTheLogHolds() throws {
        func spots(_ events: [Value]) throws -> [String] {
            try Self.verdict(Self.trail(events)).legs.first { $0.leg == .auditLog }?.blindSpots ?? []
        }
        #expect(try spots([AuditLines.event()]).contains { $0.contains("kube-audit-admin") })
        #expect(
            try !spots([AuditLines.event(), AuditLines.event(verb: "get")]).contains { $0.contains("kube-audit-admin") }
        )
        #expect(
            try spots([AuditLines.columns(AuditLines.event(), nestedAsText: true)]).contains { $0.contains("AKSAudit") }
        )
    }

    @Test func brokenRecordsKeepTheVerdictFromClean() throws {
        var reader = AuditReader()
        let bytes = AuditLines.lines([AuditLines.event(verb: "list")]) + Array("{\n".utf8)
        try reader.read(ArchiveSource(bytes: bytes), name: "a.log") { _ in }
        let trail = try AuditGathering(
            types: [], wanted: [], after: EntryTable([]), spoolFolder: AuditTrails.spoolFolder
        ).trail(facts: reader.facts, period: nil)
        let verdict = Self.verdict(trail)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.obstacles.contains { $0.contains("a.log:2:") })
    }
}
