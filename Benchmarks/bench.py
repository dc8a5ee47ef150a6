#!/usr/bin/env python3
"""Times snapctl as whole processes, each row beside a floor that was measured in the same run, alternating with it.

    python3 Benchmarks/bench.py --snapctl PATH [--objects N]... [--runs N] [--write RESULTS.md]

Corpora are made once and kept in .build/benchmarks. CPU is user and system time of the process and its children, memory the
largest resident set. Whoever builds or tests on the machine meanwhile spoils the figures.
"""
import argparse, datetime, json, multiprocessing, os, platform, shutil, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))


class Sample:
    """Medians of some runs of one command."""

    def __init__(self, walls, cpus, peak, output):
        self.wall, self.cpu = statistics.median(walls), statistics.median(cpus)
        self.peak, self.output = peak, output


def run(command, accepted, stdin=None):
    """One run: wall seconds, CPU seconds, peak MiB, stdout."""
    with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as output:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdin=open(stdin) if stdin else subprocess.DEVNULL, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0), output.seek(0)
        if process.returncode not in accepted:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}: {errors.read().decode()[-2000:]}")
        return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read(200)


def paired(runs, tool, floor, accepted=(0,), stdin=None):
    """Samples of a command and its floor, one after the other, so that both meet the same machine."""
    taken = ([], [])
    for _ in range(runs):
        for i, (command, codes, given) in enumerate([(tool, accepted, None), (floor, (0,), stdin)]):
            if command:
                taken[i].append(run(command, codes, given))
    pack = lambda t: Sample([x[0] for x in t], [x[1] for x in t], max(x[2] for x in t), t[0][3]) if t else None
    return pack(taken[0]), pack(taken[1])


class Table:
    """The rows of one corpus."""

    def __init__(self, runs):
        self.runs, self.rows = runs, {}

    def add(self, name, tool, floor=None, floor_name="", accepted=(0,), stdin=None, runs=None):
        sample, base = paired(runs or self.runs, tool, floor, accepted, stdin)
        self.rows[name] = (sample, base, floor_name)
        print(self.line(name), flush=True)
        return sample

    def line(self, name):
        sample, base, floor_name = self.rows[name]
        cells = [name, f"{sample.wall:.3f}", f"{sample.cpu:.3f}", f"{sample.peak:.0f}"]
        cells += [f"{base.wall:.3f} / {base.cpu:.3f}", f"{sample.wall / base.wall:.2f} / {sample.cpu / base.cpu:.2f}",
                  floor_name] if base else ["", "", floor_name]
        return "| " + " | ".join(cells) + " |"

    def ratio(self, name, cpu=False):
        if name not in self.rows or not self.rows[name][1]:
            return None
        sample, base, _ = self.rows[name]
        return sample.cpu / base.cpu if cpu else sample.wall / base.wall

    HEAD = ("| what | wall s | CPU s | peak MiB | floor: wall / CPU s | ratio: wall / CPU | floor |\n"
            "|---|---|---|---|---|---|---|")


