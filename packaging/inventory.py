"""Lists what is inside a release: the Swift packages, the toolchain's runtime, and the system's libraries, each with version, license
and license text.

What was linked comes from the linker's map and the program's own list of needed libraries; what it is called from Package.resolved
and dpkg.
"""

import argparse
import json
import os
import re
import subprocess
import sys

# The licenses of Debian's files are free text; these are the SPDX expressions of what is linked of each source package.
DEBIAN_LICENSES = {
    "acl": "LGPL-2.1-or-later",
    "icu": "Unicode-DFS-2016",
    "libxml2": "MIT",
    "bzip2": "bzip2-1.0.6",
    "gcc-12": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "glibc": "LGPL-2.1-or-later",
    "libarchive": "BSD-2-Clause",
    "libyaml": "MIT",
    "lz4": "BSD-2-Clause",
    "nettle": "LGPL-3.0-or-later OR GPL-2.0-or-later",
    "xz-utils": "LicenseRef-public-domain",
    "zlib": "Zlib",
    "libzstd": "BSD-3-Clause",
    "ca-certificates": "MPL-2.0",
}
# Code of others that a Swift package brings along: name, license, target, and where the target says which version it is.
VENDORED = {
    "swift-crypto": [
        ("boringssl", "Apache-2.0 AND ISC AND BSD-3-Clause AND MIT", "CCryptoBoringSSL", "hash.txt", r"revision (\w+)"),
        ("xkcp", "CC0-1.0", "CXKCP", "vendored-sources.txt", r"-g(\w+)\)"),
    ],
    "swift-nio": [
        ("llhttp", "MIT", "CNIOLLHTTP", "include/c_nio_llhttp.h", r"VERSION_MAJOR (\d+)\D+MINOR (\d+)\D+PATCH (\d+)"),
        ("freebsd-sha1", "BSD-3-Clause", "CNIOSHA1", "c_nio_sha1.c", r"sha1\.c,v ([\d.]+)"),
    ],
    "swift-nio-extras": [("zlib", "Zlib", "CNIOExtrasZlib", "include/nioextras-zlib.h", r'ZLIB_VERSION "([\d.]+)')],
    "swift-nio-ssl": [
        ("boringssl", "Apache-2.0 AND ISC AND BSD-3-Clause AND MIT", "CNIOBoringSSL", "hash.txt", r"revision (\w+)")],
}
# Parts of the toolchain whose license is not the toolchain's.
RUNTIME = {
    "lib_FoundationICU.a": ("icu", "Unicode-3.0"),
}


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def linked(program, link_map):
    """The archives of the map, and the shared libraries that the program needs, as real paths."""
    text = open(link_map, errors="replace").read() if link_map else ""
    archives = {os.path.realpath(path) for path in re.findall(r"(/[^\s():]+\.a)\(", text)}
    shared = set()
    for line in run("ldd", program).splitlines():
        match = re.search(r"(?:=> )?(/\S+) \(0x", line)
        if match:
            shared.add(os.path.realpath(match.group(1)))
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", run("readelf", "-d", program)))
    # The dynamic linker is there whether named or not.
    direct = {path for path in shared if os.path.basename(path) in needed or any(
        os.path.realpath(os.path.join(os.path.dirname(path), name)) == path for name in needed)}
    return archives, direct, shared


def owner(path):
    """The name of the package that a file is of; both spellings of a merged /usr are tried."""
    for spelling in (path, path.removeprefix("/usr"), "/usr" + path):
        try:
            return run("dpkg-query", "-S", spelling).split(": ")[0].split(", ")[0]
        except subprocess.CalledProcessError:
            continue
    sys.exit(f"{path} is of no Debian package: what is it, and under which license?")


def debian(package):
    """What dpkg says of an installed package."""
    try:
        form = "${binary:Package}\t${source:Package}\t${Version}\t${source:Version}\t${Architecture}"
        fields = run("dpkg-query", "-W", "-f", form, package).split("\t")
    except subprocess.CalledProcessError:
        sys.exit(f"{package} is not installed")
    name, source, version, source_version, architecture = fields
    name = name.split(":")[0]
    return {
        "name": name, "source": source, "version": version, "sourceVersion": source_version,
        "architecture": architecture, "license": DEBIAN_LICENSES.get(source, "NOASSERTION"),
        "licenseFiles": [f"/usr/share/doc/{name}/copyright"],
    }


