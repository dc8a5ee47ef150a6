/// A default of a built-in type that depends on other fields of the same object, or of one around it. Printed by
/// `snapctl rules`.
package struct ImpliedDefault: Sendable {
    /// An object around the one that lacks the field.
    package enum Outer: Sendable, Hashable {
        /// The one that holds it, when it is of this definition.
        case parent(String)
        /// The nearest one of this definition.
        case ancestor(String)
    }

    /// `group.Definition` without the version, such as `core.Container`.
    package let definition: String
    package let field: String
    /// What an absent field means, in words.
    package let reason: String
    /// The first minor version of Kubernetes 1 that fills it in; `nil` for all that are still around.
    package var since: Int?
    /// Whose fields decide as well; nothing is implied where there is no such object.
    package var outer: Outer?
    /// The definition inside of which nothing is implied: servers fill Pods in, and leave templates as they are.
    package var notWithin: String?
    /// Whether each absent member of the field, which is a map, means that member of the value.
    package var fillsMembers = false
    /// What an absent field means, given the other fields and those of the outer object; `nil` when nothing is filled in.
    package let value: @Sendable (_ members: Object, _ outer: Object) -> Value?

    /// Whether servers of all these minor versions fill it in.
    package func holds(in minors: [Int]) -> Bool { minors.allSatisfy { (since ?? 0) <= $0 } }
}

extension ImpliedDefault {
    /// All of them. Source: as for ``DefaultTable``.
    package static let rules: [ImpliedDefault] = pods + services + workloads + others

    private static let pods: [ImpliedDefault] =
        ["core.Container", "core.EphemeralContainer"].map { definition in
            rule(definition, "imagePullPolicy", "Always for the tag latest and for no tag, else IfNotPresent") {
                .string(pullPolicy(image: $0["image"]?.string ?? ""))
            }
        } + [
            rule(
                "core.ImageVolumeSource", "pullPolicy", "Always for the tag latest and for no tag, else IfNotPresent"
            ) { .string(pullPolicy(image: $0["reference"]?.string ?? "")) },
            rule("core.PodSpec", "serviceAccount", "mirrors serviceAccountName") { $0["serviceAccountName"] },
            rule("core.PodSpec", "serviceAccountName", "mirrors serviceAccount") { $0["serviceAccount"] },
            rule("core.Volume", "emptyDir", "an empty folder, where the volume has no source") {
                $0.members.allSatisfy { $0.key == "name" || $0.value == .null } ? [:] : nil
            },
            ImpliedDefault(
                definition: "core.ContainerPort", field: "hostPort",
                reason: "the same as containerPort, on the node's network", outer: .ancestor("core.PodSpec")
            ) { port, pod in pod["hostNetwork"] == true ? port["containerPort"] : nil },
            ImpliedDefault(
                definition: "core.ResourceRequirements", field: "requests",
                reason: "the same as a container's limits, each by itself", outer: .parent("core.Container"),
                notWithin: "core.PodTemplateSpec", fillsMembers: true
            ) { members, container in container.isEmpty ? nil : members["limits"] },
            ImpliedDefault(
                definition: "core.ResourceRequirements", field: "requests",
                reason: "what the containers ask for, else the Pod's limits, each by itself", since: 32,
                outer: .parent("core.PodSpec"), notWithin: "core.PodTemplateSpec", fillsMembers: true
            ) { members, pod in PodResources(members, of: pod)?.requests },
            ImpliedDefault(
                definition: "core.ResourceRequirements", field: "limits",
                reason: "the containers' limits of huge pages", since: 34,
                outer: .parent("core.PodSpec"), notWithin: "core.PodTemplateSpec", fillsMembers: true
            ) { members, pod in PodResources(members, of: pod)?.limitsOfHugePages },
            ImpliedDefault(
                definition: "core.ResourceRequirements", field: "limits",
                reason: "the containers' limits, where the Pod has requests and every container a limit", since: 36,
                outer: .parent("core.PodSpec"), notWithin: "core.PodTemplateSpec", fillsMembers: true
            ) { members, pod in PodResources(members, of: pod)?.limits },
            ImpliedDefault(
                definition: "core.LimitRangeItem", field: "default", reason: "max of a Container, each by itself",
                fillsMembers: true
            ) { members, _ in isContainer(members) ? members["max"] : nil },
            ImpliedDefault(
                definition: "core.LimitRangeItem", field: "defaultRequest",
                reason: "default, max or min of a Container, each by itself", fillsMembers: true
            ) { members, _ in
                guard isContainer(members) else { return nil }
                return filled(["default", "max", "min"].map { members[$0] })
            },
        ]

