#!/usr/bin/env python3
"""Holds two builds of snapctl against each other on the same inputs, or one build against what is recorded of it.

    python3 Benchmarks/oracle/oracle.py --old PATH --new PATH [--pairs N] [--seed N] [--chunk N]... [--only pairs|example|recordings]
    python3 Benchmarks/oracle/oracle.py --snapctl PATH [--record]

With two builds: seeded pairs of objects, the example, small inputs and, where SNAPCTL_RECORDINGS names their folder, the recordings are
imported by both, for formats of snapshots may differ, and what they say is compared: verdict and status, paths, kinds of change,
severities, authors, what was ignored by which rule, gaps, notes. Where the old build told something and the new one is silent it is a
stop: printed first, and the pair of objects is in the folder that --found names. Everything else in which they disagree is listed by
kind. Ends with 1 when anything is left that exceptions.json does not explain, with 2 when something could not be asked.

With one build: fewer pairs and the project's own states, against expected.json, which --record writes. Review its difference like code.
"""
import argparse, collections, difflib, json, os, shutil, signal, sys, tempfile, time

import builds, disagreements, fixtures, pairs, recorded

HERE = os.path.dirname(os.path.abspath(__file__))
EXPECTED = os.path.join(HERE, "expected.json")
FOUND = os.path.join(HERE, "..", "..", ".build", "oracle", "found")
ROUNDS = 12


def progress(text):
    print(text, file=sys.stderr, flush=True)


class Run:
    """One comparison of two builds."""

    def __init__(self, old, new, found=FOUND, seed=1, exceptions=None):
        self.work = tempfile.mkdtemp(prefix="oracle-")
        self.bench = builds.Bench([("old", old), ("new", new)], self.work)
        self.ledger = disagreements.Ledger(exceptions or disagreements.Exceptions())
        self.pairs, self.found, self.written, self.begin = pairs.Pairs(seed), os.path.abspath(found), 0, time.monotonic()
        self.counts, self.rules = collections.Counter(), collections.Counter()
        shutil.rmtree(self.found, ignore_errors=True)

    def close(self):
        shutil.rmtree(self.work, ignore_errors=True)

    def ask(self, fixture):
        """Both builds' facts of a fixture, and what is left of their disagreements."""
        around = getattr(fixture, "around", None)
        if around:
            with around:
                old, new = self.bench.both(fixture.job)
        else:
            old, new = self.bench.both(fixture.job)
        for said in old.objects.values():
            self.rules.update(aspect[len("ignored by "):] for aspect, _ in said if aspect.startswith("ignored by "))
        left = self.ledger.take(disagreements.held(fixture.name, old, new))
        self.counts["fixtures"] += 1
        progress(f"{time.monotonic() - self.begin:7.0f} s  {fixture.name}" + (f"  {len(left)} disagreements" if left else ""))
        return left

    def states(self, make):
        self.bench.clear()
        for fixture in make(self.bench):
            self.keep(self.ask(fixture), None, [], [])

    def chunk(self, number, rounds=ROUNDS, but=()):
        """One pair of states; without the questions whose names end like this."""
        self.bench.clear()
        chunk = self.pairs.chunk(number, rounds)
        found, before, after = fixtures.of_pairs(chunk, self.pairs.kinds, self.bench)
        self.counts["pairs"] += len(chunk.units)
        self.counts["objects"] += chunk.count
        for fixture in found:
            if not fixture.name.endswith(tuple(but)):
                self.keep(self.ask(fixture), chunk, before, after)

    def keep(self, left, chunk, before, after):
        """Writes the pairs of stops, the first of them, into the folder for those who look for the reason."""
        for one in left:
            if not one.stop or self.written >= 50:
                continue
            self.written += 1
            place = os.path.join(self.found, f"{self.written:02}")
            os.makedirs(place)
            unit = chunk.unit_named(one.object) if chunk and one.object else None
            with open(os.path.join(place, "what.txt"), "w") as file:
                file.write(f"{one.kind}\n{one.fixture}\nobject {one.object}\npath {one.path}\nold {one.old}\nnew {one.new}\n")
                if unit:
                    file.write(f"pair {unit.label} of seed {self.pairs.seed}: {', '.join(unit.names)}\n"
                               f"the whole states: make oracle OLD=… NEW=… ORACLE='--seed {self.pairs.seed} --chunk {chunk.number}'\n")
            if unit:
                ids = {pairs.identity(o) for o in unit.before + unit.after}
                for side, objects in (("before", before), ("after", after)):
                    pairs.write_state([o for o in objects if pairs.identity(o) in ids], os.path.join(place, side + ".json"))


