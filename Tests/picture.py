#!/usr/bin/env python3
"""Draws what a terminal shows as SVG: text with colors (ANSI escapes) from stdin, an SVG to stdout.

picture.py TITLE COMMAND [COLUMNS] < output > picture.svg
"""
import html
import re
import sys

COLUMN, LINE, MARGIN, BAR = 8.43, 20, 20, 36
COLORS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea", "2": "#9da7b3"}


def spans(line):
    """The pieces of a line: column, text, attributes."""
    column, codes = 0, []
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b["):
            codes = [code for code in part[2:-1].split(";") if code not in ("", "0")]
        elif part:
            attributes = "".join(f' fill="{COLORS[code]}"' for code in codes if code in COLORS)
            yield column, part, attributes + (' font-weight="bold"' if "1" in codes else "")
            column += len(part)


def cut(line, columns):
    """A line as long as the terminal is wide, like `less -S` shows it."""
    shown, column = [], 0
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b[") and column + len(part) > columns:
            part = part[: max(0, columns - column - 1)] + ("…" if column < columns else "")
        column += 0 if part.startswith("\x1b[") else len(part)
        shown.append(part)
    return "".join(shown)


def main():
    title, command = sys.argv[1], sys.argv[2]
    columns = int(sys.argv[3]) if len(sys.argv) > 3 else 120
    lines = [cut(line, columns) for line in [f"\x1b[2m$ \x1b[0m{command}"] + sys.stdin.read().rstrip("\n").split("\n")]
    width, height = round(2 * MARGIN + columns * COLUMN), BAR + 2 * MARGIN + LINE * len(lines) - 8
    print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">')
    print(f"<title>{html.escape(title)}</title>")
    print(f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>')
    for place, color in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        print(f'<circle cx="{MARGIN + 18 * place}" cy="20" r="6" fill="{color}"/>')
    print('<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,\'DejaVu Sans Mono\',\'Liberation Mono\',monospace"'
          ' font-size="14" fill="#e6edf3" xml:space="preserve">')
    for number, line in enumerate(lines):
        y = BAR + MARGIN + LINE * number
        for column, text, attributes in spans(line):
            stripped = text.lstrip(" ")
            column += len(text) - len(stripped)
            if stripped.rstrip():
                text = stripped.rstrip()
                print(f'<text x="{MARGIN + column * COLUMN:.1f}" y="{y}" textLength="{len(text) * COLUMN:.1f}"{attributes}>'
                      f"{html.escape(text, quote=False)}</text>")
    print("</g></svg>")


if __name__ == "__main__":
    main()
