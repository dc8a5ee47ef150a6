#!/usr/bin/env python3
"""Times snapctl as whole processes and prints medians with their ratio to a floor measured in the same run.

python3 Benchmarks/bench.py --snapctl PATH [--objects N] [--runs N]
"""
import argparse, json, os, random, resource, shutil, statistics, subprocess, sys, tempfile, time

def make_objects(count, seed, changed):
    """Config maps, deployments and roles; about 1.5 % of them changed, noise everywhere."""
    for i in range(count):
        r = random.Random(i)
        name, space = f"app-{i}", f"team-{i % 50}"
        noise = random.Random(seed * 1000003 + i)
        meta = {"name": name, "namespace": space, "uid": f"{noise.getrandbits(64):016x}-{i}",
                "resourceVersion": str(noise.randrange(10**6)), "labels": {"app": name, "team": space}}
        value = "changed" if changed and i % 67 == 0 else "steady"
        kind = i % 3
        if kind == 0:
            data = {f"key-{j}": " ".join(r.choices("alpha beta gamma delta epsilon".split(), k=40)) for j in range(12)}
            data["mode"] = value
            yield {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": data}
        elif kind == 1:
            env = [{"name": f"VARIABLE_{j}", "value": f"{r.getrandbits(40):x}"} for j in range(30)]
            env.append({"name": "MODE", "value": value})
            noise.shuffle(env)
            yield {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta, "spec": {
                "replicas": 2, "selector": {"matchLabels": {"app": name}}, "template": {
                    "metadata": {"labels": {"app": name}}, "spec": {"containers": [
                        {"name": "main", "image": f"registry.example/{name}:1", "env": env}]}}},
                "status": {"observedGeneration": noise.randrange(99)}}
        else:
            verbs = ["get", "list", "watch", "create"] + (["delete"] if value == "changed" else [])
            noise.shuffle(verbs)
            yield {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": meta,
                   "rules": [{"apiGroups": ["apps"], "resources": ["deployments"], "verbs": verbs}]}

def timed(command, runs, accepted=(0,)):
    """Median wall seconds, median CPU seconds and peak MiB of some runs of a command."""
    walls, cpus, peak = [], [], 0
    for _ in range(runs):
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accepted:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}: {error.decode()}")
        walls.append(time.monotonic() - start)
        cpus.append(usage.ru_utime + usage.ru_stime)
        peak = max(peak, usage.ru_maxrss / 1024)
    return statistics.median(walls), statistics.median(cpus), peak

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--snapctl", required=True)
    parser.add_argument("--objects", type=int, default=10000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    tool, runs = os.path.abspath(options.snapctl), options.runs
    work = tempfile.mkdtemp()
    env_key = os.path.join(work, "key")
    with open(os.open(env_key, os.O_CREAT | os.O_WRONLY, 0o600), "w") as f: f.write("a1" * 32)
    os.environ["SNAPCTL_REDACTION_KEY_FILE"] = env_key
    server = None
    try:
        for side in ("a", "b"):
            with open(f"{work}/{side}.json", "w") as f:
                json.dump({"apiVersion": "v1", "kind": "List", "items": list(
                    make_objects(options.objects, 1 if side == "a" else 2, side == "b"))}, f)
        size = os.path.getsize(f"{work}/a.json")
        rows = []
        def row(name, result, floor=None):
            ratio = f"{result[0] / floor[0]:.1f} × {floor[3]}" if floor else ""
            rows.append((name, f"{result[0]:.3f}", f"{result[1]:.3f}", f"{result[2]:.0f}", ratio))
        row("start-up (--version)", timed([tool, "--version"], runs))
        a, b = f"{work}/a.tar.zst", f"{work}/b.tar.zst"
        read = (*timed(["python3", "-c", f"import json;json.load(open('{work}/a.json'))"], runs), "python json.load")
        row("capture --from, one JSON list", timed([tool, "capture", "-q", "--from", f"{work}/a.json", "-f", a], runs), read)
        timed([tool, "capture", "-q", "--from", f"{work}/b.json", "-f", b], 1)
        unpack = (*timed(["sh", "-c", f"zstd -dcq {a} {b} > /dev/null"], runs), "zstd -dc of both")
        row("diff, 1.5 % changed", timed([tool, "diff", "-q", a, b], runs, (1,)), unpack)
        row("diff, nothing changed", timed([tool, "diff", "-q", a, a], runs), unpack)
        row("diff, nothing changed, --trust-index", timed([tool, "diff", "-q", "--trust-index", a, a], runs), unpack)
        golden = f"{work}/golden"
        timed([tool, "baseline", "init", a, "--output", golden], 1)
        row("check against a folder of YAML", timed([tool, "check", "-q", a, "--baseline", golden], runs), unpack)
        folder = f"{work}/live"
        os.mkdir(folder)
        shutil.copy(f"{work}/a.json", folder)
        kubeconfig = f"{work}/kubeconfig"
        server = subprocess.Popen([tool, "serve", folder, "--kubeconfig-out", kubeconfig], stderr=subprocess.DEVNULL)
        for _ in range(600):
            if os.path.exists(kubeconfig) and os.path.getsize(kubeconfig): break
            time.sleep(0.1)
        url = json.loads(subprocess.run(["sed", "-n", "s/.*server: \\(\".*\"\\)}.*/\\1/p", kubeconfig],
                                        capture_output=True, text=True).stdout)
        lists = ["api/v1/configmaps", "apis/apps/v1/deployments", "apis/rbac.authorization.k8s.io/v1/roles"]
        fetch = (*timed(["curl", "-s"] + [x for l in lists for x in ("-o", "/dev/null", f"{url}/{l}")], runs),
                 "curl of three lists")
        row("capture over HTTP", timed(
            [tool, "capture", "-q", "--kubeconfig", kubeconfig, "-f", f"{work}/c.tar.zst"], runs), fetch)
        print(f"{options.objects} objects, {size / 1e6:.1f} MB of JSON, median of {runs}\n")
        print("| what | wall s | cpu s | peak MiB | ratio to floor |\n|---|---|---|---|---|")
        for entry in rows: print("| " + " | ".join(entry) + " |")
    finally:
        if server: server.kill()
        shutil.rmtree(work)

main()
