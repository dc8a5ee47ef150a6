package import Snapshot

/// Reads what one stage says in the terms of another one, in the places where golden resources say `${name}` and nowhere
/// else.
///
/// A place is translated only while it says what the parameters say for its own stage. Whatever else stands there stays, and
/// is a difference. What a pattern stands for is not known here: such names stay as they are.
package struct StageTranslation: Sendable {
    /// A golden resource as both stages say it.
    private struct Pair: Sendable {
        let identity: Identity
        let old: Value
        let new: Value
    }

    private let pairs: [Identity: Pair]
    /// The stage that is read, and the one in whose terms.
    package let stages: (from: String, to: String)

    /// - Parameters:
    ///   - golden: The golden resources as their files say them.
    ///   - from: The values of the stage whose state is read.
    ///   - to: The values of the stage in whose terms it is read.
    package init(_ golden: [Value], from: Bindings, to: Bindings) throws(UnknownParameter) {
        var pairs: [Identity: Pair] = [:]
        for object in golden where !ParameterText.parameters(in: object).isEmpty {
            let (old, new) = (try from.value(object), try to.value(object))
            guard old != new, let before = Identity(of: old), let after = Identity(of: new) else { continue }
            pairs[before] = Pair(identity: after, old: old, new: new)
        }
        self.pairs = pairs
        stages = (from.stage ?? "", to.stage ?? "")
    }

    /// Whether both stages say the same everywhere.
    package var isEmpty: Bool { pairs.isEmpty }

    /// Which object this one is in the other stage.
    package func identity(_ identity: Identity) -> Identity { pairs[identity]?.identity ?? identity }

    /// The object as the other stage would say it.
    package func object(_ object: Value, of identity: Identity) -> Value {
        guard let pair = pairs[identity] else { return object }
        return Self.merged(pair.old, pair.new, object) ?? object
    }

    /// What is to stand where `actual` stands, when it is known that one stage says `old` there and the other one `new`.
    /// A null says that nothing stands there.
    private static func merged(_ old: Value?, _ new: Value?, _ actual: Value?) -> Value? {
        let (old, new) = (old == .null ? nil : old, new == .null ? nil : new)
        if old == new { return actual }
        if old == actual { return new }
        switch (old, new, actual) {
        case (.object(let old)?, .object(let new)?, .object(var result)?):
            for key in Set(old.keys).union(new.keys).sorted(by: ByteOrder.precedes) {
                result[key] = merged(old[key], new[key], result[key])
            }
            return .object(result)
        case (.array(let old)?, .array(let new)?, .array(var result)?) where old.count == new.count:
            for (position, element) in old.enumerated() where element != new[position] {
                guard let place = place(of: element, at: position, in: result),
                    let changed = merged(element, new[position], result[place])
                else { continue }
                result[place] = changed
            }
            return .array(result)
        default: return actual
        }
    }

    /// Where the element stands that is a golden one: itself, one of the same name, else the one at the same position.
    private static func place(of element: Value, at position: Int, in elements: [Value]) -> Int? {
        if let same = elements.firstIndex(of: element) { return same }
        if let name = element["name"] { return elements.firstIndex { $0["name"] == name } }
        return elements.indices.contains(position) ? position : nil
    }
}
