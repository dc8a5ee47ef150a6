#!/usr/bin/env bash
# Runs every `sh` block of docs/stages.md, in order and in one folder, against three served variants of the example cluster that differ
# as stages do: registry, region, subscription, hosts, node suffixes, sizes, secrets, and one object that dev does not have.
set -uo pipefail
snapctl=${SNAPCTL:?set SNAPCTL to the binary}
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
servers=()
finish() { [ ${#servers[@]} -eq 0 ] || kill "${servers[@]}" 2>/dev/null; rm -rf "$work"; }
trap finish EXIT
mkdir "$work/bin" "$work/desk" "$work/home"
ln -s "$(realpath "$snapctl")" "$work/bin/snapctl"
export PATH=$work/bin:$PATH HOME=$work/home
export GIT_AUTHOR_NAME=guide GIT_AUTHOR_EMAIL=guide@example.invalid GIT_COMMITTER_NAME=guide GIT_COMMITTER_EMAIL=guide@example.invalid
unset KUBECONFIG SNAPCTL_REDACTION_KEY SNAPCTL_REDACTION_KEY_FILE
cd "$work/desk" && git init --quiet .

# STAGE REGION DIGIT REPLICAS LOG SECRET: the example as a cluster of this stage.
variant() {
    cp -r "$here/golden/example/cluster" "$1-manifests"
    find "$1-manifests" -name '*.yaml' -print0 | xargs -0 sed -i \
        -e "s/acrnorthwindprod/acrnorthwind$1/g" -e "s/westeurope/$2/g" -e "s/northwind-prod/northwind-$1/g" \
        -e "s/00000000-1111-2222-3333-444444444444/$3$3$3$3$3$3$3$3-1111-2222-3333-444444444444/g" \
        -e "s/ce98ba4c-b8db-4a56-a9cd-98446c97f789/$3$3$3$3$3$3$3$3-b8db-4a56-a9cd-98446c97f789/g" \
        -e "s/pay\.northwind\.example/pay.$1.northwind.example/g" \
        -e "s/31254807/${3}1254807/g" -e "s/31254811/${3}1254811/g" -e "s/18840172/${3}8840172/g"
    sed -i "s/replicas: 2/replicas: $4/" "$1-manifests/payments-i/Deployment.web-frontend.yaml"
    sed -i "s/LOG_LEVEL: Warning/LOG_LEVEL: $5/" "$1-manifests/payments-i/ConfigMap.web-frontend-settings.yaml"
    sed -i "s/bm90LWEtcmVhbC1obWFjLWtleS0wMDAwMDAwMDAwMDAw/$6/" "$1-manifests/payments-i/Secret.ledger-credentials.yaml"
}
cp -r "$here/golden/example/cluster" prod-manifests
variant preprod northeurope 5 3 Debug b2Ygc3RhZ2UsIGFuZCBub3QgcmVhbCBlaXRoZXI=
variant dev swedencentral 7 1 Trace YSBkZXZlbG9wZXIncywgYW5kIG5vdCByZWFsIGVpdGhlcg==
rm dev-manifests/payments-o/PodDisruptionBudget.worker.yaml
for stage in dev preprod prod; do
    "$snapctl" serve "$stage-manifests" --kubeconfig-out "$stage.kubeconfig" 2>/dev/null &
    servers+=($!)
done
for _ in $(seq 100); do
    [ -s dev.kubeconfig ] && [ -s preprod.kubeconfig ] && [ -s prod.kubeconfig ] && break
    sleep 0.05
done

awk '/^<!-- exit: /{exit_status=$3} /^```sh$/{n++; inside=1; file=sprintf("block-%02d", n); print "# line " NR > file
    print (exit_status == "" ? 0 : exit_status) > (file ".exit"); exit_status=""; next}
    /^```$/{inside=0} inside{print > file}' "$here/docs/stages.md"
tried=0 failures=0
for block in block-??; do
    [ ! -e redaction.key ] || export SNAPCTL_REDACTION_KEY_FILE=$PWD/redaction.key
    bash -euo pipefail "$block" > out 2>&1
    status=$?
    expected=$(cat "$block.exit")
    tried=$((tried + 1))
    [ -z "${SHOW:-}" ] || { echo "=== $(head -1 "$block")"; tail -n +2 "$block"; echo "--- $status"; cat out; }
    [ "$status" -eq "$expected" ] && continue
    failures=$((failures + 1))
    echo "docs/stages.md, $(head -1 "$block" | tail -c +3): ended with $status instead of $expected" >&2
    cat "$block" out >&2
done
[ "$tried" -ge 9 ] || { echo "only $tried blocks were found" >&2; failures=$((failures + 1)); }
echo "$tried blocks of docs/stages.md tried, $failures failed"
[ "$failures" -eq 0 ]
