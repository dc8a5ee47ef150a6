#!/usr/bin/env python3
"""Makes the corpora of the benchmarks: one cluster of N objects, 5 KB each, in four states with a known truth.

    python3 Benchmarks/corpus.py N FOLDER

before.json   a List, as `kubectl get -o json` prints it; also before.yaml and before/, one YAML file an object
noise.json    nothing declared differs: other resourceVersions, times, status, member order, order of lists without one
drift.json    the same noise, and 1 % of the objects changed in one field, 0.2 % added, 0.2 % removed
all.json      the same noise, and every object changed in one field
truth.json    what was changed, added and removed in drift.json

The same N gives the same bytes. Only lists without an order are shuffled: those of Kubernetes' own types, and those whose
definition, which is among the objects, says so.
"""
import base64, json, os, random, sys

WORDS = """anchor basin cedar delta ember fjord grove harbor inlet jetty kelp lagoon meadow north oak pier quarry reef shore
tide upland valley wharf yard zephyr acorn birch canyon dune estuary""".split()


def token(r, digits):
    return "%0*x" % (digits, r.getrandbits(4 * digits))


def moment(r):
    return "2026-%02d-%02dT%02d:%02d:%02dZ" % (
        r.randint(1, 9), r.randint(1, 28), r.randint(0, 23), r.randint(0, 59), r.randint(0, 59))


def word(r):
    return r.choice(WORDS)


LIST_KEYS = {"containers": "name", "env": "name", "volumes": "name", "volumeMounts": "mountPath"}


def field_set(value):
    """managedFields' view of a value: most of what an API server sends is this."""
    fields = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            fields["f:" + key] = field_set(inner)
        elif key in LIST_KEYS and inner:
            name = LIST_KEYS[key]
            fields["f:" + key] = {
                "k:" + json.dumps({name: e[name]}, separators=(",", ":")): {".": {}, **field_set(e)} for e in inner}
        else:
            fields["f:" + key] = {}
    return fields


def finished(r, kind, api_version, namespace, name, body, manager, status=None):
    labels = {"app.kubernetes.io/name": name.rsplit("-", 1)[0], "app.kubernetes.io/instance": name,
              "app.kubernetes.io/version": "%d.%d.%d" % (r.randint(0, 9), r.randint(0, 40), r.randint(0, 9)),
              "team": word(r), "stage": "prod"}
    annotations = {"config.example/checksum": token(r, 64), "release.example/name": name}
    metadata = {"name": name, "namespace": namespace, "labels": labels, "annotations": annotations,
                "uid": "%s-%s-4%s-a%s-%s" % (token(r, 8), token(r, 4), token(r, 3), token(r, 3), token(r, 12)),
                "resourceVersion": str(r.randint(10 ** 6, 10 ** 9)), "creationTimestamp": moment(r), "generation": 1}
    if r.random() < 0.3:
        metadata["finalizers"] = ["example.org/guard", "example.org/audit", "foregroundDeletion"]
    managed = [{"apiVersion": api_version, "fieldsType": "FieldsV1", "manager": manager, "operation": "Apply",
                "time": moment(r), "fieldsV1": {
                    "f:metadata": field_set({"labels": labels, "annotations": annotations}), **field_set(body)}}]
    result = {"apiVersion": api_version, "kind": kind, "metadata": metadata, **body}
    if status is not None:
        result["status"] = status
        managed.append({"apiVersion": api_version, "fieldsType": "FieldsV1", "manager": "kube-controller-manager",
                        "operation": "Update", "subresource": "status", "time": moment(r),
                        "fieldsV1": {"f:status": field_set(status)}})
    metadata["managedFields"] = managed
    return result


