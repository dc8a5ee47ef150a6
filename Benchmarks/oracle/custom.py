"""Custom resources: one definition that uses everything a schema can say, and resources with and without a definition."""
import json, os, sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import corpus

TEXT, NUMBER, FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
EITHER = {"x-kubernetes-int-or-string": True, "anyOf": [{"type": "integer"}, {"type": "string"}]}
QUANTITY = {**EITHER, "pattern": r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$"}
OPEN = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}


def listed(kind, items, keys=None):
    schema = {"type": "array", "items": items, "x-kubernetes-list-type": kind}
    return {**schema, "x-kubernetes-list-map-keys": keys} if keys else schema


ENTRY = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "value": TEXT, "weight": {**NUMBER, "default": 1}}}
BERTH = {"type": "object", "properties": {
    "mode": {**TEXT, "default": "Standard"}, "count": {**NUMBER, "default": 3}, "enabled": {**FLAG, "default": True},
    "ratio": {"type": "number"}, "note": {**TEXT, "nullable": True}, "size": QUANTITY, "port": EITHER,
    "since": {**TEXT, "format": "date-time"}, "period": {**TEXT, "format": "duration"}, "seed": {**TEXT, "format": "byte"},
    "labels": {"type": "object", "additionalProperties": TEXT}, "sizes": {"type": "object", "additionalProperties": QUANTITY},
    "tags": listed("set", TEXT), "steps": listed("atomic", TEXT), "entries": listed("map", ENTRY, ["name"]),
    "ordered": {"type": "array", "items": ENTRY}, "values": OPEN,
    "inner": {"type": "object", "default": {"kind": "Plain"}, "properties": {"kind": {**TEXT, "default": "Plain"}, "depth": NUMBER}},
    "atom": {"type": "object", "x-kubernetes-map-type": "atomic", "properties": {"a": TEXT, "b": TEXT}}}}


def definition(kind, plural, scope="Namespaced", status=True):
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {
        "type": "object", "properties": {"spec": BERTH, "status": OPEN}}}}
    if status:
        version["subresources"] = {"status": {}}
    beta = {**json.loads(json.dumps(version)), "name": "v1beta1", "storage": False}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{plural}.oracle.example"},
            "spec": {"group": "oracle.example", "scope": scope, "versions": [version, beta], "names": {
                "kind": kind, "listKind": kind + "List", "plural": plural, "singular": kind.lower()}}}


def definitions():
    made = [definition("Berth", "berths"), definition("Dock", "docks", "Cluster"), definition("Raft", "rafts", status=False)]
    return made + json.loads(json.dumps(corpus.DEFINITIONS))


def berth(r, kind="Berth", api_version="oracle.example/v1"):
    pick = lambda *values: r.choice(values)
    entry = lambda i: {"name": f"e{i}", "value": pick("a", "b", ""), "weight": pick(1, 2)}
    spec = {"mode": pick("Standard", "Other"), "count": pick(3, 4, 0), "enabled": pick(True, False), "ratio": pick(0.5, 1.0, 3),
            "note": pick(None, "text", ""), "size": pick("1Gi", "1024Mi", "500m", 2), "port": pick(80, "http", "80"),
            "since": "2026-03-02T08:00:00Z", "period": pick("1h", "60m", "3600s", "1h0m0s"), "seed": "YW5jaG9y",
            "labels": {"a": "1", "b": ""}, "sizes": {"x": "0.5", "y": "1e3"}, "tags": ["red", "green", "blue"][:r.randint(1, 3)],
            "steps": ["one", "two", "three"][:r.randint(1, 3)], "entries": [entry(i) for i in range(r.randint(1, 4))],
            "ordered": [entry(i) for i in range(r.randint(1, 4))], "inner": {"kind": "Plain", "depth": 2},
            "values": {"replicas": 2, "image": {"tag": "1.0", "digest": None}, "list": [1, "1", None, {"a": []}], "empty": {}},
            "atom": {"a": "1", "b": "2"}, "unknownField": {"deep": [{"x": 1}]}}
    spec = {k: v for k, v in spec.items() if r.random() < 0.75}
    metadata = {"name": kind.lower() + "-made", "labels": {"app": "oracle"}}
    if kind != "Dock":
        metadata["namespace"] = "made"
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, "spec": spec, "status": {"ready": True, "seen": 3}}


def resources():
    """A maker by name: of kinds with a definition in the state, of one version of it or the other, and of kinds without."""
    makers = {"custom/Berth": berth, "custom/Berth.v1beta1": lambda r: berth(r, "Berth", "oracle.example/v1beta1"),
              "custom/Dock": lambda r: berth(r, "Dock"), "custom/Raft": lambda r: berth(r, "Raft"),
              "custom/Stray": lambda r: berth(r, "Stray", "stray.example/v1")}
    for maker, _ in corpus.MIX:
        makers[f"corpus/{maker.__name__}"] = lambda r, maker=maker: maker(r, "team-oracle", f"{corpus.word(r)}-{corpus.word(r)}-0")
    return makers
