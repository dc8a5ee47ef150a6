package import Snapshot

/// A first golden baseline of one state, for people to review: what is declared, without what the server adds.
package struct BaselineDraft: Sendable {
    private let normalizer: Normalizer
    private let hasStatus: Set<GroupKind>

    /// A draft of a state.
    package init(_ state: ClusterState) {
        normalizer = Normalizer(schema: FieldSchema(state.schema))
        hasStatus = Set(state.types.filter(\.hasStatus).map(\.groupKind))
    }

    /// Kinds that something makes and nothing puts right again: what a person writes into such an object stays there. Their
    /// coming and going is no drift, what they say is.
    private static let kept: Set<GroupKind> = [
        GroupKind(group: "", kind: "Node"), GroupKind(group: "", kind: "PersistentVolume"),
        GroupKind(group: "", kind: "ServiceAccount"),
    ]

    /// The objects that belong into a baseline.
    package static func declared(_ state: ClusterState) -> [IndexEntry] {
        state.entries.filter { entry in
            switch entry.role {
            case .declared: true
            case .derived: entry.controller == nil && kept.contains(entry.identity.groupKind)
            case .bookkeeping: false
            }
        }
    }

    /// One object as its file holds it: every value as it was written.
    package func text(_ object: Value, _ entry: IndexEntry) -> String {
        YAMLWriter.text(ParameterText.escaped(declared(object, entry)))
    }

    /// Whether two declarations say the same, whatever their spelling and the order of what has none.
    package func areEqual(_ a: Value, _ b: Value) -> Bool {
        let apiVersion = b["apiVersion"]?.string ?? ""
        return a == b
            || normalizer.canonical(a, apiVersion: apiVersion) == normalizer.canonical(b, apiVersion: apiVersion)
    }

    /// What one object declares: every value as it was written.
    package func declared(_ object: Value, _ entry: IndexEntry) -> Value {
        let hasStatus = hasStatus.contains(entry.identity.groupKind)
        guard case .object(var declared) = normalizer.declared(object, hasStatus: hasStatus) else { return object }
        declared["apiVersion"] = object["apiVersion"]
        // Nobody declares a status, also where a person wrote one.
        if hasStatus { declared["status"] = nil }
        let metadata = object["metadata"]
        // A name that the server is to make up is all that such an object is known by.
        if metadata?["name"] == nil, let prefix = metadata?["generateName"], var named = declared["metadata"]?.object {
            named["generateName"] = prefix
            declared["metadata"] = .object(named)
        }
        return .object(declared)
    }

    /// The digest of what one object declares.
    package func digest(_ declared: Value, _ entry: IndexEntry) -> DigestResource {
        DigestResource(of: declared, entry.identity, hasStatus: hasStatus.contains(entry.identity.groupKind))
    }

    /// The `baseline.yaml` to begin with.
    ///
    /// - Parameter objects: What the state declares.
    package static func document(name: String, of state: ClusterState, objects: [Identity: Value]) -> String {
        var document = BaselineText(
            name: name,
            comment: [
                "Written by `snapctl baseline init` from \(state.manifest.cluster?.name ?? "manifests"), captured "
                    + "\(state.manifest.times.startedAt). Review it, then keep it in Git."
            ])
        document.source = BaselineSource(of: state.manifest, clusterUID: state.clusterUID)
        document.suggestions = BaselineExamples(objects).lines
        return document.text
    }
}
