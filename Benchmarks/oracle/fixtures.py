"""The states that both builds are asked about: seeded pairs, the project's own example and inputs, recordings.

Each fixture is a name and a job: what one build makes of it, as facts.
"""
import glob, json, os

import builds, example, facts, recorded

# Small inputs in the shapes that people and tools leave behind, and some that are refused.
MAP = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
INPUTS = {
    "one document": MAP + b"data: {a: 'x'}\n",
    "two documents": MAP + b"---\n" + MAP.replace(b"name: a", b"name: b"),
    "one object twice": MAP + b"data: {a: 'x'}\n---\n" + MAP + b"data: {a: 'y'}\n",
    "one object twice, the same": MAP + b"---\n" + MAP,
    "byte order mark": b"\xef\xbb\xbf" + MAP, "lines of Windows": (MAP + b"data: {a: 'x'}\n").replace(b"\n", b"\r\n"),
    "no kind": MAP + b"---\napiVersion: v1\nmetadata: {name: b}\n", "no apiVersion": b"kind: ConfigMap\nmetadata: {name: a}\n",
    "no name": b"apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n", "generated name": MAP.replace(b"name: a", b"generateName: a-"),
    "nothing": b"", "comments only": b"# nothing\n---\n---\n", "a text": b"hello\n", "a list of objects": b"- " + MAP.replace(b"\n", b"\n  "),
    "key twice": MAP + b"data: {a: '1'}\ndata: {a: '2'}\n", "key twice in JSON": b'{"apiVersion":"v1","apiVersion":"v1","kind":"ConfigMap"}',
    "aliases": MAP + b"data: {a: &x 'y', b: *x}\n", "merge key": MAP + b"data:\n  <<: {a: 'x'}\n  b: 'y'\n",
    "words of YAML 1.1": MAP + b"data: {a: 'yes', b: \"on\", c: \"0o17\", d: \"1_000\"}\n", "bare words": MAP + b"data: {a: yes, b: 0o17}\n",
    "numbers": b'{"apiVersion":"x.example/v1","kind":"X","metadata":{"name":"a"},"spec":{"a":1.0,"b":1e3,"c":12345678901234567890,"d":-0}}',
    "no JSON": b'{"apiVersion":"v1","kind":', "two values of JSON": b'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}} {}',
    "not UTF-8": MAP + b"data: {a: \"\xff\xfe\"}\n", "control characters": MAP + b'data: {a: "\\u0007\\u202e"}\n',
    "deep": b"[" * 2000 + b"]" * 2000, "literal at the end": MAP + b"data:\n  a: |+\n    x\n\n",
    "a List": b'{"apiVersion":"v1","kind":"List","items":[' + b'{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}},' * 2
              + b'{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"data":{"a":"eA=="},"stringData":{"b":"y"}}]}',
    "a typed list": b'{"apiVersion":"v1","kind":"ConfigMapList","items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}',
    "a list in a list": b'{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"List","items":[]}]}',
    "out of scope": b"apiVersion: v1\nkind: Event\nmetadata: {name: e}\nreason: x\n",
    "namespace as a number": MAP.replace(b"name: a", b"name: a, namespace: 7"),
    "Secret that is not base64": b"apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: '!!'}\n",
    "custom kind without a definition": b"apiVersion: x.example/v1\nkind: X\nmetadata: {name: a}\n"}


class Fixture:
    """A name, and what one build makes of it."""

    def __init__(self, name, job):
        self.name, self.job = name, job


def states_of_example(bench):
    """The example's states, written for everybody: as JSON, and as folders."""
    for name, objects in example.states().items():
        with open(os.path.join(bench.inputs, name + ".json"), "w") as file:
            json.dump({"apiVersion": "v1", "kind": "List", "items": objects}, file)
    return list(example.states())


def of_example(bench):
    """Captures, differences, verdicts of the example, from files and from a server."""
    names = states_of_example(bench)
    audit = "golden/example/drifted/audit.log"
    result = [Fixture(f"import of {n}", lambda b, n=n: b.capture(f"in/{n}.json", n + ".tar.zst")) for n in names]
    result.append(Fixture("import of the folder cluster", lambda b: b.capture("golden/example/cluster", "folder.tar.zst")))

    def served(build, name):
        with builds.Served(build, f"in/{name}.json", "kubeconfig"):
            return build.capture_served("kubeconfig", f"served-{name}.tar.zst")

    result += [Fixture(f"capture of {n}", lambda b, n=n: served(b, n)) for n in names]
    result += [Fixture(f"declared in {n}", lambda b, n=n: b.declared(n + ".tar.zst")) for n in names]
    report = lambda *arguments: lambda build: build.report(*arguments)[0]
    add = lambda name, *arguments: result.append(Fixture(name, report(*arguments)))
    for one in names:
        for other in names:
            if one != other:
                add(f"{one} to {other}", "diff", f"{one}.tar.zst", f"{other}.tar.zst")
        add(f"files to server, {one}", "diff", f"{one}.tar.zst", f"served-{one}.tar.zst")
        add(f"golden folder to {one}", "diff", "golden/aks-regulated/resources", f"served-{one}.tar.zst")
        add(f"check of {one}", "check", f"served-{one}.tar.zst", "--baseline", "golden/aks-regulated")
    add("folder to JSON", "diff", "folder.tar.zst", "cluster.tar.zst")
    add("churned to drifted, with audit log", "diff", "churned.tar.zst", "drifted.tar.zst", "--audit-log", audit)
    add("churned to drifted, captured", "diff", "served-churned.tar.zst", "served-drifted.tar.zst", "--audit-log", audit)
    add("churned to drifted, index believed", "diff", "churned.tar.zst", "drifted.tar.zst", "--trust-index")
    add("cluster to drifted, mapped", "diff", "cluster.tar.zst", "drifted.tar.zst", "--map", "northwind=southwind", "--map", "namespace:payments-o=payments-i")
    add("check of drifted, by hand?", "check", "served-drifted.tar.zst", "--zero-kubectl", "--audit-log", audit)
    add("check of cluster, by hand?", "check", "served-cluster.tar.zst", "--zero-kubectl")
    add("check of drifted, everything", "check", "served-drifted.tar.zst", "--baseline", "golden/aks-regulated", "--zero-kubectl",
        "--audit-log", audit, "--controls", "pci-dss")
    result.append(Fixture("many states", lambda b: b.compared("compare", *(n + ".tar.zst" for n in names))))
    result.append(Fixture("golden folder made", lambda b: b.output("baseline", "init", "cluster.tar.zst", "--output-dir", "made", ends={0}) and facts.Facts()))
    add("check of drifted against the made folder", "check", "drifted.tar.zst", "--baseline", "made")
    return result


