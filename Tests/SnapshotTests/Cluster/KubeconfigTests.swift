import Snapshot
import TestSupport
import Testing

/// Finding, merging and reading kubeconfig files.
@Suite struct KubeconfigTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func config(
        _ name: String, cluster: String = "{server: 'https://one:6443'}", user: String = "{token: t}",
        current: String? = "x"
    ) throws -> String {
        try folder.write(
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: \(cluster)}]
            users: [{name: u, user: \(user)}]
            contexts: [{name: x, context: {cluster: c, user: u, namespace: payments}}]
            \(current.map { "current-context: \($0)" } ?? "")
            """, to: name)
    }

    private func resolve(
        _ path: String, context: String? = nil, environment: [String: String] = [:]
    ) throws(KubeconfigError) -> Connection {
        try Kubeconfig.resolve(path: path, context: context, environment: environment, home: nil)
    }

    @Test func theCurrentContextLeadsToItsClusterAndUser() throws {
        let connection = try resolve(config("config"))
        #expect(connection.contextName == "x")
        #expect(connection.server.description == "https://one:6443")
        #expect(connection.namespace == "payments")
        #expect(connection.trust.isVerified)
        guard case .token(let token) = connection.login.authorization else {
            Issue.record("no token")
            return
        }
        #expect(token.reveal == "t")
    }

    @Test func theFirstFileThatNamesSomethingWinsTheWholeEntry() throws {
        let first = try config("a/config", cluster: "{server: 'https://one'}", current: nil)
        let second = try folder.write(
            """
            clusters:
            - {name: c, cluster: {server: 'https://two', insecure-skip-tls-verify: true}}
            - {name: d, cluster: {server: 'https://three'}}
            contexts: [{name: other, context: {cluster: d, user: u}}]
            current-context: other
            """, to: "b/config")
        let environment = ["KUBECONFIG": "\(first)::\(folder.file("absent")):\(second):\(first)"]
        let merged = try #require(try KubeconfigReader.load(path: nil, environment: environment, home: nil))
        #expect(merged.files == [first, second])
        #expect(merged.currentContext == "other")
        #expect(merged.clusters.map(\.name) == ["c", "d"])
        #expect(merged.clusters.first?.entry.server == "https://one")
        #expect(merged.clusters.first?.entry.skipsVerification == false)
        let connection = try Kubeconfig.resolve(environment: environment, home: nil)
        #expect(connection.server.host == "three")
    }

    @Test func anExplicitFileIsTheOnlyOneAndMustExist() throws {
        let environment = ["KUBECONFIG": try config("config")]
        #expect(throws: KubeconfigError.self) {
            try Kubeconfig.resolve(path: folder.file("absent"), environment: environment, home: folder.path)
        }
    }

    @Test func theHomeFolderIsLookedAtLast() throws {
        _ = try config(".kube/config")
        let connection = try Kubeconfig.resolve(environment: [:], home: folder.path)
        #expect(connection.files == [folder.file(".kube/config")])
    }

    @Test func nothingFoundSaysWhereItLooked() throws {
        let error = #expect(throws: KubeconfigError.self) {
            try Kubeconfig.resolve(environment: ["KUBECONFIG": "/no/a:/no/b"], home: nil)
        }
        #expect(error?.summary == "no kubeconfig was found (looked at /no/a, /no/b)")
    }

    @Test func relativePathsStartAtTheFileThatHoldsThem() throws {
        try folder.write("authority", to: "sub/ca.crt")
        try folder.write("certificate", to: "sub/c.crt")
        try folder.write("key", to: "sub/c.key")
        let path = try config(
            "sub/config", cluster: "{server: 'https://one', certificate-authority: ca.crt}",
            user: "{client-certificate: c.crt, client-key: c.key, tokenFile: t/token}")
        let connection = try resolve(path)
        #expect(connection.trust.authority == Array("authority".utf8))
        #expect(connection.login.certificate?.chain == Array("certificate".utf8))
        guard case .tokenFile(let token, _) = connection.login.authorization else {
            Issue.record("no token file")
            return
        }
        #expect(token == folder.file("sub/t/token"))
    }

    @Test func onlyAnExecCommandWithASlashIsAPath() throws {
        for (command, expected) in [("bin/get", folder.file("bin/get")), ("get", "get"), ("/bin/get", "/bin/get")] {
            let path = try config(
                "config", user: "{exec: {command: \(command), apiVersion: client.authentication.k8s.io/v1beta1}}")
            guard case .exec(let plugin) = try resolve(path).login.authorization else {
                Issue.record("no plugin")
                return
            }
            #expect(plugin.exec.command == expected)
        }
    }

    @Test func dataWinsOverAFile() throws {
        let path = try config(
            "config",
            cluster: "{server: 'https://one', certificate-authority: absent, certificate-authority-data: aGk=}")
        #expect(try resolve(path).trust.authority == Array("hi".utf8))
    }

    @Test(arguments: [
        ("{server: 5}", "{token: t}", "3:34", "`server` must be a string, not number"),
        ("{server: 'https://one'}", "{exec: {command: c}}", "4:34", "`apiVersion` is missing"),
        ("{server: 'https://one', insecure-skip-tls-verify: 'yes'}", "{}", "3:76", "must be true or false, not string"),
        ("{server: 'https://one', certificate-authority-data: '%'}", "{}", "3:78", "is not base64"),
        ("[1]", "{}", "3:31", "must be"),
    ])
    func mistakesAreShownWithTheirPlace(cluster: String, user: String, place: String, words: String) throws {
        let path = try config("config", cluster: cluster, user: user)
        let error = #expect(throws: KubeconfigError.self) { try resolve(path) }
        #expect(
            error?.summary.hasPrefix("\(path):\(place.split(separator: ":")[0]):") == true, "\(error?.summary ?? "")")
        #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "")")
    }

    @Test(arguments: [
        ("clusters: {", "malformed"), ("clusters: 1", "`clusters` must be a list"),
        ("clusters: [1]", "a list of mappings"), ("clusters: [{cluster: {}}]", "`name` is missing"),
        ("clusters: [{name: a}, {name: a}]", "two entries of `clusters` are named `a`"),
        ("kind: Pod", "this is a Pod, not a kubeconfig"), ("a: 1\na: 2", "occurs twice"), ("- 1", "must be a mapping"),
        ("users: [{name: a, user: {token: *secret}}]", "an alias refers to no anchor"),
        ("users: [{name: a, user: {token: !!int secret}}]", "is not what its tag says"),
    ])
    func malformedFilesAreNamedAndNeverQuoted(text: String, words: String) throws {
        let path = try folder.write(text, to: "config")
        let error = #expect(throws: KubeconfigError.self) { try resolve(path) }
        #expect(error?.summary.hasPrefix("\(path):") == true)
        #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "")")
        #expect(error?.summary.contains("secret") == false)
    }

    @Test(arguments: [
        ("{server: 'https://one'}", "{token: t, username: a, password: b}", "both a token and a user name"),
        ("{server: 'https://one'}", "{as-uid: q}", "but no user"),
        ("{server: 'https://one'}", "{as-groups: [g]}", "but no user"),
        ("{server: 'https://one'}", "{client-certificate-data: aGk=}", "`client-key` is missing"),
        ("{server: 'https://one', certificate-authority-data: aGk=, insecure-skip-tls-verify: true}", "{}", "both"),
        ("{server: 'https://one', proxy-url: 'https://p:1'}", "{}", "TLS between snapctl and the proxy"),
        ("{server: 'https://one', proxy-url: 'ftp://p:1'}", "{}", "neither http nor socks5"),
        ("{server: 'ftp://one'}", "{}", "scheme `ftp`"), ("{}", "{}", "is missing"),
        ("{server: 'https://user:geheim@one'}", "{}", "user name in it"),
    ])
    func conflictsAndNonsenseAreRefused(cluster: String, user: String, words: String) throws {
        let path = try config("config", cluster: cluster, user: user)
        let error = #expect(throws: KubeconfigError.self) { try resolve(path) }
        #expect(error?.summary.contains(words) == true, "\(error?.summary ?? "")")
        #expect(error?.summary.contains("geheim") == false)
        #expect(error?.hint.isEmpty == false)
    }

    @Test func aRemovedAuthProviderNamesWhatReplacesIt() throws {
        let path = try config("config", user: "{auth-provider: {name: azure, config: {apiserver-id: x}}}")
        let error = #expect(throws: KubeconfigError.self) { try resolve(path) }
        #expect(error?.hint.contains("kubelogin convert-kubeconfig") == true)
    }

    @Test func aTokenGoesBeforeAnExecPluginAndSoDoesACertificate() throws {
        let exec = "exec: {command: c, apiVersion: client.authentication.k8s.io/v1}"
        guard case .token = try resolve(config("a", user: "{token: t, \(exec)}")).login.authorization else {
            Issue.record("no token")
            return
        }
        let connection = try resolve(
            config("b", user: "{client-certificate-data: aGk=, client-key-data: aGk=, \(exec)}"))
        guard case .none = connection.login.authorization else {
            Issue.record("not only the certificate")
            return
        }
        #expect(connection.login.certificate != nil)
    }

    @Test func unknownNamesListTheKnownOnes() throws {
        let path = try config("config")
        let error = #expect(throws: KubeconfigError.self) { try resolve(path, context: "y") }
        #expect(error?.summary == "there is no context named `y` in the kubeconfig")
        #expect(error?.hint == "name another context: `x`")
        let none = try config("none", current: nil)
        #expect(throws: KubeconfigError.self) { try resolve(none) }
    }

    @Test func execCanBeForbidden() throws {
        let path = try config("config", user: "{exec: {command: c, apiVersion: client.authentication.k8s.io/v1}}")
        let error = #expect(throws: KubeconfigError.self) {
            try Kubeconfig.resolve(path: path, environment: [:], home: nil, allowsExec: false)
        }
        #expect(error?.summary.contains("running commands is forbidden") == true)
    }

    @Test func credentialsAreNotEvenReadWithoutEncryption() throws {
        let path = try config("config", cluster: "{server: 'http://one'}", user: "{client-certificate: absent}")
        let login = try resolve(path).login
        guard case .none = login.authorization else {
            Issue.record("an authorization over http")
            return
        }
        #expect(login.certificate == nil)
    }

    @Test func impersonationFromFlagsReplacesTheKubeconfigs() throws {
        let path = try config("config", user: "{token: t, as: a, as-groups: [g], as-user-extra: {k/y: [v, w]}}")
        let own = try resolve(path).impersonation
        #expect(own.user == "a")
        #expect(own.extra == [Impersonation.Extra(key: "k/y", values: ["v", "w"])])
        let flags = try Kubeconfig.resolve(
            path: path, impersonation: Impersonation(user: "b"), environment: [:], home: nil)
        #expect(flags.impersonation == Impersonation(user: "b"))
    }

    @Test func theProxyOfTheKubeconfigGoesBeforeTheEnvironments() throws {
        let path = try config("config", cluster: "{server: 'https://one', proxy-url: 'socks5://s'}")
        let environment = ["HTTPS_PROXY": "http://h:3128"]
        #expect(try resolve(path, environment: environment).proxy?.kind == .socks5)
        let other = try config("other")
        let proxy = try resolve(other, environment: environment).proxy
        #expect(proxy?.kind == .http)
        #expect(proxy?.host == "h")
        #expect(proxy?.port == 3128)
    }

    @Test func secretsAreNeverPartOfADescription() throws {
        let path = try config(
            "config", cluster: "{server: 'https://one', proxy-url: 'http://joe:hunter2@p'}",
            user: "{token: hunter2, client-certificate-data: aGk=, client-key-data: aHVudGVyMg==}")
        let connection = try resolve(path)
        let config = try KubeconfigReader.load(path: path, environment: [:], home: nil)
        var text = "\(connection) \(String(reflecting: connection)) \(connection.proxy?.login?.description ?? "")"
        dump(connection, to: &text)
        dump(connection.login, to: &text)
        dump(config?.users.first?.entry.token, to: &text)
        #expect(!text.contains("hunter2"))
        #expect(!text.contains("104, 117, 110, 116, 101, 114, 50"))
        #expect(text.contains("<redacted>"))
    }
}
