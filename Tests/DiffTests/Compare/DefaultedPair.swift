import Snapshot

/// A manifest, and what an API server of 1.36 makes of it by its defaults alone: no admission, no allocation, no owner.
struct DefaultedPair: Sendable {
    /// What it is about.
    let name: String
    /// `apiVersion Kind`.
    let type: String
    /// The fields that somebody wrote, besides metadata.
    let manifest: String
    /// The same as stored.
    let live: String

    func values() throws -> (manifest: Value, live: Value) {
        let words = type.split(separator: " ")
        func value(_ metadata: String, _ rest: String) throws -> Value {
            let text =
                "apiVersion: \(words[0])\nkind: \(words[1])\nmetadata: {name: a, namespace: 'n'\(metadata)}\n\(rest)\n"
            return try YAMLReader.documents(Array(text.utf8)).first?.value ?? .null
        }
        return (try value("", manifest), try value(", uid: u, resourceVersion: '1'", live))
    }

    init(_ name: String, _ type: String, _ manifest: String, _ live: String) {
        self.name = name
        self.type = type
        self.manifest = manifest
        self.live = live
    }
}

extension DefaultedPair {
    private static let podEnd =
        "dnsPolicy: ClusterFirst, schedulerName: default-scheduler, securityContext: {}, terminationGracePeriodSeconds: 30"
    private static let containerEnd =
        "resources: {}, imagePullPolicy: IfNotPresent, terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File"
    private static let template =
        "template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c, image: 'r/c:1'}]}}"
    private static let stored =
        "template: {metadata: {creationTimestamp: null, labels: {app: a}}, spec: {restartPolicy: Always, \(podEnd), containers: [{name: c, image: 'r/c:1', \(containerEnd)}]}}"

    /// At least one for each built-in kind whose server fills anything in.
    static let all: [DefaultedPair] =
        pods + podResources + workloads + services + volumes + access + others + emptiness

