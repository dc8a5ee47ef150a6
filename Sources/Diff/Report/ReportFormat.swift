/// A form in which a report can be had. All of them say the same facts in the same order.
package enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    /// For people at a terminal.
    case text
    /// For programs; see docs/report-format.md.
    case json
    /// The same as JSON, for people who read YAML.
    case yaml

    /// The report in this form, ending in a newline.
    package func render(_ report: Report, options: TextReport.Options = .init()) -> String {
        switch self {
        case .text: TextReport.render(report, options: options)
        case .json: PrettyJSON.text(JSONReport.value(report))
        case .yaml: YAMLReport.text(report)
        }
    }
}
