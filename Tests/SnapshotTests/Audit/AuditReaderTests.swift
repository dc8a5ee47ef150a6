import Snapshot
import TestSupport
import Testing

/// Audit logs in all forms in which they are exported, whole and damaged.
struct AuditReaderTests {
    private static let event = AuditLines.event(
        impersonated: "system:admin", request: ["data": ["LEVEL": "a \"b\"\n"]],
        response: AuditLines.answer(version: "7"))

    struct Form: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var hasImpersonation = true
        var form = AuditFacts.Form.raw
        var testDescription: String { name }
    }

    private static func json(_ value: Value) -> [UInt8] { Array(CanonicalJSON.text(value).utf8) }

    private static func row(_ log: Value) -> Value {
        ["Category": "kube-audit", "TimeGenerated": "2026-03-04T13:00:01Z", "log_s": log, "pod_s": "kube-apiserver-1"]
    }

    private static func stored(_ log: Value) -> Value {
        ["category": "kube-audit", "time": "2026-03-04T13:00:01Z", "properties": ["log": log, "stream": "stdout"]]
    }

    private static var table: [UInt8] {
        let columns = AuditLines.columns(event, nestedAsText: true).object?.members ?? []
        func quoted(_ text: String) -> String {
            "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        let header = columns.map { $0.key.hasSuffix("Time") ? "\($0.key) [UTC]" : $0.key }.joined(separator: ",")
        return Array(
            "\u{FEFF}\(header)\r\n\(columns.map { quoted($0.value.string ?? "") }.joined(separator: ","))\r\n".utf8)
    }

    static let text = Value.string(CanonicalJSON.text(event) + "\n")
    static let forms: [Form] = [
        Form(name: "lines", bytes: AuditLines.lines([event])),
        Form(name: "a line without its end", bytes: json(event)),
        Form(name: "an EventList", bytes: json(["kind": "EventList", "items": [event], "metadata": [:]])),
        Form(name: "an array", bytes: json([event])),
        Form(
            name: "pretty-printed",
            bytes: Array(PrettyLines.pretty(["kind": "EventList", "items": [event], "zeta": 1]).utf8)),
        Form(name: "rows with log_s", bytes: AuditLines.lines([row(text)]), form: .diagnostics),
        Form(name: "an array of rows with log_s", bytes: json([row(text)]), form: .diagnostics),
        Form(name: "a storage account's lines", bytes: AuditLines.lines([stored(text)]), form: .diagnostics),
        Form(name: "an event hub's records", bytes: json(["records": [stored(text)]]), form: .diagnostics),
        Form(
            name: "properties as text",
            bytes: AuditLines.lines([
                ["category": "kube-audit", "properties": .string(CanonicalJSON.text(["log": text]))]
            ]), form: .diagnostics),
        Form(
            name: "AKSAudit with objects", bytes: AuditLines.lines([AuditLines.columns(event, nestedAsText: false)]),
            hasImpersonation: false, form: .table),
        Form(
            name: "AKSAudit with text", bytes: json([AuditLines.columns(event, nestedAsText: true)]),
            hasImpersonation: false, form: .table),
        Form(name: "AKSAudit as CSV", bytes: table, hasImpersonation: false, form: .table),
    ]

    @Test(arguments: forms)
    func everyFormSaysTheSame(form: Form) throws {
        let (events, facts) = try AuditLines.read(form.bytes)
        let event = try #require(events.first, "\(facts)")
        #expect(events.count == 1)
        #expect(event.user == "ada@example.org" && event.verb == "patch" && event.id == "a1")
        #expect(event.target?.resource == "configmaps" && event.target?.name == "settings")
        #expect(event.client == "kubectl/v1.33.1 (linux/amd64)" && event.code == 200)
        #expect(event.impersonated == (form.hasImpersonation ? "system:admin" : nil))
        #expect(event.parameter("fieldManager") == "kubectl-edit")
        #expect(event.requestObject == ["data": ["LEVEL": "a \"b\"\n"]])
        #expect(event.responseText("metadata", "resourceVersion") == "7")
        #expect(event.time == "2026-03-04T13:00:00.500Z")
        #expect(facts.forms == [form.form] && facts.broken == 0)
    }

    @Test(arguments: ["gzip", "zstd"])
    func compressedLogsAreReadAlsoWhenTheyWereRotatedIntoOneFile(tool: String) throws {
        let one = try Tool.run([tool, "-c"], input: AuditLines.lines([AuditLines.event(id: "a")]))
        let two = try Tool.run([tool, "-c"], input: AuditLines.lines([AuditLines.event(id: "b")]))
        #expect(try AuditLines.read(one + two).events.map(\.id) == ["a", "b"])
    }

    @Test func readsAreOnlyCountedAndTheWayIntoAContainerIsNot() throws {
        let (events, facts) = try AuditLines.read(
            AuditLines.lines([
                AuditLines.event(verb: "get"), AuditLines.event(verb: "list"),
                AuditLines.event(id: "x", verb: "get", resource: "pods", subresource: "exec"),
            ]))
        #expect(events.map(\.id) == ["x"])
        #expect(facts.reads == 3 && facts.events == 3)
    }

    @Test func brokenLinesAreCountedAndNamedAndTheOthersAreRead() throws {
        let good = AuditLines.lines([AuditLines.event()])
        let bytes =
            Array("ct\":{}}\n".utf8) + good + Array("{\"kind\":\"Event\",\"verb\"\n\n".utf8) + good
            + Array("{\"verb\":\"get\",\"auditID\":\"1\"}\n{\"other\":1}\n".utf8) + good.dropLast(9)
        let (events, facts) = try AuditLines.read(bytes)
        let file = try #require(facts.files.first)
        #expect(events.count == 2 && facts.events == 2)
        #expect(file.broken == 4 && file.others == 1)
        #expect(
            file.places.map { String($0.split(separator: " ")[0]) }
                == ["audit.log:1:", "audit.log:3:", "audit.log:6:", "audit.log:8:"], "\(file.places)")
    }

    @Test func aCutStreamIsSaidAndWhatCameBeforeIsKept() throws {
        let lines = (0..<20_000).flatMap { AuditLines.lines([AuditLines.event(id: "e\($0)-\($0 &* 7919)")]) }
        let whole = try Tool.run(["gzip", "-c"], input: lines)
        let (events, facts) = try AuditLines.read(Array(whole.prefix(whole.count / 2)))
        #expect(events.count > 100 && events.count < 20_000)
        #expect(facts.broken >= 1)
        #expect(facts.files[0].places.contains { $0.contains("nothing behind this place was read") }, "\(facts.files)")
    }

    @Test func aLineLargerThanAnyRecordIsPassedOver() throws {
        let good = AuditLines.lines([AuditLines.event()])
        let huge = Array("{\"a\":\"".utf8) + [UInt8](repeating: 0x78, count: 40 << 20) + Array("\"}\n".utf8)
        for bytes in [good + good + huge + good, huge + good + good + good] {
            let (events, facts) = try AuditLines.read(bytes)
            #expect(events.count == 3)
            #expect(facts.broken == 1 && facts.files[0].places[0].contains("MiB"))
        }
    }

    @Test(arguments: [
        "", "\n\n", "hello\nworld\n", "{}", "[]", "{\"kind\":\"List\",\"items\":[{\"kind\":\"Pod\"}]}",
        "a,b,c\n1,2,3\n",
        "\u{0}\u{1}\u{2}", "[[[[[[[[[[1]]]]]]]]]]", "{\"auditID\":1,\"verb\":2}", "null", "{\"log\":\"{\"}",
        "AuditId,Verb\n\"never closed",
    ])
    func whatIsNoAuditLogIsAnErrorThatSaysWhatIs(text: String) {
        #expect {
            _ = try AuditLines.read(Array(text.utf8))
        } throws: { error in
            guard let error = error as? AuditLogError, case .noEvents = error else { return false }
            return error.hint.contains("EventList") && error.summary.contains("audit.log")
        }
    }

    @Test(arguments: [
        "user", "objectRef", "responseStatus", "requestObject", "responseObject", "stageTimestamp", "userAgent",
        "impersonatedUser", "verb",
    ])
    func wrongTypesEndNothing(member: String) throws {
        for wrong: Value in [1, "text", [], [:], .null, true, ["x": ["y": 1]]] {
            var event = AuditLines.event().object ?? Object()
            event[member] = wrong
            let bytes = AuditLines.lines([AuditLines.event(id: "good"), .object(event)])
            let (_, facts) = try AuditLines.read(bytes)
            #expect(facts.events + facts.broken == 2)
        }
    }

    @Test func everyPrefixOfALogEndsWell() throws {
        let bytes = AuditLines.lines([AuditLines.event()]) + AuditLines.lines([Self.row(Self.text)])
        for count in 0..<bytes.count { _ = try? AuditLines.read(Array(bytes.prefix(count))) }
        for form in Self.forms {
            for count in stride(from: 0, to: form.bytes.count, by: 7) {
                _ = try? AuditLines.read(Array(form.bytes.prefix(count)))
            }
        }
    }

    @Test func aPeriodLeavesOutWhatIsOutsideAndCountsIt() throws {
        let bytes = AuditLines.lines(
            [("a", "12"), ("b", "13"), ("c", "14")].map {
                AuditLines.event(id: $0.0, at: "2026-03-04T\($0.1):00:00Z")
            })
        let (events, facts) = try AuditLines.read(
            bytes, since: Instant(rfc3339: "2026-03-04T12:30:00Z"), until: Instant(rfc3339: "2026-03-04T13:30:00Z"))
        #expect(events.map(\.id) == ["b"])
        #expect(facts.outside == 2 && facts.firstText == "2026-03-04T12:00:00Z")
    }

    @Test func silenceWithinALogIsFound() throws {
        let bytes = AuditLines.lines(
            ["12:00:00", "12:10:00", "12:50:30", "13:00:00"].map { AuditLines.event(at: "2026-03-04T\($0)Z") })
        let (_, facts) = try AuditLines.read(bytes)
        let first = try #require(facts.first)
        let last = try #require(facts.last)
        let silences = facts.silences(from: first, to: last, minutes: 15)
        #expect(silences.map(\.from) == ["2026-03-04T12:11:00Z"] && silences.map(\.minutes) == [39])
    }

    @Test(arguments: [
        ("3/4/2026, 1:08:30.123 PM", "2026-03-04T13:08:30.123Z"), ("3/4/2026, 12:08:30 AM", "2026-03-04T00:08:30Z"),
        ("2026-03-04 13:08:30.123", "2026-03-04T13:08:30.123Z"),
    ])
    func timesOfAPortalAreRead(written: String, expected: String) throws {
        let (events, _) = try AuditLines.read(AuditLines.lines([AuditLines.event(at: written)]))
        #expect(events.first?.time == expected)
    }

    @Test func aWriteThatDoesNotNameItsObjectIsBrokenAndARequestForNoneIsNot() throws {
        func without(_ uri: String) -> Value {
            var event = AuditLines.event(id: "x").object ?? Object()
            event["objectRef"] = nil
            event["requestURI"] = .string(uri)
            return .object(event)
        }
        let (events, facts) = try AuditLines.read(
            AuditLines.lines([
                AuditLines.event(), without("/apis/apps/v1/namespaces/shop/deployments/web"), without("/version"),
            ]))
        #expect(events.map(\.id) == ["a1", "x"])
        #expect(facts.broken == 1 && facts.files[0].places[0].contains("objectRef"))
    }

    private static func changed(_ members: [String: Value?], _ event: Value = AuditLines.event(id: "x")) -> Value {
        var object = event.object ?? Object()
        for (key, value) in members { object[key] = value }
        return .object(object)
    }

    private static let way = "/api/v1/namespaces/shop/pods/web/exec?command=sh"

    static let damaged: [(event: Value, says: String)] = [
        (changed(["auditID": nil]), "auditID"), (changed(["auditID": ""]), "auditID"),
        (changed(["auditID": 7]), "auditID"),
        (changed(["verb": nil]), "a verb"), (changed(["verb": ""]), "a verb"), (changed(["verb": .null]), "a verb"),
        (changed(["auditID": nil, "verb": nil]), "a verb"),
        (changed(["verb": "PATCH"]), "no API server writes"), (changed(["verb": "post"]), "no API server writes"),
        (changed(["verb": "Create"]), "no API server writes"), (changed(["verb": "patch "]), "no API server writes"),
        (changed(["stageTimestamp": "2026-03-04T10:00:00Z"]), "ended before it came"),
        (changed(["requestURI": .string(way), "verb": "get", "objectRef": nil]), "objectRef"),
        (changed(["requestURI": .string(way), "verb": "get", "objectRef": [:]]), "objectRef"),
        (
            changed(["requestURI": .string(way), "verb": "get", "objectRef": ["resource": "pods", "name": "web"]]),
            "without the subresource"
        ),
        (
            changed([
                "requestURI": "/api/v1/namespaces/shop/pods/web%2Fexec", "verb": "get",
                "objectRef": ["resource": "pods", "name": "web"],
            ]), "without the subresource"
        ),
        (
            changed([
                "requestURI": "/apis/apps/v1/namespaces/shop/deployments/web", "objectRef": ["resource": "deployments"],
            ]),
            "without the name"
        ),
        (changed(["requestURI": nil, "objectRef": nil]), "requestURI"),
    ]

    /// Whatever an export cut or spelled in its own way may have been a person's write.
    @Test(arguments: damaged)
    func anEventThatDoesNotTellWhatWasAskedForIsBroken(event: Value, says: String) throws {
        for bytes in [
            AuditLines.lines([AuditLines.event(), event]),
            Self.json(["kind": "EventList", "items": [AuditLines.event(), event]]),
            AuditLines.lines([Self.row(.string(CanonicalJSON.text(AuditLines.event()))), Self.row(event)]),
        ] {
            let (events, facts) = try AuditLines.read(
                bytes, since: Instant(rfc3339: "2026-03-04T11:00:00Z"), until: Instant(rfc3339: "2026-03-04T14:00:00Z"))
            #expect(events.map(\.id) == ["a1"])
            #expect(facts.broken == 1 && facts.files[0].others == 0, "\(facts.files)")
            #expect(facts.files[0].places.first?.contains(says) == true, "\(facts.files)")
        }
    }

    @Test func aWriteThatCameAfterThePeriodAndEndedWithinItIsBroken() throws {
        let event = Self.changed(["requestReceivedTimestamp": "2026-03-04T15:00:00Z"])
        let (events, facts) = try AuditLines.read(
            AuditLines.lines([AuditLines.event(), event]), since: Instant(rfc3339: "2026-03-04T12:30:00Z"),
            until: Instant(rfc3339: "2026-03-04T13:30:00Z"))
        #expect(events.map(\.id) == ["a1"] && facts.broken == 1 && facts.outside == 0)
        // What is outside the period for certain need not tell more.
        let before = Self.changed(["auditID": nil, "stageTimestamp": "2026-03-04T13:00:00Z"])
        let later = try AuditLines.read(
            AuditLines.lines([before]), since: Instant(rfc3339: "2026-03-04T13:30:00Z"), until: nil)
        #expect(later.facts.outside == 1 && later.facts.broken == 0)
        // A clock that was put back a little is no damage.
        let early = Self.changed(["requestReceivedTimestamp": "2026-03-04T13:00:01Z"])
        #expect(try AuditLines.read(AuditLines.lines([early])).events.map(\.id) == ["x"])
    }

    @Test(arguments: [
        ("AuditId", ""), ("Verb", ""), ("Verb", "Patch"), ("ObjectRef", ""), ("StageReceivedTime", ""),
    ])
    func aRowOfATableWithAnEmptyOrStrangeCellIsBroken(column: String, cell: String) throws {
        func row(_ changed: Bool) -> [String] {
            (AuditLines.columns(Self.event, nestedAsText: true).object?.members ?? []).map { member in
                let text = changed && member.key == column ? cell : member.value.string ?? ""
                return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                    + "\""
            }
        }
        let header = (AuditLines.columns(Self.event, nestedAsText: true).object?.members ?? []).map(\.key)
        let lines = [header, row(false), row(true)].map { $0.joined(separator: ",") }
        let (events, facts) = try AuditLines.read(Array((lines.joined(separator: "\n") + "\n").utf8))
        #expect(events.count == 1 && facts.broken == 1 && facts.files[0].others == 0, "\(facts.files)")
    }

    @Test func aRowOfTheAuditCategoryWithoutItsEventIsBrokenAndRowsOfOthersAreNot() throws {
        func row(_ category: String, _ log: Value) -> Value {
            ["category": .string(category), "properties": ["log": log, "stream": "stdout"]]
        }
        let (events, facts) = try AuditLines.read(
            AuditLines.lines([
                row("kube-audit", Self.text), row("kube-audit", ""), row("kube-audit-admin", "cut off"),
                ["Category": "kube-audit", "log_s": .null], row("kube-audit", [:]),
                row("kube-apiserver", "I0304 13:00:00 some text"), row("guard", ["level": "info", "msg": "x"]),
            ]))
        #expect(events.count == 1 && facts.broken == 4 && facts.files[0].others == 2, "\(facts.files)")
    }

    @Test(arguments: [
        ("/api/v1", "get"), ("/apis/apps/v1", "get"), ("/apis/", "get"), ("/healthz", "get"), ("/version", "post"),
        ("/openapi/v3/api/v1?hash=x", "get"),
    ])
    func aRequestForNoObjectNamesNone(uri: String, verb: String) throws {
        let event = Self.changed(["requestURI": .string(uri), "verb": .string(verb), "objectRef": nil])
        #expect(try AuditLines.read(AuditLines.lines([event])).facts.broken == 0)
    }

    @Test(
        arguments: [
            ("/api/v1/namespaces", "namespaces", nil), ("/api/v1/namespaces/shop", "namespaces", "shop"),
            ("/api/v1/namespaces/shop/status", "namespaces", "shop"),
            ("/api/v1/watch/namespaces/shop/pods", "pods", nil),
            ("/api/v1/proxy/namespaces/shop/pods/web/a/b", "pods", "web"),
            ("/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode", "clusterroles", "system:node"),
            ("/api/v1/nodes/n1/proxy/metrics?x=/exec", "nodes", "n1"),
        ] as [(String, String, String?)])
    func whatAServerWritesIsNotBroken(uri: String, resource: String, name: String?) throws {
        var target = Object(["resource": .string(resource), "namespace": "shop"])
        target["name"] = name.map(Value.string)
        if uri.contains("/status") { target["subresource"] = "status" }
        if uri.contains("/nodes") { target["subresource"] = "proxy" }
        let event = Self.changed(["requestURI": .string(uri), "verb": "get", "objectRef": .object(target)])
        let (_, facts) = try AuditLines.read(AuditLines.lines([event]))
        #expect(facts.events == 1 && facts.broken == 0, "\(facts.files)")
    }

    @Test(arguments: [
        ("dryRun=All", ["All"]), ("dryRun", [""]), ("x=1&dryRun=&dryRun=All", ["", "All"]), ("dry%52un=Al%6C", ["All"]),
        ("dryrun=All", []), ("", []),
    ])
    func parametersAreReadAsTheServerReadsThem(query: String, expected: [String]) throws {
        let (events, _) = try AuditLines.read(AuditLines.lines([AuditLines.event(query: query)]))
        #expect(events[0].parameters("dryRun") == expected)
    }

    @Test func levelDecisionAndClaimedGroupsAreRead() throws {
        var event = AuditLines.event().object ?? Object()
        event["annotations"] = ["authorization.k8s.io/decision": "forbid"]
        event["impersonatedUser"] = ["username": "x", "groups": ["system:masters"]]
        let (events, _) = try AuditLines.read(AuditLines.lines([.object(event), AuditLines.event(id: "b")]))
        #expect(events.map(\.isAllowed) == [false, nil])
        #expect(events[0].level == "RequestResponse" && events[0].impersonatedGroups == ["system:masters"])
    }
}

/// JSON that does not keep to lines.
private enum PrettyLines {
    static func pretty(_ value: Value, indent: String = "") -> String {
        switch value {
        case .object(let object) where !object.isEmpty:
            "{\n"
                + object.members.map {
                    "\(indent)  \(CanonicalJSON.text(.string($0.key))): \(pretty($0.value, indent: indent + "  "))"
                }.joined(separator: ",\n") + "\n\(indent)}"
        case .array(let elements) where !elements.isEmpty:
            "[\n" + elements.map { "\(indent)  \(pretty($0, indent: indent + "  "))" }.joined(separator: ",\n")
                + "\n\(indent)]"
        default: CanonicalJSON.text(value)
        }
    }
}