    private static let services: [ImpliedDefault] = [
        rule("core.ServicePort", "targetPort", "the same as port") { $0["port"] },
        rule("core.ServiceSpec", "externalTrafficPolicy", "Cluster for Services that are reached from outside") {
            isExternal($0) ? "Cluster" : nil
        },
        rule("core.ServiceSpec", "allocateLoadBalancerNodePorts", "true for the type LoadBalancer") {
            $0["type"] == "LoadBalancer" ? true : nil
        },
        rule("core.ServiceSpec", "sessionAffinityConfig", "three hours for the affinity ClientIP") {
            $0["sessionAffinity"] == "ClientIP" ? ["clientIP": ["timeoutSeconds": 10800]] : nil
        },
        rule("networking.NetworkPolicySpec", "policyTypes", "Ingress, and Egress where there are egress rules") {
            $0["egress"]?.array?.isEmpty == false ? ["Ingress", "Egress"] : ["Ingress"]
        },
    ]

    private static let workloads: [ImpliedDefault] =
        ["batch.Job", "core.ReplicationController"].map { kind in
            ImpliedDefault(
                definition: "meta.ObjectMeta", field: "labels", reason: "the labels of its template",
                outer: .parent(kind)
            ) { _, object in object["spec"]?[["template", "metadata", "labels"]] }
        } + [
            rule("core.ReplicationControllerSpec", "selector", "the labels of its template") {
                $0["template"]?[["metadata", "labels"]]
            },
            // Without completions and with parallelism a job is a queue that its Pods empty together.
            rule("batch.JobSpec", "completions", "1 where parallelism is absent as well") {
                $0["parallelism"].present == nil ? 1 : nil
            },
            rule("batch.JobSpec", "backoffLimit", "6, and 2147483647 where backoffLimitPerIndex is given") {
                $0["backoffLimitPerIndex"].present == nil ? 6 : 2_147_483_647
            },
            rule(
                "batch.JobSpec", "podReplacementPolicy", "TerminatingOrFailed, and Failed under a podFailurePolicy",
                since: 29
            ) { $0["podFailurePolicy"].present == nil ? "TerminatingOrFailed" : "Failed" },
            // autoscaling/v1 knows one metric only, which autoscaling/v2 has in its list.
            rule("autoscaling.HorizontalPodAutoscalerSpec", "metrics", "targetCPUUtilizationPercentage") {
                $0["targetCPUUtilizationPercentage"].present.map { [cpuMetric($0)] }
            },
            rule(
                "autoscaling.HorizontalPodAutoscalerSpec", "targetCPUUtilizationPercentage",
                "80, and in autoscaling/v2 what its only metric says"
            ) { spec in
                guard let metrics = spec["metrics"]?.array, let first = metrics.first else { return 80 }
                let target = first[["resource", "target", "averageUtilization"]]
                return metrics.count == 1 ? target.flatMap { cpuMetric($0) == first ? $0 : nil } : nil
            },
            ImpliedDefault(
                definition: "autoscaling.HorizontalPodAutoscalerBehavior", field: "scaleUp",
                reason: "at most four Pods or twice as many in 15 seconds, without waiting", fillsMembers: true
            ) { _, _ in
                [
                    "stabilizationWindowSeconds": 0, "selectPolicy": "Max",
                    "policies": [
                        ["type": "Pods", "value": 4, "periodSeconds": 15],
                        ["type": "Percent", "value": 100, "periodSeconds": 15],
                    ],
                ]
            },
            ImpliedDefault(
                definition: "autoscaling.HorizontalPodAutoscalerBehavior", field: "scaleDown",
                reason: "all of them in 15 seconds", fillsMembers: true
            ) { _, _ in
                ["selectPolicy": "Max", "policies": [["type": "Percent", "value": 100, "periodSeconds": 15]]]
            },
        ]

