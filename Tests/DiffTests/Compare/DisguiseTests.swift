import Diff
import Snapshot
import TestSupport
import Testing

/// Attempts to make two states that differ in intent look the same. Each of them must show.
@Suite struct DisguiseTests {
    private struct Attempt: Sendable, CustomTestStringConvertible {
        let trick: String
        /// What stands in both states.
        var common = ""
        var before = ""
        let after: String

        var testDescription: String { trick }
    }

    private static let deployment = """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "acr.example/web:1"}]}
        ---
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata:
          name: web-1
          namespace: shop
          ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: "1", controller: true}]
        spec:
          replicas: 1
          selector: {matchLabels: {app: web, pod-template-hash: "1"}}
          template:
            metadata: {labels: {app: web, pod-template-hash: "1"}}
            spec: {containers: [{name: web, image: "acr.example/web:1"}]}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db, namespace: shop}
        spec:
          selector: {matchLabels: {app: db}}
          serviceName: db
          template:
            metadata: {labels: {app: db}}
            spec: {containers: [{name: db, image: "acr.example/db:1"}]}
          volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {ports: [{port: 80}]}

        """

    /// An object that calls another one its controller.
    private static func owned(
        _ kind: String, _ apiVersion: String, by owner: String, _ ownerVersion: String, name: String = "x",
        labels: String = "{}",
        annotations: String = "{}", body: String
    ) -> String {
        """
        ---
        apiVersion: \(apiVersion)
        kind: \(kind)
        metadata:
          name: \(name)
          namespace: shop
          labels: \(labels)
          annotations: \(annotations)
          ownerReferences: [{apiVersion: \(ownerVersion), kind: \(owner.split(separator: "/")[0]), name: \(owner.split(separator: "/")[1]), uid: "1", controller: true}]
        \(body)

        """
    }

    private static func pod(
        _ spec: String, by owner: String = "ReplicaSet/web-1", _ version: String = "apps/v1", name: String = "web-1-x",
        annotations: String = "{}"
    ) -> String {
        owned(
            "Pod", "v1", by: owner, version, name: name, labels: "{app: web, pod-template-hash: \"1\"}",
            annotations: annotations, body: "spec: \(spec)")
    }

    /// A Service that selects a Pod.
    private static let selected = """
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: pay, namespace: shop}
        spec: {selector: {app: pay}, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: pay, namespace: shop, labels: {app: pay}}
        spec: {containers: [{name: pay, image: "acr.example/pay:1"}]}
        status: {podIP: 10.0.0.1}

        """

    private static let prometheus =
        "{apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: {name: p, namespace: shop}, spec: {}}"
    private static let widget =
        "{apiVersion: shop.example/v1, kind: Widget, metadata: {name: w, namespace: shop}, spec: {}}"
    private static let cronJob =
        "{apiVersion: batch/v1, kind: CronJob, metadata: {name: nightly, namespace: shop}, spec: {schedule: \"@daily\", jobTemplate: {spec: {template: {spec: \(plain)}}}}}"

    /// The object as kubectl made it.
    private static func byHand(_ object: String) -> String {
        object.replacing(
            "metadata:\n",
            with:
                "metadata:\n  managedFields: [{manager: kubectl-create, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {\"f:metadata\": {}, \"f:spec\": {}}}]\n"
        )
    }

    private static let plain = "{containers: [{name: web, image: \"acr.example/web:1\"}]}"

