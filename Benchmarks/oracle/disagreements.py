"""Two builds' facts held against each other, and the exceptions that a person has explained."""
import collections, fnmatch, json, os, re

from example import ROOT

HERE = os.path.dirname(os.path.abspath(__file__))
EXCEPTIONS = os.path.join(HERE, "exceptions.json")


class Disagreement:
    """One thing that two builds say differently. A stop is one where the old build told something and the new one is silent."""

    def __init__(self, kind, fixture, o, path, old, new, stop=False):
        self.kind, self.fixture, self.object, self.path, self.old, self.new, self.stop = kind, fixture, o, path, old, new, stop

    def line(self):
        short = lambda text: "nothing" if text is None else text if len(text) <= 160 else text[:160] + "…"
        place = " ".join(part for part in (self.object, self.path) if part)
        return f"{self.fixture}: {place}: old {short(self.old)} | new {short(self.new)}"


def covers(path, others):
    """Whether one of the paths is this one, something around it or something in it; a whole object is told by any of them."""
    inside = lambda inner, outer: outer == "" or inner == outer or inner.startswith((outer + ".", outer + "["))
    return any(path == "" or inside(path, other) or inside(other, path) for other in others)


def held(fixture, old, new):
    """Every disagreement between the facts of two builds."""
    result = head(fixture, old.head, new.head)
    for o in sorted(set(old.objects) | set(new.objects)):
        one, other = old.objects.get(o, {}), new.objects.get(o, {})
        if one == other:
            continue
        told_before, told_now = old.told(o), new.told(o)
        for path in sorted(told_before):
            if not told_now:
                result.append(Disagreement("old different, new equal", fixture, o, path, told(one, path), told(other, path), stop=True))
            elif not covers(path, told_now):
                result.append(Disagreement("old different, new equal in this field", fixture, o, path, told(one, path),
                                           told(other, path), stop=True))
        for place in sorted(set(one) | set(other)):
            if one.get(place) != other.get(place):
                result.append(fact(fixture, o, place, one.get(place), other.get(place)))
    return result


def told(facts, path):
    """Everything that is said of a path, or of an object."""
    said = [f"{aspect} {text}" for (aspect, at), text in sorted(facts.items()) if at == path]
    return "; ".join(said) if said else "equal" if not facts else "; ".join(f"{a} {p}" for a, p in sorted(facts))


def fact(fixture, o, place, old, new):
    aspect, path = place
    if aspect == "declared":
        leaked = old is not None and "TOKEN" in old and (new is None or "TOKEN" not in new)
        return Disagreement("old redacted, new not" if leaked else "declared", fixture, o, path, old, new, stop=leaked)
    if aspect in ("difference", "incomparable", "unknown"):
        kind = {"difference": "path", "incomparable": "not comparable", "unknown": "unknown"}[aspect]
        return Disagreement(kind + (": only old" if new is None else ": only new"), fixture, o, path, old, new)
    if aspect.startswith("finding of"):
        lost = old is not None and '"weight":"hand"' in old and new is None
        return Disagreement("old found a hand, new did not" if lost else "finding", fixture, o, f"{path} {aspect}".strip(), old, new, stop=lost)
    if aspect.startswith("ignored by"):
        return Disagreement("ignored by a rule", fixture, o, f"{path} {aspect}", old, new)
    return Disagreement(aspect, fixture, o, path, old, new)


def head(fixture, old, new):
    result = []
    for place in sorted(set(old) | set(new)):
        one, other = old.get(place), new.get(place)
        if one == other:
            continue
        name, entry = place
        top = name.split(".")[0]
        silent = top in ("gaps", "breaches", "skipped", "gapsOutOfScope") and other is None
        if top == "requirements" and one is not None and '"outcome":"met"' not in entry:
            met = [e for n, e in new if n == name and same_requirement(e, entry) and '"outcome":"met"' in e]
            silent = bool(met)
        if name == "status":
            silent = one != "0" and other == "0"
        if name == "verdict.outcome":
            silent = one is not None and other == '"clean"'
        kind = "status, old not 0 and new 0" if silent and name == "status" else f"{top}, old says it and new does not" if silent else top
        result.append(Disagreement(kind, fixture, "", f"{name} {entry}".strip(), one, other, stop=silent))
    return result


def same_requirement(one, other):
    name = re.compile(r'"name":"([^"]*)"')
    return name.findall(one)[-1:] == name.findall(other)[-1:]


class Exceptions:
    """`exceptions.json`: what may disagree, why, and the test that shows it right.

    An entry has `kind` (of disagreement), and where it is narrower `object`, `path` and `fixture`, all with `*`; `why` and `test`, the
    name of a test of the project. A stop is excused only by an entry with `stop: true`.
    """

    def __init__(self, path=EXCEPTIONS):
        with open(path, encoding="utf-8") as file:
            self.entries = json.load(file)
        self.used = collections.Counter()
        for i, entry in enumerate(self.entries):
            if not entry.get("kind") or not entry.get("why") or not entry.get("test"):
                raise SystemExit(f"{path}: entry {i + 1} needs kind, why and test")
            if not test_exists(entry["test"]):
                raise SystemExit(f"{path}: entry {i + 1}: there is no test {entry['test']} below Tests or Benchmarks")

    def excuse(self, found):
        for i, entry in enumerate(self.entries):
            matches = all(fnmatch.fnmatchcase(getattr(found, key), entry[key]) for key in ("kind", "object", "path", "fixture")
                          if key in entry)
            if matches and (not found.stop or entry.get("stop") is True):
                self.used[i] += 1
                return True
        return False

    def unused(self):
        return [entry["why"] for i, entry in enumerate(self.entries) if not self.used[i]]


def test_exists(name):
    wanted = re.compile(r"\b(func|def) `?" + re.escape(name) + r"`?\(")
    for folder in ("Tests", "Benchmarks"):
        for place, _, files in os.walk(os.path.join(ROOT, folder)):
            for file in files:
                if file.endswith((".swift", ".py")):
                    with open(os.path.join(place, file), encoding="utf-8") as text:
                        if wanted.search(text.read()):
                            return True
    return False


class Ledger:
    """What was found: stops first, then counts by kind with the first examples."""

    def __init__(self, exceptions, examples=3):
        self.exceptions, self.examples = exceptions, examples
        self.stops, self.kinds, self.excused = [], collections.defaultdict(list), collections.Counter()
        self.counts = collections.Counter()

    def take(self, found):
        """Those that no exception excuses."""
        left = []
        for one in found:
            if self.exceptions.excuse(one):
                self.excused[one.kind] += 1
                continue
            left.append(one)
            self.counts[one.kind] += 1
            if one.stop:
                self.stops.append(one)
            elif len(self.kinds[one.kind]) < self.examples:
                self.kinds[one.kind].append(one)
        return left

    def text(self):
        lines = []
        if self.stops:
            lines.append(f"STOP  {len(self.stops)} times the old build told something and the new one is silent")
            lines += [f"  {one.kind}  {one.line()}" for one in self.stops[:50]]
            lines += [f"  … and {len(self.stops) - 50} more"] if len(self.stops) > 50 else []
        for kind in sorted(self.kinds):
            lines.append(f"DISAGREE  {kind} ×{self.counts[kind]}")
            lines += [f"  {one.line()}" for one in self.kinds[kind]]
        for kind, count in sorted(self.excused.items()):
            lines.append(f"excused  {kind} ×{count}")
        lines += [f"this exception excused nothing: {why}" for why in self.exceptions.unused()]
        return "\n".join(lines)

    @property
    def clean(self):
        return not self.stops and not self.kinds