def license_files(folder):
    return sorted(
        os.path.join(folder, name) for name in os.listdir(folder)
        if re.match(r"(LICENSE|NOTICE|COPYING)(\.(txt|md))?$", name))


def license_of(files):
    text = open(files[0]).read() if files else ""
    if "Apache License" in text:
        return "Apache-2.0 WITH Swift-exception" if "Runtime Library Exception" in text else "Apache-2.0"
    return "MIT" if "Permission is hereby granted, free of charge" in text else "NOASSERTION"


def dependencies(scratch):
    """Who needs whom among the Swift packages, by identity; the root is ``snapctl``."""
    edges = {}

    def walk(node):
        edges[node["identity"]] = sorted({each["identity"] for each in node["dependencies"]})
        for each in node["dependencies"]:
            walk(each)

    tree = json.loads(run("swift", "package", "--scratch-path", scratch, "show-dependencies", "--format", "json"))
    tree["identity"] = "snapctl"
    walk(tree)
    return edges


def swift_packages(resolved, checkouts):
    pins = json.load(open(resolved))["pins"]
    packages = []
    for pin in sorted(pins, key=lambda pin: pin["identity"]):
        folder = os.path.join(checkouts, os.path.basename(pin["location"]).removesuffix(".git"))
        files = license_files(folder)
        if not files:
            sys.exit(f"{folder} has no license file")
        packages.append({
            "name": pin["identity"], "version": pin["state"]["version"], "location": pin["location"].removesuffix(".git"),
            "license": license_of(files), "licenseFiles": files,
        })
        for name, expression, target, file, pattern in VENDORED.get(pin["identity"], []):
            place = os.path.join(folder, "Sources", target, file)
            match = re.search(pattern, open(place).read()) if os.path.exists(place) else None
            if match is None:
                sys.exit(f"{place} does not say any more which {name} it is")
            packages[-1].setdefault("brings", []).append(
                {"name": name, "version": ".".join(match.groups()), "license": expression, "target": target})
    return packages


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--map", help="the linker's map; without one only shared libraries are known")
    parser.add_argument("--resolved", default="Package.resolved")
    parser.add_argument("--scratch-path", required=True)
    parser.add_argument("--also", default="", help="system packages that an image has besides; commas")
    arguments = parser.parse_args()

    archives, direct, shared = linked(arguments.program, arguments.map)
    toolchain = os.path.realpath(os.path.join(os.path.dirname(os.path.realpath(run("which", "swift").strip())), "..", ".."))
    system, runtime = {}, set()
    for path in archives:
        if path.startswith(toolchain):
            runtime.add(os.path.basename(path))
        elif "/.build/" not in path:
            found = debian(owner(path))
            system.setdefault(found["name"], {**found, "linked": "static", "files": []})["files"].append(path)
    for path in shared:
        if path.startswith(toolchain):
            runtime.add(os.path.basename(path))
            continue
        found = debian(owner(path))
        how = "dynamic" if path in direct else "needed by another library"
        known = system.setdefault(found["name"], {**found, "linked": how, "files": []})
        known["files"].append(path)
        if how == "dynamic" and known["linked"] != "static":
            known["linked"] = "dynamic"
    for each in system.values():
        each["files"].sort()
    for name in filter(None, arguments.also.split(",")):
        system.setdefault(name, {**debian(name), "linked": "not linked", "files": []})
    version = re.search(r"Swift version (\S+)", run("swift", "--version")).group(1)
    license_text = os.path.join(toolchain, "usr/share/swift/LICENSE.txt")
    if not os.path.exists(license_text):
        license_text = os.path.join(toolchain, "share/swift/LICENSE.txt")
    json.dump({
        "swift": {
            "name": "swift-runtime", "version": version, "location": "https://github.com/swiftlang/swift",
            "license": "Apache-2.0 WITH Swift-exception", "licenseFiles": [license_text], "files": sorted(runtime),
            "brings": [{"name": name, "version": version, "license": expression, "target": file}
                       for file, (name, expression) in RUNTIME.items() if file in runtime],
        },
        "packages": swift_packages(arguments.resolved, os.path.join(arguments.scratch_path, "checkouts")),
        "dependencies": dependencies(arguments.scratch_path),
        "libraries": [system[name] for name in sorted(system)],
    }, sys.stdout, indent=1)
    print()


main()
