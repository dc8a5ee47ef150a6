import Diff
import Snapshot

/// Refuses to keep tokens that no other capture could be compared with.
struct KeyRefusal {
    let opener: StateOpener
    let options: SecretValueOptions
    /// What is kept: a store, a baseline.
    let place: String

    /// One line that gives every command of this shell a key.
    static let cure =
        "snapctl key new redaction.key && export SNAPCTL_REDACTION_KEY_FILE=$PWD/redaction.key"

    /// Before a live cluster is read, which has secret values.
    func refuse(isLive: Bool) throws(CommandError) {
        guard isLive, opener.key.isEphemeral, !options.ignoreSecretValues else { return }
        throw error("no redaction key was given")
    }

    /// Once it is known whether there are secret values.
    func refuse(_ manifest: Manifest, of argument: String, isSnapshot: Bool) throws(CommandError) {
        let redaction = manifest.redaction
        guard redaction.isEphemeral, redaction.values > 0, !options.ignoreSecretValues else { return }
        guard isSnapshot else { throw error("no redaction key was given") }
        throw CommandError(
            "\(argument) was captured without a redaction key: its \(Words.count(redaction.values, "secret value")) would "
                + "compare with no other capture in \(place)",
            hint: "capture it again after: \(Self.cure) (or --ignore-secret-values)")
    }

    private func error(_ words: String) -> CommandError {
        CommandError(
            "\(words): secret values in \(place) would compare with no other capture",
            hint: "\(Self.cure) (or name one with --redaction-key; --ignore-secret-values goes on without)")
    }
}
