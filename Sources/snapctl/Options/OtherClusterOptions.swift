import ArgumentParser
import Diff
import Snapshot

/// Whether a baseline may be held against another cluster than the one it was made of.
struct OtherClusterOptions: ParsableArguments {
    @Flag(
        name: .customLong("other-cluster"),
        help: "Go on although the state is of another cluster than the baseline; the report says so.")
    var isMeant = false

    /// What the report says of it.
    func remarks(_ document: BaselineDocument, _ state: ClusterState) -> [String] {
        guard isMeant, let uid = state.clusterUID, let cluster = document.cluster, !ByteOrder.same(uid, cluster) else {
            return []
        }
        return [
            "the baseline is of the cluster \(cluster) and the state of the cluster \(uid), as --other-cluster allows"
        ]
    }
}
