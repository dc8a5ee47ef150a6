package import Snapshot

/// One of the two states of a report: what it is, whose it is, when and how completely it was read.
package struct ReportSource: Sendable, Hashable {
    /// What kind of state.
    package enum Kind: String, Sendable, Hashable {
        /// A capture of a cluster, now or earlier.
        case cluster
        /// Manifests, or another tool's archive.
        case files
        /// The resources of a golden baseline.
        case baseline
        /// None: the other state is judged by itself.
        case nothing
    }

    /// As the user named it.
    package var argument: String
    /// What kind of state.
    package var kind: Kind
    /// The cluster, when there is one.
    package var cluster: Manifest.Cluster?
    /// Who captured; `nil` for files.
    package var user: String?
    /// When the capture began, RFC 3339.
    package var startedAt: String?
    /// When it ended, RFC 3339.
    package var finishedAt: String?
    /// How many objects it holds.
    package var objectCount: Int
    /// Whether everything in the capture's scope was read.
    package var isComplete: Bool
    /// Namespaces that the capture was limited to; empty means all.
    package var namespaces: [String]
    /// Patterns of resource types that were left out on request, such as `secrets`.
    package var leftOut: [String]
    /// The redaction key's id; `nil` without redacted values.
    package var redactionKeyID: String?
    /// Whether that key is gone, so that redacted values compare with no other state.
    package var hasEphemeralKey: Bool
    /// What identifies the state: the digest of its manifest, hexadecimal.
    package var digest: String?
    /// What the state says about itself; `nil` for a baseline's folder.
    package var manifest: Manifest?
    /// Who vouches for the file, as checked when the report was made; `nil` when nobody asked.
    package var verification: Verification?

    package init(argument: String, kind: Kind, objectCount: Int, isComplete: Bool = true) {
        self.argument = argument
        self.kind = kind
        self.objectCount = objectCount
        self.isComplete = isComplete
        namespaces = []
        leftOut = []
        hasEphemeralKey = false
    }

    /// What a manifest says of its state.
    package init(argument: String, manifest: Manifest, digest: String? = nil) {
        self.init(
            argument: argument, kind: manifest.source == .cluster ? .cluster : .files,
            objectCount: manifest.objectCount, isComplete: manifest.isComplete)
        cluster = manifest.cluster
        user = manifest.source == .cluster ? manifest.actor.user : nil
        startedAt = manifest.times.startedAt
        finishedAt = manifest.times.finishedAt
        namespaces = manifest.scope.namespaces
        leftOut = manifest.scope.exclude
        redactionKeyID = manifest.redaction.values > 0 ? manifest.redaction.keyID : nil
        hasEphemeralKey = manifest.redaction.values > 0 && manifest.redaction.isEphemeral
        self.digest = digest
        self.manifest = manifest
    }

    /// Whether it is the file of a snapshot, for which somebody can vouch.
    package var isSnapshotFile: Bool { digest != nil && manifest != nil }

    /// What of its evidence does not hold.
    package var breaches: [Completeness.Breach] {
        (verification?.checks ?? []).filter { $0.outcome == .failed }.map {
            Completeness.Breach(subject: argument, words: "\($0.name): \($0.detail)")
        }
    }

    /// What was asked to be checked of its evidence and could not be.
    package var unchecked: [String] {
        (verification?.checks ?? []).filter { $0.outcome == .skipped && $0.isRequired }.map {
            "\(argument): \($0.name): \($0.detail)"
        }
    }
}
