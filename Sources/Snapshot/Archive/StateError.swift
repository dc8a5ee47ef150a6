/// What is wrong with the snapshot of a state, with the state's name: of two states the reader has to know which.
package struct StateError: ExplainedError, Hashable {
    package let name: String
    package let error: SnapshotError

    package init(_ error: SnapshotError, of name: String) {
        self.name = name
        self.error = error
    }

    package var summary: String {
        // It names its file by itself.
        if case .disk = error { return error.summary }
        return "\(name): \(error.summary)"
    }

    package var hint: String { error.hint }
    package var isEvidence: Bool { error.isEvidence }
}

extension ClusterState {
    /// Does something with the objects of this state. What is wrong with its snapshot is thrown as a ``StateError``.
    package func naming<Result>(_ work: () async throws -> Result) async throws -> Result {
        do { return try await work() } catch let error as SnapshotError { throw StateError(error, of: name) }
    }
}
