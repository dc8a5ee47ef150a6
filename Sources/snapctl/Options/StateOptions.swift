import ArgumentParser
import Diff
import Snapshot

/// How live clusters are reached, as in kubectl.
struct ClusterOptions: ParsableArguments {
    @Option(help: "The kubeconfig file; default $KUBECONFIG, then ~/.kube/config, then in-cluster.")
    var kubeconfig: String?

    @Option(help: "The context of the kubeconfig; default the current one.")
    var context: String?

    @Option(name: .customLong("as"), help: "User to impersonate.")
    var impersonate: String?

    @Option(name: .customLong("as-group"), help: "Group to impersonate; may be repeated.")
    var impersonateGroups: [String] = []

    @Flag(help: "Run no command that a kubeconfig names.")
    var noExec = false

    @Option(
        help: ArgumentHelp(
            "The longest that reading a live cluster may take, as 90s, 15m or 1h; 0 for no bound.",
            discussion: "What was not read by then is a gap."))
    var timeout = TimeLimit(duration: .seconds(15 * 60), text: "15m")

    /// How the cluster is reached.
    func connection(context other: String?, _ session: Session) throws(CommandError) -> Connection {
        do throws(KubeconfigError) {
            return try Kubeconfig.resolve(
                path: kubeconfig, context: other ?? context,
                impersonation: Impersonation(user: impersonate, groups: impersonateGroups),
                environment: session.environment, home: session.home, isInteractive: session.isInteractive,
                allowsExec: !noExec)
        } catch { throw CommandError(error) }
    }

    func client(context other: String?, _ session: Session) throws -> APIClient {
        let connection = try connection(context: other, session)
        do throws(TransportError) {
            return try APIClient(
                connection: connection, toolVersion: Snapctl.version, timeout: timeout.duration)
        } catch { throw CommandError(error) }
    }
}

/// What a capture is about.
struct ScopeOptions: ParsableArguments {
    @Option(name: [.customShort("n"), .long], help: "Only this namespace; may be repeated.")
    var namespace: [String] = []

    @Option(help: "Take in a type that is left out by default, as `resource.group` with `*`; may be repeated.")
    var include: [String] = []

    @Option(help: "Leave out a type, as `resource.group` with `*`; may be repeated.")
    var exclude: [String] = []

    @Flag(help: "Leave Secrets out, for credentials that may not read them; every report says so.")
    var withoutSecrets = false

    var scope: Scope {
        Scope(include: include, exclude: exclude + (withoutSecrets ? ["secrets"] : []), namespaces: namespace)
    }
}
