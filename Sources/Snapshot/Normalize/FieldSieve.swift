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

    private let rulesForAll: [(path: ArraySlice<RulePath.Step>, rule: FieldRule)]
    private let rulesByKind: [GroupKind: [(path: ArraySlice<RulePath.Step>, rule: FieldRule)]]

    /// A sieve of these rules.
    package init(_ rules: [FieldRule] = FieldTable.rules) {
        func paths(_ rule: FieldRule) -> [(path: ArraySlice<RulePath.Step>, rule: FieldRule)] {
            rule.paths.map { (RulePath($0).steps[...], rule) }
        }
        let all = rules.filter { $0.kinds == nil }.flatMap(paths)
        var byKind: [GroupKind: [(path: ArraySlice<RulePath.Step>, rule: FieldRule)]] = [:]
        for rule in rules {
            for kind in rule.kinds ?? [] { byKind[kind, default: all] += paths(rule) }
        }
        rulesForAll = all
        rulesByKind = byKind
    }

    /// The object without the fields that rules take out; `dropped` is told each of them.
    package func apply(
        to object: Value, of kind: GroupKind, dropped: (Dropped) -> Void = { _ in }
    ) -> Value {
        let rules = rulesByKind[kind] ?? rulesForAll
        return walk(object, rules, FieldPath(), dropped) ?? object
    }

    /// The value without what the rules take out; `nil` when nothing of it is left that was there only for them.
    private func walk(
        _ value: Value, _ rules: [(path: ArraySlice<RulePath.Step>, rule: FieldRule)], _ path: FieldPath,
        _ dropped: (Dropped) -> Void
    ) -> Value? {
        switch value {
        case .object(let object):
            var touched = false
            let result = object.compactMapValues { key, value in
                var deeper: [(path: ArraySlice<RulePath.Step>, rule: FieldRule)] = []
                for (steps, rule) in rules {
                    guard case .field(let glob)? = steps.first, glob.matches(key) else { continue }
                    if steps.count == 1 {
                        touched = true
                        dropped(Dropped(rule: rule, path: path.appending(.field(key)), value: value))
                        return Value?.none
                    }
                    deeper.append((steps.dropFirst(), rule))
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
                var deeper: [(path: ArraySlice<RulePath.Step>, rule: FieldRule)] = []
                var taken = false
                for (steps, rule) in rules where !taken {
                    switch steps.first {
                    case .everyElement?: break
                    case .element(let field, let glob)?:
                        guard let text = element[field]?.string, glob.matches(text) else { continue }
                    default: continue
                    }
                    if steps.count == 1 {
                        taken = true
                        dropped(Dropped(rule: rule, path: place, value: element))
                    } else {
                        deeper.append((steps.dropFirst(), rule))
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
