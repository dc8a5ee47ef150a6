import FoundationEssentials

/// One kubeconfig file as it was written, with places: turns YAML into ``Kubeconfig``.
///
/// Relative paths become relative to the folder of the file that holds them.
package struct KubeconfigDocument {
    private let file: String
    private let folder: String
    private let root: Value
    private let places: [FieldPath: InputPosition]

    package init(file: String, bytes: [UInt8]) throws(KubeconfigError) {
        self.file = file
        folder = file.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(file[..<$0]) + "/" } ?? ""
        do throws(YAMLError) {
            // Like kubectl, the first document counts.
            let document = try YAMLReader.documents(bytes, withPlaces: true).first
            root = document?.value ?? .object(Object())
            places = document?.places ?? [:]
        } catch {
            throw KubeconfigError(
                .malformed(Self.words(for: error)), at: SourcePlace(file: file, position: error.position))
        }
    }

    /// The reader's words without what it quotes: an unquoted password can look like an alias or a tag.
    private static func words(for error: YAMLError) -> String {
        switch error.reason {
        case .unknownAlias: "an alias refers to no anchor; quote text that begins with `*`"
        case .notOfTag: "a value is not what its tag says; quote text that begins with `!`"
        case .keyIsNoText: "a key is no text; quote it"
        case .notFinite: "a number is not finite; quote it if it is text"
        default: error.summary
        }
    }

    package func kubeconfig() throws(KubeconfigError) -> Kubeconfig {
        let top = Field(value: root, path: FieldPath(), name: "kubeconfig")
        _ = try object(top)
        if let kind = try string(top, "kind"), kind != "Config" {
            throw KubeconfigError(.notKubeconfig(kind: kind), at: place(top.path.appending(.field("kind"))))
        }
        var result = Kubeconfig()
        result.files = [file]
        result.clusters = try named(top, "clusters", "cluster") { (field) throws(KubeconfigError) in
            try cluster(field)
        }
        result.users = try named(top, "users", "user") { (field) throws(KubeconfigError) in try user(field) }
        result.contexts = try named(top, "contexts", "context") { (field) throws(KubeconfigError) in
            try context(field)
        }
        result.currentContext = try nonEmpty(top, "current-context")
        return result
    }

    // MARK: Entries

    private func cluster(_ field: Field) throws(KubeconfigError) -> Kubeconfig.Cluster {
        var cluster = Kubeconfig.Cluster()
        cluster.server = try nonEmpty(field, "server")
        cluster.tlsServerName = try nonEmpty(field, "tls-server-name")
        cluster.skipsVerification = try bool(field, "insecure-skip-tls-verify") ?? false
        cluster.authority = try material(field, "certificate-authority")
        cluster.proxyURL = try nonEmpty(field, "proxy-url")
        cluster.disablesCompression = try bool(field, "disable-compression") ?? false
        for item in try list(field, "extensions")
        where try string(item, "name") == "client.authentication.k8s.io/exec" {
            cluster.execConfiguration = item.value["extension"]
        }
        return cluster
    }

    private func user(_ field: Field) throws(KubeconfigError) -> Kubeconfig.User {
        var user = Kubeconfig.User()
        user.certificate = try material(field, "client-certificate")
        user.key = try material(field, "client-key").map { Confidential($0) }
        user.token = try nonEmpty(field, "token").map { Confidential($0) }
        user.tokenFile = try nonEmpty(field, "tokenFile").map(resolve)
        user.username = try nonEmpty(field, "username")
        user.password = try nonEmpty(field, "password").map { Confidential($0) }
        user.impersonation = Impersonation(
            user: try nonEmpty(field, "as"), uid: try nonEmpty(field, "as-uid"), groups: try strings(field, "as-groups")
        )
        if let extra = child(field, "as-user-extra") {
            for member in try object(extra).members {
                user.impersonation.extra.append(
                    Impersonation.Extra(key: member.key, values: try strings(extra, member.key)))
            }
        }
        if let provider = child(field, "auth-provider") {
            _ = try object(provider)
            user.authProvider = try string(provider, "name") ?? ""
        }
        if let exec = child(field, "exec") { user.exec = try self.exec(exec) }
        return user
    }

    private func exec(_ field: Field) throws(KubeconfigError) -> Kubeconfig.Exec {
        _ = try object(field)
        guard let command = try nonEmpty(field, "command") else { throw missing("command", in: field) }
        guard let apiVersion = try nonEmpty(field, "apiVersion") else { throw missing("apiVersion", in: field) }
        var environment: [Kubeconfig.EnvironmentEntry] = []
        for item in try list(field, "env") {
            guard let name = try nonEmpty(item, "name") else { throw missing("name", in: item) }
            environment.append(
                Kubeconfig.EnvironmentEntry(name: name, value: Confidential(try string(item, "value") ?? "")))
        }
        return Kubeconfig.Exec(
            // A bare name is looked up in PATH; anything with a slash is a path.
            command: command.utf8.contains(UInt8(ascii: "/")) ? resolve(command) : command,
            arguments: try strings(field, "args"), environment: environment, apiVersion: apiVersion,
            installHint: try nonEmpty(field, "installHint"),
            providesClusterInfo: try bool(field, "provideClusterInfo") ?? false,
            interactiveMode: try nonEmpty(field, "interactiveMode"))
    }

    private func context(_ field: Field) throws(KubeconfigError) -> Kubeconfig.Context {
        Kubeconfig.Context(
            cluster: try string(field, "cluster") ?? "", user: try string(field, "user") ?? "",
            namespace: try nonEmpty(field, "namespace"))
    }

    private func named<Entry>(
        _ top: Field, _ key: String, _ inner: String, read: (Field) throws(KubeconfigError) -> Entry
    ) throws(KubeconfigError) -> [Kubeconfig.Named<Entry>] {
        var entries: [Kubeconfig.Named<Entry>] = []
        for item in try list(top, key) {
            guard let name = try string(item, "name") else { throw missing("name", in: item) }
            if entries.contains(where: { ByteOrder.same($0.name, name) }) {
                throw KubeconfigError(.duplicateName(list: key, name: name), at: place(item.path))
            }
            let body = child(item, inner) ?? Field(value: .object(Object()), path: item.path, name: inner)
            _ = try object(body)
            entries.append(Kubeconfig.Named(name: name, entry: try read(body), place: place(item.path)))
        }
        return entries
    }

    // MARK: Fields

    private struct Field {
        let value: Value
        let path: FieldPath
        let name: String
    }

    /// A member that is there and not null.
    private func child(_ field: Field, _ key: String) -> Field? {
        guard let value = field.value[key], value != .null else { return nil }
        return Field(value: value, path: field.path.appending(.field(key)), name: key)
    }

    private func object(_ field: Field) throws(KubeconfigError) -> Object {
        guard let object = field.value.object else { throw wrongType(field, "a mapping") }
        return object
    }

    private func list(_ parent: Field, _ key: String) throws(KubeconfigError) -> [Field] {
        guard let field = child(parent, key) else { return [] }
        guard let elements = field.value.array else { throw wrongType(field, "a list") }
        var fields: [Field] = []
        for (i, element) in elements.enumerated() {
            let item = Field(value: element, path: field.path.appending(.index(i)), name: key)
            guard element.object != nil else { throw wrongType(item, "a list of mappings") }
            fields.append(item)
        }
        return fields
    }

    private func string(_ parent: Field, _ key: String) throws(KubeconfigError) -> String? {
        guard let field = child(parent, key) else { return nil }
        guard let text = field.value.string else { throw wrongType(field, "a string") }
        return text
    }

    private func nonEmpty(_ parent: Field, _ key: String) throws(KubeconfigError) -> String? {
        guard let text = try string(parent, key), !text.isEmpty else { return nil }
        return text
    }

    private func bool(_ parent: Field, _ key: String) throws(KubeconfigError) -> Bool? {
        guard let field = child(parent, key) else { return nil }
        guard let flag = field.value.bool else { throw wrongType(field, "true or false") }
        return flag
    }

    private func strings(_ parent: Field, _ key: String) throws(KubeconfigError) -> [String] {
        guard let field = child(parent, key) else { return [] }
        guard let elements = field.value.array else { throw wrongType(field, "a list") }
        var texts: [String] = []
        for element in elements {
            guard let text = element.string else { throw wrongType(field, "a list of strings") }
            texts.append(text)
        }
        return texts
    }

    /// `key` as a path or `key-data` as base64; with both, the data wins.
    private func material(_ parent: Field, _ key: String) throws(KubeconfigError) -> Kubeconfig.Material? {
        let dataKey = key + "-data"
        if let text = try nonEmpty(parent, dataKey) {
            guard let data = Data(base64Encoded: text.filter { !$0.isWhitespace }) else {
                throw KubeconfigError(
                    .notBase64(field: dataKey), at: place(parent.path.appending(.field(dataKey))))
            }
            return .data(Array(data))
        }
        return try nonEmpty(parent, key).map { .file(resolve($0)) }
    }

    private func resolve(_ path: String) -> String {
        path.utf8.first == UInt8(ascii: "/") ? path : folder + path
    }

    // MARK: Errors

    private func place(_ path: FieldPath) -> SourcePlace {
        SourcePlace(file: file, position: places[path] ?? InputPosition(line: 1, column: 1))
    }

    private func wrongType(_ field: Field, _ expected: String) -> KubeconfigError {
        KubeconfigError(
            .wrongType(field: field.name, expected: expected, found: field.value.typeName), at: place(field.path))
    }

    private func missing(_ key: String, in field: Field) -> KubeconfigError {
        KubeconfigError(.missingField(field: key), at: place(field.path))
    }
}
