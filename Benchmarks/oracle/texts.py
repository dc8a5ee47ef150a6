"""Secrets, credentials where none belongs, and documents in texts."""
import base64, json, struct, zlib

from places import another, chosen, is_meta


def letters(r, count, alphabet="abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"):
    return "".join(r.choice(alphabet) for _ in range(count))


def credential(r):
    """Something that looks like one: made up here, of no use anywhere."""
    b64 = lambda n: base64.b64encode(r.randbytes(n)).decode()
    url64 = lambda n: base64.urlsafe_b64encode(r.randbytes(n)).decode().rstrip("=")
    return r.choice([
        lambda: f"postgres://app:{letters(r, 14)}@db.example:5432/app", lambda: f"https://user:{letters(r, 12)}@host.example/x?a=1",
        lambda: "AK" + "IA" + letters(r, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), lambda: "gh" + "p_" + letters(r, 36),
        lambda: f"eyJhbGciOiJIUzI1NiJ9.{url64(45)}.{url64(32)}", lambda: f"password={letters(r, 12)}", lambda: f"--token={letters(r, 24)}",
        lambda: f"AccountName=made;AccountKey={b64(64)};EndpointSuffix=example", lambda: f"Bearer {letters(r, 40)}",
        lambda: "-----BEGIN " + "PRIVATE KEY-----\n" + b64(96) + "\n-----END " + "PRIVATE KEY-----\n", lambda: "4111 1111 1111 1111",
        lambda: json.dumps({"auths": {"registry.example": {"auth": b64(24)}}}), lambda: f"api_key: {letters(r, 32)}\nmode: open\n",
        lambda: f"mysql -u root -p{letters(r, 12)} app", lambda: letters(r, 40), lambda: b64(32)])()


def secret(o, r, kinds):
    if o["kind"] != "Secret":
        return None
    data = o.get("data")
    data = o["data"] = data if isinstance(data, dict) else {}
    key = r.choice(sorted(data) + ["added"]) if data else "added"
    text = credential(r)
    fate = r.random()
    if fate < 0.2 and isinstance(data.get(key), str):
        data[key] = data[key][:8] + "\n" + data[key][8:]
    elif fate < 0.3:
        data.pop(key, None)
    elif fate < 0.45:
        o.setdefault("stringData", {})[key] = text
        return [("stringData", key)]
    elif fate < 0.55:
        o["type"] = r.choice(["Opaque", "kubernetes.io/tls", "example.org/made"])
        return [("type",)]
    else:
        data[key] = base64.b64encode(text.encode()).decode()
    return [("data", key)]


def planted(o, r, kinds):
    """A credential where none belongs, or another one in its place."""
    place = chosen(o, r, lambda p, v: isinstance(v, str))
    if not place:
        return None
    path, parent, key = place
    text = credential(r)
    if r.random() < 0.3 and isinstance(parent, dict) and not is_meta(path):
        name = r.choice(["password", "apiToken", "clientSecret", "value", "connectionString", "tls.key", "token"])
        parent[name] = text
        return [path[:-1] + (name,)]
    parent[key] = r.choice([text, parent[key] + " " + text, base64.b64encode(text.encode()).decode(), json.dumps({"password": text})])
    return [path]


def stored(text):
    """gzip of a text without compressing it: the same bytes with every version of zlib."""
    raw = text.encode()[:60000]
    block = b"\x01" + struct.pack("<HH", len(raw), len(raw) ^ 0xFFFF) + raw
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    return head + block + struct.pack("<II", zlib.crc32(raw), len(raw))


def document(r):
    value = {"log": {"level": r.choice(["info", "debug"]), "json": r.choice([True, False])}, "port": r.choice([80, 8080]),
             "hosts": ["a", "b"][:r.randint(1, 2)], "password": letters(r, 12) if r.random() < 0.3 else None}
    shape = r.randrange(6)
    if shape == 0:
        return json.dumps(value)
    if shape == 1:
        return json.dumps(value, indent=2, sort_keys=True)
    lines = "".join(f"{k}: {json.dumps(v)}\n" for k, v in (sorted(value.items()) if shape == 2 else value.items()))
    if shape < 4:
        return ("# comment\n" if r.random() < 0.3 else "") + lines
    packed = stored(lines) if shape == 5 else lines.encode()
    return base64.b64encode(packed).decode()


def inner_document(o, r, kinds):
    """A text that holds a document: JSON or YAML, indented or not, plain or packed."""
    if o["kind"] == "ConfigMap":
        data = o.get("data")
        data = o["data"] = data if isinstance(data, dict) else {}
        name = r.choice(["config.json", "app.yaml", "packed"])
        data[name] = document(r)
        return [("data", name)]
    name = r.choice(["config.json", "note", "reload.example/config"])
    annotations = o["metadata"].get("annotations")
    annotations = o["metadata"]["annotations"] = annotations if isinstance(annotations, dict) else {}
    annotations[name] = document(r)
    return [("metadata", "annotations", name)]


def text_line(o, r, kinds):
    place = chosen(o, r, lambda p, v: isinstance(v, str) and "\n" in v)
    if not place:
        return None
    lines = place[1][place[2]].split("\n")
    at = r.randrange(len(lines))
    fate = r.random()
    if fate < 0.3:
        lines.insert(at, "added = line")
    elif fate < 0.5:
        del lines[at]
    elif fate < 0.7:
        lines[at] = lines[at] + " "
    else:
        lines[at] = another(lines[at] or "x", r)
    place[1][place[2]] = "\n".join(lines)
    return [place[0]]
