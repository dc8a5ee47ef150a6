import Snapshot

/// Tells which states say the same but for the patterns in it: an image from each cluster's own registry is one image, and who runs
/// another one is the outlier.
struct PatternGrouping {
    private let substitutions: [TextSubstitution]
    private let marks: [(mark: String, name: String)]

    init(_ patterns: [Pattern], memberCount: Int) {
        // No text of an API holds these two characters: the server refuses them in YAML and JSON texts alike.
        let marks = patterns.enumerated().map { (mark: "\u{1}\($0.offset)\u{2}", name: "${\($0.element.name)}") }
        self.marks = marks
        substitutions = (0..<memberCount).map { member in
            var pairs: [(from: String, to: String)] = []
            for (pattern, mark) in zip(patterns, marks) { pairs.append((pattern.values.texts[member], mark.mark)) }
            return TextSubstitution(pairs)
        }
    }

    /// The states by what they say, the greatest group first, with `${name}` for the patterns; `nil` when that tells nothing: all
    /// would be one.
    ///
    /// - Parameter said: one text for each state.
    func groups(of said: [String]) -> [FleetComparison.Group]? {
        guard said.count == substitutions.count, said.allSatisfy({ !$0.utf8.contains(1) && !$0.utf8.contains(2) })
        else { return nil }
        var members: [String: [Int]] = [:]
        for (member, text) in said.enumerated() {
            members[substitutions[member].apply(to: text) ?? text, default: []].append(member)
        }
        guard members.count > 1 else { return nil }
        var groups: [FleetComparison.Group] = []
        for (text, members) in members {
            var named = text
            for mark in marks { named = named.replacing(mark.mark, with: mark.name) }
            groups.append(FleetComparison.Group(.value(.string(named)), members))
        }
        return FleetComparison.Group.ordered(groups)
    }
}
