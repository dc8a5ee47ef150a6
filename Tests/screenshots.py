#!/usr/bin/env python3
"""Makes pictures of what people see, to look at before a release: the terminal at 80 and 120 columns, HTML pages at 1400 and
400 pixels, light and dark, and on paper.

usage: SNAPCTL=PATH screenshots.py FOLDER

Writes PNG and PDF files into FOLDER. Needs Chromium in PATH; the states are those of golden/example.
"""
import fcntl
import html
import os
import pathlib
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios

ROOT = pathlib.Path(__file__).resolve().parent.parent
SNAPCTL = os.environ.get("SNAPCTL") or sys.exit("set SNAPCTL to the binary")
COLORS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "36": "#76e3ea", "2": "#9da7b3"}
STATES = ["before", "after"]
COMMANDS = {
    "diff": ["diff", *STATES, "--no-pager"],
    "summary": ["diff", *STATES, "--summary", "--no-pager"],
    "check": ["check", "after", "--baseline", "golden", "--no-pager"],
    "show": ["show", "after"],
    "list": ["show", "after", "deploy"],
    "explain": ["explain", *STATES, "deploy/web-frontend", "-n", "payments-i"],
    "help": ["--help"],
}
PAGES = {
    "diff": ["diff", *STATES],
    "check": ["check", "after", "--baseline", "golden", "--controls", "pci-dss", "--zero-kubectl"],
    "compare": ["compare", *STATES],
}


def states(folder):
    """The example cluster, and the same after a night of changes."""
    example = ROOT / "golden/example"
    shutil.copytree(example / "cluster", folder / "before")
    shutil.copytree(example / "cluster", folder / "after")
    for night in ("churned", "drifted"):
        for name in (example / night / "deleted.txt").read_text().split():
            (folder / "after" / name).unlink(missing_ok=True)
        shutil.copytree(example / night, folder / "after", dirs_exist_ok=True, ignore=shutil.ignore_patterns("deleted.txt"))
    (folder / "golden").symlink_to(ROOT / "golden/aks-regulated")
    key = folder / "redaction.key"
    shutil.copyfile(example / "public-demo.key", key)
    key.chmod(0o600)
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "SNAPCTL_REDACTION_KEY_FILE": str(key), "TERM": "xterm-256color"}


def terminal(arguments, columns, folder, environment):
    """What a terminal of that width is sent."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen([SNAPCTL, *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                               stdout=follower, stderr=follower, close_fds=True)
    os.close(follower)
    output = b""
    while True:
        try:
            part = os.read(leader, 1 << 16)
        except OSError:
            break
        if not part:
            break
        output += part
    process.wait()
    os.close(leader)
    # What a progress line wrote over is not seen.
    text = output.decode("utf-8", "replace").replace("\r\n", "\n")
    return "\n".join(line.split("\r")[-1] for line in text.split("\n"))


def picture(text, arguments, columns):
    """A page that looks like the terminal."""
    spans, style = [], ""
    for part in re.split(r"(\x1b\[[0-9;?]*[A-Za-z])", "$ snapctl " + " ".join(arguments) + "\n" + text):
        if not part.startswith("\x1b["):
            spans.append(f"<span style='{style}'>{html.escape(part)}</span>")
        elif part.endswith("m"):
            codes = part[2:-1].split(";")
            style = "".join(f"color:{COLORS[code]};" for code in codes if code in COLORS)
            style += "font-weight:bold;" if "1" in codes else ""
            style += "background:#3a4350;" if "7" in codes else ""
    return (f"<meta charset=utf-8><body style='margin:16px;background:#0d1117;color:#e6edf3'><pre style='font:14px/20px \"DejaVu Sans "
            f"Mono\",monospace;width:{columns}ch;overflow:hidden;border-right:1px solid #30363d'>{''.join(spans)}</pre>")


def browser(page, *options):
    subprocess.run([sys.executable, ROOT / "Tests/browser.py", str(page), *map(str, options)], check=True,
                   stdout=subprocess.DEVNULL)


def main():
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        environment = states(folder)
        for title, arguments in COMMANDS.items():
            for columns in (80, 120):
                page = folder / "terminal.html"
                page.write_text(picture(terminal(arguments, columns, folder, environment), arguments, columns))
                browser(page, "--width", columns * 9 + 40, "--full", "--screenshot", target / f"{title}-{columns}.png")
        for title, arguments in PAGES.items():
            page = folder / f"{title}.html"
            subprocess.run([SNAPCTL, *arguments, "-o", f"html={page}"], cwd=folder, env=environment,
                           stderr=subprocess.DEVNULL)
            for width in (1400, 400):
                for scheme in ([], ["--dark"]):
                    browser(page, "--width", width, "--full", *scheme, "--screenshot",
                            target / f"{title}-{width}{'-dark' if scheme else ''}.png")
            browser(page, "--pdf", target / f"{title}.pdf")
    print(f"{len(list(target.iterdir()))} pictures in {target}")


if __name__ == "__main__":
    main()
