#!/usr/bin/env bash
# Prints the version. The one place that says it is Sources/snapctl/Commands/Snapctl.swift.
set -euo pipefail
cd "$(dirname "$0")/.."
sed -n 's/^ *package static let version = "\(.*\)"$/\1/p' Sources/snapctl/Commands/Snapctl.swift | grep .
