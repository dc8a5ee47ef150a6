package import Snapshot

/// What an upgrade of the server or of an add-on changes. Printed by `snapctl rules`.
///
/// A row alone puts nothing into an upgrade: the server's version has to differ, and the writer has to be the platform's.
/// Labels and names of field managers are what their writers choose.
package enum UpgradeTable {
    /// Who must have written it.
    package enum Writer: String, Sendable, Hashable, CaseIterable {
        /// Only writers that belong to the platform under every name.
        case platform
        /// The same, and the audit log shows it: of an object that went nothing else tells who removed it.
        case proven
        /// Also one that AKS and people share, such as `kubectl-client-side-apply`, on an object that was the platform's
        /// before by a table of names or labels.
        case shared
        /// Nobody: the server filled it in.
        case nobody
    }

    /// What has to hold of the difference besides.
    package enum Condition: String, Sendable, Hashable, CaseIterable {
        case onlyTagDiffers = "only the tag of an image differs"
        /// Source: pkg/registry/rbac/reconciliation: when an API server starts, it adds what its default roles lack, and takes
        /// nothing away.
        case onlyGrows = "nothing that was there is gone"
        case isAdded = "the object is new"
        case isRemoved = "the object is gone"
    }

    /// One kind of change.
    package struct Row: Sendable, Hashable {
        /// Its name in reports.
        package let name: String
        /// Which objects; they have to be bootstrap's or the platform's besides.
        package let objects: ObjectSelector
        /// Which fields; empty means all, and whole objects that are new or, with ``Condition/isRemoved``, that went.
        package let paths: [PathPattern]
        /// What has to hold besides; `nil` for nothing.
        package let condition: Condition?
        /// Who must have written it.
        package let writer: Writer
        /// Why.
        package let reason: String

        init(
            _ name: String, groups: [TextPattern] = [], kinds: [TextPattern] = [],
            names: [TextPattern] = [],
            paths: [PathPattern] = [], when condition: Condition? = nil, writer: Writer = .platform,
            reason: String
        ) {
            self.name = name
            objects = ObjectSelector(groups: groups, kinds: kinds, names: names)
            self.paths = paths
            self.condition = condition
            self.writer = writer
            self.reason = reason
        }

        func covers(_ identity: Identity, _ field: FieldChange?) -> Bool {
            guard condition != .isRemoved, objects.selects(identity) else { return false }
            guard let field else { return paths.isEmpty }
            guard condition != .isAdded else { return false }
            guard paths.isEmpty || paths.contains(where: { $0.covers(field.path) }) else { return false }
            guard condition == .onlyTagDiffers else { return true }
            return ImageName.differOnlyInTag(field.before?.string ?? "", field.after?.string ?? "")
        }

        func coversRemoval(of identity: Identity) -> Bool {
            condition == .isRemoved && objects.selects(identity)
        }
    }

    /// All of them. Who has rights (`subjects`, `roleRef`) is in none.
    package static let rows: [Row] = [
        Row(
            "bootstrap-rights", groups: ["rbac.authorization.k8s.io"], kinds: ["ClusterRole", "Role"],
            names: ["system:*", "admin", "edit", "view"],
            paths: ["rules", "metadata.labels", "metadata.annotations"],
            when: .onlyGrows,
            reason: "the API server adds rights to its default roles, and takes none away"),
        Row(
            "bootstrap-roles", groups: ["rbac.authorization.k8s.io"], kinds: ["ClusterRole", "Role"],
            names: ["system:*"], when: .isAdded, reason: "default roles of new controllers"),
        Row(
            "flow-control", groups: ["flowcontrol.apiserver.k8s.io"],
            reason: "the API server keeps its own priority levels"),
        Row(
            "apis", groups: ["apiregistration.k8s.io"], kinds: ["APIService"],
            reason: "APIs come and go with versions of the server"),
        Row("priorities", groups: ["scheduling.k8s.io"], names: ["system-*"], reason: "the server's own classes"),
        Row(
            "definitions", groups: ["apiextensions.k8s.io"], kinds: ["CustomResourceDefinition"],
            paths: ["spec", "metadata.labels", "metadata.annotations"], writer: .shared,
            reason: "definitions that add-ons bring along"),
        Row(
            "add-on-images", kinds: ["Deployment", "DaemonSet", "StatefulSet", "CronJob"],
            paths: ["**.containers[*].image", "**.initContainers[*].image"], when: .onlyTagDiffers,
            writer: .shared,
            reason: "another version of an add-on's image"),
        Row(
            "add-on-versions",
            paths: [
                "**.labels[\"app.kubernetes.io/version\"]", "**.labels[\"helm.sh/chart\"]", "**.labels.version",
                "**.labels[\"kubernetes.azure.com/node-image-version\"]",
                "**.annotations[\"controller-gen.kubebuilder.io/version\"]",
            ], writer: .shared, reason: "what says which version an add-on or a node is of"),
        Row(
            "add-ons", paths: ["spec", "data", "metadata", "rules", "webhooks"],
            reason: "what the platform keeps itself"),
        Row("defaults", writer: .nobody, reason: "fields that a newer server fills in"),
        Row(
            "removed-roles", groups: ["rbac.authorization.k8s.io"], kinds: ["ClusterRole", "Role"],
            when: .isRemoved,
            writer: .proven, reason: "default roles, and those of add-ons, that the platform takes away"),
        Row(
            "removed-system-objects", groups: ["flowcontrol.apiserver.k8s.io", "apiregistration.k8s.io"],
            when: .isRemoved, writer: .proven, reason: "priority levels and APIs that the server gives up"
        ),
        Row(
            "removed-add-ons", groups: ["", "apps", "batch", "autoscaling", "policy", "storage.k8s.io"],
            when: .isRemoved, writer: .proven, reason: "parts of add-ons that the platform takes away"),
        Row(
            "removed-definitions", groups: ["apiextensions.k8s.io"], kinds: ["CustomResourceDefinition"],
            when: .isRemoved, writer: .proven,
            reason: "definitions of add-ons that the platform takes away"),
    ]

    /// Controllers that delete what somebody else left to them: a deletion by them is not the platform's own. Source:
    /// kube-controller-manager.
    package static let cleaners: [(user: String, reason: String)] = [
        (
            "system:serviceaccount:kube-system:generic-garbage-collector",
            "what names an owner that is not there"
        ),
        (
            "system:serviceaccount:kube-system:namespace-controller",
            "what is in a namespace that was deleted"
        ),
        ("system:serviceaccount:kube-system:ttl-after-finished-controller", "Jobs whose time is over"),
        (
            "system:kube-controller-manager",
            "any of these, where controllers have no accounts of their own"
        ),
    ]

    /// The table for people.
    package static var json: Value {
        .array(
            rows.map { row in
                var object = Object()
                object["name"] = .string(row.name)
                func texts(_ patterns: [TextPattern]) -> Value? {
                    patterns.isEmpty ? nil : .array(patterns.map { .string($0.text) })
                }
                object["groups"] = texts(row.objects.groups)
                object["kinds"] = texts(row.objects.kinds)
                object["names"] = texts(row.objects.names)
                object["paths"] = row.paths.isEmpty ? nil : .array(row.paths.map { .string($0.text) })
                object["when"] = row.condition.map { .string($0.rawValue) }
                object["writer"] = .string(row.writer.rawValue)
                object["reason"] = .string(row.reason)
                return .object(object)
            })
    }
}
