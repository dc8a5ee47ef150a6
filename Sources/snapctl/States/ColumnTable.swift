import Snapshot

/// What a listing shows of an object beside its name: a table for the kinds that Kubernetes itself serves, the printer
/// columns of its CustomResourceDefinition for any other.
struct ColumnTable {
    /// One column.
    struct Column {
        /// Its heading, in capitals.
        let title: String
        /// Parts that are joined: text as it is, values, or how many values there are.
        fileprivate let parts: [Part]

        fileprivate init(title: String, parts: [Part]) {
            self.title = title
            self.parts = parts
        }

        /// The values at a path.
        init(title: String, path: ColumnPath) { self.init(title: title, parts: [.values(path)]) }

        /// What stands in it; `<none>` when the object has no such field.
        func cell(_ object: Value) -> String {
            let text = parts.map { part in
                switch part {
                case .text(let text): return text
                case .count(let path): return String(path.values(in: object).count)
                case .values(let path): return path.values(in: object).map(ColumnPath.text).joined(separator: ",")
                }
            }.joined()
            return text.isEmpty ? "<none>" : text
        }
    }

    fileprivate enum Part {
        case text(String)
        case values(ColumnPath)
        case count(ColumnPath)
    }

    private let custom: [GroupKind: [Column]]

    /// - Parameters:
    ///   - definitions: The CustomResourceDefinitions of the state.
    ///   - isWide: Whether the columns of less importance are taken in.
    init(definitions: [Value], isWide: Bool = false) {
        var custom: [GroupKind: [Column]] = [:]
        for definition in definitions {
            guard let group = definition[["spec", "group"]]?.string,
                let kind = definition[["spec", "names", "kind"]]?.string
            else { continue }
            let versions = definition[["spec", "versions"]]?.array ?? []
            let version = versions.first { $0["storage"]?.bool == true } ?? versions.first
            let columns = (version?["additionalPrinterColumns"]?.array ?? []).compactMap { column -> Column? in
                guard let name = column["name"]?.string, let text = column["jsonPath"]?.string,
                    let path = ColumnPath(text), isWide || (column["priority"]?.int ?? 0) == 0,
                    name.lowercased() != "age"
                else { return nil }
                return Column(title: name.uppercased(), parts: [.values(path)])
            }
            custom[GroupKind(group: group, kind: kind)] = columns
        }
        self.custom = custom
    }

    /// The columns of a type.
    func columns(of type: ResourceType) -> [Column] {
        Self.builtIn[type.groupKind] ?? custom[type.groupKind] ?? []
    }

    private static let builtIn: [GroupKind: [Column]] = Dictionary(
        uniqueKeysWithValues: table.split(separator: "\n").map { line in
            let cells = line.split(separator: "|").map { String($0).trimmed }
            let names = cells[0].split(separator: ".", maxSplits: 1).map(String.init)
            let columns = cells.dropFirst().map { cell in
                let mark = cell.firstIndex(of: " ") ?? cell.endIndex
                return Column(title: String(cell[..<mark]), parts: parts(String(cell[mark...]).trimmed))
            }
            return (GroupKind(group: names.count == 2 ? names[1] : "", kind: names[0]), columns)
        })

    /// `{.path}` for values, `{#.path}` for how many there are, everything else as it is.
    private static func parts(_ text: String) -> [Part] {
        var parts: [Part] = []
        for (place, piece) in text.split(separator: "{", omittingEmptySubsequences: false).enumerated() {
            guard place > 0, let end = piece.firstIndex(of: "}") else {
                if !piece.isEmpty { parts.append(.text(String(piece))) }
                continue
            }
            let inner = piece[..<end]
            let counts = inner.hasPrefix("#")
            if let path = ColumnPath(String(counts ? inner.dropFirst() : inner)) {
                parts.append(counts ? .count(path) : .values(path))
            }
            let rest = piece[piece.index(after: end)...]
            if !rest.isEmpty { parts.append(.text(String(rest))) }
        }
        return parts
    }

