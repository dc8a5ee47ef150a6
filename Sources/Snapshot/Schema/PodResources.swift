/// What servers fill in for the resources of a Pod as a whole, from those of its containers.
///
/// Source: KEP-2837 (requests, since 1.32; limits, since 1.36), KEP-5419; `defaults.go` of core/v1 and the helpers of
/// `component-helpers/resource`.
struct PodResources {
    private let stated: (requests: Object, limits: Object)
    private let containers: [Object]
    private let initContainers: [Object]

    /// - Parameters:
    ///   - resources: those of the Pod, as written.
    ///   - pod: its spec; `nil` comes of none.
    init?(_ resources: Object, of pod: Object) {
        guard !pod.isEmpty else { return nil }
        stated = (resources["requests"]?.object ?? Object(), resources["limits"]?.object ?? Object())
        containers = pod["containers"]?.array?.compactMap(\.object) ?? []
        initContainers = pod["initContainers"]?.array?.compactMap(\.object) ?? []
    }

    /// Limits of huge pages that the Pod does not state.
    var limitsOfHugePages: Value? {
        guard !stated.requests.isEmpty || !stated.limits.isEmpty else { return nil }
        return value(sum(of: Self.limits).filter { Self.isHugePage($0.key) && stated.requests[$0.key] == nil })
    }

    /// Limits of processors and memory, of a Pod that has requests and no limits.
    var limits: Value? {
        let isLimited = (stated.limits.keys + (limitsOfHugePages?.object?.keys ?? [])).contains(where: Self.isOfPods)
        guard !isLimited, stated.requests.keys.contains(where: Self.isOfPods) else { return nil }
        let every = containers + initContainers
        return value(
            sum(of: Self.limits).filter { name, _ in
                Self.overcommitted.contains(name) && every.allSatisfy { Self.limits($0)[name] != nil }
            })
    }

    /// Requests of a Pod that has limits: what its containers ask for, else its limits.
    var requests: Value? {
        var limits = stated.limits
        for limit in limitsOfHugePages?.object?.members ?? [] where limits[limit.key] == nil {
            limits[limit.key] = limit.value
        }
        guard !limits.isEmpty else { return nil }
        var result = Object(ordered: limits.members.filter { Self.isOfPods($0.key) })
        for (name, amount) in sum(of: Self.requests) where Self.overcommitted.contains(name) {
            result[name] = .string(amount.text)
        }
        return .object(result)
    }

    // MARK: Amounts

    private static let overcommitted: Set<String> = ["cpu", "memory"]

    private static func isHugePage(_ name: String) -> Bool { name.hasPrefix("hugepages-") }

    private static func isOfPods(_ name: String) -> Bool { overcommitted.contains(name) || isHugePage(name) }

    private static func limits(_ container: Object) -> Object { container["resources"]?["limits"]?.object ?? Object() }

    /// What a container asks for, which is its limit where it says nothing.
    private static func requests(_ container: Object) -> Object {
        var result = limits(container)
        for request in container["resources"]?["requests"]?.object?.members ?? [] {
            result[request.key] = request.value
        }
        return result
    }

    /// What is needed at one time: all containers and the sidecars beside them, or one that runs before, with the sidecars that
    /// were started by then.
    private func sum(of amounts: (Object) -> Object) -> [String: ExactDecimal] {
        var running: [String: ExactDecimal] = [:]
        for container in containers { Self.add(amounts(container), to: &running) }
        var sidecars: [String: ExactDecimal] = [:]
        var highest: [String: ExactDecimal] = [:]
        for container in initContainers {
            var now = sidecars
            Self.add(amounts(container), to: &now)
            if container["restartPolicy"] == "Always" {
                Self.add(amounts(container), to: &running)
                sidecars = now
            }
            highest.merge(now) { max($0, $1) }
        }
        return running.merging(highest) { max($0, $1) }
    }

    private static func add(_ amounts: Object, to sums: inout [String: ExactDecimal]) {
        for amount in amounts.members {
            let text =
                switch amount.value {
                case .string(let text): text
                case .number(let number): number.text
                default: ""
                }
            guard let value = Quantity.value(text) else { continue }
            sums[amount.key] = sums[amount.key].map { $0.adding(value) ?? $0 } ?? value
        }
    }

    private func value(_ amounts: [String: ExactDecimal]) -> Value? {
        amounts.isEmpty ? nil : .object(Object(amounts.mapValues { .string($0.text) }))
    }
}
