"""Rows that the table refuses at the top: 403 without a body, and no store sees anything."""

from . import case, equal


@case("PUT", "/tools/{default-encoding,accepted-transfer-syntaxes,unknown-sop-class-accepted}")
def settings(walk, name):
    path = f"/tools/{name}"
    before = [a.body for a in walk.world.everywhere(path)]
    _refused(walk, "PUT", path, "Latin2" if name == "default-encoding" else "0")
    equal([a.body for a in walk.world.everywhere(path)], before, "the stores' setting")


@case("POST", "/tools/{execute-script,reset,shutdown,invalidate-tags,reconstruct}")
def commands(walk, name):
    pids = [store.child.pid for store in walk.world.stores]
    _refused(walk, "POST", f"/tools/{name}", "print(1)")
    equal([s.child.pid for s in walk.world.stores if s.child.running()], pids, "running stores")
    equal([a.status for a in walk.world.everywhere("/system")], [200] * 3, "stores")


@case("POST", "/instances/{id}/export")
def export(walk, _):
    _refused(walk, "POST", f"/instances/{walk.split.instances[0]}/export", "/tmp/nowhere.dcm")


def _refused(walk, method, path, body):
    answer = walk.ask(method, path, body)
    equal((answer.status, answer.body), (403, b""), "refusal")