    /// Kind, then a heading and what stands below it, as `kubectl get` shows them where the object says it.
    private static let table = """
        Pod | READY {#.status.containerStatuses[?(@.ready=="true")]}/{#.spec.containers[*]} | STATUS {.status.phase} | NODE {.spec.nodeName}
        Deployment.apps | READY {.status.readyReplicas}/{.spec.replicas} | IMAGES {.spec.template.spec.containers[*].image}
        StatefulSet.apps | READY {.status.readyReplicas}/{.spec.replicas} | IMAGES {.spec.template.spec.containers[*].image}
        ReplicaSet.apps | DESIRED {.spec.replicas} | READY {.status.readyReplicas}
        DaemonSet.apps | DESIRED {.status.desiredNumberScheduled} | READY {.status.numberReady} | IMAGES {.spec.template.spec.containers[*].image}
        Job.batch | COMPLETIONS {.status.succeeded}/{.spec.completions}
        CronJob.batch | SCHEDULE {.spec.schedule} | SUSPEND {.spec.suspend}
        Service | TYPE {.spec.type} | CLUSTER-IP {.spec.clusterIP} | PORTS {.spec.ports[*].port}
        Ingress.networking.k8s.io | CLASS {.spec.ingressClassName} | HOSTS {.spec.rules[*].host}
        NetworkPolicy.networking.k8s.io | TYPES {.spec.policyTypes[*]}
        ConfigMap | DATA {#.data[*]}
        Secret | TYPE {.type} | DATA {#.data[*]}
        ServiceAccount | SECRETS {#.secrets[*]}
        Namespace | STATUS {.status.phase} | POD-SECURITY {.metadata.labels.pod-security\\.kubernetes\\.io/enforce}
        Node | STATUS Ready={.status.conditions[?(@.type=="Ready")].status} | VERSION {.status.nodeInfo.kubeletVersion}
        PersistentVolume | CAPACITY {.spec.capacity.storage} | STATUS {.status.phase} | CLAIM {.spec.claimRef.name}
        PersistentVolumeClaim | STATUS {.status.phase} | VOLUME {.spec.volumeName} | CAPACITY {.status.capacity.storage}
        StorageClass.storage.k8s.io | PROVISIONER {.provisioner} | RECLAIM {.reclaimPolicy}
        RoleBinding.rbac.authorization.k8s.io | ROLE {.roleRef.kind}/{.roleRef.name} | SUBJECTS {.subjects[*].name}
        ClusterRoleBinding.rbac.authorization.k8s.io | ROLE {.roleRef.kind}/{.roleRef.name} | SUBJECTS {.subjects[*].name}
        Role.rbac.authorization.k8s.io | RULES {#.rules[*]}
        ClusterRole.rbac.authorization.k8s.io | RULES {#.rules[*]}
        HorizontalPodAutoscaler.autoscaling | REFERENCE {.spec.scaleTargetRef.kind}/{.spec.scaleTargetRef.name} | MIN {.spec.minReplicas} | MAX {.spec.maxReplicas}
        PodDisruptionBudget.policy | MIN-AVAILABLE {.spec.minAvailable} | MAX-UNAVAILABLE {.spec.maxUnavailable}
        ResourceQuota | HARD {.spec.hard}
        CustomResourceDefinition.apiextensions.k8s.io | GROUP {.spec.group} | KIND {.spec.names.kind} | SCOPE {.spec.scope}
        ValidatingWebhookConfiguration.admissionregistration.k8s.io | WEBHOOKS {#.webhooks[*]} | FAILURE {.webhooks[*].failurePolicy}
        MutatingWebhookConfiguration.admissionregistration.k8s.io | WEBHOOKS {#.webhooks[*]} | FAILURE {.webhooks[*].failurePolicy}
        """
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
