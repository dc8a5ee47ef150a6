"""The project's own example cluster as Python values: `golden/example`, one object a file, in its three states.

The files are written by one writer in one plain style, so a small reader is enough; what it cannot read is an error.
"""
import json, os, re

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
EXAMPLE = os.path.join(ROOT, "golden", "example")
OVERLAYS = ("churned", "drifted")
WORDS = {"null": None, "~": None, "": None, "true": True, "false": False, "{}": {}, "[]": []}


class Reader:
    """Block style with plain, quoted and literal scalars; flow style only as JSON."""

    def __init__(self, text, name):
        self.lines, self.at, self.name = text.split("\n"), 0, name

    def fail(self, why):
        raise ValueError(f"{self.name}, line {self.at + 1}: {why}")

    def peek(self):
        """The indentation and text of the next line that says something; None at the end."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            bare = line.lstrip(" ")
            if bare and not bare.startswith("#") and bare != "---":
                return len(line) - len(bare), bare
            self.at += 1
        return None

    def node(self, indent):
        here = self.peek()
        if here is None or here[0] < indent:
            return None
        return self.sequence(here[0]) if here[1].startswith("- ") or here[1] == "-" else self.mapping(here[0])

    def sequence(self, indent):
        result = []
        while (here := self.peek()) and here[0] == indent and (here[1] == "-" or here[1].startswith("- ")):
            rest = here[1][2:].lstrip(" ")
            column = len(self.lines[self.at]) - len(rest)
            if not rest:
                self.at += 1
                result.append(self.node(indent + 1))
            elif rest.startswith("- ") or self.key(rest):
                self.lines[self.at] = " " * column + rest
                result.append(self.node(column))
            else:
                result.append(self.scalar(rest, indent))
        return result

    def mapping(self, indent):
        result = {}
        while (here := self.peek()) and here[0] == indent and not here[1].startswith("- "):
            found = self.key(here[1])
            if not found:
                self.fail("no key")
            key, rest = found
            if key in result:
                self.fail(f"{key} stands twice")
            if rest:
                result[key] = self.scalar(rest, indent)
                continue
            self.at += 1
            following = self.peek()
            # A list may stand as deep as its key.
            listed = following and following[0] == indent and (following[1] == "-" or following[1].startswith("- "))
            result[key] = self.sequence(indent) if listed else self.node(indent + 1)
        if here and here[0] > indent:
            self.fail("indented too deep")
        return result

    @staticmethod
    def key(text):
        """The key that a line begins with and what stands behind it; None when it begins with none."""
        if text.startswith('"'):
            try:
                key, end = json.JSONDecoder().raw_decode(text)
            except ValueError:
                return None
            return (key, text[end + 1:].strip()) if text[end:end + 1] == ":" else None
        if text.startswith("'"):
            match = re.match(r"'((?:[^']|'')*)':(?: (.*))?$", text)
            return (match[1].replace("''", "'"), (match[2] or "").strip()) if match else None
        match = re.match(r"([^{\[|>&*!].*?):(?: (.*))?$", text)
        return (match[1], (match[2] or "").strip()) if match else None

    def scalar(self, text, indent):
        self.at += 1
        if re.fullmatch(r"[|>][-+]?\d?[-+]?", text):
            return self.literal(text, indent)
        if text in WORDS:
            return type(WORDS[text])() if isinstance(WORDS[text], (dict, list)) else WORDS[text]
        if text[0] == "'":
            return text[1:-1].replace("''", "'")
        if text[0] in '"[{':
            return json.loads(text)
        if re.fullmatch(r"[-+]?(0|[1-9]\d*)", text):
            return int(text)
        if re.fullmatch(r"[-+]?(0|[1-9]\d*)?\.?\d+([eE][-+]?\d+)?", text):
            return float(text)
        return text

    def literal(self, mark, indent):
        lines, depth = [], int(re.sub(r"\D", "", mark) or 0)
        depth = indent + depth if depth else None
        while self.at < len(self.lines):
            line = self.lines[self.at]
            bare = line.lstrip(" ")
            if bare and len(line) - len(bare) <= indent:
                break
            if bare and depth is None:
                depth = len(line) - len(bare)
            lines.append(line[depth or 0:])
            self.at += 1
        if mark[0] != "|":
            self.fail("folded text")
        kept = "\n".join(lines)
        body = kept.rstrip("\n")
        return body if "-" in mark else kept + "\n" if "+" in mark else body + "\n"


def read_yaml(text, name="text"):
    reader = Reader(text, name)
    value = reader.node(0)
    if reader.peek() is not None:
        reader.fail("something that belongs nowhere")
    return value


def read_folder(folder):
    """The objects below a folder by their path in it."""
    result = {}
    for place, _, files in os.walk(folder):
        for name in files:
            if name.endswith(".yaml"):
                path = os.path.join(place, name)
                with open(path, encoding="utf-8") as file:
                    result[os.path.relpath(path, folder)] = read_yaml(file.read(), os.path.relpath(path, ROOT))
    return result


def states():
    """`cluster`, `churned` and `drifted`: each a list of objects in the order of their paths."""
    objects = read_folder(os.path.join(EXAMPLE, "cluster"))
    result = {"cluster": dict(objects)}
    for overlay in OVERLAYS:
        deleted = os.path.join(EXAMPLE, overlay, "deleted.txt")
        if os.path.exists(deleted):
            with open(deleted, encoding="utf-8") as file:
                for line in file.read().split():
                    objects.pop(line, None)
        objects.update(read_folder(os.path.join(EXAMPLE, overlay)))
        result[overlay] = dict(objects)
    return {name: [found[path] for path in sorted(found)] for name, found in result.items()}
