"""What a person would do with kubectl: the fields that weigh."""
import json

POINTED = [
    ("Deployment", "spec.replicas", [0, 1, 5]), ("Deployment", "spec.paused", [True]), ("*", "spec.template.spec.hostNetwork", [True]),
    ("*", "spec.template.spec.hostPID", [True]), ("*", "spec.template.spec.serviceAccountName", ["admin"]),
    ("*", "spec.template.spec.automountServiceAccountToken", [True, False]), ("*", "spec.template.spec.priorityClassName", ["x"]),
    ("*", "spec.template.spec.nodeSelector", [{}, {"pool": "a"}]), ("*", "spec.template.spec.tolerations", [[{"operator": "Exists"}]]),
    ("Pod", "spec.hostNetwork", [True]), ("Pod", "spec.nodeName", ["node-x", "", None, None]), ("CronJob", "spec.suspend", [True, False]),
    ("Service", "spec.type", ["LoadBalancer", "NodePort", "ExternalName"]), ("Service", "spec.externalIPs", [["203.0.113.7"]]),
    ("Service", "spec.selector", [{"app": "other"}, {}]), ("Role", "rules", [[{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}], []]),
    ("ClusterRole", "rules", [[{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get", "list"]}]]),
    ("ClusterRole", "aggregationRule", [{"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}]),
    ("RoleBinding", "subjects", [[{"kind": "User", "name": "eve", "apiGroup": "rbac.authorization.k8s.io"}], []]),
    ("ClusterRoleBinding", "subjects", [[{"kind": "Group", "name": "system:authenticated", "apiGroup": "rbac.authorization.k8s.io"}]]),
    ("NetworkPolicy", "spec.ingress", [[{}], []]), ("NetworkPolicy", "spec.policyTypes", [["Ingress"], []]),
    ("NetworkPolicy", "spec.podSelector", [{}, {"matchLabels": {"a": "b"}}]), ("Ingress", "spec.tls", [[]]),
    ("ValidatingWebhookConfiguration", "webhooks", [[]]), ("MutatingWebhookConfiguration", "webhooks", [[]]),
    ("Namespace", "metadata.labels.pod-security\u00b7kubernetes\u00b7io/enforce", ["privileged"]), ("Node", "spec.unschedulable", [True, False]),
    ("Node", "spec.taints", [[], [{"key": "a", "effect": "NoSchedule"}]]), ("Kustomization", "spec.suspend", [True]),
    ("HelmRelease", "spec.suspend", [True]), ("GitRepository", "spec.url", ["https://git.example/other"]),
    ("ServiceAccount", "automountServiceAccountToken", [True, False]), ("StorageClass", "reclaimPolicy", ["Retain"]),
    ("ResourceQuota", "spec.hard", [{}, {"pods": "100"}]), ("PodDisruptionBudget", "spec.maxUnavailable", ["100%", 1]),
    ("HorizontalPodAutoscaler", "spec.maxReplicas", [100]), ("CustomResourceDefinition", "spec.conversion", [{"strategy": "None"}]),
    ("PersistentVolumeClaim", "spec.volumeName", ["pv-x"]), ("ConfigMap", "immutable", [True]), ("Secret", "immutable", [True]),
    ("CertificateSigningRequest", "spec.usages", [["client auth"]]), ("APIService", "spec.insecureSkipTLSVerify", [True])]
MAIN = {"image": ["registry.example/other:2", "anchor"], "securityContext": [{"privileged": True}, {}, None], "command": [["sh"]],
        "imagePullPolicy": ["Always", "Never"], "env": [[], [{"name": "A", "value": "1"}]], "resources": [{}, {"limits": {"cpu": "1"}}],
        "args": [["--privileged"], []], "volumeMounts": [[{"name": "host", "mountPath": "/host"}]], "ports": [[{"containerPort": 9999}]]}


def pointed(o, r, kinds):
    """What a person would do with kubectl: the fields that weigh."""
    found = [(path.split("."), values) for kind, path, values in POINTED if kind in ("*", o["kind"]) and o["kind"] not in ("Widget",)]
    spec = o.get("spec") if isinstance(o.get("spec"), dict) else {}
    template = spec.get("template") if isinstance(spec.get("template"), dict) else {}
    pod = template.get("spec") if isinstance(template.get("spec"), dict) else spec if o["kind"] == "Pod" else {}
    containers = pod.get("containers")
    if not pod:
        found = [f for f in found if f[0][:2] != ["spec", "template"]]
    if isinstance(containers, list) and containers and isinstance(containers[0], dict) and r.random() < 0.6:
        key = r.choice(sorted(MAIN))
        containers[0][key] = json.loads(json.dumps(r.choice(MAIN[key])))
        return [(("spec",) if pod is spec else ("spec", "template", "spec")) + ("containers", 0, key)]
    if not found:
        return None
    path, values = r.choice(found)
    path = [step.replace("\u00b7", ".") for step in path]
    place = o
    for step in path[:-1]:
        if not isinstance(place.get(step), dict):
            if step in place:
                return None
            place[step] = {}
        place = place[step]
    place[path[-1]] = json.loads(json.dumps(r.choice(values)))
    return [tuple(path)]
