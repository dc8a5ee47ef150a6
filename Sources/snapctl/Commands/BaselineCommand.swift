import ArgumentParser
import Diff
import FoundationEssentials
import Snapshot

/// `snapctl baseline`
struct BaselineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Make golden baselines and keep them true.",
        subcommands: [Init.self, Accept.self, Lint.self, Schema.self])

    /// `snapctl baseline init`
    struct Init: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init", abstract: "Make a golden baseline of a state: text to review and commit.",
            discussion: """
                Writes every declared object without what the server adds, one YAML file each, and a baseline.yaml to start
                from. Values of Secrets are tokens, which compare under the same redaction key only.

                In a folder that holds a baseline already, baseline.yaml stays as it is, and so does every resource that says
                the same as the state, however a person wrote it; in the others parameters stay where they still hold.

                Of several states, one of each stage, what all of them say becomes the golden resource, and what varies a
                parameter with one value for each stage: shared where values vary alike in several objects, else one for each
                place. What only some stages have goes into folders of theirs and is named. Nothing is widened. A stage is
                called as --stage says, else as its cluster or file is.

                Examples:
                  snapctl baseline init prod.tar.zst --output-dir golden/prod --redaction-key ~/.snapctl/redaction.key
                  snapctl baseline init --stage prod=prod.tar.zst --stage dev=dev.tar.zst --output-dir golden/platform
                """)

        @Argument(help: "The state to begin with, or one of each stage.")
        var states: [String] = []

        @Option(
            name: .customLong("stage"),
            help: ArgumentHelp("A stage and a state of its cluster; may be repeated.", valueName: "NAME=STATE"))
        var stages: [String] = []

        @Option(
            name: .customLong("output-dir"),
            help: "The folder to make, or that of a baseline to bring up to date with one state.")
        var output: String

        @Option(
            help: """
                How much of large objects of the platform is kept: digest (that they changed is seen, and not what), or full. \
                `snapctl rules digests` lists them.
                """)
        var detail = "digest"

        @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
        @OptionGroup(title: "Scope", visibility: .hidden) var scope: ScopeOptions
        @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions
        @OptionGroup var secrets: SecretValueOptions
        @OptionGroup var otherCluster: OtherClusterOptions

        func run() async throws {
            let session = Session()
            try await perform(session) {
                _ = try wantedDetail()
                let opener = try StateOpener(cluster, scope: scope.scope, redaction, session)
                let members = try await members(opener)
                guard members.count == 1, stages.isEmpty, let source = members.first?.state else {
                    return try await write(members, session)
                }
                let declared = BaselineDraft.declared(source)
                let objects = try await source.load(Set(declared.map(\.identity)))
                let folder = GoldenFolder(output)
                if try FileStatus.of(folder.file) != nil {
                    return try await GoldenRefresh.run(
                        output, source, declared, objects, detail: try wantedDetail(),
                        takesOtherClusters: otherCluster.isMeant, opener)
                }
                try folder.requireEmpty(
                    "is not empty, and no baseline", hint: "name another folder, or that of a baseline")
                let name = URL(fileURLWithPath: output).lastPathComponent
                let draft = BaselineDraft(source)
                try folder.write(
                    BaselineDraft.document(name: name, of: source, objects: objects), to: Baseline.fileName)
                let origins = try await OriginSurvey.origins(of: source, objects)
                let file = GoldenFile(draft, detail: try wantedDetail(), origins: origins)
                var items: [BaselineReview.Item] = []
                for entry in declared {
                    guard let object = objects[entry.identity] else { continue }
                    let (text, item) = file.text(object, entry)
                    try folder.write(text, to: BaselineLayout.path(for: entry.identity))
                    items.append(item)
                }
                let review = BaselineReview(name: name, manifest: source.manifest, items: items)
                try folder.write(review.text, to: GoldenFolder.reviewFile)
                AtomicFile.flushAll()
                session.console.note(
                    "wrote \(declared.count) resources and \(Baseline.fileName) into \(output); begin with "
                        + "\(output)/\(GoldenFolder.reviewFile)")
                return source.manifest.gaps.isEmpty ? .same : .inconclusive
            }
        }

        private func wantedDetail() throws(CommandError) -> GoldenFile.Detail {
            guard let known = GoldenFile.Detail(rawValue: detail) else {
                throw CommandError("`\(detail)` is no detail of golden resources", hint: "use digest or full")
            }
            return known
        }

        /// The states with the names of their stages, in the order in which they were given.
        private func members(_ opener: StateOpener) async throws -> [StageDraft.Member] {
            var named: [(name: String?, state: String)] = states.map { (nil, $0) }
            for stage in stages {
                guard let sign = stage.firstIndex(of: "="), sign != stage.startIndex else {
                    throw CommandError(
                        "`\(stage)` names no stage", hint: "write --stage NAME=STATE, as in prod=prod.tar.zst")
                }
                named.append((String(stage[..<sign]), String(stage[stage.index(after: sign)...])))
            }
            guard !named.isEmpty else {
                throw CommandError(
                    "there is no state to begin with", hint: "name one, or one of each stage with --stage NAME=STATE")
            }
            var members: [StageDraft.Member] = []
            let refusal = KeyRefusal(opener: opener, options: secrets, place: "the baseline \(output)")
            for (_, argument) in named { try refusal.refuse(isLive: argument.hasPrefix("cluster:")) }
            for (name, argument) in named {
                let opened = try await opener.open(argument)
                let state = opened.state
                try refusal.refuse(state.manifest, of: argument, isSnapshot: opened.digest != nil)
                let stem = URL(fileURLWithPath: argument).lastPathComponent.prefix { $0 != "." }
                // The name of a state alone names nothing.
                let stage =
                    named.count == 1 && name == nil
                    ? "state" : name ?? PatternName.kebab(state.manifest.cluster?.name ?? String(stem))
                guard Parameter.isName(stage), stage != "pattern" else {
                    throw CommandError(
                        "`\(stage)` cannot be the name of a stage",
                        hint: "use letters, digits, `_` and `-`, beginning with a letter: --stage prod=\(argument)")
                }
                if members.contains(where: { $0.stage == stage }) {
                    throw CommandError(
                        "two states are of the stage `\(stage)`", hint: "name them: --stage \(stage)-2=\(argument)")
                }
                if let uid = state.clusterUID, let same = members.first(where: { $0.state.clusterUID == uid }) {
                    throw CommandError(
                        "\(argument) and \(same.state.name) are of the same cluster",
                        hint: "name one state of each stage; `snapctl diff` compares two of one cluster")
                }
                members.append(StageDraft.Member(stage: stage, state: state))
            }
            return members
        }

        /// Writes the baseline of several stages, and says what people should look at.
        private func write(_ members: [StageDraft.Member], _ session: Session) async throws -> ExitStatus {
            let folder = GoldenFolder(output)
            try folder.requireEmpty(hint: "name another folder; a baseline is never overwritten")
            session.progress.update("laying \(members.count) states beside each other")
            let draft = try await StageDraft(members, name: URL(fileURLWithPath: output).lastPathComponent)
            session.progress.clear()
            try folder.write(draft.document.text, to: Baseline.fileName)
            for resource in draft.resources {
                try folder.write(
                    YAMLWriter.text(resource.value),
                    to: BaselineLayout.path(for: resource.identity, stage: resource.stage))
            }
            AtomicFile.flushAll()
            session.console.note(
                "wrote \(Words.count(draft.resources.count, "resource")) and \(Baseline.fileName) into \(output): "
                    + "\(Words.count(draft.document.parameters.count, "parameter")), of which "
                    + "\(Words.grouped(draft.sharedCount)) stand in several objects")
            say(draft.outliers, session)
            return members.allSatisfy(\.state.manifest.gaps.isEmpty) ? .same : .inconclusive
        }

        /// The most outliers that are named; all of them are files below `stages`.
        private static let outlierLimit = 40

        private func say(_ outliers: [StageDraft.Outlier], _ session: Session) {
            for outlier in outliers.prefix(Self.outlierLimit) {
                let verb = outlier.stages.count == 1 ? "has" : "have"
                session.console.note("outlier: only \(Words.list(outlier.stages)) \(verb) \(outlier.identity)")
            }
            let rest = outliers.count - Self.outlierLimit
            guard rest > 0 else { return }
            session.console.note(
                "… and \(Words.count(rest, "more outlier")); all are below \(output)/\(BaselineLayout.stagesFolder)")
        }
    }
}
