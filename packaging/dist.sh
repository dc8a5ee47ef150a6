#!/usr/bin/env bash
# make dist: the artifacts of a release in DIST (.build/dist), each with what it contains (SPDX, CycloneDX) and signed.
#
#   SOURCE_DATE_EPOCH    the time in all of them; the last commit's by default
#   SNAPCTL_RELEASE_KEY  the key to sign with, PEM; without one a key is made for this build alone
#   SNAPCTL_DOWNLOAD     where the artifacts will be published, for the krew manifest
#   DIST_PROGRAM         a program to pack instead of building one, to try the scripts; its packages are for no other machine
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD
export LC_ALL=C TZ=UTC
umask 022
version=$(bash packaging/version.sh)
revision=$(git rev-parse HEAD 2>/dev/null || true)
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
dist=$(realpath -m "${DIST:-.build/dist}")
architecture=$(dpkg --print-architecture)
name=snapctl-$version-linux-$architecture
deb=snapctl_$version-1_$architecture.deb
started=$SECONDS
say() { printf '%4d s  %s\n' $((SECONDS - started)) "$*"; }

bash Tests/setup.sh dist
scratch=.build/packages
[ -z "${DIST_PROGRAM:-}" ] || scratch=.build
for form in static system; do
    # Packed again: the programs are there.
    [ -z "${DIST_REPACK:-}" ] || break
    if [ -n "${DIST_PROGRAM:-}" ]; then
        strip -o ".build/snapctl-$form" "$DIST_PROGRAM"
        rm -f ".build/snapctl-$form.map"
        [ ! -e "$DIST_PROGRAM.map" ] || cp "$DIST_PROGRAM.map" ".build/snapctl-$form.map"
    else
        bash packaging/build.sh "$form" >&2
    fi
    say "built: $form, $(stat -c %s ".build/snapctl-$form") bytes"
    map=()
    [ ! -e ".build/snapctl-$form.map" ] || map=(--map ".build/snapctl-$form.map")
    python3 packaging/inventory.py --program ".build/snapctl-$form" "${map[@]}" \
        --scratch-path "$scratch" --also ca-certificates > ".build/inventory-$form.json"
done
snapctl=$here/.build/snapctl-static
[ "$("$snapctl" --version)" = "$version" ] || { echo "the program says $("$snapctl" --version), and not $version" >&2; exit 1; }
rm -rf "$dist" && mkdir -p "$dist"
[ -n "${DIST_REPACK:-}" ] || echo "$SOURCE_DATE_EPOCH" > .build/dist-time
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What is the same in all of them: manual, completions, documents, examples.
tree=$work/tree
doc=$tree/share/doc/snapctl
mkdir -p "$tree/share/man/man1" "$tree/share/bash-completion/completions" "$tree/share/zsh/site-functions" \
    "$tree/share/fish/vendor_completions.d" "$doc/examples/demo"
"$snapctl" manual > "$tree/share/man/man1/snapctl.1"
"$snapctl" --generate-completion-script bash | sed '1{/^#!/d}' > "$tree/share/bash-completion/completions/snapctl"
"$snapctl" --generate-completion-script zsh > "$tree/share/zsh/site-functions/_snapctl"
"$snapctl" --generate-completion-script fish > "$tree/share/fish/vendor_completions.d/snapctl.fish"
cp -r README.md CHANGELOG.md LICENSE SECURITY.md docs "$doc/"
cp -r golden deploy ci "$doc/examples/"
rm -rf "$doc/examples/golden/cases"
cp Tests/demo.sh "$doc/examples/demo/demo.sh"
python3 packaging/notices.py .build/inventory-static.json > "$doc/THIRD-PARTY-NOTICES.txt"

# Sorted, without owners, one time.
pack() { tar -C "$1" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=ustar -cf - "$2"; }
folder=$work/$name
cp -r "$tree" "$folder"
install -Dm755 "$snapctl" "$folder/bin/snapctl"
ln -s snapctl "$folder/bin/kubectl-snapctl"
pack "$work" "$name" | zstd -19 -T1 --quiet -o "$dist/$name.tar.zst"
say "$name.tar.zst"

# krew takes gzip or zip only, and one file is all it needs.
plugin=kubectl-$name.tar.gz
install -Dm755 "$snapctl" "$work/plugin/kubectl-snapctl"
install -m644 LICENSE "$doc/THIRD-PARTY-NOTICES.txt" "$work/plugin/"
pack "$work/plugin" . | gzip -n9 > "$dist/$plugin"
sed -e "s|@VERSION@|v$version|; s|@ARCHITECTURE@|$architecture|; s|@SHA256@|$(sha256sum < "$dist/$plugin" | cut -d' ' -f1)|" \
    -e "s|@URL@|${SNAPCTL_DOWNLOAD:-https://snapctl.dev/releases/v$version}/$plugin|" packaging/krew.yaml > "$dist/krew-snapctl.yaml"
say "$plugin"

bash packaging/debian.sh .build/snapctl-system "$tree" "$dist/$deb" "$version"
say "$deb"

bash packaging/image-root.sh "$snapctl" "$work/image" "$doc"
python3 packaging/oci.py --root "$work/image" --out "$dist/$name.oci.tar" --architecture "$architecture" --version "$version" \
    --revision "$revision" --time "$SOURCE_DATE_EPOCH" > "$work/digest"
say "$name.oci.tar, $(cat "$work/digest")"

sbom() { # ARTIFACT INVENTORY PACKAGES
    python3 packaging/sbom.py --artifact "$dist/$1" --inventory ".build/inventory-$2.json" --contains "$3" --version "$version" \
        --time "$SOURCE_DATE_EPOCH"
}
sbom "$name.tar.zst" static ""
sbom "$plugin" static ""
sbom "$deb" system ""
sbom "$name.oci.tar" static "$(bash packaging/image-root.sh packages "$snapctl")"
say "SPDX and CycloneDX"

(cd "$dist" && find . -type f -printf '%P\0' | sort -z | xargs -0 sha256sum > "$work/sums" && mv "$work/sums" SHA256SUMS)
key=${SNAPCTL_RELEASE_KEY:-}
if [ -z "$key" ]; then
    key=$work/throwaway.pem
    (umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$key" 2>/dev/null)
    echo "no SNAPCTL_RELEASE_KEY was given: signed with a key that nobody has any more" >&2
fi
openssl pkey -in "$key" -pubout -out "$dist/snapctl-release.pub"
for file in "$name.tar.zst" "$plugin" "$deb" "$name.oci.tar" SHA256SUMS; do
    "$snapctl" sign "$dist/$file" --release "pkg:generic/snapctl@$version" --signing-key "$key"
done
say "signed"
chmod -R u=rwX,go=rX "$dist"
ls -l "$dist"
