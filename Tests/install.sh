#!/usr/bin/env bash
# Runs every `sh` block of docs/install.md in one shell, with the artifacts in DIST (.build/dist). Downloads come from there; the
# registry is a folder; what `sudo apt-get` would install is unpacked (packaging/check.sh installs it on a Debian of its own).
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
dist=$(realpath "${DIST:-$here/.build/dist}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" "$work/desk" "$work/registry"
cat > "$work/bin/curl" <<EOF
#!/usr/bin/env bash
while [ \$# -gt 1 ]; do [ "\$1" != --output ] || out=\$2; shift; done
cp "$dist/\${1##*/}" "\$out"
EOF
cat > "$work/bin/sudo" <<EOF
#!/usr/bin/env bash
dpkg-deb -x "\${*: -1}" "$work/installed"
EOF
cat > "$work/bin/skopeo" <<EOF
#!/usr/bin/env bash
arguments=()
for argument in "\$@"; do
    case \$argument in docker://*) argument=oci:$work/registry:\${argument##*:} ;; esac
    arguments+=("\$argument")
done
exec "$(command -v skopeo || echo skopeo)" "\${arguments[@]}"
EOF
chmod +x "$work"/bin/*
cd "$work/desk"
# The key by another way, and what was carried across the gap.
cp "$dist/snapctl-release.pub" .
cp "$dist"/*.deb "$dist"/*.oci.tar .
awk '/^```sh$/{inside=1; print "# docs/install.md:" NR; next} /^```$/{inside=0} inside' "$here/docs/install.md" > blocks
blocks=$(grep -c '^# docs/install.md:' blocks)
env -i PATH="$work/bin:/usr/local/bin:/usr/bin:/bin" HOME="$work/home" LANG=C.UTF-8 bash -euo pipefail blocks > out 2>&1 \
    || { cat blocks out >&2; echo "docs/install.md does not run" >&2; exit 1; }
if [ ! -x "$work/installed/usr/bin/snapctl" ] || [ ! -s "$work/registry/index.json" ] || [ "$blocks" -lt 7 ]; then
    cat out >&2
    exit 1
fi
echo "$blocks blocks of docs/install.md tried, 0 failed"
