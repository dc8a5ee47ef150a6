#!/usr/bin/env python3
"""Objects of every built-in kind that the tables of snapctl name, from `kinds.json`: its fields, list keys, scalars, defaults.

    python3 Benchmarks/oracle/kinds.py --snapctl PATH

writes `kinds.json` anew, from the schema table among the sources and from `snapctl rules`. The file is kept apart from both, so
that a build whose tables were lost or changed is still asked about every kind and field.
"""
import argparse, fnmatch, glob, json, os, re, subprocess

from example import ROOT, read_yaml

HERE = os.path.dirname(os.path.abspath(__file__))
KEPT = os.path.join(HERE, "kinds.json")
# What nobody can list, so that no state holds one.
NOT_STORED = ("List", "Review", "/TokenRequest", "/Scale", "/Eviction", "/Binding")


def gathered(tool):
    (table,) = [p for p in glob.glob(f"{ROOT}/Sources/Snapshot/**/BuiltinSchemaTable.swift", recursive=True)]
    with open(table) as file:
        text = file.read()
    facts = json.loads(text[text.index('#"""') + 4:text.rindex('"""#')])
    rules = lambda name: read_yaml(subprocess.run([tool, "rules", name], capture_output=True, text=True, check=True).stdout, name)
    short = lambda name: ".".join(p for p in name.split(".")[-3:] if not is_version(p))
    definitions = {}

    def taken(schema):
        if "ref" in schema:
            schema = dict(schema, ref=short(schema["ref"]))
        return {k: taken(v) if k in ("items", "values") else {f: taken(s) for f, s in v.items()} if k == "fields" else v
                for k, v in schema.items()}

    for name, schema in facts["definitions"].items():
        if not name.endswith("List"):
            definitions.setdefault(short(name), {"fields": {}})["fields"].update(taken(schema).get("fields", {}))
    fields = lambda name: definitions.setdefault(name, {"fields": {}})["fields"]
    for row in rules("lists"):
        if isinstance(row.get("definition"), str) and isinstance(row.get("field"), str):
            fields(row["definition"]).setdefault(row["field"], {"items": {}})
    for row in rules("textMaps"):
        for field in row["fields"]:
            fields(row["definition"]).setdefault(field, {"values": {}})
    for row in rules("empty"):
        for field in row["fields"]:
            if field != "*":
                fields(row["definition"]).setdefault(field, {"fields": {}})
    for row in rules("defaults"):
        if "value" in row:
            fields(row["definition"]).setdefault(row["field"], {})["default"] = row["value"]
    types = {t: short(d) for t, d in facts["types"].items() if not t.endswith(NOT_STORED)}
    known = {t.split("/")[-1] + ("." + t.split("/")[0] if "/" in t[:t.rindex("/")] else "") for t in types}
    text = subprocess.run([tool, "rules"], capture_output=True, text=True, check=True).stdout
    named = set(re.findall(r"\b[A-Z][A-Za-z]+(?:\.[a-z0-9-]+)+\.[a-z]+\b", text)) - known
    named = {n for n in named if not n.endswith(".md") and n.split(".")[0] + "." + n.split(".", 1)[1] not in known}
    paths = [{"kinds": row.get("kinds", ["*"]), "paths": row["paths"]} for row in rules("fields") if row.get("paths")]
    paths += [{"kinds": row["kinds"], "paths": [row["path"]], "form": row["form"]} for row in rules("durations")]
    return {"types": types, "definitions": definitions, "named": sorted(named), "paths": paths}


def is_version(part):
    return part[0] == "v" and part[1:2].isdigit()


def written(table):
    """One definition a line."""
    compact = lambda v: json.dumps(v, sort_keys=True, separators=(",", ":"))
    part = lambda name: ",\n".join(f"{compact(k)}:{compact(v)}" for k, v in sorted(table[name].items()))
    rows = ",\n".join(compact(row) for row in table["paths"])
    return (f'{{"types":{{\n{part("types")}\n}},"definitions":{{\n{part("definitions")}\n}},\n'
            f'"named":{compact(table["named"])},"paths":[\n{rows}\n]}}\n')


