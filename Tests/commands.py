#!/usr/bin/env python3
"""docs/commands.md, made of what the program says of its commands, so that both say the same.

SNAPCTL=PATH commands.py writes the page again; `commands.py check` fails when it is not current.
"""
import json
import os
import subprocess
import sys
from collections import Counter

PAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "docs", "commands.md")
BEGINNING = """# Commands

Every command with its options. This page is made by `make commands` from the program's own help, and continuous integration checks that it is
current; `snapctl help COMMAND` prints the same on a terminal, `snapctl manual` as a man page.
"""


def commands(command, path=()):
    """A command and those below it that are shown, in order, with their paths."""
    path = (*path, command["commandName"])
    yield path, command
    for inner in command.get("subcommands", []):
        if inner.get("shouldDisplay", True) and inner["commandName"] != "help":
            yield from commands(inner, path)


def arguments(command):
    """Those that only `--help-all` shows are among them."""
    return [one for one in command.get("arguments", []) if one.get("valueName") not in ("help", "help-hidden", "version")]


def spelled(argument):
    """How it is written on the command line."""
    value = argument.get("valueName", "").replace("|", "\\|")
    if argument["kind"] == "positional":
        return f"<{value}>" + (" …" if argument.get("isRepeating") else "")
    names = ", ".join(("-" if name["kind"] == "short" else "--") + name["name"]
                      for name in sorted(argument["names"], key=lambda name: name["kind"] != "short"))
    return names if argument["kind"] == "flag" else f"{names} <{value}>"


def meaning(argument):
    text = " ".join(filter(None, [argument.get("abstract"), argument.get("discussion")]))
    text += f" Default: {argument['defaultValue']}." if argument.get("defaultValue") else ""
    return " ".join(text.replace("|", "\\|").split())


def table(rows):
    return ["| | |", "|---|---|", *(f"| `{spelled(row)}` | {meaning(row)} |" for row in rows), ""] if rows else []


def prose(text):
    """Help text: indented lines are what somebody types."""
    lines, typed = [], False
    for line in text.split("\n"):
        indented = line.startswith("  ")
        if indented != typed and (indented or line.strip()):
            while lines and not lines[-1]:
                lines.pop()
            lines += ["", "```console"] if indented else ["```", ""]
            typed = indented
        lines.append(line[2:] if indented else line)
    while lines and not lines[-1].strip():
        lines.pop()
    return lines + (["```"] if typed else []) + [""]


def page(root):
    every = list(commands(root))
    used = Counter((spelled(one), meaning(one)) for _, command in every for one in arguments(command))
    shared = {key for key, count in used.items() if count >= 4}
    text = [BEGINNING]
    text += [f"- [{' '.join(path)}](#{'-'.join(path)}): {command['abstract']}" for path, command in every[1:]]
    text += ["- [Options that many commands share](#options-that-many-commands-share)", ""]
    text += prose(root.get("discussion", ""))
    for path, command in every[1:]:
        text += [f"## {' '.join(path)}", "", command["abstract"], ""]
        text += prose(command.get("discussion", ""))
        own = [one for one in arguments(command) if (spelled(one), meaning(one)) not in shared]
        text += table(own)
        others = [f"`{spelled(one).split(' <')[0].split(', ')[-1]}`" for one in arguments(command)
                  if (spelled(one), meaning(one)) in shared]
        if others:
            text += [f"Also the [shared options](#options-that-many-commands-share) {', '.join(others)}.", ""]
    rows, seen = [], set()
    for _, command in every:
        for one in arguments(command):
            key = (spelled(one), meaning(one))
            if key in shared and key not in seen:
                seen.add(key)
                rows.append(one)
    text += ["## Options that many commands share", ""]
    for title in dict.fromkeys(row.get("sectionTitle") for row in rows):
        text += [f"### {title}", ""] if title else []
        text += table([row for row in rows if row.get("sectionTitle") == title])
    compact = []
    for line in "\n".join(text).split("\n"):
        if line or (compact and compact[-1]):
            compact.append(line)
    return "\n".join(compact).rstrip("\n") + "\n"


def main():
    told = subprocess.run([os.environ["SNAPCTL"], "--experimental-dump-help"], check=True, capture_output=True, text=True)
    made = page(json.loads(told.stdout)["command"])
    if sys.argv[1:] == ["check"]:
        with open(PAGE, encoding="utf-8") as file:
            if file.read() != made:
                sys.exit("docs/commands.md is not what the program says: run make commands")
        print("docs/commands.md is what the program says")
    else:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(made)


if __name__ == "__main__":
    main()
