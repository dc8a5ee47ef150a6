/// What a snapshot says about itself: who, when, how, of what, how completely, and under which digests.
///
/// The first entry of the archive, in canonical JSON. Integers that can pass 2^53 are strings. See FORMAT.md.
public struct Manifest: Sendable, Hashable {
    /// `snapctl.dev/snapshot/v1`.
    public static let format = "snapctl.dev/snapshot/v1"

    /// The program that wrote the snapshot.
    public struct Tool: Sendable, Hashable {
        /// `snapctl`.
        public var name: String
        public var version: String
    }

    /// Where the objects came from.
    public enum Source: String, Sendable, Hashable {
        /// A live API server.
        case cluster
        /// Manifests, or another tool's archive.
        case files
    }

    /// The cluster that answered.
    public struct Cluster: Sendable, Hashable {
        /// The kubeconfig's name for it.
        public var name: String
        /// The URL that was asked.
        public var server: String
        /// `metadata.uid` of Namespace `kube-system`: what identifies a cluster. `nil` when it could not be read.
        public var uid: String?
        /// `gitVersion` of `/version`.
        public var version: String?
        /// SHA-256 of the certificate authority's DER bytes, hexadecimal; `nil` without one of its own.
        public var authoritySHA256: String?
        /// Whether the server's certificate was verified. `insecure-skip-tls-verify` makes this false.
        public var isVerified: Bool
        /// The absolute path of the command that the kubeconfig names for the login; `nil` when it names none.
        public var loginCommand: String?

        /// Whether anything was encrypted on the way.
        public var isEncrypted: Bool { server.hasPrefix("https:") }

        package init(
            name: String, server: String, uid: String?, version: String?, authoritySHA256: String?, isVerified: Bool,
            loginCommand: String? = nil
        ) {
            self.name = name
            self.server = server
            self.uid = uid
            self.version = version
            self.authoritySHA256 = authoritySHA256
            self.isVerified = isVerified
            self.loginCommand = loginCommand
        }
    }

    /// Who captured.
    public struct Actor: Sendable, Hashable {
        /// The user that the server says asked (SelfSubjectReview); `nil` when it would not say.
        public var user: String?
        /// That user's groups.
        public var groups: [String]
        /// The user impersonated by flags or kubeconfig.
        public var impersonated: String?
        /// The operating system's user.
        public var osUser: String
        /// The machine's host name.
        public var host: String
    }

    /// When.
    public struct Times: Sendable, Hashable {
        /// RFC 3339, UTC.
        public var startedAt: String
        /// RFC 3339, UTC.
        public var finishedAt: String
        /// This machine's clock minus the server's `Date` header, in milliseconds; `nil` when the server sent none.
        public var skewMilliseconds: Int?
    }

    /// What was asked for.
    public struct Scope: Sendable, Hashable {
        /// Patterns of `resource.group` that were taken in addition to the default.
        public var include: [String]
        /// Patterns of `resource.group` that were left out on request.
        public var exclude: [String]
        /// The namespaces asked for; empty means all, and the cluster's own objects too.
        public var namespaces: [String]
        /// Digest of the table of what is left out by default.
        public var rulesDigest: String
    }

    /// One resource type and how completely it was read.
    public struct Coverage: Sendable, Hashable {
        /// What became of the type.
        public enum State: String, Sendable, Hashable {
            /// Listed to the end.
            case complete
            /// In scope and not, or not wholly, read: there is a gap.
            case gap
            /// Out of scope.
            case excluded
            /// Out of scope, and unreadable as well: said, but not a gap.
            case excludedUnreadable = "excluded-unreadable"
        }

        /// API group; empty for the core group.
        public var group: String
        /// Version it was read at; empty when the group's versions are unknown.
        public var version: String
        /// Plural resource name; `*` when a whole group is meant.
        public var resource: String
        /// Kind; empty when unknown.
        public var kind: String
        /// What became of it.
        public var state: State
        /// Objects in the snapshot.
        public var count: Int
        /// Pages fetched.
        public var pages: Int
        /// Times the list had to be started again because its token expired.
        public var restarts: Int
        /// `resourceVersion` of the list.
        public var resourceVersion: String?
        /// Objects left out because another group serves the same ones.
        public var duplicates: Int
    }

