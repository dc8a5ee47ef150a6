/// Why something could not be done. A finding, such as drift or a gap, is no error but part of a result.
public struct SnapctlError: Error, CustomStringConvertible {
    /// What happened to which thing. May hold text of a cluster or a file.
    public let summary: String
    /// What to do next.
    public let hint: String
    /// Whether a snapshot is proven wrong, and not merely out of reach: nothing in it is to be relied on.
    public let isEvidenceInvalid: Bool

    public var description: String { "\(summary) (\(hint))" }

    package init(_ error: any Error) {
        switch error {
        case let error as SnapctlError: self = error
        case let error as any ExplainedError:
            summary = error.summary
            hint = error.hint
            isEvidenceInvalid = error.isEvidence
        default:
            summary = "something unforeseen happened: \(error)"
            hint = "try it again; if it stays, report it"
            isEvidenceInvalid = false
        }
    }

    package init(_ summary: String, hint: String) {
        self.summary = summary
        self.hint = hint
        isEvidenceInvalid = false
    }

    /// Does something, with whatever it throws as one of these.
    package static func explaining<Result>(
        _ work: () async throws -> Result
    ) async throws(SnapctlError) -> Result {
        do { return try await work() } catch { throw SnapctlError(error) }
    }
}
