import Diff
import Snapshot

/// Brings the resources of a golden baseline that is there already to what a state declares, for people to review in Git.
///
/// `baseline.yaml` stays as it is, and so does every file that says the same already. In a file that has to change, parameters
/// stay wherever the state says what they stand for. Of a baseline with stages the state's own stage is read, and files that
/// all stages share change for all of them: whoever reviews the change is told so.
struct GoldenRefresh {
    private let folder: GoldenFolder
    private let draft: BaselineDraft
    private let bindings: Bindings
    private let files: [String: ManifestObject]
    /// Which file is of which object, whatever the values of its parameters are by now.
    private let paths: [Identity: String]
    /// Objects that the capture of the state left out: nothing is known of them.
    private let leftOut: Set<Identity>
    /// The state's stage.
    private let stage: String?

    /// Files that were made or changed, below the folder.
    private(set) var written: [String] = []
    /// Parameters that a changed file no longer names, by file.
    private(set) var lost: [(path: String, names: [String])] = []
    /// How many files say the same already.
    private(set) var keptCount = 0

    /// Reads the folder as it is meant for the state.
    init(_ folder: GoldenFolder, for state: ClusterState, takesOtherClusters: Bool, _ opener: StateOpener) async throws
    {
        self.folder = folder
        let document = try folder.document()
        draft = BaselineDraft(state)
        let golden = try await GoldenState.open(
            folder, document, for: state, stage: nil, takesOtherClusters: takesOtherClusters, opener)
        bindings = golden.bindings
        leftOut = Set(CommonScope(state.manifest).leftOut(golden.state.entries).map(\.identity))
        stage = golden.bindings.stage
        var files: [String: ManifestObject] = [:]
        var paths: [Identity: String] = [:]
        for (path, bytes) in try folder.manifests(of: stage) {
            let objects = try ManifestReader.objects(in: bytes, file: "\(folder.path)/\(path)")
            guard objects.count == 1 else { continue }
            files[path] = objects[0]
            if let meant = try? bindings.value(objects[0].value), let identity = Identity(of: meant) {
                paths[identity] = path
            }
        }
        self.files = files
        self.paths = paths
    }

    private func path(of identity: Identity) -> String { paths[identity] ?? BaselineLayout.path(for: identity) }

    /// Brings the baseline in a folder to what a state declares, and says what was done.
    static func run(
        _ folder: String, _ state: ClusterState, _ declared: [IndexEntry], _ objects: [Identity: Value],
        detail: GoldenFile.Detail, takesOtherClusters: Bool, _ opener: StateOpener
    ) async throws -> ExitStatus {
        let console = opener.session.console
        let judgment = try await judgment(folder, state, takesOtherClusters: takesOtherClusters, opener)
        var refresh = try await GoldenRefresh(
            GoldenFolder(folder), for: state, takesOtherClusters: takesOtherClusters, opener)
        let file = GoldenFile(
            refresh.draft, detail: detail, origins: try await OriginSurvey.origins(of: state, objects))
        for entry in declared {
            if let object = objects[entry.identity] { try refresh.write(object, entry, file) }
        }
        AtomicFile.flushAll()
        for path in refresh.written { console.note("wrote \(folder)/\(path)") }
        for (path, names) in refresh.lost {
            let words = Words.list(names.map { "${\($0)}" })
            let rest = refresh.stage == nil ? "" : ": every stage is to say the same there now"
            console.note("\(folder)/\(path) names \(words) no longer\(rest)")
        }
        if let stage = refresh.stage, refresh.written.contains(where: { $0.hasPrefix(BaselineLayout.folder + "/") }) {
            console.note(
                "all stages share these files, and only \(stage) was looked at: check a state of each before you commit it"
            )
        }
        for note in refresh.notes(on: judgment) { console.note(note) }
        try refresh.writeSource(of: state, console)
        for path in refresh.missing(declared) {
            console.note(
                "\(folder)/\(path) is of an object that the state does not declare; remove it if it is meant to go")
        }
        if !refresh.leftOut.isEmpty {
            console.note(
                "\(Words.count(refresh.leftOut.count, "resource")) of \(folder) kept unseen: the capture left out their types "
                    + "or namespaces")
        }
        console.note(
            refresh.written.isEmpty
                ? "\(folder) is up to date: nothing was written"
                : "\(Words.count(refresh.written.count, "resource")) written, \(refresh.keptCount) kept; look at the "
                    + "change, then commit it")
        return state.manifest.gaps.isEmpty ? .same : .inconclusive
    }

    /// What the baseline says of the state before it is changed.
    private static func judgment(
        _ folder: String, _ state: ClusterState, takesOtherClusters: Bool, _ opener: StateOpener
    ) async throws -> Judgment {
        let golden = GoldenFolder(folder)
        let expected = try await GoldenState.open(
            golden, golden.document(), for: state, stage: nil, takesOtherClusters: takesOtherClusters, opener)
        let pipeline = ComparisonPipeline(opener.session, ComparisonOptions(alignment: opener.alignment))
        let source = ReportSource(argument: state.name, manifest: state.manifest, digest: nil)
        return try await pipeline.report(state, source: source, by: expected, in: golden).judgment
    }

