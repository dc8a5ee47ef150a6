#!/usr/bin/env bash
# Runs the `sh` blocks of pages: each page in one shell, in an empty folder, with a kubeconfig of its own. `documents.sh PAGE…` runs these
# pages, without an argument all that go by the example cluster, whose kubeconfig is in $KUBECONFIG. A comment before a block says what is
# expected of it: `<!-- exit: 1 -->` another status than 0, `<!-- shows: TEXT -->` text that it prints, once or several times.
# BEFORE names a script that is sourced before the first block, instead of serving the cluster.
set -uo pipefail
snapctl=${SNAPCTL:?set SNAPCTL to the binary}
here=$(cd "$(dirname "$0")/.." && pwd)
[ $# -gt 0 ] || set -- docs/quick-start.md docs/tutorial.md docs/audit.md docs/air-gap.md docs/evidence.md docs/faq.md
failures=0

page() ( # PAGE
    work=$(mktemp -d)
    # shellcheck disable=SC2046 # what the blocks started in the background
    trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT
    examples=$work/home/.local/share/doc/snapctl/examples
    mkdir -p "$work/bin" "$work/desk" "$examples"
    ln -s "$here/golden" "$examples/golden"
    ln -s "$(realpath "$snapctl")" "$work/bin/snapctl"
    export PATH=$work/bin:$PATH HOME=$work/home
    export GIT_AUTHOR_NAME=reader GIT_AUTHOR_EMAIL=reader@example.invalid GIT_COMMITTER_NAME=reader GIT_COMMITTER_EMAIL=reader@example.invalid
    unset KUBECONFIG SNAPCTL_REDACTION_KEY SNAPCTL_REDACTION_KEY_FILE
    awk -v to="$work/block-" '
        /^<!-- exit: /{status = $3}
        /^<!-- shows: /{text = $0; sub(/^<!-- shows: /, "", text); sub(/ -->$/, "", text); shows = shows text "\n"}
        /^```sh$/{n++; inside = 1; file = sprintf("%s%02d", to, n); print "# line " NR > file
            print (status == "" ? 0 : status) > (file ".exit"); printf "%s", shows > (file ".shows"); status = ""; shows = ""; next}
        /^```$/{inside = 0} inside{print > file}' "$here/$1"
    cd "$work/desk" || exit 2
    git init --quiet .
    if [ -n "${BEFORE:-}" ]; then
        # shellcheck source=/dev/null
        . "$BEFORE"
    else
        export KUBECONFIG=$work/kubeconfig
        snapctl serve "$here/golden/example/cluster" --kubeconfig-out "$KUBECONFIG" 2>/dev/null &
        until [ -s "$KUBECONFIG" ]; do sleep 0.05; done
    fi
    tried=0 failed=0
    for block in "$work"/block-??; do
        errors=0 begun=$EPOCHREALTIME
        trap 'errors=$((errors + 1))' ERR
        # shellcheck source=/dev/null
        . "$block" > "$work/out" 2>&1
        status=$?
        trap - ERR
        expected=$(cat "$block.exit") why=
        [ "$status" -eq "$expected" ] || why="ended with $status instead of $expected"
        # The last command and, for the shell, the block itself.
        [ "$errors" -le $((expected != 0 ? 2 : 0)) ] || why=${why:-a command before the last one failed}
        while IFS= read -r text; do
            grep -qF -- "$text" "$work/out" || why=${why:-does not show \`$text\`}
        done < "$block.shows"
        tried=$((tried + 1))
        [ -z "${TIMES:-}" ] || awk -v b="$begun" -v e="$EPOCHREALTIME" -v l="$(head -1 "$block" | tail -c +3)" 'BEGIN{printf "%6.1f s  %s\n", e - b, l}'
        [ -n "$why" ] || continue
        failed=$((failed + 1))
        echo "$1, $(head -1 "$block" | tail -c +3): $why" >&2
        { cat "$block"; tail -n 40 "$work/out"; } >&2
    done
    echo "$tried blocks of $1 tried, $failed failed"
    [ "$failed" -eq 0 ] && [ "$tried" -gt 0 ]
)

for name in "$@"; do page "$name" || failures=$((failures + 1)); done
[ "$failures" -eq 0 ]
