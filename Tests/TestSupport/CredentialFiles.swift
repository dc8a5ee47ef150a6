/// Where credentials are in files of settings, in scripts and on command lines: what comes before and behind each of them.
enum CredentialFiles {
    /// Entries of a ConfigMap.
    static let rows: [(entry: String, before: String, after: String)] = [
        // Package managers, registries, clouds
        (".npmrc", "//registry.example/:_authToken=", "\n"), (".npmrc", "//r.example/:_password=\"", "\"\n"),
        ("pip.conf", "[global]\nindex-url = https://user:", "@pypi.example/simple\n"),
        ("config.json", "{\"auths\":{\"r.example\":{\"username\":\"u\",\"password\":\"", "\"}}}"),
        ("config.json", "{\"auths\":{\"r.example\":{\"identitytoken\":\"", "\"}}}"),
        ("settings.xml", "<servers><server>\n<username>u</username>\n<password>", "</password></server></servers>"),
        ("settings-security.xml", "<settingsSecurity><master>{", "}</master></settingsSecurity>"),
        ("rclone.conf", "[s3]\ntype = s3\nsecret_access_key = ", "\n"), (".s3cfg", "[default]\nsecret_key = ", "\n"),
        ("rclone.conf", "[gd]\ntoken = {\"access_token\":\"", "\",\"token_type\":\"Bearer\"}\n"),
        ("credentials", "[default]\naws_secret_access_key = ", "\n"),
        ("sa.json", "{\"type\":\"authorized_user\",\"refresh_token\":\"1//", "\"}"),
        ("sa.json", "{\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nMII", "\\n-----END PRIVATE KEY-----\\n\"}"),
        // Settings of applications
        ("application.properties", "spring.rabbitmq.password=\\\n  ", "\n"),
        ("application.properties", "server.ssl.key-store-password=", "\n"),
        ("application.properties", "db.password ", "\n"),
        ("application.yaml", "url: jdbc:postgresql://db/app?user=u&password=", "&ssl=true\n"),
        ("application.yaml", "url: \"jdbc:sqlserver://db:1433;user=sa;password=", ";encrypt=true\"\n"),
        ("application.yaml", "password: # of the database\n  ", "\n"),
        ("application.yaml", "password: ${DB_PASSWORD:", "}\n"),
        ("application.yaml", "password: !!str ", "\n"), ("application.yaml", "password: &p ", "\n"),
        ("appsettings.json", "{\"ConnectionStrings\":{\"Db\":\"Server=db;Uid=sa;Pwd=", ";\"}}"),
        ("web.config", "<add name=\"x\" connectionString=\"Server=db;User Id=sa;Password=", ";\" />"),
        ("web.config", "<add value=\"", "\" key=\"Password\" />"),
        ("web.config", "<setting name=\"Password\"><value>", "</value></setting>"),
        (
            "hive.xml", "<property>\n <name>javax.jdo.option.ConnectionPassword</name>\n <value>",
            "</value>\n</property>\n"
        ),
        ("x.xml", "<wsse:Password Type=\"x\">", "</wsse:Password>\n"),
        ("x.xml", "<password><![CDATA[", "]]></password>\n"),
        ("x.plist", "<key>Password</key>\n<string>", "</string>\n"),
        ("x.toml", "password = '''", "'''\n"), ("grafana.ini", "[security]\nadmin_password = \"\"\"", "\"\"\"\n"),
        ("grafana.ini", "[auth.generic_oauth]\nclient_secret = ", "\n"),
        ("datasources.yaml", "datasources:\n- name: x\n  secureJsonData:\n    httpHeaderValue1: ", "\n"),
        ("alertmanager.yml", "receivers:\n- pagerduty_configs:\n  - routing_key: ", "\n"),
        (
            "alertmanager.yml",
            "receivers:\n- webhook_configs:\n  - http_config: {basic_auth: {username: u, password: ", "}}\n"
        ),
        ("my.cnf", "[client]\nuser=root\npassword=", "   # of root\n"), ("odbc.ini", "[x]\nUID=u\nPWD=", "\n"),
        ("wp-config.php", "define( 'DB_PASSWORD', '", "' );\n"),
        ("wp-config.php", "define('LOGGED_IN_SALT',   '", "');\n"),
        ("config.php", "$dbpass = '", "';\n"), ("sssd.conf", "ldap_default_authtok = ", "\n"),
        ("wg0.conf", "[Interface]\nPrivateKey = ", "=\nAddress = 10.0.0.1/24\n"),
        ("named.conf", "key \"x\" {\n  algorithm hmac-sha256;\n  secret \"", "=\";\n};\n"),
        ("fluent-bit.conf", "[OUTPUT]\n    Name splunk\n    Splunk_Token ", "\n"),
        ("fluent-bit.conf", "[OUTPUT]\n    HTTP_User u\n    HTTP_Passwd ", "\n    tls On\n"),
        ("haproxy.cfg", "listen s\n  stats auth admin:", "\n"), ("userlist.txt", "\"u\" \"", "\"\n"),
        ("inventory.ini", "host1 ansible_user=u ansible_ssh_pass=", " ansible_port=22\n"),
        ("main.tf", "variable \"db_password\" {\n  type = string\n  default = \"", "\"\n}\n"),
        ("terraform.tfvars", "admin = {\n  user = \"x\"\n  password = \"", "\"\n}\n"),
        ("kubeconfig", "users:\n- name: u\n  user:\n    auth-provider:\n      config:\n        client-secret: ", "\n"),
        (
            "kubeconfig",
            "users:\n- user:\n    exec:\n      args:\n      - get-token\n      - --client-secret\n      - ", "\n"
        ),
        ("kubeconfig", "users:\n- user:\n    exec:\n      args: [get-token, --client-secret, ", "]\n"),
        // Programs
        ("a.js", "const password = process.env.PW || '", "';\n"),
        ("a.py", "password = os.environ.get(\"DB_PASSWORD\", \"", "\")\n"),
        ("A.java", "ds.setPassword(\"", "\");\n"), ("a.lua", "local res = red:auth(\"", "\")\n"),
        ("a.rb", "gitlab_rails['db_password'] = \"", "\"\n"), ("a.go", "cfg := Config{Password: \"", "\"}\n"),
        ("a.sql", "connect sys/", "@db as sysdba\n"), ("a.ps1", "$env:DB_PASSWORD = '", "'\n"),
        // Shells and images
        ("a.sh", "cat > /etc/app.conf <<EOF\nuser=x\npassword=", "\nEOF\n"),
        (
            "a.sh",
            "cat <<'EOF' | kubectl apply -f -\napiVersion: v1\nkind: Secret\nmetadata:\n  name: x\nstringData:\n  pin: ",
            "\nEOF\necho done\n"
        ),
        (
            "tpl.yaml", "kind: Secret\nmetadata:\n  name: {{ .Name }}-x\nstringData:\n  a: {{ .A }}\n  pin: ",
            "\ntype: Opaque\n"
        ),
        ("a.sh", "kubectl create secret generic x \\\n  --from-literal=a=b \\\n  --from-literal=pin=", "\n"),
        ("a.sh", "PASSWORD=${PASSWORD:-", "}\n"), ("a.csh", "setenv DB_PASSWORD ", "\n"),
        ("Dockerfile", "FROM x\nENV DB_PASSWORD ", "\nRUN x\n"),
        ("a.sh", "echo ", " | docker login -u x --password-stdin r\n"),
        ("a.sh", "echo \"root:", "\" | chpasswd\n"), ("a.sh", "echo '", "' > /etc/password\n"),
        ("a.sh", "htpasswd -bc /f admin ", " && echo ok\n"), ("a.sh", "rabbitmqctl add_user u ", "\n"),
        ("a.sh", "mc alias set m http://minio:9000 admin ", "\n"),
        ("a.sh", "aws configure set aws_secret_access_key ", "\n"),
        ("a.sh", "npm config set //r/:_authToken ", "\n"), ("a.sh", "curl -su u:", " https://x\n"),
        ("a.sh", "psql postgres://u:a?", "@db/x\n"), ("a.sh", "run --token ", " --x\n"),
        // Columns of tables
        ("users.csv", "username,password,role\nada,", ",admin\n"),
        ("users.csv", "# accounts\n\"user\";\"Passwort\"\n\"ada\";\"", "\"\n"),
        ("users.tsv", "user\tsecret\nada\t", "\n"), ("users.psv", "user|password\nada|", "\n"),
        ("seed.csv", "id, name, api_key\n1, Ada, ", "\n"), ("users.txt", "USER   PASSWORD   SHELL\nada    ", "   sh\n"),
        ("table.md", "| user | password |\n|---|---|\n| ada | ", " |\n"),
        ("dump.sql", "COPY public.users (id, password) FROM stdin;\n1\t", "\n\\.\n"),
        ("dump.sql", "INSERT INTO users (name, password) VALUES\n('bob', NULL),\n('ada', '", "');\n"),
        // Forms
        ("x.html", "<input value=\"", "\" type=\"password\">\n"), ("x.html", "<input type=password value='", "'/>\n"),
        ("x.html", "<textarea id=\"password\">", "</textarea>\n"),
        ("x.html", "<meta content=\"", "\" name=\"api-token\">\n"),
        // Devices
        ("snmpd.conf", "rocommunity ", " 10.0.0.0/8\n"), ("snmpd.conf", "com2sec readonly default ", "\n"),
        ("snmpd.conf", "createUser ada SHA ", " AES other1Phrase\n"), ("snmpd.conf", "trapsink 10.0.0.1 ", "\n"),
        ("snmp.yml", "auths:\n  snmp_v2:\n    community: ", "\n"), ("a.sh", "snmpwalk -v2c -c ", " 10.0.0.1\n"),
        ("ios.cfg", "snmp-server community ", " RO\n"), ("ios.cfg", "username ada secret 5 ", "\n"),
        // Lists of accounts, and tokens by what holds them
        ("consul.hcl", "acl {\n  tokens {\n    agent = \"", "\"\n  }\n}\n"),
        ("consul.json", "{\"acl\":{\"tokens\":{\"agent\":\"", "\"}}}"),
        ("consul.yaml", "acl:\n  tokens:\n    default: ", "\n"),
        ("traefik.yaml", "basicAuth:\n  users:\n    - \"ada:", "\"\n"),
        ("traefik.toml", "[http.middlewares.a.basicAuth]\n  users = [\"ada:", "\"]\n"),
        ("a.sh", "chpasswd <<EOF\nroot:", "\nEOF\n"), ("a.sh", "cat <<'EOF' | chpasswd\nada:", "\nEOF\n"),
        ("a.sh", "newusers <<E\nada:", ":1000:1000::/home/ada:/bin/sh\nE\n"),
        ("cloud.yaml", "#cloud-config\nchpasswd:\n  expire: false\n  list: |\n    root:", "\n    ada:RANDOM\n"),
        ("a.sh", "echo ", " | kinit ada@REALM\n"), ("a.sh", "kinit ada <<< \"", "\"\n"),
        ("a.sh", "docker login -u u --password-stdin <<<", "\n"), ("a.sh", "yes ", " | passwd root\n"),
        ("a.sh", "echo -n '", "' | cryptsetup luksOpen /dev/sda x -\n"),
        ("app.yaml", "? password\n: ", "\n"), ("app.yaml", "a:\n  ? \"db_password\"\n  : \"", "\"\n"),
        ("app.yaml", "? |\n  password\n: ", "\n"),
    ]

    /// Names of variables.
    static let names = [
        "DBPASS", "SSHPASS", "DB_PASSWD_1", "PASSWORD_PROD_EU", "PASSWORD_FOR_DB", "DB_PASSWORD_RO", "dbPasswordRO",
        "ADMIN_PSWD", "SECRET_KEY_BASE", "OTP_KEY_BASE", "PASSWORD_PEPPER", "SNMP_COMMUNITY", "CONSUL_HTTP_TOKEN",
        "DB_PSW", "DB_PASSWRD", "TOTP_SEED", "DB_PASSWORT", "KEYSTORE_PASS_2",
    ]
}
