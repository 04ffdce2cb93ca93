#!/usr/bin/env bash
# Installs the Debian packages of config/apt-packages.txt that are missing.
#
# Not as root: names them in one line and fails. As root: installs them, and leaves the machine's
# services alone: none is started, and no PostgreSQL cluster of the system is made or touched.
set -euo pipefail
cd "$(dirname "$0")/../.."

policy=/usr/sbin/policy-rc.d
cluster=/etc/postgresql-common/createcluster.conf
kept=$(mktemp -d)

wanted() { sed 's/#.*//' config/apt-packages.txt | tr -s ' \t' '\n' | sed '/^$/d'; }

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2>/dev/null | tail -n 1)" = 'ii ' ]
}

missing() { wanted | while read -r name; do is_installed "$name" || printf '%s ' "$name"; done; }

install_packages() {
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends -o Dpkg::Use-Pty=0 \
        -o Dpkg::Options::=--force-confold "$@"
}

# keep FILE: remembers it, or that there is none, for restore.
keep() { if [ -e "$1" ]; then cp -a "$1" "$kept/$(basename "$1")"; fi; }

restore() {
    local file=$1
    if [ -e "$kept/$(basename "$file")" ]; then cp -a "$kept/$(basename "$file")" "$file"
    else rm -f "$file"; fi
}

deny_services() {
    keep "$policy"
    rm -f "$policy" # it may be a link to a file of someone else
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
}

# The package postgresql makes a cluster of the system unless this file forbids it. The file comes
# with postgresql-common, which therefore goes first.
deny_clusters() {
    is_installed postgresql-common || install_packages postgresql-common
    keep "$cluster"
    mkdir -p "$(dirname "$cluster")"
    { grep -v '^ *create_main_cluster' "$cluster" 2>/dev/null || true
        echo 'create_main_cluster = false'; } > "$kept/denied"
    cat "$kept/denied" > "$cluster"
    clusters_denied=yes
}

finish() {
    if [ -n "${services_denied:-}" ]; then restore "$policy"; fi
    if [ -n "${clusters_denied:-}" ]; then restore "$cluster"; fi
    rm -rf "$kept"
}
trap finish EXIT

names=$(missing)
if [ -z "$names" ]; then exit 0; fi
if [ "$(id -u)" != 0 ]; then
    echo "Packages are missing; as root: apt-get install --no-install-recommends $names" >&2
    exit 1
fi
echo "Installing: $names"
services_denied=yes
deny_services
apt-get -q update
case " $names " in *" postgresql "*) deny_clusters ;; esac
# shellcheck disable=SC2086 # a list of names
install_packages $names
