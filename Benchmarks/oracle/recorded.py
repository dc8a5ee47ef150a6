"""Recordings of a real API server, served again on loopback: every request is answered as it was recorded.

The recordings are no part of the project; `SNAPCTL_RECORDINGS` names their folder.
"""
import json, os, subprocess, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NAMES = ["prod-baseline", "prod-churned", "prod-drifted", "stage-baseline", "scale-10k"]
NORMAL = {"version", "health", "root", "legacy-discovery", "legacy-group", "legacy-gv", "openapi-v3-index", "openapi-v3", "openapi-v2",
          "list", "list-nonpreferred", "get-one", "whoami", "rules", "agg-unavailable"}


# Before anybody clears the environment of snapctl's settings.
FOLDER = os.environ.get("SNAPCTL_RECORDINGS")


def folder():
    """The folder of recordings; None without one."""
    place = FOLDER
    return place if place and os.path.exists(os.path.join(place, NAMES[0] + ".tar.zst")) else None


def unpacked(name, work):
    """The folder of a recording, unpacked once."""
    place = os.path.join(work, "recording-" + name)
    if not os.path.isdir(place):
        os.mkdir(place)
        subprocess.run(["tar", "--zstd", "-xf", os.path.join(folder(), name + ".tar.zst"), "-C", place], check=True)
    return next(at for at, _, files in os.walk(place) if "index.json" in files)


class Recording:
    def __init__(self, place):
        self.place, self.answers, self.aggregated = place, {}, {}
        with open(os.path.join(place, "index.json")) as file:
            entries = json.load(file)
        for entry in entries:
            if entry["tag"] == "agg-discovery-v2":
                self.aggregated[entry["path"]] = entry
            if entry["tag"] in NORMAL:
                # OpenAPI documents are recorded with the hash of their content behind them.
                path = entry["path"].split("?")[0] if entry["tag"] == "openapi-v3" else entry["path"]
                self.answers.setdefault((entry["method"], path), entry)

    def answer(self, method, path, accept):
        bare = path.split("?")[0]
        bare = bare.rstrip("/") if len(bare) > 1 else bare
        if method == "GET" and bare in ("/api", "/apis") and "as=APIGroupDiscoveryList" in accept and bare in self.aggregated:
            return self.aggregated[bare]
        found = self.answers.get((method, path)) or self.answers.get((method, bare))
        if found:
            return found
        broken = [e for (m, p), e in self.answers.items() if e["status"] == 503 and bare.startswith(p.split("?")[0] + "/")]
        return broken[0] if broken else None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.reply("GET")

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.reply("POST")

    def reply(self, method):
        entry = self.server.recording.answer(method, self.path, self.headers.get("Accept", ""))
        status, kind, body = 404, "application/json", b'{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}'
        if entry:
            status, kind = entry["status"], entry.get("contentType") or kind
            with open(os.path.join(self.server.recording.place, entry["file"]), "rb") as file:
                body = file.read()
        self.wfile.write(f"HTTP/1.1 {status} Recorded\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    def log_message(self, *_):
        pass


class Served:
    """Serves a recording while a `with` lasts; writes a kubeconfig."""

    def __init__(self, place, kubeconfig):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.recording = Recording(place)
        with open(kubeconfig, "w") as file:
            json.dump({"apiVersion": "v1", "kind": "Config", "current-context": "recorded",
                       "clusters": [{"name": "recorded", "cluster": {"server": f"http://127.0.0.1:{self.server.server_address[1]}"}}],
                       "users": [{"name": "recorded", "user": {}}],
                       "contexts": [{"name": "recorded", "context": {"cluster": "recorded", "user": "recorded"}}]}, file)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