    private static let pods: [DefaultedPair] = [
        DefaultedPair(
            "a pod on the node's network, with limits", "v1 Pod",
            "spec: {hostNetwork: true, serviceAccount: s, containers: [{name: c, image: r/c, ports: [{containerPort: 80}], resources: {limits: {cpu: '1', memory: 1Gi}, requests: {cpu: 500m}}}]}",
            "spec: {hostNetwork: true, serviceAccount: s, serviceAccountName: s, enableServiceLinks: true, restartPolicy: Always, \(podEnd), containers: [{name: c, image: r/c, ports: [{containerPort: 80, hostPort: 80, protocol: TCP}], resources: {limits: {cpu: '1', memory: 1Gi}, requests: {cpu: 500m, memory: 1Gi}}, imagePullPolicy: Always, terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File}]}"
        ),
        DefaultedPair(
            "limits without requests", "v1 Pod",
            "spec: {containers: [{name: c, image: 'r/c:1', resources: {limits: {cpu: '1'}}}]}",
            "spec: {enableServiceLinks: true, restartPolicy: Always, \(podEnd), containers: [{name: c, image: 'r/c:1', resources: {limits: {cpu: '1'}, requests: {cpu: '1'}}, imagePullPolicy: IfNotPresent, terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File}]}"
        ),
        DefaultedPair(
            "probes", "v1 Pod",
            "spec: {containers: [{name: c, image: 'r/c:1', livenessProbe: {httpGet: {port: 80}}, readinessProbe: {grpc: {port: 1}}, startupProbe: {tcpSocket: {port: 1}}}]}",
            "spec: {enableServiceLinks: true, restartPolicy: Always, \(podEnd), containers: [{name: c, image: 'r/c:1', \(containerEnd), livenessProbe: {httpGet: {port: 80, path: /, scheme: HTTP}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3}, readinessProbe: {grpc: {port: 1, service: ''}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3}, startupProbe: {tcpSocket: {port: 1}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3}}]}"
        ),
        DefaultedPair(
            "environment and volumes", "v1 Pod",
            "spec: {containers: [{name: c, image: 'r/c:1', env: [{name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}, {name: B, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]}], volumes: [{name: e}, {name: i, image: {reference: r/i}}, {name: c, configMap: {name: c}}, {name: s, secret: {secretName: s}}, {name: h, hostPath: {path: /x}}, {name: p, projected: {sources: [{serviceAccountToken: {path: t}}, {downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}}]}}, {name: d, downwardAPI: {items: []}}, {name: z, azureDisk: {diskName: d, diskURI: u}}, {name: b, rbd: {image: i, monitors: [m]}}, {name: x, iscsi: {iqn: q, lun: 0, targetPortal: t}}, {name: q, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}}]}",
            "spec: {enableServiceLinks: true, restartPolicy: Always, \(podEnd), containers: [{name: c, image: 'r/c:1', \(containerEnd), env: [{name: A, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: metadata.name}}}, {name: B, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: '0'}}}]}], volumes: [{name: e, emptyDir: {}}, {name: i, image: {reference: r/i, pullPolicy: Always}}, {name: c, configMap: {name: c, defaultMode: 420}}, {name: s, secret: {secretName: s, defaultMode: 420}}, {name: h, hostPath: {path: /x, type: ''}}, {name: p, projected: {defaultMode: 420, sources: [{serviceAccountToken: {path: t, expirationSeconds: 3600}}, {downwardAPI: {items: [{path: l, fieldRef: {apiVersion: v1, fieldPath: metadata.labels}}]}}]}}, {name: d, downwardAPI: {defaultMode: 420}}, {name: z, azureDisk: {diskName: d, diskURI: u, cachingMode: ReadWrite, fsType: ext4, readOnly: false, kind: Shared}}, {name: b, rbd: {image: i, monitors: [m], pool: rbd, user: admin, keyring: /etc/ceph/keyring}}, {name: x, iscsi: {iqn: q, lun: 0, targetPortal: t, iscsiInterface: default}}, {name: q, ephemeral: {volumeClaimTemplate: {metadata: {creationTimestamp: null}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, volumeMode: Filesystem}}}}]}"
        ),
        DefaultedPair(
            "what says nothing", "v1 Pod",
            "spec: {hostNetwork: false, hostname: '', dnsPolicy: '', nodeSelector: {}, affinity: {}, containers: [{name: c, image: 'r/c:1', imagePullPolicy: '', args: [], tty: false, resources: {limits: {}, requests: {}}, securityContext: {capabilities: {add: [], drop: null}}, lifecycle: {}, livenessProbe: {exec: {command: [x]}, initialDelaySeconds: 0, periodSeconds: 0}}]}",
            "spec: {enableServiceLinks: true, restartPolicy: Always, \(podEnd), containers: [{name: c, image: 'r/c:1', \(containerEnd), livenessProbe: {exec: {command: [x]}, timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3}}]}"
        ),
    ]

    private static func container(_ name: String, _ resources: String, _ more: String = "", stored: Bool) -> String {
        let end =
            ", imagePullPolicy: IfNotPresent, terminationMessagePath: /dev/termination-log, terminationMessagePolicy: File"
        return "{name: \(name), image: 'r/c:1', resources: {\(resources)}\(more)\(stored ? end : "")}"
    }

    private static func whole(_ resources: String, _ containers: String, before: String = "", stored: Bool) -> String {
        let end = "enableServiceLinks: true, restartPolicy: Always, \(podEnd), "
        return "spec: {\(stored ? end : "")resources: {\(resources)}, containers: [\(containers)]"
            + (before.isEmpty ? "}" : ", initContainers: [\(before)]}")
    }

