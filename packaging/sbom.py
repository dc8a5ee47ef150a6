"""Writes what an artifact contains, beside it: ARTIFACT.spdx.json (SPDX 2.3) and ARTIFACT.cdx.json (CycloneDX 1.6).

The same inventory, artifact and time give the same bytes: identifiers come from the artifact's digest.
"""

import argparse
import datetime
import hashlib
import json
import os
import re
import uuid

HOME = "https://snapctl.dev"
PUBLIC_DOMAIN = "LicenseRef-public-domain"


class Part:
    """Something inside, and how it is reached from the part that brings it."""

    def __init__(self, name, version, license, purl, supplier, link, location="NOASSERTION", note=""):
        self.name, self.version, self.license, self.purl = name, version, license, purl
        self.supplier, self.link, self.location, self.note = supplier, link, location, note
        self.reference = "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", f"{name}-{version}")


def parts(inventory, contained):
    """Every part, and who brings whom."""
    found, edges = {}, []

    def swift(package, link):
        location = package["location"]
        host = location.removeprefix("https://")
        part = Part(
            package["name"], package["version"], package["license"], f"pkg:swift/{host}@{package['version']}",
            "Organization: " + host.split("/")[1], link, f"git+{location}")
        found[package["name"]] = part
        for brought in package.get("brings", []):
            inner = Part(
                f"{brought['name']} of {package['name']}", brought["version"], brought["license"],
                f"pkg:generic/{brought['name']}@{brought['version']}?vcs_url=git%2B{location}@{package['version']}", "NOASSERTION", "CONTAINS",
                note=f"{brought['name']}, as {brought['target']} of {package['name']} {package['version']} holds it")
            found[inner.name] = inner
            edges.append((package["name"], inner.name))

    swift(inventory["swift"], "STATIC_LINK")
    edges.append(("snapctl", inventory["swift"]["name"]))
    for package in inventory["packages"]:
        swift(package, "STATIC_LINK")
    for identity, needed in inventory["dependencies"].items():
        edges += [(identity, each) for each in needed]
    for library in inventory["libraries"]:
        if library["linked"] == "not linked" and library["name"] not in contained:
            continue
        link = {"static": "STATIC_LINK", "dynamic": "DYNAMIC_LINK"}.get(library["linked"], "DEPENDS_ON")
        if library["name"] in contained and link != "STATIC_LINK":
            link = "CONTAINS"
        version = library["version"].replace("+", "%2B")
        found[library["name"]] = Part(
            library["name"], library["version"], library["license"],
            f"pkg:deb/debian/{library['name'].replace('+', '%2B')}@{version}?arch={library['architecture']}&distro=debian-12",
            "Organization: Debian", link, note=f"source package {library['source']} {library['sourceVersion']}")
        edges.append(("snapctl", library["name"]))
    return found, edges


def spdx(arguments, found, edges, digest, created):
    name = os.path.basename(arguments.artifact)
    root = "SPDXRef-snapctl"

    def package(part):
        value = {
            "SPDXID": part.reference, "name": part.name, "versionInfo": part.version, "supplier": part.supplier,
            "downloadLocation": part.location, "filesAnalyzed": False, "licenseConcluded": part.license,
            "licenseDeclared": part.license, "copyrightText": "NOASSERTION", "primaryPackagePurpose": "LIBRARY",
            "externalRefs": [
                {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": part.purl}],
        }
        if part.note:
            value["comment"] = part.note
        return value

    def reference(identity):
        return root if identity == "snapctl" else found[identity].reference

    value = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
        "documentNamespace": f"{HOME}/spdx/{name}-{digest}",
        "creationInfo": {"created": created, "creators": [f"Tool: snapctl-packaging-{arguments.version}"]},
        "packages": [{
            "SPDXID": root, "name": "snapctl", "versionInfo": arguments.version, "packageFileName": name,
            "supplier": "Organization: snapctl", "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "checksums": [{"algorithm": "SHA256", "checksumValue": digest}], "licenseConcluded": "Apache-2.0",
            "licenseDeclared": "Apache-2.0", "copyrightText": "NOASSERTION", "primaryPackagePurpose": "APPLICATION",
            "externalRefs": [{
                "referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                "referenceLocator": f"pkg:generic/snapctl@{arguments.version}"}],
        }] + [package(part) for _, part in sorted(found.items())],
        "relationships": [
            {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": root}] + [
            {"spdxElementId": reference(one),
             "relationshipType": "DEPENDS_ON" if one != "snapctl" and found[other].link == "STATIC_LINK" else found[other].link,
             "relatedSpdxElement": reference(other)} for one, other in sorted(set(edges))],
    }
    if any(PUBLIC_DOMAIN in part.license for part in found.values()):
        value["hasExtractedLicensingInfos"] = [{
            "licenseId": PUBLIC_DOMAIN, "name": "Public domain",
            "extractedText": "liblzma is in the public domain: see /usr/share/doc/liblzma5/copyright."}]
    return value


def cyclonedx(arguments, found, edges, digest, created):
    name = os.path.basename(arguments.artifact)

    def component(part):
        value = {
            "type": "library", "bom-ref": part.reference.removeprefix("SPDXRef-"), "name": part.name, "version": part.version,
            "licenses": [{"expression": part.license}], "purl": part.purl,
            "properties": [{"name": "snapctl:link", "value": part.link}],
        }
        if part.license == "NOASSERTION":
            del value["licenses"]
        if part.note:
            value["description"] = part.note
        return value

    def reference(identity):
        return "snapctl" if identity == "snapctl" else found[identity].reference.removeprefix("SPDXRef-")

    needs = {identity: set() for identity in ["snapctl", *found]}
    for one, other in edges:
        needs[one].add(other)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{HOME}/{name}/{digest}')}", "version": 1,
        "metadata": {
            "timestamp": created,
            "component": {
                "type": "application", "bom-ref": "snapctl", "name": "snapctl", "version": arguments.version,
                "purl": f"pkg:generic/snapctl@{arguments.version}", "licenses": [{"expression": "Apache-2.0"}],
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "properties": [{"name": "snapctl:file", "value": name}],
            },
        },
        "components": [component(part) for _, part in sorted(found.items())],
        "dependencies": [
            {"ref": reference(one), "dependsOn": sorted(reference(other) for other in others)}
            for one, others in sorted(needs.items())],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inventory", required=True)
    parser.add_argument("--artifact", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--contains", default="", help="system packages whose files are in the artifact; commas")
    parser.add_argument("--time", type=int, required=True)
    arguments = parser.parse_args()
    with open(arguments.inventory) as file:
        inventory = json.load(file)
    with open(arguments.artifact, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    contained = set(filter(None, arguments.contains.split(",")))
    found, edges = parts(inventory, contained)
    created = datetime.datetime.fromtimestamp(arguments.time, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    for suffix, make in (("spdx", spdx), ("cdx", cyclonedx)):
        with open(f"{arguments.artifact}.{suffix}.json", "w") as out:
            json.dump(make(arguments, found, edges, digest, created), out, indent=1)
            out.write("\n")


main()
