import ArgumentParser
import Diff
import Snapshot

/// `snapctl explain`
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Why the fields of one object are differences, or why not.",
        discussion: """
            Examples:
              snapctl explain before.tar.zst after.tar.zst deploy/web -n payments
              snapctl explain before.tar.zst after.tar.zst deployment/payments/web --field spec.template
              snapctl explain manifests/ cluster: svc/web -n payments --field 'spec.ports[*].nodePort'
            """)

    @Argument(help: "The earlier state, or the expected one.")
    var before: String

    @Argument(help: "The later state.")
    var after: String

    @Argument(help: ObjectQuery.argumentHelp)
    var object: [String]

    @Option(help: "Only this field and what is inside it; `*` for one step, `**` for any number.")
    var field: String?

    @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
    @OptionGroup(title: "Scope", visibility: .hidden) var scope: ScopeOptions
    @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions

    func run() async throws {
        let session = Session()
        try await perform(session) {
            let pattern = try field.map(pattern)
            let opener = try StateOpener(
                cluster, scope: scope.scope, isNamespaceOfName: true, redaction, session)
            let states = try await opener.pair(before, after)
            let text = try await explanation(
                states.before.state, states.after.state, pattern, by: opener.alignment)
            try session.console.result(text)
            return .same
        }
    }

    private func pattern(_ text: String) throws -> PathPattern {
        do throws(PathPatternError) { return try PathPattern(parsing: text) } catch {
            throw CommandError(
                "the field `\(text)` cannot be read: \(error.summary)",
                hint: "write it as reports do, such as spec.template.spec.containers[name=web].image")
        }
    }

    private func explanation(
        _ before: ClusterState, _ after: ClusterState, _ field: PathPattern?, by alignment: TokenAlignment
    ) async throws -> String {
        let entry = try ObjectQuery.object(object, in: [after, before], namespace: scope.namespace.first)
        let identity = entry.identity
        let (before, after) = (before.crossing(after.bridge), after.crossing(before.bridge))
        let comparer = Comparer(
            before: before, after: after, trustsDigests: false, expectation: .init(before, after),
            alignment: alignment)
        let unopened = comparer.unopened
        let left = try await before.shelve(
            comparer.neededBefore.union(unopened.before).union([identity]))
        let right = try await after.shelve(comparer.neededAfter.union(unopened.after).union([identity]))
        // Only a whole comparison knows what follows from other objects, and says what `diff` says.
        let comparison = try await comparer.compare(listsSuppressed: true, before: left, after: right)
        return try await ExplanationText.text(
            comparer.explain(
                entry, in: comparison, before: left(identity), after: right(identity), field: field))
    }
}