    /// Resources of Pods as a whole.
    private static let podResources: [DefaultedPair] = [
        DefaultedPair(
            "a whole pod with limits alone", "v1 Pod",
            whole("limits: {cpu: '2', memory: 1Gi}", container("c", "", stored: false), stored: false),
            whole(
                "limits: {cpu: '2', memory: 1Gi}, requests: {cpu: '2', memory: 1Gi}", container("c", "", stored: true),
                stored: true)),
        DefaultedPair(
            "a whole pod with limits, and containers with requests and limits", "v1 Pod",
            whole(
                "limits: {cpu: '2', memory: 1Gi}",
                container("c", "requests: {cpu: 300m}", stored: false) + ", "
                    + container("d", "limits: {cpu: 200m}", stored: false), stored: false),
            whole(
                "limits: {cpu: '2', memory: 1Gi}, requests: {cpu: 500m, memory: 1Gi}",
                container("c", "requests: {cpu: 300m}", stored: true) + ", "
                    + container("d", "limits: {cpu: 200m}, requests: {cpu: 200m}", stored: true), stored: true)),
        DefaultedPair(
            "a whole pod with a request of its own, a sidecar and one that runs before", "v1 Pod",
            whole(
                "limits: {cpu: '4', memory: 4Gi}, requests: {memory: 2Gi}",
                container("c", "requests: {cpu: 1500m}", stored: false),
                before: container("s", "requests: {cpu: 250m}", ", restartPolicy: Always", stored: false) + ", "
                    + container("i", "requests: {cpu: '2'}", stored: false), stored: false),
            whole(
                "limits: {cpu: '4', memory: 4Gi}, requests: {memory: 2Gi, cpu: 2250m}",
                container("c", "requests: {cpu: 1500m}", stored: true),
                before: container("s", "requests: {cpu: 250m}", ", restartPolicy: Always", stored: true) + ", "
                    + container("i", "requests: {cpu: '2'}", stored: true), stored: true)),
        DefaultedPair(
            "a whole pod with requests, every container with a limit of one kind", "v1 Pod",
            whole(
                "requests: {cpu: 100m}",
                container("c", "limits: {cpu: '1', memory: 1Gi}, requests: {cpu: 50m, memory: 1Gi}", stored: false)
                    + ", " + container("d", "limits: {cpu: 500m}, requests: {cpu: 50m}", stored: false), stored: false),
            whole(
                "requests: {cpu: 100m}, limits: {cpu: 1500m}",
                container("c", "limits: {cpu: '1', memory: 1Gi}, requests: {cpu: 50m, memory: 1Gi}", stored: true)
                    + ", " + container("d", "limits: {cpu: 500m}, requests: {cpu: 50m}", stored: true), stored: true)),
        DefaultedPair(
            "a whole pod with huge pages in a container", "v1 Pod",
            whole(
                "limits: {cpu: '1'}",
                container("c", "limits: {hugepages-2Mi: 4Mi}, requests: {hugepages-2Mi: 4Mi}", stored: false),
                stored: false),
            whole(
                "limits: {cpu: '1', hugepages-2Mi: 4Mi}, requests: {cpu: '1', hugepages-2Mi: 4Mi}",
                container("c", "limits: {hugepages-2Mi: 4Mi}, requests: {hugepages-2Mi: 4Mi}", stored: true),
                stored: true)),
    ]

