"""Writes an OCI image archive: an image layout (index.json, oci-layout, blobs) in one tar file, without a container engine.

The same root folder and the same time give the same bytes: names are sorted, owners are 0, every time is SOURCE_DATE_EPOCH, and
the compressed layer carries neither a name nor a time.

Source: OCI image specification 1.1, "Image Layout", "Image Manifest", "Image Configuration".
"""

import argparse
import datetime
import gzip
import hashlib
import io
import json
import os
import stat
import tarfile


def entry(name, mode, time, kind=tarfile.REGTYPE):
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.mtime = kind, mode, time
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info


def layer(root, time):
    """The files below a folder as an uncompressed tar. Who may write is decided here: nobody but root, in /tmp everybody."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for folder, folders, files in os.walk(root):
            folders.sort()
            name = os.path.relpath(folder, root)
            if name != ".":
                tar.addfile(entry(name, 0o1777 if name in ("tmp", "var/tmp") else 0o755, time, tarfile.DIRTYPE))
            links = [each for each in folders if os.path.islink(os.path.join(folder, each))]
            for each in sorted(files + links):
                path = os.path.join(folder, each)
                within = os.path.normpath(os.path.join(name, each))
                if os.path.islink(path):
                    info = entry(within, 0o777, time, tarfile.SYMTYPE)
                    info.linkname = os.readlink(path)
                    tar.addfile(info)
                    continue
                mode = 0o755 if os.stat(path).st_mode & stat.S_IXUSR else 0o644
                info = entry(within, mode, time)
                info.size = os.path.getsize(path)
                with open(path, "rb") as file:
                    tar.addfile(info, file)
    return out.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", required=True, help="the folder that becomes /")
    parser.add_argument("--out", required=True)
    parser.add_argument("--architecture", required=True, help="amd64 or arm64")
    parser.add_argument("--version", required=True)
    parser.add_argument("--revision", default="")
    parser.add_argument("--time", type=int, required=True, help="seconds since 1970")
    arguments = parser.parse_args()

    created = datetime.datetime.fromtimestamp(arguments.time, datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    plain = layer(arguments.root, arguments.time)
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=packed, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write(plain)
    labels = {
        "org.opencontainers.image.created": created,
        "org.opencontainers.image.description": "Snapshots of what a Kubernetes cluster declares, compared with a golden baseline",
        "org.opencontainers.image.licenses": "Apache-2.0",
        "org.opencontainers.image.title": "snapctl",
        "org.opencontainers.image.version": arguments.version,
    }
    if arguments.revision:
        labels["org.opencontainers.image.revision"] = arguments.revision

    blobs = {}

    def blob(data, media_type, **more):
        digest = hashlib.sha256(data).hexdigest()
        blobs[digest] = data
        return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(data), **more}

    def document(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()

    config = blob(
        document({
            "architecture": arguments.architecture, "os": "linux", "created": created,
            "config": {
                "User": "65532:65532", "Entrypoint": ["/usr/bin/snapctl"], "WorkingDir": "/", "Labels": labels,
                "Env": ["PATH=/usr/bin", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt", "HOME=/tmp", "TMPDIR=/tmp"],
            },
            "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(plain).hexdigest()]},
            "history": [{"created": created, "created_by": "packaging/oci.py"}],
        }), "application/vnd.oci.image.config.v1+json")
    manifest = blob(
        document({
            "schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config,
            "layers": [blob(packed.getvalue(), "application/vnd.oci.image.layer.v1.tar+gzip")], "annotations": labels,
        }), "application/vnd.oci.image.manifest.v1+json",
        platform={"architecture": arguments.architecture, "os": "linux"},
        annotations={"org.opencontainers.image.ref.name": arguments.version})
    index = document({
        "schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [manifest],
    })

    with open(arguments.out, "wb") as file, tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name in ("blobs", "blobs/sha256"):
            tar.addfile(entry(name, 0o755, arguments.time, tarfile.DIRTYPE))
        files = {f"blobs/sha256/{digest}": data for digest, data in blobs.items()}
        files |= {"index.json": index, "oci-layout": document({"imageLayoutVersion": "1.0.0"})}
        for name, data in sorted(files.items()):
            info = entry(name, 0o644, arguments.time)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    print(manifest["digest"])


main()
