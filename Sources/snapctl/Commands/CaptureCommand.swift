import ArgumentParser
import Diff
import Snapshot

/// `snapctl capture`
struct CaptureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture", abstract: "Capture a cluster, or manifests, into a snapshot.",
        discussion: """
            Reads every listable resource type and writes one verifiable archive. Nothing is written to the cluster. Values of \
            Secrets never leave memory in clear. What cannot be read is recorded as a gap, and the exit status is 3.

            Examples:
              snapctl capture -f prod.tar.zst
              snapctl capture --context prod --redaction-key ~/.snapctl/redaction.key -f prod.tar.zst
              snapctl capture --sign ~/.snapctl/sign.pem -f prod.tar.zst
              snapctl capture --file - > prod.tar.zst
              snapctl capture --from manifests/ -f desired.tar.zst
              snapctl capture --from must-gather.tar.gz -f seen.tar.zst
            """)

    @Option(
        name: [.short, .long],
        help: "The snapshot to write, `-` for stdout; .tar.zst, .tar.gz or .tar. Default CLUSTER-TIME.tar.zst.")
    var file: String?

    @Option(
        help: "Make the snapshot from manifests instead of a cluster: a folder, a file, `-`, or another tool's archive."
    )
    var from: String?

    @Option(help: "Sign the snapshot with the key in this file, as `snapctl sign` does.")
    var sign: String?

    @Option(name: [.short, .long], help: "What to print at the end: text or json.")
    var output = "text"

    @Flag(name: [.short, .long], help: "No progress.")
    var quiet = false

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var redaction: RedactionOptions

    func run() async throws {
        let session = Session(isQuiet: quiet)
        try await perform(session) {
            guard ["text", "json"].contains(output) else {
                throw CommandError("`\(output)` is no output format of capture", hint: "use text or json")
            }
            // Before anything is read: a key that cannot be used is better found out now than after the capture.
            let signer = try sign.map { try SigningOptions.signer(key: $0, command: nil, session) }
            if signer != nil, file == "-" {
                throw CommandError(
                    "a snapshot on stdout cannot be signed in the same run",
                    hint: "sign it where it is stored: snapctl sign FILE --key KEY")
            }
            let opener = StateOpener(
                cluster: cluster, scope: scope.scope, key: try redaction.key(session), session: session)
            let state = if let from { try await opener.manifests(from) } else { try await opener.capture(context: nil) }
            let path = file ?? defaultName(state)
            let written =
                path == "-"
                ? try await state.writeToStandardOutput()
                : try await state.write(toFile: path, compression: compression(path))
            try say(written, state, path, session)
            if let signer {
                let target = try SealTarget.open(path, spoolFolder: session.spoolFolder)
                guard target.digests.hex == written.archive.hex else {
                    throw CommandError(
                        "\(path) is not what was written a moment ago",
                        hint: "find out who writes there; nothing was signed",
                        status: .evidenceInvalid)
                }
                let seals = try await Sealer(signer: signer).seal(target, forms: [.bundle, .ssh])
                session.console.note("signed by \(signer.publicKey.fingerprint): \(seals.joined(separator: ", "))")
            }
            return state.manifest.gaps.isEmpty ? .same : .inconclusive
        }
    }

    private func compression(_ path: String) -> Compression {
        if path.hasSuffix(".gz") || path.hasSuffix(".tgz") { return .gzip }
        return path.hasSuffix(".tar") ? .none : .zstd
    }

    private func defaultName(_ state: CapturedState) -> String {
        let name = ArchivePath.component(state.manifest.cluster?.name ?? "manifests")
        let time = state.manifest.times.startedAt.filter { $0 != ":" && $0 != "-" }
        return "\(name)-\(time).tar.zst"
    }

    private func say(_ written: WrittenSnapshot, _ state: CapturedState, _ path: String, _ session: Session) throws {
        let manifest = written.manifest
        if output == "json", path != "-" {
            var object = Object()
            object["file"] = .string(path)
            object["bytes"] = .number(Number(written.size))
            object["sha256"] = .string(written.archive.hex)
            object["manifest"] = .string(written.id.hex)
            object["normalizedRoot"] = .string(manifest.roots.normalized)
            object["contentRoot"] = .string(manifest.roots.content)
            object["objects"] = .number(Number(manifest.objectCount))
            object["complete"] = .bool(manifest.isComplete)
            object["gaps"] = .array(
                manifest.gaps.map { gap in
                    [
                        "subject": .string(gap.subject), "reason": .string(gap.reason.rawValue),
                        "message": .string(gap.message),
                    ]
                })
            try session.console.result(CanonicalJSON.text(.object(object)) + "\n")
        } else {
            let types = manifest.coverage.count { $0.state == .complete }
            session.console.note(
                "captured \(Words.count(manifest.objectCount, "object")) of \(Words.count(types, "type")) into \(path == "-" ? "stdout" : path) "
                    + "(\(written.size) bytes, snapshot \(written.id.hex.prefix(12)))")
        }
        for gap in manifest.gaps {
            session.console.note("gap: \(gap.subject) is missing: \(gap.reason.rawValue): \(gap.message)")
        }
        if manifest.redaction.isEphemeral, manifest.redaction.values > 0 {
            session.console.note(
                "no redaction key was given: the \(manifest.redaction.values) secret values of this snapshot compare with "
                    + "no other one")
        }
    }
}