def of_inputs(bench):
    """Small inputs, and the seeds of the fuzzers: what is read of them, or why not."""
    texts = dict(INPUTS)
    for path in sorted(glob.glob(os.path.join(example.ROOT, "Tests", "Fuzz", "Seeds", "*", "*"))):
        kind, name = path.split(os.sep)[-2:]
        if kind in ("json", "yaml", "redact", "compare"):
            with open(path, "rb") as file:
                texts[f"seed {kind} {name}"] = file.read()

    def read(build, name):
        status, text, notes = build.run("normalize", f"in/{name}.yaml", "-o", "json")
        found = facts.of_objects(text) if status in (0, 3) else facts.Facts()
        found.head.update(facts.of_value({}, status, notes).head)
        return found

    for name, text in texts.items():
        with open(os.path.join(bench.inputs, name + ".yaml"), "wb") as file:
            file.write(text)
    return [Fixture(f"input: {name}", lambda b, name=name: read(b, name)) for name in texts]


def of_recordings(bench):
    """All ordered pairs of the recorded clusters, and verdicts of each."""
    result, names = [], recorded.NAMES
    for name in names:
        place = recorded.unpacked(name, bench.work)
        server = recorded.Served(place, os.path.join(bench.inputs, name + ".kubeconfig"))

        def captured(build, name=name, server=server):
            return build.capture_served(f"in/{name}.kubeconfig", name + ".tar.zst")

        fixture = Fixture(f"recorded {name}", captured)
        fixture.around = server
        result.append(fixture)
        log = os.path.join(place, "audit.log")
        if os.path.exists(log):
            os.symlink(log, os.path.join(bench.inputs, name + ".audit.log"))
    report = lambda *arguments: lambda build: build.report(*arguments)[0]
    add = lambda name, *arguments: result.append(Fixture(f"recorded {name}", report(*arguments)))
    clusters = [n for n in names if n != "scale-10k"]
    for one in clusters:
        for other in clusters:
            if one != other:
                add(f"{one} to {other}", "diff", f"{one}.tar.zst", f"{other}.tar.zst")
        add(f"golden folder to {one}", "diff", "golden/aks-regulated/resources", f"{one}.tar.zst")
        add(f"check of {one}", "check", f"{one}.tar.zst", "--baseline", "golden/aks-regulated", "--stage", "prod", "--zero-kubectl")
    result += [Fixture(f"recorded declared in {n}", lambda b, n=n: b.declared(n + ".tar.zst")) for n in names]
    add("prod-churned to prod-drifted, with audit log", "diff", "prod-churned.tar.zst", "prod-drifted.tar.zst", "--audit-log",
        "in/prod-drifted.audit.log")
    add("scale-10k to prod-baseline", "diff", "scale-10k.tar.zst", "prod-baseline.tar.zst")
    add("scale-10k to itself", "diff", "scale-10k.tar.zst", "scale-10k.tar.zst")
    return result


def of_pairs(chunk, table, bench):
    """A pair of states that holds thousands of pairs of objects."""
    before, after = chunk.states(table)
    ending = "yaml" if "YAML" in chunk.mode else "json"
    from pairs import write_state
    write_state(before, os.path.join(bench.inputs, f"before.{ending}"))
    write_state(after, os.path.join(bench.inputs, f"after.{ending}"))
    name = f"pairs {chunk.number} ({chunk.mode})"
    report = lambda *arguments: lambda build: build.report(*arguments)[0]
    result = [Fixture(f"{name}: import of {side}", lambda b, side=side: b.capture(f"in/{side}.{ending}", side + ".tar.zst"))
              for side in ("before", "after")]
    result.append(Fixture(f"{name}: diff", report("diff", "before.tar.zst", "after.tar.zst")))
    if chunk.number % 2 == 0:
        result.append(Fixture(f"{name}: by hand?", report("check", "after.tar.zst", "--zero-kubectl")))
        result.append(Fixture(f"{name}: declared", lambda b: b.declared("after.tar.zst")))
    if chunk.number % 8 == 0:
        result.append(Fixture(f"{name}: golden folder", lambda b: b.output("baseline", "init", "before.tar.zst", "--output-dir", "made", ends={0})
                              and facts.Facts()))
        result.append(Fixture(f"{name}: check", report("check", "after.tar.zst", "--baseline", "made")))
    return result, before, after
