"""Prints, for each folder of Sources, how many of its lines the tests ran. Takes the JSON that `swift test` writes."""

import collections
import json
import pathlib
import sys


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    folders = collections.defaultdict(lambda: [0, 0])
    with open(sys.argv[1]) as file:
        files = json.load(file)["data"][0]["files"]
    for each in files:
        path = pathlib.Path(each["filename"])
        if (root / "Sources") not in path.parents:
            continue
        lines = each["summary"]["lines"]
        for folder in (path.parent.relative_to(root), "Sources"):
            folders[str(folder)][0] += lines["covered"]
            folders[str(folder)][1] += lines["count"]
    for folder, (covered, count) in sorted(folders.items()):
        print(f"{100 * covered / max(1, count):5.1f} %  {covered:6} of {count:6} lines  {folder}")


main()
