#!/usr/bin/env bash
# Makes small Debian systems with newer Orthancs for `make test-versions`.
#
#   Tests/setup/chroots.sh FOLDER      FOLDER/trixie (Orthanc 1.12), FOLDER/sid (1.13 or newer)
#
# Needs root. Takes the mirror that apt of this machine uses. A system that exists is kept; remove
# its folder to get a newer one. Nothing is mounted, so a folder can be removed with rm -rf.
set -euo pipefail

[ $# = 1 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2; }
[ "$(id -u)" = 0 ] || { echo "chroots.sh: debootstrap and chroot need root" >&2; exit 1; }
folder=$(realpath -m "$1")
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

mirror=$(apt-get indextargets --format '$(REPO_URI) $(LABEL) $(COMPONENT)' \
    'Created-By: Packages' | awk '$2 == "Debian" && $3 == "main" { print $1; exit }')
[ -n "$mirror" ] || { echo "chroots.sh: apt knows no Debian mirror" >&2; exit 1; }

# How apt of this machine reaches it.
apt_network() { apt-config dump | grep -E '^Acquire::https?::(Proxy|Proxy-Auto-Detect)' || true; }

make_system() {
    local suite=$1 root="$folder/$1.unfinished"
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase ${keyring:+--keyring="$keyring"} "$suite" "$root" "$mirror"
    printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    apt_network > "$root/etc/apt/apt.conf.d/90network"
    # A mirror may be a snapshot whose lists have expired; the signature still counts.
    echo 'Acquire::Check-Valid-Until "false";' >> "$root/etc/apt/apt.conf.d/90network"
    cp --remove-destination /etc/resolv.conf "$root/etc/resolv.conf"
    in_system "$root" apt-get update
    in_system "$root" apt-get install -y --no-install-recommends orthanc
    in_system "$root" apt-get clean
    mv "$root" "$folder/$suite"
}

in_system() {
    local root=$1
    shift
    DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 chroot "$root" "$@"
}

mkdir -p "$folder"
chmod 711 "$folder"
for suite in trixie sid; do
    [ -x "$folder/$suite/usr/sbin/Orthanc" ] || make_system "$suite"
    printf '%s: %s\n' "$suite" \
        "$(in_system "$folder/$suite" dpkg-query -W -f '${Package} ${Version}' orthanc)"
done
