extension MakerTable {
    /// What well-known operators make from their custom resources, so that their comings and goings are no drift.
    ///
    /// Source: the projects' documentation and manifests (owner references, RBAC of their controllers). Of the field managers: the
    /// field owners and user agents in their sources, else the program that their images start, as client-go takes its name;
    /// managedFields of published objects. A name that also people's programs have (`argo`, `velero`, the clients of Java) is
    /// none of an operator's.
    static let operators =
        delivery + certificates + policy + observability + networking + data + scaling + azure

    private static let workloads = ["Deployment.apps", "StatefulSet.apps", "DaemonSet.apps"]
    private static let plumbing = ["Service", "ConfigMap", "Secret", "ServiceAccount"]
    private static let roles = ["Role.rbac.authorization.k8s.io", "RoleBinding.rbac.authorization.k8s.io"]
    private static let budget = ["PodDisruptionBudget.policy"]

    private static let delivery: [MakerRule] = [
        MakerRule(
            ["*.tekton.dev"], versions: ["v1", "v1beta1", "v1alpha1"],
            makes: ["Pod", "PersistentVolumeClaim", "StatefulSet.apps", "*.tekton.dev"],
            managers: ["controller", "tekton-pipelines-controller"],
            reason: "Tekton runs pipelines and tasks"),
        MakerRule(
            ["*.triggers.tekton.dev"], versions: ["v1beta1", "v1alpha1"], makes: ["Deployment.apps", "Service"],
            managers: ["controller"], reason: "Tekton's listeners"),
        MakerRule(
            ["*.actions.github.com"], versions: ["v1alpha1"],
            makes: ["Pod", "Secret", "ServiceAccount", "PersistentVolumeClaim", "*.actions.github.com"] + roles,
            managers: ["manager", "ghalistener"],
            reason: "runner scale sets of GitHub Actions"),
        MakerRule(
            ["*.actions.summerwind.dev"], versions: ["v1alpha1"],
            makes: [
                "Pod", "Secret", "StatefulSet.apps", "PersistentVolumeClaim", "*.actions.summerwind.dev",
            ], managers: ["manager"], reason: "runners of actions-runner-controller"),
        MakerRule(
            ["Workflow.argoproj.io", "CronWorkflow.argoproj.io"], versions: ["v1alpha1"],
            makes: [
                "Pod", "PersistentVolumeClaim", "ConfigMap", "PodDisruptionBudget.policy", "Workflow.argoproj.io",
                "WorkflowTaskSet.argoproj.io", "WorkflowArtifactGCTask.argoproj.io",
            ], managers: ["workflow-controller", "argoexec"], reason: "Argo Workflows"),
        MakerRule(
            ["ApplicationSet.argoproj.io"], versions: ["v1alpha1"], makes: ["Application.argoproj.io"],
            managers: ["argocd-applicationset-controller"], reason: "Argo CD"),
        MakerRule(
            ["Rollout.argoproj.io", "AnalysisRun.argoproj.io", "Experiment.argoproj.io"], versions: ["v1alpha1"],
            makes: [
                "ReplicaSet.apps", "Job.batch", "Service", "AnalysisRun.argoproj.io", "Experiment.argoproj.io",
            ], managers: ["rollouts-controller"], reason: "Argo Rollouts"),
        MakerRule(
            ["EventBus.argoproj.io", "EventSource.argoproj.io", "Sensor.argoproj.io"], versions: ["v1alpha1"],
            makes: ["Deployment.apps", "StatefulSet.apps", "Service", "ConfigMap", "Secret"],
            managers: ["argo-events"], reason: "Argo Events"),
        MakerRule(
            ["*.source.extensions.fluxcd.io"], versions: ["v1beta1"],
            makes: ["ExternalArtifact.source.toolkit.fluxcd.io"],
            managers: ["source-watcher"], reason: "Flux composes artifacts"),
        MakerRule(
            ["*.serving.knative.dev", "*.autoscaling.internal.knative.dev", "*.networking.internal.knative.dev"],
            versions: ["v1", "v1alpha1"],
            makes: [
                "Deployment.apps", "Service", "Endpoints", "ConfigMap", "*.serving.knative.dev",
                "*.autoscaling.internal.knative.dev", "*.networking.internal.knative.dev",
                "*.caching.internal.knative.dev",
            ], managers: ["controller", "autoscaler"], reason: "Knative"),
        MakerRule(
            ["*.jobset.x-k8s.io"], versions: ["v1alpha2"], makes: ["Job.batch", "Service"],
            managers: ["manager"], reason: "JobSet"),
    ]