    private static let workloads: [DefaultedPair] = [
        DefaultedPair(
            "deployment", "apps/v1 Deployment", "spec: {selector: {matchLabels: {app: a}}, \(template)}",
            "spec: {replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}, selector: {matchLabels: {app: a}}, \(stored)}\nstatus: {}"
        ),
        DefaultedPair(
            "deployment with half a strategy", "apps/v1 Deployment",
            "spec: {strategy: {rollingUpdate: {maxSurge: 0}}, selector: {matchLabels: {app: a}}, \(template)}",
            "spec: {replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600, strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 25%}}, selector: {matchLabels: {app: a}}, \(stored)}"
        ),
        DefaultedPair(
            "replica set", "apps/v1 ReplicaSet", "spec: {selector: {matchLabels: {app: a}}, \(template)}",
            "spec: {replicas: 1, selector: {matchLabels: {app: a}}, \(stored)}"),
        DefaultedPair(
            "daemon set", "apps/v1 DaemonSet", "spec: {selector: {matchLabels: {app: a}}, \(template)}",
            "spec: {revisionHistoryLimit: 10, updateStrategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}, selector: {matchLabels: {app: a}}, \(stored)}"
        ),
        DefaultedPair(
            "stateful set with claims", "apps/v1 StatefulSet",
            "spec: {selector: {matchLabels: {app: a}}, \(template), volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]}",
            "spec: {serviceName: '', replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: OrderedReady, persistentVolumeClaimRetentionPolicy: {whenDeleted: Retain, whenScaled: Retain}, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0, maxUnavailable: 1}}, selector: {matchLabels: {app: a}}, \(stored), volumeClaimTemplates: [{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: d, creationTimestamp: null}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, volumeMode: Filesystem}, status: {phase: Pending}}]}"
        ),
        DefaultedPair(
            "replication controller", "v1 ReplicationController", "spec: {\(template)}",
            "spec: {replicas: 1, selector: {app: a}, \(stored)}"),
        DefaultedPair(
            "job", "batch/v1 Job",
            "spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: 'r/c:1'}]}}}",
            "spec: {parallelism: 1, completions: 1, backoffLimit: 6, completionMode: NonIndexed, suspend: false, manualSelector: false, podReplacementPolicy: TerminatingOrFailed, template: {metadata: {}, spec: {restartPolicy: Never, \(podEnd), containers: [{name: c, image: 'r/c:1', \(containerEnd)}]}}}"
        ),
        DefaultedPair(
            "job with limits per index and a failure policy", "batch/v1 Job",
            "spec: {completions: 2, completionMode: Indexed, backoffLimitPerIndex: 1, podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}, template: {spec: {restartPolicy: Never, containers: [{name: c, image: 'r/c:1'}]}}}",
            "spec: {parallelism: 1, completions: 2, backoffLimitPerIndex: 1, backoffLimit: 2147483647, completionMode: Indexed, suspend: false, manualSelector: false, podReplacementPolicy: Failed, podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget, status: 'True'}]}]}, template: {metadata: {}, spec: {restartPolicy: Never, \(podEnd), containers: [{name: c, image: 'r/c:1', \(containerEnd)}]}}}"
        ),
        DefaultedPair(
            "cron job", "batch/v1 CronJob",
            "spec: {schedule: '* * * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: 'r/c:1'}]}}}}}",
            "spec: {schedule: '* * * * *', concurrencyPolicy: Allow, suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1, jobTemplate: {metadata: {creationTimestamp: null}, spec: {template: {metadata: {creationTimestamp: null}, spec: {restartPolicy: Never, \(podEnd), containers: [{name: c, image: 'r/c:1', \(containerEnd)}]}}}}}\nstatus: {}"
        ),
        DefaultedPair(
            "autoscaler", "autoscaling/v2 HorizontalPodAutoscaler",
            "spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: a}}",
            "spec: {maxReplicas: 3, minReplicas: 1, scaleTargetRef: {kind: Deployment, name: a}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]}"
        ),
        DefaultedPair(
            "autoscaler with behavior", "autoscaling/v2 HorizontalPodAutoscaler",
            "spec: {maxReplicas: 3, minReplicas: 2, scaleTargetRef: {kind: Deployment, name: a}, metrics: [{type: Pods, pods: {metric: {name: m}, target: {type: AverageValue, averageValue: '1'}}}], behavior: {scaleDown: {stabilizationWindowSeconds: 60}}}",
            "spec: {maxReplicas: 3, minReplicas: 2, scaleTargetRef: {kind: Deployment, name: a}, metrics: [{type: Pods, pods: {metric: {name: m}, target: {type: AverageValue, averageValue: '1'}}}], behavior: {scaleUp: {stabilizationWindowSeconds: 0, selectPolicy: Max, policies: [{type: Pods, value: 4, periodSeconds: 15}, {type: Percent, value: 100, periodSeconds: 15}]}, scaleDown: {stabilizationWindowSeconds: 60, selectPolicy: Max, policies: [{type: Percent, value: 100, periodSeconds: 15}]}}}"
        ),
    ]

