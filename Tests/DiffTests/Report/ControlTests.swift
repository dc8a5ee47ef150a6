import Diff
import Snapshot
import Testing

/// What reports say to requirements.
@Suite struct ControlTests {
    private static func speaking(_ report: Report, to requirements: [Control] = ControlTable.all) -> Report {
        Report(
            command: report.command, tool: report.tool, madeAt: report.madeAt, before: report.before,
            after: report.after,
            comparison: Comparison(), judgment: report.judgment, limits: report.limits, requirements: requirements)
    }

    @Test func everyCatalogHasRowsThatSayWhatTheyAskAndWhatNoReportShows() {
        for framework in ControlFramework.builtIn {
            let rows = ControlTable.all.filter { $0.framework == framework }
            #expect(rows.count >= 5, "\(framework.title)")
            #expect(Set(rows.map(\.id)).count == rows.count)
            for row in rows { #expect(!row.id.isEmpty && !row.title.isEmpty && !row.outside.isEmpty, "\(row.id)") }
        }
        // No word in the tables is one that means nothing.
        #expect(ControlTable.all.filter(\.needs.isEmpty).map(\.id).sorted() == ["10.3.4", "10.5.1", "3.5.1"])
    }

    @Test func whatIsThereDecidesHowFarAReportSpeaks() throws {
        func evidence(_ id: String, _ report: Report) -> ControlAssessment.Evidence? {
            Self.speaking(report).controls.first { $0.control.id == id }?.evidence
        }
        #expect(evidence("3.5.1", try SampleReports.drift()) == .absent)
        #expect(evidence("10.2.1", try SampleReports.drift()) == .absent)
        #expect(evidence("10.2.1", try SampleReports.hands()) == .present)
        #expect(evidence("6.5.1", try SampleReports.drift()) == .partly)
        // A hole takes completeness away.
        let inconclusive = Self.speaking(try SampleReports.inconclusive())
        #expect(inconclusive.controls.allSatisfy { !$0.with.contains(.complete) })
    }

    @Test(arguments: [ReportFormat.text, .json, .yaml, .markdown, .html, .junit, .sarif])
    func everyFormatSaysItAndNoneClaimsThatOneIsMet(_ format: ReportFormat) throws {
        let report = Self.speaking(try SampleReports.check())
        let text = SameFactsTests.plain(format, format.render(report, options: .init(width: 300, lineLimit: 1_000)))
        for item in report.controls {
            #expect(
                text.contains(item.control.id) && text.contains(item.control.outside), "\(item.control.id) \(format)")
        }
        for evidence in ControlAssessment.Evidence.allCases
        where report.controls.contains(where: { $0.evidence == evidence }) {
            #expect(text.contains(evidence.rawValue), "\(evidence) \(format)")
        }
        #expect(!text.contains("supports") && !text.contains("supported"))
        #expect(!text.lowercased().contains("compliant"))
    }

    @Test func findingsSpeakAgainstWhatTheyAreAbout() throws {
        func against(_ id: String) throws -> Int? {
            Self.speaking(try SampleReports.drift()).controls.first { $0.control.id == id }?.against
        }
        // Six objects differ: one of networks, one of rights.
        #expect(try against("6.5.1") == 6)
        #expect(try against("1.2.2") == 1)
        #expect(try against("7.2.5") == 1)
        #expect(try against("10.6.1") == 0)
        #expect(try Self.speaking(SampleReports.clean()).controls.allSatisfy { $0.against == 0 })
        let text = TextReport.render(Self.speaking(try SampleReports.drift()), options: .init(width: 300))
        #expect(text.contains("6.5.1  evidence partly present  findings against it: 6"))
    }

    @Test func aCatalogOfOnesOwnIsReadStrictly() throws {
        func read(_ text: String) throws(BaselineError) -> [Control] {
            try ControlCatalog.read(Array(text.utf8), file: "own.yaml")
        }
        let own = try read(
            """
            title: Platform standard 2026
            requirements:
            - {id: NET-1, asks: every namespace denies by default, needs: [baseline, network], outside: firewalls}
            """)
        #expect(own.map(\.id) == ["NET-1"] && own[0].needs == [.baseline, .network])
        #expect(Self.speaking(try SampleReports.check(), to: own).controls.count == 1)
        for (text, words) in [
            ("title: a\n", "requirements"), ("title: a\nrequirements: [{id: a, asks: b}]\n", "outside"),
            ("title: a\nrequirements: [{id: a, asks: b, needs: [basline], outside: c}]\n", "did you mean `baseline`?"),
            ("title: a\nrequirments: []\n", "requirements"),
            (
                "title: a\nrequirements: [{id: a, asks: b, outside: c}, {id: a, asks: b, outside: c}]\n", "a"
            ),
        ] {
            let error = #expect(throws: BaselineError.self) { try read(text) }
            #expect(error.map { ($0.summary + $0.hint).contains(words) } ?? false, "\(error?.summary ?? "") \(words)")
        }
    }
}
