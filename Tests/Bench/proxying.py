"""What passing bytes costs, against HAProxy and nginx before the same upstream."""

from measure import Contest, Row, wrk
from scene import HAProxy, NginxProxy, lua

UPLOAD = """
local body
function init(args)
    local file = io.open("%s", "rb")
    body = file:read("*a")
    file:close()
end
function request()
    return wrk.format("POST", nil, nil, body)
end
"""


def proxying(stage, upstream, gateway, options):
    """Rows for small answers, files and uploads."""
    haproxy, nginx = HAProxy(stage, upstream.url), NginxProxy(stage, upstream.url)
    tuned = HAProxy(stage, upstream.url, "haproxy-tuned", 65536)
    plain = {"HAProxy": haproxy, "nginx": nginx}

    def contest(title, path, own_path=None, more=None, **how):
        contestants = {
            name: ([it.child.pid], lambda it=it: wrk(it.url + path, options.seconds, **how))
            for name, it in {**plain, **(more or {})}.items()}
        contestants["gateway"] = [gateway.pid], lambda: wrk(
            gateway.url + (own_path or path), options.seconds, headers=[gateway.header], **how)
        contestants["gateway + PostgreSQL"] = gateway.pids, contestants["gateway"][1]
        return Contest(title, options.repetitions).hold(contestants)

    tags = f"/instances/{upstream.instance}/simplified-tags"
    file = f"/instances/{upstream.instance}/file"
    small = contest("GET /stores/{name}/system", "/system", "/stores/store-0/system")
    looked_up = contest("GET /instances/{id}/simplified-tags", tags)
    large = contest("GET /instances/{id}/file, 512 KiB", file,
                    more={"HAProxy 64 KiB buffers": tuned})
    upload = contest("POST /instances, 512 KiB, known to the store", "/instances",
                     script=_upload(stage, upstream), connections=16)
    return [
        Row("/stores/{name}/system", small.ratio("gateway", "HAProxy"), "×HAProxy", 2.2),
        Row("GET /instances/{id}/simplified-tags", looked_up.ratio("gateway", "HAProxy"),
            "×HAProxy", 3.3),
        Row("512 KB file", large.ratio("gateway", "HAProxy"), "×HAProxy", 1.3),
        Row("512 KB file, tune.bufsize 65536", large.ratio("gateway", "HAProxy 64 KiB buffers"),
            "×HAProxy", 2.0),
        Row("512 KB upload", upload.ratio("gateway", "HAProxy"), "×HAProxy", 1.8),
    ]


def _upload(stage, upstream):
    path = stage.path("upload.dcm")
    with open(path, "wb") as file:
        file.write(upstream.files[0])
    return lua(stage, "upload", UPLOAD % path)
