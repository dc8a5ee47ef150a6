public import Snapshot

/// What came of a comparison or a check, complete: rendering it reads nothing any more.
public struct ComparisonReport: Sendable {
    private let report: Report

    init(_ report: Report) { self.report = report }

    /// The verdict, with the meaning of the exit statuses of `snapctl diff` and `snapctl check`.
    public var status: ExitStatus { report.judgment.status }

    /// The verdict in one line: `DRIFT  4 differences in 4 objects: 4 medium`.
    public var headline: String { report.headline }

    /// What differs and is not accepted, an element an object; of a check without what rules accept.
    public var differences: [Difference] { report.judgment.allViolations.map(Difference.init) }

    /// What the report does not prove, in sentences.
    public var limits: [String] { report.limits }

    /// The report in one of its formats, ending in a newline. Text of the cluster is made safe for the place it goes to.
    public func rendered(as format: ReportFormat) -> String { format.render(report) }
}

/// An object that differs in a way that nobody accepted.
public struct Difference: Sendable, Hashable {
    /// What became of an object.
    public enum Kind: Sendable, Hashable {
        /// It is there, and should not be.
        case added
        /// It is not there, and should be.
        case removed
        /// It says something else.
        case modified
        /// A copy that a controller made says something else than its owner.
        case tampered
    }

    private let violation: Judgment.Violation

    init(_ violation: Judgment.Violation) { self.violation = violation }

    /// Which object.
    public var object: Identity { violation.identity }

    /// What became of it.
    public var kind: Kind {
        switch violation.violated {
        case .added: .added
        case .removed: .removed
        case .modified: .modified
        case .tampered: .tampered
        }
    }

    /// How much the weightiest of its changes matters.
    public var severity: Severity { violation.severity }

    /// The fields that differ; empty for an object that came or went.
    public var fields: [FieldChange] { violation.fields.map(\.change) }
}
