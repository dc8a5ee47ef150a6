#!/usr/bin/env python3
"""A read-only Kubernetes API of one List on loopback over TLS, fast enough not to be what is measured.

    python3 Benchmarks/server.py LIST.json FOLDER

Writes FOLDER/kubeconfig, then FOLDER/urls with every page a client will ask for, one URL a line, and serves until killed.
Pages are cut and encoded before the first request.
"""
import base64, json, os, ssl, subprocess, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGE = 500
TOKEN = "benchmark"


def plural(kind):
    return kind.lower()[:-1] + "ies" if kind.endswith("y") else kind.lower() + "s"


class Cluster:
    """The answers, by path and continue token."""

    def __init__(self, path):
        with open(path) as file:
            items = json.load(file)["items"]
        spaces = sorted({o["metadata"]["namespace"] for o in items if "namespace" in o["metadata"]} | {"kube-system"})
        items += [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": s, "uid": "uid-" + s}} for s in spaces]
        by_type = {}
        for o in items:
            by_type.setdefault((o["apiVersion"], o["kind"]), []).append(o)
        self.answers, self.pages, types = {}, [], {}
        for (version, kind), objects in by_type.items():
            namespaced = "namespace" in objects[0]["metadata"]
            has_status = any("status" in o for o in objects)
            types.setdefault(version, []).append(self.resource(version, kind, namespaced, has_status))
            root = "/api/v1" if version == "v1" else "/apis/" + version
            self.cut(f"{root}/{plural(kind)}", version, kind, objects)
        self.discovery(types)
        self.answers["/version"] = self.encoded({"major": "1", "minor": "36", "gitVersion": "v1.36.0"})
        self.answers["/api/v1/namespaces/kube-system"] = self.encoded(
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kube-system", "uid": "uid-kube-system"}})
        self.answers["/openapi/v3"] = self.encoded({"paths": {}})

    @staticmethod
    def encoded(value):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()

    @staticmethod
    def resource(version, kind, namespaced, has_status):
        group, _, name = version.rpartition("/")
        kinds = {"group": group, "version": name, "kind": kind}
        entry = {"resource": plural(kind), "responseKind": kinds, "singularResource": kind.lower(),
                 "scope": "Namespaced" if namespaced else "Cluster", "verbs": ["get", "list"]}
        if has_status:
            entry["subresources"] = [{"subresource": "status", "responseKind": kinds, "verbs": ["get"]}]
        return entry

    def cut(self, path, version, kind, objects):
        bare = "." not in version or version.split("/")[0].endswith(".k8s.io")
        for start in range(0, len(objects), PAGE):
            items = objects[start:start + PAGE]
            if bare:
                items = [{k: v for k, v in o.items() if k not in ("apiVersion", "kind")} for o in items]
            left = max(0, len(objects) - start - PAGE)
            metadata = {"resourceVersion": "1"}
            if left:
                metadata.update({"continue": str(start + PAGE), "remainingItemCount": left})
            page = {"kind": kind + "List", "apiVersion": version, "metadata": metadata, "items": items}
            self.answers[(path, str(start) if start else "")] = self.encoded(page)
            self.pages.append(f"{path}?limit={PAGE}" + (f"&continue={start}" if start else ""))

    def discovery(self, types):
        groups = {}
        for version, resources in types.items():
            group, _, name = version.rpartition("/")
            groups.setdefault(group, []).append({"version": name, "freshness": "Current", "resources": resources})
        document = lambda items: self.encoded(
            {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": {}, "items": items})
        entry = lambda group: {"metadata": {"name": group} if group else {}, "versions": groups[group]}
        self.answers["/api"] = document([entry("")])
        self.answers["/apis"] = document([entry(g) for g in sorted(groups) if g])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cluster = None

    def do_GET(self):
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        token = query.get("continue", [""])[0]
        body = self.cluster.answers.get(url.path) or self.cluster.answers.get((url.path, token))
        self.answer(200, body) if body else self.answer(404, b'{"kind":"Status","status":"Failure","code":404}')

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer(201, Cluster.encoded({
            "kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1",
            "status": {"userInfo": {"username": "benchmark", "groups": ["system:authenticated"]}}}))

    def answer(self, status, body):
        kind = "application/json"
        if urlsplit(self.path).path in ("/api", "/apis"):
            kind += ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
        head = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode() + body)

    def log_message(self, *_):
        pass


def certificate(folder):
    """A certificate that signs itself: it is its own authority."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
         "-keyout", f"{folder}/tls.key", "-out", f"{folder}/tls.crt"], check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/tls.crt", f"{folder}/tls.key")
    context.set_alpn_protocols(["http/1.1"])
    return context


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, context):
        super().__init__(("127.0.0.1", 0), Handler)
        self.context = context

    def get_request(self):
        connection, address = self.socket.accept()
        # The handshake happens on the connection's own thread, at its first read.
        return self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address


def main():
    folder = sys.argv[2]
    Handler.cluster = Cluster(sys.argv[1])
    server = Server(certificate(folder))
    base = f"https://127.0.0.1:{server.server_address[1]}"
    with open(f"{folder}/tls.crt", "rb") as file:
        authority = base64.b64encode(file.read()).decode()
    with open(f"{folder}/kubeconfig.new", "w") as file:
        json.dump({
            "apiVersion": "v1", "kind": "Config", "current-context": "benchmark",
            "clusters": [{"name": "benchmark", "cluster": {"server": base, "certificate-authority-data": authority}}],
            "users": [{"name": "benchmark", "user": {"token": TOKEN}}],
            "contexts": [{"name": "benchmark", "context": {"cluster": "benchmark", "user": "benchmark"}}]}, file)
    with open(f"{folder}/urls", "w") as file:
        file.writelines(f"{base}{page}\n" for page in Handler.cluster.pages)
    os.rename(f"{folder}/kubeconfig.new", f"{folder}/kubeconfig")
    server.serve_forever()


main()
