import FoundationEssentials

/// What a capture holds, and under which key the values of Secrets are replaced.
///
/// No capture holds a secret value: each is replaced by a token that only tells equal values from others. Tokens compare
/// between all states that were captured with a copy of the same options, and between runs only under a ``init(redactionKey:group:)``.
public struct CaptureOptions: Sendable {
    /// Only these namespaces, and no objects of the cluster; empty means everything.
    public var namespaces: [String] = []
    /// Types to take in that are left out by default, as `resource.group` with `*`.
    public var include: [String] = []
    /// Types to leave out, in the same form. The manifest of the state says so.
    public var exclude: [String] = []

    package let key: RedactionKey

    /// Options with a key that is gone with this run: secret values compare with no other run's.
    public init() { key = RedactionKey.ephemeral(group: "default") }

    /// Options with the key of an organization.
    ///
    /// - Parameters:
    ///   - redactionKey: at least 32 secret bytes. Nothing of them is in a snapshot.
    ///   - group: only captures of one group compare their secret values.
    /// - Throws: when the key is too short.
    public init(redactionKey: [UInt8], group: String = "default") throws(SnapctlError) {
        guard let key = RedactionKey(organizationKey: redactionKey, group: group) else {
            throw SnapctlError(
                "the redaction key is shorter than \(RedactionKey.minimumBytes) bytes", hint: "use a longer one")
        }
        self.key = key
    }

    /// The version that states captured by the library name in their manifests.
    static let version = "library"

    static var environment: [String: String] { ProcessInfo.processInfo.environment }
    static var spoolFolder: String { Spool.defaultFolder(environment: environment) }
    static var osUser: String { environment["USER"] ?? environment["LOGNAME"] ?? "" }
    static var host: String { ProcessInfo.processInfo.hostName }

    var scope: Scope { Scope(include: include, exclude: exclude, namespaces: namespaces) }

    /// What reads manifests so.
    package var manifests: ManifestCapture {
        ManifestCapture(
            scope: scope, key: key, policy: RedactionPolicy(), osUser: Self.osUser, host: Self.host,
            toolVersion: Self.version, spoolFolder: Self.spoolFolder,
            now: { RFC3339(seconds: Pace.real.now().milliseconds / 1000).utcText })
    }
}