    private static let services: [DefaultedPair] = [
        DefaultedPair(
            "service", "v1 Service", "spec: {selector: {app: a}, ports: [{port: 80}]}",
            "spec: {selector: {app: a}, type: ClusterIP, sessionAffinity: None, internalTrafficPolicy: Cluster, ports: [{port: 80, protocol: TCP, targetPort: 80}]}"
        ),
        DefaultedPair(
            "load balancer with affinity", "v1 Service",
            "spec: {type: LoadBalancer, sessionAffinity: ClientIP, ports: [{port: 80}]}",
            "spec: {type: LoadBalancer, sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 10800}}, externalTrafficPolicy: Cluster, internalTrafficPolicy: Cluster, allocateLoadBalancerNodePorts: true, ports: [{port: 80, protocol: TCP, targetPort: 80}]}"
        ),
        DefaultedPair(
            "reached by external addresses", "v1 Service", "spec: {externalIPs: [192.0.2.1], ports: [{port: 80}]}",
            "spec: {type: ClusterIP, externalIPs: [192.0.2.1], sessionAffinity: None, externalTrafficPolicy: Cluster, internalTrafficPolicy: Cluster, ports: [{port: 80, protocol: TCP, targetPort: 80}]}"
        ),
        DefaultedPair(
            "endpoints", "v1 Endpoints", "subsets: [{addresses: [{ip: 192.0.2.1}], ports: [{port: 80}]}]",
            "subsets: [{addresses: [{ip: 192.0.2.1}], ports: [{port: 80, protocol: TCP}]}]"),
        DefaultedPair(
            "endpoint slice", "discovery.k8s.io/v1 EndpointSlice",
            "addressType: IPv4\nendpoints: [{addresses: [192.0.2.1]}]\nports: [{port: 80}]",
            "addressType: IPv4\nendpoints: [{addresses: [192.0.2.1], conditions: {}}]\nports: [{name: '', port: 80, protocol: TCP}]"
        ),
        DefaultedPair(
            "ingress", "networking.k8s.io/v1 Ingress",
            "spec: {rules: [{host: '', http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}]}",
            "spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}]}"
        ),
        DefaultedPair(
            "ingress class", "networking.k8s.io/v1 IngressClass",
            "spec: {controller: x, parameters: {kind: a, name: b}}",
            "spec: {controller: x, parameters: {kind: a, name: b, scope: Cluster}}"),
        DefaultedPair(
            "network policy", "networking.k8s.io/v1 NetworkPolicy",
            "spec: {ingress: [{from: [], ports: [{port: 80}]}], egress: [{to: [{podSelector: {}}]}]}",
            "spec: {podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{ports: [{port: 80, protocol: TCP}]}], egress: [{to: [{podSelector: {}}]}]}"
        ),
    ]

    private static let volumes: [DefaultedPair] = [
        DefaultedPair(
            "volume", "v1 PersistentVolume", "spec: {capacity: {storage: 1Gi}, hostPath: {path: /x}}",
            "spec: {capacity: {storage: 1Gi}, hostPath: {path: /x, type: ''}, persistentVolumeReclaimPolicy: Retain, volumeMode: Filesystem}"
        ),
        DefaultedPair(
            "claim with a source", "v1 PersistentVolumeClaim",
            "spec: {accessModes: [ReadWriteOnce], dataSource: {kind: PersistentVolumeClaim, name: b}}",
            "spec: {accessModes: [ReadWriteOnce], dataSource: {kind: PersistentVolumeClaim, name: b}, dataSourceRef: {kind: PersistentVolumeClaim, name: b}, resources: {}, volumeMode: Filesystem}"
        ),
        DefaultedPair(
            "storage class", "storage.k8s.io/v1 StorageClass", "provisioner: p",
            "provisioner: p\nreclaimPolicy: Delete\nvolumeBindingMode: Immediate"),
        DefaultedPair(
            "driver", "storage.k8s.io/v1 CSIDriver", "spec: {}",
            "spec: {attachRequired: true, podInfoOnMount: false, volumeLifecycleModes: [Persistent], storageCapacity: false, fsGroupPolicy: ReadWriteOnceWithFSType, requiresRepublish: false, seLinuxMount: false}"
        ),
    ]

