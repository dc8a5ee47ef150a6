#!/usr/bin/env bash
# Runs every `sh` block of docs/guide.md, in order and in one folder, against the served example cluster. What stands between a
# jump box and its cluster (az, kubelogin, ssh) is stood in for by scripts that do as much as the guide needs.
set -uo pipefail
snapctl=${SNAPCTL:?set SNAPCTL to the binary}
here=$(cd "$(dirname "$0")/.." && pwd)
example=$here/golden/example
work=$(mktemp -d)
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"; }
trap finish EXIT
mkdir "$work/bin" "$work/desk" "$work/store" "$work/home"
ln -s "$(realpath "$snapctl")" "$work/bin/snapctl"
cat > "$work/bin/az" <<EOF
#!/bin/sh
[ "\$1" != aks ] || sed 's/name: snapctl, context/name: aks-prod, context/; s/current-context: snapctl/current-context: aks-prod/' \
    "$work/kubeconfig" > "\$KUBECONFIG"
EOF
printf '#!/bin/sh\n' > "$work/bin/kubelogin"
printf '#!/bin/sh\nshift; cd "%s" && exec sh -c "$*"\n' "$work/store" > "$work/bin/ssh"
chmod +x "$work"/bin/*
export PATH=$work/bin:$PATH HOME=$work/home KUBECONFIG=$work/home/config
export GIT_AUTHOR_NAME=guide GIT_AUTHOR_EMAIL=guide@example.invalid GIT_COMMITTER_NAME=guide GIT_COMMITTER_EMAIL=guide@example.invalid
unset SNAPCTL_REDACTION_KEY SNAPCTL_REDACTION_KEY_FILE
"$snapctl" serve "$example/cluster" --kubeconfig-out "$work/kubeconfig" 2>/dev/null &
server=$!
for _ in $(seq 100); do [ -s "$work/kubeconfig" ] && break; sleep 0.05; done
cd "$work/desk" && git init --quiet .
cp -r "$example/cluster" manifests
# What people did meanwhile, for the guide's diff.
cp -r "$example/cluster" after
sh "$example/apply.sh" after churned drifted
gzip -c "$example/drifted/audit.log" > kube-audit.json.gz
awk '/^<!-- exit: /{exit_status=$3} /^```sh$/{n++; inside=1; file=sprintf("block-%02d", n); print "# line " NR > file
    print (exit_status == "" ? 0 : exit_status) > (file ".exit"); exit_status=""; next}
    /^```$/{inside=0} inside{print > file}' "$here/docs/guide.md"
tried=0 failures=0
for block in block-??; do
    if [ -e redaction.key ]; then
        export SNAPCTL_REDACTION_KEY_FILE=$PWD/redaction.key
        [ -e after.tar.zst ] || "$snapctl" capture --quiet --from after --file after.tar.zst 2>/dev/null
    fi
    command -v kubectl >/dev/null || sed -i '/^kubectl /d' "$block"
    bash -euo pipefail "$block" > out 2>&1
    status=$?
    expected=$(cat "$block.exit")
    tried=$((tried + 1))
    [ "$status" -eq "$expected" ] && continue
    failures=$((failures + 1))
    echo "docs/guide.md, $(head -1 "$block" | tail -c +3): ended with $status instead of $expected" >&2
    cat "$block" out >&2
done
[ -s "$work/store/prod-streamed.tar.zst" ] || { echo "nothing arrived behind ssh" >&2; failures=$((failures + 1)); }
[ "$tried" -ge 10 ] || { echo "only $tried blocks were found" >&2; failures=$((failures + 1)); }
echo "$tried blocks of docs/guide.md tried, $failures failed"
[ "$failures" -eq 0 ]
