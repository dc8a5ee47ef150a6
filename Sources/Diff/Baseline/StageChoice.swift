import Snapshot

/// Picks what a document says for the stage that was chosen.
struct StageChoice {
    private let stages: [String]

    init(_ stages: [String]) { self.stages = stages }

    /// What stands for the stage where a mapping says something for each: `values: {prod: 3, preprod: 2}`. Anything but a
    /// mapping stands for all; `nil` when nothing is said for this stage.
    func value(of node: BaselineNode?) throws(BaselineError) -> BaselineNode? {
        guard let node, case .object = node.value else { return node }
        guard !stages.isEmpty else { throw node.bad("has values for stages, and the document has no `stages`") }
        let members = try node.members(known: stages)
        guard let stage = node.bindings.stage else { throw node.error(.noStage(node.path.description)) }
        return members[stage]
    }

    /// Whether a list of stages holds the one that was chosen; no list holds all.
    func contains(_ node: BaselineNode?, in stage: String?) throws(BaselineError) -> Bool {
        guard let node else { return true }
        var isChosen = false
        for element in try node.elementsOrOne() {
            let name = try element.text()
            guard stages.contains(where: { ByteOrder.same($0, name) }) else {
                let near = Suggestion.nearest(to: name, among: stages).map { "; did you mean `\($0)`?" } ?? ""
                throw element.bad("names no stage of this document\(near)")
            }
            if let stage, ByteOrder.same(stage, name) { isChosen = true }
        }
        return isChosen
    }
}