def compare(options):
    run = Run(options.old, options.new, options.found, options.seed)
    wanted = options.only or ["example", "recordings", "pairs"]
    try:
        if options.chunk:
            for number in options.chunk:
                run.chunk(number)
        else:
            if "example" in wanted:
                run.states(fixtures.of_inputs)
                run.states(fixtures.of_example)
            if "recordings" in wanted and recorded.folder():
                run.states(fixtures.of_recordings)
            elif "recordings" in wanted:
                progress("no recordings: SNAPCTL_RECORDINGS names no folder of them")
            number = 0
            while "pairs" in wanted and run.counts["pairs"] < options.pairs:
                run.chunk(number)
                number += 1
    except builds.Failed as failure:
        print(run.ledger.text())
        print(failure)
        return 2
    finally:
        run.close()
    print(run.ledger.text())
    print(f"{run.counts['pairs']} pairs ({run.counts['objects']} objects a side), {run.counts['fixtures']} questions, seed {options.seed}: "
          + ("the builds agree" if run.ledger.clean else f"{sum(run.ledger.counts.values())} disagreements"))
    print(f"{len(run.rules)} rules ignored something: " + ", ".join(f"{rule} ×{count}" for rule, count in sorted(run.rules.items())))
    if run.written:
        print(f"pairs of stops: {run.found}")
    return 0 if run.ledger.clean else 1


# MARK: one build and what is recorded of it

def first(text):
    """A word of JSON; the first one where a place says several."""
    return json.loads(text.split("\n")[0])


def outcome(said):
    """What became of one object, in a word, by its facts."""
    aspects = {aspect for aspect, _ in said}
    for aspect in ("difference", "incomparable", "unknown", "order", "signal", "finding"):
        if aspect in aspects or any(a.startswith(aspect + " of") for a in aspects):
            return first(said[("change", "")]) if aspect == "difference" else aspect
    return "ignored" if said else "equal"


def counted(found, objects):
    """What is said of some objects, counted."""
    severities, authors, rules, outcomes = (collections.Counter() for _ in range(4))
    for o in objects:
        said = found.objects.get(o, {})
        outcomes[outcome(said)] += 1
        for (aspect, path), text in said.items():
            if aspect == "severity" and path or aspect == "severity" and ("difference", "") in said:
                severities.update(json.loads(line) for line in text.split("\n"))
            elif aspect == "author":
                authors[" ".join(text.split(" ")[:2]) if text else "no trace"] += 1
            elif aspect.startswith("ignored by "):
                rules[aspect[len("ignored by "):]] += 1
    result = {"outcomes": outcomes, "severities": severities, "authors": authors, "ignored": rules}
    return {name: dict(sorted(count.items())) for name, count in result.items() if count}


def lines(found):
    """One line a difference: severity, change, object, path, author."""
    result = []
    for o, said in sorted(found.objects.items()):
        for (aspect, path), _ in sorted(said.items()):
            if aspect in ("difference", "incomparable", "unknown", "order", "signal"):
                what = said.get(("change", ""), f'"{aspect}"') if aspect == "difference" else f'"{aspect}"'
                parts = [first(said.get(("severity", path), '"-"')), first(what), o, path,
                         " ".join(said.get(("author", path), "").split(" ")[:2])]
                result.append("  ".join(p for p in parts if p))
    return result