    /// Which of the changed files hold what an upgrade brought, and which hold something else: that is no part of it, and
    /// somebody has to look at it.
    private func notes(on judgment: Judgment) -> [String] {
        guard let upgrade = judgment.upgrade else { return [] }
        let written = Set(written)
        let taken = upgrade.violations.filter { written.contains(path(of: $0.identity)) }
        var notes = ["upgrade \(upgrade.title): taken into \(Words.count(taken.count, "resource"))"]
        notes += taken.map { "upgrade \(upgrade.title): \(folder.path)/\(path(of: $0.identity))" }
        notes += upgrade.violations.compactMap { violation in
            guard case .removed = violation.violated else { return nil }
            let file = "\(folder.path)/\(path(of: violation.identity))"
            return
                "upgrade \(upgrade.title): \(file) is of an object that the upgrade removed; remove the file"
        }
        let others = judgment.violations.filter { written.contains(path(of: $0.identity)) }
        return notes
            + others.map { violation in
                let fields = violation.fields.map(\.change.path.description)
                let authors = judgment.attributions[violation.identity].map { attribution in
                    violation.fields.isEmpty
                        ? attribution.authors : violation.fields.flatMap { attribution.authors(of: $0.change.path) }
                }
                let author = authors?.first.map { "by \($0.words)" } ?? "author unknown"
                return "\(folder.path)/\(path(of: violation.identity)) also holds what is not of the upgrade: "
                    + (fields.isEmpty ? "the whole object" : fields.joined(separator: ", ")) + ", \(author)"
            }
    }

    /// Writes into `baseline.yaml` which version the server is that the resources come from now, and when it was captured.
    private func writeSource(of state: ClusterState, _ console: Console) throws {
        let source = BaselineSource(of: state.manifest, clusterUID: stage == nil ? state.clusterUID : nil)
        let bytes = try folder.bytes()
        let words = source.members.members.map { "metadata.\($0.key) is \($0.value.string ?? "")" }
        let place = stage.map { " for \($0)" } ?? ""
        guard let text = source.text(of: bytes, file: folder.file, stage: stage) else {
            console.note("\(folder.file) cannot be edited: write there that \(Words.list(words))\(place)")
            return
        }
        guard !ByteOrder.same(text, String(decoding: bytes, as: UTF8.self)) else { return }
        try folder.write(text)
        console.note("wrote \(folder.file): \(Words.list(words))\(place)")
    }

    /// Files whose objects the state does not declare.
    func missing(_ declared: [IndexEntry]) -> [String] {
        let paths = Set(declared.map { path(of: $0.identity) } + leftOut.map { path(of: $0) })
        return files.keys.filter { !paths.contains($0) }.sorted(by: ByteOrder.precedes)
    }

    /// Writes what an object declares, if its file does not say so already.
    mutating func write(_ object: Value, _ entry: IndexEntry, _ file: GoldenFile) throws {
        let path = path(of: entry.identity)
        let declared = draft.declared(object, entry)
        guard let old = files[path]?.value else {
            try folder.write(file.text(object, entry).text, to: path)
            written.append(path)
            return
        }
        var text = ParameterText.escaped(declared)
        if let digest = try? DigestResource(old) {
            let new = draft.digest(declared, entry)
            if digest == new {
                keptCount += 1
                return
            }
            text = new.value
        } else {
            if let meant = try? bindings.value(old), draft.areEqual(meant, declared) {
                keptCount += 1
                return
            }
            text = merged(old, declared)
            let left = Set(ParameterText.parameters(in: text))
            let gone = ParameterText.parameters(in: old).filter { !left.contains($0) }
            if !gone.isEmpty { lost.append((path, gone)) }
        }
        try folder.write(YAMLWriter.text(text), to: path)
        written.append(path)
    }

    /// What the state declares, spelled with the parameters of the old file wherever these stand for it.
    private func merged(_ old: Value, _ new: Value) -> Value {
        if let meant = try? bindings.value(old), meant == new { return old }
        switch (old, new) {
        case (.object(let before), .object(let after)):
            var result = Object()
            for member in after.members {
                let key = ParameterText.escaped(member.key)
                result[key] = before[key].map { merged($0, member.value) } ?? ParameterText.escaped(member.value)
            }
            return .object(result)
        case (.array(let before), .array(let after)):
            var rest = before
            return .array(
                after.map { value in
                    if let place = rest.firstIndex(where: { (try? bindings.value($0)) == value }) {
                        return rest.remove(at: place)
                    }
                    let name = value["name"]
                    let place = rest.firstIndex { old in
                        name != nil && old["name"].flatMap { try? bindings.value($0) } == name
                    }
                    return place.map { merged(rest.remove(at: $0), value) } ?? ParameterText.escaped(value)
                })
        default: return ParameterText.escaped(new)
        }
    }
}
