#!/usr/bin/env python3
"""One cluster of 200,000 objects, measured once: whether time stays linear and memory flat beyond the sizes of bench.py.

    python3 Benchmarks/large.py --snapctl PATH [--write LARGE.md]

The cluster is the corpus of 50,000 objects four times, in other namespaces each time; it is made anew and deleted again
(about 5 GB). Single runs: the machine's noise is in them.
"""
import argparse, datetime, json, multiprocessing, os, shutil

import bench

TIMES = 4


def multiplied(source, target, result):
    """Writes the List with each namespaced object TIMES times, and puts their number into a queue."""
    with open(source) as file:
        items = json.load(file)["items"]
    count = 0
    with open(target, "w") as file:
        file.write('{"apiVersion":"v1","kind":"List","items":[')
        for number in range(TIMES):
            for item in items:
                meta = item["metadata"]
                if number and "namespace" not in meta:
                    continue
                if number:
                    meta["namespace"] = f"c{number}-" + meta["namespace"].removeprefix(f"c{number - 1}-")
                file.write(("," if count else "") + json.dumps(item, separators=(",", ":"), ensure_ascii=False))
                count += 1
        file.write("]}")
    result.put(count)


def in_another_process(source, target):
    """The kernel counts what this process ever held to every command that it starts."""
    context = multiprocessing.get_context("spawn")
    result = context.Queue()
    maker = context.Process(target=multiplied, args=(source, target, result))
    maker.start()
    maker.join()
    return result.get()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--snapctl", required=True)
    parser.add_argument("--cache", default=os.path.join(bench.HERE, "..", ".build", "benchmarks"))
    parser.add_argument("--write")
    options = parser.parse_args()
    options.runs = 1
    tools = bench.Bench(options)
    corpus, tool = tools.corpus(50000), tools.tool
    rows, load = [], os.getloadavg()[0]

    def measure(name, command, accepted=(0,)):
        wall, cpu, peak, _ = bench.run(command, accepted)
        rows.append((name, wall, cpu, peak))
        print(f"{name}: {wall:.1f} s, CPU {cpu:.1f} s, {peak:.0f} MiB", flush=True)

    try:
        count, size = 0, 0
        for state in ("before", "noise", "drift"):
            big = f"{tools.work}/big.json"
            made = in_another_process(f"{corpus}/{state}.json", big)
            command = [tool, "capture", "-q", "--from", big, "-f", f"{tools.work}/{state}.tar.zst"]
            if state == "before":
                count, size = made, os.path.getsize(big)
                measure("import of one JSON list", command)
            else:
                bench.run(command, (0,))
            os.remove(big)
        a, noise, drift = (f"{tools.work}/{state}.tar.zst" for state in ("before", "noise", "drift"))
        report = f"json={tools.work}/report.json"
        measure("diff, 1.5 % changed", [tool, "diff", "-q", a, drift, "-o", report], (1,))
        measure("diff, nothing changed", [tool, "diff", "-q", a, noise])
        measure("diff, 1.5 % changed, --trust-index", [tool, "diff", "-q", "--trust-index", a, drift, "-o", report], (1,))
        measure("diff, nothing changed, --trust-index", [tool, "diff", "-q", "--trust-index", a, noise])
        measure("show", [tool, "show", a])
    finally:
        shutil.rmtree(tools.work)
    if options.write:
        lines = [f"| {name} | {wall:.1f} | {wall * 10000 / count:.2f} | {cpu:.1f} | {peak:.0f} |" for name, wall, cpu, peak in rows]
        with open(options.write, "w") as file:
            file.write(f"""# {count:,} objects, once

Written by `make bench-large` on {datetime.date.today()}: {bench.machine()}; load average {load:.1f} when it began. {size / 1e6:.0f} MB of JSON;
single runs of the binary of `make release`.

| what | wall s | s per 10,000 objects | CPU s | peak MiB |
|---|---|---|---|---|
""" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
