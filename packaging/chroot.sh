# shellcheck shell=bash
# Sourced: what a test needs that runs on a Debian 12 of its own, in a folder. Root is needed.

# FOLDER: a minimal Debian 12. Made once, kept as an archive beside, and unpacked anew each time.
bare_debian() {
    local folder=$1 base=${SNAPCTL_DEBIAN_BASE:-/var/tmp/snapctl-debian-12.tar.zst} mirror
    mirror=$(awk '/^(URIs:|deb )/ {for (i = 2; i <= NF; i++) if ($i ~ /^https?:.*debian$|^https?:.*debian\/$/) {print $i; exit}}' \
        /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list /etc/apt/sources.list 2>/dev/null)
    mkdir -p "$folder"
    if [ ! -s "$base" ]; then
        debootstrap --variant=minbase bookworm "$folder" "${mirror:-http://deb.debian.org/debian}" > "$folder.log" || { tail "$folder.log" >&2; return 1; }
        rm -f "$folder.log"
        tar -C "$folder" --numeric-owner -cf - . | zstd -q -3 -T0 -o "$base.$$" && mv "$base.$$" "$base"
    else
        tar -C "$folder" --zstd --numeric-owner -xf "$base"
    fi
    # The machine's way to the network, and nothing else of it.
    cp /etc/resolv.conf "$folder/etc/resolv.conf"
    cp -r /usr/local/share/ca-certificates/. "$folder/usr/local/share/ca-certificates/" 2>/dev/null || true
    cp /etc/apt/apt.conf.d/*proxy* "$folder/etc/apt/apt.conf.d/" 2>/dev/null || true
    printf '#!/bin/sh\nexit 101\n' > "$folder/usr/sbin/policy-rc.d" && chmod +x "$folder/usr/sbin/policy-rc.d"
}

# FOLDER COMMAND…: runs it there with its own processes and mounts, which are gone with it. BINDS: `FROM:TO` in a line each, read only.
within() {
    local folder=$1
    shift
    # shellcheck disable=SC2016 # expanded inside
    FOLDER=$folder BINDS=${BINDS:-} unshare --mount --pid --fork --kill-child bash -euc '
        mount --make-rprivate /
        mount -t proc proc "$FOLDER/proc"
        mount -t sysfs -o ro sysfs "$FOLDER/sys"
        mount -t tmpfs -o mode=755 tmpfs "$FOLDER/dev"
        mkdir "$FOLDER/dev/pts" "$FOLDER/dev/shm"
        mount -t devpts -o newinstance,ptmxmode=666 devpts "$FOLDER/dev/pts"
        mount -t tmpfs tmpfs "$FOLDER/dev/shm"
        ln -s pts/ptmx "$FOLDER/dev/ptmx"; ln -s /proc/self/fd "$FOLDER/dev/fd"
        ln -s /proc/self/fd/0 "$FOLDER/dev/stdin"; ln -s /proc/self/fd/1 "$FOLDER/dev/stdout"; ln -s /proc/self/fd/2 "$FOLDER/dev/stderr"
        for node in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0; do
            IFS=: read -r name major minor <<< "$node"; mknod -m 666 "$FOLDER/dev/$name" c "$major" "$minor"
        done
        while IFS=: read -r from to; do
            [ -n "$from" ] || continue
            mkdir -p "$FOLDER$to"; mount --bind "$from" "$FOLDER$to"; mount -o remount,bind,ro "$FOLDER$to"
        done <<< "$BINDS"
        exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
            DEBIAN_FRONTEND=noninteractive ${PIP_CERT:+PIP_CERT="$PIP_CERT"} chroot "$FOLDER" "$@"
    ' bash "$@"
}
