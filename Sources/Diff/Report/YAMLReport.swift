import Snapshot

/// The report of ``JSONReport`` as YAML.
package enum YAMLReport {
    /// One document.
    package static func text(_ report: Report) -> String { YAMLWriter.text(JSONReport.value(report)) }
}
