"""Seeded pairs of objects, thousands in one pair of states, so that a process's start costs nothing.

Bases are the objects of the example cluster with what they own, one of every built-in kind, and custom resources. Every round takes
each base once: a copy of it before, and what mutations made of it after. A pair depends on the seed, its base and its round alone,
so that a new base or a larger run changes no other pair.
"""
import json, os, random, sys

import bookkeeping, custom, example, facts, kinds, mutations, places, spellings, writers

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import corpus

LARGEST = 40_000
# What the two states are: live as a server prints it, or a manifest; and what is special about this pair of states.
MODES = ["live", "live, YAML", "manifest to live", "manifests", "without managedFields", "without definitions", "definitions after only",
         "live to manifest"]

# Marks that tools leave on what they apply, and that nobody has in Git.
STAMPS = {"kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io", "meta.helm.sh", "app.kubernetes.io", "argocd.argoproj.io"}


def identity(o):
    metadata = o["metadata"]
    return (o["apiVersion"].rpartition("/")[0], o["kind"], metadata.get("namespace", ""), metadata["name"])


def copied(value):
    return json.loads(json.dumps(value))


def printed(o):
    """An object as facts name it."""
    group, kind, namespace, name = identity(o)
    return facts.named({"kind": kind, "group": group, "namespace": namespace, "name": name})


class Unit:
    """Some objects that belong together, before and after."""

    def __init__(self, base, number, before, after, names):
        self.base, self.number, self.before, self.after, self.names = base, number, before, after, names

    @property
    def label(self):
        return f"{self.base}#{self.number}"

    @property
    def mutation(self):
        return self.names[0] if len(self.names) == 1 else "several" if self.names else "nothing"


class Pairs:
    def __init__(self, seed):
        self.seed, self.kinds = seed, kinds.Kinds()
        self.families = self.example_families()
        self.makers = {f"built-in/{name}": lambda r, name=name: self.kinds.object(name, r) for name in self.kinds.names()}
        # A kind that the example has is there in its scope already; one type is not in two scopes.
        shown = {base.split("/")[1] for base in self.families}
        self.makers.update({f"named/{name}": lambda r, name=name: self.kinds.named_object(name, r)
                            for name in self.kinds.named if name.split(".")[0] not in shown})
        self.makers.update(custom.resources())
        self.bases = sorted(self.families) + sorted(self.makers)

    def example_families(self):
        """An object that nothing owns, and what it owns directly or not, at most seven of them."""
        states = example.states()
        found, owned = {}, {}
        objects = {identity(o): o for name in ("drifted", "cluster") for o in states[name] if len(json.dumps(o)) < LARGEST}
        for o in objects.values():
            for owner in o["metadata"].get("ownerReferences", [])[:1]:
                owned.setdefault(owner["uid"], []).append(o)
        for o in objects.values():
            if not o["metadata"].get("ownerReferences"):
                family, at = [o], 0
                while at < len(family) and len(family) < 8:
                    family += sorted(owned.get(family[at]["metadata"].get("uid"), []), key=identity)[:7]
                    at += 1
                group, kind, namespace, name = identity(o)
                found[f"example/{kind}/{namespace or '_cluster'}/{name}"] = family[:8]
        return found

    def renamed(self, family, base, number, keeps_names):
        """A copy with uids of its own; with names of its own, but in the first round of a pair of states."""
        family, suffix = copied(family), "" if keeps_names else f"-o{number}"
        uids, names = {}, {}
        for o in family:
            metadata = o["metadata"]
            if metadata.get("uid"):
                r = random.Random(f"{self.seed}/{number}/{metadata['uid']}")
                uids[metadata["uid"]] = "%08x-%04x-4%03x-a%03x-%012x" % tuple(r.getrandbits(n) for n in (32, 16, 12, 12, 48))
                metadata["uid"] = uids[metadata["uid"]]
            names[metadata["name"]] = metadata["name"] + suffix
            metadata["name"] += suffix
            if o["kind"] == "CustomResourceDefinition" and suffix and isinstance(o.get("spec", {}).get("names"), dict):
                o["spec"]["names"]["plural"] = o["spec"]["names"].get("plural", "x") + suffix
                o["spec"]["names"]["kind"] = o["spec"]["names"].get("kind", "X") + suffix[1:]
                metadata["name"] = o["spec"]["names"]["plural"] + "." + o["spec"].get("group", "x")
        for o in family:
            for owner in o["metadata"].get("ownerReferences", []):
                owner["uid"] = uids.get(owner["uid"], owner["uid"])
                owner["name"] = names.get(owner["name"], owner["name"])
        return family

    def unit(self, base, number, keeps_names):
        r = random.Random(f"{self.seed}/{base}/{number}")
        if base in self.families:
            before = self.renamed(self.families[base], base, number, keeps_names)
        else:
            made = self.makers[base](r)
            made["metadata"].update({"uid": "made", "resourceVersion": "1000", "generation": 1, "creationTimestamp": "2026-03-02T08:09:00Z"})
            made["metadata"]["name"] += "-" + base.replace("/", "-").lower()[-40:]
            if r.random() < 0.85:
                made["metadata"].setdefault("managedFields", writers.born(made, r))
            before = self.renamed([made], base, number, keeps_names)
        after, names = copied(before), []
        fate = r.random()
        if fate < 0.015:
            return Unit(base, number, before, after[1:], ["removed"])
        if fate < 0.03:
            return Unit(base, number, before[1:], after, ["added"])
        if len(after) > 1 and fate < 0.1:
            names += self.copied_change(after, r)
        for o in [] if names else r.sample(after, min(len(after), 1 if r.random() < 0.8 else 2)):
            done, touched = mutations.mutate(o, r, self.kinds)
            names += done
            if touched:
                writers.sign(o, touched, r)
        for o in after:
            if r.random() < 0.3:
                bookkeeping.bookkeeping(o, r, self.kinds)
        if r.random() < 0.12:
            before, after = after, before
        return Unit(base, number, before, after, names)

    @staticmethod
    def copied_change(family, r):
        """What a controller copies from an owner to what it makes: told at the owner, and ignored where it arrived."""
        path = r.choice([("metadata", "annotations"), ("metadata", "labels"), ("spec",)])
        name, value = ("minReadySeconds", 7) if path == ("spec",) else ("copied.example/from-owner", r.choice(["1", "x"]))
        for o in family if r.random() < 0.7 else family[1:]:
            for place in {path, ("spec", "template", "metadata", path[-1])} if len(path) > 1 else {path}:
                held = o
                for step in place:
                    held = held.get(step) if isinstance(held, dict) else None
                if isinstance(held, dict):
                    held[name] = value
            writers.sign(o, [path + (name,)], r)
        return ["copied change"]

    def chunk(self, number, rounds):
        """The pairs of some rounds as one pair of states."""
        return Chunk(number, [self.unit(base, n, n == number * rounds)
                              for n in range(number * rounds, (number + 1) * rounds) for base in self.bases])


