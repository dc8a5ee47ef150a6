import ArgumentParser
import Diff
import Foundation
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

    func client(context other: String?, _ session: Session) throws -> APIClient {
        let connection: Connection
        do throws(KubeconfigError) {
            connection = try Kubeconfig.resolve(
                path: kubeconfig, context: other ?? context,
                impersonation: Impersonation(user: impersonate, groups: impersonateGroups),
                environment: session.environment, home: session.home, isInteractive: session.isInteractive,
                allowsExec: !noExec)
        } catch { throw CommandError(error) }
        do throws(TransportError) {
            return try APIClient(connection: connection, toolVersion: Snapctl.version)
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

/// Under which key secret values are replaced.
struct RedactionOptions: ParsableArguments {
    @Option(
        help: """
            File with the redaction key: at least 32 bytes, or 64 hexadecimal digits; mode 0600. Without a key Secrets \
            cannot be compared with other captures. Default $SNAPCTL_REDACTION_KEY_FILE, then $SNAPCTL_REDACTION_KEY.
            """)
    var redactionKey: String?

    @Option(help: "Comparison group: only captures of one group compare their Secrets.")
    var redactionGroup = "default"

    func key(_ session: Session) throws -> RedactionKey {
        let bytes: [UInt8]
        let source: String
        if let path = redactionKey ?? session.environment["SNAPCTL_REDACTION_KEY_FILE"], !path.isEmpty {
            source = "the redaction key file \(path)"
            if let status = try FileStatus.of(path), status.mode & 0o077 != 0 {
                throw CommandError(
                    "\(source) can be read by others", hint: "chmod 600 \(path), and consider making a new key")
            }
            bytes = try FileReader.bytes(of: path, limit: 4096)
        } else if let text = session.environment["SNAPCTL_REDACTION_KEY"], !text.isEmpty {
            source = "$SNAPCTL_REDACTION_KEY"
            bytes = Array(text.utf8)
        } else {
            return RedactionKey.ephemeral(group: redactionGroup)
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let material = text.utf8.count == 64 ? HexDigits.decode(text) ?? bytes : bytes
        guard let key = RedactionKey(organizationKey: material, group: redactionGroup) else {
            throw CommandError(
                "\(source) is shorter than \(RedactionKey.minimumBytes) bytes",
                hint: "make one: (umask 077; openssl rand -hex 32 > redaction.key)")
        }
        return key
    }
}
