#!/usr/bin/env bash
# Installs what building and testing need, where it is missing. Debian 12 or another system with apt-get.
set -euo pipefail
command -v swift >/dev/null || { echo "Swift 6.3 is needed: https://www.swift.org/install" >&2; exit 2; }
missing=()
need() { dpkg -s "$1" >/dev/null 2>&1 || missing+=("$1"); }
if ! command -v dpkg >/dev/null || ! command -v apt-get >/dev/null; then
    pkg-config --exists libarchive yaml-0.1 2>/dev/null && exit 0
    echo "this system has no apt-get: install libarchive and libyaml with their headers, openssl, zstd and python3" >&2
    exit 2
fi
for package in libarchive-dev libyaml-dev openssl zstd python3 curl tar jq age openssh-client diffutils; do need "$package"; done
peers() { # the reference libraries that signatures are checked with; tests that need them are skipped without
    [ -x .build/peers/bin/python ] && return
    mkdir -p .build && python3 -m venv .build/peers 2>/dev/null \
        && .build/peers/bin/pip install -q "securesystemslib[crypto]==1.6.0" in-toto-attestation==0.9.3 >/dev/null 2>&1 \
        || { rm -rf .build/peers; echo "Python's securesystemslib is not installed; its tests are skipped" >&2; }
}
[ ${#missing[@]} -eq 0 ] && { peers; exit 0; }
echo "installing ${missing[*]}"
sudo=""
[ "$(id -u)" -eq 0 ] || sudo=sudo
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "${missing[@]}" >/dev/null
peers
