package import Snapshot

/// A golden baseline of several clusters, one of each stage, for people to review.
///
/// What all of them say becomes the golden resource. What varies stands in it as `${name}`, with one value for each stage:
/// values that vary alike in several objects share a parameter (``PatternFinder``), any other one gets its own. What only some
/// stages have is a resource of theirs alone. Nothing is widened: every stage is held to exactly what it says today, also
/// where it differs from the others alone. A rule with values could not do that: rules are asked about differences from the
/// golden resource, and a stage that takes over another one's value, or another one's object, would show none.
package struct StageDraft: Sendable {
    /// One stage and the state that stands for it.
    package struct Member: Sendable {
        /// The stage's name.
        package let stage: String
        /// A state of its cluster.
        package let state: ClusterState

        package init(stage: String, state: ClusterState) {
            self.stage = stage
            self.state = state
        }
    }

    /// One golden resource.
    package struct Resource: Sendable {
        /// The only stage that it is meant for; `nil` for all.
        package let stage: String?
        /// Where it is filed: as the first stage that has it calls it.
        package let identity: Identity
        /// What it declares, with parameters in it.
        package let value: Value
    }

    /// An object that some stages do not have.
    package struct Outlier: Sendable {
        /// Which object.
        package let identity: Identity
        /// The stages that have it.
        package let stages: [String]
    }

    /// The resources, in order.
    package let resources: [Resource]
    /// The `baseline.yaml`.
    package let document: BaselineText
    /// What only some stages have, in order; what controllers make is not among them.
    package let outliers: [Outlier]
    /// How many of the parameters stand in several objects.
    package let sharedCount: Int

    /// Reads all declared objects of all states.
    package init(_ members: [Member], name: String) async throws {
        var bench = StageBench(members)
        for place in members.indices { try await bench.read(place) }
        let result = bench.finished()
        resources = result.resources
        outliers = result.outliers
        sharedCount = result.sharedCount
        var document = BaselineText(name: name)
        document.comment = Self.head(members)
        document.stages = members.map {
            Stage(name: $0.stage, clusters: [$0.state.clusterUID].compactMap { $0 })
        }
        document.source = BaselineSource(
            byStage: members.map { ($0.stage, BaselineSource(of: $0.state.manifest)) })
        document.parameters = result.parameters
        document.notes = result.notes
        self.document = document
    }

    private static func head(_ members: [Member]) -> [String] {
        ["Written by `snapctl baseline init` from"]
            + members.map { member in
                let manifest = member.state.manifest
                return
                    "  \(member.stage): \(manifest.cluster?.name ?? "manifests"), captured \(manifest.times.startedAt)"
            } + ["Review it, then keep it in Git. Every value is the one of a stage today; nothing was widened."]
    }
}
