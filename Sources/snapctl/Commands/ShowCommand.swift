import ArgumentParser
import Diff
import Snapshot

/// `snapctl show`
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "What a state holds: a summary, a listing, one object.",
        discussion: """
            Kinds are named as in kubectl: plural, singular, short name, with or without a group, or a category such as all. \
            Objects of all namespaces are listed unless -n names one. Nothing is asked of any cluster: columns come from the \
            stored objects.

            Examples:
              snapctl show prod.tar.zst
              snapctl show prod.tar.zst deploy -n payments
              snapctl show prod.tar.zst all -l app=web
              snapctl show prod.tar.zst deploy/web -n payments -o yaml
              snapctl show prod.tar.zst netpol/default-deny -n payments --proof
            """)

    @Argument(help: "The state.")
    var state: String

    @Argument(help: "KIND, KIND/NAME or KIND NAME…; several kinds with commas. Without it a summary.")
    var what: [String] = []

    @Option(name: [.short, .long], help: "Only this namespace.")
    var namespace: String?

    @Flag(name: [.customShort("A"), .long], help: "All namespaces; what happens anyway without -n.")
    var allNamespaces = false

    @Option(
        name: [.customShort("l"), .long],
        help: "Only objects with these labels: a=b, a!=b, a in (b,c), a, !a; commas mean and.")
    var selector: String?

    @Option(name: [.short, .long], help: "text, name, yaml or json. One object is shown as yaml by default.")
    var output: String?

    @Flag(help: "One object exactly as stored, managedFields included.")
    var raw = false

    @Flag(help: "One object as it is compared: without what the server and its controllers add.")
    var normalized = false

    @Flag(help: "The RFC 6962 proof that one object is in the snapshot, as JSON.")
    var proof = false

    @OptionGroup var cluster: ClusterOptions
    @OptionGroup var redaction: RedactionOptions

    func validate() throws {
        let forms = ["text", "name", "yaml", "json"]
        if let output, !forms.contains(output) {
            let near = Suggestion.nearest(to: output, among: forms).map { "; did you mean `\($0)`?" } ?? ""
            throw ValidationError(
                "`\(output)` is no output format of show\(near) Formats: \(forms.joined(separator: ", "))")
        }
        if raw && normalized { throw ValidationError("--raw and --normalized exclude each other") }
        if namespace != nil && allNamespaces { throw ValidationError("-n and -A exclude each other") }
    }

    func run() async throws {
        let session = Session(isQuiet: true)
        try await perform(session) {
            let opener = try StateOpener(cluster, redaction, session)
            if proof {
                let report = InclusionReport(path: state, spoolFolder: session.spoolFolder)
                try session.console.result(PrettyJSON.text(try report.json(what, namespace: namespace)))
                return .same
            }
            let opened = try await opener.open(state)
            let query = ObjectQuery(state: opened.state, namespace: namespace)
            let status: ExitStatus = opened.state.manifest.gaps.isEmpty ? .same : .inconclusive
            if what.isEmpty, selector == nil, output != "name" {
                let summary = StateSummary(state: opened.state, digest: opened.digest, namespace: namespace)
                let text =
                    switch output {
                    case "json": PrettyJSON.text(summary.value)
                    case "yaml": YAMLWriter.text(summary.value)
                    default: summary.text(session.console.outputStyle)
                    }
                try session.console.result(text)
                return status
            }
            switch try query.meaning(of: what) {
            case .listing(let types): try await list(types, query, session)
            case .objects(let entries): try await show(entries, opened.state, session)
            }
            return .same
        }
    }

    // MARK: Objects

    private func show(_ entries: [IndexEntry], _ state: ClusterState, _ session: Session) async throws {
        let objects = try await state.load(Set(entries.map(\.identity)))
        let draft = BaselineDraft(state)
        var values: [Value] = []
        for entry in entries {
            guard let object = objects[entry.identity] else { continue }
            values.append(normalized ? draft.declared(object, entry) : raw ? object : object.withoutManagedFields)
        }
        try write(values, entries, session, default: "yaml")
    }

    private func write(
        _ values: [Value], _ entries: [IndexEntry], _ session: Session, default form: String
    ) throws {
        switch output ?? form {
        case "json":
            let whole: Value =
                values.count == 1
                ? values[0] : ["apiVersion": "v1", "kind": "List", "items": .array(values)]
            try session.console.result(PrettyJSON.text(whole))
        case "name":
            try session.console.result(
                entries.map { SafeText.line("\($0.resource)\(group($0))/\($0.identity.name)") + "\n" }.joined())
        default: try session.console.result(YAMLWriter.stream(values))
        }
    }

    private func group(_ entry: IndexEntry) -> String { entry.identity.group.isEmpty ? "" : ".\(entry.identity.group)" }

    // MARK: Listings

    private func list(_ types: [ResourceType], _ query: ObjectQuery, _ session: Session) async throws {
        let labels = ObjectSelector(labels: selector, fields: nil)
        guard let labels else {
            throw CommandError(
                "the selector `\(selector ?? "")` cannot be read",
                hint: "write for example -l 'app=web,tier in (a,b),!old'")
        }
        let definitions = query.state.entries.filter { $0.identity.groupKind == Self.definition }
        let entries = types.map { ($0, query.entries(of: $0)) }.filter { !$0.1.isEmpty }
        let wanted = Set(entries.flatMap { $0.1.map(\.identity) } + definitions.map(\.identity))
        let objects = try await query.state.load(wanted)
        let columns = ColumnTable(definitions: definitions.compactMap { objects[$0.identity] })
        var tables: [String] = []
        var shown: [IndexEntry] = []
        for (type, members) in entries {
            let found = members.filter { entry in objects[entry.identity].map(labels.matches) ?? false }
            guard !found.isEmpty else { continue }
            shown += found
            tables.append(table(type, found, objects, columns, query, isAlone: types.count == 1, session))
        }
        guard !shown.isEmpty else {
            session.console.note(
                "no such objects in \(query.state.name)" + (namespace.map { " in namespace \($0)" } ?? ""))
            return
        }
        switch output ?? "text" {
        case "text": try session.console.result(tables.joined(separator: "\n"))
        default:
            try write(shown.compactMap { objects[$0.identity]?.withoutManagedFields }, shown, session, default: "yaml")
        }
    }

    private static let definition = GroupKind(group: "apiextensions.k8s.io", kind: "CustomResourceDefinition")

    private func table(
        _ type: ResourceType, _ entries: [IndexEntry], _ objects: [Identity: Value], _ columns: ColumnTable,
        _ query: ObjectQuery, isAlone: Bool, _ session: Session
    ) -> String {
        let own = columns.columns(of: type)
        let hasNamespace = type.isNamespaced && namespace == nil
        var table = TextTable((hasNamespace ? ["NAMESPACE"] : []) + ["NAME"] + own.map(\.title) + ["ROLE", "AGE"])
        let prefix = isAlone ? "" : "\(type.groupResource)/"
        let captured = query.state.manifest.times.finishedAt
        for entry in entries {
            guard let object = objects[entry.identity] else { continue }
            let age = Age.text(from: object[["metadata", "creationTimestamp"]]?.string, to: captured)
            table.append(
                (hasNamespace ? [entry.identity.namespace ?? ""] : []) + [prefix + entry.identity.name]
                    + own.map { TextWidth.clipped($0.cell(object), to: 60) } + [entry.role.rawValue, age])
        }
        return table.text(isColored: session.console.outputStyle.isColored)
    }
}

extension Value {
    /// The object as `kubectl get -o yaml` shows it.
    var withoutManagedFields: Value {
        guard case .object(var object) = self, case .object(var metadata)? = object["metadata"] else { return self }
        metadata["managedFields"] = nil
        object["metadata"] = .object(metadata)
        return .object(object)
    }
}
