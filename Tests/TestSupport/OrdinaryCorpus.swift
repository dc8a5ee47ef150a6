package import Snapshot

/// Objects without a credential, full of what looks like one: flags, paths, digests, ids, names, prose, formats of logs.
package enum OrdinaryCorpus {
    /// One ordinary object.
    package struct Ordinary: Sendable {
        package let category: String
        package let object: Value
        /// What is asked of it.
        package let text: String
    }

    package static let all: [Ordinary] = {
        var result: [Ordinary] = []
        func map(_ entry: String, _ text: String) -> Value {
            [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "ordinary", "namespace": "a"],
                "data": .object(Object([entry: .string(text)])),
            ]
        }
        func pod(_ container: Value) -> Value {
            [
                "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "ordinary", "namespace": "a"],
                "spec": ["containers": [container]],
            ]
        }
        func widget(_ name: String, _ value: String) -> Value {
            [
                "apiVersion": "example.org/v1", "kind": "Widget", "metadata": ["name": "ordinary", "namespace": "a"],
                "spec": .object(Object([name: .string(value)])),
            ]
        }
        for flag in flags {
            result.append(
                Ordinary(category: "flags and paths", object: pod(["name": "c", "args": [.string(flag)]]), text: flag))
            result.append(
                Ordinary(
                    category: "flags and paths",
                    object: pod(["name": "c", "command": ["/usr/bin/run", .string(flag)]]),
                    text: flag))
        }
        for (name, value) in settings {
            let text = "\(name)=\(value)"
            result.append(
                Ordinary(
                    category: "settings",
                    object: pod(["name": "c", "env": [["name": .string(name), "value": .string(value)]]]), text: text))
            result.append(Ordinary(category: "settings", object: map(name, value), text: text))
            result.append(Ordinary(category: "settings", object: widget(name, value), text: text))
        }
        for (entry, text) in texts {
            result.append(Ordinary(category: "texts", object: map(entry, text), text: text))
        }
        for text in prose {
            result.append(Ordinary(category: "prose", object: map("README.md", text), text: text))
            result.append(Ordinary(category: "prose", object: widget("description", text), text: text))
        }
        for format in logFormats {
            result.append(Ordinary(category: "formats of logs", object: map("log.conf", format), text: format))
            result.append(
                Ordinary(
                    category: "formats of logs",
                    object: pod(["name": "c", "env": [["name": "LOG_FORMAT", "value": .string(format)]]]), text: format)
            )
        }
        for (entry, text) in OrdinaryFiles.rows {
            result.append(Ordinary(category: "files and scripts", object: map(entry, text), text: text))
        }
        for text in OrdinaryFiles.prose {
            result.append(Ordinary(category: "prose", object: map("README.md", text), text: text))
            result.append(Ordinary(category: "prose", object: widget("description", text), text: text))
        }
        for (name, value) in OrdinaryFiles.settings {
            let variable = pod(["name": "c", "env": [["name": .string(name), "value": .string(value)]]])
            result.append(Ordinary(category: "settings", object: variable, text: "\(name)=\(value)"))
            result.append(
                Ordinary(category: "settings", object: map("app.env", "\(name)=\(value)\n"), text: "\(name)=\(value)"))
        }
        for words in OrdinaryFiles.flags.map({ [$0] }) + OrdinaryFiles.commands {
            let text = words.joined(separator: " ")
            result.append(
                Ordinary(
                    category: "flags and paths",
                    object: pod(["name": "c", "command": .array(words.map(Value.string))]), text: text))
            result.append(
                Ordinary(
                    category: "flags and paths", object: pod(["name": "c", "command": ["sh", "-c", .string(text)]]),
                    text: text))
        }
        return result
    }()

    private static let flags = [
        "--config=/var/lib/proxy/config.conf", "--kubeconfig=/var/lib/kubelet/kubeconfig",
        "--cloud-config=/etc/kubernetes/azure.json", "--bootstrap-kubeconfig=/var/lib/kubelet/bootstrap-kubeconfig",
        "--service-account-key-file=/etc/kubernetes/pki/sa.pub", "--tls-private-key-file=/certs/tls.key",
        "--client-ca-file=/etc/kubernetes/pki/ca.crt", "--token-ttl=3600", "--v=4", "--leader-elect=true",
        "--requestheader-username-headers=X-Remote-User", "--authentication-token-webhook=true",
        "--authorization-mode=Webhook", "--anonymous-auth=false", "--enable-admission-plugins=NodeRestriction",
        "--secret-name=web-tls", "--credentials-file=/var/run/secrets/azure/credentials", "--password-file=/run/pw",
        "--token-audience=api", "--oidc-issuer-url=https://login.example/tenant/v2.0", "--metrics-bind-address=:8080",
        "--default-ssl-certificate=ingress/wildcard-tls", "--feature-gates=RotateKubeletServerCertificate=true",
        "--image=registry.example/a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "--webhook-secret-name=admission-webhook", "--config.file=/etc/prometheus/prometheus.yml",
        "--storage.tsdb.path=/prometheus", "--reload-url=http://localhost:9090/-/reload", "--cert-dir=/tmp/certs",
        "--etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt",
        "--audit-policy-file=/etc/kubernetes/audit.yaml",
        "--encryption-provider-config=/etc/kubernetes/enc.yaml", "--node-labels=kubernetes.azure.com/role=agent",
        "--pod-infra-container-image=mcr.example/oss/pause:3.9", "--log.format=logfmt",
        "--web.external-url=https://x.example/p",
        "--rotate-certificates=true", "--proxy-client-key-file=/pki/front-proxy-client.key",
        "--signing-cert=/pki/ca.crt",
        "--experimental-config-dir=/etc/x", "--set-config=a=b", "--sort-key=name", "--keyring=/etc/keyring/public.gpg",
        "--author=platform-team", "--passthrough=true", "--compass=north", "--secretless", "--tokenize=words",
        "--key-size=2048", "--ca-key-usage=digitalSignature", "--dsn-file=/run/dsn", "--psk-mode=none",
        "--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "--controllers=*,-nodeipam,tokencleaner", "--sig=SIGTERM", "--log-config=/etc/log/config.yaml",
    ]

    private static let settings = [
        ("AUTH", "basic"), ("AUTH", "oidc"), ("TOKEN", "required"), ("CREDENTIALS", "include"),
        ("SECRET", "db-credentials"),
        ("AUTH", "none"), ("TOKEN", "opaque"), ("CREDENTIALS", "workload"), ("SECRET", "vault"), ("auth", "ldap"),
        ("token", "jwt"), ("credentials", "same-origin"), ("secret", "registry"), ("AUTH_METHOD", "kubernetes"),
        ("AUTH_TYPE", "OAuth2"), ("TOKEN_ISSUER", "https://login.example/"),
        ("keyId", "2f1c4532-8123-4123-8123-123456789012"),
        ("kmsKeyId", "0a1b2c3d-1111-2222-3333-444455556666"), ("KEY_VAULT_NAME", "kv-prod-Weu001"),
        ("CLIENT_ID", "2f1c4532-8123-4123-8123-123456789012"), ("TENANT_ID", "72f988bf-86f1-41af-91ab-2d7cd011db47"),
        ("PASSWORD_FILE", "/run/secrets/password"), ("SECRET_NAME", "web-tls"), ("MAX_TOKENS", "4096"),
        ("DB_HOST", "postgres.db.svc.cluster.local"), ("PASSWORD", "$(DB_PASSWORD)"), ("PASSWORD", "${DB_PASSWORD}"),
        ("API_TOKEN", "{{ .Values.token }}"),
        ("TOKEN_CHECKSUM", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("GIT_SHA", "0123456789abcdef0123456789abcdef01234567"),
        ("IMAGE_DIGEST", "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
        ("PUBLIC_KEY", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"), ("SORT_KEY", "created_at"), ("PARTITION_KEY", "tenant"),
        ("KEY_PREFIX", "cache:v2:"), ("SESSION_COOKIE_NAME", "JSESSIONID"), ("COOKIE_SECURE", "true"),
        ("PASSWORD_POLICY", "strong"), ("PASSWORD_MIN_LENGTH", "12"), ("PASSWORD_VERSION", "3"),
        ("LOGIN_URL", "https://login.example/oauth2/authorize"), ("REPO", "https://git@github.com/org/repo"),
        ("REPO", "git@github.com:org/repo.git"), ("IMAGE", "registry.example:5000/team/app:1.2.3"),
        ("JAVA_OPTS", "-Xmx512m -Dcom.sun.management.jmxremote.authenticate=false"), ("KEYSPACE", "orders"),
        ("MONKEY", "banana"), ("AUTHOR", "Platform Team"), ("COMPASS_URL", "https://compass.example"),
        ("BYPASS", "internal"), ("TOKENIZER", "whitespace"), ("SECRETARIAT", "berlin"), ("KEYBOARD", "qwertz"),
        ("RESOURCE_GROUP", "MC_prod_aks_westeurope"), ("SUBSCRIPTION", "5d8e7c1a-0000-4000-8000-000000000001"),
        ("AUTH", "kerberos"), ("TOKEN", "session"), ("secret", "tls-cert"), ("credentials", "external"),
        ("auth", "client-certificate"), ("AUTH_MODE", "mutual"), ("TOKEN_LOCATION", "header"),
        ("PASSWORD_HASH", "bcrypt"),
        ("TRACE_ID", "4bf92f3577b34da6a3ce929d0e0e4736"), ("BUILD", "20261123.4"), ("STARTED", "2026-11-23T06:00:00Z"),
    ]

    private static let texts = [
        (
            "nginx.conf",
            "server {\n  listen 443 ssl;\n  ssl_certificate_key /etc/tls/tls.key;\n  proxy_pass http://upstream;\n}\n"
        ),
        ("run.sh", "mkdir -p /var/lib/x\ndocker run -p 8080:80 -u 1000:1000 x\ncurl -u \"$USER:$PASS\" https://x\n"),
        ("c.yaml", "passwordSecretRef:\n  name: db\n  key: password\n"), ("c.yaml", "auth:\n  enabled: true\n"),
        ("c.yaml", "password:\n  valueFrom:\n    secretKeyRef: {name: db, key: password}\n"),
        ("c.json", "{\"auth\": {\"enabled\": true}, \"tokens\": {\"ttl\": 60}}"),
        ("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
        ("id.pub", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"),
        ("page.html", "<p>Forgot your password?</p>"), ("c.toml", "key = \"name\"\nvalue = \"blue\"\n"),
        ("envoy.yaml", "route: {cluster: web}\ntoken_bucket: {max_tokens: 100, tokens_per_fill: 100}\n"),
        ("passwd", "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n"),
        ("prometheus.yml", "scrape_configs:\n- job_name: x\n  bearer_token_file: /var/run/secrets/token\n"),
        ("fluent.conf", "<match **>\n  @type null\n</match>\n"), ("redis.conf", "port 6379\nmaxmemory 1gb\n"),
        ("app.properties", "login.password.min-length=12\nauth.type=oidc\ntoken.ttl=3600\n"),
        (
            "app.properties",
            "spring.datasource.password=${DB_PASSWORD}\nspring.datasource.url=jdbc:postgresql://db/app\n"
        ),
        ("kubeconfig", "users:\n- name: x\n  user:\n    tokenFile: /var/run/secrets/token\n"),
        ("coredns", ".:53 {\n  errors\n  health\n  forward . /etc/resolv.conf\n}\n"),
        ("c.yaml", "kind: Secret\nmetadata: {name: x}\n"),
        ("c.yaml", "secretName: web-tls\nsecrets:\n- db\n- registry\n"),
        ("alerts.yaml", "summary: 'token expired for {{ $labels.user }}'\n"),
        ("hosts", "127.0.0.1 localhost\n10.0.0.1 db\n"),
        ("ports", "host:8080:80\n"), ("times", "2026-11-23 06:00:00:123:x\n"),
        ("c.lua", "local token = ngx.var.http_token\n"),
        ("openssl.cnf", "[req]\ndistinguished_name = dn\nprompt = no\n"), ("motd", "Welcome. All access is logged.\n"),
        ("data.csv", "id,name,token_count\n1,web,5\n2,db,7\n"),
        ("app.js", "const token = req.headers.authorization;\n"),
    ]

    private static let prose = [
        "Set the password: see the manual for the rules.\n", "The token is issued by the login service and expires.\n",
        "Ask the platform team for credentials: they are in the vault.\n", "Note: secret: do not share this page.\n",
        "This controller needs a token to talk to the API; without a token it stops.\n",
        "password must be set in the Secret that is named below\n", "Passwords are rotated every 90 days.\n",
        "auth: the service that checks who you are\n", "Tokens: what they are, and where they come from\n",
        "For a private key use cert-manager; the key is never shown.\n",
        "Username and password are read from the vault.\n",
        "The API key is created by the operator, and stored in a Secret.\n", "See secret management in the guide.\n",
        "A cookie is set by the proxy when the session begins.\n", "key: value pairs are separated by commas\n",
        "Use --token to pass a token, or --password to be asked for one.\n",
        "Authorization: none is needed for reads.\n",
        "The connection string is built from host and port.\n",
        "Basic authentication is off. Bearer tokens are used.\n",
        "credential helpers are configured by the node image\n",
    ]

    private static let logFormats = [
        "%d{ISO8601} [%thread] token=%X{token} %msg%n", "%{time} user=%{user} password=%{password}",
        "$remote_addr auth=$http_authorization $status",
        "level=%level secret=%s", "time=%(asctime)s token=%(token)s", "[%t] %u %a key=%{KEY}e",
        "password=***** user=app",
        "token=<redacted> path=/x", "password=<your-password>", "secret=[REDACTED]", "auth=%h %l %u",
        "token={token} id={id}",
        "{\"level\":\"%level\",\"token\":\"%X{token}\"}", "access_token=xxxxxxxx",
        "log_format main '$remote_user $cookie_session';",
        "cookie=$cookie_sid;", "apiKey=@apiKey@", "pw=%PASSWORD%", "credentials=%v", "token: ${TOKEN}",
    ]
}
