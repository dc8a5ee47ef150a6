import ArgumentParser
import Diff
import Snapshot

/// `snapctl blame`
struct BlameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame", abstract: "Who wrote each field of an object: manager, operation, time; people first.",
        discussion: """
            By the object's managedFields, which name whatever a writer calls itself: a trace, no proof. Who deleted a field, and \
            who wrote a field that another manager took over since, is not in them.

            Examples:
              snapctl blame prod.tar.zst deploy/web -n payments
              snapctl blame cluster:prod netpol/default-deny -n payments -o json
            """)

    @Argument(help: "The state.")
    var state: String

    @Argument(help: ObjectQuery.argumentHelp)
    var what: [String]

    @Option(name: [.short, .long], help: "The namespace, when the name is in several.")
    var namespace: String?

    @Option(name: [.short, .long], help: "text, json or yaml.")
    var output = "text"

    @OptionGroup(title: "Cluster", visibility: .hidden) var cluster: ClusterOptions
    @OptionGroup(title: "Redaction", visibility: .hidden) var redaction: RedactionOptions

    func validate() throws {
        guard ["text", "json", "yaml"].contains(output) else {
            throw ValidationError("`\(output)` is no output format of blame; formats: text, json, yaml")
        }
    }

    func run() async throws {
        let session = Session(isQuiet: true)
        try await perform(session) {
            let opener = try StateOpener(cluster, redaction, session)
            let opened = try await opener.open(state).state
            let entry = try ObjectQuery(state: opened, namespace: namespace).object(what)
            guard let object = try await opened.pick([entry.identity])[entry.identity] else { return .failed }
            let blame = Blame(of: object)
            switch output {
            case "json": try session.console.result(PrettyJSON.text(json(blame, entry)))
            case "yaml": try session.console.result(YAMLWriter.text(json(blame, entry)))
            default:
                let style = session.console.outputStyle
                let lines = text(blame, entry, width: style.width)
                try session.console.result(lines.map { $0.text(inColor: style.isColored) + "\n" }.joined())
            }
            return .same
        }
    }

    private func text(_ blame: Blame, _ entry: IndexEntry, width: Int) -> [StyledLine] {
        var lines = [StyledLine(entry.identity.description, .heading)]
        guard !blame.parts.isEmpty else {
            return lines + [StyledLine("no managedFields: author unknown", .warning, indent: 2)]
        }
        for part in blame.parts {
            let role: StyledLine.Role =
                part.author.writer.isPerson ? .bad : part.author.writer == .unknown ? .warning : .good
            var head = StyledLine(part.author.manager ?? "", role, indent: 2).adding("  \(part.author.writer.rawValue)")
            head = head.adding("  \(part.author.operation)", .faint)
            if let subresource = part.author.subresource { head = head.adding(" \(subresource)", .faint) }
            lines.append(head.adding("  \(part.author.time ?? "no time")", .faint))
            for line in part.lines {
                let value = line.value.map { FieldText.short($0, limit: 60) } ?? "gone"
                lines.append(StyledLine(line.path.description, indent: 6).adding("  \(value)", .faint))
            }
        }
        if !blame.unowned.isEmpty {
            lines.append(StyledLine("nobody", .plain, indent: 2).adding("  in no entry of managedFields", .faint))
            lines += blame.unowned.map { StyledLine($0.description, .faint, indent: 6) }
        }
        return lines
    }

    private func json(_ blame: Blame, _ entry: IndexEntry) -> Value {
        let fields = blame.parts.flatMap(\.lines).map { line -> Value in
            var object = Object()
            object["path"] = .string(line.path.description)
            object["value"] = line.value
            object["manager"] = line.author.manager.map(Value.string)
            object["class"] = .string(line.author.writer.rawValue)
            object["operation"] = .string(line.author.operation)
            object["subresource"] = line.author.subresource.map(Value.string)
            object["time"] = line.author.time.map(Value.string)
            return .object(object)
        }
        var identity = Object()
        identity["group"] = .string(entry.identity.group)
        identity["kind"] = .string(entry.identity.kind)
        identity["namespace"] = entry.identity.namespace.map(Value.string)
        identity["name"] = .string(entry.identity.name)
        return [
            "format": "snapctl.dev/blame/v1", "object": .object(identity), "fields": .array(fields),
            "unowned": .array(blame.unowned.map { .string($0.description) }),
        ]
    }
}
