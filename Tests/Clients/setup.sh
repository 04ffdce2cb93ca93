#!/usr/bin/env bash
# setup.sh NAME: an environment with the packages of requirements/NAME.txt, made once.
#
# Prints its folder. Whatever can't be had is an error: no client is ever left out.
set -euo pipefail
cd "$(dirname "$0")/../.."
list=Tests/Clients/requirements/$1.txt
folder=$PWD/.build/clients/$1
if cmp -s "$list" "$folder/installed"; then echo "$folder"; exit 0; fi

rm -rf "$folder"
/usr/bin/python3 -m venv "$folder" >&2
pip() { "$folder/bin/pip" --disable-pip-version-check -q "$@" >&2; }

# simple-orthanc's archive calls its README.MD what its setup.py calls README.md: the one file is
# copied, the rest is the package as it is.
source_of() {
    local work name=$1
    work=$(mktemp -d)
    grep "^$name==" "$list" > "$work/wanted.txt"
    TMPDIR=$work pip download --no-deps --no-clean --require-hashes -d "$work" \
        -r "$work/wanted.txt" 2> /dev/null || true
    unpacked=$(find "$work" -name setup.py -path "*$name*" -printf '%h\n' | head -n 1)
    [ -n "$unpacked" ] || { echo "$name can't be had from the package index" >&2; exit 1; }
    cp "$unpacked/README.MD" "$unpacked/README.md"
}

grep -v '^simple-orthanc==' "$list" > "$folder/plain.txt"
pip install -r "$folder/plain.txt"
if grep -q '^simple-orthanc==' "$list"; then
    pip install setuptools wheel
    source_of simple-orthanc
    pip install --no-deps --no-build-isolation "$unpacked"
fi
cp "$list" "$folder/installed"
echo "$folder"