class Kinds:
    """The table, and random objects by it."""

    def __init__(self):
        with open(KEPT, encoding="utf-8") as file:
            table = json.load(file)
        self.types, self.definitions = table["types"], table["definitions"]
        self.named, self.paths = table["named"], table["paths"]

    def names(self):
        return sorted(self.types)

    def paths_of(self, o):
        """The paths that a table names for objects of this kind, each with the form that it has there."""
        group = o["apiVersion"].rpartition("/")[0]
        kind = o["kind"] + ("." + group if group else "")
        return [(path, row.get("form")) for row in self.paths if any(fnmatch.fnmatchcase(kind, k) for k in row["kinds"])
                for path in row["paths"]]

    def named_object(self, name, r):
        """An object of a custom kind that a table names, with values where the tables look."""
        kind, _, group = name.partition(".")
        o = {"apiVersion": f"{group}/v1", "kind": kind, "metadata": {"name": kind.lower() + "-named", "namespace": "made"},
             "spec": {"mode": "Standard", "hosts": ["a.example", "b.example"], "limits": {"cpu": "500m"}, "paused": False,
                      "template": {"image": "registry.example/anchor:1.0", "replicas": 2}}}
        for path, form in self.paths_of(o):
            if form or path.startswith(("metadata.annotations", "metadata.labels", "spec")) and r.random() < 0.2:
                put(o, path, duration(r, form) if form else word(r))
        return o

    def object(self, type_name, r):
        """An object of a type, with a random part of the fields that the table knows."""
        version, _, kind = type_name.rpartition("/")
        o = {"apiVersion": version, "kind": kind, "metadata": {"name": kind.lower() + "-made", "labels": {"app": "made"}}}
        if kind not in CLUSTER_WIDE:
            o["metadata"]["namespace"] = "made"
        body = self.map(self.types[type_name], r, 0)
        for key, value in body.items():
            if key not in ("metadata", "apiVersion", "kind", "status"):
                o[key] = value
        if kind in REQUIRED:
            for key, value in json.loads(json.dumps(REQUIRED[kind])).items():
                o[key] = {**o.get(key, {}), **value} if isinstance(value, dict) and isinstance(o.get(key, {}), dict) else value
        if kind == "Secret":
            o["type"] = "Opaque"
        if "status" in body and r.random() < 0.7:
            o["status"] = body["status"]
        return o

    def map(self, name, r, depth):
        fields = self.definitions.get(name, {}).get("fields", {})
        result = {}
        for field in sorted(fields):
            if depth < 7 and r.random() < (0.9 if depth < 2 else 0.45 if depth < 4 else 0.25):
                result[field] = self.value(field, fields[field], r, depth)
        if r.random() < 0.3:
            result.setdefault("name", f"made-{r.randint(0, 9)}")
        return result

    def value(self, field, schema, r, depth):
        if "ref" in schema:
            return self.map(schema["ref"], r, depth + 1)
        if "items" in schema or "list" in schema:
            return self.list(schema, r, depth)
        if "values" in schema:
            return {f"{field[:3]}-{c}": self.value(field, schema["values"], r, depth + 1) for c in "abc"[:r.randint(1, 3)]}
        if "fields" in schema:
            return {f: self.value(f, s, r, depth + 1) for f, s in sorted(schema["fields"].items()) if r.random() < 0.5}
        if "default" in schema and r.random() < 0.5:
            return schema["default"]
        return scalar(schema.get("scalar"), schema.get("default"), r)

    def list(self, schema, r, depth):
        items, keys = schema.get("items", {}), schema.get("keys", [])
        count, plain = r.randint(1, 3), not keys and not any(k in items for k in ("ref", "fields", "values"))
        if schema.get("list") == "set" or plain:
            return [f"entry-{i}" for i in range(count)]
        result = []
        for i in range(count):
            entry = self.value("entry", items, r, depth + 1) if items else {}
            entry = entry if isinstance(entry, dict) else {}
            for key in keys:
                entry[key] = "TCP" if key == "protocol" else 8000 + i if "ort" in key else f"{key}-{i}"
            result.append(entry or {"name": f"entry-{i}"})
        return result

    def walk(self, o):
        """Every map of an object whose definition the table knows: path, definition's name, the map."""
        name = self.types.get(f"{o.get('apiVersion')}/{o.get('kind')}")
        if name:
            yield from self.inside((), {"ref": name}, o)

    def inside(self, path, schema, value):
        if isinstance(value, list):
            for i, entry in enumerate(value):
                yield from self.inside(path + (i,), schema.get("items", {}), entry)
        elif isinstance(value, dict):
            if "ref" in schema:
                yield path, schema["ref"], value
                schema = self.definitions.get(schema["ref"], {})
            for key, inner in value.items():
                below = schema.get("fields", {}).get(key) or schema.get("values")
                if below:
                    yield from self.inside(path + (key,), below, inner)

    def defaults(self, name):
        """The defaults of a definition by field."""
        fields = self.definitions.get(name, {}).get("fields", {})
        return {field: schema["default"] for field, schema in sorted(fields.items()) if "default" in schema}


