package import Snapshot

/// What a comparison is at, for whoever waits for it.
package enum ComparisonStep: Sendable, Hashable {
    /// A state is read in the terms of another one.
    case mapping
    case comparing
    /// Every object of the judged state is searched for manual changes.
    case lookingForManualChanges
}

/// What an audit log is asked: who wrote to some objects between two states.
package struct AuditQuestion: Sendable {
    /// The earlier state; `nil` where there is none.
    package let before: ClusterState?
    package let after: ClusterState
    /// Objects of which every write counts.
    package let wanted: Set<Identity>
    package let writers: WriterTable
}
