package import ArgumentParser

/// The command line.
package struct Snapctl: AsyncParsableCommand {
    /// The version, in archives and on screen.
    package static let version = "0.1.0"

    package static let configuration = CommandConfiguration(
        commandName: "snapctl",
        abstract: "Snapshots of what a Kubernetes cluster declares, and what differs between them.",
        discussion: """
            From a cluster to a verdict:
              snapctl key new redaction.key
              export SNAPCTL_REDACTION_KEY_FILE=$PWD/redaction.key
              snapctl capture -f prod.tar.zst
              snapctl baseline init prod.tar.zst --output-dir golden/prod
              snapctl check cluster: --baseline golden/prod

            A STATE is a snapshot file, a folder, file or archive (tar, zip) of manifests, `-` for one of these on standard \
            input, or `cluster:CONTEXT` for a live cluster.

            For programs `--log-format json` writes progress, notes and errors as JSON lines on stderr, with any command.

            Exit status: 0 same or accepted, 1 drift, 2 usage or environment error, 3 inconclusive, 4 evidence invalid; \
            128 and the signal's number when interrupted (130 for Ctrl-C), and then nothing was written.

            More examples:
              snapctl doctor --baseline golden/prod
              snapctl diff before.tar.zst after.tar.zst
              snapctl check prod.tar.zst --baseline golden/prod -o html=report.html
              snapctl show prod.tar.zst deploy -n payments
            """,
        version: version,
        subcommands: [
            DoctorCommand.self, CaptureCommand.self, DiffCommand.self, ExplainCommand.self, CheckCommand.self,
            CompareCommand.self,
            BaselineCommand.self,
            ShowCommand.self, BlameCommand.self, HistoryCommand.self, NormalizeCommand.self, SignCommand.self,
            VerifyCommand.self, ProofCommand.self, KeyCommand.self, PruneCommand.self, ServeCommand.self,
            RulesCommand.self, ManualCommand.self,
        ])

    package init() {}
}
