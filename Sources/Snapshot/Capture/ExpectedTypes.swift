/// What the objects of a cluster say that its server serves: every served version of an established
/// CustomResourceDefinition, and the version of every APIService that is available.
///
/// Source: `apiextensions.k8s.io/v1`, `apiregistration.k8s.io/v1`.
struct ExpectedTypes: Sendable {
    /// The kinds of objects that say so.
    enum Source: CaseIterable, Sendable {
        case definitions
        case services

        var kind: GroupKind {
            switch self {
            case .definitions: GroupKind(group: "apiextensions.k8s.io", kind: "CustomResourceDefinition")
            case .services: GroupKind(group: "apiregistration.k8s.io", kind: "APIService")
            }
        }

        /// The condition that such an object has when what it describes is served.
        var condition: String {
            switch self {
            case .definitions: "Established"
            case .services: "Available"
            }
        }
    }

    /// What is served by the words of one object.
    struct Served: Sendable, Hashable {
        let version: ServedVersion
        /// Whether its objects are in namespaces; `nil` when the object does not say.
        let isNamespaced: Bool?
    }

    private(set) var served: Set<Served> = []

    mutating func formUnion(_ other: ExpectedTypes) { served.formUnion(other.served) }

    /// Takes what an object of that kind says; other kinds say nothing.
    mutating func add(_ object: JSONTape, of kind: GroupKind) {
        guard let source = Source.allCases.first(where: { $0.kind == kind }),
            let spec = object.member("spec", of: 0),
            object.member(["metadata", "deletionTimestamp"], of: 0) == nil,
            let conditions = object.member(["status", "conditions"], of: 0),
            object.children(conditions).contains(where: { condition in
                object.string(object.member("type", of: condition)) == source.condition
                    && object.string(object.member("status", of: condition)) == "True"
            })
        else { return }
        let group = object.string(object.member("group", of: spec)) ?? ""
        switch source {
        case .services:
            guard let version = object.string(object.member("version", of: spec)) else { return }
            served.insert(
                Served(version: ServedVersion(group: group, version: version, resource: nil), isNamespaced: nil))
        case .definitions:
            guard let plural = object.string(object.member(["names", "plural"], of: spec)),
                let versions = object.member("versions", of: spec)
            else { return }
            let isNamespaced = object.string(object.member("scope", of: spec)) == "Namespaced"
            for version in object.children(versions) {
                guard let isServed = object.member("served", of: version), object.value(isServed).bool == true,
                    let name = object.string(object.member("name", of: version))
                else { continue }
                served.insert(
                    Served(
                        version: ServedVersion(group: group, version: name, resource: plural),
                        isNamespaced: isNamespaced))
            }
        }
    }

    /// What discovery does not name although it is in scope, sorted.
    func missing(in discovery: Discovery, _ scope: Scope) -> [ServedVersion] {
        served.filter { served in
            let version = served.version
            guard !discovery.served.contains(version) else { return false }
            guard let resource = version.resource else { return scope.mayContain(group: version.group) }
            return scope.contains(group: version.group, resource: resource)
                && (scope.namespaces.isEmpty || served.isNamespaced == true)
        }.map(\.version).sorted {
            ($0.group, $0.resource ?? "", $0.version) < ($1.group, $1.resource ?? "", $1.version)
        }
    }
}

extension Gap {
    /// Something that is served, as an object says, and that discovery did not come to name.
    static func undiscovered(_ served: ServedVersion, within bound: Duration) -> Gap {
        let what =
            served.resource == nil ? "an APIService is available for it" : "its CustomResourceDefinition is established"
        return Gap(
            group: served.group, version: served.version, resource: served.resource, reason: .undiscovered,
            status: nil,
            message:
                "\(what) at version \(served.version), and discovery did not name it within \(bound.components.seconds) s"
        )
    }
}
