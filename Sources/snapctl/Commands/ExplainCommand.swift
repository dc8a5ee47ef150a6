import ArgumentParser
import Diff
import Snapshot

/// `snapctl explain`
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Why the fields of one object are differences, or why not.",
        discussion: """
            The object is named as reports print it, or as KIND/NAME or KIND/NAMESPACE/NAME.

            Examples:
              snapctl explain before.tar.zst after.tar.zst 'Deployment.apps payments/web'
              snapctl explain before.tar.zst after.tar.zst deployment/payments/web --field spec.template
              snapctl explain manifests/ cluster: service/payments/web --field 'spec.ports[*].nodePort'
            """)

    @Argument(help: "The earlier state, or the expected one.")
    var before: String

    @Argument(help: "The later state.")
    var after: String

    @Argument(help: "The object.")
    var object: String

    @Option(help: "Only this field and what is inside it; `*` for one step, `**` for any number.")
    var field: String?

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var scope: ScopeOptions
    @OptionGroup var redaction: RedactionOptions

    func run() async throws {
        let session = Session()
        try await perform(session) {
            let pattern = try field.map(pattern)
            let opener = try StateOpener(cluster, scope: scope.scope, redaction, session)
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
        let reference = ObjectReference(object)
        let found = Set([before, after].flatMap(\.entries).map(\.identity).filter(reference.names))
            .sorted()
        guard let identity = found.first, found.count == 1,
            let entry = after.entries[identity] ?? before.entries[identity]
        else {
            let names = found.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
            throw found.isEmpty
                ? CommandError(
                    "neither state holds `\(object)`",
                    hint: "name it as reports do, such as 'Deployment.apps payments/web'")
                : CommandError("`\(object)` may be \(names)", hint: "name the group or the namespace as well")
        }
        let (before, after) = (before.crossing(after.bridge), after.crossing(before.bridge))
        let comparer = Comparer(
            before: before, after: after, trustsDigests: false, expectation: Judging.expectation(before, after),
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

/// How a person names an object: `Deployment.apps payments/web`, `deployment/payments/web`, `namespace/payments`.
struct ObjectReference {
    private let kind: String
    private let group: String?
    private let namespace: String?
    private let name: String

    init(_ text: String) {
        let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "/" }.map(String.init)
        let type = (parts.first ?? "").split(separator: ".", maxSplits: 1).map(String.init)
        kind = type.first ?? ""
        group = type.count > 1 ? type[1] : nil
        let place = (parts.count > 1 ? parts[1] : "").split(separator: "/", maxSplits: 1).map(String.init)
        namespace = place.count > 1 ? place[0] : nil
        name = place.last ?? ""
    }

    /// Whether an object is meant.
    func names(_ identity: Identity) -> Bool {
        let kinds = [identity.kind.lowercased(), identity.kind.lowercased() + "s"]
        return kinds.contains(kind.lowercased()) && (group.map { ByteOrder.same($0, identity.group) } ?? true)
            && (namespace.map { ByteOrder.same($0, identity.namespace ?? "") } ?? true)
            && ByteOrder.same(name, identity.name)
    }
}
