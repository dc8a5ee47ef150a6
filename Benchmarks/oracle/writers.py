"""Who wrote what: entries of managedFields, as servers keep them and as people leave them."""

# Manager, operation, subresource.
WRITERS = [
    ("kubectl-edit", "Update", ""), ("kubectl-patch", "Update", ""), ("kubectl-create", "Update", ""), ("kubectl-run", "Update", ""),
    ("kubectl-label", "Update", ""), ("kubectl-annotate", "Update", ""), ("kubectl-set", "Update", ""),
    ("kubectl-rollout", "Update", ""), ("kubectl-replace", "Update", ""), ("kubectl-client-side-apply", "Update", ""),
    ("kubectl", "Apply", ""), ("kubectl", "Update", "scale"), ("kubectl", "Update", "ephemeralcontainers"), ("k9s", "Update", ""),
    ("Mozilla", "Update", ""), ("node-fetch", "Update", ""), ("Lens", "Update", ""), ("curl", "Update", ""),
    ("python-requests", "Update", ""), ("OpenAPI-Generator", "Update", ""), ("Go-http-client", "Update", ""),
    ("Terraform", "Apply", ""), ("terraform-provider-kubernetes", "Update", ""), ("Pulumi", "Apply", ""), ("ansible", "Update", ""),
    ("kustomize-controller", "Apply", ""), ("kustomize-controller", "Update", ""), ("flux", "Update", ""),
    ("flux-client-side-apply", "Update", ""), ("helm", "Update", ""), ("Helm", "Update", ""), ("helm-controller", "Update", ""),
    ("argocd-controller", "Apply", ""), ("argocd-application-controller", "Update", ""), ("fluxconfig-agent", "Update", ""),
    ("kube-controller-manager", "Update", ""), ("kube-controller-manager", "Update", "status"), ("kube-scheduler", "Update", ""),
    ("kube-apiserver", "Update", ""), ("kubelet", "Update", "status"), ("kubelet", "Update", ""), ("clusterrole-aggregation-controller", "Apply", ""),
    ("cloud-node-manager", "Update", ""), ("cluster-autoscaler", "Update", "status"), ("cluster-autoscaler", "Update", ""),
    ("vpa-updater", "Update", ""), ("horizontal-pod-autoscaler", "Update", "scale"), ("keda", "Update", "scale"),
    ("gatekeeper", "Update", ""), ("azurepolicyaddon", "Update", ""), ("cert-manager-cainjector", "Apply", ""), ("cainjector", "Update", ""),
    ("kube-webhook-certgen", "Update", ""), ("berths", "Update", ""), ("berths", "Update", "status"), ("moorings", "Update", "status"),
    ("payments-bot", "Update", ""), ("before-first-apply", "Update", ""), ("", "Update", ""), ("unknown", "Update", "")]
KEYS = [("name",), ("containerPort", "protocol"), ("port", "protocol"), ("mountPath",), ("type",), ("uid",), ("ip",), ("key",)]
NAMED = {"containers": ("name",), "initContainers": ("name",), "ephemeralContainers": ("name",), "env": ("name",), "volumes": ("name",),
         "volumeMounts": ("mountPath",), "ports": None, "conditions": ("type",), "ownerReferences": ("uid",), "webhooks": ("name",),
         "imagePullSecrets": ("name",), "entries": ("name",), "parameters": ("name",)}


def fields_of(o, path):
    """fieldsV1 of one path: as deep as lists with keys let it name things, then the list as a whole."""
    import json
    steps, place = [], o
    for i, step in enumerate(path):
        if isinstance(step, int):
            keys = NAMED.get(path[i - 1], ())
            entry = place[step] if isinstance(place, list) and step < len(place) else None
            if keys is None and isinstance(entry, dict):
                keys = next((k for k in KEYS if all(n in entry for n in k)), ())
            if not keys or not isinstance(entry, dict) or any(k not in entry for k in keys):
                break
            steps.append("k:" + json.dumps({k: entry[k] for k in keys}, separators=(",", ":")))
            place = entry
        else:
            steps.append("f:" + step)
            place = place.get(step) if isinstance(place, dict) else None
    tree = {}
    below = tree
    for step in steps:
        below = below.setdefault(step, {})
        if step.startswith("k:"):
            below["."] = {}
    return tree


def merged(one, other):
    for key, inner in other.items():
        one[key] = merged(one.get(key, {}), inner)
    return one


def taken_from(tree, part):
    """Leaves of `part` are no longer in `tree`."""
    for key, inner in part.items():
        if key in tree:
            if inner and isinstance(tree[key], dict):
                taken_from(tree[key], inner)
            else:
                del tree[key]


def entry(o, fields, writer, time):
    manager, operation, subresource = writer
    made = {"apiVersion": o["apiVersion"], "fieldsType": "FieldsV1", "fieldsV1": fields, "manager": manager, "operation": operation}
    if subresource:
        made["subresource"] = subresource
    if time:
        made["time"] = time
    return made


def born(o, r):
    """A live object's first owner, of everything it declares."""
    fields = {}
    for key, value in o.items():
        if key in ("apiVersion", "kind", "status"):
            continue
        if key == "metadata":
            for part in ("labels", "annotations"):
                for name in value.get(part) or {}:
                    merged(fields, {"f:metadata": {"f:" + part: {".": {}, "f:" + name: {}}}})
        elif isinstance(value, dict):
            for name in value:
                merged(fields, fields_of(o, (key, name)))
        else:
            merged(fields, {"f:" + key: {}})
    made = [entry(o, fields, r.choice([w for w in WRITERS if not w[2]]), "2026-03-02T08:09:00Z")]
    if "status" in o:
        made.append(entry(o, {"f:status": {}}, ("kube-controller-manager", "Update", "status"), "2026-03-02T08:10:00Z"))
    return made


def sign(o, paths, r):
    """Somebody wrote these paths: with a trace in managedFields, with half of one, or with none."""
    managed = o["metadata"].get("managedFields")
    fate = r.random()
    if not isinstance(managed, list) or fate < 0.12:
        return
    if fate < 0.16:
        del o["metadata"]["managedFields"]
        return
    if fate < 0.2 and managed:
        managed.pop(r.randrange(len(managed)))
        return
    fields = {}
    for path in paths:
        merged(fields, fields_of(o, path))
    if fate < 0.8:
        for other in managed:
            if isinstance(other.get("fieldsV1"), dict) and r.random() < 0.8:
                taken_from(other["fieldsV1"], fields)
    time = r.choice(["2026-03-04T13:02:54Z", "2026-03-04T13:05:01Z", "2026-03-02T08:09:00Z", "2026-03-04T13:05:01.000000Z", None])
    for writer in r.sample(WRITERS, r.choice([1, 1, 1, 2])):
        managed.append(entry(o, fields, writer, time))
    if r.random() < 0.1:
        r.shuffle(managed)
