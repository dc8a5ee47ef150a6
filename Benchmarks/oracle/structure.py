"""Changes of structure: fields, types, emptiness, lists."""
import json, re

from kinds import duration, put, word
from places import a_list, another, chosen, is_meta, is_number, scalar_of


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
