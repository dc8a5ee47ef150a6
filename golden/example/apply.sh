#!/bin/sh
# apply.sh FOLDER OVERLAY…: what happens to the cluster in FOLDER. `churned` is a day of routine changes, `drifted` what people then do
# with kubectl. First the objects that it deletes, then those that it changes.
set -eu
example=$(cd "$(dirname "$0")" && pwd)
folder=$1
shift
for overlay in "$@"; do
    (cd "$folder" && xargs -r rm -f < "$example/$overlay/deleted.txt")
    (cd "$example/$overlay" && find . -name '*.yaml' -print0 | tar --null -T - -cf -) | tar -xf - -C "$folder"
done
