#!/usr/bin/env bash
# swift test, whose last lines name what failed: thousands of lines stand before them otherwise.
set -uo pipefail
log=$(mktemp)
trap 'rm -f -- "$log"' EXIT
"${SWIFT:-swift}" test "$@" 2>&1 | tee "$log"
code=$?
if [ "$code" -ne 0 ]; then
    echo "What failed:"
    grep -a -e '✘' -e ': error: ' -e 'Fatal error' "$log" | cut -c 1-1000 | tail -n 40
fi
exit "$code"
