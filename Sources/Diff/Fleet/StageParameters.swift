import Snapshot

/// The parameters of a draft as they come up: patterns that several objects share, and values that vary by themselves.
struct StageParameters {
    private struct Single {
        let name: String
        let values: [String: Value]
        let site: Pattern.Site
    }

    private let stages: [String]
    private let patterns: Patterns
    private var used: Set<Int> = []
    private var singles: [Single] = []
    private var known: [Key: Int] = [:]
    private var names: Set<String>
    private let numbers: [String: Int]
    private var places: [String: Int] = [:]

    /// What makes two places of one object share a parameter: the same values.
    private struct Key: Hashable {
        let identity: Identity
        let values: [String: Value]
    }

    init(_ stages: [String], _ patterns: Patterns) {
        self.stages = stages
        self.patterns = patterns
        names = Set(patterns.patterns.map(\.name))
        numbers = Dictionary(
            patterns.patterns.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first }
        )
    }

    /// How many parameters stand in several objects.
    var sharedCount: Int { used.count { patterns.patterns[$0].objectCount > 1 } }

    /// What stands in the golden resource at a place that varies.
    mutating func text(for site: StageSites.Site, in identity: Identity) -> String {
        let place = Pattern.Site(identity: identity, path: site.path)
        if let pieces = patterns.templates[place], let text = template(pieces) { return text }
        // Null where a stage says nothing: the field is not there then.
        let values = Dictionary(
            zip(stages, site.values).map { ($0, $1 ?? .null) }, uniquingKeysWith: { first, _ in first })
        let key = Key(identity: identity, values: values)
        if let same = known[key] { return "${\(singles[same].name)}" }
        let name = name(for: place)
        known[key] = singles.count
        places[name] = singles.count
        singles.append(Single(name: name, values: values, site: place))
        return "${\(name)}"
    }

    private mutating func template(_ pieces: [Patterns.Piece]) -> String? {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let plain): text += ParameterText.escaped(plain)
            case .pattern(let number):
                // `$${` would be read as an escape.
                guard text.utf8.last != UInt8(ascii: "$") else { return nil }
                text += "${\(patterns.patterns[number].name)}"
            }
        }
        for case .pattern(let number) in pieces { used.insert(number) }
        return text
    }

    private mutating func name(for site: Pattern.Site) -> String {
        let identity = site.identity
        let field = PatternName.fieldNames(site.path).first ?? "value"
        let short = PatternName.kebab(
            [identity.namespace, identity.name, field].compactMap { $0 }.joined(separator: "-"))
        let long = PatternName.kebab(
            [identity.namespace, identity.kind, identity.name, field].compactMap { $0 }.joined(separator: "-"))
        var name = names.contains(short) ? long : short
        var number = 1
        while !names.insert(name).inserted {
            number += 1
            name = "\(long)-\(number)"
        }
        return name
    }

    /// What some of the parameters stand for in a stage.
    func bindings(_ names: [String], stage: Int) -> Bindings {
        var values: [String: Value] = [:]
        for name in names {
            if let number = numbers[name] {
                values[name] = .string(patterns.patterns[number].values.texts[stage])
            } else if let place = places[name] {
                values[name] = singles[place].values[stages[stage]]
            }
        }
        return Bindings(stage: stages[stage], values: values)
    }

    /// All parameters, those of several objects first, each part by name; and why each is there.
    func finished() -> (parameters: [Parameter], notes: [String: [String]]) {
        var notes: [String: [String]] = [:]
        var shared: [Parameter] = []
        for number in used {
            let pattern = patterns.patterns[number]
            let values = Dictionary(
                zip(stages, pattern.values.texts).map { ($0, Value.string($1)) },
                uniquingKeysWith: { first, _ in first })
            shared.append(Parameter(name: pattern.name, source: .byStage(values)))
            notes[pattern.name] = [
                "\(pattern.fieldCount) field\(pattern.fieldCount == 1 ? "" : "s") in \(pattern.objectCount) "
                    + "object\(pattern.objectCount == 1 ? "" : "s")"
                    + (pattern.objectCount == 1 ? ": \(Self.words(pattern.sites[0]))" : "")
            ]
        }
        shared.sort { ByteOrder.precedes($0.name, $1.name) }
        let alone = singles.sorted { ByteOrder.precedes($0.name, $1.name) }
        for single in alone { notes[single.name] = [Self.words(single.site)] }
        if let head = shared.first {
            notes[head.name, default: []].insert(
                "Values that differ consistently between the stages.", at: 0)
        }
        if let head = alone.first {
            notes[head.name, default: []].insert("Values that vary by themselves, one place each.", at: 0)
        }
        return (shared + alone.map { Parameter(name: $0.name, source: .byStage($0.values)) }, notes)
    }

    private static func words(_ site: Pattern.Site) -> String {
        let identity = site.identity
        return "\(identity.groupKind) \(identity.namespace.map { $0 + "/" } ?? "")\(identity.name) \(site.path)"
    }
}
