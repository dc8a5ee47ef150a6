package import Snapshot

/// What the rules of a role grant, and in which words to say it.
///
/// Source: kubernetes.io, "Using RBAC Authorization"; pkg/registry/rbac: rules are summed up, and a wildcard stands for
/// everything, also for what does not exist yet.
package struct GrantedRights: Sendable {
    /// One right: a verb on a resource of a group, of all names or one; or on a path of the server.
    struct Right: Hashable {
        var verb: String
        var group: String
        var resource: String
        var name: String?
        var isPath = false

        /// `all resources of apps`, `configmaps`, `deployments.apps web`, `/metrics`.
        var things: String {
            if isPath { return resource }
            let which = resource == "*" ? "all resources" : resource
            let place = group.isEmpty || group == "*" ? "" : resource == "*" ? " of \(group)" : ".\(group)"
            return which + place + (name.map { " \($0)" } ?? "")
        }
    }

    /// Past this many single rights nothing is said but that there are many: two lists of a thousand entries make a million.
    private static let limit = 20_000

    private let rights: Set<Right>
    /// Whether there are more than can be looked at.
    let isTooLarge: Bool

    /// - Parameter rules: `rules` of a Role or ClusterRole.
    package init(_ rules: Value?) {
        var rights: Set<Right> = []
        var isTooLarge = false
        for rule in rules?.array ?? [] {
            let verbs = Self.texts(rule["verbs"])
            let names: [String?] = Self.texts(rule["resourceNames"])
            let resources = Self.texts(rule["resources"])
            let paths = Self.texts(rule["nonResourceURLs"])
            let groups = Self.texts(rule["apiGroups"])
            let (product, overflow) = max(1, verbs.count)
                .multipliedReportingOverflow(by: max(1, groups.count) * max(1, resources.count + paths.count))
            guard !overflow, product * max(1, names.count) + rights.count < Self.limit else {
                isTooLarge = true
                continue
            }
            for verb in verbs {
                for path in paths {
                    rights.insert(Right(verb: verb, group: "", resource: path, name: nil, isPath: true))
                }
                for group in groups {
                    for resource in resources {
                        for name in names.isEmpty ? [nil] : names {
                            rights.insert(Right(verb: verb, group: group, resource: resource, name: name))
                        }
                    }
                }
            }
        }
        self.rights = rights
        self.isTooLarge = isTooLarge
    }

    private init(of rights: Set<Right>) {
        self.rights = rights
        isTooLarge = false
    }

    private static func texts(_ value: Value?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

    /// Whether nothing is granted.
    package var isEmpty: Bool { rights.isEmpty && !isTooLarge }

    /// What is granted here and not there. Linear but for wildcards: a right is looked up under each of its wider forms.
    package func beyond(_ other: GrantedRights) -> GrantedRights {
        GrantedRights(of: rights.filter { !other.covers($0) })
    }

    /// What is granted here and not there; all of it where there is more than can be looked at.
    func more(than other: GrantedRights) -> GrantedRights { isTooLarge ? self : beyond(other) }

    private func covers(_ right: Right) -> Bool {
        let verbs = right.verb == "*" ? ["*"] : [right.verb, "*"]
        if right.isPath { return verbs.contains { coversPath(right.resource, verb: $0) } }
        let groups = right.group == "*" ? ["*"] : [right.group, "*"]
        var resources = right.resource == "*" ? ["*"] : [right.resource, "*"]
        // `*/scale` is that part of every resource. Source: rbac/v1 PolicyRule.
        if let slash = right.resource.firstIndex(of: "/") { resources.append("*" + right.resource[slash...]) }
        let names: [String?] = right.name == nil ? [nil] : [right.name, nil]
        for verb in verbs {
            for group in groups {
                for resource in resources {
                    for name in names
                    where rights.contains(Right(verb: verb, group: group, resource: resource, name: name)) {
                        return true
                    }
                }
            }
        }
        return false
    }

    private func coversPath(_ path: String, verb: String) -> Bool {
        if rights.contains(Right(verb: verb, group: "", resource: path, name: nil, isPath: true)) { return true }
        return rights.contains { held in
            held.isPath && held.verb == verb && held.resource.hasSuffix("*")
                && path.hasPrefix(held.resource.dropLast())
        }
    }

    // MARK: In words

    /// What is granted, the most dangerous first: `read all Secrets, run all workloads and 3 more`. Empty for nothing.
    package var words: String {
        if isTooLarge { return "do more than can be listed" }
        if rights.contains(where: Self.isEverything) { return "do everything" }
        var rest = rights
        var said: [String] = []
        let wide = rights.filter { !$0.isPath && $0.resource == "*" && $0.name == nil }
        said += Self.phrases(wide)
        rest.subtract(wide)
        for danger in Self.dangers {
            let met = rest.filter(danger.isMet)
            guard !met.isEmpty else { continue }
            said.append(danger.words(met))
            rest.subtract(met)
        }
        said += Self.phrases(rest)
        return EffectWords.listed(said, limit: 4)
    }

    /// What is granted, verb by verb, whatever it amounts to.
    var plainWords: String {
        isTooLarge ? "more than can be listed" : EffectWords.listed(Self.phrases(rights), limit: 4)
    }

    /// `get, list configmaps and pods`: rights with the same verbs together.
    private static func phrases(_ rights: Set<Right>) -> [String] {
        var verbs: [String: Set<String>] = [:]
        for right in rights { verbs[right.things, default: []].insert(right.verb) }
        var things: [String: [String]] = [:]
        for (thing, verbs) in verbs {
            let verb = verbs.contains("*") ? "do everything with" : verbs.sorted(by: verbOrder).joined(separator: ", ")
            things[verb, default: []].append(thing)
        }
        return things.sorted { ByteOrder.precedes($0.key, $1.key) }
            .map { "\($0.key) \(EffectWords.listed($0.value.sorted(by: ByteOrder.precedes), limit: 3))" }
    }

    private static func verbOrder(_ a: String, _ b: String) -> Bool {
        let order = ["create", "update", "patch", "delete", "deletecollection", "get", "list", "watch"]
        let left = order.firstIndex(of: a) ?? order.count
        let right = order.firstIndex(of: b) ?? order.count
        return left == right ? ByteOrder.precedes(a, b) : left < right
    }

    private static func isEverything(_ right: Right) -> Bool {
        !right.isPath && right.verb == "*" && right.group == "*" && right.resource == "*" && right.name == nil
    }

    /// Rights that amount to others, or to the whole cluster.
    private struct Danger: Sendable {
        let verbs: Set<String>
        let groups: Set<String>
        let resources: Set<String>
        let what: String

        func isMet(_ right: Right) -> Bool {
            !right.isPath && (right.verb == "*" || verbs.contains(right.verb))
                && (right.group == "*" || groups.contains(right.group))
                && (right.resource == "*" || resources.contains(right.resource))
        }

        func words(_ rights: Set<Right>) -> String {
            let names = rights.map(\.name)
            guard !names.contains(nil) else { return what.replacing("{all}", with: "all ") }
            return what.replacing("{all}", with: "") + " "
                + EffectWords.listed(Set(names.compactMap { $0 }).sorted(by: ByteOrder.precedes), limit: 3)
        }
    }

    private static let reading: Set = ["get", "list", "watch"]
    private static let writing: Set = ["create", "update", "patch"]
    private static let rbac = "rbac.authorization.k8s.io"

    private static let dangers: [Danger] = [
        Danger(
            verbs: ["escalate", "bind"], groups: [rbac],
            resources: ["roles", "clusterroles"], what: "give itself {all}rights (escalate, bind)"),
        Danger(
            verbs: ["impersonate"], groups: ["", "authentication.k8s.io"],
            resources: ["users", "groups", "serviceaccounts", "uids"], what: "act as {all}other users"),
        Danger(verbs: reading, groups: [""], resources: ["secrets"], what: "read {all}Secrets"),
        Danger(
            verbs: writing.union(["delete", "deletecollection"]), groups: [""], resources: ["secrets"],
            what: "change {all}Secrets"),
        Danger(
            verbs: writing.union(["delete"]), groups: [rbac],
            resources: ["roles", "clusterroles", "rolebindings", "clusterrolebindings"], what: "change {all}RBAC"),
        Danger(
            verbs: ["create", "get"], groups: [""], resources: ["pods/exec", "pods/attach", "pods/portforward"],
            what: "run commands in {all}pods"),
        Danger(
            verbs: ["update", "patch"], groups: [""], resources: ["pods/ephemeralcontainers"],
            what: "put containers into {all}running pods"),
        Danger(
            verbs: ["create", "get", "update", "patch", "delete"], groups: [""],
            resources: ["nodes/proxy", "services/proxy", "pods/proxy"], what: "reach the API of {all}nodes and pods"),
        Danger(
            verbs: ["create"], groups: [""], resources: ["serviceaccounts/token"],
            what: "make tokens of {all}service accounts"),
        Danger(
            verbs: writing, groups: ["", "apps", "batch"],
            resources: [
                "pods", "deployments", "daemonsets", "statefulsets", "replicasets", "jobs", "cronjobs",
                "replicationcontrollers",
            ],
            what: "run {all}workloads"),
        Danger(
            verbs: writing.union(["delete"]), groups: ["admissionregistration.k8s.io"],
            resources: [
                "validatingwebhookconfigurations", "mutatingwebhookconfigurations", "validatingadmissionpolicies",
                "validatingadmissionpolicybindings", "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
            ],
            what: "change {all}admission checks"),
        Danger(
            verbs: ["update", "patch", "approve", "sign"], groups: ["certificates.k8s.io"],
            resources: ["certificatesigningrequests/approval", "signers"], what: "approve {all}certificates"),
        Danger(
            verbs: writing.union(["delete"]), groups: ["networking.k8s.io", "cilium.io", "crd.projectcalico.org"],
            resources: [
                "networkpolicies", "ciliumnetworkpolicies", "ciliumclusterwidenetworkpolicies", "globalnetworkpolicies",
            ],
            what: "change {all}network policies"),
    ]
}
