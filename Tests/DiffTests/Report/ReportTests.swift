import Diff
import Snapshot
import Testing

/// Every text below a value.
private func texts(_ value: Value) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(texts)
    case .object(let object): object.members.flatMap { [$0.key] + texts($0.value) }
    default: []
    }
}

/// Whether a character may act on a terminal or hide in it.
private func isActive(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(scalar.value)
        || [0x202E, 0x2066, 0x200B, 0xFEFF, 0x2028].contains(scalar.value)
}

@Suite struct ReportTests {
    @Test(arguments: ReportFormat.allCases, [40, 80, 200])
    func noTextOfAClusterActsInAnyFormat(_ format: ReportFormat, _ width: Int) throws {
        let text = format.render(try SampleReports.hostile(), options: .init(width: width))
        #expect(!text.unicodeScalars.contains(where: isActive))
        #expect(!text.contains("\u{301}\u{301}\u{301}\u{301}"))
    }

    @Test func colorsAreTheOnlyEscapesOnATerminal() throws {
        var text = TextReport.render(try SampleReports.hostile(), options: .init(isColored: true))
        let colors = ["", "1", "1;31", "1;32", "2", "31", "32", "33", "36", "7;31", "7;32", "0"].map { "\u{1B}[\($0)m" }
        for color in colors { text = text.replacing(color, with: "") }
        #expect(!text.unicodeScalars.contains(where: isActive))
    }

