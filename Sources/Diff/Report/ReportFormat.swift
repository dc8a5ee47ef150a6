/// A form in which a report can be had. All of them say the same facts in the same order.
public enum ReportFormat: String, Sendable, Hashable, CaseIterable {
    /// For people at a terminal.
    case text
    /// For programs; see docs/report-format.md.
    case json
    /// The same as JSON, for people who read YAML.
    case yaml
    /// For pull requests and job summaries.
    case markdown
    /// For people at a desk, and for paper.
    case html
    /// For the test tab of a pipeline.
    case junit
    /// For code scanning.
    case sarif
    /// For merge requests of GitLab.
    case codequality
    /// Workflow commands of GitHub Actions.
    case github
    /// Logging commands of Azure DevOps.
    case azure

    /// The report in this form, ending in a newline.
    package func render(_ report: Report, options: TextReport.Options = .init()) -> String {
        switch self {
        case .text: TextReport.render(report, options: options)
        case .json: PrettyJSON.text(JSONReport.value(report))
        case .yaml: YAMLReport.text(report)
        case .markdown: MarkdownReport.render(report)
        case .html: HTMLReport.render(report)
        case .junit: JUnitReport.render(report)
        case .sarif: PrettyJSON.text(SARIFReport.value(report))
        case .codequality: PrettyJSON.text(CodeQualityReport.value(report))
        case .github: AnnotationReport.render(report, for: .gitHub)
        case .azure: AnnotationReport.render(report, for: .azure)
        }
    }

    /// The usual ending of a file of this form.
    package var fileExtension: String {
        switch self {
        case .text, .github, .azure: "txt"
        case .json, .codequality: "json"
        case .yaml: "yaml"
        case .markdown: "md"
        case .html: "html"
        case .junit: "xml"
        case .sarif: "sarif"
        }
    }
}