    private static let certificates: [MakerRule] = [
        MakerRule(
            ["*.cert-manager.io", "*.acme.cert-manager.io"], versions: ["v1"],
            makes: [
                "Secret", "Pod", "Service", "Ingress.networking.k8s.io", "HTTPRoute.gateway.networking.k8s.io",
                "CertificateRequest.cert-manager.io", "*.acme.cert-manager.io",
            ], managers: ["cert-manager*"],
            reason: "cert-manager issues certificates and answers challenges"),
        MakerRule(
            ["Ingress.networking.k8s.io", "Gateway.gateway.networking.k8s.io"], versions: ["v1", "v1beta1"],
            makes: ["Certificate.cert-manager.io"], managers: ["cert-manager*"],
            reason: "cert-manager orders what annotations ask for"),
        MakerRule(
            ["ExternalSecret.external-secrets.io", "*.generators.external-secrets.io"],
            versions: ["v1", "v1beta1", "v1alpha1"], makes: ["Secret"],
            managers: ["external-secrets*", "externalsecrets.external-secrets.io*"],
            reason: "external-secrets fills Secrets from a vault"),
        MakerRule(
            ["ClusterExternalSecret.external-secrets.io", "ClusterPushSecret.external-secrets.io"],
            versions: ["v1", "v1beta1", "v1alpha1"],
            makes: ["ExternalSecret.external-secrets.io", "PushSecret.external-secrets.io"],
            managers: ["external-secrets*"], reason: "external-secrets, one for many namespaces"),
        MakerRule(
            ["SealedSecret.bitnami.com"], versions: ["v1alpha1"], makes: ["Secret"],
            managers: ["controller"], reason: "Sealed Secrets"),
        MakerRule(
            ["*.secrets.hashicorp.com"], versions: ["v1beta1"], makes: ["Secret"],
            managers: ["vault-secrets-operator"], reason: "the Vault Secrets Operator"),
        MakerRule(
            ["Pod"], makes: ["SecretProviderClassPodStatus.secrets-store.csi.x-k8s.io"],
            managers: ["secrets-store-csi*"], reason: "what the Secrets Store driver mounted"),
        MakerRule(
            ["*.trust.cert-manager.io"], versions: ["v1alpha1"], makes: ["ConfigMap", "Secret"],
            managers: ["trust-manager"], reason: "trust-manager distributes authorities"),
    ]

    private static let policy: [MakerRule] = [
        MakerRule(
            ["ConstraintTemplate.templates.gatekeeper.sh"], versions: ["v1", "v1beta1", "v1alpha1"],
            makes: [
                "CustomResourceDefinition.apiextensions.k8s.io",
                "ValidatingAdmissionPolicy.admissionregistration.k8s.io",
            ], managers: ["gatekeeper"], reason: "Gatekeeper makes a type of each template"),
        MakerRule(
            ["*.constraints.gatekeeper.sh"], versions: ["v1", "v1beta1", "v1alpha1"],
            makes: ["ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io"],
            managers: ["gatekeeper"], reason: "Gatekeeper binds its policies"),
        MakerRule(
            ["*.kyverno.io", "*.policies.kyverno.io"], versions: ["v1", "v2", "v2beta1", "v1alpha1"],
            makes: [
                "ValidatingAdmissionPolicy.admissionregistration.k8s.io",
                "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io", "*.kyverno.io",
            ], managers: ["kyverno*", "background-controller"], reason: "Kyverno"),
    ]

    private static let observability: [MakerRule] = [
        MakerRule(
            ["*.monitoring.coreos.com", "*.azmonitoring.coreos.com"], versions: ["v1", "v1alpha1", "v1beta1"],
            makes: ["StatefulSet.apps", "DaemonSet.apps", "Service", "ConfigMap", "Secret"],
            managers: ["PrometheusOperator"], reason: "the Prometheus operator"),
        MakerRule(
            ["*.opentelemetry.io"], versions: ["v1beta1", "v1alpha1"],
            makes: workloads + plumbing + budget + [
                "HorizontalPodAutoscaler.autoscaling", "Ingress.networking.k8s.io", "*.monitoring.coreos.com",
            ], managers: ["manager"], reason: "the OpenTelemetry operator"),
        MakerRule(
            ["*.grafana.integreatly.org"], versions: ["v1beta1"],
            makes: ["Deployment.apps", "PersistentVolumeClaim", "Ingress.networking.k8s.io"] + plumbing,
            managers: ["manager", "grafana-operator", "v5"], reason: "the Grafana operator"),
    ]

