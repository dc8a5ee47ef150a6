package import Snapshot

/// What a controller copies from its owner's template, and what admission and other controllers add to the copy.
///
/// Source: Kubernetes API reference for workloads; the admission plugins ServiceAccount, DefaultTolerationSeconds, Priority,
/// LimitRanger and PodTopologyLabels; the DaemonSet controller's tolerations.
package enum TemplateTable {
    /// Who decides about a field of a derived object.
    package enum Decider { case person, controller }

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
        GroupKind(group: "", kind: "ConfigMap"): [],
    ]

    /// Whether a person or a controller decides what a field of a derived object says.
    package static func isDecided(by decider: Decider, _ path: FieldPath, of kind: GroupKind) -> Bool {
        let isControllers = (controllerFields[kind] ?? []).contains { path.isInside($0) }
        return (decider == .controller) == isControllers
    }

    /// Sets aside what controllers decide about a derived object.
    static func decided(_ result: FieldComparer.Result, of kind: GroupKind) -> FieldComparer.Result {
        var decided = FieldComparer.Result(suppressions: result.suppressions)
        for change in result.changes {
            if isDecided(by: .person, change.path, of: kind) {
                decided.changes.append(change)
            } else {
                decided.suppressions.append(
                    Suppression(
                        path: change.path, rule: "controller-field", before: change.before, after: change.after,
                        note: "controllers write this field of objects that they made"))
            }
        }
        return decided
    }

    /// Fields of a Pod's spec that are copied from the template as they are.
    private static let copied = [
        "hostNetwork", "hostPID", "hostIPC", "hostUsers", "securityContext", "shareProcessNamespace", "nodeSelector",
        "runtimeClassName", "automountServiceAccountToken", "restartPolicy", "dnsPolicy", "dnsConfig", "hostAliases",
        "containers", "initContainers", "ephemeralContainers", "volumes", "tolerations", "imagePullSecrets",
        "topologySpreadConstraints", "terminationGracePeriodSeconds", "schedulerName",
    ]

    /// What the owner prescribes and what the object says, both without the usual additions, and where in the object.
    ///
    /// `nil` for a pair that is not compared: an old ReplicaSet of a Deployment is history, only the current one counts.
    package static func sides(object: Value, owner: Value) -> (expected: Value, actual: Value, root: [String])? {
        switch (owner["kind"]?.string ?? "", object["kind"]?.string ?? "") {
        case ("ReplicaSet", "Pod"), ("Deployment", "Pod"), ("DaemonSet", "Pod"), ("StatefulSet", "Pod"), ("Job", "Pod"),
            ("ReplicationController", "Pod"):
            guard let template = owner[["spec", "template", "spec"]], let spec = object["spec"] else { return nil }
            let claims = Set(
                (owner[["spec", "volumeClaimTemplates"]]?.array ?? []).compactMap { $0[["metadata", "name"]]?.string })
            return (podSpec(template, besides: template), podSpec(spec, besides: template, claims: claims), ["spec"])
        case ("Deployment", "ReplicaSet"):
            guard let template = owner[["spec", "template", "spec"]],
                let spec = object[["spec", "template", "spec"]], isCurrent(object, of: owner)
            else { return nil }
            return (template, spec, ["spec", "template", "spec"])
        case ("CronJob", "Job"):
            guard let template = owner[["spec", "jobTemplate", "spec", "template", "spec"]],
                let spec = object[["spec", "template", "spec"]]
            else { return nil }
            return (template, spec, ["spec", "template", "spec"])
        default: return nil
        }
    }

    /// A new ReplicaSet whose containers carry the template's images is the current one; after a rollback or between two
    /// rollouts older ones are history.
    private static func isCurrent(_ replicaSet: Value, of deployment: Value) -> Bool {
        replicaSet["spec"]?["replicas"]?.int != 0 || deployment["spec"]?["replicas"]?.int == 0
    }

    /// The copied fields of a Pod's spec without what admission adds.
    ///
    /// - Parameter claims: names of a StatefulSet's claim templates, which become volumes of its Pods.
    private static func podSpec(_ spec: Value, besides template: Value, claims: Set<String> = []) -> Value {
        var result = Object()
        for name in copied { result[name] = spec[name] }
        if let volumes = spec["volumes"]?.array {
            let kept = volumes.filter {
                let name = $0["name"]?.string
                return !isTokenVolume(name, in: template) && !claims.contains(name ?? "")
            }
            result["volumes"] = kept.isEmpty ? nil : .array(kept)
        }
        for field in ["containers", "initContainers", "ephemeralContainers"] {
            if let containers = spec[field]?.array {
                result[field] = .array(containers.map { container($0, besides: template) })
            }
        }
        if let tolerations = spec["tolerations"]?.array {
            let kept = tolerations.filter { !($0["key"]?.string ?? "").hasPrefix("node.kubernetes.io/") }
            result["tolerations"] = kept.isEmpty ? nil : .array(kept)
        }
        // Imagepull secrets of the service account are filled in where the template names none.
        if template["imagePullSecrets"] == nil { result["imagePullSecrets"] = nil }
        if spec["serviceAccountName"]?.string ?? "default" != "default" {
            result["serviceAccountName"] = spec["serviceAccountName"]
        }
        return .object(result)
    }

    private static func container(_ container: Value, besides template: Value) -> Value {
        guard case .object(var result) = container else { return container }
        if let mounts = container["volumeMounts"]?.array {
            let kept = mounts.filter { !isTokenVolume($0["name"]?.string, in: template) }
            result["volumeMounts"] = kept.isEmpty ? nil : .array(kept)
        }
        // Host ports follow container ports under hostNetwork, and LimitRanger fills in resources.
        result["resources"] = nil
        if let ports = container["ports"]?.array {
            result["ports"] = .array(
                ports.map { port in
                    guard case .object(var fields) = port else { return port }
                    fields["hostPort"] = nil
                    return .object(fields)
                })
        }
        return .object(result)
    }

    /// The volume that the ServiceAccount admission plugin adds, unless the template has one of that name itself.
    private static func isTokenVolume(_ name: String?, in template: Value) -> Bool {
        guard let name, name.hasPrefix("kube-api-access-") else { return false }
        return !(template["volumes"]?.array ?? []).contains { $0["name"]?.string == name }
    }
}