    private static let attempts: [Attempt] = [
        // Owners that nobody is, or that make no such thing.
        Attempt(
            trick: "a Pod whose owner does not exist", common: deployment, after: pod(plain, by: "ReplicaSet/gone")),
        Attempt(trick: "a Pod of a Node that is no mirror", common: deployment, after: pod(plain, by: "Node/n1", "v1")),
        Attempt(trick: "a Pod of a Service", common: deployment, after: pod(plain, by: "Service/web", "v1")),
        Attempt(
            trick: "a Deployment of a Deployment", common: deployment,
            after: owned(
                "Deployment", "apps/v1", by: "Deployment/web", "apps/v1", body: "spec: {template: {spec: \(plain)}}")),
        Attempt(
            trick: "a Secret of a Deployment", common: deployment,
            after: owned("Secret", "v1", by: "Deployment/web", "apps/v1", body: "stringData: {a: b}")),
        Attempt(
            trick: "a ConfigMap of a Node", common: deployment,
            after: owned("ConfigMap", "v1", by: "Node/n1", "v1", body: "data: {a: b}")),
        Attempt(
            trick: "a workload by hand of a custom resource", common: widget,
            after: byHand(
                owned(
                    "Deployment", "apps/v1", by: "Widget/w", "shop.example/v1",
                    body: "spec: {template: {spec: \(plain)}}"))),
        Attempt(
            trick: "a job started by hand", common: cronJob,
            after: owned(
                "Job", "batch/v1", by: "CronJob/nightly", "batch/v1",
                annotations: "{cronjob.kubernetes.io/instantiate: manual}", body: "spec: {template: {spec: \(plain)}}")),
        Attempt(
            trick: "addresses by hand with the controller's annotation",
            after: byHand(
                """
                ---
                apiVersion: v1
                kind: Endpoints
                metadata:
                  name: web
                  namespace: shop
                  annotations: {endpoints.kubernetes.io/last-change-trigger-time: "2026-01-01T00:00:00Z"}
                subsets: [{addresses: [{ip: 10.6.6.6}]}]

                """)),
        Attempt(
            trick: "a volume by hand that calls itself provisioned",
            after: byHand(
                """
                ---
                apiVersion: v1
                kind: PersistentVolume
                metadata:
                  name: v
                  annotations: {pv.kubernetes.io/provisioned-by: disk.csi.azure.com}
                spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, csi: {driver: x, volumeHandle: y}}

                """)),
        Attempt(
            trick: "rights that a controller owns", common: deployment,
            after: owned(
                "Role", "rbac.authorization.k8s.io/v1", by: "Deployment/web", "apps/v1",
                labels: "{kubernetes.io/bootstrapping: rbac-defaults}",
                body: "rules: [{apiGroups: [\"\"], resources: [secrets], verbs: [get]}]")),
        // Copies that say more than their template.
        Attempt(
            trick: "a label that a Service or a policy selects", common: deployment,
            after: pod(plain).replacing("labels: {app: web,", with: "labels: {app: web, role: database,")),
        Attempt(
            trick: "a label that is missing", common: deployment,
            after: pod(plain).replacing("labels: {app: web,", with: "labels: {")),
        Attempt(
            trick: "a class of the system's own", common: deployment,
            after: pod(
                "{priorityClassName: system-node-critical, containers: [{name: web, image: \"acr.example/web:1\"}]}")),
        Attempt(
            trick: "a Pod that bears what only daemons bear", common: deployment,
            after: pod(
                "{tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists}], containers: [{name: web, image: \"acr.example/web:1\"}]}"
            )),
        Attempt(
            trick: "a ReplicaSet with an annotation that its Deployment's template lacks", common: deployment,
            after: owned(
                "ReplicaSet", "apps/v1", by: "Deployment/web", "apps/v1", name: "web-2",
                body:
                    "spec: {replicas: 1, template: {metadata: {labels: {app: web, pod-template-hash: \"2\"}, annotations: {sidecar.istio.io/inject: \"false\"}}, spec: \(plain)}}"
            )),
        Attempt(trick: "another image", common: deployment, after: pod("{containers: [{name: web, image: evil}]}")),
        Attempt(
            trick: "a volume named like a token's", common: deployment,
            after: pod(
                "{volumes: [{name: kube-api-access-abcde, hostPath: {path: /}}], containers: [{name: web, image: \"acr.example/web:1\", volumeMounts: [{name: kube-api-access-abcde, mountPath: /host}]}]}"
            )),
        Attempt(
            trick: "a token's volume that holds a Secret too", common: deployment,
            after: pod(
                "{volumes: [{name: kube-api-access-abcde, projected: {sources: [{serviceAccountToken: {path: token}}, {secret: {name: db}}]}}], containers: [{name: web, image: \"acr.example/web:1\"}]}"
            )),
        Attempt(
            trick: "a volume named like a claim", common: deployment,
            after: pod(
                "{volumes: [{name: data, hostPath: {path: /}}], containers: [{name: db, image: \"acr.example/db:1\"}]}",
                by: "StatefulSet/db", name: "db-0")),
        Attempt(
            trick: "another claim", common: deployment,
            after: pod(
                "{volumes: [{name: data, persistentVolumeClaim: {claimName: data-other-0}}], containers: [{name: db, image: \"acr.example/db:1\"}]}",
                by: "StatefulSet/db", name: "db-0")),
        Attempt(
            trick: "a port of the node", common: deployment,
            after: pod(
                "{containers: [{name: web, image: \"acr.example/web:1\", ports: [{containerPort: 80, hostPort: 80}]}]}")
        ),
        Attempt(
            trick: "limits that nobody filled in", common: deployment,
            after: pod(
                "{containers: [{name: web, image: \"acr.example/web:1\", resources: {limits: {cpu: \"64\"}}}]}")),
        Attempt(
            trick: "another affinity", common: deployment,
            after: pod(
                "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [n1]}]}]}}}, containers: [{name: web, image: \"acr.example/web:1\"}]}"
            )),
        Attempt(
            trick: "a container put into a Pod", common: deployment,
            after: pod(
                "{containers: [{name: web, image: \"acr.example/web:1\"}], ephemeralContainers: [{name: debug, image: busybox}]}"
            )),
        // Labels and annotations of controllers, by hand.
        Attempt(
            trick: "a label of the deployment controller on a Pod of nobody",
            before:
                "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop, labels: {app: web}}, spec: \(plain)}",
            after:
                "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop, labels: {app: web, pod-template-hash: \"1\"}}, spec: \(plain)}"
        ),
        Attempt(
            trick: "a lock that holds data",
            after:
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop, annotations: {control-plane.alpha.kubernetes.io/leader: \"{}\"}}, data: {a: b}}"
        ),
        Attempt(
            trick: "data in a lock",
            before:
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop, annotations: {control-plane.alpha.kubernetes.io/leader: \"{}\"}}}",
            after:
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop, annotations: {control-plane.alpha.kubernetes.io/leader: \"{}\"}}, data: {a: b}}"
        ),
        Attempt(
            trick: "addresses under a label of one's own", common: deployment,
            after:
                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e, namespace: shop, labels: {kubernetes.io/service-name: web, endpointslice.kubernetes.io/managed-by: me}}, addressType: IPv4, endpoints: [{addresses: [10.6.6.6]}]}"
        ),
        Attempt(
            trick: "addresses under the controller's label, owned by nobody", common: deployment,
            after:
                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: e, namespace: shop, labels: {kubernetes.io/service-name: web, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}}, addressType: IPv4, endpoints: [{addresses: [10.6.6.6]}]}"
        ),
        Attempt(
            trick: "addresses under another controller's label",
            after:
                "{apiVersion: v1, kind: Endpoints, metadata: {name: web, namespace: shop, labels: {endpoints.kubernetes.io/managed-by: me}}, subsets: [{addresses: [{ip: 10.6.6.6}]}]}"
        ),
        Attempt(
            trick: "an API that calls itself automatic",
            after:
                "{apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: {name: v1.evil.example, labels: {kube-aggregator.kubernetes.io/automanaged: onstart}}, spec: {group: evil.example, version: v1, groupPriorityMinimum: 1, versionPriority: 1, service: {name: evil, namespace: shop}}}"
        ),
        Attempt(
            trick: "files of a node as a provisioned volume",
            after:
                "{apiVersion: v1, kind: PersistentVolume, metadata: {name: v, annotations: {pv.kubernetes.io/provisioned-by: disk.csi.azure.com}}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /}}}"
        ),
        Attempt(
            trick: "flow control that calls itself the server's",
            after:
                "{apiVersion: flowcontrol.apiserver.k8s.io/v1, kind: FlowSchema, metadata: {name: mine, annotations: {apf.kubernetes.io/autoupdate-spec: \"true\"}}, spec: {priorityLevelConfiguration: {name: exempt}}}"
        ),
        Attempt(
            trick: "a Secret that calls itself a release",
            after:
                "{apiVersion: v1, kind: Secret, metadata: {name: mine, namespace: shop}, type: helm.sh/release.v1, stringData: {a: b}}"
        ),
        Attempt(
            trick: "a token for a service account, by hand",
            common:
                "{apiVersion: v1, kind: ServiceAccount, metadata: {name: robot, namespace: shop}, secrets: [{name: robot-token}]}",
            after:
                "{apiVersion: v1, kind: Secret, metadata: {name: robot-token, namespace: shop, annotations: {kubernetes.io/service-account.name: robot}}, type: kubernetes.io/service-account-token}"
        ),
        Attempt(
            trick: "managed by Helm, it says",
            after:
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop, labels: {app.kubernetes.io/managed-by: Helm, addonmanager.kubernetes.io/mode: Reconcile}}, data: {a: b}}"
        ),
        Attempt(
            trick: "a taint that only looks like a condition",
            before: "{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {}}",
            after:
                "{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {taints: [{key: node.kubernetes.io/out-of-service, effect: NoExecute}]}}"
        ),
        // Annotations that look like noise and carry intent.
        Attempt(
            trick: "a restart by hand",
            before: deployment,
            after: deployment.replacing(
                "metadata: {labels: {app: web}}\n",
                with:
                    "metadata: {labels: {app: web}, annotations: {kubectl.kubernetes.io/restartedAt: \"2026-01-01T00:00:00Z\"}}\n"
            )),
        Attempt(
            trick: "rights that the server no longer repairs",
            before:
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r, annotations: {rbac.authorization.kubernetes.io/autoupdate: \"true\"}}}",
            after:
                "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r, annotations: {rbac.authorization.kubernetes.io/autoupdate: \"false\"}}}"
        ),
        // Lists.
        Attempt(
            trick: "two addresses of one name in another order", before: hosts("10.0.0.1", "10.6.6.6"),
            after: hosts("10.6.6.6", "10.0.0.1")),
        Attempt(
            trick: "two parameters of one name in another order", before: parameters("safe", "open"),
            after: parameters("open", "safe")),
        Attempt(
            trick: "options of a resolver in another order", before: dns("10.0.0.10", "10.6.6.6"),
            after: dns("10.6.6.6", "10.0.0.10")),
        Attempt(trick: "a key that stands twice", before: env("A: 1"), after: env("A: 1", "A: 2")),
        Attempt(
            trick: "two values of one name in another order", before: env("A: 1", "A: 2"), after: env("A: 2", "A: 1")),
        Attempt(
            trick: "a variable before the one it uses", before: env("A: 1", "B: $(A)"), after: env("B: $(A)", "A: 1")),
        Attempt(trick: "an escape that is none", before: env("A: 1", "B: $$(A)"), after: env("A: 1", "B: $(A)")),
        Attempt(
            trick: "a port of another protocol", before: ports("{port: 53}"), after: ports("{port: 53, protocol: UDP}")),
        Attempt(
            trick: "two ports that one key confuses",
            before: ports("{port: 53, name: a}", "{port: 53, protocol: UDP, name: b}"),
            after: ports("{port: 53, name: a}", "{port: 53, protocol: TCP, name: b}")),
        Attempt(
            trick: "a port and its text", before: ports("{port: 80, targetPort: 8080}"),
            after: ports("{port: 80, targetPort: \"http\"}")),
        Attempt(trick: "a verb that stands twice", before: role("get, list"), after: role("get, get")),
        Attempt(
            trick: "a completion that makes a queue a single job",
            before: "{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: shop}, spec: {parallelism: 3}}",
            after:
                "{apiVersion: batch/v1, kind: Job, metadata: {name: j, namespace: shop}, spec: {parallelism: 3, completions: 1}}"
        ),
        // Custom resources.
        Attempt(
            trick: "a status that nobody but its author writes",
            before:
                "{apiVersion: shop.example/v1, kind: Widget, metadata: {name: w, namespace: shop}, status: {mode: safe}}",
            after:
                "{apiVersion: shop.example/v1, kind: Widget, metadata: {name: w, namespace: shop}, status: {mode: open}}"
        ),
        Attempt(
            trick: "a null that switches a default off",
            before:
                "{apiVersion: helm.example/v2, kind: HelmRelease, metadata: {name: h, namespace: shop}, spec: {values: {}}}",
            after:
                "{apiVersion: helm.example/v2, kind: HelmRelease, metadata: {name: h, namespace: shop}, spec: {values: {networkPolicy: null}}}"
        ),
        Attempt(
            trick: "a quantity that no schema calls one",
            before:
                "{apiVersion: shop.example/v1, kind: Widget, metadata: {name: w, namespace: shop}, spec: {size: 1Gi}}",
            after:
                "{apiVersion: shop.example/v1, kind: Widget, metadata: {name: w, namespace: shop}, spec: {size: 1024Mi}}"
        ),
        Attempt(
            trick: "an empty list inside a default of a schema",
            before: crd("default: {a: []}"), after: crd("default: {}")),
        // Names.
        Attempt(
            trick: "an object of another group and the same kind",
            before: "{apiVersion: v1, kind: Event, metadata: {name: e, namespace: shop}}",
            after: "{apiVersion: shop.example/v1, kind: Event, metadata: {name: e, namespace: shop}}"),
        Attempt(
            trick: "a name in another spelling of Unicode",
            before: "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}, data: {\"\\u00e9\": x}}",
            after: "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop}, data: {\"e\\u0301\": x}}"),
    ]

    private static func env(_ pairs: String...) -> String {
        let entries = pairs.map { pair -> String in
            let parts = pair.split(separator: ": ").map(String.init)
            return "{name: \(parts[0]), value: \"\(parts[1])\"}"
        }
        return
            "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {containers: [{name: web, image: \"web:1\", env: [\(entries.joined(separator: ", "))]}]}}"
    }

    private static func hosts(_ addresses: String...) -> String {
        let entries = addresses.map { "{ip: \($0), hostnames: [vault]}" }.joined(separator: ", ")
        return
            "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {hostAliases: [\(entries)], containers: [{name: web, image: \"web:1\"}]}}"
    }

    private static func dns(_ servers: String...) -> String {
        "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {dnsConfig: {nameservers: [\(servers.joined(separator: ", "))]}, containers: [{name: web, image: \"web:1\"}]}}"
    }

    private static func parameters(_ values: String...) -> String {
        let entries = values.map { "{name: mode, value: \($0)}" }.joined(separator: ", ")
        return
            "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a, namespace: shop}, spec: {source: {helm: {parameters: [\(entries)]}}}}"
    }

    private static func ports(_ ports: String...) -> String {
        "{apiVersion: v1, kind: Service, metadata: {name: s, namespace: shop}, spec: {ports: [\(ports.joined(separator: ", "))]}}"
    }

    private static func role(_ verbs: String) -> String {
        "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r, namespace: shop}, rules: [{apiGroups: [\"\"], resources: [pods], verbs: [\(verbs)]}]}"
    }

    private static func crd(_ schema: String) -> String {
        "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.shop.example}, spec: {group: shop.example, scope: Namespaced, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, \(schema)}}}}}]}}"
    }

    @Test(arguments: attempts) private func everyDisguiseShows(_ attempt: Attempt) async throws {
        let before = try await WrittenState.captured([attempt.common, attempt.before].joined(separator: "\n---\n"))
        let after = try await WrittenState.captured([attempt.common, attempt.after].joined(separator: "\n---\n"))
        for trusts in [false, true] {
            let comparison = try await Comparing.compare(before, after, trustsDigests: trusts)
            #expect(!comparison.changes.isEmpty, "digests believed: \(trusts)")
        }
    }

    /// What the guards against disguises must let pass: copies as controllers and admission make them.
    private static let honest: [Attempt] = [
        Attempt(trick: "a Pod of its template", common: deployment, after: pod(plain)),
        Attempt(
            trick: "a Pod with what admission adds", common: deployment,
            after: pod(
                "{serviceAccountName: default, nodeName: n1, tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 300}], volumes: [{name: kube-api-access-abcde, projected: {defaultMode: 420, sources: [{serviceAccountToken: {expirationSeconds: 3607, path: token}}, {configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}}, {downwardAPI: {items: [{path: namespace, fieldRef: {fieldPath: metadata.namespace}}]}}]}}], containers: [{name: web, image: \"acr.example/web:1\", resources: {limits: {cpu: \"1\"}}, volumeMounts: [{name: kube-api-access-abcde, readOnly: true, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]}]}",
                annotations: "{kubernetes.io/limit-ranger: \"LimitRanger plugin set: cpu limit\"}")),
        Attempt(
            trick: "the claim of a stateful set", common: deployment,
            after: pod(
                "{volumes: [{name: data, persistentVolumeClaim: {claimName: data-db-0}}], containers: [{name: db, image: \"acr.example/db:1\"}]}",
                by: "StatefulSet/db", name: "db-0"
            ).replacing("labels: {app: web,", with: "labels: {app: db,")),
        Attempt(
            trick: "a static Pod", common: deployment,
            after: pod(
                "{nodeName: n1, containers: [{name: web, image: \"acr.example/web:1\"}]}", by: "Node/n1", "v1",
                name: "web-n1", annotations: "{kubernetes.io/config.mirror: abc}")),
        Attempt(
            trick: "a slice of the controller", common: deployment + selected,
            after: owned(
                "EndpointSlice", "discovery.k8s.io/v1", by: "Service/pay", "v1",
                labels:
                    "{kubernetes.io/service-name: pay, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}",
                body: "addressType: IPv4\nendpoints: [{addresses: [10.0.0.1]}]")),
        Attempt(
            trick: "a workload of an operator, which somebody labeled", common: prometheus,
            after: byHand(
                owned(
                    "StatefulSet", "apps/v1", by: "Prometheus/p", "monitoring.coreos.com/v1",
                    body: "spec: {template: {spec: \(plain)}}")
            ).replacing(
                "managedFields: [",
                with:
                    "managedFields: [{manager: PrometheusOperator, operation: Update, fieldsV1: {\"f:spec\": {}}}, "
            ).replacing(", \"f:spec\": {}", with: "")),
        Attempt(
            trick: "a Pod with labels of its place and its set", common: deployment,
            after: pod(plain).replacing(
                "labels: {app: web,", with: "labels: {app: web, topology.kubernetes.io/zone: \"1\",")),
        Attempt(
            trick: "a lock",
            after:
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: shop, annotations: {control-plane.alpha.kubernetes.io/leader: \"{}\"}}}"
        ),
    ]

    @Test(arguments: honest) private func honestCopiesAreNoDrift(_ attempt: Attempt) async throws {
        let before = try await WrittenState.captured([attempt.common, attempt.before].joined(separator: "\n---\n"))
        let after = try await WrittenState.captured([attempt.common, attempt.after].joined(separator: "\n---\n"))
        let comparison = try await Comparing.compare(before, after)
        #expect(comparison.changes.isEmpty, "\(comparison.changes)")
    }
}
