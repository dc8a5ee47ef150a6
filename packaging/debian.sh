#!/usr/bin/env bash
# debian.sh PROGRAM TREE OUT VERSION: the Debian package of a program and of the files that all artifacts share.
set -euo pipefail
program=$(realpath "$1") tree=$(realpath "$2") out=$(realpath -m "$3") version=$4
here=$(cd "$(dirname "$0")/.." && pwd)
: "${SOURCE_DATE_EPOCH:?}"
maintainer='snapctl maintainers <maintainers@snapctl.dev>'
revision=$version-1
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
doc=$root/usr/share/doc/snapctl

install -Dm755 "$program" "$root/usr/bin/snapctl"
ln -s snapctl "$root/usr/bin/kubectl-snapctl"
mkdir -p "$root/usr/share/man/man1" "$doc"
gzip -n9 < "$tree/share/man/man1/snapctl.1" > "$root/usr/share/man/man1/snapctl.1.gz"
ln -s snapctl.1.gz "$root/usr/share/man/man1/kubectl-snapctl.1.gz"
install -Dm644 "$tree/share/bash-completion/completions/snapctl" "$root/usr/share/bash-completion/completions/snapctl"
install -Dm644 "$tree/share/zsh/site-functions/_snapctl" "$root/usr/share/zsh/vendor-completions/_snapctl"
install -Dm644 "$tree/share/fish/vendor_completions.d/snapctl.fish" "$root/usr/share/fish/vendor_completions.d/snapctl.fish"
cp -r "$tree/share/doc/snapctl/." "$doc/"
rm -f "$doc/LICENSE" "$doc/THIRD-PARTY-NOTICES.txt"
gzip -n9 < "$doc/CHANGELOG.md" > "$doc/changelog.gz" && rm "$doc/CHANGELOG.md"
gzip -n9 < "$tree/share/doc/snapctl/THIRD-PARTY-NOTICES.txt" > "$doc/third-party-notices.gz"
find "$doc" -type f -size +4k \( -name '*.md' -o -name '*.json' \) ! -path '*/examples/*' -exec gzip -n9 {} +
{
    printf 'snapctl (%s) unstable; urgency=medium\n\n  * Release %s; see changelog.gz.\n\n' "$revision" "$version"
    printf ' -- %s  %s\n' "$maintainer" "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -n9 > "$doc/changelog.Debian.gz"
cat > "$doc/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: snapctl
Comment: Linked Swift packages and the Swift runtime keep their own licenses and
 notices: third-party-notices.gz.

Files: *
Copyright: $(date -u -d "@$SOURCE_DATE_EPOCH" +%Y), the snapctl authors
License: Apache-2.0

License: Apache-2.0
 On Debian systems the full text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.
END
mkdir -p "$root/usr/share/lintian/overrides"
cp "$here/packaging/lintian-overrides" "$root/usr/share/lintian/overrides/snapctl"

mkdir -p "$work/debian" "$root/DEBIAN"
printf 'Source: snapctl\n\nPackage: snapctl\nArchitecture: any\n' > "$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps --ignore-missing-info -O "$root/usr/bin/snapctl" 2>/dev/null | sed 's/^shlibs:Depends=//')
find "$root" -type d -exec chmod 755 {} +
find "$root" -type f ! -path '*/bin/*' ! -name '*.sh' -exec chmod 644 {} +
cat > "$root/DEBIAN/control" <<END
Package: snapctl
Version: $revision
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k --apparent-size -s "$root/usr" | cut -f1)
Depends: $depends, ca-certificates
Suggests: jq, openssh-client, openssl, zstd
Section: admin
Priority: optional
Homepage: https://snapctl.dev
Description: verifiable snapshots of Kubernetes clusters, compared semantically
 Captures everything that a Kubernetes cluster declares into one archive that
 can be signed and verified, and tells what differs from a reviewed baseline,
 from an earlier snapshot or from another cluster. Values of Secrets are
 replaced by tokens before anything is written.
 .
 It only reads, and also works as a plugin of kubectl: kubectl snapctl.
END
(cd "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
chmod 644 "$root/DEBIAN/md5sums" "$root/DEBIAN/control"
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz -z9 --build "$root" "$out" > /dev/null
