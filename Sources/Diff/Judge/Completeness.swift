package import Snapshot

/// What is known about how completely two states were read and how far they can be trusted.
package struct Completeness: Sendable, Hashable {
    /// Something of one state that could not be read.
    package struct Hole: Sendable, Hashable {
        /// Which state.
        package let side: Side
        /// What and why.
        package let gap: Gap
        /// The kind behind the gap's resource; `nil` when nobody knows.
        package let kind: String?
        /// Whether the capture was meant to hold it.
        package let wasInScope: Bool

        package init(side: Side, gap: Gap, kind: String?, wasInScope: Bool = true) {
            self.side = side
            self.gap = gap
            self.kind = kind
            self.wasInScope = wasInScope
        }

        /// Whether objects of this type may be missing on that side.
        func concerns(_ identity: Identity) -> Bool {
            if gap.isOfAnyType { return true }
            // Of a server that had not started nobody knows what it left out.
            if gap.reason == .notReady { return true }
            guard ByteOrder.same(gap.group, identity.group) else { return false }
            return kind.map { ByteOrder.same($0, identity.kind) } ?? true
        }
    }

    /// A digest, signature or lineage that does not hold.
    package struct Breach: Sendable, Hashable {
        /// Of what: a file, an entry of an archive.
        package let subject: String
        /// In what way.
        package let words: String

        package init(subject: String, words: String) {
            self.subject = subject
            self.words = words
        }
    }

    /// What could not be read.
    package var holes: [Hole]
    /// What is false.
    package var breaches: [Breach]
    /// Checks that belong to the command and could not be made, in words; each makes the verdict inconclusive.
    package var skipped: [String]

    package init(holes: [Hole] = [], breaches: [Breach] = [], skipped: [String] = []) {
        self.holes = holes
        self.breaches = breaches
        self.skipped = skipped
    }
}
