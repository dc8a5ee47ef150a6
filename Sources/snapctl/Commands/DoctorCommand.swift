import ArgumentParser
import Diff
import Snapshot

/// `snapctl doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check what a verdict needs, and say what is missing and what cures it.",
        discussion: """
            Looks at the kubeconfig, the login, the server, the rights, the redaction key and the baseline, in this order. One \
            object of each type is asked for, by its name only; nothing is written to the cluster, and nothing is kept.

            Exit status: 0 everything is there, 2 no cluster or no baseline can be read, 3 a verdict would be inconclusive.

            Examples:
              snapctl doctor
              snapctl doctor --context prod --baseline golden/prod
              snapctl doctor -o json
            """)

    @Option(
        name: [.short, .long], help: "The folder of the golden baseline that the cluster is to be checked against.")
    var baseline: String?

    @Option(help: "The stage whose values the baseline is read with.")
    var stage: String?

    @Option(name: [.short, .long], help: "text or json.")
    var output = "text"

    @OptionGroup(title: "Cluster") var cluster: ClusterOptions
    @OptionGroup(title: "Scope", visibility: .hidden) var scope: ScopeOptions
    @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions

    func run() async throws {
        let session = Session()
        try await perform(session) {
            guard ["text", "json"].contains(output) else {
                throw CommandError("`\(output)` is no output format of doctor", hint: "use text or json")
            }
            var doctor = Doctor(session: session, scope: scope.scope)
            let uid = try await doctor.look(at: cluster)
            let key = doctor.look(at: redaction)
            doctor.look(at: baseline, stage: stage, clusterUID: uid, key: key)
            try session.console.result(
                output == "json" ? PrettyJSON.text(doctor.json) : doctor.text(session.console.outputStyle))
            return doctor.status
        }
    }
}
