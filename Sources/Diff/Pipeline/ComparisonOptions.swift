package import Snapshot

/// How two states are compared and judged.
package struct ComparisonOptions: Sendable {
    /// Whether the indexes of snapshots are believed instead of computed again.
    package var trustsIndex = false
    /// By which clear values are held against tokens.
    package var alignment: TokenAlignment?
    /// Whether differences between redacted values count for nothing.
    package var ignoresSecretValues = false
    /// Whether the ignored fields are listed, and not only counted.
    package var listsIgnoredFields = false
    /// The least severity that makes the verdict drift, whatever the baseline says.
    package var failOn: Severity?
    /// How the first state is read in the terms of the second one's stage.
    package var translation: StageTranslation?
    /// How the first state is read in the terms of the second.
    package var mapping = StateMapping([])
    /// Whether the differences are wanted as patches too.
    package var makesPatches = false
    /// The requirements that reports are to speak to.
    package var requirements: [Control] = []
    /// What the report has to say besides, such as that something was asked for that it would else refuse.
    package var remarks: [String] = []

    package init(trustsIndex: Bool = false, alignment: TokenAlignment? = nil) {
        self.trustsIndex = trustsIndex
        self.alignment = alignment
    }
}
