/// An error in words that a person can act on. Every room has its own, with the facts; these two are all that a command prints.
package protocol ExplainedError: Error {
    /// What happened to which thing.
    var summary: String { get }
    /// What to do next.
    var hint: String { get }
    /// Whether the evidence is wrong, and not only the way to it.
    var isEvidence: Bool { get }
}

extension ExplainedError {
    package var isEvidence: Bool { false }
}
