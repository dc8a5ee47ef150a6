#!/usr/bin/env bash
# make dist-check: every artifact in DIST (.build/dist) is accepted by those who read it. With `quick` nothing that needs a Debian of
# its own, nor lintian: for packages made of a program that is linked to this machine's Swift.
set -euo pipefail
cd "$(dirname "$0")/.."
quick=${1:-}
dist=$(realpath "${DIST:-.build/dist}")
version=$(bash packaging/version.sh)
architecture=$(dpkg --print-architecture)
name=snapctl-$version-linux-$architecture
deb=snapctl_$version-1_$architecture.deb
bash Tests/setup.sh consumers
python=.build/consumers/bin/python
work=$(mktemp -d)
finish() { rm -rf --one-file-system "$work"; }
trap finish EXIT
failures=0
try() { # CLAIM COMMAND…: not in a condition, where the shell would go on after an error
    local claim=$1 status
    shift
    set +e
    (set -e; "$@") > "$work/said" 2>&1
    status=$?
    set -e
    if [ "$status" -eq 0 ]; then
        echo "ok      $claim"
    else
        echo "FAILED  $claim"
        sed 's/^/        /' "$work/said" | tail -n 40
        failures=$((failures + 1))
    fi
}
refused() { if "$@"; then return 1; fi; }
artifacts=("$name.tar.zst" "kubectl-$name.tar.gz" "$deb" "$name.oci.tar")

sums() { cd "$dist" && sha256sum --strict --quiet -c SHA256SUMS && for file in "${artifacts[@]}"; do grep " $file\$" SHA256SUMS; done; }
try "sha256sum: every file is the one that SHA256SUMS names" sums

mkdir "$work/unpacked" && tar --zstd -xf "$dist/$name.tar.zst" -C "$work/unpacked"
snapctl=$work/unpacked/$name/bin/snapctl
runs() { [ "$(env -i "$snapctl" --version)" = "$version" ]; }
try "the unpacked archive runs without an environment" runs
own() { for file in "${artifacts[@]}" SHA256SUMS; do "$snapctl" verify "$dist/$file" --release --trust-key "$dist/snapctl-release.pub"; done; }
try "snapctl verify: every artifact is signed" own
changed() {
    cp "$dist/$name.tar.zst" "$dist/$name.tar.zst.sigstore.json" "$dist/$name.tar.zst.sig" "$work/" && printf x >> "$work/$name.tar.zst"
    refused "$snapctl" verify "$work/$name.tar.zst" --release --trust-key "$dist/snapctl-release.pub"
}
try "snapctl verify: and a changed one is refused" changed
with_openssl() {
    for file in "${artifacts[@]}" SHA256SUMS; do
        jq -r .dsseEnvelope.payload "$dist/$file.sigstore.json" | base64 -d > "$work/statement"
        jq -r '.dsseEnvelope.signatures[0].sig' "$dist/$file.sigstore.json" | base64 -d > "$work/signature"
        type=$(jq -r .dsseEnvelope.payloadType "$dist/$file.sigstore.json")
        { printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < "$work/statement")"; cat "$work/statement"; } > "$work/signed"
        openssl dgst -sha256 -verify "$dist/snapctl-release.pub" -signature "$work/signature" "$work/signed"
        [ "$(jq -r '.subject[0].digest.sha256' "$work/statement")" = "$(sha256sum < "$dist/$file" | cut -d' ' -f1)" ]
    done
}
try "openssl: every artifact is signed" with_openssl
with_ssh() {
    printf 'release namespaces="snapctl.dev/release/v1" %s\n' "$(ssh-keygen -i -m PKCS8 -f "$dist/snapctl-release.pub")" > "$work/signers"
    for file in "${artifacts[@]}" SHA256SUMS; do
        ssh-keygen -Y verify -f "$work/signers" -I release -n snapctl.dev/release/v1 -s "$dist/$file.sig" < "$dist/$file"
    done
}
try "ssh-keygen: every artifact is signed" with_ssh

for artifact in "${artifacts[@]}"; do
    try "spdx-tools: $artifact.spdx.json" .build/consumers/bin/pyspdxtools -i "$dist/$artifact.spdx.json"
    # shellcheck disable=SC2016
    try "cyclonedx-python-lib: $artifact.cdx.json" "$python" -c 'import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
sys.exit(str(fault) if fault else 0)' "$dist/$artifact.cdx.json"
done
whole() { # ARTIFACT INVENTORY: both lists hold every pin of Package.resolved and every library that the linker took
    python3 - "$dist/$1" "$2" <<'END'
import json, sys
artifact, inventory = sys.argv[1:]
wanted = {(pin["identity"], pin["state"]["version"]) for pin in json.load(open("Package.resolved"))["pins"]}
known = json.load(open(inventory))
wanted |= {(each["name"], each["version"]) for each in known["libraries"] if each["linked"] != "not linked"}
for suffix, list_name, version in (("spdx", "packages", "versionInfo"), ("cdx", "components", "version")):
    found = {(each["name"], each[version]) for each in json.load(open(f"{artifact}.{suffix}.json"))[list_name]}
    assert not wanted - found, f"{suffix} lacks {wanted - found}"
    licenses = [each for each in json.load(open(f"{artifact}.{suffix}.json"))[list_name] if "NOASSERTION" in str(each.get("licenseConcluded"))]
    assert not licenses, f"no license is known of {licenses}"
print(len(wanted), "parts")
END
}
try "SPDX and CycloneDX list every package and library of the archive, with its license" whole "$name.tar.zst" .build/inventory-static.json
try "SPDX and CycloneDX list every package and library of the .deb" whole "$deb" .build/inventory-system.json

