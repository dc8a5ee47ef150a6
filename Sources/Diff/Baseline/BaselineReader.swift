import Snapshot

/// Reads `baseline.yaml`, strictly: what snapctl would not apply it refuses, as a rule that is silently skipped is a wrong
/// verdict.
package struct BaselineReader {
    /// The names of the stages.
    let stages: [String]

    /// The document that a file holds, read for each of its stages.
    ///
    /// - Parameter file: The file's name as the user wrote it, for complaints.
    package static func document(_ bytes: [UInt8], file: String) throws(BaselineError) -> BaselineDocument {
        let root = try BaselineNode.root(bytes, file: file)
        let members = try root.members(known: keys)
        try expect(Baseline.apiVersion, at: "apiVersion", in: members, of: root)
        try expect("Baseline", at: "kind", in: members, of: root)
        let metadata = try root.required("metadata", in: members)
        let labels = try metadata.members(known: metadataKeys)
        let name = try metadata.required("name", in: labels)
        let stages = try ParameterReader.stages(members["stages"])
        if let cluster = labels["cluster"], !stages.isEmpty {
            throw cluster.bad("is said twice: stages say which clusters they are of")
        }
        let document = BaselineDocument(
            root: root, name: try name.words(), version: try labels["version"].map(version), file: file,
            digest: Digest(of: bytes), redaction: try TableReader.redaction(members["redaction"]),
            cluster: try labels["cluster"]?.words(), stages: stages,
            parameters: try ParameterReader.parameters(members["parameters"], stages: stages.map(\.name)))
        for stage in stages.isEmpty ? [nil] : stages.map(Optional.some) {
            _ = try document.baseline(document.bindings(in: stage))
        }
        return document
    }

    /// The baseline that a file without stages holds.
    package static func read(_ bytes: [UInt8], file: String) throws(BaselineError) -> Baseline {
        let document = try document(bytes, file: file)
        return try document.baseline(document.bindings(in: nil))
    }

    private static let metadataKeys = ["name", "version", "cluster", "kubernetes", "capturedAt"]
    private static let keys = [
        "apiVersion", "kind", "metadata", "include", "stages", "parameters", "scope", "failOn", "rules", "require",
        "severities",
        "managers", "platform", "tables", "redaction",
    ]

    private static func expect(
        _ expected: String, at key: String, in members: [String: BaselineNode], of root: BaselineNode
    ) throws(BaselineError) {
        let node = try root.required(key, in: members)
        let found = try node.text()
        guard ByteOrder.same(found, expected) else {
            throw node.error(.notABaseline(key: key, found: found, expected: expected))
        }
    }

    private static func version(_ node: BaselineNode) throws(BaselineError) -> String {
        if case .number(let number) = node.value { return number.text }
        return try node.words()
    }

    /// The baseline with the values that its node is bound to.
    func baseline(_ document: BaselineDocument, _ root: BaselineNode) throws(BaselineError) -> Baseline {
        let members = try root.members(known: Self.keys)
        var baseline = Baseline(
            name: document.name, version: document.version, scope: try scope(members["scope"]),
            rules: try RuleReader(stages: stages).rules(members["rules"]), file: document.file,
            digest: document.digest)
        baseline.stage = root.bindings.stage
        let labels = try members["metadata"]?.members(known: Self.metadataKeys) ?? [:]
        baseline.kubernetes = try kubernetes(labels["kubernetes"])
        baseline.capturedAt = try capturedAt(labels["capturedAt"])
        baseline.requirements = try RequirementReader(stages: stages).requirements(members["require"])
        baseline.failOn =
            try StageChoice(stages).value(of: members["failOn"])?.word(Severity.self) ?? .low
        try TableReader.read(members["tables"], into: &baseline)
        baseline.severities = try SeverityReader.rows(members["severities"])
        baseline.managers = try WriterReader.writers(members["managers"])
        baseline.platformRows = try WriterReader.platform(members["platform"])
        for pack in try RulePack.included(members["include"]) {
            try pack.add(to: &baseline)
            let twice = Self.repeated(baseline.rules.map(\.name)) ?? Self.repeated(baseline.requirements.map(\.name))
            if let include = members["include"], let twice {
                throw include.bad("brings `\(twice)`, which the baseline has too; give yours another name")
            }
        }
        return baseline
    }

    /// The first of the names that stand there more than once.
    private static func repeated(_ names: [String]) -> String? {
        let counts = names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return names.first { counts[$0, default: 0] > 1 }
    }

    private func kubernetes(_ node: BaselineNode?) throws(BaselineError) -> String? {
        guard let node = try StageChoice(stages).value(of: node) else { return nil }
        let version = try node.words()
        guard ServerMinor.of(version) != nil else {
            throw node.bad("is no version of a server like v1.33.4")
        }
        return version
    }

    private func capturedAt(_ node: BaselineNode?) throws(BaselineError) -> RFC3339? {
        guard let node = try StageChoice(stages).value(of: node) else { return nil }
        guard let time = RFC3339(try node.words()) else {
            throw node.bad("is no time like 2026-03-04T13:00:00Z")
        }
        return time
    }

    private func scope(_ node: BaselineNode?) throws(BaselineError) -> Baseline.Scope {
        guard let node else { return Baseline.Scope() }
        let members = try node.members(known: ["include", "exclude"])
        return Baseline.Scope(
            include: try selectors(members["include"]), exclude: try selectors(members["exclude"]))
    }

    private func selectors(_ node: BaselineNode?) throws(BaselineError) -> [ObjectSelector] {
        guard let node else { return [] }
        var result: [ObjectSelector] = []
        for element in try node.elements() {
            let members = try element.members(known: ["kinds", "groups", "namespaces", "names"])
            let selector = try BaselineNode.selector(members, isPlural: true)
            guard !selector.isEmpty else {
                throw element.bad("selects everything; name kinds, groups, namespaces or names")
            }
            result.append(selector)
        }
        return result
    }
}