def container(r, name):
    env = []
    for i in range(r.randint(4, 14)):
        key = f"{word(r)}_{word(r)}_{i}".upper()
        shape = r.random()
        if shape < 0.6:
            env.append({"name": key, "value": r.choice(["true", str(r.randint(1, 99999)), token(r, 16),
                                                        f"http://{word(r)}.{word(r)}.svc.cluster.local:8080/v1"])})
        elif shape < 0.8:
            env.append({"name": key, "valueFrom": {"secretKeyRef": {"name": word(r) + "-secret", "key": "password"}}})
        else:
            env.append({"name": key, "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}})
    probe = lambda path: {"failureThreshold": 3, "httpGet": {"path": path, "port": "http", "scheme": "HTTP"},
                          "initialDelaySeconds": r.randint(1, 30), "periodSeconds": 10, "successThreshold": 1,
                          "timeoutSeconds": 1}
    return {
        "name": name, "image": f"registry.example/{word(r)}/{name}:{r.randint(1, 9)}.{r.randint(0, 40)}@sha256:{token(r, 64)}",
        "imagePullPolicy": "IfNotPresent", "args": [f"--config=/etc/{name}/config.yaml", f"--v={r.randint(0, 6)}"],
        "env": env, "ports": [{"containerPort": 8080, "name": "http", "protocol": "TCP"},
                              {"containerPort": 9090, "name": "metrics", "protocol": "TCP"}],
        "resources": {"limits": {"cpu": f"{100 * r.randint(1, 40)}m", "memory": f"{64 * r.randint(1, 64)}Mi"},
                      "requests": {"cpu": f"{50 * r.randint(1, 20)}m", "memory": f"{64 * r.randint(1, 16)}Mi"}},
        "livenessProbe": probe("/healthz"), "readinessProbe": probe("/readyz"),
        "securityContext": {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]},
                            "readOnlyRootFilesystem": True, "runAsNonRoot": True, "runAsUser": r.randint(1000, 65000)},
        "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
        "volumeMounts": [{"mountPath": "/etc/" + name, "name": "config", "readOnly": True},
                         {"mountPath": "/tmp", "name": "tmp"}]}


def deployment(r, namespace, name):
    app, count = name.rsplit("-", 1)[0], r.randint(1, 12)
    labels = {"app": app, "instance": name}
    body = {"spec": {
        "progressDeadlineSeconds": 600, "replicas": count, "revisionHistoryLimit": 10,
        "selector": {"matchLabels": labels},
        "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}, "type": "RollingUpdate"},
        "template": {"metadata": {"labels": dict(labels), "annotations": {"prometheus.io/port": "9090"}}, "spec": {
            "containers": [container(r, app)] + ([container(r, "sidecar")] if r.random() < 0.4 else []),
            "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
            "securityContext": {"fsGroup": r.randint(1000, 65000)}, "serviceAccountName": app,
            "terminationGracePeriodSeconds": 30,
            "tolerations": [{"effect": "NoSchedule", "key": "dedicated", "operator": "Equal", "value": word(r)},
                            {"effect": "NoExecute", "key": "example.org/drain", "operator": "Exists"}],
            "volumes": [{"configMap": {"defaultMode": 420, "name": app + "-config"}, "name": "config"},
                        {"emptyDir": {}, "name": "tmp"}]}}}}
    condition = lambda kind, reason: {"type": kind, "status": "True", "reason": reason, "lastUpdateTime": moment(r),
                                      "lastTransitionTime": moment(r), "message": f"{name} has minimum availability."}
    status = {"availableReplicas": count, "readyReplicas": count, "replicas": count, "updatedReplicas": count,
              "observedGeneration": 1, "conditions": [condition("Available", "MinimumReplicasAvailable"),
                                                      condition("Progressing", "NewReplicaSetAvailable")]}
    return finished(r, "Deployment", "apps/v1", namespace, name, body, "kustomize-controller", status)


def settings(r, size):
    lines, length = [], 0
    while length < size:
        shape = r.random()
        if shape < 0.15:
            line = f"[{word(r)}.{word(r)}]"
        elif shape < 0.75:
            line = f"{word(r)}_{word(r)} = {r.choice([word(r), str(r.randint(0, 10 ** 6)), 'true', '250ms'])}"
        else:
            line = f"# {' '.join(r.choices(WORDS, k=r.randint(3, 10)))}"
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines) + "\n"


