/// The tables that roles, normalized digests and comparisons depend on, as one printable value and its digest.
///
/// A digest stands for its object only where the rule sets are equal; otherwise the object is opened.
package enum RuleSet {
    /// Raised when equal tables come to mean something else: another canonical form, another way to tell a role.
    private static let algorithm = 3

    /// The tables as data, in the form that `snapctl rules` prints.
    package static var json: Value {
        [
            "algorithm": .number(Number(algorithm)), "defaults": .array(DefaultTable.rules.map(\.json)),
            "impliedDefaults": .array(
                ImpliedDefault.rules.map { rule in
                    var row: Object = Object()
                    row["definition"] = .string(rule.definition)
                    row["field"] = .string(rule.field)
                    row["value"] = .string(rule.reason)
                    row["since"] = rule.since.map { .string("1.\($0)") }
                    row["notWithin"] = rule.notWithin.map(Value.string)
                    return .object(row)
                }),
            "empty": .array(
                (EmptyTable.nothing + EmptyTable.something).map { row in
                    [
                        "definition": .string(row.definition), "fields": .array(row.fields.map(Value.string)),
                        "says": .string(row.meaning ?? "nothing"),
                    ]
                }),
            "builtinTypes": ["version": .string("1.\(StateSchema.builtinMinor)"), "digest": .string(builtinTypes.hex)],
            "scope": .array(
                ScopeTable.rules.map {
                    ["exclude": .array($0.patterns.map(Value.string)), "reason": .string($0.reason)]
                }),
            "fields": .array(FieldTable.rules.map(\.json)), "lists": .array(listRules),
            "textMaps": .array(
                TextMapTable.rows.map {
                    ["definition": .string($0.definition), "fields": .array($0.fields.map(Value.string))]
                }),
            "durations": .array(
                DurationTable.rules.map { rule in
                    [
                        "kinds": .array(rule.kinds.map { .string($0.description) }), "path": .string(rule.path),
                        "form": .string(rule.form.rawValue),
                    ]
                }),
            "flowControl": .array(
                FlowControlTable.rows.map { ["kind": .string($0.kind), "name": .string($0.name), "spec": $0.spec] }),
            "objects": .array(RoleTable.rules.map(\.json)), "makers": .array(MakerTable.rules.map(\.json)),
            "handFields": HandFields.json,
            "hands": .array(
                HandTable.managers.map { ["manager": .string($0.prefix + "*"), "reason": .string($0.reason)] }),
        ]
    }

    /// SHA-256 over the canonical form of ``json``.
    package static let digest = Digest(of: CanonicalJSON.bytes(json))

    /// What this program knows of the types of Kubernetes itself: their fields, and which of them have a status.
    private static var builtinTypes: Digest {
        let types = BuiltinTypes.all.map {
            Value.string("\($0.apiVersion)/\($0.kind) \($0.isNamespaced) \($0.hasStatus)")
        }
        return Digest(of: Array(BuiltinSchemaTable.json.utf8) + CanonicalJSON.bytes(.array(types)))
    }

    private static var listRules: [Value] {
        ListTable.rules.map { rule in
            [
                "definition": .string(rule.definition), "field": .string(rule.field),
                "compare": .string(rule.semantics.words), "reason": .string(rule.reason),
            ]
        }
            + ListTable.groupRules.map { rule in
                [
                    "group": .string(rule.group), "field": .string(rule.path.joined(separator: ".")),
                    "compare": .string(rule.words), "reason": .string(rule.reason),
                ]
            }
    }
}

extension DefaultRule {
    fileprivate var json: Value {
        var object: Object = Object()
        object["definition"] = .string(definition)
        object["field"] = .string(field)
        object["value"] = value
        object["since"] = since.map { .string("1.\($0)") }
        object["until"] = until.map { .string("1.\($0)") }
        return .object(object)
    }
}

extension FieldRule {
    fileprivate var json: Value {
        var object: Object = Object()
        object["name"] = .string(name)
        object["kinds"] = kinds.map { .array($0.map { .string($0.description) }) }
        object["paths"] = .array(paths.map(Value.string))
        object["effect"] = .string(effect.rawValue)
        if needsController { object["when"] = "a controller owns it" }
        object["reason"] = .string(reason)
        return .object(object)
    }
}

extension RoleRule {
    fileprivate var json: Value {
        var object = Object()
        object["name"] = .string(name)
        object["kinds"] = .array(kinds.map { .string($0.description) })
        object["when"] = conditions.isEmpty ? nil : .string(conditions.map(\.words).joined(separator: ", "))
        object["managers"] = makers.isEmpty ? nil : .array(makers.map(Value.string))
        object["role"] = .string(role.rawValue)
        object["reason"] = .string(reason)
        return .object(object)
    }
}

extension MakerRule {
    fileprivate var json: Value {
        var object: Object = Object()
        object["owners"] = .array(owners.map { .string($0.description) })
        object["versions"] = versions.isEmpty ? nil : .array(versions.map(Value.string))
        object["makes"] = .array(makes.map { .string($0.description) })
        object["managers"] = .array(managers.map(Value.string))
        object["when"] = isMirror ? "annotation kubernetes.io/config.mirror, named and bound to that node" : nil
        object["reason"] = .string(reason)
        return .object(object)
    }
}

extension RoleRule.Condition {
    fileprivate var words: String {
        switch self {
        case .name(let name): "name is \(name)"
        case .namespace(let namespace): "namespace is \(namespace)"
        case .label(let key, let values):
            "label \(key)" + (values.isEmpty ? "" : " is \(values.joined(separator: " or "))")
        case .annotation(let key): "annotation \(key)"
        case .type(let type): "type is \(type)"
        case .annotationSays(let key, let value): "annotation \(key) is \(value)"
        case .controlledBy(let kinds):
            "its controller is a \(kinds.map(\.description).joined(separator: " or "))"
        case .labelNamesOwner(let key): "label \(key) is its controller's name"
        case .without(let fields): "it has no \(fields.joined(separator: ", "))"
        case .onlyKeys(let field, let keys): "\(field) holds nothing but \(keys.joined(separator: ", "))"
        case .isInFlowControl: "name and content are in `flowControl`"
        case .same(let a, let b): "\(a.joined(separator: ".")) is \(b.joined(separator: "."))"
        case .nameIs(let parts):
            "name is "
                + parts.map { part in
                    switch part {
                    case .text(let text): text
                    case .field(let path): "<\(path.joined(separator: "."))>"
                    }
                }.joined()
        }
    }
}

extension ListSemantics {
    /// In words, for tables that people read.
    package var words: String {
        switch self {
        case .ordered: "position by position"
        case .map(let keys, let isOrdered): "by \(keys.joined(separator: ", "))" + (isOrdered ? ", in order" : "")
        case .environment: "by name, in order where $(NAME) refers"
        case .bag(let keys): "in any order" + (keys.isEmpty ? "" : ", shown by \(keys.joined(separator: ", "))")
        }
    }
}
