package import Snapshot

/// Everything that a report says, complete before any rendering starts. The renderers see nothing else.
package struct Report: Sendable {
    /// What was asked.
    package enum Command: String, Sendable, Hashable {
        /// What differs between two states?
        case diff
        /// Does a state keep to its baseline?
        case check
    }

    /// The baseline that judged.
    package struct Authority: Sendable, Hashable {
        /// Its name.
        package let name: String
        /// Its authors' version.
        package let version: String?
        /// Its file.
        package let file: String
        /// SHA-256 of that file, hexadecimal.
        package let digest: String?
        /// Digest of that file and all resources together, hexadecimal; `nil` when they came from no folder.
        package let treeDigest: String?
        /// How many rules it has.
        package let ruleCount: Int
        /// How many requirements it has.
        package let requirementCount: Int
        /// The stage whose values it was read with; `nil` when it has none.
        package let stage: String?
        /// What its parameters with a pattern were found to stand for.
        package let learned: [Baseline.Learned]

        package init(_ baseline: Baseline) {
            name = baseline.name
            version = baseline.version
            file = baseline.file
            digest = baseline.digest?.hex
            treeDigest = baseline.treeDigest?.hex
            ruleCount = baseline.rules.count
            requirementCount = baseline.requirements.count
            stage = baseline.stage
            learned = baseline.learned
        }
    }

    /// Objects that made no work for the judge.
    package struct Counts: Sendable, Hashable {
        /// Equal byte for byte.
        package let equal: Int
        /// Equal after normalization.
        package let normalized: Int
        /// Controller-created, checked through their owners.
        package let derived: Int
        /// System objects.
        package let bookkeeping: Int
        /// Objects that no manifest declares, and that were not judged.
        package let undeclared: Int
    }

    /// A normalization rule that made differences go away.
    package struct Suppression: Sendable, Hashable {
        /// The rule's name.
        package let rule: String
        /// How often.
        package let count: Int
    }

    /// What was asked.
    package let command: Command
    /// The program and its version: `snapctl 0.1.0`.
    package let tool: String
    /// When the report was made, RFC 3339; `nil` leaves it out.
    package let madeAt: String?
    /// The command line that asked, without the program; empty when nobody asked on one.
    package let invocation: [String]
    /// The earlier state, or what is expected.
    package let before: ReportSource
    /// The later state, or what is judged.
    package let after: ReportSource
    /// The baseline; `nil` when none judged.
    package let authority: Authority?
    /// The verdict with its reasons.
    package let judgment: Judgment
    /// What made no work.
    package let counts: Counts
    /// What normalization took out of sight, by rule.
    package let suppressed: [Suppression]
    /// What that was, by object; empty unless it was asked for.
    package let suppressedObjects: [SuppressedObject]
    /// How the terms of two clusters became one, and what patterns are left; `nil` for two states of one cluster.
    package let translation: Translation?
    /// Whether the indexes of snapshots were believed, not computed again: such a report is nobody's evidence.
    package let trustsIndex: Bool
    /// What this report does not prove, in sentences.
    package let limits: [String]
    /// The requirements that the report is to speak to.
    package let requirements: [Control]
    /// The files of the baseline that declare objects which differ, as far as they were found.
    package var files: [Identity: DeclaringFile] = [:]
    /// What an earlier report listed, to say what is new; `nil` when there is none.
    package var earlier: EarlierReport?
    /// The API version in which manifests of a kind are written, as far as it is known.
    package let apiVersions: [GroupKind: String]

    package init(
        command: Command, tool: String, madeAt: String?, before: ReportSource, after: ReportSource,
        baseline: Baseline? = nil, comparison: Comparison, judgment: Judgment, limits: [String] = [],
        invocation: [String] = [], requirements: [Control] = [], translation: Translation? = nil,
        trustsIndex: Bool = false, apiVersions: [GroupKind: String] = [:]
    ) {
        self.apiVersions = apiVersions
        self.trustsIndex = trustsIndex
        self.translation = translation.flatMap { $0.isEmpty ? nil : $0 }
        self.requirements = requirements
        self.invocation = invocation
        self.command = command
        self.tool = tool
        self.madeAt = madeAt
        self.before = before
        self.after = after
        authority = baseline.map { Authority($0) }
        self.judgment = judgment
        counts = Counts(
            equal: comparison.equalCount, normalized: comparison.normalizedCount, derived: comparison.derivedCount,
            bookkeeping: comparison.bookkeepingCount, undeclared: comparison.undeclaredCount)
        suppressedObjects = comparison.suppressedObjects
        suppressed = comparison.suppressed.map { Suppression(rule: $0, count: $1) }
            .sorted { ByteOrder.precedes($0.rule, $1.rule) }
        self.limits = limits
    }

    /// The path at which a baseline's folder keeps an object, and what stands for it between two states.
    func file(of identity: Identity) -> String {
        (authority == nil ? "" : before.argument + "/") + BaselineLayout.path(for: identity)
    }

    /// Every exit status that holds, the weightiest first.
    package var statuses: [ExitStatus] { ExitStatus.precedence.filter(judgment.statuses.contains) }
}

extension Report {
    /// Which facts about Kubernetes' own types were used where the cluster of a state has another version than they have; a
    /// limit of every report about it.
    package static func nearestFacts(_ manifests: [Manifest]) -> [String] {
        let others = Set(manifests.compactMap(\.cluster?.version)).filter {
            ServerMinor.of($0) != StateSchema.builtinMinor
        }.sorted(by: ByteOrder.precedes)
        guard !others.isEmpty else { return [] }
        return [
            "facts of Kubernetes 1.\(StateSchema.builtinMinor), the nearest known, were used for its own types; "
                + "\(others.count == 1 ? "the cluster is" : "the clusters are") of \(others.joined(separator: ", "))"
        ]
    }
}
