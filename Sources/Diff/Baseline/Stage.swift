package import Snapshot

/// One stage of a platform, such as production: the clusters that belong to it.
package struct Stage: Sendable, Hashable {
    /// Its name.
    package let name: String
    /// The uids of their namespaces `kube-system`, which identify clusters. May be empty: then only `--stage` chooses it.
    package let clusters: [String]
    /// Where it stands in its file.
    package let position: InputPosition

    package init(name: String, clusters: [String], position: InputPosition = InputPosition(line: 1, column: 1)) {
        self.name = name
        self.clusters = clusters
        self.position = position
    }
}

/// Why no stage can be chosen for a state.
package enum StageError: ExplainedError, Hashable {
    /// The baseline has no stage of the name that was asked for.
    case unknown(String, known: [String], file: String)
    /// The cluster belongs to none of the stages.
    case noMatch(uid: String, known: [String], file: String)
    /// Nobody knows which cluster the state is of.
    case noCluster(known: [String], file: String)
    /// The resources are of one cluster, and the state is of another.
    case otherCluster(uid: String, state: String, known: String, file: String)

    /// What happened to which thing.
    package var summary: String {
        switch self {
        case .unknown(let name, _, let file): "\(file) has no stage `\(name)`"
        case .noMatch(let uid, _, let file): "the cluster with uid \(uid) belongs to no stage of \(file)"
        case .otherCluster(let uid, let state, let known, let file):
            "\(file) is of the cluster with uid \(known), and \(state) is of the cluster with uid \(uid)"
        case .noCluster(_, let file): "the state does not say which cluster it is of, and \(file) has stages"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .unknown(let name, let known, _):
            if known.isEmpty { return "leave --stage out: the baseline is the same for every cluster" }
            return (Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`? " } ?? "")
                + "its stages are \(known.joined(separator: ", "))"
        case .noMatch(let uid, let known, _):
            return "choose one with --stage \(known.joined(separator: "|")), or add the uid to it: "
                + "stages: {\(known.first ?? "prod"): {clusters: [\(uid)]}}"
        case .otherCluster:
            return
                "name a state of that cluster, or go on with --other-cluster; several clusters share a baseline with "
                + "stages (`snapctl baseline init --stage NAME=STATE…`)"
        case .noCluster(let known, _): return "choose one: --stage \(known.joined(separator: "|"))"
        }
    }
}
