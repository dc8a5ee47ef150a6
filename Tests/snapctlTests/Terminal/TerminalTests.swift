import Diff
import Synchronization
import Testing
import snapctl

@Suite struct StyleTests {
    @Test(arguments: [
        (true, [:], true), (false, [:], false), (true, ["NO_COLOR": "1"], false), (true, ["NO_COLOR": ""], true),
        (false, ["CLICOLOR_FORCE": "1"], true), (false, ["CLICOLOR_FORCE": "0"], false),
        (true, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], false), (true, ["TERM": "dumb"], false),
        (true, ["CLICOLOR": "0"], false),
    ])
    func colorsStandWhereTheyAreWanted(_ isTerminal: Bool, _ environment: [String: String], _ expected: Bool) {
        #expect(Style(isTerminal: isTerminal, columns: 80, environment: environment).isColored == expected)
    }

    @Test(arguments: [(120, [:], 120), (nil, [:], 100), (10, [:], 40), (500, [:], 200), (80, ["COLUMNS": "132"], 132)])
    func theWidthIsTheTerminalsWithinReason(_ columns: Int?, _ environment: [String: String], _ expected: Int) {
        #expect(Style(isTerminal: true, columns: columns, environment: environment).width == expected)
    }
}

@Suite struct ProgressLineTests {
    private final class Written: Sendable {
        let text = Mutex("")
        var all: String { text.withLock { $0 } }
    }

    private func line(_ mode: ProgressLine.Mode, _ written: Written) -> ProgressLine {
        ProgressLine(mode: mode, width: 20) { text in written.text.withLock { $0 += text } }
    }

    @Test func oneLineIsRewrittenAndLeavesNothing() {
        let written = Written()
        let progress = line(.rewritten, written)
        let start = ContinuousClock.now
        progress.update("first", now: start)
        progress.update("too soon", now: start + .milliseconds(10))
        progress.update("a very long line that does not fit", now: start + .milliseconds(200))
        progress.clear()
        progress.clear()
        #expect(written.all == "\rfirst\u{1B}[K\ra very long line t…\u{1B}[K\r\u{1B}[K")
    }

    @Test func aPipelineSeesALineNowAndThen() {
        let written = Written()
        let progress = line(.plain, written)
        let start = ContinuousClock.now
        for second in 0..<25 { progress.update("at \(second)", now: start + .seconds(second)) }
        progress.clear()
        #expect(written.all == "at 10\nat 20\n")
    }

    @Test func silenceIsSilent() {
        let written = Written()
        let progress = line(.silent, written)
        progress.update("x")
        progress.say("y")
        progress.clear()
        #expect(written.all.isEmpty)
    }

    @Test func progressCannotBeMadeToMoveTheCursor() {
        let written = Written()
        line(.rewritten, written).update("a\u{1B}[2Jb")
        #expect(!written.all.contains("\u{1B}[2J"))
    }
}

@Suite struct OutputOptionTests {
    @Test(arguments: [
        ("text", OutputOption(format: .text)), ("json", OutputOption(format: .json)),
        ("json=-", OutputOption(format: .json)),
        ("yaml=a=b.yaml", OutputOption(format: .yaml, file: "a=b.yaml")),
    ])
    func formatsAndFilesAreRead(_ text: String, _ expected: OutputOption) throws {
        #expect(try OutputOption(parsing: text) == expected)
    }

    @Test(arguments: [
        ("jsno", OutputOptionError.unknown("jsno", suggestion: "json")), ("csv", .unknown("csv", suggestion: nil)),
        ("htlm=a.html", .unknown("htlm", suggestion: "html")), ("json=", .noFile("json")),
        ("", .unknown("", suggestion: nil)),
    ])
    func whatCannotBeWrittenIsRefused(_ text: String, _ expected: OutputOptionError) {
        #expect(throws: expected) { try OutputOption(parsing: text) }
    }

    @Test func textGoesToStdoutUnlessSomethingElseIsAsked() throws {
        #expect(try OutputOption.plan([]) == [OutputOption(format: .text)])
        let two = [OutputOption(format: .text), OutputOption(format: .json, file: "a.json")]
        #expect(try OutputOption.plan(two) == two)
    }

    @Test func noPlaceIsWrittenTwice() {
        #expect(throws: OutputOptionError.samePlace(nil)) {
            try OutputOption.plan([OutputOption(format: .text), OutputOption(format: .json)])
        }
        #expect(throws: OutputOptionError.samePlace("a")) {
            try OutputOption.plan([OutputOption(format: .text, file: "a"), OutputOption(format: .json, file: "a")])
        }
    }
}

@Suite struct TextTableTests {
    @Test(arguments: [60, 80, 120])
    func rowsFitThePageAndNamesStayWhole(_ page: Int) {
        let name = String(repeating: "n", count: 40)
        var table = TextTable(["NAME", "IMAGES", "AGE"])
        table.append([name, String(repeating: "i", count: 200), "3d"])
        for line in table.text(page: page).split(separator: "\n") { #expect(TextWidth.columns(String(line)) <= page) }
        #expect(table.text(page: page).contains(name))
        #expect(table.text().contains(String(repeating: "i", count: 200)))
    }
}
