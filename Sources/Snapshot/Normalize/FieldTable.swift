/// Which fields of an object are not declared state. Printed by `snapctl rules`.
///
/// Sources: apimachinery `ObjectMeta`; the well-known labels and annotations of the Kubernetes reference; the recorded
/// behavior of kube-apiserver 1.36 and its controllers.
package enum FieldTable {
    private static let copies = [
        GroupKind(group: "", kind: "Pod"), GroupKind(group: "apps", kind: "ReplicaSet"),
        GroupKind(group: "apps", kind: "ControllerRevision"),
    ]
    private static let node = [GroupKind(group: "", kind: "Node")]

    /// Where an object says that it is being deleted.
    package static let deletion = "metadata.deletionTimestamp"
    /// The rule about it: somebody deleted the object, which is more than a field that nobody declares.
    package static let deletionRule = "deleting"

    /// All rules; a field is judged by the first that names it.
    package static let rules: [FieldRule] = [
        FieldRule(
            name: "server-metadata", kinds: nil,
            paths: [
                "metadata.uid", "metadata.resourceVersion", "metadata.generation", "metadata.creationTimestamp",
                "metadata.deletionGracePeriodSeconds", "metadata.selfLink",
                "metadata.generateName", "metadata.ownerReferences[].uid",
            ], effect: .noise, reason: "set by the API server"),
        FieldRule(
            name: deletionRule, kinds: nil, paths: [deletion], effect: .signal,
            reason: "somebody deleted it and finalizers hold it"),
        FieldRule(
            name: "managed-fields", kinds: nil, paths: ["metadata.managedFields"], effect: .noise,
            reason: "says who owns a field, not what it says"),
        FieldRule(
            name: "last-applied", kinds: nil,
            paths: ["metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]"], effect: .noise,
            reason: "kubectl's copy of what it sent"),
        FieldRule(
            name: "reconcile-request", kinds: nil,
            paths: [
                "metadata.annotations[reconcile.fluxcd.io/requestedAt]",
                "metadata.annotations[reconcile.fluxcd.io/forceAt]",
                "metadata.annotations[reconcile.fluxcd.io/resetAt]",
            ], effect: .signal, reason: "somebody, or the controller itself, asked for a reconcile"),
        FieldRule(
            name: "deployment-bookkeeping",
            kinds: [GroupKind(group: "apps", kind: "Deployment"), GroupKind(group: "apps", kind: "ReplicaSet")],
            paths: [
                "metadata.annotations[deployment.kubernetes.io/revision]",
                "metadata.annotations[deployment.kubernetes.io/revision-history]",
                "metadata.annotations[deployment.kubernetes.io/desired-replicas]",
                "metadata.annotations[deployment.kubernetes.io/max-replicas]",
            ], effect: .noise, reason: "written by the deployment controller"),
        FieldRule(
            name: "daemonset-bookkeeping", kinds: [GroupKind(group: "apps", kind: "DaemonSet")],
            paths: ["metadata.annotations[deprecated.daemonset.template.generation]"], effect: .noise,
            reason: "written by the API server"),
        FieldRule(
            name: "generated-labels", kinds: copies,
            paths: [
                "metadata.labels[pod-template-hash]", "metadata.labels[controller-revision-hash]",
                "metadata.labels[pod-template-generation]", "metadata.labels[controller-uid]",
                "metadata.labels[batch.kubernetes.io/controller-uid]", "metadata.labels[job-name]",
                "metadata.labels[batch.kubernetes.io/job-name]", "spec.selector.matchLabels[pod-template-hash]",
                "spec.template.metadata.labels[pod-template-hash]",
            ], effect: .noise, reason: "written by the workload controllers", needsController: true),
        FieldRule(
            name: "job-labels", kinds: [GroupKind(group: "batch", kind: "Job")],
            paths: [
                "metadata.labels[controller-uid]", "metadata.labels[batch.kubernetes.io/controller-uid]",
                "metadata.labels[job-name]", "metadata.labels[batch.kubernetes.io/job-name]",
                "spec.selector.matchLabels[controller-uid]",
                "spec.selector.matchLabels[batch.kubernetes.io/controller-uid]",
                "spec.template.metadata.labels[controller-uid]",
                "spec.template.metadata.labels[batch.kubernetes.io/controller-uid]",
                "spec.template.metadata.labels[job-name]",
                "spec.template.metadata.labels[batch.kubernetes.io/job-name]",
            ], effect: .noise, reason: "made from its uid and name by the API server"),
        FieldRule(
            name: "namespace-name-label", kinds: [GroupKind(group: "", kind: "Namespace")],
            paths: ["metadata.labels[kubernetes.io/metadata.name]"], effect: .noise,
            reason: "always the namespace's own name, kept so by the API server"),
        FieldRule(
            name: "leader-election", kinds: nil,
            paths: ["metadata.annotations[control-plane.alpha.kubernetes.io/leader]"], effect: .noise,
            reason: "renewed every few seconds by whoever leads"),
        FieldRule(
            name: "endpoints-trigger", kinds: nil,
            paths: ["metadata.annotations[endpoints.kubernetes.io/last-change-trigger-time]"], effect: .noise,
            reason: "written by the endpoints controller"),
        FieldRule(
            name: "autoscaler-status", kinds: [GroupKind(group: "autoscaling", kind: "HorizontalPodAutoscaler")],
            paths: [
                "metadata.annotations[autoscaling.alpha.kubernetes.io/conditions]",
                "metadata.annotations[autoscaling.alpha.kubernetes.io/current-metrics]",
            ], effect: .noise,
            reason: "status that autoscaling/v1 keeps in annotations; `metrics` and `behavior` beside it are declared"),
        FieldRule(
            name: "autoscaler-heartbeat", kinds: nil,
            paths: ["metadata.annotations[cluster-autoscaler.kubernetes.io/last-updated]"], effect: .noise,
            reason: "written by the cluster autoscaler"),
        FieldRule(
            name: "volume-binding",
            kinds: [
                GroupKind(group: "", kind: "PersistentVolume"), GroupKind(group: "", kind: "PersistentVolumeClaim"),
            ],
            paths: [
                "metadata.annotations[pv.kubernetes.io/bind-completed]",
                "metadata.annotations[pv.kubernetes.io/bound-by-controller]",
                "metadata.annotations[volume.beta.kubernetes.io/storage-provisioner]",
                "metadata.annotations[volume.kubernetes.io/storage-provisioner]",
                "metadata.annotations[volume.kubernetes.io/selected-node]",
            ], effect: .noise, reason: "written while a volume is bound"),
        FieldRule(
            name: "token-owner-uid", kinds: [GroupKind(group: "", kind: "Secret")],
            paths: ["metadata.annotations[kubernetes.io/service-account.uid]"], effect: .noise,
            reason: "written by the token controller"),
        FieldRule(
            name: "node-heartbeat", kinds: node,
            paths: [
                "metadata.annotations[node.alpha.kubernetes.io/ttl]",
                "metadata.annotations[volumes.kubernetes.io/controller-managed-attach-detach]",
                "metadata.annotations[csi.volume.kubernetes.io/nodeid]",
                "metadata.annotations[weave.works/kured-*]", "metadata.annotations[kured.dev/*]",
            ], effect: .noise, reason: "written by kubelet, controllers and kured"),
        FieldRule(
            name: "reboot-lock", kinds: [GroupKind(group: "apps", kind: "DaemonSet")],
            paths: ["metadata.annotations[weave.works/kured-node-lock]"], effect: .noise,
            reason: "kured's lock, held while a node restarts"),
        FieldRule(
            name: "node-allocation", kinds: node, paths: ["spec.podCIDR", "spec.podCIDRs", "spec.providerID"],
            effect: .noise, reason: "allocated by the cluster and the cloud"),
        FieldRule(
            name: "node-condition-taints", kinds: node,
            paths: [
                "spec.taints[key=node.kubernetes.io/not-ready]", "spec.taints[key=node.kubernetes.io/unreachable]",
                "spec.taints[key=node.kubernetes.io/memory-pressure]",
                "spec.taints[key=node.kubernetes.io/disk-pressure]", "spec.taints[key=node.kubernetes.io/pid-pressure]",
                "spec.taints[key=node.kubernetes.io/network-unavailable]",
                "spec.taints[key=node.kubernetes.io/unschedulable]",
                "spec.taints[key=node.cloudprovider.kubernetes.io/uninitialized]",
                "spec.taints[key=node.cloudprovider.kubernetes.io/shutdown]",
                "spec.taints[key=ToBeDeletedByClusterAutoscaler]",
                "spec.taints[key=DeletionCandidateOfClusterAutoscaler]",
            ], effect: .noise, reason: "follow from conditions and from spec.unschedulable"),
    ]
}
