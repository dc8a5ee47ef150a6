package import Snapshot

extension ClusterState {
    /// What identifies the cluster: the uid of Namespace `kube-system`, from the manifest or from the object itself; `nil` for
    /// manifests that never were on a server.
    package var clusterUID: String? {
        if let uid = manifest.cluster?.uid { return uid }
        let system = Identity(group: "", kind: "Namespace", namespace: nil, name: "kube-system")
        return entries.first { $0.identity == system }.flatMap { $0.uid.isEmpty ? nil : $0.uid }
    }

    /// Whether both are known to be of clusters, and not of the same one.
    package func isOfAnotherCluster(than other: ClusterState) -> Bool {
        guard let mine = clusterUID, let theirs = other.clusterUID else { return false }
        return !ByteOrder.same(mine, theirs)
    }
}
