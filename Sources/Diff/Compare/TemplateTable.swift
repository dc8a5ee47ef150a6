package import Snapshot

/// What a controller copies from its owner's template, and what admission and other controllers add to the copy.
///
/// Source: Kubernetes API reference for workloads; the admission plugins ServiceAccount, DefaultTolerationSeconds, Priority,
/// LimitRanger and PodTopologyLabels; the DaemonSet controller's tolerations.
package enum TemplateTable {
    /// Kinds that are compared with their owner's template.
    package static let kinds: Set<GroupKind> = [
        GroupKind(group: "", kind: "Pod"), GroupKind(group: "apps", kind: "ReplicaSet"),
        GroupKind(group: "batch", kind: "Job"),
    ]

    /// Fields of derived objects that controllers write at any time, so that a change of them tells of nobody.
    private static let controllerFields: [GroupKind: [FieldPath]] = [
        GroupKind(group: "apps", kind: "ReplicaSet"): [FieldPath(fields: "spec", "replicas")],
        GroupKind(group: "", kind: "Pod"): [
            FieldPath(fields: "spec", "nodeName"), FieldPath(fields: "metadata", "annotations"),
            FieldPath(fields: "metadata", "ownerReferences"), FieldPath(fields: "metadata", "finalizers"),
        ],
        GroupKind(group: "batch", kind: "Job"): [
            FieldPath(fields: "metadata", "finalizers"), FieldPath(fields: "spec", "suspend"),
        ],
    ]

    /// Whether controllers write a field of copies at any time.
    static func isControllers(_ path: FieldPath, of kind: GroupKind) -> Bool {
        (controllerFields[kind] ?? []).contains { path.isInside($0) }
    }

    /// What the owner prescribes and what the object says, both without the usual additions, and where in the object.
    ///
    /// `nil` for a pair that is not compared: an old ReplicaSet of a Deployment is history, only the current one counts.
    package static func sides(object: Value, owner: Value) -> (expected: Value, actual: Value, root: [String])? {
        switch (owner["kind"]?.string ?? "", object["kind"]?.string ?? "") {
        case ("ReplicaSet", "Pod"), ("Deployment", "Pod"), ("DaemonSet", "Pod"), ("StatefulSet", "Pod"), ("Job", "Pod"),
            ("ReplicationController", "Pod"):
            guard let template = owner[["spec", "template", "spec"]], let spec = object["spec"] else { return nil }
            let labels = owner[["spec", "template", "metadata", "labels"]]
            let claims = Set(
                (owner[["spec", "volumeClaimTemplates"]]?.array ?? []).compactMap { $0[["metadata", "name"]]?.string })
            let additions = PodAdditions(
                pod: object, template: template, claims: claims, hasOwnAffinity: owner["kind"]?.string == "DaemonSet")
            return (
                copy(labels: labels, spec: additions.without(template)),
                copy(labels: object[["metadata", "labels"]], spec: additions.without(spec)), []
            )
        case ("Deployment", "ReplicaSet"):
            guard let template = owner[["spec", "template"]], let copied = object[["spec", "template"]],
                isCurrent(object, of: owner)
            else { return nil }
            func sides(_ template: Value) -> Value {
                let metadata = template["metadata"]
                return copy(
                    labels: metadata?["labels"], annotations: metadata?["annotations"], spec: template["spec"])
            }
            return (sides(template), sides(copied), ["spec", "template"])
        case ("CronJob", "Job"):
            guard let template = owner[["spec", "jobTemplate", "spec", "template", "spec"]],
                let spec = object[["spec", "template", "spec"]]
            else { return nil }
            return (template, spec, ["spec", "template", "spec"])
        default: return nil
        }
    }

    /// Labels that controllers and admission write on each copy, by how they begin.
    private static let generatedLabels = [
        "pod-template-hash", "controller-revision-hash", "pod-template-generation", "controller-uid", "job-name",
        "batch.kubernetes.io/", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index",
        "topology.kubernetes.io/",
    ]

    private static func copy(labels: Value?, annotations: Value? = nil, spec: Value?) -> Value {
        var metadata = Object()
        let own = (labels?.object ?? Object()).compactMapValues { name, value in
            generatedLabels.contains { ByteOrder.begins(name, with: $0) } ? nil : value
        }
        if !own.isEmpty { metadata["labels"] = .object(own) }
        metadata["annotations"] = annotations
        var result = Object()
        if !metadata.isEmpty { result["metadata"] = .object(metadata) }
        result["spec"] = spec
        return .object(result)
    }

    /// A new ReplicaSet whose containers carry the template's images is the current one; after a rollback or between two
    /// rollouts older ones are history.
    private static func isCurrent(_ replicaSet: Value, of deployment: Value) -> Bool {
        replicaSet["spec"]?["replicas"]?.int != 0 || deployment["spec"]?["replicas"]?.int == 0
    }
}
