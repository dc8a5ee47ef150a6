#!/usr/bin/env bash
# make fresh-machine: `make demo` and `make test` on a Debian 12 that has nothing but Swift and what Swift's own page asks for, in a
# clean clone. Root and an hour are needed; COMMANDS="make demo" runs less, FRESH_FOLDER=… says where.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=packaging/chroot.sh disable=SC1091
source "$here/packaging/chroot.sh"
[ "$(id -u)" -eq 0 ] || { echo "a chroot needs root: sudo make fresh-machine" >&2; exit 2; }
command -v debootstrap >/dev/null || bash "$here/Tests/setup.sh" consumers
commands=${COMMANDS:-make demo; make test}
folder=${FRESH_FOLDER:-$(mktemp -d /var/tmp/snapctl-fresh.XXXXXX)}
mkdir -p "$folder"
# shellcheck disable=SC2317 # called by the trap
finish() { [ -n "${KEEP:-}" ] || rm -rf --one-file-system "$folder"; }
trap finish EXIT
started=$SECONDS
say() { printf '%5d s  %s\n' $((SECONDS - started)) "$*"; }

bare_debian "$folder/root"
say "a minimal Debian 12"
# https://www.swift.org/install/linux: what the toolchain needs on Debian 12; and make, which the README asks for.
within "$folder/root" bash -euc 'apt-get update -qq
    apt-get install -y -qq --no-install-recommends ca-certificates binutils-gold gcc git libcurl4-openssl-dev libedit-dev libicu-dev \
        libncurses-dev libpython3-dev libsqlite3-dev libstdc++-12-dev libxml2-dev pkg-config tzdata uuid-dev make > /dev/null
    update-ca-certificates > /dev/null'
say "what Swift's page asks for"

# The toolchain as it is here, read only; and where this machine finds GitHub's packages, when that is a mirror.
swift=$(realpath "$(command -v swift)")
BINDS=${swift%/usr/bin/*}:/opt/swift
while read -r key from; do
    to=${key#url.} to=${to%.insteadof}
    git config --file "$folder/root/etc/gitconfig" --add "url.$to.insteadOf" "$from"
    case $to in /*) [[ $BINDS == *"$to:"* ]] || BINDS+=$'\n'"$to:${to%/}" ;; esac
done < <(git config --get-regexp '^url\..*\.insteadof$' || true)
[ ! -e "$folder/root/etc/gitconfig" ] || git config --file "$folder/root/etc/gitconfig" --add safe.directory '*'
export BINDS
git clone --quiet --no-local --no-hardlinks "$here" "$folder/root/root/snapctl"
say "a clean clone of $(git -C "$folder/root/root/snapctl" log -1 --format='%h %s')"

status=0
while IFS= read -r command; do
    command=$(xargs <<< "$command")
    [ -n "$command" ] || continue
    begun=$SECONDS
    ended=0
    within "$folder/root" bash -euc "export PATH=/opt/swift/usr/bin:\$PATH; cd /root/snapctl; $command" > "$folder/log" 2>&1 < /dev/null || ended=$?
    say "$command: ended with $ended after $((SECONDS - begun)) s: $(grep -E '^[0-9]+ passed, ' "$folder/log" | tail -1)"
    [ "$ended" -eq 0 ] || { tail -n 60 "$folder/log" >&2; status=1; }
done < <(tr ';' '\n' <<< "$commands")
exit "$status"
