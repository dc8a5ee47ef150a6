"""Prints the license and notice texts of everything in an inventory, each text once."""

import json
import sys


def main():
    with open(sys.argv[1]) as file:
        inventory = json.load(file)
    texts = {}
    for part in [inventory["swift"], *inventory["packages"], *inventory["libraries"]]:
        for path in part["licenseFiles"]:
            with open(path, errors="replace") as file:
                texts.setdefault(file.read().strip(), []).append(
                    f"{part['name']} {part['version']} ({part['license']}), {path.rsplit('/', 1)[1]}")
    print("snapctl holds or uses these works of others. Their licenses and notices, each text once:\n")
    for text, names in texts.items():
        print("=" * 100)
        print("\n".join(names))
        print("=" * 100 + "\n")
        print(text + "\n")


main()
