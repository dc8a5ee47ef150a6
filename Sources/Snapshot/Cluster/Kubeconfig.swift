/// What kubeconfig files say, merged: clusters, users and contexts by name.
///
/// Source: Kubernetes, `client-go/tools/clientcmd/api/v1`. Fields that snapctl has no use for are not kept.
package struct Kubeconfig: Sendable, Hashable {
    /// Where an API server is and how to trust it.
    package struct Cluster: Sendable, Hashable {
        package var server: String?
        package var tlsServerName: String?
        package var skipsVerification = false
        package var authority: Material?
        package var proxyURL: String?
        package var disablesCompression = false
        /// `extensions` named `client.authentication.k8s.io/exec`: handed to an exec plugin that asks for the cluster.
        package var execConfiguration: Value?
    }

    /// How to log in.
    package struct User: Sendable, Hashable {
        package var certificate: Material?
        package var key: Confidential<Material>?
        package var token: Confidential<String>?
        /// Path of a file that holds the token.
        package var tokenFile: String?
        package var username: String?
        package var password: Confidential<String>?
        package var impersonation = Impersonation()
        package var exec: Exec?
        /// Name of a login that was once built into clients: `azure`, `gcp`, `oidc`.
        package var authProvider: String?
    }

    /// A command that prints credentials.
    package struct Exec: Sendable, Hashable {
        package var command: String
        package var arguments: [String]
        package var environment: [EnvironmentEntry]
        package var apiVersion: String
        package var installHint: String?
        package var providesClusterInfo: Bool
        package var interactiveMode: String?

        package init(
            command: String, arguments: [String], environment: [EnvironmentEntry], apiVersion: String,
            installHint: String?, providesClusterInfo: Bool, interactiveMode: String?
        ) {
            self.command = command
            self.arguments = arguments
            self.environment = environment
            self.apiVersion = apiVersion
            self.installHint = installHint
            self.providesClusterInfo = providesClusterInfo
            self.interactiveMode = interactiveMode
        }
    }

    /// A variable for an exec plugin; values may be secrets.
    package struct EnvironmentEntry: Sendable, Hashable {
        package let name: String
        package let value: Confidential<String>

        package init(name: String, value: Confidential<String>) {
            self.name = name
            self.value = value
        }
    }

    /// A cluster, a user and a namespace under one name.
    package struct Context: Sendable, Hashable {
        package var cluster: String
        package var user: String
        package var namespace: String?
    }

    /// Key material beside the configuration or inside it.
    package enum Material: Sendable, Hashable {
        case file(String)
        case data([UInt8])
    }

    /// An entry with its name and the place it was written at.
    package struct Named<Entry: Sendable & Hashable>: Sendable, Hashable {
        package let name: String
        package let entry: Entry
        package let place: SourcePlace
    }

    package var clusters: [Named<Cluster>] = []
    package var users: [Named<User>] = []
    package var contexts: [Named<Context>] = []
    package var currentContext: String?
    /// The files that were read, in order.
    package var files: [String] = []

    /// Takes over what `other` defines and this does not: the first file that names something wins the whole entry.
    package mutating func merge(_ other: Kubeconfig) {
        Self.merge(other.clusters, into: &clusters)
        Self.merge(other.users, into: &users)
        Self.merge(other.contexts, into: &contexts)
        currentContext = currentContext ?? other.currentContext
        files += other.files
    }

    private static func merge<Entry>(_ other: [Named<Entry>], into entries: inout [Named<Entry>]) {
        for entry in other where !entries.contains(where: { ByteOrder.same($0.name, entry.name) }) {
            entries.append(entry)
        }
    }
}

/// As whom to act instead of as oneself.
package struct Impersonation: Sendable, Hashable {
    package var user: String?
    package var uid: String?
    package var groups: [String]
    /// Further attributes by key, each with its values.
    package var extra: [Extra]

    /// One attribute of the impersonated user.
    package struct Extra: Sendable, Hashable {
        package let key: String
        package let values: [String]

        package init(key: String, values: [String]) {
            self.key = key
            self.values = values
        }
    }

    /// Nobody, unless said otherwise.
    package init(user: String? = nil, uid: String? = nil, groups: [String] = [], extra: [Extra] = []) {
        self.user = user
        self.uid = uid
        self.groups = groups
        self.extra = extra
    }

    /// Whether nothing is impersonated.
    package var isEmpty: Bool { user == nil && uid == nil && groups.isEmpty && extra.isEmpty }
}
