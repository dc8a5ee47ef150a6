#!/usr/bin/env python3
"""Guards the hot paths by allocations instead of seconds: they are the same on a busy machine.

    python3 Benchmarks/allocations.py --snapctl PATH [--record]

Each command runs on a corpus of 300 and one of 900 objects; the difference divided by 600 is what one more object costs, without
what starting costs. Ends with 1 when that is more than a tenth above what allocations.json says, or far below it: then record.
"""
import argparse, json, os, shutil, subprocess, sys, tempfile

import bench, corpus

HERE = os.path.dirname(os.path.abspath(__file__))
KEPT = os.path.join(HERE, "allocations.json")
SIZES = (300, 900)


def counted(command, library, accepted):
    with tempfile.NamedTemporaryFile() as answer:
        environment = dict(os.environ, LD_PRELOAD=library, ALLOCATIONS_FILE=answer.name)
        done = subprocess.run(command, env=environment, capture_output=True)
        if done.returncode not in accepted:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()[-2000:]}")
        return int(answer.read())


def measure(tool, work):
    library = f"{work}/allocations.so"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, f"{HERE}/allocations.c"], check=True)
    counts = {}
    for size in SIZES:
        folder = f"{work}/{size}"
        corpus.make(size, folder)
        take = lambda name: f"{folder}/{name}.tar.zst"
        steps = {"import of JSON": ([tool, "capture", "-q", "--from", f"{folder}/before.json", "-f", take("before")], (0,)),
                 "import of YAML": ([tool, "capture", "-q", "--from", f"{folder}/before.yaml", "-f", take("yaml")], (0,))}
        bench.run([tool, "capture", "-q", "--from", f"{folder}/noise.json", "-f", take("noise")], (0,))
        steps["diff of noise"] = ([tool, "diff", "-q", take("before"), take("noise")], (0,))
        steps["diff of noise, --trust-index"] = ([tool, "diff", "-q", "--trust-index", take("before"), take("noise")], (0,))
        for name, (command, accepted) in steps.items():
            counts.setdefault(name, []).append(counted(command, library, accepted))
        golden = f"{folder}/golden"
        bench.run([tool, "baseline", "init", take("before"), "--output-dir", golden], (0,))
        counts.setdefault("check against a folder", []).append(
            counted([tool, "check", "-q", take("before"), "--baseline", golden], library, (0,)))
    return {name: round((many - few) / (SIZES[1] - SIZES[0])) for name, (few, many) in counts.items()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--snapctl", required=True)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    work = tempfile.mkdtemp()
    try:
        bench.prepare_environment(work)
        found = measure(os.path.abspath(options.snapctl), work)
    finally:
        shutil.rmtree(work)
    if options.record:
        with open(KEPT, "w") as file:
            json.dump(found, file, indent=1, sort_keys=True)
            file.write("\n")
    with open(KEPT) as file:
        kept = json.load(file)
    wrong = 0
    for name, count in found.items():
        bound = kept.get(name, 0)
        verdict = "more than a tenth above" if count > bound * 1.1 else "far below: record" if count < bound * 0.7 else ""
        wrong += bool(verdict)
        print(f"{count:>7} allocations an object, recorded {bound:>7}: {name}  {verdict}".rstrip())
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
