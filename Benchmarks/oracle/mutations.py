"""Seeded changes of one object: each function changes it in place and returns the paths that it touched, or None where it cannot."""
import base64, json, re, struct, zlib

# Texts that become a number of JSON as it is spelled here, once the object is written.
RAW = "@number:"
IDENTITY = {"name", "namespace", "managedFields", "uid", "resourceVersion", "creationTimestamp", "generation", "ownerReferences",
            "selfLink", "deletionTimestamp", "generateName", "deletionGracePeriodSeconds", "finalizers"}
QUANTITY = re.compile(r"^\d+(\.\d+)?(m|k|M|G|Ki|Mi|Gi|Ti|e\d)?$")
DURATION = re.compile(r"^(\d+(\.\d+)?(ms|s|m|h|d|w))+$")
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")


def written(o):
    """JSON of an object, numbers as a mutation spelled them."""
    return re.sub('"' + RAW + '([^"]*)"', r"\1", json.dumps(o, separators=(",", ":"), ensure_ascii=False))


def places(o, within=None):
    """Every declared value, or every one of the status: path, the map or list that holds it, its key or position."""
    result = []

    def walk(path, value):
        members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, inner in members:
            if path != ("metadata",) or key not in IDENTITY:
                result.append((path + (key,), value, key))
                walk(path + (key,), inner)

    for key, value in o.items():
        if within == key or not within and key not in ("apiVersion", "kind", "status"):
            if key != "metadata":
                result.append(((key,), o, key))
            walk((key,), value)
    return result


def is_meta(path):
    return path[:1] == ("metadata",)


def chosen(o, r, test=lambda path, value: True, within=None):
    """One of the places whose value passes, near the root as often as deep down."""
    found = [p for p in places(o, within) if not is_number(p[1][p[2]]) and test(p[0], p[1][p[2]])]
    if not found:
        return None
    if r.random() < 0.4:
        depth = r.choice(sorted({len(p[0]) for p in found}))
        found = [p for p in found if len(p[0]) == depth]
    return r.choice(found)


def is_number(value):
    """Whether a mutation spelled a number here."""
    return isinstance(value, str) and value.startswith(RAW)


def scalar_of(r):
    return r.choice(["anchor", "", "true", "1", "null", "Δ-grün", "a\u202eb\u0007c", "x" * 300, True, False, 0, 1, -1, 7, 8080, 0.5,
                     RAW + "1.0", RAW + "1e3", RAW + "-0", RAW + "12345678901234567890", "::error::x", "line one\nline two\n", "2026-03-04"])


