#!/usr/bin/env python3
"""What others get of the libraries, from the modules that are built already: `swift build -c release --product snapctl` comes first.

libraries.py example   compiles Examples/ as a package of another name against the built modules, runs it, and holds what it prints
                       against Examples/expected.md. Proves that the public declarations suffice and that nothing else is seen; that
                       SwiftPM resolves the package from a clean checkout is proved by `make example-clean`, which builds everything.
libraries.py docc      makes the documentation of both libraries in .build/docs; a warning is an error.
CONFIGURATION=debug takes the modules of a debug build. RECORD=1 writes Examples/expected.md anew, and fails.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CONFIGURATION = os.environ.get("CONFIGURATION", "release")
BUILT = os.path.realpath(f"{ROOT}/.build/{CONFIGURATION}")
TARGET = "x86_64-unknown-linux-gnu" if os.uname().machine == "x86_64" else "aarch64-unknown-linux-gnu"
LIBRARIES = ["Snapshot", "Diff"]


def commands():
    """The arguments of every compilation and link that SwiftPM has planned."""
    with open(f"{ROOT}/.build/{CONFIGURATION}.yaml", encoding="utf-8") as file:
        for line in file:
            found = re.match(r"\s+args: (\[.*\])$", line)
            if found:
                yield json.loads(found.group(1))


def after(arguments, name):
    return arguments[arguments.index(name) + 1] if name in arguments else None


def c_modules():
    """Where the C modules are that the libraries import."""
    for arguments in commands():
        if after(arguments, "-module-name") == "Diff" and "-emit-module" in arguments:
            return [part for i, flag in enumerate(arguments) if flag == "-Xcc" for part in (flag, arguments[i + 1])]
    sys.exit("the libraries are not built: swift build -c release --product snapctl")


def link_flags():
    """How SwiftPM links the program, without its own files."""
    for arguments in commands():
        if "-emit-executable" in arguments and after(arguments, "-module-name") == "snapctl":
            return [flag for flag in arguments if re.match(r"-l|-L.", flag)]
    sys.exit("the program is not built: swift build -c release --product snapctl")


def run(*command, **options):
    return subprocess.run(command, check=True, **options)


def compiler(sources):
    return ["swiftc", "-swift-version", "6", "-parse-as-library", "-warnings-as-errors", "-package-name", "examples",
            "-target", TARGET, "-I", f"{BUILT}/Modules", *c_modules(), *sources]


def refuses_internals():
    """Whether a declaration that is not public is out of reach."""
    with tempfile.NamedTemporaryFile("w", suffix=".swift") as file:
        file.write("import Diff\nimport Snapshot\nfunc internals(_ report: Report, _ state: ClusterState) {}\n")
        file.flush()
        found = subprocess.run([*compiler([file.name]), "-typecheck"], capture_output=True, text=True)
    return found.returncode != 0 and "cannot find type 'Report'" in found.stderr


def example():
    with open(f"{BUILT}/snapctl.product/Objects.LinkFileList", encoding="utf-8") as file:
        # One a line, in quotes where a name has a space, as the compiler reads them.
        objects = [line.strip() for line in file if line.strip()]
    own = re.compile(r"/(snapctl|ArgumentParser|ArgumentParserToolInfo)\.build/")
    folder = f"{ROOT}/.build/example"
    os.makedirs(folder, exist_ok=True)
    listed = f"{folder}/objects.txt"
    with open(listed, "w", encoding="utf-8") as file:
        file.writelines(f"{path}\n" for path in objects if not own.search(path))
    program = f"{folder}/compare-states"
    run(*compiler(sorted(glob.glob(f"{ROOT}/Examples/Sources/compare-states/*.swift"))), "-module-name", "compare_states",
        "-emit-executable", "-o", program, f"@{listed}", *link_flags())
    if not refuses_internals():
        sys.exit("a declaration that is not public can be used from another package")
    with tempfile.TemporaryDirectory() as scratch:
        output = run(program, ".", f"{scratch}/after.tar.zst", cwd=f"{ROOT}/Examples", capture_output=True, text=True).stdout
    output = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", output.replace(scratch, "FOLDER"))
    expected = f"{ROOT}/Examples/expected.md"
    if os.environ.get("RECORD"):
        with open(expected, "w", encoding="utf-8") as file:
            file.write(output)
        sys.exit(f"{expected} was written: review it, then run again")
    with open(expected, encoding="utf-8") as file:
        wanted = file.read()
    if output != wanted:
        with tempfile.NamedTemporaryFile("w") as file:
            file.write(output)
            file.flush()
            subprocess.run(["diff", "-u", expected, file.name])
        sys.exit("the example prints something else than Examples/expected.md")
    print("the example builds as a package of another name, and prints what it should")


def docc():
    folder = f"{ROOT}/.build/docs"
    shutil.rmtree(folder, ignore_errors=True)
    for library in LIBRARIES:
        graphs = f"{folder}/{library}.symbols"
        os.makedirs(graphs)
        run("swift", "symbolgraph-extract", "-module-name", library, "-target", TARGET, "-I", f"{BUILT}/Modules", *c_modules(),
            "-minimum-access-level", "public", "-skip-synthesized-members", "-emit-extension-block-symbols",
            "-output-dir", graphs)
        run("docc", "convert", f"{ROOT}/Sources/{library}/{library}.docc", "--additional-symbol-graph-dir", graphs,
            "--fallback-display-name", library, "--fallback-bundle-identifier", f"snapctl.{library}",
            "--warnings-as-errors", "--output-path", f"{folder}/{library}.doccarchive")
    print(f"documentation without warnings: {folder}")


if __name__ == "__main__":
    tasks = {"example": example, "docc": docc}
    if len(sys.argv) != 2 or sys.argv[1] not in tasks:
        sys.exit(__doc__)
    tasks[sys.argv[1]]()
