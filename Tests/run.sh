#!/usr/bin/env bash
# Runs all tests and counts, in the last line, what ran and what was skipped.
set -uo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT
swift build -c release --build-tests || exit 1
timeout 1800 swift test -c release --skip-build 2>&1 | tee "$log" | grep -vE '^◇'
status=${PIPESTATUS[0]}
passed=$(grep -cE '^✔ Test [^r].* passed' "$log")
failed=$(grep -cE '^✘ Test [^r].* failed' "$log")
skipped=$(grep -cE '^➜ .*skipped' "$log")
[ "$skipped" -eq 0 ] || echo "$skipped skipped: the recordings of a real API server are absent (SNAPCTL_RECORDINGS)"
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
