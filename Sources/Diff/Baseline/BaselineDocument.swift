package import Snapshot

/// `baseline.yaml` as it is written, valid for each of its stages, before one of them is chosen.
package struct BaselineDocument: Sendable {
    /// Its name.
    package let name: String
    /// Its version as its authors count; `nil` when they do not.
    package let version: String?
    /// The file it came from.
    package let file: String
    /// Digest of the file's bytes.
    package let digest: Digest
    /// What it adds to the redaction policy of captures and imports.
    package let redaction: Redaction
    /// The uid of the cluster that its resources were taken from; `nil` when nobody says, or stages do.
    package let cluster: String?
    /// Its stages, in byte order of their names.
    package let stages: [Stage]
    /// Its parameters, in byte order of their names.
    package let parameters: [Parameter]

    /// What a baseline adds to a redaction policy. It can only make it stricter, or keep what its rules name.
    package struct Redaction: Sendable, Hashable {
        /// Whether every value in the places of credentials is replaced.
        package var isStrict = false
        /// Rules beside the built-in ones.
        package var rules: [RedactionPolicy.Rule] = []

        /// A policy with this added.
        package func extending(_ policy: RedactionPolicy) -> RedactionPolicy {
            RedactionPolicy(mode: isStrict ? .strict : policy.mode, additions: policy.additions + rules)
        }
    }

    let root: BaselineNode

    init(
        root: BaselineNode, name: String, version: String?, file: String, digest: Digest, redaction: Redaction,
        cluster: String?, stages: [Stage], parameters: [Parameter]
    ) {
        self.root = root
        self.name = name
        self.version = version
        self.file = file
        self.digest = digest
        self.redaction = redaction
        self.cluster = cluster
        self.stages = stages
        self.parameters = parameters
    }

    /// The stage to judge by: the one of this name, else the one that the cluster belongs to; `nil` when there are none.
    ///
    /// - Parameter clusterUID: The cluster's uid; `nil` when the state does not say it.
    package func stage(named name: String?, clusterUID: String?) throws(StageError) -> Stage? {
        let known = stages.map(\.name)
        if let name {
            guard let stage = stages.first(where: { ByteOrder.same($0.name, name) }) else {
                throw .unknown(name, known: known, file: file)
            }
            return stage
        }
        guard !stages.isEmpty else { return nil }
        guard let clusterUID else { throw .noCluster(known: known, file: file) }
        guard let stage = stages.first(where: { $0.clusters.contains { ByteOrder.same($0, clusterUID) } }) else {
            throw .noMatch(uid: clusterUID, known: known, file: file)
        }
        return stage
    }

    /// Refuses the state of another cluster than the one that the resources were taken from.
    package func requireCluster(_ uid: String, of state: String) throws(StageError) {
        guard let cluster, !ByteOrder.same(cluster, uid) else { return }
        throw .otherCluster(uid: uid, state: state, known: cluster, file: file)
    }

    /// What the parameters stand for in a stage; those that are learned stay open.
    package func bindings(in stage: Stage?) -> Bindings { Bindings(parameters, stage: stage?.name) }

    /// The baseline with these values in it.
    package func baseline(_ bindings: Bindings) throws(BaselineError) -> Baseline {
        let reader = BaselineReader(stages: stages.map(\.name))
        return try reader.baseline(self, root.bound(to: bindings))
    }

    /// The names of all rules, those of single stages included.
    package var ruleNames: [String] { (root.value["rules"]?.array ?? []).compactMap { $0["name"]?.string } }

    /// The parameters that stand in the document itself, outside of the golden resources.
    package var ownParameters: [String] {
        guard case .object(var object) = root.value else { return [] }
        object["parameters"] = nil
        return ParameterText.parameters(in: .object(object))
    }
}
