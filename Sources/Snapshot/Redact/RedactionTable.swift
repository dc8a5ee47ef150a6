/// The built-in redaction policy as data, in the form that `snapctl rules` prints.
///
/// Source: EVIDENCE of where credentials sit in clusters: the API reference of each kind, Flux, cert-manager, Argo CD and
/// Helm documentation.
package enum RedactionTable {
    private typealias Rule = RedactionPolicy.Rule

    /// Values that are always taken, or never.
    package static let rules: [RedactionPolicy.Rule] = [
        Rule(
            "ConfigMap", "data.release", .redact, namePrefix: "sh.helm.release.",
            reason: "a Helm release holds its values"),
        Rule(
            "Provider.notification.toolkit.fluxcd.io", "spec.address", .redact,
            reason: "the address of a chat webhook is the credential"),
        Rule(
            "Receiver.notification.toolkit.fluxcd.io", "status.webhookPath", .redact,
            reason: "whoever knows the path may call it"),
        Rule("Challenge.acme.cert-manager.io", "spec.token", .redact, reason: "proves the control of a domain"),
        Rule("Challenge.acme.cert-manager.io", "spec.key", .redact, reason: "proves the control of a domain"),
        Rule(
            "Order.acme.cert-manager.io", "status.authorizations.*.challenges.*.token", .redact,
            reason: "proves the control of a domain"),
        Rule(
            "CertificateSigningRequest.certificates.k8s.io", "spec.request", .keep,
            reason: "a request holds public keys only"),
        Rule("CertificateRequest.cert-manager.io", "spec.request", .keep, reason: "a request holds public keys only"),
        Rule("SealedSecret.bitnami.com", "spec.encryptedData.**", .keep, reason: "encrypted already"),
        Rule("Lease.coordination.k8s.io", "**", .keep, reason: "bookkeeping of controllers"),
    ]

    /// Where names and detectors look, and what `strict` takes as a whole.
    package static let places: [(place: String, reads: String)] = [
        ("Secret: data, stringData", "every value, always; certificates stay readable"),
        ("metadata.annotations, also in templates", "values by the annotation's name, and lines in them"),
        (
            "metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]",
            "the object in it, by the same rules"
        ),
        ("managedFields[].fieldsV1: v:…", "values of set members"),
        ("env[].value, httpHeaders[].value, and any list of name and value", "the value by its name"),
        (
            "args, command, …Args of custom resources",
            "--name=value, NAME=value, the word after --name, and what known programs are told under other flags"
        ),
        ("ConfigMap: data, binaryData", "the entry by its name, and lines in it"),
        ("clientConfig.url", "the query, and user names and passwords"),
        ("parameters, volumeAttributes, options, mountOptions", "values by their name, and lines in them"),
        ("custom resources", "every value by its name or that of what it stands in, and lines in it"),
        ("status, and messages of Events", "name=value and name: value in sentences"),
        ("default and example in a schema", "the value by the name of the property"),
        ("secureJsonData, secureSettings", "every value"),
        (
            "JSON, YAML, base64, gzip and zip in any of these",
            "what it says, up to six layers deep: as the object that it is, or as text"
        ),
        ("paths with a query", "the query"),
        ("names of members", "what detectors recognize"),
        ("everywhere", "what detectors recognize, and card numbers"),
    ]

    /// Keys of Secrets under which a word, a name or an address is none to search for elsewhere.
    static let openKeys: Set<String> = [
        "namespace", "token-id", "username", "user", "host", "hostname", "server", "port", "database", "dbname", "db",
        "url", "uri", "endpoint", "type", "name", "region", "realm", "tenant", "email", "registry", "client-id",
        "clientid",
        "description", "auth-extra-groups",
    ]

    /// What is recognized, by the rule that the list of redactions names.
    package static let detectors: [(rule: String, recognizes: String)] = [
        ("private-key", "PEM blocks that are not known to be public, keys of age, PuTTY and OpenSSH"),
        ("json-web-token", "three base64 parts, the first of them a JSON header"),
        ("url-credentials", "a user and a password, or a long token, in a URL"),
        ("url-query", "sig, token, key, code, password and the like in the query of a URL"),
        ("chat-webhook", "addresses of incoming webhooks of Slack, Teams and Discord"),
        ("connection-string", "AccountKey=, SharedAccessKey=, SharedAccessSignature, Password= among semicolons"),
        (
            "cloud-key",
            "keys in the formats that issuers document, by prefix, length and alphabet (keys), or by a signature inside of them (signedKeys); client secrets of Entra, bots of Telegram, old tokens of Vault"
        ),
        ("password-hash", "crypt(3) and htpasswd hashes"),
        ("authorization", "Bearer or Basic with a value"),
        ("credential-name", "a value under a name such as password, secret, token, apiKey"),
        (
            "credential-line",
            "the same inside a text: name=value, name: value, \"name\": \"value\", <name>value</name>, a value below its name"
        ),
        (
            "secret-value",
            "values in the manifest of a Secret, wherever it is: in other objects, in texts, packed or not"
        ),
        ("credential-file", "entries called .netrc, .pgpass, id_rsa and the like, key stores"),
        ("command-line", "what programs such as mysql, curl, docker, sshpass are told under -p, -u and the like"),
        (
            "credential-entropy",
            "20 or more random-looking characters under a name with pass, secret, token, key or auth"
        ),
        ("card-number", "13 to 19 digits of a card issuer with a right check digit"),
        ("published-secret", "a value of a Secret that occurs elsewhere in clear"),
        ("kept-identity", "a value of a Secret that is a name, a namespace or a uid of something else: it stays"),
        (
            "forged-token",
            "a text with a token of snapctl in a live object: no cluster holds any, and as one it would compare as the value "
                + "that it stands for"
        ),
        ("too-much-work", "what is left of an object whose texts take too much work to read"),
    ]
}
