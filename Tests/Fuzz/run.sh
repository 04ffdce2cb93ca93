#!/usr/bin/env bash
# Fuzzes each parser of foreign bytes for SECONDS (60 when not said) with libFuzzer and
# AddressSanitizer, and fails on the first crash. Inputs that reach new code stay in
# .build/fuzz/<target>/corpus, so that the next run goes on from there; an input that crashes is
# named in the output.
# One thread each, two side by side.
#
# usage: Tests/Fuzz/run.sh [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
out=$PWD/.build/fuzz
swiftc=${SWIFTC:-swiftc}

# One module holds the sources under test and the entry point, so that nothing has to be public.
# build <target> <source file>...
build() {
    local target=$1 binary=$out/$1/fuzz
    shift
    mkdir -p "$out/$target/corpus" "$out/$target/crashes"
    if [ -x "$binary" ] && [ -z "$(find "$@" "Tests/Fuzz/$target.swift" -newer "$binary")" ]; then
        return
    fi
    "$swiftc" -O -g -sanitize=fuzzer,address -parse-as-library -module-name "$target" \
        -package-name isengard -swift-version 6 -use-ld=lld \
        -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
        -enable-upcoming-feature MemberImportVisibility \
        -enable-upcoming-feature NonisolatedNonsendingByDefault \
        -I Sources/C/CLinux -I "$out/modules" "$@" "Tests/Fuzz/$target.swift" -o "$binary"
}

# What JSONText takes from another module.
build_basics() {
    local source=Sources/Basics/OutputBytes.swift
    mkdir -p "$out/modules"
    [ "$out/modules/Basics.o" -nt "$source" ] && return
    "$swiftc" -O -g -sanitize=address -parse-as-library -module-name Basics \
        -package-name isengard -swift-version 6 -emit-module -emit-object -wmo \
        -emit-module-path "$out/modules/Basics.swiftmodule" -o "$out/modules/Basics.o" \
        "$source"
}

# Leak detection needs ptrace, which containers often forbid.
fuzz() {
    local target=$1 log=$out/$1/log
    shift
    if ! ASAN_OPTIONS=detect_leaks=0 "$out/$target/fuzz" "$out/$target/corpus" \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$out/$target/crashes/" "$@" >"$log" 2>&1; then
        tail -40 "$log" >&2
        echo "fuzz: $target crashed; the input is in $out/$target/crashes" >&2
        exit 1
    fi
    awk -v target="$target" '/number_of_executed_units/ { print "fuzz: " target ": " $2 " runs" }' \
        "$log"
}

# The first inputs: without them a fuzzer spends its time on finding the magic words.
seed_json() {
    printf '{"Level":"Study","Query":{"PatientName":"M*","n":[1,-2.5e3,true,null]}}' \
        >"$1/find"
    printf '["\\u00e9\\ud83d\\ude00\\\\\\"\\n",{"a":{"a":[[]]}}]' >"$1/escapes"
}

seed_header() {
    # Guarded or not, preamble, meta header, then the identifiers and an open sequence.
    local body='\x08\x00\x05\x00CS\x0a\x00ISO_IR 100\x08\x00\x18\x00UI\x04\x001.2\0'
    body+='\x40\x00\x96\x90SQ\0\0\xff\xff\xff\xff\xfe\xff\x00\xe0\xff\xff\xff\xff'
    body+='\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0\x10\x00\x20\x00LO\x02\x00P1'
    body+='\x20\x00\x0d\x00UI\x04\x001.3\0\x20\x00\x0e\x00UI\x04\x001.4\0\x20\x00\x13\x00IS\x02\x001 '
    local meta='\x02\x00\x10\x00UI\x14\x001.2.840.10008.1.2.1\0'
    local first
    for first in 0 1; do
        { printf "\\x0$first\\x07"; head -c 128 /dev/zero; printf "DICM$meta$body"; } \
            >"$1/file$first"
        { printf "\\x0$first\\x03$body"; head -c 132 /dev/zero; } >"$1/bare$first"
    done
    local deflated='\x02\x00\x10\x00UI\x16\x001.2.840.10008.1.2.1.99'
    { printf '\x01\x02'; head -c 128 /dev/zero; printf "DICM$deflated\\x03\\x00"; } >"$1/deflated"
}

seed_gate() {
    printf '\0GET\n/studies//x%%2e?expand&a=b+c\nHost: a\nX-HTTP-Method-Override: PUT' >"$1/get"
    printf '\0POST\n/instances/\nHost: a\nContent-Length: 5\nExpect: 100-continue' >"$1/post"
    printf '\x01GET\n/a?_method=delete\nTransfer-Encoding: chunked' >"$1/old"
}

seed_answer() {
    printf '\x04HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello' >"$1/sized"
    printf '\x06HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n' >"$1/chunks"
    printf '3;a=b\r\nabc\r\nA\r\n0123456789\r\n0\r\nX: 1\r\n\r\n' >>"$1/chunks"
    printf '\x08HTTP/1.0 200 OK\nServer: x\n\nto the end' >"$1/close"
}

gate=(RequestGate RawHead HeadBlock HeadSurvey HeaderList RequestHead RequestTarget Method Refusal)
build_basics
build JSONFuzz "$out/modules/Basics.o" Sources/JSONText/*.swift
build HeaderFuzz $(find Sources/DICOM -name '*.swift')
build GateFuzz $(printf 'Sources/HTTPServer/%s.swift ' "${gate[@]}")
build AnswerFuzz Sources/HTTPClient/{HeadParser,HeaderBlock,TokenBytes}.swift \
    Sources/HTTPClient/Plain/{AnswerReader,ChunkDecoder}.swift
seed_json "$out/JSONFuzz/corpus"
seed_header "$out/HeaderFuzz/corpus"
seed_gate "$out/GateFuzz/corpus"
seed_answer "$out/AnswerFuzz/corpus"
# Two at a time.
fuzz JSONFuzz -max_len=4096 &
json=$!
fuzz HeaderFuzz -max_len=4096 &
wait $!
wait "$json"
fuzz GateFuzz -max_len=2048 &
gate=$!
fuzz AnswerFuzz -max_len=2048 &
wait $!
wait "$gate"
