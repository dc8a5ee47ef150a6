"""Changes of metadata and status: what servers write, what tools mark, who owns, who deletes."""
import json

from places import another, chosen

LABELS = ["app", "team", "pod-security.kubernetes.io/enforce", "kubernetes.io/metadata.name", "pci-scope", "pod-template-hash", "version",
          "kustomize.toolkit.fluxcd.io/name", "helm.toolkit.fluxcd.io/name", "app.kubernetes.io/managed-by", "argocd.argoproj.io/instance",
          "addonmanager.kubernetes.io/mode", "kubernetes.azure.com/managedby", "admission.gatekeeper.sh/ignore", "gatekeeper.sh/exempt",
          "rbac.authorization.k8s.io/aggregate-to-admin", "istio-injection", "topology.kubernetes.io/zone", "a b", "kubernetes.io/bootstrapping"]
ANNOTATIONS = ["note", "deployment.kubernetes.io/revision", "kubectl.kubernetes.io/restartedAt", "kubectl.kubernetes.io/last-applied-configuration",
               "reconcile.fluxcd.io/requestedAt", "kustomize.toolkit.fluxcd.io/reconcile", "meta.helm.sh/release-name", "checksum/config",
               "cert-manager.io/inject-ca-from", "nginx.ingress.kubernetes.io/configuration-snippet", "kubernetes.io/change-cause",
               "container.apparmor.security.beta.kubernetes.io/main", "iam.example/role", "prometheus.io/scrape", "config.json",
               "autoscaling.alpha.kubernetes.io/conditions", "rbac.authorization.kubernetes.io/autoupdate", "weave.works/kured-node-lock"]


def labels(o, r, kinds):
    part = r.choice(["labels", "annotations"])
    entries = o["metadata"].get(part)
    entries = o["metadata"][part] = entries if isinstance(entries, dict) else {}
    fate = r.random()
    if fate < 0.25 and entries:
        name = r.choice(sorted(entries))
        del entries[name]
    else:
        name = r.choice(sorted(entries)) if fate < 0.5 and entries else r.choice(LABELS if part == "labels" else ANNOTATIONS)
        before = entries.get(name)
        entries[name] = r.choice(["true", "false", "privileged", "admin", "1", "", "2026-03-04T13:00:00Z", '{"a":1}', "team-b", "ops/release"])
        if name.endswith("last-applied-configuration"):
            entries[name] = json.dumps({k: v for k, v in o.items() if k in ("apiVersion", "kind", "spec")}) + "\n"
        if entries[name] == before:
            entries[name] = before + "x"
    return [("metadata", part, name)]


def bookkeeping(o, r, kinds):
    """What servers change without anybody declaring anything."""
    metadata = o["metadata"]
    metadata["resourceVersion"] = str(r.randint(10 ** 6, 10 ** 9))
    if r.random() < 0.5:
        metadata["generation"] = metadata.get("generation", 1) + r.choice([0, 1, 1, -1])
    if r.random() < 0.2:
        metadata["uid"] = "%08x-0000-4000-8000-%012x" % (r.getrandbits(32), r.getrandbits(48))
    if r.random() < 0.2:
        metadata["creationTimestamp"] = "2026-03-04T01:02:03Z"
    if r.random() < 0.1:
        metadata["selfLink"] = "/made"
    for entry in metadata.get("managedFields") or []:
        if r.random() < 0.5:
            entry["time"] = "2026-03-04T06:0%d:00Z" % r.randint(0, 9)
    return []


def status(o, r, kinds):
    place = chosen(o, r, within="status")
    if not place:
        o["status"] = {"phase": r.choice(["Ready", "Failed"]), "conditions": [{"type": "Ready", "status": "True"}]}
        return [("status",)]
    fate = r.random()
    if fate < 0.3 and isinstance(place[2], str):
        del place[1][place[2]]
    elif fate < 0.4:
        o["status"] = r.choice([{}, None])
    else:
        place[1][place[2]] = another(place[1][place[2]], r)
    return [("status",)]


def owners(o, r, kinds):
    owned = o["metadata"].get("ownerReferences")
    owned = o["metadata"]["ownerReferences"] = owned if isinstance(owned, list) else []
    fate = r.random()
    if owned and fate < 0.25:
        owned.pop(r.randrange(len(owned)))
    elif owned and fate < 0.6:
        key = r.choice(["uid", "name", "kind", "controller", "apiVersion", "blockOwnerDeletion"])
        value = r.choice(owned)
        value[key] = another(value.get(key, False), r) if key != "apiVersion" else r.choice(["apps/v1beta1", "v1"])
    else:
        owned.append({"apiVersion": "apps/v1", "kind": r.choice(["ReplicaSet", "Deployment", "DaemonSet"]), "name": "owner",
                      "uid": "11111111-0000-4000-8000-%012x" % r.getrandbits(40), "controller": r.choice([True, False])})
    if not owned:
        del o["metadata"]["ownerReferences"]
    return [("metadata", "ownerReferences")]


def lifecycle(o, r, kinds):
    metadata = o["metadata"]
    if r.random() < 0.3:
        metadata["deletionTimestamp"] = "2026-03-04T13:00:00Z"
        metadata["deletionGracePeriodSeconds"] = 30
        return [("metadata", "deletionTimestamp")]
    entries = metadata.get("finalizers") or []
    metadata["finalizers"] = r.choice([entries + ["oracle.example/guard"], entries[1:], list(reversed(entries)), entries + entries,
                                       ["foregroundDeletion"] + entries])
    return [("metadata", "finalizers")]


def writers_only(o, r, kinds):
    """Nothing declared differs, and somebody wrote something."""
    place = chosen(o, r)
    return [place[0]] if place else [("metadata", "labels")]


def other_version(o, r, kinds):
    versions = {"oracle.example/v1": "oracle.example/v1beta1", "autoscaling/v2": "autoscaling/v1", "autoscaling/v1": "autoscaling/v2",
                "oracle.example/v1beta1": "oracle.example/v1"}
    if o["apiVersion"] not in versions:
        return None
    o["apiVersion"] = versions[o["apiVersion"]]
    return []
