package import Snapshot

/// What the parameters of a baseline stand for in one check.
package struct Bindings: Sendable, Hashable {
    /// How a value is written into a text that has a grammar of its own.
    package enum Quoting: Sendable, Hashable {
        /// As it is.
        case none
        /// For a ``Glob``.
        case glob
        /// For a ``RegularExpression``.
        case expression
    }

    /// The stage that was chosen; `nil` when the baseline has none.
    package var stage: String?
    /// Known values.
    package private(set) var values: [String: Value]
    /// What the others must match; they stay `${name}` until they are learned.
    package private(set) var patterns: [String: RegularExpression]

    package init(
        stage: String? = nil, values: [String: Value] = [:], patterns: [String: RegularExpression] = [:]
    ) {
        self.stage = stage
        self.values = values
        self.patterns = patterns
    }

    /// The values of parameters in a stage. One that has no value there is left out.
    package init(_ parameters: [Parameter], stage: String?) {
        self.init(stage: stage)
        for parameter in parameters {
            switch parameter.source {
            case .value(let value): values[parameter.name] = value
            case .byStage(let byStage): values[parameter.name] = stage.flatMap { byStage[$0] }
            case .pattern(let pattern): patterns[parameter.name] = pattern
            }
        }
    }

    /// These with a value for a parameter that had none.
    package func learning(_ name: String, _ value: String) -> Bindings {
        var result = self
        result.values[name] = .string(value)
        result.patterns[name] = nil
        return result
    }

    /// The names of all parameters.
    package var names: [String] { Set(values.keys).union(patterns.keys).sorted(by: ByteOrder.precedes) }

    /// The text with values instead of parameters. What is not known yet stays as it is.
    package func text(_ text: String, quoting: Quoting = .none) throws(UnknownParameter) -> String {
        guard ParameterText.mayHold(text) else { return text }
        var result = ""
        for piece in ParameterText(text).pieces {
            switch piece {
            case .text(let text): result += text
            case .parameter(let name): result += Self.quoted(CanonicalJSON.plain(try value(of: name)), quoting)
            }
        }
        return result
    }

    /// The value with values instead of parameters: in texts and in keys. A text that is a parameter and nothing else
    /// becomes its value with its type.
    package func value(_ value: Value) throws(UnknownParameter) -> Value {
        switch value {
        case .string(let text):
            guard ParameterText.mayHold(text) else { return value }
            let pieces = ParameterText(text).pieces
            if pieces.count == 1, case .parameter(let name)? = pieces.first { return try self.value(of: name) }
            return .string(try self.text(text))
        case .array(let elements):
            var result: [Value] = []
            result.reserveCapacity(elements.count)
            for element in elements { result.append(try self.value(element)) }
            return .array(result)
        case .object(let object):
            guard object.members.contains(where: { ParameterText.mayHold($0.key) }) else {
                return .object(
                    try object.compactMapValues { (_, value) throws(UnknownParameter) in try self.value(value) })
            }
            var result = Object()
            for member in object.members { result[try text(member.key)] = try self.value(member.value) }
            return .object(result)
        case .null, .bool, .number: return value
        }
    }

    private func value(of name: String) throws(UnknownParameter) -> Value {
        if let value = values[name] { return value }
        guard patterns[name] != nil else { throw UnknownParameter(name: name, known: names) }
        return .string("${\(name)}")
    }

    private static func quoted(_ text: String, _ quoting: Quoting) -> String {
        let special: String.UTF8View
        switch quoting {
        case .none: return text
        case .glob: special = "\\*?".utf8
        case .expression: special = "\\.*+?()[]{}|^$/".utf8
        }
        var result: [UInt8] = []
        for byte in text.utf8 {
            if special.contains(byte) { result.append(UInt8(ascii: "\\")) }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// A parameter that the baseline does not have.
package struct UnknownParameter: Error, Hashable {
    package let name: String
    /// Those that it has.
    package let known: [String]

    /// What is wrong, without a place.
    package var summary: String { "no parameter is named `\(name)`" }

    /// What to do next.
    package var hint: String {
        (Suggestion.nearest(to: name, among: known).map { "did you mean `${\($0)}`? " } ?? "")
            + "define it under parameters, or write `$${\(name)}` for the text itself"
    }
}