    @Test func colorsChangeNothingButColors() throws {
        for name in SampleReports.names {
            let report = try SampleReports.report(name)
            var colored = TextReport.render(report, options: .init(isColored: true))
            colored.replace(#/\u{1B}\[[0-9;]*m/#, with: "")
            #expect(colored == TextReport.render(report))
        }
    }

    /// A program reads back exactly what the report holds, whatever was escaped.
    @Test(arguments: SampleReports.names)
    func jsonAndYAMLSayTheSame(_ name: String) throws {
        let report = try SampleReports.report(name)
        let value = JSONReport.value(report)
        #expect(try JSONReader.value(Array(ReportFormat.json.render(report).utf8)) == value)
        #expect(try YAMLReader.documents(Array(ReportFormat.yaml.render(report).utf8)).map(\.value) == [value])
    }

    @Test func poisonArrivesUnchangedInJSON() throws {
        #expect(texts(JSONReport.value(try SampleReports.hostile())).filter { $0 == SampleReports.poison }.count > 10)
    }

    /// Each fact that JSON holds of a violation stands in the text too.
    @Test(arguments: ["drift", "check"])
    func textSaysWhatJSONSays(_ name: String) throws {
        let report = try SampleReports.report(name)
        let text = TextReport.render(report, options: .init(width: 200, lineLimit: 1_000))
        for violation in report.judgment.violations {
            #expect(text.contains(violation.identity.name))
            for field in violation.fields { #expect(text.contains(field.change.path.description)) }
        }
        for effect in report.judgment.effects where effect.accepted > 0 { #expect(text.contains(effect.rule.reason)) }
        for signal in report.judgment.signals { #expect(text.contains(signal.detail)) }
        #expect(report.statuses.allSatisfy { text.contains("\($0.rawValue) (\($0.words))") })
    }

    @Test func whatCouldNotBeSeenStandsBeforeEverythingElse() throws {
        let lines = TextReport.render(try SampleReports.inconclusive()).split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("INCONCLUSIVE") == true)
        let before = try #require(lines.firstIndex { $0.hasPrefix("before") })
        for words in [
            "gateways.gateway.networking.k8s.io", "Secret payments/db-3",
            "Gateway.gateway.networking.k8s.io payments/edge", "no body was verified",
        ] {
            let place = try #require(lines.firstIndex { $0.contains(words) }, "\(words)")
            #expect(place < before)
        }
    }

    @Test(arguments: [
        ("clean", "NO DRIFT", 0), ("drift", "DRIFT", 1), ("inconclusive", "INCONCLUSIVE", 3),
        ("evidence", "EVIDENCE INVALID", 4),
    ])
    func theFirstLineIsTheVerdict(_ name: String, _ words: String, _ status: Int) throws {
        let report = try SampleReports.report(name)
        let lines = TextReport.render(report).split(separator: "\n")
        #expect(lines[0].hasPrefix(words))
        #expect(lines.prefix(20).contains { $0.hasPrefix("exit status \(status) ") })
        #expect(report.judgment.status.rawValue == status)
    }

    @Test(arguments: [40, 60, 80, 100, 160])
    func pagesKeepTheirWidthWhereWordsAllowIt(_ width: Int) throws {
        for line in TextReport.lines(try SampleReports.drift(), options: .init(width: width)) where line.width > width {
            // Only a path, a name or a sentence that is longer by itself may be.
            #expect(
                line.spans.allSatisfy { $0.role != .before && $0.role != .after || $0.text.count < 20 },
                "\(line.text(inColor: false))")
        }
    }

    @Test func aRedactedValueShowsOnlyThatItChanged() throws {
        let text = TextReport.render(try SampleReports.drift())
        #expect(text.contains("«redacted aaaaaaaa» → «redacted bbbbbbbb»"))
        #expect(!text.contains("hmac-sha256"))
    }

    @Test func numbersAndTextThatLooksLikeOneAreToldApart() throws {
        var comparison = Comparison()
        comparison.changes = [
            Change(
                identity: SampleReports.identity("ConfigMap", "", "a", "b"),
                kind: .modified([SampleReports.changed(FieldPath(fields: "spec", "port"), 80, "80")]))
        ]
        #expect(TextReport.render(try SampleReports.make(comparison)).contains("spec.port  80 → \"80\""))
    }

    @Test func longTextIsCutToWhereItDiffersAndNeverInSilence() throws {
        var comparison = Comparison()
        let long = String(repeating: "x", count: 500)
        let lines = (0..<100).map { "k\($0): v\n" }.joined()
        comparison.changes = [
            Change(
                identity: SampleReports.identity("ConfigMap", "", "a", "b"),
                kind: .modified([
                    SampleReports.changed(
                        FieldPath(fields: "data", "one"), .string(long + "OLD"), .string(long + "NEW")),
                    SampleReports.changed(FieldPath(fields: "data", "two"), nil, .string(lines)),
                ]))
        ]
        let text = TextReport.render(try SampleReports.make(comparison))
        #expect(text.contains("xOLD") && text.contains("xNEW"))
        #expect(text.contains("… 76 lines more; -o json has all"))
    }
}

@Suite struct LineDiffTests {
    @Test func linesThatDifferStandBetweenSomeThatDoNot() {
        let before = (1...10).map { "\($0)\n" }.joined()
        let after = before.replacing("5\n", with: "five\n")
        #expect(
            LineDiff.lines(before, after, context: 1) == [
                .folded(3), .same("4"), .removed("5"), .added("five"), .same("6"), .folded(4),
            ])
    }

    @Test func aMissingNewlineAtTheEndIsADifference() {
        #expect(LineDiff.lines("a\n", "a") == [.removed("a"), .added("a (no newline at the end)")])
    }

    /// Whatever is shown, both texts can be put together from it, and no equal line is called different needlessly.
    @Test(arguments: 0..<60)
    func bothTextsCanBePutTogetherFromTheirDifference(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
        func lines() -> [String] { (0..<next(30)).map { _ in "\(next(6))" } }
        let (a, b) = (lines(), lines())
        let shown = LineDiff.lines(a.map { $0 + "\n" }.joined(), b.map { $0 + "\n" }.joined(), context: 1_000)
        var before: [String] = []
        var after: [String] = []
        var same = 0
        for line in shown {
            switch line {
            case .same(let text):
                before.append(text)
                after.append(text)
                same += 1
            case .removed(let text): before.append(text)
            case .added(let text): after.append(text)
            case .folded: break
            }
        }
        if a != b {
            #expect(before == a)
            #expect(after == b)
            #expect(same == longestCommon(a, b))
        }
    }

    private func longestCommon(_ a: [String], _ b: [String]) -> Int {
        var row = Array(repeating: 0, count: b.count + 1)
        for x in a {
            var last = 0
            for (j, y) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = x == y ? last + 1 : max(above, row[j])
                last = above
            }
        }
        return row[b.count]
    }

    @Test func hugeTextsThatShareNothingAreShownAsReplaced() {
        let a = (0..<20_000).map { "a\($0)\n" }.joined()
        let b = (0..<20_000).map { "b\($0)\n" }.joined()
        let time = ContinuousClock().measure { #expect(LineDiff.lines(a, b).count == 40_000) }
        #expect(time < .seconds(20))
    }
}

@Suite struct SafeTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("a\u{1B}[0m", "a\\u{1b}[0m"), ("a\nb", "a\\u{a}b"), ("\u{202E}x", "\\u{202e}x"),
        ("é日本😀", "é日本😀"),
        ("e\u{301}", "e\u{301}"), ("\u{301}e", "\\u{301}e"), ("\u{9B}31m", "\\u{9b}31m"), ("\u{E0041}", "\\u{e0041}"),
        ("\u{A0}", "\\u{a0}"),
    ])
    func whatCouldActIsSpelledOut(_ text: String, _ safe: String) { #expect(SafeText.terminal(text) == safe) }
}
