#!/usr/bin/env bash
# The main job on an example cluster: serve, capture, judge, live through a day, meddle, capture, compare, judge.
# Prints what was run, what it said and how it ended; ends with 1 when a command ended otherwise than it should.
set -uo pipefail
snapctl=${SNAPCTL:?set SNAPCTL to the binary}
here=$(cd "$(dirname "$0")/.." && pwd)
example=$here/golden/example
work=$(mktemp -d)
server=
finish() { [ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"; }
trap finish EXIT
unset KUBECONFIG SNAPCTL_REDACTION_KEY
# The example's Secrets are made up and its key is public; a real key is made with `openssl rand -hex 32` and kept in a vault.
install -m 600 "$example/public-demo.key" "$work/redaction.key"
export SNAPCTL_REDACTION_KEY_FILE=$work/redaction.key
cd "$work" || exit 2
ln -s "$here/golden" golden
bold='' plain=''
[ ! -t 1 ] || { bold=$'\033[1m'; plain=$'\033[0m'; }
ends=() failures=0

say() { printf '\n%s# %s%s\n' "$bold" "$*" "$plain"; }
run() { # EXPECTED-STATUS COMMAND…
    local expected=$1 status verdict; shift
    printf '%s$ snapctl %s%s\n' "$bold" "$*" "$plain"
    "$snapctl" "$@" 2>&1
    status=$?
    case $status in
        0) verdict='same, or only accepted differences' ;;
        1) verdict='drift' ;;
        2) verdict='usage or environment error' ;;
        3) verdict='inconclusive' ;;
        *) verdict='evidence invalid' ;;
    esac
    case $1-$status in
        capture-0) verdict='complete' ;;
        check-* | diff-* | *-[1-9]) ;;
        verify-0) verdict='valid' ;;
        *) verdict='done' ;;
    esac
    [ "$status" -eq "$expected" ] || { verdict="expected $expected"; failures=$((failures + 1)); }
    ends+=("$(printf '%2s  %-34s snapctl %s' "$status" "$verdict" "$*")")
}
capture() { # FILE OPTION…
    local file=$1; shift
    rm -f kubeconfig
    "$snapctl" serve live --kubeconfig-out kubeconfig 2>/dev/null &
    server=$!
    for _ in $(seq 100); do [ -s kubeconfig ] && break; sleep 0.05; done
    run 0 capture --kubeconfig kubeconfig --file "$file" "$@"
    kill "$server"; wait "$server" 2>/dev/null; server=
}
overlay() { sh "$example/apply.sh" live "$1"; }

say "A regulated cluster one night after bootstrap, read over HTTP"
cp -r "$example/cluster" live
capture before.tar.zst

say "Is it what was reviewed?"
run 0 check before.tar.zst --baseline golden/aks-regulated

say "A day of routine changes: leases, heartbeats, status, replaced pods, lists in another order"
overlay churned
capture day.tar.zst
run 0 diff before.tar.zst day.tar.zst

say "Then people use kubectl for six minutes; this snapshot is signed"
overlay drifted
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out sign.pem 2>/dev/null
openssl pkey -in sign.pem -pubout -out ops.pub
chmod 600 sign.pem
capture after.tar.zst --sign sign.pem
run 1 diff day.tar.zst after.tar.zst

say "And the verdict of the golden baseline, on a snapshot that ops signed"
run 1 check after.tar.zst --baseline golden/aks-regulated --trust-key ops.pub -o text=verdict.txt -o json=verdict.json
printf '%s$ head -n 27 verdict.txt%s\n' "$bold" "$plain"
head -n 27 verdict.txt
# The picture at the top of README.
[ -z "${PICTURE:-}" ] || CLICOLOR_FORCE=1 COLUMNS=110 "$snapctl" check after.tar.zst --baseline golden/aks-regulated --trust-key ops.pub \
    | sed '/exit status/q' > "$PICTURE"

say "The snapshot is an ordinary archive; tar and sha256sum check it without snapctl"
printf '%s$ tar --zstd -xf after.tar.zst && sha256sum --quiet -c SHA256SUMS%s\n' "$bold" "$plain"
(mkdir x && tar --zstd -xf after.tar.zst -C x && cd x && sha256sum --quiet -c SHA256SUMS) && echo "all files are as they were written" \
    || failures=$((failures + 1))

say "The verdict is signed too; snapctl, ssh-keygen and openssl check both"
run 0 sign verdict.json --signing-key sign.pem
run 0 verify after.tar.zst --trust-key ops.pub
run 0 verify verdict.json --trust-key ops.pub
printf 'ops@contoso.example namespaces="snapctl.dev/*" %s\n' "$(ssh-keygen -i -m PKCS8 -f ops.pub)" > allowed_signers
for pair in snapshot:after.tar.zst verdict:verdict.json; do
    namespace=snapctl.dev/${pair%%:*}/v1 file=${pair#*:}
    printf '%s$ ssh-keygen -Y verify -f allowed_signers -I ops@contoso.example -n %s -s %s.sig < %s%s\n' "$bold" "$namespace" "$file" "$file" "$plain"
    ssh-keygen -Y verify -f allowed_signers -I ops@contoso.example -n "$namespace" -s "$file.sig" < "$file" \
        || failures=$((failures + 1))
done
for file in after.tar.zst verdict.json; do
    printf '%s$ openssl dgst -sha256 -verify ops.pub …   # the statement in %s.sigstore.json, see docs/verify-without-snapctl.md%s\n' "$bold" "$file" "$plain"
    jq -r .dsseEnvelope.payload "$file.sigstore.json" | base64 -d > payload
    jq -r '.dsseEnvelope.signatures[0].sig' "$file.sigstore.json" | base64 -d > signature
    type=$(jq -r .dsseEnvelope.payloadType "$file.sigstore.json")
    { printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c < payload)"; cat payload; } > signed-bytes
    openssl dgst -sha256 -verify ops.pub -signature signature signed-bytes \
        && [ "$(jq -r '.subject[0].digest.sha256' payload)" = "$(sha256sum < "$file" | cut -d' ' -f1)" ] \
        && echo "and it is about $file" || failures=$((failures + 1))
done
printf x >> after.tar.zst
run 4 verify after.tar.zst --trust-key ops.pub

say "How each command ended (exit statuses: 0 same, 1 drift, 2 error, 3 inconclusive, 4 evidence invalid)"
printf '%s\n' "${ends[@]}"
[ "$failures" -eq 0 ] || { echo "$failures commands ended otherwise than they should" >&2; exit 1; }
