import ArgumentParser
import Diff
import Snapshot

/// Which objects of a state a command is about: `deploy/web`, `deploy web`, `deploy/payments/web`, `pods`, `all`, with `-n` and
/// `-l`; and as reports print an object, `Deployment.apps payments/web`. All commands read these alike.
struct ObjectQuery {
    let state: ClusterState
    /// Only this namespace; `nil` for all of them and the cluster's own objects.
    let namespace: String?

    /// How a command that is about one object describes it.
    static let argumentHelp: ArgumentHelp =
        "KIND/NAME, KIND/NAMESPACE/NAME or KIND NAME; KIND as in kubectl: plural, singular or short name, with or without a group."

    /// What the words of a command line mean.
    enum Meaning {
        /// All objects of these types.
        case listing([ResourceType])
        /// These objects.
        case objects([IndexEntry])
    }

    /// Reads the words behind the state.
    func meaning(of words: [String]) throws(CommandError) -> Meaning {
        // One argument in quotes is the same as several.
        let words = words.flatMap { $0.split(separator: " ").map(String.init) }
        guard let first = words.first else { return .listing(presentTypes) }
        if first.utf8.contains(UInt8(ascii: "/")) {
            var entries: [IndexEntry] = []
            for word in words {
                let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                    throw CommandError("`\(word)` names no object", hint: "write KIND/NAME, for example deploy/web")
                }
                entries.append(try entry(parts[0], parts[1]))
            }
            return .objects(entries)
        }
        if words.count > 1 {
            var entries: [IndexEntry] = []
            for name in words.dropFirst() { entries.append(try entry(first, name)) }
            return .objects(entries)
        }
        var types: [ResourceType] = []
        for word in first.split(separator: ",") { types += try self.types(String(word)) }
        return .listing(types)
    }

    /// The one object that `KIND/NAME` or `KIND NAME` means.
    func object(_ words: [String]) throws(CommandError) -> IndexEntry {
        guard case .objects(let entries) = try meaning(of: words), entries.count == 1, let entry = entries.first else {
            throw CommandError(
                "`\(words.joined(separator: " "))` is not one object", hint: "write KIND/NAME, for example deploy/web")
        }
        return entry
    }

    /// The one object that the words mean in some states, of which each may lack it.
    static func object(
        _ words: [String], in states: [ClusterState], namespace: String?
    ) throws(CommandError) -> IndexEntry {
        var found: [IndexEntry] = []
        var absence: CommandError?
        for state in states {
            do throws(CommandError) {
                let entry = try ObjectQuery(state: state, namespace: namespace).object(words)
                if !found.contains(where: { $0.identity == entry.identity }) { found.append(entry) }
            } catch { absence = absence ?? error }
        }
        guard let entry = found.first else {
            throw absence ?? CommandError("no state was given", hint: "name a state")
        }
        guard found.count == 1 else {
            throw CommandError(
                "`\(words.joined(separator: " "))` may be \(Words.list(found.map { "`\($0.identity)`" }))",
                hint: "name the group or the namespace as well")
        }
        return entry
    }

    /// The entries of a type, within the namespace.
    func entries(of type: ResourceType) -> [IndexEntry] {
        state.entries.filter { entry in
            entry.identity.groupKind == type.groupKind && isInNamespace(entry)
        }.sorted { $0.identity < $1.identity }
    }

    private func isInNamespace(_ entry: IndexEntry) -> Bool {
        namespace.map { ByteOrder.same(entry.identity.namespace ?? "", $0) } ?? true
    }

    /// The types that discovery knows, those with objects first: of two types with one name the one that is used is meant.
    var orderedTypes: [ResourceType] {
        let used = Set(state.entries.map(\.identity.groupKind))
        return state.types.filter { used.contains($0.groupKind) } + state.types.filter { !used.contains($0.groupKind) }
    }

    /// The types with objects, by group and kind.
    private var presentTypes: [ResourceType] {
        let used = Set(state.entries.filter(isInNamespace).map(\.identity.groupKind))
        return state.types.filter { used.contains($0.groupKind) }.sorted { $0.groupKind < $1.groupKind }
    }

    private func types(_ word: String) throws(CommandError) -> [ResourceType] {
        let names = TypeNames(orderedTypes)
        let types = names.types(for: word)
        guard types.isEmpty else { return types }
        let near = Suggestion.nearest(to: word, among: names.words)
        throw CommandError(
            "\(state.name) knows no kind `\(word)`",
            hint: near.map { "did you mean `\($0)`?" } ?? "`snapctl show \(state.name)` lists the kinds it holds")
    }

    private func entry(_ kind: String, _ name: String) throws(CommandError) -> IndexEntry {
        let types = try types(kind)
        // `namespace/name` behind a kind, as reports write it.
        let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let space = parts.count == 2 ? parts[0] : nil
        let plain = parts.last ?? name
        let candidates = types.flatMap { entries(of: $0) }
        let found = candidates.filter { entry in
            ByteOrder.same(entry.identity.name, plain)
                && (space.map { ByteOrder.same(entry.identity.namespace ?? "", $0) } ?? true)
        }
        if found.count == 1, let entry = found.first { return entry }
        let kindName = types.first.map { $0.groupKind.description } ?? kind
        guard found.isEmpty else {
            let places = found.compactMap(\.identity.namespace).prefix(6).joined(separator: ", ")
            throw CommandError(
                "\(kindName) \(plain) is in \(found.count) namespaces: \(places)", hint: "choose one with -n NAMESPACE")
        }
        let near = Suggestion.nearest(to: plain, among: candidates.map(\.identity.name))
        throw CommandError(
            "\(state.name) holds no \(kindName) `\(name)`" + (namespace.map { " in namespace \($0)" } ?? ""),
            hint: near.map { "did you mean `\($0)`?" }
                ?? gap(types) ?? "`snapctl show \(state.name) \(kind)` lists what it holds")
    }

    /// Whether the object may be missing only because its type could not be read.
    private func gap(_ types: [ResourceType]) -> String? {
        for gap in state.manifest.gaps {
            let concerns =
                gap.isOfAnyType
                || types.contains { type in
                    type.group == gap.group && (gap.resource == nil || gap.resource == type.plural)
                }
            if concerns { return "its type could not be read: \(Words.gap(gap))" }
        }
        return nil
    }
}