def scalar(kind, default, r):
    if kind == "quantity":
        return r.choice(["500m", "1", "2Gi", "1.5Gi", "128Mi", "1e3", "0.1", "100k", "0"])
    if kind == "time":
        return r.choice(["2026-03-02T08:00:00Z", "2026-03-02T08:00:00.000000Z", "2026-03-01T23:59:59+00:00"])
    if kind == "bytes":
        return r.choice(["bWFkZQ==", "YW5jaG9yIGJhc2lu", "AAEC"])
    if kind == "int-or-string":
        return r.choice([1, 8080, "http", "25%", "1"])
    if isinstance(default, bool):
        return not default
    if isinstance(default, int):
        return default + r.randint(0, 3)
    return r.choice(["anchor", "Cedar", "Always", "", "0", "true"])


def word(r):
    return r.choice(["anchor", "basin", "true", "7", "cedar-1"])


def duration(r, form):
    return r.choice(["1h0m0s", "90s", "15m", "24h"] + (["1d", "2w"] if "days" in form else ["1.5h", "500ms"]))


def steps(path):
    """The steps of a path as the tables write it: names; (key, value) of an entry, None for any entry."""
    result = []
    for name, inner in re.findall(r"([^.\[\]]+)|\[([^\]]*)\]", path):
        result.append(name or (None if not inner else tuple(inner.split("=", 1)) if "=" in inner else inner.strip('"')))
    return result


def put(o, path, value):
    """Sets a value at such a path, making what is missing; False where the object has something else there."""
    place, parts = o, steps(path)
    for i, step in enumerate(parts):
        last = i + 1 == len(parts)
        if step is None or isinstance(step, tuple):
            if not isinstance(place, list):
                return False
            entry = next((e for e in place if step and isinstance(e, dict) and e.get(step[0]) == step[1]), None)
            if entry is None and (step or not place):
                place.append({step[0]: step[1]} if step else {})
                entry = place[-1]
            place = place[0] if entry is None else entry
            continue
        if not isinstance(place, dict):
            return False
        step = step.replace("*", "made")
        if last:
            place[step] = value
        else:
            place = place.setdefault(step, [] if parts[i + 1] is None or isinstance(parts[i + 1], tuple) else {})
    return True


CLUSTER_WIDE = set("""APIService CSIDriver CSINode CertificateSigningRequest ClusterRole ClusterRoleBinding ClusterTrustBundle ComponentStatus
CustomResourceDefinition DeviceClass DeviceTaintRule FlowSchema IPAddress IngressClass MutatingAdmissionPolicy
MutatingAdmissionPolicyBinding MutatingWebhookConfiguration Namespace Node PersistentVolume PriorityClass
PriorityLevelConfiguration ResourceSlice RuntimeClass SelfSubjectReview ServiceCIDR StorageClass StorageVersion
StorageVersionMigration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration VolumeAttachment
VolumeAttributesClass""".split())
REQUIRED = {
    "CustomResourceDefinition": {"spec": {"group": "made.example", "scope": "Namespaced", "names": {
        "kind": "Made", "plural": "mades", "singular": "made", "listKind": "MadeList"}, "versions": [
            {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object"}}}]}},
    "ClusterRoleBinding": {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"}},
    "RoleBinding": {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "made"}}}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--snapctl", required=True)
    text = written(gathered(os.path.abspath(parser.parse_args().snapctl)))
    with open(KEPT, "w") as file:
        file.write(text)
