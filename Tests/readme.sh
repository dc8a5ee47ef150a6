#!/usr/bin/env bash
# README.md shows what the demo prints, and docs/images/verdict.svg what a terminal then shows. Without an argument: writes both again.
# `check`: fails when they differ in more than times, sizes, digests and the version.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mktemp) terminal=$(mktemp) picture=$(mktemp)
trap 'rm -f "$out" "$terminal" "$picture"' EXIT
PICTURE=$terminal bash Tests/demo.sh > "$out"
python3 Tests/picture.py "A verdict of snapctl on a terminal" \
    "snapctl check after.tar.zst --baseline golden/aks-regulated --trust-key ops.pub" 110 < "$terminal" > "$picture"
block() { # the verdict of the baseline, and how each command ended
    echo '<details><summary>The verdict of the demo as text</summary>'
    echo
    echo '```console'
    echo '$ snapctl check after.tar.zst --baseline golden/aks-regulated --trust-key ops.pub'
    sed -n '/^\$ head -n/,/^# The snapshot/p' "$out" | sed '1d;$d' | sed '${/^$/d}'
    echo '…'
    echo '```'
    echo
    echo '</details>'
    echo
    echo 'How the demo'"'"'s commands ended:'
    echo
    echo '```'
    sed -n '/^# How each command ended/,$p' "$out" | sed 1d
    echo '```'
}
mask() {
    sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z/TIME/g; s/sha256 [0-9a-f]+/sha256 X/; s/snapctl [0-9]+\.[0-9]+\.[0-9]+/snapctl V/'
}
# shellcheck disable=SC2016 # backquotes of Markdown
begin='<!-- demo: written by `make readme` -->'
end='<!-- end of demo -->'
if [ "${1:-}" = check ]; then
    diff <(sed -n "/^$begin/,/^$end/p" README.md | sed '1d;$d' | mask) <(block | mask) \
        || { echo "README.md does not show what the demo prints: run make readme" >&2; exit 1; }
    cmp "$picture" docs/images/verdict.svg || { echo "docs/images/verdict.svg is not what the demo shows: run make readme" >&2; exit 1; }
    echo "README.md shows what the demo prints"
else
    { sed "/^$begin/q" README.md; block; sed -n "/^$end/,\$p" README.md; } > README.md.new
    mv README.md.new README.md
    install -m644 "$picture" docs/images/verdict.svg
fi
