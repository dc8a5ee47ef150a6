package import Snapshot

extension ClusterState {
    /// Whether both are known to be of clusters, and not of the same one.
    package func isOfAnotherCluster(than other: ClusterState) -> Bool {
        guard let mine = clusterUID, let theirs = other.clusterUID else { return false }
        return !ByteOrder.same(mine, theirs)
    }
}
