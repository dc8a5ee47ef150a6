import Snapshot

/// What quotas count Pods and claims by, as if each scope were a label.
///
/// Source: the API reference, ResourceQuota and ScopedResourceSelectorRequirement; pkg/quota/v1/evaluator/core.
enum SelectionScopes {
    /// The fields of a Pod's `spec` that decide.
    static let podFields = [
        "priorityClassName", "activeDeadlineSeconds", "containers", "initContainers", "resources", "affinity",
    ]
    /// The field of a claim's.
    static let claimField = "volumeAttributesClassName"
    /// Where a Pod says what it needs.
    private static let needs = ["containers", "initContainers", "resources"]
    /// The scopes that are the opposite of others.
    private static let opposites = ["NotTerminating": "Terminating", "NotBestEffort": "BestEffort"]

    /// Which of the objects in its namespace a quota counts; everything where it names no scope.
    static func selector(of quota: Value) -> LabelSelector {
        let spec = quota["spec"]
        let named = (spec?["scopes"]?.array ?? []).compactMap(\.string).map { scope in
            requirement(scope, "Exists", nil)
        }
        let selected = (spec?["scopeSelector"]?["matchExpressions"]?.array ?? []).map { term in
            requirement(term["scopeName"]?.string ?? "", term["operator"]?.string ?? "", term["values"])
        }
        return LabelSelector(["matchExpressions": .array(named + selected)])
    }

    private static func requirement(_ scope: String, _ operation: String, _ values: Value?) -> Value {
        if let opposite = opposites[scope] {
            return [
                "key": .string(opposite),
                "operator": .string(operation == "DoesNotExist" ? "Exists" : "DoesNotExist"),
            ]
        }
        return ["key": .string(scope), "operator": .string(operation), "values": values ?? []]
    }

    /// The scopes of an object, with the fields that decide them.
    ///
    /// - Parameter path: where the Pod's `spec` is.
    static func ofPod(_ spec: Value, at path: [String]) -> [String: SelectionEffect.Fact] {
        var facts: [String: SelectionEffect.Fact] = [:]
        func set(_ scope: String, _ value: String?, _ field: String) {
            facts[scope] = SelectionEffect.Fact(value, FieldPath((path + [field]).map(PathElement.field)))
        }
        set(
            "PriorityClass", spec["priorityClassName"]?.string.flatMap { $0.isEmpty ? nil : $0 },
            "priorityClassName")
        set(
            "Terminating", spec["activeDeadlineSeconds"].present.map { _ in "" }, "activeDeadlineSeconds")
        let containers = ["containers", "initContainers"].flatMap { spec[$0]?.array ?? [] }
        let isLimited = (containers + [spec]).contains { holder in
            ["requests", "limits"].contains { part in
                ["cpu", "memory"].contains { isMoreThanNothing(holder["resources"]?[part]?[$0]) }
            }
        }
        facts["BestEffort"] = SelectionEffect.Fact(
            isLimited ? nil : "", paths: needs.map { FieldPath((path + [$0]).map(PathElement.field)) })
        let terms = ["podAffinity", "podAntiAffinity"].flatMap { affinity -> [Value] in
            let rules = spec["affinity"]?[affinity]
            return (rules?["requiredDuringSchedulingIgnoredDuringExecution"]?.array ?? [])
                + (rules?["preferredDuringSchedulingIgnoredDuringExecution"]?.array ?? []).compactMap {
                    $0["podAffinityTerm"]
                }
        }
        let isAcross = terms.contains {
            $0["namespaceSelector"].present != nil || !($0["namespaces"]?.array ?? []).isEmpty
        }
        set("CrossNamespacePodAffinity", isAcross ? "" : nil, "affinity")
        return facts
    }

    /// The scopes of a claim.
    static func ofClaim(_ claim: Value) -> [String: SelectionEffect.Fact] {
        [
            "VolumeAttributesClass": SelectionEffect.Fact(
                claim["spec"]?[claimField]?.string, FieldPath(fields: "spec", claimField))
        ]
    }

    /// A need of zero is none. Source: pkg/apis/core/v1/helper/qos.
    private static func isMoreThanNothing(_ need: Value?) -> Bool {
        guard let need = need.present else { return false }
        return Quantity.value(CanonicalJSON.plain(need)).map { !$0.digits.isEmpty } ?? true
    }
}
