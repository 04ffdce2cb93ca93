"""How many objects Swift allocates for one proxied GET, counted by a preloaded library."""

import os
import struct
import subprocess

from measure import Row, wrk
from scene import BenchGateway

HEAD, KINDS, NAME = struct.Struct("<4Q"), 512, 112
KIND = struct.Struct(f"<2Q{NAME}s")


def allocations(stage, executable, upstream, options):
    """The row for Swift objects per GET /stores/{name}/system; prints which ones."""
    library, counts = stage.path("counter.so"), stage.path("counts")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "counter.c")
    subprocess.run(["gcc", "-O2", "-shared", "-fPIC", "-Wall", "-o", library, source], check=True)
    gateway = BenchGateway(
        stage, executable, upstream.urls(1), "counted",
        {"LD_PRELOAD": library, "ALLOCATION_COUNTS": counts})
    gateway.wait_for(len(upstream.ids))
    rows = []
    for title, path in [("GET /stores/{name}/system", "/stores/store-0/system"),
                        ("GET /instances/{id}/simplified-tags",
                         f"/instances/{upstream.instance}/simplified-tags")]:
        rows.append(_count(gateway, counts, title, path, options))
    gateway.gateway.stop()
    gateway.postgres.child.stop()
    # To be counted is the goal; the number keeps them from growing unseen.
    return [Row("Swift allocations per proxied GET", rows[0], "objects", 20)]


def _count(gateway, counts, title, path, options):
    def ask():
        return wrk(gateway.url + path, options.seconds, 16, headers=[gateway.header]).requests
    ask()
    before = read(counts)
    requests = ask()
    after = read(counts)
    if not after["counted"]:
        raise RuntimeError("the Swift runtime is linked in: its allocations can't be counted")
    objects = (after["objects"] - before["objects"]) / requests
    print(f"\n{title}: {objects:.2f} Swift objects, "
          f"{(after['mallocs'] - before['mallocs']) / requests:.1f} mallocs "
          f"({(after['bytes'] - before['bytes']) / requests:.0f} bytes) a request")
    kinds = {name: (after["kinds"][name] - before["kinds"].get(name, 0)) / requests
             for name in after["kinds"]}
    for name, share in sorted(kinds.items(), key=lambda item: -item[1]):
        if share >= 0.005:
            print(f"  {share:7.2f}  {name}")
    return objects


def read(path):
    """The counters as they stand."""
    with open(path, "rb") as file:
        data = file.read()
    mallocs, size, objects, counted = HEAD.unpack_from(data)
    kinds = {}
    for number in range(KINDS):
        metadata, count, name = KIND.unpack_from(data, HEAD.size + number * KIND.size)
        if metadata:
            key = name.partition(b"\0")[0].decode("utf-8", "replace") or hex(metadata)
            kinds[key] = kinds.get(key, 0) + count
    return {"mallocs": mallocs, "bytes": size, "objects": objects, "counted": counted,
            "kinds": kinds}
