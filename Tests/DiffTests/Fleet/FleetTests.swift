import Diff
import Snapshot
import TestSupport
import Testing

/// Many states side by side, told by digests, and shown in a matrix.
@Suite struct FleetTests {
    private static func identity(_ name: String) -> Identity {
        Identity(group: "", kind: "ConfigMap", namespace: "shop", name: name)
    }

    private static func object(_ name: String, _ data: [String: Value]) -> Value {
        [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name), "namespace": "shop"],
            "data": .object(data.reduce(into: Object()) { $0[$1.key] = $1.value }),
        ]
    }

    private static func entry(_ object: Value) -> IndexEntry {
        let name = object[["metadata", "name"]]?.string ?? ""
        let digest = Digest(of: CanonicalJSON.bytes(object))
        return IndexEntry(
            identity: identity(name), version: "v1", resource: "configmaps", path: "objects/\(name)", size: 1,
            sha256: digest,
            normalized: digest, role: .declared, uid: "", generation: 0, signals: [:], controller: nil)
    }

    /// The comparison of states that hold these objects; `opened` counts how many of them were opened.
    private static func compare(_ states: [[Value]], opened: inout Int) throws -> FleetComparison {
        let reach = try reach()
        var index = FleetIndex()
        for state in states { index.add(EntryTable(state.map(entry))) }
        let rows = index.differing
        for wanted in index.needed(of: rows).values { opened += wanted.count }
        var versions: [Identity: [Value]] = [:]
        for row in rows where row.versionCount > 1 {
            versions[row.identity] = row.holders.compactMap { holder in
                states[holder].first { $0[["metadata", "name"]]?.string == row.identity.name }
            }
        }
        return FleetComparison(
            index, reaches: states.map { _ in reach }, schema: BuiltinSchema.facts, types: [], versions: versions)
    }

    /// A state that could read all that it was asked for.
    private static func reach() throws -> FleetReach { FleetReach(try manifest(gaps: "[]"), types: []) }

    private static func manifest(gaps: String) throws -> Manifest {
        let manifest = """
            {"actor":{"groups":[],"host":"h","osUser":"ada","user":"ada"},\
            "cluster":{"name":"prod","server":"https://10.0.0.1:6443","uid":"7f1c9a52-4f5c-4a51-9a68-0d7e6f9d2a10",\
            "verified":true,"version":"v1.33.2"},"coverage":[],"files":[],"format":"snapctl.dev/snapshot/v1","gaps":\(gaps),\
            "normalizer":{"rulesDigest":"","schemaDigest":""},"objectBytes":0,"objectCount":0,\
            "redaction":{"ephemeral":false,"group":"prod","keyID":"0011223344556677","values":1},\
            "roots":{"content":"","normalized":""},"scope":{"exclude":[],"include":[],"namespaces":[],"rulesDigest":""},\
            "source":"cluster","times":{"finishedAt":"2026-11-23T06:00:02Z","skewMilliseconds":0,\
            "startedAt":"2026-11-23T06:00:00Z"},"tool":{"name":"snapctl","version":"0.1.0"}}
            """
        return try Manifest(bytes: Array((manifest + "\n").utf8))
    }

    private static func report(_ comparison: FleetComparison) -> FleetReport {
        FleetReport(
            tool: "snapctl test", madeAt: nil,
            members: (0..<comparison.memberCount).map { number in
                FleetReport.Member(
                    source: ReportSource(argument: "fleet/c\(number).tar.zst", kind: .cluster, objectCount: 3))
            }, comparison: comparison)
    }

    @Test func theOneThatSaysSomethingElseIsTheOutlier() throws {
        var opened = 0
        let usual = [Self.object("a", ["level": "info"]), Self.object("b", ["x": 1])]
        let comparison = try Self.compare(
            [usual, usual, [Self.object("a", ["level": "debug"]), Self.object("b", ["x": 1])], usual], opened: &opened)
        #expect(opened == 2)
        let finding = try #require(comparison.findings.first)
        #expect(comparison.findings.count == 1)
        #expect(finding.deviating == [2])
        #expect(finding.hasReference)
        #expect(finding.groups.map(\.members) == [[0, 1, 3], [2]])
        #expect(comparison.deviations == [0, 0, 1, 0])
        #expect(Self.report(comparison).status == .drift)
    }

    @Test func whereNoMajoritySaysTheSameNobodyIsAnOutlier() throws {
        var opened = 0
        let states = ["a", "b", "c"].map { [Self.object("region", ["name": .string($0)])] }
        let comparison = try Self.compare(states, opened: &opened)
        #expect(comparison.findings.first?.hasReference == false)
        #expect(comparison.deviations == [0, 0, 0])
        #expect(Self.report(comparison).status == .drift)
    }

    @Test func whatMostLackIsUnexpectedAndWhatMostHaveIsMissing() throws {
        var opened = 0
        let a = Self.object("a", [:])
        let b = Self.object("b", [:])
        let comparison = try Self.compare([[a], [a, b], [a], []], opened: &opened)
        #expect(opened == 0)
        let byName = Dictionary(uniqueKeysWithValues: comparison.findings.map { ($0.identity.name, $0) })
        #expect(byName["a"]?.groups.first?.said == .present)
        #expect(byName["a"]?.deviating == [3])
        #expect(byName["b"]?.groups.first?.said == .missing)
        #expect(byName["b"]?.deviating == [1])
    }

    @Test func statesThatAreAlikeAreAlike() throws {
        var opened = 0
        let state = [Self.object("a", ["x": "1"])]
        let comparison = try Self.compare([state, state, state], opened: &opened)
        #expect(opened == 0)
        #expect(Self.report(comparison).status == .same)
        #expect(comparison.findings.isEmpty)
    }

    @Test func valuesThatVaryAlikeAreOnePattern() throws {
        var opened = 0
        let states = (0..<5).map { number in
            (0..<4).map { Self.object("m\($0)", ["image": .string("acr\(number)x.azurecr.io/live/app\($0):1")]) }
        }
        let comparison = try Self.compare(states, opened: &opened)
        let pattern = try #require(comparison.patterns.first)
        #expect(comparison.patterns.count == 1)
        #expect(pattern.name == "registry")
        #expect(pattern.values.texts == (0..<5).map { "acr\($0)x" })
        #expect(comparison.findings.allSatisfy(comparison.isExplained))
        // Explained is not accepted.
        #expect(Self.report(comparison).status == .drift)
    }

    /// Of images from each cluster's own registry the one that is another image stands out.
    @Test func aPatternHidesNoOutlier() throws {
        var opened = 0
        let states = (0..<5).map { number in
            (0..<4).map { app in
                let image = number == 3 && app == 2 ? "docker.io/x:1" : "acr\(number)x.azurecr.io/live/app\(app):1"
                return Self.object("m\(app)", ["image": .string(image)])
            }
        }
        let comparison = try Self.compare(states, opened: &opened)
        let finding = try #require(comparison.findings.first { $0.identity.name == "m2" })
        #expect(finding.groups.map(\.members) == [[0, 1, 2, 4], [3]])
        #expect(finding.groups.map(\.said) == [.value("${registry}.azurecr.io/live/app2:1"), .value("docker.io/x:1")])
        #expect(finding.deviating == [3] && comparison.deviations == [0, 0, 0, 1, 0])
        #expect(!comparison.isExplained(finding))
    }

    /// A matrix for 3 and for 300: no line wider than the page, every outlier named.
    @Test(arguments: [3, 300], [60, 80, 120])
    func theMatrixFitsThePage(_ count: Int, _ width: Int) throws {
        var opened = 0
        let states = (0..<count).map { number in
            [
                Self.object(
                    "a", ["level": number % 100 == 1 ? "debug" : "info", "region": .string("region-\(number)")]),
                Self.object("b-with-a-name-that-is-rather-long-for-a-config-map-and-goes-on", ["x": 1]),
            ] + (number == 2 ? [] : [Self.object("c", ["x": 1])])
        }
        let comparison = try Self.compare(states, opened: &opened)
        let report = Self.report(comparison)
        let text = report.render(.text, options: .init(width: width)) ?? ""
        let long = text.split(separator: "\n").filter { TextWidth.columns(String($0)) > width && !$0.hasPrefix("exit") }
            .filter { !$0.contains("deviate") && !$0.contains("difference") && !$0.contains("like most") }
        #expect(long.map(String.init) == [])
        #expect(text.contains("c2"))
        #expect(text.utf8.count < 40_000)
        for format in FleetReport.formats { #expect(report.render(format)?.contains("c2") == true) }
        #expect(report.render(.sarif) == nil)
    }

    @Test func clusterTextCannotActInAnyFormat() throws {
        var opened = 0
        let poison = "\u{1B}[31m<script>alert(1)</script>\u{202E}"
        let comparison = try Self.compare(
            [[Self.object("a", ["x": .string(poison)])], [Self.object("a", ["x": "fine"])]], opened: &opened)
        for format in FleetReport.formats {
            let text = Self.report(comparison).render(format) ?? ""
            #expect(!text.contains("\u{1B}[31m<") && !text.contains("\u{202E}"), "\(format)")
            if format == .html { #expect(!text.contains("<script>alert")) }
        }
    }

    /// What is opened follows the versions, not the states: 50 objects everywhere, one of them in three versions.
    @Test(arguments: [3, 30, 300])
    func ofEachVersionOneObjectIsOpened(_ count: Int) throws {
        var opened = 0
        let common = (0..<50).map { Self.object("common-\($0)", ["x": 1]) }
        let states = (0..<count).map { number in
            common + [Self.object("odd", ["level": number == 1 ? "debug" : number == 2 ? "trace" : "info"])]
        }
        let comparison = try Self.compare(states, opened: &opened)
        #expect(opened == 3)
        #expect(comparison.findings.count == 1)
        #expect(comparison.findings.first?.hasReference == (count > 3))
    }

    @Test func tokensOfTwoKeysAreNeitherEqualNorDifferent() throws {
        func token(_ key: String) -> Value {
            .string("hmac-sha256:\(key):" + String(repeating: "0f", count: 32))
        }
        var opened = 0
        let states = ["0011223344556677", "8899aabbccddeeff"].map { [Self.object("a", ["x": token($0)])] }
        let comparison = try Self.compare(states + [[Self.object("a", ["x": "clear"])]], opened: &opened)
        #expect(comparison.findings.isEmpty)
        #expect(comparison.incomparable.count == 1)
        let report = Self.report(comparison)
        #expect(report.status == .inconclusive)
        #expect(report.render(.text)?.contains("shop/a data.x") == true)
        // Under one key a token is a value like any other.
        let other: Value = .string("hmac-sha256:0011223344556677:" + String(repeating: "1e", count: 32))
        let same = try Self.compare(
            [[Self.object("a", ["x": token("0011223344556677")])], [Self.object("a", ["x": other])]], opened: &opened)
        #expect(same.findings.count == 1 && same.incomparable.isEmpty)
    }

    @Test func whatAStateCouldNotReadIsNotMissingThere() throws {
        let reach = FleetReach(
            try Self.manifest(
                gaps: """
                    [{"group":"","message":"m","reason":"forbidden","resource":"configmaps","status":403,"version":"v1"}]
                    """),
            types: [ResourceType(group: "", version: "v1", kind: "ConfigMap", plural: "configmaps", isNamespaced: true)]
        )
        #expect(reach.absence(of: Self.identity("a"), resource: "configmaps") == .unknown)
        let pod = Identity(group: "", kind: "Pod", namespace: "shop", name: "a")
        #expect(reach.absence(of: pod, resource: "pods") == .missing)
        var index = FleetIndex()
        let held = [Self.entry(Self.object("a", [:]))]
        for entries in [held, [], held, []] { index.add(EntryTable(entries)) }
        let all = try Self.reach()
        let comparison = FleetComparison(
            index, reaches: [all, reach, all, all], schema: BuiltinSchema.facts, types: [], versions: [:])
        #expect(comparison.findings.map(\.unknown) == [[1]])
        #expect(comparison.findings.first?.deviating == [3])
        #expect(Self.report(comparison).statuses == [.drift, .inconclusive])
    }

    @Test(.enabled(if: Peers.python(with: "jsonschema") != nil, Peers.absence("jsonschema")))
    func jsonKeepsToTheShippedSchema() throws {
        var opened = 0
        let states = (0..<5).map { number in
            [Self.object("a", ["level": number == 1 ? "debug" : "info", "region": .string("region-\(number)")])]
                + (number == 2 ? [] : [Self.object("c", ["region": .string("in/region-\(number)")])])
        }
        let report = Self.report(try Self.compare(states, opened: &opened))
        let folder = try TemporaryDirectory()
        let path = try folder.write(report.render(.json) ?? "", to: "fleet.json")
        let script = try folder.write(
            """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            for error in jsonschema.Draft202012Validator(schema).iter_errors(json.load(open(sys.argv[2]))):
                print(list(error.absolute_path), error.message[:200])
            """, to: "script.py")
        let python = try #require(Peers.python(with: "jsonschema"))
        let said = try Tool.run([python, script, "\(SourceFile.root)/docs/fleet.schema.json", path])
        #expect(String(decoding: said, as: UTF8.self) == "")
    }
}
