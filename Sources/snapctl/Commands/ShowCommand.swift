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
              snapctl show prod.tar.zst pods -A -o wide --sort-by .metadata.creationTimestamp
              snapctl show prod.tar.zst deploy -o custom-columns=NAME:.metadata.name,IMAGES:.spec.template.spec.containers[*].image
              snapctl show prod.tar.zst netpol/default-deny -n payments --proof
            """)

    @Argument(help: "The state.")
    var state: String

    @Argument(
        help: "KIND, KIND/NAME, KIND/NAMESPACE/NAME or KIND NAME…; several kinds with commas. Without it a summary.")
    var what: [String] = []

    @Option(name: [.short, .long], help: "Only this namespace.")
    var namespace: String?

    @Flag(name: [.customShort("A"), .long], help: "All namespaces; what happens anyway without -n.")
    var allNamespaces = false

    @Option(
        name: [.customShort("l"), .long],
        help: "Only objects with these labels: a=b, a!=b, a in (b,c), a, !a; commas mean and.")
    var selector: String?

    @Option(
        name: [.short, .long],
        help: """
            text, wide, name, yaml, json, jsonpath=TEMPLATE or custom-columns=TITLE:PATH,… One object is shown as yaml by \
            default.
            """)
    var output: String?

    @Option(help: "List in the order of this field, such as .metadata.creationTimestamp.")
    var sortBy: String?

    @Flag(help: "In listings: the labels in a column of their own.")
    var showLabels = false

    @Flag(help: "In listings: no headings.")
    var noHeaders = false

    @Flag(help: "One object exactly as stored, managedFields included.")
    var raw = false

    @Flag(help: "One object as it is compared: without what the server and its controllers add.")
    var normalized = false

    @Flag(help: "The RFC 6962 proof that one object is in the snapshot, as JSON.")
    var proof = false

    @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
    @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions

    func validate() throws {
        do throws(CommandError) { _ = try format() } catch {
            throw ValidationError("\(error.summary); \(error.hint)")
        }
        if let sortBy, ColumnPath(relaxed: sortBy) == nil {
            throw ValidationError("`\(sortBy)` is no field to sort by; write for example --sort-by .metadata.name")
        }
        if raw && normalized { throw ValidationError("--raw and --normalized exclude each other") }
        if namespace != nil && allNamespaces { throw ValidationError("-n and -A exclude each other") }
    }

    /// `nil` when none was asked for.
    private func format() throws(CommandError) -> ShowFormat? {
        guard let output else { return nil }
        return try ShowFormat(parsing: output)
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
            if what.isEmpty, selector == nil, isSummary {
                let summary = StateSummary(state: opened.state, digest: opened.digest, namespace: namespace)
                let text =
                    switch try format() {
                    case .json?: PrettyJSON.text(summary.value)
                    case .yaml?: YAMLWriter.text(summary.value)
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

    /// Whether the form is one that a summary can be had in; all others are about objects.
    private var isSummary: Bool {
        switch try? format() {
        case .text?, .json?, .yaml?, nil: true
        case .name?, .template?, .columns?: false
        }
    }

    // MARK: Objects

    private func show(_ entries: [IndexEntry], _ state: ClusterState, _ session: Session) async throws {
        let objects = try await state.pick(Set(entries.map(\.identity)))
        let draft = BaselineDraft(state)
        var values: [Value] = []
        for entry in entries {
            guard let object = objects[entry.identity] else { continue }
            values.append(normalized ? draft.declared(object, entry) : raw ? object : object.withoutManagedFields)
        }
        try write(values, entries, session)
    }

    private func write(
        _ values: [Value], _ entries: [IndexEntry], _ session: Session, isListing: Bool = false
    ) throws {
        let list: Value = ["apiVersion": "v1", "kind": "List", "items": .array(values)]
        switch try format() {
        case .json?: try session.console.result(PrettyJSON.text(values.count == 1 && !isListing ? values[0] : list))
        case .name?:
            try session.console.result(
                entries.map { SafeText.line("\($0.resource)\(group($0))/\($0.identity.name)") + "\n" }.joined())
        case .template(let template)?:
            // As kubectl: a listing has `.items`, one object is itself.
            try session.console.result(template.text(values.count == 1 && !isListing ? values[0] : list))
        case .columns(let columns)?:
            var table = TextTable(columns.map(\.title))
            for value in values { table.append(columns.map { $0.cell(value) }) }
            try session.console.result(table.text(isColored: style(session).isColored, hasTitles: !noHeaders))
        case .yaml?, .text?, nil: try session.console.result(YAMLWriter.stream(values))
        }
    }

    private func style(_ session: Session) -> Style { session.console.outputStyle }

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
        let objects = try await query.state.pick(wanted)
        let columns = ColumnTable(definitions: definitions.compactMap { objects[$0.identity] }, isWide: isWide)
        var tables: [String] = []
        var shown: [IndexEntry] = []
        for (type, members) in entries {
            let found = sorted(
                members.filter { entry in objects[entry.identity].map(labels.matches) ?? false }, objects)
            guard !found.isEmpty else { continue }
            shown += found
            tables.append(table(type, found, objects, columns, query, isAlone: types.count == 1, session))
        }
        guard !shown.isEmpty else {
            session.console.note(
                "no such objects in \(query.state.name)" + (namespace.map { " in namespace \($0)" } ?? ""))
            return
        }
        switch try format() {
        case .text?, nil: try session.console.result(tables.joined(separator: "\n"))
        default:
            try write(
                shown.compactMap { objects[$0.identity]?.withoutManagedFields }, shown, session, isListing: true)
        }
    }

    private var isWide: Bool { if case .text(isWide: true)? = try? format() { true } else { false } }

    /// By the field that was asked for: numbers as numbers, all else as text, what lacks it first.
    private func sorted(_ entries: [IndexEntry], _ objects: [Identity: Value]) -> [IndexEntry] {
        guard let path = sortBy.flatMap({ ColumnPath(relaxed: $0) }) else { return entries }
        let keyed = entries.map { entry in
            (entry: entry, key: objects[entry.identity].flatMap { path.values(in: $0).first })
        }
        return keyed.sorted { a, b in
            switch (a.key, b.key) {
            case (nil, nil): a.entry.identity < b.entry.identity
            case (nil, .some): true
            case (.some, nil): false
            case (let x?, let y?):
                if x == y {
                    a.entry.identity < b.entry.identity
                } else if let left = x.int, let right = y.int {
                    left < right
                } else {
                    ByteOrder.precedes(ColumnPath.text(x), ColumnPath.text(y))
                }
            }
        }.map(\.entry)
    }

    private static func labels(of object: Value) -> String {
        let labels = object[["metadata", "labels"]]?.object?.members ?? []
        return labels.isEmpty
            ? "<none>" : labels.map { "\($0.key)=\(CanonicalJSON.plain($0.value))" }.joined(separator: ",")
    }

    private static let definition = GroupKind(group: "apiextensions.k8s.io", kind: "CustomResourceDefinition")

    private func table(
        _ type: ResourceType, _ entries: [IndexEntry], _ objects: [Identity: Value], _ columns: ColumnTable,
        _ query: ObjectQuery, isAlone: Bool, _ session: Session
    ) -> String {
        let own = columns.columns(of: type)
        let hasNamespace = type.isNamespaced && namespace == nil
        var table = TextTable(
            (hasNamespace ? ["NAMESPACE"] : []) + ["NAME"] + own.map(\.title) + ["ROLE", "AGE"]
                + (showLabels ? ["LABELS"] : []))
        let prefix = isAlone ? "" : "\(type.groupResource)/"
        let captured = query.state.manifest.times.finishedAt
        for entry in entries {
            guard let object = objects[entry.identity] else { continue }
            let age = Age.text(from: object[["metadata", "creationTimestamp"]]?.string, to: captured)
            table.append(
                (hasNamespace ? [entry.identity.namespace ?? ""] : []) + [prefix + entry.identity.name]
                    + own.map { isWide ? $0.cell(object) : TextWidth.clipped($0.cell(object), to: 60) }
                    + [entry.role.rawValue, age] + (showLabels ? [Self.labels(of: object)] : []))
        }
        // What is searched or read by a program is not cut, and wide is wide.
        let page = session.console.outputRows == nil || isWide ? nil : style(session).width
        return table.text(isColored: style(session).isColored, page: page, hasTitles: !noHeaders)
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