    private static let networking: [MakerRule] = [
        MakerRule(
            ["Gateway.gateway.networking.k8s.io"], versions: ["v1", "v1beta1"],
            makes: [
                "Deployment.apps", "Service", "ServiceAccount", "HorizontalPodAutoscaler.autoscaling",
                "PodDisruptionBudget.policy",
            ], managers: ["pilot-discovery", "istio.io/gateway-controller*"], reason: "Istio serves Gateways"),
        MakerRule(
            ["*.install.istio.io"], versions: ["v1alpha1"], makes: workloads + plumbing + budget,
            managers: ["operator"], reason: "Istio's own operator"),
        MakerRule(
            ["*.operator.tigera.io"], versions: ["v1"],
            makes: workloads + plumbing + budget + roles + [
                "ClusterRole.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io",
                "NetworkPolicy.crd.projectcalico.org", "NetworkPolicy.projectcalico.org", "Namespace",
            ], managers: ["operator"], reason: "the operator of Calico"),
        MakerRule(
            ["Pod", "Node"], makes: ["CiliumEndpoint.cilium.io", "CiliumNode.cilium.io"], managers: ["cilium*"],
            reason: "Cilium's agents"),
    ]

    private static let data: [MakerRule] = [
        MakerRule(
            ["*.kafka.strimzi.io", "*.core.strimzi.io"], versions: ["v1", "v1beta2"],
            makes: [
                "Pod", "Deployment.apps", "PersistentVolumeClaim", "NetworkPolicy.networking.k8s.io",
                "Ingress.networking.k8s.io", "*.core.strimzi.io",
            ] + plumbing + budget + roles,
            managers: ["strimzi-*"], reason: "Strimzi runs Kafka"),
        MakerRule(
            ["*.postgresql.cnpg.io"], versions: ["v1"],
            makes: ["Pod", "Job.batch", "PersistentVolumeClaim"] + plumbing + budget + roles,
            managers: ["manager"], reason: "CloudNativePG"),
        MakerRule(
            ["*.rabbitmq.com"], versions: ["v1beta1"],
            makes: ["StatefulSet.apps", "PersistentVolumeClaim"] + plumbing + roles,
            managers: ["manager"], reason: "the RabbitMQ operator"),
        MakerRule(
            [
                "*.elasticsearch.k8s.elastic.co", "*.kibana.k8s.elastic.co", "*.beat.k8s.elastic.co",
                "*.agent.k8s.elastic.co", "*.logstash.k8s.elastic.co", "*.apm.k8s.elastic.co",
            ], versions: ["v1", "v1beta1", "v1alpha1"], makes: workloads + plumbing + budget,
            managers: ["elastic-operator"], reason: "Elastic Cloud on Kubernetes"),
        MakerRule(
            ["*.velero.io"], versions: ["v1", "v2alpha1"], makes: ["Pod", "PersistentVolumeClaim", "*.velero.io"],
            managers: ["velero-server", "node-agent-server"], reason: "Velero moves backups"),
    ]

    private static let scaling: [MakerRule] = [
        MakerRule(
            ["*.keda.sh"], versions: ["v1alpha1"], makes: ["HorizontalPodAutoscaler.autoscaling", "Job.batch"],
            managers: ["keda"], reason: "KEDA scales by events"),
        MakerRule(
            ["*.karpenter.sh"], versions: ["v1", "v1beta1"], makes: ["NodeClaim.karpenter.sh", "Node"],
            managers: ["karpenter"], reason: "Karpenter makes nodes"),
        MakerRule(
            ["Job.batch", "Pod"], makes: ["Workload.kueue.x-k8s.io"], managers: ["kueue*", "manager"],
            reason: "Kueue queues jobs"),
        MakerRule(
            ["*.batch.volcano.sh"], versions: ["v1alpha1"],
            makes: ["Pod", "Service", "ConfigMap", "Secret", "PodGroup.scheduling.volcano.sh"],
            managers: ["vc-controller-manager"], reason: "Volcano runs batches"),
        MakerRule(
            ["*.ray.io"], versions: ["v1", "v1alpha1"],
            makes: ["Pod", "Job.batch", "Ingress.networking.k8s.io", "*.ray.io"] + plumbing + roles,
            managers: ["manager", "kuberay-operator"], reason: "KubeRay"),
    ]

    private static let azure: [MakerRule] = [
        MakerRule(
            ["Node"], makes: ["NodeNetworkConfig.acn.azure.com", "NodeInfo.acn.azure.com"],
            managers: ["azure-*", "dnc-rc"], reason: "the network of AKS"),
        MakerRule(
            ["FluxConfig.clusterconfig.azure.com"], versions: ["v1beta1", "v1alpha1", "v1"],
            makes: ["*.source.toolkit.fluxcd.io", "*.kustomize.toolkit.fluxcd.io"],
            managers: ["fluxconfig-agent", "fluxconfig-controller"], reason: "the Flux extension of AKS"),
    ]
}