    private static let access: [DefaultedPair] = [
        DefaultedPair(
            "binding", "rbac.authorization.k8s.io/v1 ClusterRoleBinding",
            "roleRef: {kind: ClusterRole, name: view}\nsubjects: [{kind: User, name: u}, {kind: ServiceAccount, name: s, namespace: 'n'}]",
            "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}\nsubjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: u}, {kind: ServiceAccount, name: s, namespace: 'n'}]"
        ),
        DefaultedPair(
            "validating webhook with two rules", "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
            "webhooks: [{name: a.x.io, admissionReviewVersions: [v1], sideEffects: None, clientConfig: {service: {name: a, namespace: b}}, rules: [{apiGroups: [x.io], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [foos]}, {apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [pods], scope: Namespaced}]}]",
            "webhooks: [{name: a.x.io, admissionReviewVersions: [v1], sideEffects: None, failurePolicy: Fail, matchPolicy: Equivalent, timeoutSeconds: 10, namespaceSelector: {}, objectSelector: {}, clientConfig: {service: {name: a, namespace: b, port: 443}}, rules: [{apiGroups: [''], apiVersions: [v1], operations: ['*'], resources: [pods], scope: Namespaced}, {apiGroups: [x.io], apiVersions: [v1], operations: [UPDATE, CREATE], resources: [foos], scope: '*'}]}]"
        ),
        DefaultedPair(
            "mutating webhook", "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
            "webhooks: [{name: a.x.io, admissionReviewVersions: [v1], sideEffects: None, clientConfig: {url: 'https://x'}, rules: [{apiGroups: [x.io], apiVersions: [v1], operations: [CREATE], resources: [foos]}]}]",
            "webhooks: [{name: a.x.io, admissionReviewVersions: [v1], sideEffects: None, failurePolicy: Fail, matchPolicy: Equivalent, timeoutSeconds: 10, reinvocationPolicy: Never, namespaceSelector: {}, objectSelector: {}, clientConfig: {url: 'https://x'}, rules: [{apiGroups: [x.io], apiVersions: [v1], operations: [CREATE], resources: [foos], scope: '*'}]}]"
        ),
        DefaultedPair(
            "admission policy", "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy",
            "spec: {matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]}, validations: [{expression: 'true', message: ''}]}",
            "spec: {failurePolicy: Fail, matchConstraints: {matchPolicy: Equivalent, namespaceSelector: {}, objectSelector: {}, resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments], scope: '*'}]}, validations: [{expression: 'true'}]}"
        ),
        DefaultedPair(
            "binding of an admission policy", "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding",
            "spec: {policyName: p, validationActions: [Deny], matchResources: {namespaceSelector: {matchLabels: {a: b}}}}",
            "spec: {policyName: p, validationActions: [Deny], matchResources: {matchPolicy: Equivalent, namespaceSelector: {matchLabels: {a: b}}, objectSelector: {}}}"
        ),
    ]

    private static let others: [DefaultedPair] = [
        DefaultedPair("secret", "v1 Secret", "data: {a: YQ==}", "type: Opaque\ndata: {a: YQ==}"),
        DefaultedPair("namespace", "v1 Namespace", "", "spec: {finalizers: [kubernetes]}"),
        DefaultedPair(
            "limits", "v1 LimitRange",
            "spec: {limits: [{type: Container, max: {cpu: '2'}, min: {memory: 1Mi}, default: {memory: 1Gi}}, {type: Pod, max: {cpu: '4'}}]}",
            "spec: {limits: [{type: Container, max: {cpu: '2'}, min: {memory: 1Mi}, default: {cpu: '2', memory: 1Gi}, defaultRequest: {cpu: '2', memory: 1Gi}}, {type: Pod, max: {cpu: '4'}}]}"
        ),
        DefaultedPair(
            "priority class", "scheduling.k8s.io/v1 PriorityClass", "value: 5\nglobalDefault: false",
            "value: 5\npreemptionPolicy: PreemptLowerPriority"),
        DefaultedPair(
            "flow schema", "flowcontrol.apiserver.k8s.io/v1 FlowSchema",
            "spec: {priorityLevelConfiguration: {name: p}}",
            "spec: {matchingPrecedence: 1000, priorityLevelConfiguration: {name: p}}"),
        DefaultedPair(
            "priority level", "flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration",
            "spec: {type: Limited, limited: {limitResponse: {type: Queue, queuing: {}}}}",
            "spec: {type: Limited, limited: {nominalConcurrencyShares: 30, lendablePercent: 0, limitResponse: {type: Queue, queuing: {handSize: 8, queues: 64, queueLengthLimit: 50}}}}"
        ),
        DefaultedPair(
            "aggregated API", "apiregistration.k8s.io/v1 APIService",
            "spec: {group: g, version: v1, groupPriorityMinimum: 1, versionPriority: 1, service: {name: s, namespace: 'n'}}",
            "spec: {group: g, version: v1, groupPriorityMinimum: 1, versionPriority: 1, service: {name: s, namespace: 'n', port: 443}}"
        ),
        DefaultedPair(
            "custom type", "apiextensions.k8s.io/v1 CustomResourceDefinition",
            "spec: {group: g.io, scope: Cluster, preserveUnknownFields: false, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, subresources: {status: {}}, schema: {openAPIV3Schema: {type: object}}}]}",
            "spec: {group: g.io, scope: Cluster, conversion: {strategy: None}, names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}, versions: [{name: v1, served: true, storage: true, subresources: {status: {}}, schema: {openAPIV3Schema: {type: object}}}]}"
        ),
        DefaultedPair(
            "claim of a device", "resource.k8s.io/v1 ResourceClaim",
            "spec: {devices: {requests: [{name: r, exactly: {deviceClassName: c, tolerations: [{key: k}]}}, {name: s, firstAvailable: [{name: x, deviceClassName: d}, {name: y, deviceClassName: d, allocationMode: All}]}]}}",
            "spec: {devices: {requests: [{name: r, exactly: {deviceClassName: c, allocationMode: ExactCount, count: 1, tolerations: [{key: k, operator: Equal}]}}, {name: s, firstAvailable: [{name: x, deviceClassName: d, allocationMode: ExactCount, count: 1}, {name: y, deviceClassName: d, allocationMode: All}]}]}}"
        ),
        DefaultedPair(
            "runtime class", "node.k8s.io/v1 RuntimeClass", "handler: h",
            "handler: h\noverhead: {podFixed: {}}\nscheduling: {}"),
    ]