try "skopeo: reads the image" skopeo inspect "oci-archive:$dist/$name.oci.tar"
image() { skopeo copy --quiet "oci-archive:$dist/$name.oci.tar" "oci:$work/layout:$version" && umoci unpack --rootless --image "$work/layout:$version" "$work/bundle"; }
try "umoci: unpacks it without root's help" image
user() { jq -e '.process.user | .uid == 65532 and .gid == 65532' "$work/bundle/config.json" || jq -e '.config.User == "65532:65532"' <(skopeo inspect --config "oci-archive:$dist/$name.oci.tar"); }
try "its user is 65532" user
in_image() { # COMMAND…: as its user and with its environment on a read-only root, with /tmp as a pod's emptyDir
    local environment
    mapfile -t environment < <(skopeo inspect --config "oci-archive:$dist/$name.oci.tar" | jq -r '.config.Env[]')
    # shellcheck disable=SC2016 # expanded inside
    unshare --mount bash -euc 'mount --make-rprivate /; mount --bind "$1" "$1"; mount --bind "$2" "$1/mnt"; mount --bind /proc "$1/proc"
        mount -o remount,bind,ro "$1"
        mount -t tmpfs -o mode=1777 tmpfs "$1/tmp"; shift 2; exec env -i "$@"' bash "$work/bundle/rootfs" "$PWD/golden" "${environment[@]}" \
        /usr/sbin/chroot --userspec=65532:65532 "$work/bundle/rootfs" "$@"
}
if [ "$(id -u)" -eq 0 ]; then
    mkdir -p "$work/bundle/rootfs/mnt"
    readable() {
        [ "$(in_image /usr/bin/snapctl --version)" = "$version" ]
        in_image /usr/bin/snapctl capture --from /mnt/example/cluster --file /tmp/example.tar.zst
        in_image /usr/bin/snapctl normalize /mnt/example/cluster | grep -c '^kind: '
        refused in_image /usr/bin/snapctl capture --from /mnt/example/cluster --file /etc/example.tar.zst
        refused in_image /bin/sh -c true
    }
    try "it runs in a chroot as uid 65532 on a read-only root, and has no shell" readable
fi

plugin() {
    mkdir "$work/plugin" && tar -xzf "$dist/kubectl-$name.tar.gz" -C "$work/plugin"
    [ "$(sed -n 's/^ *sha256: //p' "$dist/krew-snapctl.yaml")" = "$(sha256sum < "$dist/kubectl-$name.tar.gz" | cut -d' ' -f1)" ]
    [ "$("$work/plugin/kubectl-snapctl" --version)" = "$version" ]
    "$python" -c 'import sys, yaml; manifest = yaml.safe_load(open(sys.argv[1])); assert manifest["metadata"]["name"] == "snapctl"' "$dist/krew-snapctl.yaml"
}
try "the plugin is the one that the krew manifest names" plugin

again() { # Packed again, at another time of day, the same bytes come out.
    SOURCE_DATE_EPOCH=$(cat .build/dist-time) DIST=$work/again DIST_REPACK=1 bash packaging/dist.sh
    for file in "${artifacts[@]}"; do cmp "$dist/$file" "$work/again/$file"; done
    for file in "$dist"/*.spdx.json "$dist"/*.cdx.json; do cmp "$file" "$work/again/${file##*/}"; done
}
try "packed twice, every artifact is the same bit by bit" again

if [ "$quick" != quick ]; then
    try "lintian: $deb" lintian --allow-root --fail-on error,warning --suppress-tags no-copyright-file "$dist/$deb"
    # shellcheck source=packaging/chroot.sh disable=SC1091
    source packaging/chroot.sh
    installed() {
        bare_debian "$work/debian"
        mkdir -p "$work/debian/root/dist" && cp "$dist/$deb" "$work/debian/root/dist/"
        within "$work/debian" bash -euc "apt-get update -qq && apt-get install -y -qq --no-install-recommends ./root/dist/$deb openssl jq zstd openssh-client > /dev/null
            if command -v swift; then exit 1; fi
            snapctl --version; kubectl-snapctl --version
            test -s /usr/share/man/man1/snapctl.1.gz
            SNAPCTL=/usr/bin/snapctl bash /usr/share/doc/snapctl/examples/demo/demo.sh
            apt-get purge -y -qq snapctl > /dev/null
            if dpkg -s snapctl || find / -xdev -path /root -prune -o -name '*snapctl*' -print | grep .; then exit 1; fi"
    }
    try "dpkg: installed on a Debian without Swift, the demo runs from it, purged without a rest" installed
fi
[ "$failures" -eq 0 ] || { echo "$failures claims about $dist do not hold" >&2; exit 1; }
