#!/usr/bin/env bash
# The ten tasks of docs/first-ten-minutes.md, as somebody does them who has the archive of a release and nothing else. The six lines of
# README are among them, letter by letter; the page's times are for people, and the script allows all of it one minute.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
page=docs/first-ten-minutes.md

# The archive, as packaging/dist.sh lays it out, of this binary.
version=$("${SNAPCTL:?set SNAPCTL to the binary}" --version)
name=snapctl-$version-linux-amd64
mkdir -p "$work/$name/bin" "$work/$name/share/doc/snapctl/examples"
install -m755 "$SNAPCTL" "$work/$name/bin/snapctl"
cp -r "$here/golden" "$work/$name/share/doc/snapctl/examples/"
tar --zstd -C "$work" -cf "$work/$name.tar.zst" "$name"
cat > "$work/before" <<END
cp "$work/$name.tar.zst" .
rm -r ~/.local/share
END

awk '/^<!-- six lines -->$/{found = 1} found && /^```sh$/{inside = 1; next} /^```$/{if (inside) exit} inside' "$here/README.md" \
    | sed 's/ *# .*//' > "$work/lines"
[ "$(wc -l < "$work/lines")" -eq 6 ] || { echo "README.md does not have six lines to a verdict" >&2; exit 1; }
while IFS= read -r line; do
    grep -qxF -- "$line" "$here/$page" || { echo "$page leaves out what README.md says: $line" >&2; exit 1; }
done < "$work/lines"
tasks=$(grep -c '^## [0-9]*\. ' "$here/$page")
[ "$tasks" -eq 10 ] || { echo "$page has $tasks tasks instead of 10" >&2; exit 1; }

begun=$SECONDS
TIMES=1 BEFORE=$work/before bash "$here/Tests/documents.sh" "$page"
took=$((SECONDS - begun))
[ "$took" -lt 60 ] || { echo "the commands of $page take $took s" >&2; exit 1; }
echo "ten tasks done; the commands took $took s"
