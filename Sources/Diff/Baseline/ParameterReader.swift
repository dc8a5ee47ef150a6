import Snapshot

/// Reads `stages` and `parameters`.
enum ParameterReader {
    /// `stages: {prod: {clusters: [UID]}}`
    static func stages(_ node: BaselineNode?) throws(BaselineError) -> [Stage] {
        guard let node else { return [] }
        var stages: [Stage] = []
        var owners: [String: String] = [:]
        for (name, stage) in try node.members() {
            guard Parameter.isName(name), name != "pattern" else {
                throw stage.bad("is no name of a stage: letters, digits, `_` and `-`, beginning with a letter")
            }
            var clusters: [String] = []
            for element in try stage.members(known: ["clusters"])["clusters"]?.elementsOrOne() ?? [] {
                let uid = try element.words()
                if let owner = owners.updateValue(name, forKey: uid) {
                    throw element.bad("names a cluster that stands in the stage `\(owner)` already")
                }
                clusters.append(uid)
            }
            stages.append(Stage(name: name, clusters: clusters, position: stage.position))
        }
        return stages
    }

    /// `parameters: {registry: {prod: a, preprod: b}, region: {pattern: "[a-z]+"}, owner: contoso}`
    static func parameters(_ node: BaselineNode?, stages: [String]) throws(BaselineError) -> [Parameter] {
        guard let node else { return [] }
        var parameters: [Parameter] = []
        for (name, parameter) in try node.members() {
            guard Parameter.isName(name) else {
                throw parameter.bad("is no name of a parameter: letters, digits, `_` and `-`, beginning with a letter")
            }
            parameters.append(
                Parameter(name: name, source: try source(parameter, stages: stages), position: parameter.position))
        }
        return parameters
    }

    private static func source(
        _ node: BaselineNode, stages: [String]
    ) throws(BaselineError) -> Parameter.Source {
        switch node.value {
        case .string, .number, .bool: return .value(node.value)
        case .null, .array: throw node.wrongType("a value, {pattern: …} or one value for each stage")
        case .object(let object):
            if object["pattern"] != nil {
                guard let pattern = try node.members(known: ["pattern"])["pattern"] else { break }
                return .pattern(try pattern.expression())
            }
            guard !stages.isEmpty else {
                throw node.bad("has values for stages, and the document has no `stages`")
            }
            var values: [String: Value] = [:]
            // Whatever stands there: a list that varies as a whole, or null where a stage lacks the field.
            for (stage, value) in try node.members(known: stages) { values[stage] = value.value }
            for stage in stages where values[stage] == nil { throw node.bad("has no value for the stage `\(stage)`") }
            return .byStage(values)
        }
        throw node.bad("is no parameter")
    }
}
