import ArgumentParser
import Diff
import Snapshot

/// Which reports are made, and where they go.
struct ReportOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: """
            FORMAT or FORMAT=FILE, may be repeated; formats: text, json, yaml, markdown, html, junit, sarif, \
            codequality, github, azure. Default text.
            """)
    var output: [String] = []

    @Flag(name: [.short, .long], help: "No progress, and no report unless -o asks for one: only the exit status.")
    var quiet = false

    @Flag(help: "In text: the verdict, what could not be seen and the counts, without the differences.")
    var summary = false

    @Flag(help: "Never hand a long report to a pager; else $SNAPCTL_PAGER, $PAGER or less, on a terminal only.")
    var noPager = false

    @Option(
        help: ArgumentHelp(
            "Write what would keep each difference in Git into this file: a patch a difference, and what would undo it.",
            valueName: "FILE"))
    var adopt: String?

    @Option(
        help: ArgumentHelp(
            "Say what is new and what is gone since an earlier JSON report of the same command.", valueName: "FILE"))
    var sinceReport: String?

    @Option(
        help: """
            Say what the report shows for the requirements of pci-dss, soc2, nist-800-53, iso-27001, all of these, or of a \
            file of your own (docs/reading.md); commas.
            """)
    var controls: String?

    /// The requirements that are asked for.
    func requirements() throws(CommandError) -> [Control] {
        guard let controls else { return [] }
        var result: [Control] = []
        for name in controls.split(separator: ",").map(String.init) { result += try Self.catalog(name) }
        return result
    }

    private static func catalog(_ name: String) throws(CommandError) -> [Control] {
        if name == "all" { return ControlTable.all }
        if let known = ControlFramework.builtIn.first(where: { ByteOrder.same($0.name, name) }) {
            return ControlTable.all.filter { $0.framework == known }
        }
        // Names of catalogs have neither.
        guard name.contains("/") || name.contains(".") else {
            let known = ControlFramework.builtIn.map(\.name)
            let near = Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`? " } ?? ""
            throw CommandError(
                "`\(name)` is no catalog of requirements",
                hint: "\(near)Known: \(known.joined(separator: ", ")), all; a file is named with its folder or ending")
        }
        let bytes: [UInt8]
        do throws(DiskError) { bytes = try FileReader.bytes(of: name, limit: 4 << 20) } catch {
            throw CommandError(error)
        }
        do throws(BaselineError) { return try ControlCatalog.read(bytes, file: name) } catch {
            throw CommandError(error)
        }
    }

    /// What is asked for, checked before any work begins.
    func plan() throws(CommandError) -> [OutputOption] {
        guard adopt != "-" else {
            throw CommandError("--adopt goes to a file", hint: "name one: --adopt adopt.yaml")
        }
        do throws(OutputOptionError) {
            var options: [OutputOption] = []
            for text in output { options.append(try OutputOption(parsing: text)) }
            return quiet && options.isEmpty ? [] : try OutputOption.plan(options)
        } catch { throw CommandError(error.summary, hint: error.hint) }
    }

    /// What the earlier report listed; `nil` when none was named.
    func earlier() throws(CommandError) -> EarlierReport? {
        guard let path = sinceReport else { return nil }
        let bytes: [UInt8]
        do throws(DiskError) { bytes = try FileReader.bytes(of: path, limit: 1 << 30) } catch {
            throw CommandError(error)
        }
        guard let value = try? JSONReader.value(bytes), let earlier = EarlierReport(value, file: path) else {
            throw CommandError(
                "\(path) is no JSON report of `diff` or `check`", hint: "make one with `-o json=FILE`")
        }
        return earlier
    }

    /// Makes all reports, then writes them: what cannot be made leaves no half of the others.
    func write(_ report: Report, _ session: Session) async throws {
        var report = report
        report.earlier = try earlier()
        if let adopt {
            var file = try AtomicFile(adopt)
            try file.write(Array(AdoptionDocument.text(report).utf8))
            try file.commit()
        }
        try await write(session) { format, options in format.render(report, options: options) }
        let files = try plan().map(\.file)
        // Whoever sends every report to a file still sees how it ended.
        if !quiet, !files.isEmpty, files.allSatisfy({ $0 != nil }) {
            session.console.note("\(report.headline) (\(Words.list(files.compactMap { $0 })))")
        }
    }

    /// Makes all reports of something, then writes them.
    func write(_ session: Session, render: (ReportFormat, TextReport.Options) -> String) async throws {
        let style = session.console.outputStyle
        let texts = try plan().map { option in
            let terminal = TextReport.Options(
                width: style.width, isColored: style.isColored, showsDifferences: !summary,
                wraps: session.console.outputRows != nil)
            let file = TextReport.Options(showsDifferences: !summary)
            return (option, render(option.format, option.file == nil ? terminal : file))
        }
        for (option, text) in texts {
            if let path = option.file {
                var file = try AtomicFile(path)
                try file.write(Array(text.utf8))
                try file.commit()
            } else if option.format == .text, !noPager, await Pager.show(text, session) {
                continue
            } else {
                try session.console.result(text)
            }
        }
    }
}
