import ArgumentParser
import Diff

/// Which reports `compare` makes, and where they go: what it cannot make is no option.
struct FleetReportOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: "FORMAT or FORMAT=FILE, may be repeated; formats: text, json, yaml, markdown, html. Default text.")
    var output: [String] = []

    @Flag(name: [.short, .long], help: "No progress, and no report unless -o asks for one: only the exit status.")
    var quiet = false

    @Flag(help: "In text: the verdict, what could not be seen and the counts, without the differences.")
    var summary = false

    @Flag(help: "Never show a long report in a pager; else $SNAPCTL_PAGER, $PAGER or less, on a terminal only.")
    var noPager = false

    /// The same as options of other reports, which have their defaults for what `compare` does not take.
    var options: ReportOptions {
        var options = ReportOptions.parseOrExit([])
        options.output = output
        options.quiet = quiet
        options.summary = summary
        options.noPager = noPager
        return options
    }
}
