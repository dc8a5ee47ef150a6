/// What a command says to the pipeline that ran it. 0, 1 and 2 agree with `kubectl diff`.
public enum ExitStatus: Int, Sendable, Hashable, CaseIterable {
    /// No difference, or only accepted ones, and everything in scope was looked at.
    case same = 0
    /// A difference that nobody accepted.
    case drift = 1
    /// The command was wrong, or what it needed was not there.
    case failed = 2
    /// Something in scope could not be read or compared. Never 0: a hole is no proof.
    case inconclusive = 3
    /// A digest, a signature or a lineage does not hold.
    case evidenceInvalid = 4

    /// Which one the process exits with when several hold, the weightiest first.
    package static let precedence: [ExitStatus] = [.evidenceInvalid, .failed, .drift, .inconclusive, .same]

    /// The one of these that the process exits with; ``same`` when none holds.
    package static func leading(of statuses: Set<ExitStatus>) -> ExitStatus {
        precedence.first(where: statuses.contains) ?? .same
    }

    /// What it means, in a few words.
    package var words: String {
        switch self {
        case .same: "same, or only accepted differences"
        case .drift: "drift"
        case .failed: "usage or environment error"
        case .inconclusive: "inconclusive: something in scope could not be read or compared"
        case .evidenceInvalid: "evidence invalid"
        }
    }
}