    private static let others: [ImpliedDefault] =
        ["resource.ExactDeviceRequest", "resource.DeviceSubRequest"].map { definition in
            rule(definition, "count", "1 for the mode ExactCount") {
                ["ExactCount", ""].contains($0["allocationMode"]?.string ?? "") ? 1 : nil
            }
        } + [
            // What requests were before each had the choice between one device and several.
            rule("resource.DeviceRequest", "allocationMode", "ExactCount where a class is named") {
                $0["deviceClassName"]?.string.map { _ in "ExactCount" }
            },
            rule("resource.DeviceRequest", "count", "1 for the mode ExactCount where a class is named") {
                guard $0["deviceClassName"]?.string != nil else { return nil }
                return ["ExactCount", ""].contains($0["allocationMode"]?.string ?? "") ? 1 : nil
            },
            rule("core.PersistentVolumeClaimSpec", "dataSourceRef", "mirrors dataSource", since: 24) {
                $0["dataSource"]
            },
            rule("core.PersistentVolumeClaimSpec", "dataSource", "mirrors dataSourceRef", since: 24) {
                // Of another namespace there is no dataSource.
                $0["dataSourceRef"]?["namespace"] == nil ? $0["dataSourceRef"] : nil
            },
            rule("rbac.Subject", "apiGroup", "rbac.authorization.k8s.io for users and groups") {
                $0["kind"] == "ServiceAccount" ? "" : "rbac.authorization.k8s.io"
            },
            rule("apiextensions.CustomResourceDefinitionNames", "listKind", "the kind with List behind it") {
                $0["kind"]?.string.map { .string($0 + "List") }
            },
            rule("apiextensions.CustomResourceDefinitionNames", "singular", "the kind in lower case") {
                $0["kind"]?.string.map { .string($0.lowercased()) }
            },
        ]

    /// The rules of each definition.
    package static let byDefinition = Dictionary(grouping: rules, by: \.definition)

    private static func rule(
        _ definition: String, _ field: String, _ reason: String, since: Int? = nil,
        _ value: @escaping @Sendable (Object) -> Value?
    ) -> ImpliedDefault {
        ImpliedDefault(definition: definition, field: field, reason: reason, since: since) { members, _ in
            value(members)
        }
    }

    private static func isExternal(_ service: Object) -> Bool {
        switch service["type"]?.string ?? "" {
        case "LoadBalancer", "NodePort": true
        case "ClusterIP", "": service["externalIPs"]?.array?.isEmpty == false
        default: false
        }
    }

    private static func cpuMetric(_ percentage: Value) -> Value {
        [
            "type": "Resource",
            "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": percentage]],
        ]
    }

    private static func isContainer(_ limits: Object) -> Bool { limits["type"] == "Container" }

    /// What several maps say together, the first one deciding.
    private static func filled(_ maps: [Value?]) -> Value {
        var result = Object()
        for map in maps.reversed() {
            for member in map?.object?.members ?? [] { result[member.key] = member.value }
        }
        return .object(result)
    }

    /// What the server fills in for an image that says no pull policy.
    static func pullPolicy(image: String) -> String {
        // A tag beside a digest is not what is pulled, and still decides this.
        let parts = image.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        // The port of a registry is no tag: only what follows the last slash counts.
        let name = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let tag = name.split(separator: ":", omittingEmptySubsequences: false).dropFirst().last
        return tag == "latest" || tag == nil && parts.count == 1 ? "Always" : "IfNotPresent"
    }
}
