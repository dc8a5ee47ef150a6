import Snapshot

/// What admission adds to the Pod of a template, and what says that it was admission: a name alone says nothing.
struct PodAdditions {
    private let template: Value
    private let pod: String
    /// Names of a StatefulSet's claim templates, which become volumes of its Pods.
    private let claims: Set<String>
    private let hasOwnAffinity: Bool
    private let hasFilledResources: Bool

    /// Annotations of those who fill in resources: LimitRanger and the vertical autoscaler.
    private static let fillers = ["kubernetes.io/limit-ranger", "vpaUpdates"]
    private static let tokenFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// - Parameter hasOwnAffinity: whether the controller binds each Pod to its node by affinity.
    init(pod: Value, template: Value, claims: Set<String>, hasOwnAffinity: Bool) {
        self.template = template
        self.pod = pod[["metadata", "name"]]?.string ?? ""
        self.claims = claims
        self.hasOwnAffinity = hasOwnAffinity
        let annotations = pod[["metadata", "annotations"]]
        hasFilledResources = Self.fillers.contains { annotations?[$0] != nil }
    }

    /// Fields of a Pod's spec that are copied from the template as they are.
    private static let copied = [
        "hostNetwork", "hostPID", "hostIPC", "hostUsers", "securityContext", "shareProcessNamespace", "nodeSelector",
        "runtimeClassName", "automountServiceAccountToken", "restartPolicy", "dnsPolicy", "dnsConfig", "hostAliases",
        "containers", "initContainers", "ephemeralContainers", "volumes", "tolerations", "imagePullSecrets",
        "topologySpreadConstraints", "terminationGracePeriodSeconds", "schedulerName", "activeDeadlineSeconds",
        "enableServiceLinks", "setHostnameAsFQDN", "os",
    ]

    /// Conditions of a node that admission makes every Pod bear for a while, or one that asks for memory.
    private static let borne: Set<String> = [
        "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "node.kubernetes.io/memory-pressure",
    ]

    /// The copied fields of a Pod's spec without what admission adds.
    func without(_ spec: Value) -> Value {
        var result = Object()
        for name in Self.copied { result[name] = spec[name] }
        if !hasOwnAffinity { result["affinity"] = spec["affinity"] }
        let volumes = spec["volumes"]?.array ?? []
        let tokens = Set(volumes.filter(isToken).compactMap { $0["name"]?.string })
        let kept = volumes.filter { !isToken($0) && !isClaim($0) }
        result["volumes"] = kept.isEmpty ? nil : .array(kept)
        for field in ["containers", "initContainers", "ephemeralContainers"] {
            if let containers = spec[field]?.array {
                result[field] = .array(containers.map { container($0, tokens) })
            }
        }
        if let tolerations = spec["tolerations"]?.array {
            let kept = tolerations.filter {
                let key = $0["key"]?.string ?? ""
                // The DaemonSet controller adds the other conditions as well.
                return !(hasOwnAffinity ? key.hasPrefix("node.kubernetes.io/") : Self.borne.contains(key))
            }
            result["tolerations"] = kept.isEmpty ? nil : .array(kept)
        }
        // A class that all Pods get by default is never one of the system's.
        let priority = spec["priorityClassName"]?.string ?? ""
        if template["priorityClassName"] != nil || priority.hasPrefix("system-") {
            result["priorityClassName"] = spec["priorityClassName"]
        }
        // Image pull secrets of the service account are filled in where the template names none.
        if template["imagePullSecrets"] == nil { result["imagePullSecrets"] = nil }
        if spec["serviceAccountName"]?.string ?? "default" != "default" {
            result["serviceAccountName"] = spec["serviceAccountName"]
        }
        return .object(result)
    }

    private func container(_ container: Value, _ tokens: Set<String>) -> Value {
        guard case .object(var result) = container else { return container }
        if let mounts = container["volumeMounts"]?.array {
            let kept = mounts.filter {
                !(tokens.contains($0["name"]?.string ?? "") && $0["mountPath"]?.string == Self.tokenFolder)
            }
            result["volumeMounts"] = kept.isEmpty ? nil : .array(kept)
        }
        if hasFilledResources { result["resources"] = nil }
        // Host ports follow container ports under hostNetwork.
        if template["hostNetwork"]?.bool == true, let ports = container["ports"]?.array {
            result["ports"] = .array(
                ports.map { port in
                    guard case .object(var fields) = port, fields["hostPort"] == fields["containerPort"] else {
                        return port
                    }
                    fields["hostPort"] = nil
                    return .object(fields)
                })
        }
        return .object(result)
    }

    /// The volume that the ServiceAccount admission plugin adds, unless the template has one of that name itself: a token,
    /// and whatever else is public in every Pod.
    private func isToken(_ volume: Value) -> Bool {
        guard let name = volume["name"]?.string, name.hasPrefix("kube-api-access-"),
            !(template["volumes"]?.array ?? []).contains(where: { $0["name"]?.string == name }),
            let sources = volume[["projected", "sources"]]?.array
        else { return false }
        return sources.allSatisfy { source in
            source["serviceAccountToken"] != nil || source["downwardAPI"] != nil
                || ["kube-root-ca.crt", "openshift-service-ca.crt"].contains(
                    source[["configMap", "name"]]?.string ?? "")
        }
    }

    /// The volume of a StatefulSet's own claim.
    private func isClaim(_ volume: Value) -> Bool {
        guard let name = volume["name"]?.string, claims.contains(name) else { return false }
        return volume[["persistentVolumeClaim", "claimName"]]?.string == "\(name)-\(pod)"
    }
}
