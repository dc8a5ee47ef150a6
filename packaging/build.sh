#!/usr/bin/env bash
# Builds a stripped release binary: `static` needs nothing but glibc, `system` uses the system's libarchive, libyaml and libstdc++,
# as a Debian package does. Writes .build/snapctl-static or .build/snapctl-system, and beside it the linker's list of inputs, .map.
set -euo pipefail
cd "$(dirname "$0")/.."
form=${1:?static or system}
scratch=.build/packages
options=(-c release --static-swift-stdlib --product snapctl --scratch-path "$scratch" -debug-info-format none
    # The folder of the build is in no file that is shipped.
    -Xswiftc -file-prefix-map -Xswiftc "$PWD=/snapctl" -Xcc "-ffile-prefix-map=$PWD=/snapctl"
    -Xlinker --build-id=sha1 -Xlinker "-Map=.build/snapctl-$form.map")
if [ "$form" = static ]; then
    # A folder in which the linker finds archives only. libarchive's parts for xar and ACLs stay out, as nothing calls them.
    folder=$PWD/.build/static-libraries
    rm -rf "$folder" && mkdir -p "$folder"
    system=$(pkg-config --variable=libdir libarchive)
    for library in archive yaml z lzma bz2 zstd lz4 nettle; do
        [ -e "$system/lib$library.a" ] || { echo "lib$library.a is missing: bash Tests/setup.sh dist" >&2; exit 2; }
        ln -s "$system/lib$library.a" "$folder/"
    done
    ln -s "$(gcc -print-file-name=libstdc++.a)" "$folder/"
    for name in libarchive:'-larchive -lnettle -llzma -lzstd -llz4 -lbz2 -lz' yaml-0.1:-lyaml; do
        package=${name%%:*}
        printf 'Name: %s\nDescription: static\nVersion: %s\nLibs: -L%s %s\n' \
            "$package" "$(pkg-config --modversion "$package")" "$folder" "${name#*:}" > "$folder/$package.pc"
    done
    options+=(--pkg-config-path "$folder")
fi
swift build "${options[@]}"
strip -o ".build/snapctl-$form" "$scratch/release/snapctl"
