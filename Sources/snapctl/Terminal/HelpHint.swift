import ArgumentParser

/// Where a command's help says of the options that it leaves out: those that many commands share.
enum HelpHint {
    /// A line to end the help with that was asked for; empty where nothing was left out.
    static func text(_ arguments: [String]) -> String {
        guard arguments.contains("--help") || arguments.contains("-h") || arguments.first == "help" else { return "" }
        var names: [String] = []
        var type: any ParsableCommand.Type = Snapctl.self
        for argument in arguments where !argument.hasPrefix("-") && argument != "help" {
            guard let next = type.configuration.subcommands.first(where: { $0._commandName == argument }) else { break }
            names.append(argument)
            type = next
        }
        guard !names.isEmpty,
            Snapctl.helpMessage(for: type) != Snapctl.helpMessage(for: type, includeHidden: true)
        else { return "" }
        return "More options, for clusters, scope and redaction: snapctl \(names.joined(separator: " ")) --help-all\n"
    }
}