def config_map(r, namespace, name):
    size, files = int(1000 * 30 ** r.random()), r.randint(1, 4)
    data = {f"{word(r)}-{i}.conf": settings(r, size // files) for i in range(files)}
    data["LOG_LEVEL"] = r.choice(["debug", "info", "warn"])
    return finished(r, "ConfigMap", "v1", namespace, name, {"data": data}, "helm")


def secret(r, namespace, name):
    data = {f"{word(r)}-{i}": base64.b64encode(r.randbytes(int(16 * 90 ** r.random()))).decode()
            for i in range(r.randint(1, 4))}
    return finished(r, "Secret", "v1", namespace, name, {"type": "Opaque", "data": data}, "external-secrets")


def service(r, namespace, name):
    address = f"10.{r.randint(0, 255)}.{r.randint(0, 255)}.{r.randint(1, 254)}"
    body = {"spec": {
        "clusterIP": address, "clusterIPs": [address], "internalTrafficPolicy": "Cluster", "ipFamilies": ["IPv4"],
        "ipFamilyPolicy": "SingleStack", "selector": {"app": name}, "sessionAffinity": "None", "type": "ClusterIP",
        "ports": [{"name": "http", "port": r.randint(80, 8000), "protocol": "TCP", "targetPort": "http"},
                  {"name": "metrics", "port": 9090, "protocol": "TCP", "targetPort": "metrics"}]}}
    return finished(r, "Service", "v1", namespace, name, body, "kustomize-controller", {"loadBalancer": {}})


def network_policy(r, namespace, name):
    body = {"spec": {
        "podSelector": {"matchLabels": {"app": name}}, "policyTypes": ["Ingress", "Egress"],
        "egress": [{"ports": [{"port": 53, "protocol": "UDP"}, {"port": r.randint(1000, 9999), "protocol": "TCP"}],
                    "to": [{"ipBlock": {"cidr": f"10.{r.randint(0, 255)}.0.0/16"}},
                           {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}}}]}],
        "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": f"{word(r)}-{i}"}}} for i in range(r.randint(1, 4))],
                     "ports": [{"port": 8080, "protocol": "TCP"}]}]}}
    return finished(r, "NetworkPolicy", "networking.k8s.io/v1", namespace, name, body, "kustomize-controller")


VERBS = ["get", "list", "watch", "create", "update", "patch", "delete"]
PLURALS = ["pods", "services", "configmaps", "deployments", "jobs", "events", "leases", "ingresses"]


def role(r, namespace, name):
    rules = [{"apiGroups": [r.choice(["", "apps", "batch"])], "resources": r.sample(PLURALS, r.randint(1, 5)),
              "verbs": r.sample(VERBS, r.randint(1, 6))} for _ in range(r.randint(1, 6))]
    return finished(r, "Role", "rbac.authorization.k8s.io/v1", namespace, name, {"rules": rules}, "helm")


def role_binding(r, namespace, name):
    body = {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": name},
            "subjects": [{"kind": "ServiceAccount", "name": f"{word(r)}-{i}", "namespace": namespace}
                         for i in range(r.randint(1, 5))]}
    return finished(r, "RoleBinding", "rbac.authorization.k8s.io/v1", namespace, name, body, "helm")


def mooring(r, namespace, name):
    """A custom resource with sets, and a status of its own."""
    body = {"spec": {"hosts": [f"{name}-{i}.example" for i in range(r.randint(1, 6))], "duration": "2160h0m0s",
                     "usages": ["signing", "sealing", "client"], "issuer": {"kind": "Harbor", "name": word(r)}}}
    status = {"conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": moment(r), "reason": "Ready",
                              "message": "up to date"}], "notAfter": moment(r), "revision": r.randint(1, 30)}
    return finished(r, "Mooring", "harbor.example/v1", namespace, name, body, "moorings", status)


def voyage(r, namespace, name):
    """A custom resource with a list map."""
    body = {"spec": {"parameters": [{"name": f"{word(r)}.{i}", "value": str(r.randint(0, 9999))}
                                    for i in range(r.randint(2, 12))],
                     "path": "charts/" + name, "repository": f"https://git.example/{word(r)}.git", "revision": token(r, 40)}}
    status = {"health": "Healthy", "reconciledAt": moment(r),
              "resources": [{"kind": "Deployment", "name": f"{name}-{i}", "status": "Synced"} for i in range(r.randint(2, 15))]}
    return finished(r, "Voyage", "harbor.example/v1", namespace, name, body, "voyages", status)


