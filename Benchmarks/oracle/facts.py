"""What a build says, as facts that two builds can be held to: of a state, and of each object what became of it.

A fact is a place (an aspect and a path) and a text. Times, digests, roots, arguments and the host are no facts; the tokens of one
value are told apart by number, not by what a build spells them like.
"""
import collections, hashlib, json, re

TOKEN = re.compile(r"hmac-sha256:[0-9a-f]{16}:[0-9a-f]{64}")
VOLATILE = [(re.compile(r"\(\d+ bytes, snapshot [0-9a-f]{12}\)"), "(…)"), (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
            (re.compile(r"127\.0\.0\.1:\d+"), "LOOPBACK"),
            (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ( to \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)?"), "TIME")]
# Members of a report that are told by object, or say when, where and by which build it was made.
BY_OBJECT = {"violations", "upgrade", "suppressedObjects", "signals", "orderOnly", "unknown", "incomparable", "verdict"}
NO_FACTS = {"madeAt", "invocation", "tool", "format", "baseline", "before", "after"}


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def masked(text, tokens=None):
    """A text whose tokens are numbered in the order in which they come."""
    tokens = {} if tokens is None else tokens
    return TOKEN.sub(lambda m: f"TOKEN{tokens.setdefault(m[0], len(tokens) + 1)}", text)


def steady(text):
    """A sentence without what differs from run to run."""
    for pattern, word in VOLATILE:
        text = pattern.sub(word, text)
    return masked(text)


def named(o):
    """Kind.group namespace/name."""
    kind = o["kind"] + ("." + o["group"] if o.get("group") else "")
    return f"{kind} {o['namespace']}/{o['name']}" if o.get("namespace") else f"{kind} {o['name']}"


def who(author):
    """An author as one text."""
    parts = [author["class"], author.get("manager") or author.get("user") or "-"]
    return canonical(" ".join(parts + [f"{k}={author[k]}" for k in sorted(author) if k not in ("class", "manager")]))[1:-1]


def flattened(prefix, value, result):
    """Texts by path; entries of a list are a multiset, so that their order is no fact."""
    if isinstance(value, dict):
        for key in value:
            flattened(f"{prefix}.{key}" if prefix else key, value[key], result)
    elif isinstance(value, list):
        for text, count in collections.Counter(steady(canonical(v)) for v in value).items():
            result[(prefix, text)] = str(count)
    else:
        result[(prefix, "")] = steady(canonical(value))


class Facts:
    def __init__(self):
        self.head = {}
        self.objects = collections.defaultdict(dict)

    def put(self, o, aspect, path, text):
        """One more fact; a second one of a place stands beside the first."""
        place, facts = (aspect, path), self.objects[o]
        facts[place] = f"{facts[place]}\n{text}" if place in facts else text

    def told(self, o):
        """The paths of an object that are told as different or not comparable; "" for the object as a whole."""
        return {path for aspect, path in self.objects.get(o, {}) if aspect in ("difference", "incomparable", "unknown")}

    def digest(self, objects=None):
        lines = [f"{k}\0{v}" for k, v in self.head.items()] if objects is None else []
        for o in self.objects if objects is None else objects:
            lines += [f"{o}\0{place}\0{text}" for place, text in self.objects.get(o, {}).items()]
        return hashlib.sha256("\n".join(sorted(lines)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def put_field(facts, o, aspect, field, prefix=""):
    path = prefix + field.get("path", "")
    facts.put(o, aspect, path, "told")
    tokens = {}
    for member in sorted(field):
        if member == "authors":
            facts.put(o, "author", path, "; ".join(who(a) for a in field[member]))
        elif member != "path":
            text = masked(canonical(field[member]), tokens)
            facts.put(o, member if aspect == "difference" else f"{aspect} {member}", path, text)


def put_change(facts, aspect, entry, where=""):
    o = named(entry["object"])
    if not entry.get("fields"):
        facts.put(o, aspect, "", "told")
    for field in entry.get("fields", []):
        put_field(facts, o, aspect, field)
    for member in sorted(entry):
        if member == "authors":
            facts.put(o, "author", "", "; ".join(who(a) for a in entry[member]))
        elif member == "owner":
            facts.put(o, "owner", "", named(entry[member]))
        elif member not in ("object", "fields"):
            facts.put(o, member if aspect == "difference" else f"{aspect} {member}", "", masked(canonical(entry[member])))
    if where:
        facts.put(o, "where", "", where)


def put_verdict(facts, verdict):
    """Whether anybody changed the state by hand: what each leg of the evidence found, by object."""
    flattened("verdict", {k: v for k, v in verdict.items() if k != "legs"}, facts.head)
    for leg in verdict.get("legs", []):
        place = f"verdict.{leg['leg']}"
        flattened(place, {k: v for k, v in leg.items() if k not in ("leg", "findings")}, facts.head)
        for finding in leg["findings"]:
            rest = {k: who(v) if k == "author" else v for k, v in finding.items() if k != "object"}
            if "object" in finding:
                facts.put(named(finding["object"]), f"finding of {leg['leg']}", "", masked(canonical(rest)))
            else:
                flattened(place, {"findings": [rest]}, facts.head)


def source(value):
    """What a report says of one of its states, without when and where it was read."""
    kept = {k: value[k] for k in ("kind", "objects", "isComplete", "leftOut", "namespaces", "hasEphemeralKey") if k in value}
    kept["version"] = value.get("cluster", {}).get("version")
    kept["signature"] = value.get("signature", {}).get("result")
    population = value.get("manifest", {}).get("population", [])
    kept["population"] = [{k: t[k] for k in ("group", "version", "kind", "resource", "state", "objects")} for t in population]
    return kept


def of_report(report, status, notes):
    """The facts of a JSON report of `diff` or `check`."""
    facts = Facts()
    facts.head[("status", "")] = str(status)
    flattened("note", notes, facts.head)
    for side in ("before", "after"):
        if side in report:
            flattened(side, source(report[side]), facts.head)
    baseline = report.get("baseline", {})
    flattened("baseline", {k: baseline[k] for k in ("name", "rules", "version", "stage", "learned") if k in baseline}, facts.head)
    for member, value in report.items():
        if member not in BY_OBJECT and member not in NO_FACTS:
            flattened(member, value, facts.head)
    for entry in report.get("violations", []):
        put_change(facts, "difference", entry)
    upgrade = report.get("upgrade", {})
    flattened("upgrade", {k: v for k, v in upgrade.items() if k != "violations"}, facts.head)
    for entry in upgrade.get("violations", []):
        put_change(facts, "difference", entry, "upgrade")
    put_verdict(facts, report.get("verdict", {}))
    for aspect in ("unknown", "incomparable"):
        for entry in report.get(aspect, []):
            put_change(facts, aspect, entry)
    for entry in report.get("orderOnly", []):
        put_change(facts, "order", entry)
    for entry in report.get("signals", []):
        facts.put(named(entry["object"]), "signal", entry["signal"], steady(entry["detail"]) if "requested" in entry["signal"].lower()
                  else masked(entry["detail"]))
    for entry in report.get("suppressedObjects", []):
        o = named(entry["object"])
        for field in entry["fields"]:
            tokens = {}
            rest = {k: field[k] for k in sorted(field) if k not in ("path", "rule")}
            facts.put(o, f"ignored by {field['rule']}", field["path"], masked(canonical(rest), tokens))
    return facts


def of_objects(text):
    """What `normalize -o json` prints, by object."""
    facts, decoder, at = Facts(), json.JSONDecoder(parse_float=lambda t: "number " + t, parse_int=lambda t: "number " + t), 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        o, at = decoder.raw_decode(text, at)
        metadata = o.get("metadata", {})
        name = named({"kind": o.get("kind", ""), "group": o.get("apiVersion", "").rpartition("/")[0],
                      "namespace": metadata.get("namespace"), "name": metadata.get("name") or metadata.get("generateName") or ""})
        tokens = {}
        for path, leaf in leaves("", o):
            facts.objects[name][("declared", path)] = masked(leaf, tokens)
    return facts


def leaves(path, value):
    if isinstance(value, dict) and value:
        for key in sorted(value):
            yield from leaves(f"{path}.{key}" if path else key, value[key])
    elif isinstance(value, list) and value:
        for i, entry in enumerate(value):
            yield from leaves(f"{path}[{i}]", entry)
    else:
        yield path, canonical(value)


def of_value(value, status, notes):
    """The facts of any other JSON, such as what `compare` or `capture` says."""
    facts = Facts()
    facts.head[("status", "")] = str(status)
    flattened("note", notes, facts.head)
    flattened("", value, facts.head)
    return facts