def summary(found, with_lines=True):
    head = {place: text for (place, entry), text in found.head.items() if not entry}
    kept = {"status": int(head["status"]) if "status" in head else None, "headline": head.get("headline", "").strip('"') or None}
    counts = collections.Counter(place for place, entry in found.head if entry)
    kept["said"] = {place: counts[place] for place in sorted(counts) if not place.startswith(("before", "after", "suppressed"))}
    kept["ignored by rule"] = {json.loads(entry)["rule"]: json.loads(entry)["count"] for place, entry in found.head if place == "suppressed"}
    if any(aspect != "declared" for said in found.objects.values() for aspect, _ in said):
        kept.update(counted(found, sorted(found.objects)))
        kept.pop("ignored", None)
        if with_lines:
            kept["lines"] = lines(found)
    elif found.objects:
        kept["objects"] = len(found.objects)
    kept["digest"] = found.digest()
    return {k: v for k, v in kept.items() if v not in (None, {}, [])}


def by_mutation(found, chunk):
    """What became of the pairs, by the mutation that made them: a digest that changes alone says where to look."""
    groups = collections.defaultdict(set)
    for unit in chunk.units:
        groups[unit.mutation].update(pairs.printed(o) for o in unit.before + unit.after)
    result = {}
    for name, objects in sorted(groups.items()):
        result[name] = {**counted(found, sorted(objects)), "digest": found.digest(sorted(objects))}
        result[name].pop("authors", None)
    return result


def small(tool):
    """What one build says of the project's own states and of a few thousand pairs."""
    work = tempfile.mkdtemp(prefix="oracle-")
    bench, result = builds.Bench([("snapctl", tool)], work), {}
    try:
        for make in (fixtures.of_inputs, fixtures.of_example):
            bench.clear()
            for fixture in make(bench):
                (found,) = bench.both(fixture.job)
                result[fixture.name] = summary(found)
        made = pairs.Pairs(1)
        for number in range(len(pairs.MODES)):
            bench.clear()
            chunk = made.chunk(number, 1)
            asked, _, _ = fixtures.of_pairs(chunk, made.kinds, bench)
            for fixture in asked:
                (found,) = bench.both(fixture.job)
                result[fixture.name] = summary(found, with_lines=False)
                if fixture.name.endswith(": diff"):
                    result[fixture.name]["by mutation"] = by_mutation(found, chunk)
            progress(f"{fixture.name.split(':')[0]}: {len(chunk.units)} pairs")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return result


def text_of(found):
    """JSON with one fact a line: what is small stands on one."""
    def put(value, indent):
        flat = json.dumps(value, ensure_ascii=False, sort_keys=True)
        if not isinstance(value, (dict, list)) or len(flat) + indent <= 150 and not (isinstance(value, list) and len(value) > 1):
            return flat
        pad = " " * (indent + 1)
        if isinstance(value, list):
            return "[\n" + ",\n".join(pad + put(v, indent + 1) for v in value) + "\n" + " " * indent + "]"
        return "{\n" + ",\n".join(f"{pad}{json.dumps(k, ensure_ascii=False)}: {put(v, indent + 1)}" for k, v in sorted(value.items())) \
            + "\n" + " " * indent + "}"
    return put(found, 0) + "\n"


def guard(options):
    text = text_of(small(options.snapctl))
    if options.record:
        with open(options.expected, "w") as file:
            file.write(text)
        print(f"recorded {options.expected}; review its difference")
        return 0
    with open(options.expected) as file:
        expected = file.read()
    if text == expected:
        print(f"as recorded: {len(json.loads(text))} questions")
        return 0
    for line in difflib.unified_diff(expected.splitlines(), text.splitlines(), "expected.json", "this build", lineterm="", n=2):
        print(line)
    print("This build says something else than was recorded. Where a change meant it, record: make oracle-record. To see which objects:\n"
          "make oracle OLD=<a build from before the change> NEW=<this build>")
    return 1


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--old")
    parser.add_argument("--new")
    parser.add_argument("--snapctl")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--expected", default=EXPECTED)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunk", type=int, action="append")
    parser.add_argument("--only", action="append", choices=["example", "recordings", "pairs"])
    parser.add_argument("--found", default=FOUND)
    options = parser.parse_args(arguments)
    if bool(options.snapctl) == bool(options.old and options.new):
        parser.error("name two builds with --old and --new, or one with --snapctl")
    # Whoever is told to stop removes what was unpacked.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return guard(options) if options.snapctl else compare(options)


if __name__ == "__main__":
    sys.exit(main())
