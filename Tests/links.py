#!/usr/bin/env python3
"""Every link of README, the documents and the project's other pages leads somewhere: to a file, and to a heading in it."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGES = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "golden/example/README.md", "Sources/Snapshot/Archive/FORMAT.md"]


def prose(path):
    """A page without its blocks of code."""
    with open(path, encoding="utf-8") as file:
        return re.sub(r"^```.*?^```$", "", file.read(), flags=re.M | re.S)


def anchors(path):
    """What GitHub makes of the headings."""
    found = set()
    for heading in re.findall(r"^#+ (.*)$", prose(path), re.M):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", text).strip().replace(" ", "-"))
    return found


def main():
    pages = PAGES + ["docs/" + name for name in sorted(os.listdir(os.path.join(ROOT, "docs"))) if name.endswith(".md")]
    broken, count = [], 0
    for page in pages:
        path = os.path.join(ROOT, page)
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", prose(path))):
            if re.match(r"[a-z]+:", target):
                continue
            count += 1
            file, _, anchor = target.partition("#")
            linked = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
            if not os.path.exists(linked):
                broken.append(f"{page}: there is no {target}")
            elif anchor and anchor not in anchors(linked):
                broken.append(f"{page}: {file or page} has no heading #{anchor}")
    listed = prose(os.path.join(ROOT, "docs/README.md"))
    broken += [f"docs/README.md does not list {page}" for page in pages
               if page.startswith("docs/") and page != "docs/README.md" and f"]({page[5:]}" not in listed]
    if broken:
        sys.exit("\n".join(broken))
    print(f"{count} links of {len(pages)} pages lead somewhere")


if __name__ == "__main__":
    main()
