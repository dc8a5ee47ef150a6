/// Files of settings, scripts, programs and rules as clusters keep them, and settings, flags and commands, all without a credential.
enum OrdinaryFiles {
    static let rows: [(entry: String, text: String)] = [
        (
            "rules.yaml",
            ##"""
            groups:
            - name: auth
              rules:
              - alert: TokenExpiringSoon
                expr: (token_expiry_seconds{job="vault"} - time()) < 86400
                for: 5m
                labels:
                  severity: warning
                  secret: vault
                annotations:
                  summary: "Token of {{ $labels.job }} expires"
                  description: 'secret {{ $labels.secret }}: token expires in {{ $value }}s'
                  runbook_url: https://runbooks.example/auth/token-expiry?team=platform#token
              - record: auth:password_failures:rate5m
                expr: sum by (user, auth_method) (rate(login_failed_total{reason="password"}[5m])) / on(auth) group_left rate(login_total{auth="password"}[5m])
              - alert: KubeSecretTooMany
                expr: count(kube_secret_info) by (namespace) > 500
            """##
        ),
        (
            "dash.json",
            ##"{"annotations": {"list": [{"builtIn": 1, "datasource": {"type": "grafana", "uid": "-- Grafana --"}}]}, "panels": [{"title": "Password failures", "targets": [{"expr": "sum(rate(auth_password_failures_total{token=~\"$token\"}[5m]))", "legendFormat": "{{token}}", "refId": "A"}], "fieldConfig": {"defaults": {"custom": {"hideFrom": {"legend": false}}}}}], "templating": {"list": [{"name": "token", "query": "label_values(token)", "type": "query", "current": {"text": "All", "value": "$__all"}}, {"name": "secret", "label": "Secret", "type": "textbox", "query": "", "current": {"text": "default", "value": "default"}}]}, "uid": "a7f2Kq9Zx", "title": "Auth tokens", "version": 3}"##
        ),
        (
            "nginx.conf",
            ##"""
            user nginx;
            http {
              log_format main '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" token=$cookie_token';
              map $http_authorization $auth_ok { default 0; "~^Bearer " 1; }
              server {
                listen 443 ssl;
                ssl_certificate /etc/nginx/tls/tls.crt;
                ssl_certificate_key /etc/nginx/tls/tls.key;
                ssl_password_file /etc/nginx/pw;
                auth_basic "Restricted area";
                auth_basic_user_file /etc/nginx/.htpasswd;
                auth_request /auth;
                auth_request_set $token $upstream_http_x_auth_token;
                proxy_set_header Authorization $http_authorization;
                proxy_set_header Authorization "Bearer $token";
                proxy_set_header X-Auth-Token $token;
                proxy_cookie_path / "/; secure; HttpOnly; SameSite=strict";
                add_header Set-Cookie "session=; Max-Age=0";
                limit_req zone=auth burst=5;
                proxy_cache_key "$scheme$request_method$host$request_uri";
                set $auth_cookie $cookie_sid;
              }
            }
            """##
        ),
        (
            "envoy.yaml",
            ##"""
            static_resources:
              listeners:
              - name: l
                filter_chains:
                - filters:
                  - name: envoy.filters.network.http_connection_manager
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                      http_filters:
                      - name: envoy.filters.http.jwt_authn
                        typed_config:
                          providers:
                            aad:
                              issuer: https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0
                              remote_jwks: {http_uri: {uri: "https://login.microsoftonline.com/common/discovery/v2.0/keys", cluster: aad, timeout: 5s}}
                              forward_payload_header: x-jwt-payload
                              from_headers: [{name: Authorization, value_prefix: "Bearer "}]
                              from_params: [token, access_token]
                      - name: envoy.filters.http.oauth2
                        typed_config:
                          config:
                            token_endpoint: {cluster: oauth, uri: oauth.example/token, timeout: 3s}
                            credentials:
                              client_id: foo
                              token_secret: {name: token, sds_config: {path: /etc/envoy/token-secret.yaml}}
                              hmac_secret: {name: hmac, sds_config: {path: /etc/envoy/hmac.yaml}}
                            auth_scopes: [user, openid]
                            forward_bearer_token: true
                      access_log:
                      - typed_config: {log_format: {text_format: "[%START_TIME%] auth=%REQ(AUTHORIZATION)% token=%DYNAMIC_METADATA(jwt:sub)% %RESPONSE_CODE%\n"}}
            """##
        ),
        (
            "fluent-bit.conf",
            ##"""
            [SERVICE]
                Flush         5
                Parsers_File  parsers.conf
            [INPUT]
                Name              tail
                Tag               kube.*
                Path              /var/log/containers/*.log
                Refresh_Interval  10
                Buffer_Max_Size   32k
            [FILTER]
                Name                kubernetes
                Kube_URL            https://kubernetes.default.svc:443
                Kube_CA_File        /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
                Kube_Token_File     /var/run/secrets/kubernetes.io/serviceaccount/token
                Kube_Token_TTL      600
                Merge_Log           On
                Merge_Log_Key       log_processed
                Keep_Log            Off
                K8S-Logging.Parser  On
            [OUTPUT]
                Name   es
                Host   ${FLUENT_ELASTICSEARCH_HOST}
                HTTP_User ${ES_USER}
                HTTP_Passwd ${ES_PASSWORD}
                Shared_Key ${SHARED_KEY}
                Log_Key log
                Key_Name message
                Time_Key @timestamp
                Secret_Name es-credentials
            [PARSER]
                Name   docker
                Format json
                Time_Key time
                Time_Format %Y-%m-%dT%H:%M:%S.%L
                Regex  ^(?<time>[^ ]+) token=(?<token>[^ ]+) password=(?<password>[^ ]*)$
            """##
        ),
        (
            "policy.rego",
            ##"""
            package kubernetes.admission
            import data.kubernetes.secrets
            deny[msg] {
              input.request.kind.kind == "Secret"
              not input.request.object.metadata.labels["app"]
              msg := sprintf("secret %v: token missing", [input.request.object.metadata.name])
            }
            password_env := {name | name := input.containers[_].env[_].name; contains(lower(name), "password")}
            violation[{"msg": msg}] {
              token := split(input.request.headers.authorization, " ")[1]
              [_, payload, _] := io.jwt.decode(token)
              secret_name := input.review.object.spec.volumes[_].secret.secretName
              key := concat("/", [input.namespace, secret_name])
              password = input.password
            }
            """##
        ),
        (
            "run.sh",
            ##"""
            #!/bin/bash
            set -euo pipefail
            TOKEN=$(cat /var/run/secrets/kubernetes.io/serviceaccount/token)
            PASSWORD="$(kubectl get secret db -o jsonpath='{.data.password}' | base64 -d)"
            export PGPASSWORD="${DB_PASSWORD}"
            if [ -z "$PASSWORD" ]; then echo "password: missing" >&2; exit 1; fi
            if [[ "$token" == "" ]]; then token=$(get_token); fi
            [ "$PASSWORD" = "" ] && exit 1
            curl -sS -H "Authorization: Bearer ${TOKEN}" -H "X-Vault-Token: $VAULT_TOKEN" https://kubernetes.default.svc/api
            curl -u "${USER}:${PASSWORD}" https://x
            mysql -u root -p"$MYSQL_ROOT_PASSWORD" -e "select 1"
            mysql -u root -p$MYSQL_ROOT_PASSWORD db
            psql "postgres://$USER:$PASSWORD@$HOST/db"
            redis-cli -a "$REDIS_PASSWORD" ping
            read -s -p "Password: " password
            PASSWORD=`cat /run/secrets/password`
            ACCESS_TOKEN=$(curl -s -d "client_id=${ID}&client_secret=${SECRET}&grant_type=client_credentials" https://login.example/token | jq -r .access_token)
            kubectl create secret generic x --from-file=password=/tmp/pw --dry-run=client -o yaml
            openssl rand -base64 32 > /etc/secret
            az login --identity
            echo "token=$TOKEN" >> $GITHUB_OUTPUT
            while getopts "p:t:" opt; do case $opt in p) PASSWORD=$OPTARG;; t) TOKEN=$OPTARG;; esac; done
            PASSWORD_LENGTH=20
            TOKEN_FILE=/var/run/token
            docker login -u 00000000-0000-0000-0000-000000000000 -p "$TOKEN" registry.example
            git clone "https://oauth2:${GIT_TOKEN}@git.example/x"
            sshpass -e ssh x
            sshpass -f /run/pw ssh x
            ssh -p 2222 -i ~/.ssh/id_rsa user@host
            mkdir -p /data
            """##
        ),
        (
            "values.yaml",
            ##"""
            auth:
              enabled: true
              existingSecret: db-credentials
              secretKeys:
                adminPasswordKey: postgres-password
                userPasswordKey: password
            tls:
              secretName: web
              privateKey: {secretName: x, rotationPolicy: Always}
            passwordSecret: db
            tokenSecret: tok-1
            password: ""
            rootPassword: ""
            token: ''
            global:
              postgresql:
                auth:
                  postgresPassword: ""
                  existingSecret: ""
            """##
        ),
        (
            "tpl.yaml",
            ##"""
            password: {{ .Values.password | b64enc | quote }}
            token: {{ include "x.token" . }}
            url: postgres://{{ .Values.user }}:{{ .Values.pass }}@{{ .Values.host }}/x
            secret: {{ required "secret is required" .Values.secret }}
            """##
        ),
        (
            "tpl.conf",
            ##"""
            password={{ .Data.password }}
            token=[[ .token ]]
            secret=%{hiera('secret')}
            apikey=@@API_KEY@@
            pass=__PASSWORD__
            key=#{ApiKey}#
            """##
        ),
        (
            "app.py",
            ##"""
            def login(user: str, password: str, token: Optional[str] = None) -> Token:
                token = get_token(user, password)
                self.password = password
                headers = {'Authorization': f'Bearer {token}'}
                return requests.post(url, auth=(user, password), headers=headers)
            PASSWORD_RE = re.compile(r'^[A-Za-z0-9]{8,}$')
            secret = os.environ['SECRET']
            password = getpass.getpass('Password: ')
            parser.add_argument('--password', help='the password', default=None, required=True)
            token = request.headers.get('Authorization', '').split(' ')[1]
            """##
        ),
        (
            "app.go",
            ##"""
            type Config struct {
            	Password string `yaml:"password" json:"password,omitempty"`
            	Token    string `json:"token"`
            }
            func f(password string) error {
            	token := r.Header.Get("Authorization")
            	if token == "" { return errors.New("token: missing") }
            	cfg.Password = os.Getenv("DB_PASSWORD")
            	secret, err := c.CoreV1().Secrets(ns).Get(ctx, name, opts)
            	log.Printf("password=%s token=%v", a, b)
            }
            """##
        ),
        (
            "App.java",
            ##"""
            private String password;
            public void setPassword(String password) { this.password = password; }
            @Value("${spring.datasource.password}") String pw;
            String token = request.getHeader("X-Auth-Token");
            props.put("password", System.getenv("PW"));
            if (password == null) throw new X("password must be set");
            """##
        ),
        (
            "app.js",
            ##"""
            const { password, token } = req.body;
            const auth = require('./auth');
            const secret = process.env.SECRET;
            let token = localStorage.getItem('token');
            fetch(url, { headers: { Authorization: `Bearer ${token}` } });
            const cookie = document.cookie.split(';');
            module.exports = { auth: { user: process.env.U, pass: process.env.P } };
            function f(password) { return bcrypt.hash(password, 10); }
            """##
        ),
        (
            "x.lua",
            ##"""
            local token = ngx.req.get_headers()["Authorization"]
            if token == nil then ngx.exit(401) end
            local ok, err = red:auth(os.getenv("REDIS_PASSWORD"))
            password = conf.password
            """##
        ),
        (
            "schema.json",
            ##"{"type": "object", "properties": {"password": {"type": "string", "minLength": 8, "description": "The password"}, "token": {"type": "string"}, "apiKey": {"$ref": "#/definitions/key"}}, "required": ["password", "token"]}"##
        ),
        (
            "openapi.yaml",
            ##"""
            components:
              securitySchemes:
                bearer: {type: http, scheme: bearer, bearerFormat: JWT}
                apiKey: {type: apiKey, in: header, name: X-Api-Key}
              schemas:
                Login:
                  properties:
                    password: {type: string, format: password}
                    token:
                      type: string
                      description: the token
                  required: [password]
            """##
        ),
        (
            "init.sql",
            ##"""
            CREATE TABLE users (id int, name varchar(64), password varchar(255) NOT NULL, token text DEFAULT '');
            ALTER TABLE users ADD COLUMN password_hash varchar(128);
            SELECT password, token FROM users WHERE token = $1 AND password = crypt($2, password);
            CREATE INDEX token_idx ON users (token);
            CREATE USER app IDENTIFIED BY '${APP_PASSWORD}';
            """##
        ),
        (
            "logstash.conf",
            ##"""
            filter { grok { match => { "message" => "%{IP:client} %{WORD:token} %{DATA:password}" } } mutate { remove_field => ["password", "token"] } }
            output { elasticsearch { user => "${U}" password => "${P}" } }
            """##
        ),
        (
            "vector.toml",
            ##"""
            [transforms.redact]
            type = "remap"
            source = '''
            .password = "***"
            del(.token)
            .secret = redact(.secret, filters: ["us_social_security_number"])
            '''
            [sinks.x.auth]
            strategy = "basic"
            user = "${U}"
            password = "${P}"
            """##
        ),
        (
            "prometheus.yml",
            ##"""
            scrape_configs:
            - job_name: k
              authorization: {type: Bearer, credentials_file: /var/run/secrets/token}
              basic_auth: {username: u, password_file: /etc/pw}
              relabel_configs:
              - source_labels: [__meta_kubernetes_pod_annotation_token]
                target_label: token
                action: replace
            """##
        ),
        (
            "alertmanager.yml",
            ##"""
            global:
              smtp_auth_password_file: /x
            route:
              receiver: team
              group_by: [token, secret]
            receivers:
            - name: team
              webhook_configs:
              - url: http://x.svc/alert
                http_config: {authorization: {credentials_file: /x}}
            """##
        ),
        (
            "oauth2-proxy.cfg",
            ##"""
            provider = "oidc"
            cookie_secure = true
            cookie_name = "_oauth2_proxy"
            cookie_expire = "168h"
            pass_authorization_header = true
            pass_access_token = true
            pass_user_headers = true
            set_authorization_header = true
            skip_auth_routes = ["GET=^/health"]
            set_xauthrequest = true
            cookie_secret_file = "/etc/c"
            """##
        ),
        (
            "dex.yaml",
            ##"""
            issuer: https://dex.example
            staticClients:
            - id: x
              secretEnv: CLIENT_SECRET
              redirectURIs: ['http://127.0.0.1:5555/callback']
            enablePasswordDB: true
            oauth2:
              passwordConnector: local
              skipApprovalScreen: true
            expiry: {idTokens: 24h, authRequests: 24h}
            """##
        ),
        (
            "x.yaml",
            ##"""
            tokenReviews: true
            authentication:
              anonymous: {enabled: false}
              webhook: {enabled: true, cacheTTL: 2m0s}
              x509: {clientCAFile: /etc/kubernetes/pki/ca.crt}
            authorization: {mode: Webhook}
            serviceAccountToken: {audience: api, expirationSeconds: 3600, path: token}
            """##
        ),
        (
            "audit-policy.yaml",
            ##"""
            rules:
            - level: Metadata
              resources: [{group: '', resources: [secrets, configmaps, serviceaccounts/token]}, {group: authentication.k8s.io, resources: [tokenreviews]}]
            - level: None
              users: ['system:kube-proxy']
            """##
        ),
        (
            "enc.yaml",
            ##"""
            resources:
            - resources: [secrets]
              providers:
              - kms: {apiVersion: v2, name: azure, endpoint: 'unix:///opt/azurekms.socket', timeout: 10s}
              - identity: {}
            """##
        ),
        (
            "gitlab-ci.yml",
            ##"""
            variables:
              SECRET_DETECTION: 'true'
              AUTH_METHOD: oidc
            script:
            - echo "$CI_JOB_TOKEN" | docker login -u gitlab-ci-token --password-stdin $CI_REGISTRY
            - curl --header "JOB-TOKEN: $CI_JOB_TOKEN" https://x
            - curl --header "PRIVATE-TOKEN: ${TOKEN}" https://x
            id_tokens:
              ID_TOKEN:
                aud: https://vault.example
            secrets:
              DB_PASSWORD:
                vault: production/db/password@ops
            """##
        ),
        (
            "x.html",
            ##"<label for="password">Password:</label><input type="password" name="password" id="password" autocomplete="current-password" placeholder="Password"><meta name="csrf-token" content="{{ csrf }}">"##
        ),
        (
            "Dockerfile",
            ##"""
            FROM x:1
            ARG NPM_TOKEN
            ENV PASSWORD_FILE=/run/pw
            RUN --mount=type=secret,id=npm_token NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci
            RUN echo "//registry.npmjs.org/:_authToken=${NPM_TOKEN}" > .npmrc
            """##
        ),
        (
            "redis.conf",
            ##"""
            # requirepass foobared
            # masterauth <master-password>
            port 6379
            acllog-max-len 128
            user default on nopass ~* +@all
            protected-mode no
            """##
        ),
        (
            "sshd_config",
            ##"""
            PasswordAuthentication no
            PermitEmptyPasswords no
            PubkeyAuthentication yes
            AuthorizedKeysFile .ssh/authorized_keys
            HostKey /etc/ssh/ssh_host_ed25519_key
            ChallengeResponseAuthentication no
            TokenX yes
            """##
        ),
        (
            "krb5.conf",
            ##"""
            [libdefaults]
             default_realm = X
             dns_lookup_realm = false
             forwardable = true
             default_ccache_name = KEYRING:persistent:%{uid}
            """##
        ),
        (
            "pam",
            ##"""
            password requisite pam_pwquality.so retry=3
            password sufficient pam_unix.so sha512 shadow use_authtok
            auth required pam_env.so
            session optional pam_keyinit.so revoke
            auth sufficient pam_unix.so nullok try_first_pass
            """##
        ),
        (
            "authorized_keys",
            ##"""
            ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2k5cQpQe1s6Yt6Bq3b8E0sYV8Zk2P1Jm0aW2Xn4R7q user@host
            ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7 user@x
            """##
        ),
        (
            "known_hosts",
            ##"""
            github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl
            |1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ssh-rsa AAAAB3NzaC1yc2EAAAABIwAAAQEA
            """##
        ),
        ("images.txt", "postgres:16.2\nredis:7.2-alpine\nnginx:1.25.3-alpine3.18\n"),
        ("hosts.txt", "db:5432\ncache:6379\n"), ("modes.txt", "user:read\nadmin:write\n"),
        ("limits.csv", "name,token_count,secret_name\nada,5,web-tls\nbob,7,api-tls\n"),
        (
            "values.md",
            "| Name | Type |\n|---|---|\n| password | string |\n| username | string |\n| token | string |\n"
        ),
        ("snmpd.conf", "rocommunity public 127.0.0.1\nsyslocation Amsterdam\n"),
        ("frr.conf", "bgp community-list standard a permit 65000:120\nset community 65000:120\n"),
        ("metallb.yaml", "bgp-communities:\n- community: 65000:120\n- community: no-advertise\n"),
        (
            "login.html",
            "<form><label for=\"password\">Password:</label><input type=\"password\" name=\"password\">"
                + "<span id=\"password-help\">At least 12 characters</span></form>"
        ),
        ("token.yaml", "tokens:\n  limit: 4096\n  window: 60s\n"),
        ("a.sh", "echo hello | tee /tmp/x\necho \"$PASS\" | kinit ada@REALM\ncat <<< \"$TEXT\"\n"),
        ("a.sh", "chpasswd <<EOF\nroot:$ROOT_PW\nEOF\nyes | apt install x\n"),
        ("map.yaml", "? port\n: 8080\n? name\n: web\n"),
        ("values.yaml", "basicAuth:\n  enabled: true\n  users: []\nimage:\n  name: nginx:1.25.3\n"),
        ("dump.sql", "INSERT INTO roles (id, name) VALUES (1, 'admin');\nCOPY logs (id, text) FROM stdin;\n1\ttext\n"),
        ("ldap.conf", "# passwords are {SSHA} or {CRYPT}\npassword-hash {SSHA}\n"),
    ]

    /// Sentences, help texts and descriptions.
    static let prose: [String] = [
        "The password of the database lives in Key Vault; ask #platform.",
        "To reset your password: open the portal, choose Security, then Reset.",
        "Token rotation happens weekly. The token: a short-lived JWT.",
        "Password: at least 12 characters, one digit.",
        "Passwort: wird im Tresor verwahrt.",
        "secret: none",
        "Credentials: see vault path kv/team/app",
        "If the API key is wrong, the server answers 401.",
        "kubectl create secret generic db --from-literal=password=$(openssl rand -base64 20)",
        "helm install x --set auth.password=<password>",
        "helm install x --set auth.password=YOUR_PASSWORD",
        "export TOKEN=$(kubectl get secret x -o jsonpath='{.data.token}')",
        "export PASSWORD=your-password-here",
        "password: <secret>",
        "- token: string, the token to use\n- password: string, required\n",
        "| password | string | the password |\n",
        "token (string): The token to authenticate with.",
        "@param password the password of the user",
        "--password string   Password for the user (default \"\")",
        "  -p, --password string                    Password\n      --password-stdin                     Take the password from stdin\n",
        "Usage: run [--token TOKEN] [--password PASSWORD]",
        "apiKey: string",
        "password: string",
        "password:   # set by the operator\n",
        "# password: set in the secret\n",
        "WARNING: token expired; request a new token.",
        "The secret must be in the same namespace: otherwise it is ignored.",
    ]

    static let settings: [(name: String, value: String)] = [
        ("PASSWORD_RESET_URL", "https://x/reset"),
        ("TOKEN_URL", "https://login/x/token"),
        ("AUTH_URL", "https://x/auth?client_id=abc&response_type=code"),
        ("SECRET_ARN", "arn:aws:secretsmanager:eu:123456789012:secret:x-AbCdEf"),
        ("KEYVAULT_URI", "https://kv.vault.azure.net/"),
        ("AZURE_FEDERATED_TOKEN_FILE", "/var/run/secrets/azure/tokens/azure-identity-token"),
        ("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/"),
        ("TOKEN_ENDPOINT", "https://x/token"),
        ("JWT_ISSUER", "https://x"),
        ("JWT_AUDIENCE", "api://2f1c4532-8123-4123-8123-123456789012"),
        ("JWT_ALGORITHM", "RS256"),
        ("JWT_EXPIRES_IN", "15m"),
        ("PASSWORD_COST", "12"),
        ("PASSWORD_REGEX", "^(?=.*[A-Z]).{8,}$"),
        ("API_KEY_HEADER", "X-Api-Key"),
        ("COOKIE_DOMAIN", ".example.org"),
        ("COOKIE_SAMESITE", "Lax"),
        ("SESSION_KEY", "user_id"),
        ("CACHE_KEY", "v2:user:{id}"),
        ("S3_KEY_PREFIX", "backups/db"),
        ("KEY_ID", "2024-06-key-1"),
        ("SSH_KEY_PATH", "/home/x/.ssh/id_rsa"),
        ("PUBLIC_KEY_PATH", "/x"),
        ("PRIMARY_KEY", "id"),
        ("FOREIGN_KEYS", "on"),
        ("TOKEN_BUCKET_SIZE", "100"),
        ("TOKENS_PER_MINUTE", "90000"),
        ("AUTHORIZED_USERS", "a,b"),
        ("AUTH_ENABLED", "true"),
        ("AUTH_BACKEND", "ldap"),
        ("AUTH_HOST", "auth.svc"),
        ("AUTHZ_POLICY", "allow-all"),
        ("CREDENTIAL_PROVIDER", "aws"),
        ("CREDENTIALS_PATH", "/x"),
        ("SECRET_STORE", "azure-kv"),
        ("SECRET_MOUNT", "/mnt/secrets"),
        ("SECRETS_DIR", "/x"),
        ("CONNECTION_TIMEOUT", "30s"),
        ("CONNECTION_STRING_NAME", "Default"),
        ("DSN_TEMPLATE", "host=%s user=%s"),
        ("ENCRYPTION_KEY_ID", "alias/app"),
        ("ENCRYPTION_KEY_NAME", "app-key"),
        ("KMS_KEY", "projects/p/locations/l/keyRings/r/cryptoKeys/k"),
        ("KEYCLOAK_REALM", "main"),
        ("KEYCLOAK_CLIENT", "web-frontend"),
        ("PASSENGER_APP_ENV", "production"),
        ("COMPASS", "x"),
        ("TOKENIZERS_PARALLELISM", "false"),
        ("HF_MODEL", "sk-learn-model-large-uncased-v2-2024-final"),
        ("MODEL", "hf_hub_download_cache_model_name_for_tests"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/eks/token"),
        ("OAUTH_SCOPES", "openid profile email"),
        ("OAUTH_CLIENT_ID", "2f1c4532-8123-4123-8123-123456789012"),
        ("AUTH_CALLBACK", "https://x/cb"),
        ("BEARER_METHODS", "header"),
        ("DATABASE_AUTH_SOURCE", "admin"),
        ("PASSWORD_FIELD", "pwd"),
        ("USER_PASS_AUTH", "enabled"),
        ("TLS_KEY", "/tls/tls.key"),
        ("PRIVATE_KEY", "/keys/private.pem"),
        ("SIGNING_KEY", "/keys/sign.pem"),
        ("API_TOKEN_PATH", "kv/data/app"),
        ("VAULT_SECRET", "secret/data/app#password"),
        ("DB_PASSWORD", "vault:secret/data/db#password"),
        ("DB_PASSWORD", "ref+azurekeyvault://kv/db"),
        ("DB_PASSWORD", "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/db/)"),
        ("PASSWORD", "$DB_PASSWORD"),
        ("SECRET", "projects/1/secrets/x/versions/latest"),
    ]

    static let flags: [String] = [
        "--token-auth-file=/x",
        "--authorization-mode=Node,RBAC",
        "--secret=ns/name",
        "--tls-secret=ns/web-tls",
        "--default-ssl-certificate=ns/x",
        "--auth-provider=oidc",
        "--auth=token",
        "--token=/var/run/token",
        "--credentials=/etc/creds.json",
        "--password-policy=strict",
        "--api-key-header=X-Api-Key",
        "--passwordFile=/x",
        "--secret-key-ref=ns/x:key",
        "--azure-credentials-secret=azure",
        "--keyvault-name=kv",
        "--pass-host-header",
        "--pass-access-token=true",
        "--cookie-secure=false",
        "--cookie-name=sid",
        "--cookie-domain=.example.org",
        "--upstream-auth-header=X-Auth",
        "--auth-url=https://x/auth",
        "--auth-type=basic",
        "--secret-namespace=default",
        "--enable-token-refresh",
        "--token-renewal-interval=5m",
        "--service-account-signing-key-file=/x",
        "--kubelet-client-key=/x/key.pem",
        "--tls-key=/x",
        "--key-file=/x/y.key",
        "--secret-refresh=30s",
        "--watch-secrets=false",
        "--jwt-audience=api",
        "--jwt-jwks-url=https://x/keys",
        "--sync-secrets=all",
        "--disable-auth=true",
        "--skip-auth-regex=^/health",
        "--password-hash-algorithm=bcrypt",
        "--client-secret-file=/x",
        "--auth-modes=client",
        "--secret-backend=vault",
        "--token-path=auth/kubernetes/login",
        "--vault-auth-path=auth/kubernetes",
        "--token=$(TOKEN)",
        "--password=$(DB_PASSWORD)",
        "--session-cookie-ttl=24h",
        "--http-auth=none",
        "--auth-token-file=/t",
        "--docker-config=/kaniko/.docker",
        "--cache-key=v1-{{ checksum }}",
        "--sort=token",
        "--private-key-size=4096",
        "--api-keys-secret=keys-1",
        "--tokens-per-second=50",
        "--max-token-length=4096",
        "--tokenizer=cl100k_base",
        "--secretKeyName=password",
        "--passphrase-file=/pp",
    ]

    static let commands: [[String]] = [
        ["--token", "/var/run/secrets/token"],
        ["--auth", "oidc"],
        ["--secret", "ns/name"],
        ["--credentials", "managed-identity"],
        ["-p", "8080"],
        ["ssh", "-p", "22", "x"],
        ["mkdir", "-p", "/var/lib"],
        ["docker", "run", "-p", "80:80", "x"],
        ["curl", "-u", ":", "--negotiate", "x"],
        ["psql", "-p", "5432"],
        ["vault", "login", "-method=kubernetes"],
        ["az", "login", "--identity"],
        ["kubectl", "create", "token", "x"],
        ["cp", "-p", "a", "b"],
        ["mysqldump", "-P", "3306", "-h", "x"],
        ["tar", "-xpf", "x"],
        ["redis-cli", "-p", "6379"],
        ["openssl", "req", "-passin", "env:PW"],
        ["mongod", "--auth", "--keyFile", "/k"],
        ["kubectl", "get", "secret", "x"],
        ["argocd", "login", "x", "--core"],
    ]
}
