#!/usr/bin/env bash
# image-root.sh PROGRAM ROOT DOC: the files of the image: the program, the shared libraries that it needs, certificates, and who is
# who; no shell. `image-root.sh packages PROGRAM` prints the Debian packages that they are of.
set -euo pipefail
needed() { ldd "$1" | grep -oE '/[^ ]+ \(0x' | sed 's/ (0x$//' | sort -u; }
package() { # of a file, whether /usr is merged or not; nothing for one that no package brought
    { dpkg-query -S "$1" || dpkg-query -S "$(realpath "$1")" || dpkg-query -S "/usr$1"; } 2>/dev/null | head -1 | cut -d: -f1 || true
}
packages() { { needed "$1" | while read -r file; do package "$file"; done; echo ca-certificates; } | sort -u; }
if [ "$1" = packages ]; then
    packages "$2" | paste -sd,
    exit
fi
program=$1 root=$2 doc=$3
install -Dm755 "$program" "$root/usr/bin/snapctl"
needed "$program" | while read -r file; do install -Dm755 "$(realpath "$file")" "$root$file"; done
install -Dm644 /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
printf 'root:x:0:0:root:/:/usr/sbin/nologin\nnonroot:x:65532:65532:nonroot:/tmp:/usr/sbin/nologin\n' > "$root/etc/passwd"
printf 'root:x:0:\nnonroot:x:65532:\n' > "$root/etc/group"
printf 'hosts: files dns\n' > "$root/etc/nsswitch.conf"
install -Dm644 /usr/lib/os-release "$root/etc/os-release"
# Places that a runtime mounts; Swift reads its arguments from /proc.
mkdir -p "$root/dev" "$root/proc" "$root/sys" "$root/tmp" "$root/var/tmp" "$root/var/lib/dpkg/status.d"
# Scanners find what is inside by these, as in the images that Debian's own packages are made into.
packages "$program" | while read -r name; do
    dpkg-query -s "$name" | sed '/^Conffiles:/,/^[^ ]/{/^Conffiles:/d;/^ /d}' > "$root/var/lib/dpkg/status.d/$name"
    install -Dm644 "/usr/share/doc/$name/copyright" "$root/usr/share/doc/$name/copyright"
done
install -Dm644 -t "$root/usr/share/doc/snapctl" "$doc/LICENSE" "$doc/THIRD-PARTY-NOTICES.txt"