def another(value, r):
    """A value of the same type that is another one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return r.choice([value + 1, value - 1, value * 10 + 1, 0 if value else 5])
    if is_number(value):
        return 3
    if isinstance(value, str):
        options = [value + "-x", value[:-1] or "x", value.upper() if value.upper() != value else value.lower() + "z", " " + value,
                   value.replace("1", "2") if "1" in value else value + "1", value + "\n", "other"]
        return r.choice([o for o in options if o != value])
    return scalar_of(r)


# MARK: fields

def add_field(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, dict))
    if not place:
        return None
    path, parent, key = place
    name = r.choice(["extra", "note", "x-anchor", "name", "kind", "image", "hostNetwork", "privileged", "suspend", "a.b/c", "a\"b", "команда", ""])
    value = scalar_of(r)
    if is_meta(path):
        value, name = "3" if is_number(value) else str(value), name or "empty"
    elif r.random() < 0.4:
        value = r.choice([{}, [], None, {"a": 1, "b": [1, 2]}, [{"name": "a", "value": "1"}], ["x", "y"], {"x": {}}, [[]], [None]])
    if name in parent[key]:
        return None
    parent[key][name] = value
    return [path + (name,)]


def remove_field(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(p[-1], str))
    if not place:
        return None
    del place[1][place[2]]
    return [place[0]]


def change_value(o, r, kinds):
    place = chosen(o, r, lambda p, v: not isinstance(v, (dict, list)) and v is not None)
    if not place:
        return None
    place[1][place[2]] = another(place[1][place[2]], r)
    return [place[0]]


def change_type(o, r, kinds):
    place = chosen(o, r, lambda p, v: not is_meta(p))
    if not place:
        return None
    path, parent, key = place
    value = parent[key]
    options = [None, {}, [], "text", 1, True, [value], {"value": value}]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        options += [str(value)] * 4
    if isinstance(value, bool):
        options += [str(value).lower(), int(value)] * 2
    if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9]\d{0,15})", value):
        options += [int(value)] * 4
    parent[key] = r.choice([option for option in options if option != value or type(option) is not type(value)])
    return [path]


def empty_or_null(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, (dict, list)))
    if not place:
        return None
    path, parent, key = place
    parent[key] = r.choice([None, type(parent[key])()])
    return [path]


def null_field(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, dict))
    if not place:
        return None
    name = r.choice(sorted(map(str, place[1][place[2]])) + ["absent"]) if r.random() < 0.7 else "absent"
    place[1][place[2]][name] = None
    return [place[0] + (name,)]


def copy_value(o, r, kinds):
    """A value put where another stood: what a wrong path would confuse."""
    one, other = chosen(o, r, lambda p, v: not is_meta(p)), chosen(o, r, lambda p, v: not is_meta(p))
    if not one or not other or one[0] == other[0] or one[0][:len(other[0])] == other[0] or other[0][:len(one[0])] == one[0]:
        return None
    one[1][one[2]], other[1][other[2]] = other[1][other[2]], one[1][one[2]]
    return [one[0], other[0]]


def table_path(o, r, kinds):
    """A field that a table of snapctl names for this kind."""
    from kinds import duration, put, word
    found = [(p, f) for p, f in kinds.paths_of(o) if not p.startswith(("metadata.uid", "metadata.managedFields", "metadata.ownerRef"))]
    if not found:
        return None
    path, form = r.choice(found)
    value = duration(r, form) if form else word(r)
    if path in ("metadata.generation", "metadata.deletionGracePeriodSeconds"):
        value = r.randint(1, 9)
    if path in ("metadata.creationTimestamp", "metadata.deletionTimestamp"):
        value = "2026-03-04T13:00:00Z"
    if path == "metadata.generateName" or path == "metadata.resourceVersion":
        value = str(r.randint(1, 10 ** 6))
    return [tuple(s for s in path.split(".")[:2])] if put(o, path, value) else None


# MARK: lists

def a_list(o, r, least=1):
    return chosen(o, r, lambda p, v: isinstance(v, list) and len(v) >= least)


def list_add(o, r, kinds):
    place = a_list(o, r)
    if not place:
        return None
    entries = place[1][place[2]]
    entry = json.loads(json.dumps(r.choice(entries)))
    if isinstance(entry, dict):
        for key in ("name", "mountPath", "key", "port", "containerPort", "ip", "type", "uid"):
            if key in entry and r.random() < 0.9:
                entry[key] = another(entry[key], r)
                break
        else:
            entry["added"] = "x"
    else:
        entry = another(entry, r) if not isinstance(entry, list) else entry
    at = r.randint(0, len(entries))
    entries.insert(at, entry)
    return [place[0] + (at,)]


def list_remove(o, r, kinds):
    place = a_list(o, r)
    if not place:
        return None
    entries = place[1][place[2]]
    del entries[r.randrange(len(entries))]
    return [place[0]]


def list_move(o, r, kinds):
    place = a_list(o, r, 2)
    if not place:
        return None
    entries = place[1][place[2]]
    entries.insert(r.randrange(len(entries)), entries.pop(r.randrange(len(entries))))
    return [place[0]]


def list_shuffle(o, r, kinds):
    place = a_list(o, r, 2)
    if not place:
        return None
    r.shuffle(place[1][place[2]])
    return [place[0]]


def list_move_and_change(o, r, kinds):
    place = a_list(o, r, 2)
    if not place:
        return None
    entries = place[1][place[2]]
    r.shuffle(entries)
    at = r.randrange(len(entries))
    if isinstance(entries[at], dict) and entries[at]:
        key = r.choice(sorted(entries[at]))
        entries[at][key] = another(entries[at][key], r)
    else:
        entries[at] = another(entries[at], r)
    return [place[0] + (at,)]


def list_duplicate(o, r, kinds):
    place = a_list(o, r)
    if not place:
        return None
    entries = place[1][place[2]]
    entry = json.loads(json.dumps(r.choice(entries)))
    if isinstance(entry, dict) and entry and r.random() < 0.5:
        key = r.choice(sorted(entry))
        if key not in ("name", "mountPath", "key"):
            entry[key] = another(entry[key], r)
    entries.insert(r.randint(0, len(entries)), entry)
    return [place[0]]


# MARK: spellings

def number_spelling(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, (int, float)) and not isinstance(v, bool))
    if not place:
        return None
    value = place[1][place[2]]
    place[1][place[2]] = RAW + r.choice([f"{value}.0" if isinstance(value, int) else f"{value}0", f"{value}e0", f"{value}E+0",
                                         f"{value * 10}e-1" if isinstance(value, int) else f"{value}"])
    return [place[0]]


def quantity_spelling(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, str) and QUANTITY.match(v))
    if not place:
        return None
    text = place[1][place[2]]
    number, unit = re.match(r"([\d.]+)(.*)", text).groups()
    scaled = {"m": lambda: f"{float(number) / 1000:g}", "Gi": lambda: f"{float(number) * 1024:g}Mi", "Mi": lambda: f"{float(number) * 1024:g}Ki",
              "": lambda: f"{float(number) * 1000:g}m", "k": lambda: f"{float(number) * 1000:.0f}", "Ki": lambda: f"{float(number) * 1024:.0f}"}
    options = [f"{number}.0{unit}" if "." not in number else number + "0" + unit, "+" + text, another(text, r)]
    if unit in scaled:
        options += [scaled[unit]()] * 3
    if unit == "" and "." not in number:
        options += [int(number)] * 2
    place[1][place[2]] = r.choice(options)
    return [place[0]]


def duration_spelling(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, str) and DURATION.match(v))
    if not place:
        return None
    sizes = {"ms": 1, "s": 1000, "m": 60000, "h": 3600000, "d": 86400000, "w": 604800000}
    text = place[1][place[2]]
    total = round(sum(float(n) * sizes[u] for n, _, u in re.findall(r"(\d+(\.\d+)?)(ms|s|m|h|d|w)", text)))
    hours, rest = divmod(total, 3600000)
    spelled = f"{hours}h{rest // 60000}m{rest % 60000 / 1000:g}s"
    place[1][place[2]] = r.choice([spelled, spelled, f"{total / 1000:g}s", f"{total / 60000:g}m", f"{total}ms", f"{total + 1000}ms", text + "0s"])
    return [place[0]]


def time_spelling(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, str) and TIME.match(v))
    if not place:
        return None
    text = place[1][place[2]]
    place[1][place[2]] = r.choice([text.replace("Z", "+00:00"), text.replace("Z", ".000Z"), text.replace("Z", "z"), another(text, r)])
    return [place[0]]


# MARK: defaults

def default_filled(o, r, kinds, choose=lambda default, r: default):
    found = [(path, place, field, default) for path, name, place in kinds.walk(o) if path and not is_meta(path)
             for field, default in kinds.defaults(name).items() if field not in place]
    if not found:
        return None
    touched = []
    for path, place, field, default in r.sample(found, min(len(found), r.choice([1, 1, 2, 5]))):
        place[field] = choose(json.loads(json.dumps(default)), r)
        touched.append(path + (field,))
    return touched


def default_missed(o, r, kinds):
    """A value beside the default, where there was none."""
    return default_filled(o, r, kinds, lambda default, r: another(default, r))


def default_dropped(o, r, kinds):
    found = [(path, place, field) for path, name, place in kinds.walk(o) if path and not is_meta(path)
             for field, default in kinds.defaults(name).items() if place.get(field, o) == default]
    if not found:
        return None
    touched = []
    for path, place, field in r.sample(found, min(len(found), r.choice([1, 1, 2, 5]))):
        place.pop(field, None)
        touched.append(path + (field,))
    return touched


# MARK: metadata

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


# MARK: secrets and texts

def letters(r, count, alphabet="abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"):
    return "".join(r.choice(alphabet) for _ in range(count))


def credential(r):
    """Something that looks like one: made up here, of no use anywhere."""
    b64 = lambda n: base64.b64encode(r.randbytes(n)).decode()
    url64 = lambda n: base64.urlsafe_b64encode(r.randbytes(n)).decode().rstrip("=")
    return r.choice([
        lambda: f"postgres://app:{letters(r, 14)}@db.example:5432/app", lambda: f"https://user:{letters(r, 12)}@host.example/x?a=1",
        lambda: "AK" + "IA" + letters(r, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), lambda: "gh" + "p_" + letters(r, 36),
        lambda: f"eyJhbGciOiJIUzI1NiJ9.{url64(45)}.{url64(32)}", lambda: f"password={letters(r, 12)}", lambda: f"--token={letters(r, 24)}",
        lambda: f"AccountName=made;AccountKey={b64(64)};EndpointSuffix=example", lambda: f"Bearer {letters(r, 40)}",
        lambda: "-----BEGIN " + "PRIVATE KEY-----\n" + b64(96) + "\n-----END " + "PRIVATE KEY-----\n", lambda: "4111 1111 1111 1111",
        lambda: json.dumps({"auths": {"registry.example": {"auth": b64(24)}}}), lambda: f"api_key: {letters(r, 32)}\nmode: open\n",
        lambda: f"mysql -u root -p{letters(r, 12)} app", lambda: letters(r, 40), lambda: b64(32)])()


def secret(o, r, kinds):
    if o["kind"] != "Secret":
        return None
    data = o.get("data")
    data = o["data"] = data if isinstance(data, dict) else {}
    key = r.choice(sorted(data) + ["added"]) if data else "added"
    text = credential(r)
    fate = r.random()
    if fate < 0.2 and isinstance(data.get(key), str):
        data[key] = data[key][:8] + "\n" + data[key][8:]
    elif fate < 0.3:
        data.pop(key, None)
    elif fate < 0.45:
        o.setdefault("stringData", {})[key] = text
        return [("stringData", key)]
    elif fate < 0.55:
        o["type"] = r.choice(["Opaque", "kubernetes.io/tls", "example.org/made"])
        return [("type",)]
    else:
        data[key] = base64.b64encode(text.encode()).decode()
    return [("data", key)]


def planted(o, r, kinds):
    """A credential where none belongs, or another one in its place."""
    place = chosen(o, r, lambda p, v: isinstance(v, str))
    if not place:
        return None
    path, parent, key = place
    text = credential(r)
    if r.random() < 0.3 and isinstance(parent, dict) and not is_meta(path):
        name = r.choice(["password", "apiToken", "clientSecret", "value", "connectionString", "tls.key", "token"])
        parent[name] = text
        return [path[:-1] + (name,)]
    parent[key] = r.choice([text, parent[key] + " " + text, base64.b64encode(text.encode()).decode(), json.dumps({"password": text})])
    return [path]


def stored(text):
    """gzip of a text without compressing it: the same bytes with every version of zlib."""
    raw = text.encode()[:60000]
    block = b"\x01" + struct.pack("<HH", len(raw), len(raw) ^ 0xFFFF) + raw
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return head + block + struct.pack("<II", zlib.crc32(raw), len(raw))


def document(r):
    value = {"log": {"level": r.choice(["info", "debug"]), "json": r.choice([True, False])}, "port": r.choice([80, 8080]),
             "hosts": ["a", "b"][:r.randint(1, 2)], "password": letters(r, 12) if r.random() < 0.3 else None}
    shape = r.randrange(6)
    if shape == 0:
        return json.dumps(value)
    if shape == 1:
        return json.dumps(value, indent=2, sort_keys=True)
    lines = "".join(f"{k}: {json.dumps(v)}\n" for k, v in (sorted(value.items()) if shape == 2 else value.items()))
    if shape < 4:
        return ("# comment\n" if r.random() < 0.3 else "") + lines
    packed = stored(lines) if shape == 5 else lines.encode()
    return base64.b64encode(packed).decode()


def inner_document(o, r, kinds):
    """A text that holds a document: JSON or YAML, indented or not, plain or packed."""
    if o["kind"] == "ConfigMap":
        data = o.get("data")
        data = o["data"] = data if isinstance(data, dict) else {}
        name = r.choice(["config.json", "app.yaml", "packed"])
        data[name] = document(r)
        return [("data", name)]
    name = r.choice(["config.json", "note", "reload.example/config"])
    annotations = o["metadata"].get("annotations")
    annotations = o["metadata"]["annotations"] = annotations if isinstance(annotations, dict) else {}
    annotations[name] = document(r)
    return [("metadata", "annotations", name)]


def text_line(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, str) and "\n" in v)
    if not place:
        return None
    lines = place[1][place[2]].split("\n")
    at = r.randrange(len(lines))
    fate = r.random()
    if fate < 0.3:
        lines.insert(at, "added = line")
    elif fate < 0.5:
        del lines[at]
    elif fate < 0.7:
        lines[at] = lines[at] + " "
    else:
        lines[at] = another(lines[at] or "x", r)
    place[1][place[2]] = "\n".join(lines)
    return [place[0]]


# MARK: what people do

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


# MARK: nothing

def nothing(o, r, kinds):
    return []


def member_order(o, r, kinds):
    def shuffled(value):
        if isinstance(value, dict):
            keys = list(value)
            r.shuffle(keys)
            return {k: shuffled(value[k]) for k in keys}
        return [shuffled(v) for v in value] if isinstance(value, list) else value
    made = shuffled(o)
    o.clear()
    o.update(made)
    return []


# How often each is chosen; the name is what the summary counts by.
MUTATIONS = {
    add_field: 8, remove_field: 8, change_value: 10, change_type: 6, empty_or_null: 5, null_field: 4, copy_value: 3, table_path: 5,
    list_add: 4, list_remove: 4, list_move: 4, list_shuffle: 3, list_move_and_change: 3, list_duplicate: 3,
    number_spelling: 2, quantity_spelling: 4, duration_spelling: 4, time_spelling: 1, default_filled: 6, default_missed: 6,
    default_dropped: 6, labels: 6, bookkeeping: 4, status: 4, owners: 3, lifecycle: 2, writers_only: 3, other_version: 1, secret: 8,
    planted: 5, inner_document: 4, text_line: 3, pointed: 8, nothing: 1, member_order: 2}


def name(mutation):
    return mutation.__name__.replace("_", " ")


def mutate(o, r, kinds):
    """Some mutations of one object; the names of those that happened and every path that they touched."""
    names, touched = [], []
    wanted = r.choice([1, 1, 1, 1, 1, 2, 2, 3])
    for _ in range(30):
        if len(names) == wanted:
            break
        # Few kinds have two versions.
        mutation = other_version if r.random() < 0.05 else r.choices(list(MUTATIONS), list(MUTATIONS.values()))[0]
        paths = mutation(o, r, kinds)
        if paths is not None:
            names.append(name(mutation))
            touched += paths
    return names, touched