def prepare_environment(work):
    """Nothing of the caller's settings, and one redaction key for all runs."""
    for name in [n for n in os.environ if n.startswith("SNAPCTL_") or n == "KUBECONFIG"]:
        del os.environ[name]
    key = os.path.join(work, "redaction.key")
    with os.fdopen(os.open(key, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.write("a1" * 32)
    os.environ["SNAPCTL_REDACTION_KEY_FILE"] = key


class Bench:
    def __init__(self, options):
        self.tool, self.runs = os.path.abspath(options.snapctl), options.runs
        self.cache = os.path.abspath(options.cache)
        os.makedirs(self.cache, exist_ok=True)
        self.work = tempfile.mkdtemp(prefix="run-", dir=self.cache)
        prepare_environment(self.work)
        self.yaml_floor = os.path.join(self.cache, "yaml-floor")
        source = os.path.join(HERE, "floor.c")
        compiled = subprocess.run(["cc", "-O2", "-o", self.yaml_floor, source, "-lyaml"])
        if compiled.returncode:
            sys.exit("floor.c needs a C compiler and libyaml")
        self.has = {name: name in self.help() for name in ("show", "verify", "sign")}

    def help(self):
        text = subprocess.run([self.tool, "--help"], capture_output=True, text=True).stdout
        return [line.split()[0] for line in text.splitlines() if line.startswith("  ") and line.split()]

    def corpus(self, count):
        folder = os.path.join(self.cache, str(count))
        source = os.path.join(HERE, "corpus.py")
        stamp = os.path.join(folder, "made-by")
        with open(source) as file:
            text = file.read()
        if not os.path.exists(stamp) or open(stamp).read() != text:
            shutil.rmtree(folder, ignore_errors=True)
            subprocess.run([sys.executable, source, str(count), folder], check=True)
            with open(stamp, "w") as file:
                file.write(text)
        return folder

    def rows(self, count):
        corpus, tool, work = self.corpus(count), self.tool, f"{self.work}/{count}"
        os.mkdir(work)
        # The largest corpora take most of the time and vary least.
        table = Table(self.runs if count < 50000 else min(self.runs, 3))
        before_json, big = f"{corpus}/before.json", f"{corpus}/before.yaml"
        size = os.path.getsize(before_json)
        print(f"\n{count} objects, {size / 1e6:.1f} MB of JSON, medians of {table.runs}\n\n{Table.HEAD}", flush=True)
        table.size, table.count = size, count
        table.add("start-up", [tool, "--version"], ["true"], "`true`", runs=21)

        # Reading.
        snap = {name: f"{work}/{name}.tar.zst" for name in ("before", "noise", "drift", "all")}
        table.add("import of one JSON list", [tool, "capture", "-q", "--from", before_json, "-f", snap["before"]],
                  ["cat", before_json], "`cat`")
        # Reading, two digests and compression are what a snapshot cannot be written without.
        table.add("import and snapshot writing", [tool, "capture", "-q", "--from", before_json, "-f", f"{work}/w.tar.zst"],
                  ["sh", "-c", f"zstd -3 -cq {before_json} > {work}/w.zst; openssl sha256 < {before_json}; "
                               f"openssl sha256 < {before_json}"], "`zstd -3` and `openssl sha256` twice")
        for name in ("noise", "drift", "all"):
            run([tool, "capture", "-q", "--from", f"{corpus}/{name}.json", "-f", snap[name]], (0,))
        names = {"big": f"{work}/big.names", "folder": f"{work}/folder.names"}
        with open(names["big"], "w") as file:
            file.write(big + "\n")
        with open(names["folder"], "w") as file:
            for place, _, files in os.walk(f"{corpus}/before"):
                file.writelines(f"{place}/{name}\n" for name in files)
        table.add("import of one big YAML", [tool, "capture", "-q", "--from", big, "-f", f"{work}/big.tar.zst"],
                  [self.yaml_floor], "libyaml events", stdin=names["big"])
        table.add("import of a folder of YAML", [tool, "capture", "-q", "--from", f"{corpus}/before", "-f", f"{work}/f.tar.zst"],
                  [self.yaml_floor], "libyaml events", stdin=names["folder"])
        self.capture(table, corpus, work)
        if count <= 10000:
            self.small(table, work)

        # Comparing.
        a, b = snap["before"], snap["drift"]
        unpack = lambda *files: ["sh", "-c", "zstd -dcq " + " ".join(files) + " > /dev/null"]
        digest = lambda *files: ["sh", "-c", "zstd -dcq " + " ".join(files) + " | openssl sha256 > /dev/null"]
        both, checked = "`zstd -dc` of both", "`zstd -dc` of both and `openssl sha256`"
        report = f"{work}/drift.report.json"
        table.add("diff, 1.5 % changed", [tool, "diff", "-q", a, b, "-o", f"json={report}"], digest(a, b), checked, (1,))
        table.add("diff, 1.5 % changed, --trust-index", [tool, "diff", "-q", "--trust-index", a, b, "-o", f"json={work}/t.json"],
                  unpack(a, b), both, (1,))
        table.add("diff, nothing changed", [tool, "diff", "-q", a, snap["noise"]], digest(a, snap["noise"]), checked)
        table.add("diff, nothing changed, --trust-index", [tool, "diff", "-q", "--trust-index", a, snap["noise"]],
                  unpack(a, snap["noise"]), both)
        table.add("diff, everything changed", [tool, "diff", "-q", a, snap["all"], "-o", f"json={work}/all.json"],
                  digest(a, snap["all"]), checked, (1,))
        truth = subprocess.run([sys.executable, f"{HERE}/truth.py", report, f"{corpus}/truth.json"], capture_output=True, text=True)
        table.truth = truth.stdout.strip()
        print("truth: " + table.truth.replace("\n", "\n       "), flush=True)

        # Judging.
        golden = f"{work}/golden"
        run([tool, "baseline", "init", a, "--output-dir", golden], (0,))
        with open(f"{work}/golden.names", "w") as file:
            for place, _, files in os.walk(golden):
                file.writelines(f"{place}/{name}\n" for name in files if name.endswith(".yaml"))
        table.add("check against a golden folder", [tool, "check", "-q", a, "--baseline", golden], [self.yaml_floor],
                  "libyaml events", stdin=f"{work}/golden.names")
        if self.has["show"]:
            table.add("show", [tool, "show", a], unpack(a), "`zstd -dc`")
        if count <= 10000:
            # In a process of its own: the kernel counts what this one ever held to every command that it starts.
            log = f"{work}/audit.log"
            maker = multiprocessing.get_context("spawn").Process(target=audit_log, args=(before_json, log))
            maker.start()
            maker.join()
            table.add(f"diff with an audit log of {os.path.getsize(log) >> 20} MiB",
                      [tool, "diff", "-q", "--trust-index", a, snap["noise"], "--audit-log", log],
                      ["openssl", "sha256", log], "`openssl sha256` of the log", (0, 1, 3))
        self.others(table, corpus, count)
        table.snapshot = os.path.getsize(a)
        shutil.rmtree(work)
        return table

    def capture(self, table, corpus, work):
        """Over TLS, beside curl that fetches the same pages over as many connections and throws them away."""
        server = subprocess.Popen([sys.executable, f"{HERE}/server.py", f"{corpus}/before.json", work])
        kubeconfig = f"{work}/kubeconfig"
        try:
            for _ in range(3000):
                if os.path.exists(kubeconfig) or server.poll() is not None:
                    break
                time.sleep(0.1)
            with open(f"{work}/urls") as file, open(f"{work}/curl", "w") as config:
                config.writelines(f'url = "{u.strip()}"\noutput = /dev/null\n' for u in file)
            curl = ["curl", "-sS", "--cacert", f"{work}/tls.crt", "--http1.1", "-Z", "--parallel-max", "8", "-K", f"{work}/curl"]
            table.add("capture over TLS", [self.tool, "capture", "-q", "--kubeconfig", kubeconfig, "-f", f"{work}/live.tar.zst"],
                      curl, "`curl`, the same pages")
            if shutil.which("kubectl") and table.count <= 10000:
                kinds = "deployments,configmaps,secrets,services,networkpolicies,roles,rolebindings,moorings,voyages"
                table.add("(kubectl get -A -o json)", ["kubectl", "--kubeconfig", kubeconfig, "get", kinds, "-A", "-o", "json"],
                          runs=1)
        finally:
            server.kill()
            server.wait()

    def small(self, table, work):
        """The example cluster with its OpenAPI documents, as `snapctl serve` gives it."""
        kubeconfig = f"{work}/small.kubeconfig"
        server = subprocess.Popen([self.tool, "serve", os.path.join(HERE, "..", "golden", "example", "cluster"),
                                   "--kubeconfig-out", kubeconfig], stderr=subprocess.DEVNULL)
        try:
            for _ in range(200):
                if os.path.exists(kubeconfig) and os.path.getsize(kubeconfig) or server.poll() is not None:
                    break
                time.sleep(0.05)
            table.add("capture of the example cluster", [self.tool, "capture", "-q", "--kubeconfig", kubeconfig, "-f",
                                                         f"{work}/small.tar.zst"])
        finally:
            server.terminate()
            server.wait()

    def others(self, table, corpus, count):
        """What else compares two states, where it is installed."""
        probe = subprocess.run([sys.executable, "-c", "import deepdiff"], capture_output=True)
        if probe.returncode == 0 and count <= 10000:
            program = ("import json,sys,deepdiff\n"
                       "load=lambda p:{(o['kind'],o['metadata'].get('namespace'),o['metadata']['name']):o "
                       "for o in json.load(open(p))['items']}\n"
                       "a,b=load(sys.argv[1]),load(sys.argv[2])\n"
                       "sum(bool(deepdiff.DeepDiff(a[k],b[k],ignore_order=True)) for k in a if k in b)")
            table.add("(python deepdiff of the JSON lists)",
                      [sys.executable, "-c", program, f"{corpus}/before.json", f"{corpus}/drift.json"], runs=1)


def audit_log(source, path, size=200 << 20):
    """A log as an API server writes it: controllers that read and update whole objects, a person now and then."""
    with open(source) as file:
        items = json.load(file)["items"]
    begin, written, number = datetime.datetime(2026, 3, 4), 0, 0
    with open(path, "w") as file:
        while written < size:
            item = items[number % len(items)]
            meta, person = item["metadata"], number % 500 == 0
            time = (begin + datetime.timedelta(milliseconds=40 * number)).isoformat(timespec="microseconds") + "Z"
            group, _, version = item["apiVersion"].rpartition("/")
            verb = "get" if number % 2 else "update"
            event = {"kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "RequestResponse",
                     "auditID": f"{number:032x}", "stage": "ResponseComplete", "requestURI": "/apis/x?timeout=10s", "verb": verb,
                     "user": {"username": "ada@example.org" if person else "system:serviceaccount:kube-system:controller",
                              "groups": ["system:authenticated"]},
                     "userAgent": "kubectl/v1.33.1" if person else "kube-controller-manager/v1.36.2",
                     "objectRef": {"resource": item["kind"].lower() + "s", "namespace": meta.get("namespace", ""),
                                   "name": meta["name"], "apiGroup": group, "apiVersion": version},
                     "responseStatus": {"metadata": {}, "code": 200}}
            if verb == "update":
                event["requestObject"] = event["responseObject"] = item
            event.update(requestReceivedTimestamp=time, stageTimestamp=time)
            written += file.write(json.dumps(event, separators=(",", ":")) + "\n")
            number += 1
    return path


def machine():
    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.processor())
    memory = int(open("/proc/meminfo").readline().split()[1]) / 2 ** 20
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()
    release = next((l.split("=")[1].strip('"\n') for l in open("/etc/os-release") if l.startswith("PRETTY_NAME")), "")
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, {release}, {swift[0] if swift else 'Swift unknown'}"


# Why an aim is not met, as profiles showed (`perf record`); written beside it, and only then.
WHY = {
    "trusted ratio": "zstd decompresses 2,200 MB/s; the index has to be scanned, sorted and matched besides, and what differs is "
                     "read, compared and written as a report",
    "trusted seconds": "two indexes of 50,000 lines are decompressed, scanned and matched on two cores",
    "verified": "an object whose bytes differ is parsed on both sides, brought into declared form and compared field by field, so that "
                "what is ignored can be counted by rule; the index's own word that both are equal is not taken for it. Shares: "
                "comparing 38 %, reading JSON 13 %, zstd and SHA-256 12 %, canonical spelling 7 %, the rest flat below 3 % each",
    "check": "beside libyaml's events, what a manifest declares is compared with what the object holds, field by field. "
             "Shares: YAML 21 % (libyaml 14 %), system calls for 10,000 files 12 %, credentials 12 %, comparing 14 %, reading the "
             "snapshot 16 %",
    "capture CPU": "curl throws the pages away; a capture parses them, looks for credentials in every text, writes two canonical "
                   "forms, three digests and a compressed archive. Shares: credentials 23 %, the search for secret values 10 %, reading "
                   "JSON 10 %, zstd 9 %, normalizing 6 %, SHA-256 5 %",
    "capture wall": "the same work; the server shares the two cores",
    "start-up": "Debian's libarchive brings libxml2 and ICU along, and the loader makes 139,000 relocations of the binary "
                "(`LD_DEBUG=statistics`); nothing of ours runs before the version is printed",
    "index": "the index of both snapshots is held whole, about 1 KB an object of each",
    "capture memory": "an index entry and the secret values that are looked for are held until the end, about 2 KB an object; the "
                      "bodies are on disk",
}


def aims(tables):
    """Each aim beside what was measured."""
    largest, rows = max(tables, key=lambda t: t.count), []

    def aim(words, value, bound, shown="{:.2f}", why=""):
        if value is not None:
            met = "met" if value <= bound else "not met: " + WHY[why] if why else "not met"
            rows.append(f"| {words} | {shown.format(bound)} | {shown.format(value)} | {met} |")

    def wall(table, name):
        return table.rows[name][0].wall if name in table.rows else None

    n = f"{largest.count // 1000}k" if largest.count >= 1000 else str(largest.count)
    aim(f"diff of two {n} snapshots, 1.5 % changed, --trust-index: wall ÷ `zstd -dc` of both",
        largest.ratio("diff, 1.5 % changed, --trust-index"), 1.2, why="trusted ratio")
    aim(f"the same: peak MiB", largest.rows["diff, 1.5 % changed, --trust-index"][0].peak, 150, "{:.0f}", why="index")
    aim(f"diff of two {n} snapshots, nothing changed, --trust-index: seconds",
        wall(largest, "diff, nothing changed, --trust-index"), 0.1, why="trusted seconds")
    aim(f"diff of two {n} snapshots, 1.5 % changed, every body verified: wall ÷ (`zstd -dc` and `openssl sha256`)",
        largest.ratio("diff, 1.5 % changed"), 1.2, why="verified")
    middle = next((t for t in tables if t.count == 10000), largest)
    m = f"{middle.count // 1000}k" if middle.count >= 1000 else str(middle.count)
    aim(f"check of {m} against a golden folder of as many YAML files: wall ÷ libyaml events",
        middle.ratio("check against a golden folder"), 1.5, why="check")
    for table in {middle.count: middle, largest.count: largest}.values():
        c = f"{table.count // 1000}k" if table.count >= 1000 else str(table.count)
        aim(f"capture of {c}: CPU ÷ `curl`", table.ratio("capture over TLS", cpu=True), 2, why="capture CPU")
        aim(f"capture of {c}: wall ÷ `curl`", table.ratio("capture over TLS"), 1.5, why="capture wall")
        aim(f"capture of {c}: peak MiB", table.rows["capture over TLS"][0].peak, 128, "{:.0f}", why="capture memory")
    aim("capture of a small cluster (the example's 246 objects), schema included: seconds",
        wall(min(tables, key=lambda t: t.count), "capture of the example cluster"), 1)
    aim("`snapctl --version`: seconds", wall(largest, "start-up"), 0.01, "{:.4f}", why="start-up")
    return "| aim | bound | measured | |\n|---|---|---|---|\n" + "\n".join(rows)


def growth(tables):
    """Wall seconds per 10,000 objects and peak memory, size by size: equal in a row means linear."""
    names = ["capture over TLS", "import of one big YAML", "import of a folder of YAML", "diff, 1.5 % changed",
             "diff, nothing changed, --trust-index", "diff, everything changed", "check against a golden folder"]
    head = "| what | " + " | ".join(f"{t.count}: s per 10,000 · MiB" for t in tables) + " |\n|---|" + "---|" * len(tables)
    lines = []
    for name in names:
        cells = [f"{t.rows[name][0].wall * 10000 / t.count:.2f} · {t.rows[name][0].peak:.0f}" for t in tables]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return head + "\n" + "\n".join(lines)


def document(bench, tables, load):
    parts = [f"""# Results

Written by `make bench` on {datetime.date.today()}: {machine()}; load average {load:.1f} when it began, {os.getloadavg()[0]:.1f}
when it ended. The binary is that of `make release`: {os.path.getsize(bench.tool) / 1e6:.1f} MB, stripped, the Swift libraries linked in. Times are medians of \
{bench.runs} runs ({min(bench.runs, 3)} at 50,000 objects), each alternating with its floor; memory is the largest resident set of all runs. The corpora are described in
`corpus.py`; `truth.py` held each report of the 1.5 % diff against what was really changed.
"""]
    parts.append("## Aims\n\n" + aims(tables) + "\n")
    if len(tables) > 1:
        parts.append("## Growth\n\n" + growth(tables) + "\n")
    for table in tables:
        lines = "\n".join(table.line(name) for name in table.rows)
        parts.append(f"## {table.count} objects, {table.size / 1e6:.1f} MB of JSON, snapshot {table.snapshot / 1e6:.1f} MB\n\n"
                     f"{Table.HEAD}\n{lines}\n\nTruth: {table.truth.splitlines()[-1]}.\n")
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--snapctl", required=True)
    parser.add_argument("--objects", type=int, action="append")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cache", default=os.path.join(HERE, "..", ".build", "benchmarks"))
    parser.add_argument("--write")
    options = parser.parse_args()
    bench, load = Bench(options), os.getloadavg()[0]
    try:
        tables = [bench.rows(count) for count in options.objects or [1000, 10000, 50000]]
    finally:
        shutil.rmtree(bench.work)
    print("\n" + aims(tables))
    if options.write:
        with open(options.write, "w") as file:
            file.write(document(bench, tables, load))
    if any(" 0 disagreements" not in t.truth for t in tables):
        sys.exit("a report disagrees with the truth of its corpus")


if __name__ == "__main__":
    main()