    /// What a manifest says is empty, where that is as good as saying nothing.
    private static let emptiness: [DefaultedPair] = [
        DefaultedPair(
            "autoscaler with an empty list", "autoscaling/v2 HorizontalPodAutoscaler",
            "spec: {maxReplicas: 3, metrics: [], scaleTargetRef: {kind: Deployment, name: a}}",
            "spec: {maxReplicas: 3, minReplicas: 1, scaleTargetRef: {kind: Deployment, name: a}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]}"
        ),
        DefaultedPair(
            "autoscaler of the first version", "autoscaling/v1 HorizontalPodAutoscaler",
            "spec: {maxReplicas: 3, scaleTargetRef: {kind: Deployment, name: a}}",
            "spec: {maxReplicas: 3, minReplicas: 1, targetCPUUtilizationPercentage: 80, scaleTargetRef: {kind: Deployment, name: a}}"
        ),
        DefaultedPair(
            "driver with an empty list", "storage.k8s.io/v1 CSIDriver", "spec: {volumeLifecycleModes: []}",
            "spec: {attachRequired: true, podInfoOnMount: false, volumeLifecycleModes: [Persistent], storageCapacity: false, fsGroupPolicy: ReadWriteOnceWithFSType, requiresRepublish: false, seLinuxMount: false}"
        ),
        DefaultedPair(
            "replication controller with an empty selector", "v1 ReplicationController",
            "spec: {selector: {}, \(template)}", "spec: {replicas: 1, selector: {app: a}, \(stored)}"),
        DefaultedPair(
            "service with an empty selector", "v1 Service", "spec: {selector: {}, ports: [{port: 80}]}",
            "spec: {type: ClusterIP, sessionAffinity: None, internalTrafficPolicy: Cluster, ports: [{port: 80, protocol: TCP, targetPort: 80}]}"
        ),
        DefaultedPair(
            "network policy without a spec", "networking.k8s.io/v1 NetworkPolicy", "",
            "spec: {podSelector: {}, policyTypes: [Ingress]}"),
        DefaultedPair(
            "namespace with an empty list", "v1 Namespace", "spec: {finalizers: []}", "spec: {finalizers: [kubernetes]}"
        ),
        DefaultedPair(
            "limits with empty maps", "v1 LimitRange",
            "spec: {limits: [{type: Pod, default: {}, defaultRequest: {}, max: {cpu: '4'}}]}",
            "spec: {limits: [{type: Pod, max: {cpu: '4'}}]}"),
        DefaultedPair(
            "certificate request with an empty map", "certificates.k8s.io/v1 CertificateSigningRequest",
            "spec: {request: YQ==, signerName: x.io/y, usages: [client auth], extra: {}}",
            "spec: {request: YQ==, signerName: x.io/y, usages: [client auth]}"),
        DefaultedPair(
            "devices with empty maps", "resource.k8s.io/v1 ResourceSlice",
            "spec: {driver: d, pool: {name: p, generation: 1, resourceSliceCount: 1}, devices: [{name: a, attributes: {}, capacity: {}}]}",
            "spec: {driver: d, pool: {name: p, generation: 1, resourceSliceCount: 1}, devices: [{name: a}]}"),
        DefaultedPair(
            "custom type with an empty map", "apiextensions.k8s.io/v1 CustomResourceDefinition",
            "spec: {group: g.io, scope: Cluster, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {}}}}}}]}",
            "spec: {group: g.io, scope: Cluster, conversion: {strategy: None}, names: {kind: Widget, listKind: WidgetList, plural: widgets, singular: widget}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object}}}}}]}"
        ),
    ]
}
