import Diff
import Snapshot

/// Captures manifests before and after a change, keeps the second state as a snapshot, compares the two, judges the second by a
/// baseline and prints what came of it.
@main struct CompareStates {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 2 else {
            return print("usage: compare-states FOLDER SNAPSHOT: compares FOLDER/states and writes SNAPSHOT")
        }
        do throws(SnapctlError) {
            try await run(in: arguments[0], keeping: arguments[1])
        } catch {
            print("error: \(error.summary)\n\(error.hint)")
        }
    }

    static func run(in folder: String, keeping file: String) async throws(SnapctlError) {
        // Both captures under one key, so that equal secret values are known to be equal.
        let options = CaptureOptions()
        let before = try await KubernetesState.capture(manifests: "\(folder)/states/before", options: options)
        let captured = try await KubernetesState.capture(
            manifests: "\(folder)/states/after", alongside: before, options: options)
        try await captured.write(to: file)

        // Opening checks every byte of the snapshot.
        let after = try await KubernetesState.open(file, options: options)
        print("## Objects\n")
        try await after.forEachObject { object in
            print("- \(object.identity): \(object.declared["spec"]?.json ?? "no spec")")
        }

        print("\n## Differences\n")
        let changes = try await before.compare(to: after, tool: "compare-states")
        for difference in changes.differences {
            let fields = difference.fields.map { field in
                "\(field.path) \(field.before?.json ?? "nothing") → \(field.after?.json ?? "nothing")"
            }
            print("- \(difference.severity.rawValue): \(difference.object): \(fields.joined(separator: ", "))")
        }

        print("\n## Verdict\n")
        let baseline = try GoldenBaseline(at: "\(folder)/baseline")
        let verdict = try await after.check(against: baseline, tool: "compare-states")
        print(verdict.rendered(as: .markdown))
        print("\(baseline.name): \(verdict.headline), exit status \(verdict.status.rawValue)")
    }
}
