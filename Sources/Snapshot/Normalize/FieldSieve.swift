/// Takes out of an object what the field rules say is not declared, in one walk.
package struct FieldSieve: Sendable {
    /// A field that was taken out.
    package struct Dropped: Sendable, Hashable {
        /// By which rule.
        package let rule: FieldRule
        /// Where it stood.
        package let path: FieldPath
        /// What it said.
        package let value: Value
    }

    /// What is left of a rule's path at some depth. The rule is a position: rules are large, and trails are copied at every
    /// field of every object.
    private struct Trail {
        let steps: ArraySlice<RulePath.Step>
        let rule: Int
    }

    private let rules: [FieldRule]
    private let trailsForAll: [Trail]
    private let trailsByKind: [GroupKind: [Trail]]

    /// A sieve of these rules.
    package init(_ rules: [FieldRule] = FieldTable.rules) {
        self.rules = rules
        let trails = rules.enumerated().map { position, rule in
            rule.paths.map { Trail(steps: RulePath($0).steps[...], rule: position) }
        }
        let all = rules.indices.filter { rules[$0].kinds == nil }.flatMap { trails[$0] }
        var byKind: [GroupKind: [Trail]] = [:]
        for (position, rule) in rules.enumerated() {
            for kind in rule.kinds ?? [] { byKind[kind, default: all] += trails[position] }
        }
        trailsForAll = all
        trailsByKind = byKind
    }

    /// The object without the fields that rules take out; `dropped` is told each of them.
    ///
    /// - Parameter isControlled: whether a controller owns it; `nil` asks the object.
    package func apply(
        to object: Value, of kind: GroupKind, isControlled: Bool? = nil, dropped: (Dropped) -> Void = { _ in }
    ) -> Value {
        var trails = trailsByKind[kind] ?? trailsForAll
        if trails.contains(where: { rules[$0.rule].needsController }), !(isControlled ?? Self.hasController(object)) {
            trails.removeAll { rules[$0.rule].needsController }
        }
        return walk(object, trails, FieldPath(), dropped) ?? object
    }

    /// Whether an owner reference of the object says `controller: true`.
    package static func hasController(_ object: Value) -> Bool {
        (object["metadata"]?["ownerReferences"]?.array ?? []).contains { $0["controller"]?.bool == true }
    }

    /// The value without what the rules take out; `nil` when nothing of it is left that was there only for them.
    private func walk(
        _ value: Value, _ trails: [Trail], _ path: FieldPath, _ dropped: (Dropped) -> Void
    ) -> Value? {
        switch value {
        case .object(let object):
            var touched = false
            let result = object.compactMapValues { key, value in
                var deeper: [Trail] = []
                for trail in trails {
                    guard case .field(let glob)? = trail.steps.first, glob.matches(key) else { continue }
                    if trail.steps.count == 1 {
                        touched = true
                        dropped(Dropped(rule: rules[trail.rule], path: path.appending(.field(key)), value: value))
                        return Value?.none
                    }
                    deeper.append(Trail(steps: trail.steps.dropFirst(), rule: trail.rule))
                }
                if deeper.isEmpty { return value }
                let rest = walk(value, deeper, path.appending(.field(key)), dropped)
                if rest == nil { touched = true }
                return rest
            }
            // A map that only held noise is as absent as one that was never there.
            return touched && result.isEmpty ? nil : .object(result)
        case .array(let elements):
            var result: [Value] = []
            for (position, element) in elements.enumerated() {
                let place = path.appending(.index(position))
                var deeper: [Trail] = []
                var taken = false
                for trail in trails where !taken {
                    switch trail.steps.first {
                    case .everyElement?: break
                    case .element(let field, let glob)?:
                        guard let text = element[field]?.string, glob.matches(text) else { continue }
                    default: continue
                    }
                    if trail.steps.count == 1 {
                        taken = true
                        dropped(Dropped(rule: rules[trail.rule], path: place, value: element))
                    } else {
                        deeper.append(Trail(steps: trail.steps.dropFirst(), rule: trail.rule))
                    }
                }
                if taken { continue }
                result.append(deeper.isEmpty ? element : walk(element, deeper, place, dropped) ?? element)
            }
            return result.isEmpty && !elements.isEmpty ? nil : .array(result)
        default:
            return value
        }
    }
}
