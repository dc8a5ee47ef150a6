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
        /// Also one that AKS and people share, such as `kubectl-client-side-apply`, on an object that was the platform's
        /// before by a table of names or labels.
        case shared
        /// Nobody: the server filled it in.
        case nobody
    }

    /// One kind of change.
    package struct Row: Sendable, Hashable {
        /// Its name in reports.
        package let name: String
        /// Which objects; they have to be bootstrap's or the platform's besides.
        package let objects: ObjectSelector
        /// Which fields; empty means all, and whole objects that are new.
        package let paths: [PathPattern]
        /// Whether only the tag of an image may differ.
        package let onlyTagDiffers: Bool
        /// Who must have written it.
        package let writer: Writer
        /// Why.
        package let reason: String

        init(
            _ name: String, groups: [TextPattern] = [], kinds: [TextPattern] = [], names: [TextPattern] = [],
            paths: [PathPattern] = [], onlyTagDiffers: Bool = false, writer: Writer = .platform, reason: String
        ) {
            self.name = name
            objects = ObjectSelector(groups: groups, kinds: kinds, names: names)
            self.paths = paths
            self.onlyTagDiffers = onlyTagDiffers
            self.writer = writer
            self.reason = reason
        }

        func covers(_ identity: Identity, _ field: FieldChange?) -> Bool {
            guard objects.selects(identity) else { return false }
            guard let field else { return paths.isEmpty }
            guard paths.isEmpty || paths.contains(where: { $0.covers(field.path) }) else { return false }
            guard onlyTagDiffers else { return true }
            return ImageName.differOnlyInTag(field.before?.string ?? "", field.after?.string ?? "")
        }
    }

    /// All of them. Who has rights (`subjects`, `roleRef`) is in none.
    package static let rows: [Row] = [
        Row(
            "bootstrap-rights", groups: ["rbac.authorization.k8s.io"], kinds: ["ClusterRole", "Role"],
            names: ["system:*", "admin", "edit", "view"], paths: ["rules", "metadata.labels", "metadata.annotations"],
            reason: "the API server adds rights to its default roles"),
        Row(
            "bootstrap-roles", groups: ["rbac.authorization.k8s.io"], kinds: ["ClusterRole", "Role"],
            names: ["system:*"], reason: "default roles of new controllers"),
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
            paths: ["**.containers[*].image", "**.initContainers[*].image"], onlyTagDiffers: true, writer: .shared,
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
                if row.onlyTagDiffers { object["when"] = "only the tag of an image differs" }
                object["writer"] = .string(row.writer.rawValue)
                object["reason"] = .string(row.reason)
                return .object(object)
            })
    }
}