def definition(kind, plural, spec):
    schema = {"type": "object", "properties": {
        "apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"},
        "spec": {"type": "object", "properties": spec},
        "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{plural}.harbor.example"},
            "spec": {"group": "harbor.example", "scope": "Namespaced",
                     "names": {"kind": kind, "listKind": kind + "List", "plural": plural, "singular": kind.lower()},
                     "versions": [{"name": "v1", "served": True, "storage": True, "subresources": {"status": {}},
                                   "schema": {"openAPIV3Schema": schema}}]}}


TEXT, NAMES = {"type": "string"}, {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"}
DEFINITIONS = [
    definition("Mooring", "moorings", {"hosts": NAMES, "usages": NAMES, "duration": TEXT, "issuer": {
        "type": "object", "properties": {"kind": TEXT, "name": TEXT}}}),
    definition("Voyage", "voyages", {"path": TEXT, "repository": TEXT, "revision": TEXT, "parameters": {
        "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
        "items": {"type": "object", "required": ["name"], "properties": {"name": TEXT, "value": TEXT}}}})]

MIX = [(deployment, 20), (config_map, 20), (secret, 15), (service, 12), (network_policy, 8), (role, 8), (role_binding, 7),
       (mooring, 5), (voyage, 5)]


def changed(o, r):
    """Changes one declared field of a copy; says which."""
    o = json.loads(json.dumps(o))
    kind = o["kind"]
    if kind == "Deployment":
        main = o["spec"]["template"]["spec"]["containers"][0]
        o["metadata"]["generation"] += 1
        if r.random() < 0.5:
            main["image"] = main["image"].split("@")[0] + "-hotfix"
            return o, "spec.template.spec.containers.image"
        main["resources"]["limits"]["memory"] = "99Gi"
        return o, "spec.template.spec.containers.resources.limits.memory"
    if kind == "ConfigMap":
        key = sorted(k for k in o["data"] if k != "LOG_LEVEL")[0]
        lines = o["data"][key].split("\n")
        lines[r.randrange(len(lines) - 1)] = "changed_line = " + token(r, 8)
        o["data"][key] = "\n".join(lines)
        return o, "data." + key
    if kind == "Secret":
        key = sorted(o["data"])[0]
        o["data"][key] = base64.b64encode(r.randbytes(33)).decode()
        return o, "data." + key
    if kind == "Service":
        o["spec"]["ports"][0]["targetPort"] = r.randint(10000, 19999)
        return o, "spec.ports.targetPort"
    if kind == "NetworkPolicy":
        o["spec"]["egress"][0]["to"][0]["ipBlock"]["cidr"] = f"172.16.{r.randint(0, 255)}.0/24"
        return o, "spec.egress.to.ipBlock.cidr"
    if kind == "Role":
        o["rules"][0]["verbs"] = ["*"]
        return o, "rules.verbs"
    if kind == "RoleBinding":
        o["subjects"][0]["name"] = f"intruder-{r.randint(0, 999)}"
        return o, "subjects"
    if kind == "Mooring":
        o["spec"]["duration"] = f"{r.randint(9000, 9999)}h0m0s"
        return o, "spec.duration"
    o["spec"]["path"] = f"charts/other-{r.randint(0, 9999)}"
    return o, "spec.path"


UNORDERED = {"finalizers", "verbs", "resources", "policyTypes", "env", "volumes", "volumeMounts", "tolerations", "subjects",
             "hosts", "usages", "conditions", "managedFields", "from", "to", "parameters"}


def shuffled(value, r, key=None):
    if isinstance(value, dict):
        keys = list(value)
        r.shuffle(keys)
        return {k: shuffled(value[k], r, k) for k in keys}
    if isinstance(value, list):
        elements = [shuffled(v, r) for v in value]
        if key in UNORDERED:
            r.shuffle(elements)
        return elements
    return value


def noise(o, r):
    """What a server changes without anybody declaring anything."""
    o = shuffled(o, r)
    o["metadata"]["resourceVersion"] = str(r.randint(10 ** 6, 10 ** 9))
    for entry in o["metadata"]["managedFields"]:
        entry["time"] = moment(r)
    status = o.get("status", {})
    for condition in status.get("conditions", []):
        condition["lastTransitionTime"] = moment(r)
    for key in ("readyReplicas", "availableReplicas", "revision"):
        if key in status:
            status[key] = r.randint(1, 99)
    for key in ("reconciledAt", "notAfter"):
        if key in status:
            status[key] = moment(r)
    return o


def yaml_scalar(value, indent):
    if isinstance(value, str):
        if value.endswith("\n") and value[0] not in " \n" and not value.endswith("\n\n"):
            pad = "\n" + " " * indent
            return "|" + pad + pad.join(value[:-1].split("\n"))
        plain = value and value[0].isalpha() and all(c.isalnum() or c in "-_./" for c in value)
        if plain and value.lower() not in ("true", "false", "null", "yes", "no", "on", "off", "y", "n"):
            return value
    return json.dumps(value, ensure_ascii=False)


def yaml_lines(value, indent, lines):
    pad = " " * indent
    for key, inner in value.items():
        head = pad + yaml_scalar(key, 0) + ":"
        if isinstance(inner, dict) and inner:
            lines.append(head)
            yaml_lines(inner, indent + 2, lines)
        elif isinstance(inner, list) and inner:
            lines.append(head)
            for element in inner:
                if isinstance(element, dict) and element:
                    start = len(lines)
                    yaml_lines(element, indent + 2, lines)
                    lines[start] = pad + "- " + lines[start][indent + 2:]
                else:
                    lines.append(pad + "- " + yaml_scalar(element, indent + 2))
        else:
            lines.append(head + " " + yaml_scalar(inner, indent + 2))


def yaml_text(o):
    lines = []
    yaml_lines(o, 0, lines)
    return "\n".join(lines) + "\n"


class ListFile:
    """A List in a file, written object by object."""

    def __init__(self, path):
        self.file = open(path, "w", buffering=1 << 20)
        self.file.write('{"apiVersion":"v1","kind":"List","items":[')
        self.count = 0

    def put(self, o):
        self.file.write("," if self.count else "")
        self.file.write(json.dumps(o, separators=(",", ":"), ensure_ascii=False))
        self.count += 1

    def close(self):
        self.file.write("]}")
        self.file.close()


def make(count, folder):
    os.makedirs(folder, exist_ok=True)
    states = {name: ListFile(f"{folder}/{name}.json") for name in ("before", "noise", "drift", "all")}
    truth = {"changed": {}, "added": [], "removed": []}
    big = open(f"{folder}/before.yaml", "w", buffering=1 << 20)
    made = set()

    def put_before(o):
        states["before"].put(o)
        text = yaml_text(o)
        big.write("---\n" + text)
        place = f"{folder}/before/{o['metadata'].get('namespace', '_cluster')}"
        if place not in made:
            os.makedirs(place, exist_ok=True)
            made.add(place)
        with open(f"{place}/{o['kind']}.{o['metadata']['name']}.yaml", "w") as file:
            file.write(text)

    for o in DEFINITIONS:
        put_before(o)
        for name in ("noise", "drift", "all"):
            states[name].put(o)
    number = 0
    for maker, share in MIX:
        for j in range(count * share // 100):
            number += 1
            r = random.Random(number * 7919 + 1)
            namespace = f"team-{word(r)}-{j % max(5, count // 100)}"
            name = f"{word(r)}-{word(r)}-{j}"
            o = maker(r, namespace, name)
            key = f"{o['kind']}/{namespace}/{name}"
            fate = r.random()
            if fate < 0.002:
                truth["added"].append(key)
            else:
                put_before(o)
                states["noise"].put(noise(o, r))
                states["all"].put(noise(changed(o, r)[0], r))
            if 0.002 <= fate < 0.004:
                truth["removed"].append(key)
            elif 0.004 <= fate < 0.014:
                after, truth["changed"][key] = changed(o, r)
                states["drift"].put(noise(after, r))
            else:
                states["drift"].put(noise(o, r))
    for state in states.values():
        state.close()
    big.close()
    with open(f"{folder}/truth.json", "w") as file:
        json.dump(truth, file, indent=1)


if __name__ == "__main__":
    make(int(sys.argv[1]), sys.argv[2])
