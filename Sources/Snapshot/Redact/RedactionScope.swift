/// Where a value stands, for its token: the same for the same place across snapshots and across clusters.
///
/// What a controller copies from a template stands where it stands in the template: a Pod and its Deployment have to be
/// comparable, also by their tokens. List positions do not count; a list that is ordered differently is the same list.
struct RedactionScope {
    private let place: [String]
    private let template: [String]
    private let isPod: Bool

    /// - Parameter metadata: the object's.
    init(metadata: Value?, identity: Identity) {
        place = ["field", identity.kind, identity.namespace ?? "", identity.name]
        isPod = identity.group.isEmpty && identity.kind == "Pod"
        template = ["template", identity.namespace ?? "", Self.family(metadata, identity)]
    }

    /// The scope of the value at the end of these steps.
    func scope(_ path: [PathElement]) -> [String] {
        if isPod { return template + [Self.text(path[...])] }
        for i in path.indices.dropLast().reversed() where path[i] == .field("template") {
            guard path[i + 1] == .field("spec") || path[i + 1] == .field("metadata") else { continue }
            return template + [Self.text(path[(i + 1)...])]
        }
        return place + [Self.text(path[...])]
    }

    private static func text(_ path: ArraySlice<PathElement>) -> String {
        path.map { element in
            switch element {
            case .field(let name): name
            case .key(let keys): CanonicalJSON.text(.object(keys))
            case .value, .index: "*"
            }
        }.joined(separator: "\u{1F}")
    }

    /// The name of the workload at the top: of a Pod `web-5d9c-x7`, of its ReplicaSet `web-5d9c` and of the Deployment,
    /// it is `web`.
    private static func family(_ metadata: Value?, _ identity: Identity) -> String {
        let controller = metadata?["ownerReferences"]?.array?.first { $0["controller"]?.bool == true }
        let owner = controller?["name"]?.string
        let kind = controller?["kind"]?.string ?? ""
        var name = owner ?? identity.name
        if kind == "ReplicaSet", let hash = metadata?[["labels", "pod-template-hash"]]?.string,
            name.hasSuffix("-" + hash)
        {
            name = String(name.dropLast(hash.count + 1))
        }
        if kind == "Job" || identity.kind == "Job", let dash = name.lastIndex(of: "-"),
            name[dash...].dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) })
        {
            name = String(name[..<dash])
        }
        return name
    }
}