def as_manifest(o, r):
    """What somebody has in Git of a live object: without what servers add, and without some of the defaults."""
    o = copied(o)
    for key in ("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink", "deletionTimestamp",
                "deletionGracePeriodSeconds"):
        o["metadata"].pop(key, None)
    o.pop("status", None)
    if "aggregationRule" in o and r.random() < 0.8:
        o.pop("rules", None)
    for hook in o.get("webhooks") or []:
        if isinstance(hook, dict) and isinstance(hook.get("clientConfig"), dict) and r.random() < 0.8:
            hook["clientConfig"].pop("caBundle", None)
    for part in ("labels", "annotations"):
        entries = o["metadata"].get(part)
        for name in list(entries) if isinstance(entries, dict) else []:
            if name.split("/")[0] in STAMPS and r.random() < 0.8:
                del entries[name]
    return o


class Chunk:
    def __init__(self, number, units):
        self.number, self.units, self.mode = number, units, MODES[number % len(MODES)]
        self.unit_of = {printed(o): u for u in units for o in u.before + u.after}

    def unit_named(self, name):
        """The pair that holds an object; None for one that belongs to all pairs."""
        return self.unit_of.get(name)

    def states(self, kinds_table):
        """Before and after, each a list of objects."""
        before, after = ([o for u in self.units for o in getattr(u, side)] for side in ("before", "after"))
        r = random.Random(f"{self.number}")
        manifest = lambda objects: [self.bare(o, r, kinds_table) for o in objects]
        if self.mode in ("manifest to live", "manifests"):
            before = manifest(before)
        if self.mode in ("live to manifest", "manifests"):
            after = manifest(after)
        if self.mode == "without managedFields":
            for o in before + after:
                o["metadata"].pop("managedFields", None)
        definitions = custom.definitions()
        with_before = self.mode not in ("without definitions", "definitions after only")
        with_after = self.mode != "without definitions"
        kept = lambda objects, with_definitions: definitions + objects if with_definitions else [
            o for o in objects if o["kind"] != "CustomResourceDefinition"]
        return kept(before, with_before), kept(after, with_after)

    def bare(self, o, r, kinds_table):
        o = as_manifest(o, r)
        if r.random() < 0.5:
            spellings.default_dropped(o, r, kinds_table)
        return o

    @property
    def count(self):
        return sum(max(len(u.before), len(u.after)) for u in self.units)


def write_state(objects, path):
    """JSON as a List, or YAML as a stream of documents, by the ending of the path."""
    with open(path, "w", encoding="utf-8") as file:
        if path.endswith(".yaml"):
            for o in objects:
                file.write("---\n" + corpus.yaml_text(json.loads(places.written(o))))
            return
        file.write('{"apiVersion":"v1","kind":"List","items":[\n')
        file.write(",\n".join(places.written(o) for o in objects))
        file.write("\n]}\n")
