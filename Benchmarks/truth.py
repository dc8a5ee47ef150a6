#!/usr/bin/env python3
"""Holds a JSON report of `snapctl diff before drift` against the truth of the corpus.

    python3 Benchmarks/truth.py REPORT.json TRUTH.json

Ends with 1, and says what, when something was missed, invented, or found in another field.
"""
import json, re, sys


def field(path):
    """A path without positions, keys and quotes: spec.ports[port=1].targetPort is spec.ports.targetPort."""
    path = re.sub(r'\["([^"]*)"\]', r".\1", path)
    return re.sub(r"\[[^]]*\]", "", path)


def wrong(report, truth):
    """Sentences about everything in which the two disagree."""
    found = {"added": {}, "removed": {}, "changed": {}}
    for violation in report["violations"]:
        o = violation["object"]
        key = f"{o['kind']}/{o.get('namespace', '_cluster')}/{o['name']}"
        change = violation["change"] if violation["change"] in found else "changed"
        found[change][key] = {field(f["path"]) for f in violation.get("fields", [])}
    result = []
    for change, objects in found.items():
        due = truth[change]
        result += [f"missed: {key} was {change}" for key in due if key not in objects]
        result += [f"invented: {key} {change}: {', '.join(sorted(objects[key]))}" for key in objects if key not in due]
    for key, place in truth["changed"].items():
        fields = found["changed"].get(key, {place})
        if any(not (f == place or f.startswith(place + ".") or place.startswith(f + ".")) for f in fields):
            result.append(f"another field: {key}: {', '.join(sorted(fields))} instead of {place}")
    for key in ("incomparable", "unknown", "gaps"):
        result += [f"{key}: {len(report[key])}"] if report[key] else []
    return result


if __name__ == "__main__":
    with open(sys.argv[1]) as r, open(sys.argv[2]) as t:
        report, truth = json.load(r), json.load(t)
    complaints = wrong(report, truth)
    for complaint in complaints[:40]:
        print(complaint)
    total = sum(len(truth[k]) for k in ("changed", "added", "removed"))
    print(f"{total} differences, {len(complaints)} disagreements")
    sys.exit(1 if complaints else 0)
