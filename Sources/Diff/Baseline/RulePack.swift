package import Snapshot

/// Rules and requirements for a platform, shipped with the program: `include: [aks/platform]` takes them behind the baseline's
/// own, which therefore decide first. Printed by `snapctl rules packs`.
///
/// A pack never ignores anything, and none of its rules is about a name alone: it bounds values, demands what has to be there,
/// or says how much something weighs.
package struct RulePack: Sendable, Hashable {
    /// As `include` names it.
    package let name: String
    /// What it is for, in a sentence.
    package let summary: String
    /// What it says, in the form of `baseline.yaml`.
    let text: String

    /// What a pack may say.
    private static let keys = ["rules", "require", "severities"]

    /// The packs that `include` names, in its order, each once.
    static func included(_ node: BaselineNode?) throws(BaselineError) -> [RulePack] {
        guard let node else { return [] }
        var packs: [RulePack] = []
        for element in try node.elementsOrOne() {
            let name = try element.words()
            guard let pack = all.first(where: { ByteOrder.same($0.name, name) }) else {
                let near = Suggestion.nearest(to: name, among: all.map(\.name)).map { "; did you mean `\($0)`?" } ?? ""
                throw element.bad(
                    "is no pack of rules\(near) There are \(all.map(\.name).joined(separator: ", ")): `snapctl rules packs` prints them"
                )
            }
            guard !packs.contains(pack) else { throw element.bad("includes `\(name)` twice") }
            packs.append(pack)
        }
        return packs
    }

    /// Adds what it says behind what a baseline says.
    func add(to baseline: inout Baseline) throws(BaselineError) {
        let root = try BaselineNode.root(Array(text.utf8), file: "pack \(name)")
        let members = try root.members(known: Self.keys)
        baseline.rules += try RuleReader(stages: []).rules(members["rules"])
        baseline.requirements += try RequirementReader(stages: []).requirements(members["require"])
        baseline.severities += try SeverityReader.rows(members["severities"])
    }

    /// All of them as `snapctl rules` prints them.
    package static var json: Value {
        .array(
            all.map { pack in
                let content = (try? YAMLReader.documents(Array(pack.text.utf8)).first?.value) ?? .null
                var object = Object()
                object["pack"] = .string(pack.name)
                object["summary"] = .string(pack.summary)
                for key in keys { object[key] = content[key] }
                return .object(object)
            })
    }
}
