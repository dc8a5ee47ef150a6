#!/usr/bin/env bash
# The main job on an example cluster: serve, capture, live through a day, meddle, capture, compare, judge.
set -uo pipefail
snapctl=${SNAPCTL:?set SNAPCTL to the binary}
here=$(cd "$(dirname "$0")/.." && pwd)
example=$here/golden/example
work=$(mktemp -d)
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"; }
trap finish EXIT
unset KUBECONFIG SNAPCTL_REDACTION_KEY
(umask 077; openssl rand -hex 32 > "$work/redaction.key")
export SNAPCTL_REDACTION_KEY_FILE=$work/redaction.key
failures=0

say() { printf '\n\033[1m# %s\033[0m\n' "$*"; }
run() { # EXPECTED-STATUS COMMAND…
    local expected=$1 status; shift
    echo "\$ snapctl $*" | sed "s#$work/##g; s#$here/##g"
    "$snapctl" "$@" 2>&1 | sed "s#$work/##g; s#$here/##g"
    status=${PIPESTATUS[0]}
    echo "→ exit status $status"
    [ "$status" -eq "$expected" ] || { echo "  expected $expected"; failures=$((failures + 1)); }
}
capture() { # FILE
    rm -f "$work/kubeconfig"
    "$snapctl" serve "$work/live" --kubeconfig-out "$work/kubeconfig" 2>/dev/null &
    server=$!
    for _ in $(seq 100); do [ -s "$work/kubeconfig" ] && break; sleep 0.1; done
    run 0 capture --kubeconfig "$work/kubeconfig" --file "$work/$1"
    kill "$server"; wait "$server" 2>/dev/null; server=
}
overlay() { # FOLDER
    (cd "$work/live" && xargs -r rm -f < "$example/$1/deleted.txt")
    (cd "$example/$1" && find . -name '*.yaml') | while read -r file; do
        mkdir -p "$work/live/$(dirname "$file")"; cp "$example/$1/$file" "$work/live/$file"
    done
}

say "a regulated cluster after bootstrap, captured over HTTP"
cp -r "$example/cluster" "$work/live"
capture before.tar.zst
say "held against its golden baseline"
run 0 baseline init "$work/before.tar.zst" --output "$work/golden"
cp "$here/golden/aks-regulated/baseline.yaml" "$work/golden/baseline.yaml"
run 0 check "$work/before.tar.zst" --baseline "$work/golden"
say "a day of harmless life: leases, status, heartbeats, a replaced pod, another order"
overlay churned
capture day.tar.zst
run 0 diff "$work/before.tar.zst" "$work/day.tar.zst"
say "somebody uses kubectl"
overlay drifted
capture after.tar.zst
run 1 diff "$work/day.tar.zst" "$work/after.tar.zst"
run 1 check "$work/after.tar.zst" --baseline "$work/golden" -o "json=$work/verdict.json"
say "the snapshot is an ordinary archive"
(cd "$work" && mkdir x && tar --zstd -xf after.tar.zst -C x && cd x && sha256sum --quiet -c SHA256SUMS && echo "sha256sum: every file is what SHA256SUMS says")
[ "$failures" -eq 0 ] || { echo "$failures commands ended with another status than expected" >&2; exit 1; }
