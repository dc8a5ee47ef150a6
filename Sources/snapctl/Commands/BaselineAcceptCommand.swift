import ArgumentParser
import Diff
import Snapshot

extension BaselineCommand {
    /// `snapctl baseline accept`
    struct Accept: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept", abstract: "Turn present differences into rules with a reason, an owner and an end.",
            discussion: """
                Each chosen difference becomes a rule that accepts exactly what is there now, in that one place: review the
                change of baseline.yaml like any other. Comments and order stay; what is accepted already is not added again.
                A rule that an earlier one would overrule is put above that one.

                Examples:
                  snapctl baseline accept golden/prod prod.tar.zst --all --reason "taken over" --ticket CHG-1234
                  snapctl baseline accept golden/prod prod.tar.zst --path spec.replicas --reason "sale" --expires 2027-01-31
                  snapctl baseline accept golden/prod prod.tar.zst --report verdict.json --reason "taken over by Git later"
                """)

        @Argument(help: "The folder of the golden baseline.")
        var baseline: String

        @Argument(help: "The state whose differences are accepted.")
        var state: String

        @Option(
            help:
                "Objects: KIND, KIND/NAME or KIND/NAMESPACE/NAME, with globs; KIND.GROUP is one group's. May be repeated."
        )
        var object: [String] = []

        @Option(help: "Fields, as a rule writes them: spec.replicas, containers[name=web].image; may be repeated.")
        var path: [String] = []

        @Option(help: "A JSON report of `check`: only what it lists as violations.")
        var report: String?

        @Flag(help: "Every difference that is there.")
        var all = false

        @Option(help: "Why; the report says it with every use of the rule.")
        var reason: String

        @Option(help: "The owner of the exception: a team or a person.")
        var owner: String?

        @Option(help: "Where it was decided.")
        var ticket: String?

        @Option(help: "The last day on which it holds, like 2027-03-31.")
        var expires: String?

        @Option(help: "The stage whose values the baseline is read with; the rules hold for this stage only.")
        var stage: String?

        @Flag(help: "Print the rules and write nothing.")
        var dryRun = false

        @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
        @OptionGroup(title: "Scope", visibility: .hidden) var scope: ScopeOptions
        @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions
        @OptionGroup var secrets: SecretValueOptions
        @OptionGroup var otherCluster: OtherClusterOptions

        func run() async throws {
            let session = Session()
            try await perform(session) {
                try refuseNoChoice()
                let paths = try path.map(Self.pattern)
                let places = try report.map { try ReportedPlaces.read($0) }
                let grounds = try grounds()
                let folder = GoldenFolder(baseline)
                let document = try folder.document()
                let opener = try StateOpener(
                    cluster, scope: scope.scope, isNamespaceOfName: !object.isEmpty, redaction, session)
                let judged = try await opener.extended(by: document.redaction).open(state).state
                let golden = try await GoldenState.open(
                    folder, document, for: judged, stage: stage, takesOtherClusters: otherCluster.isMeant, opener)
                var options = ComparisonOptions(alignment: opener.alignment)
                options.ignoresSecretValues = secrets.ignoreSecretValues
                let source = ReportSource(argument: state, manifest: judged.manifest, digest: nil)
                let result = try await ComparisonPipeline(session, options).report(
                    judged, source: source, by: golden, in: folder)
                let judgment = result.judgment
                if let mismatch = KeyMismatch(result) {
                    session.console.note(
                        "\(Words.count(judgment.incomparable.count, "object")) with redacted values could not be compared "
                            + "(\(mismatch.words)); what differs there is not accepted")
                    for line in mismatch.cure { session.console.note(line) }
                }
                let types = ObjectQuery(state: judged, namespace: nil).orderedTypes
                let kinds = golden.state.entries.map(\.identity.groupKind)
                let choice = Acceptance.Choice(
                    objects: try object.map { try Self.selector($0, in: scope.namespace, types, kinds) }, paths: paths,
                    places: places)
                var acceptance = Acceptance(grounds, names: document.ruleNames, stage: golden.baseline.stage)
                let additions = acceptance.additions(for: judgment, choice) { judged.entries[$0]?.normalized }
                guard !additions.isEmpty else {
                    session.console.note(
                        "nothing to accept: no difference that is chosen is a violation"
                            + (judgment.violations.isEmpty
                                ? "" : "; other differences are in \(Words.count(judgment.violations.count, "object"))")
                    )
                    return .same
                }
                let bytes = try folder.bytes()
                let text: String
                do throws(BaselineEdit.Failure) {
                    text = try BaselineEdit.text(of: bytes, file: folder.file, adding: additions)
                } catch { throw CommandError(error.summary, hint: error.hint) }
                try session.console.result(additions.map(\.rule.text).joined())
                guard !dryRun else { return .same }
                try folder.write(text)
                session.console.note(
                    "added \(Words.count(additions.count, "rule")) to \(folder.file); look at the change, then commit it"
                )
                return .same
            }
        }

        private func grounds() throws -> Acceptance.Grounds {
            guard reason.contains(where: { !$0.isWhitespace }) else {
                throw CommandError("--reason is empty", hint: "say why this may differ; the report repeats it")
            }
            let last = try expires.map { text in
                guard let date = CalendarDate(text) else {
                    throw CommandError("`\(text)` is no date", hint: "write the last day like 2027-03-31")
                }
                return date
            }
            return Acceptance.Grounds(reason: reason, owner: owner, ticket: ticket, expires: last)
        }

        private func refuseNoChoice() throws {
            guard all || !object.isEmpty || !path.isEmpty || report != nil else {
                throw CommandError(
                    "no differences were chosen to accept",
                    hint: "name them with --object, --path or --report FILE, or take --all")
            }
        }

        /// The kinds that a word means, as kubectl takes it: a kind, a plural or a short name, with a group or without.
        ///
        /// - Parameter kinds: those of the baseline's objects, of which the state may know no type any longer.
        private static func kinds(_ word: String, _ types: [ResourceType], _ kinds: [GroupKind]) throws -> [GroupKind] {
            let names = TypeNames(types)
            let found = names.types(for: word).map(\.groupKind)
            if !found.isEmpty { return found }
            let lower = word.lowercased()
            let declared = Set(kinds).filter {
                $0.kind.lowercased() == lower || $0.description.lowercased() == lower
            }
            if !declared.isEmpty { return declared.sorted() }
            let near = Suggestion.nearest(to: word, among: names.words + Set(kinds.map(\.kind)).sorted())
            throw CommandError(
                "`\(word)` is no kind of the state or the baseline",
                hint: near.map { "did you mean `\($0)`?" } ?? "`snapctl show STATE` lists the kinds it holds")
        }

        private static func pattern(_ text: String) throws -> PathPattern {
            do { return try PathPattern(parsing: text) } catch {
                throw CommandError("`\(text)` is no path: \(error.summary)", hint: "for instance spec.replicas")
            }
        }

        /// `KIND[.GROUP]`, `KIND[.GROUP]/NAME`, `KIND[.GROUP]/NAMESPACE/NAME`
        private static func selector(
            _ text: String, in namespaces: [String], _ types: [ResourceType], _ kinds: [GroupKind]
        ) throws -> Diff.ObjectSelector {
            // As reports print it, `Deployment.apps payments/web`, or as kubectl takes it.
            let parts = text.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == " " }.map(String.init)
            guard (1...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else {
                throw CommandError(
                    "`\(text)` names no objects",
                    hint: "write KIND, KIND/NAME or KIND/NAMESPACE/NAME, with `*` if need be")
            }
            var selector = Diff.ObjectSelector()
            if parts[0].utf8.contains(UInt8(ascii: "*")) {
                let type = parts[0].split(separator: ".", maxSplits: 1).map(String.init)
                selector.kinds = [.glob(Glob(type[0]))]
                if type.count == 2 { selector.groups = [.glob(Glob(type[1]))] }
            } else {
                let meant = try Self.kinds(parts[0], types, kinds)
                selector.kinds = meant.map { .glob(Glob($0.kind)) }
                selector.groups = meant.map { .glob(Glob($0.group)) }
            }
            selector.namespaces = (parts.count == 3 ? [parts[1]] : namespaces).map { .glob(Glob($0)) }
            if let name = parts.dropFirst().last { selector.names = [.glob(Glob(name))] }
            return selector
        }
    }
}

/// What a JSON report lists as violations.
enum ReportedPlaces {
    static func read(_ path: String) throws -> Set<Acceptance.Place> {
        let bytes = try FileReader.bytes(of: path, limit: 1 << 30)
        guard let report = try? JSONReader.value(bytes), let violations = report["violations"]?.array else {
            throw CommandError(
                "\(path) is no JSON report", hint: "make one with `snapctl check STATE --baseline FOLDER -o json=FILE`")
        }
        var places: Set<Acceptance.Place> = []
        for violation in violations {
            guard let object = violation["object"], let kind = object["kind"]?.string, let name = object["name"]?.string
            else { throw CommandError("\(path) lists a violation without an object", hint: "make the report again") }
            let identity = Identity(
                group: object["group"]?.string ?? "", kind: kind, namespace: object["namespace"]?.string, name: name)
            let fields = violation["fields"]?.array ?? []
            if fields.isEmpty { places.insert(.init(identity, nil)) }
            for field in fields {
                if let text = field["path"]?.string { places.insert(.init(identity, text)) }
            }
        }
        return places
    }
}
