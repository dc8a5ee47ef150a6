"""Where an object can be changed, and what can be put there."""
import json, re

# Texts that become a number of JSON as it is spelled here, once the object is written.
RAW = "@number:"
IDENTITY = {"name", "namespace", "managedFields", "uid", "resourceVersion", "creationTimestamp", "generation", "ownerReferences",
            "selfLink", "deletionTimestamp", "generateName", "deletionGracePeriodSeconds", "finalizers"}


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


def a_list(o, r, least=1):
    return chosen(o, r, lambda p, v: isinstance(v, list) and len(v) >= least)