    /// How near to one moment the snapshot is, and what about its completeness could not be checked.
    public struct Consistency: Sendable, Hashable {
        /// A check that was not made.
        public struct Unchecked: Sendable, Hashable {
            /// `readyz`, `customresourcedefinitions.apiextensions.k8s.io` or `apiservices.apiregistration.k8s.io`.
            public var check: String
            /// Why not; may hold cluster text.
            public var message: String
        }

        /// `resourceVersion` of the first list; `nil` when it is no number.
        public var resourceVersion: String?
        /// Objects that were written after the first list was read; `nil` without the former.
        public var changed: Int?
        /// What could not be checked; not a gap.
        public var unchecked: [Unchecked]

        package init(resourceVersion: String?, changed: Int?, unchecked: [Unchecked]) {
            self.resourceVersion = resourceVersion
            self.changed = changed
            self.unchecked = unchecked
        }
    }

    /// How secret values were replaced.
    public struct Redaction: Sendable, Hashable {
        /// Identifies key and comparison group without revealing either; see FORMAT.md.
        public var keyID: String
        /// The comparison group.
        public var group: String
        /// Whether the key was made for this run and is gone: secrets cannot be compared with any other snapshot.
        public var isEphemeral: Bool
        /// How many values were replaced.
        public var values: Int
        /// Digest of the policy by which values were replaced; `nil` in snapshots that do not say.
        public var policyDigest: String? = nil
    }

    /// Under which rules the normalized digests were made.
    public struct Normalizer: Sendable, Hashable {
        /// Digest of the rule tables.
        public var rulesDigest: String
        /// Digest of `meta/schema.json`.
        public var schemaDigest: String
    }

    /// The place in a store.
    public struct Lineage: Sendable, Hashable {
        /// The id of the snapshot before this one; `nil` for the first.
        public var parent: String?
        /// The number in the store, from 1 without gaps.
        public var sequence: Int

        package init(parent: String?, sequence: Int) {
            self.parent = parent
            self.sequence = sequence
        }
    }

    /// RFC 6962 Merkle roots, hexadecimal.
    public struct Roots: Sendable, Hashable {
        /// Over every object as stored.
        public var content: String
        /// Over the declared state of every object that is declared; equal roots under one rule set and key: no drift.
        public var normalized: String
    }

    /// A file of the archive beside the objects, in the order of the archive.
    public struct File: Sendable, Hashable {
        public var path: String
        /// Its size in bytes.
        public var size: Int
        /// SHA-256 of its bytes, hexadecimal.
        public var sha256: String
    }

    /// The program.
    public var tool: Tool
    /// Live or from files.
    public var source: Source
    /// The cluster; `nil` for files.
    public var cluster: Cluster?
    /// Who.
    public var actor: Actor
    /// When.
    public var times: Times
    /// What was asked for.
    public var scope: Scope
    /// Every resource type that discovery named, by group and resource.
    public var coverage: [Coverage]
    /// What in scope could not be read.
    public var gaps: [Gap]
    /// How secrets were replaced.
    public var redaction: Redaction
    /// The rules.
    public var normalizer: Normalizer
    public var roots: Roots
    /// How many objects the snapshot holds.
    public var objectCount: Int
    /// The sum of the objects' sizes in bytes: the reader's bound.
    public var objectBytes: Int
    /// The index and the files under `meta/`.
    public var files: [File]
    /// The place in a store; `nil` outside of one.
    public var lineage: Lineage? = nil
    /// How near to one moment it is; `nil` for files.
    public var consistency: Consistency? = nil

    /// Whether nothing in scope is missing.
    public var isComplete: Bool { gaps.isEmpty }
}
