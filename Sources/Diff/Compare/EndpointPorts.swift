import Snapshot

/// What an EndpointSlice or Endpoints say: where, and on which ports.
struct EndpointPorts {
    /// One port, as both kinds write it.
    struct Port: Hashable {
        let name: String
        let transport: String
        let number: Int?

        init(_ port: Value) {
            name = port["name"]?.string ?? ""
            transport = port["protocol"]?.string ?? "TCP"
            number = port["port"]?.int
        }

        /// Whether the Service has a port of this name that leads to this number, or to a port of that name of one of its Pods.
        func isServed(by service: Value, _ pods: [PodPlaces.Place]) -> Bool {
            (service[["spec", "ports"]]?.array ?? []).contains { port in
                let own = Port(port)
                guard own.name == name, own.transport == transport else { return false }
                switch port["targetPort"] {
                case .string(let target)?:
                    return pods.contains { pod in
                        pod.ports.contains { $0.name == target && $0.transport == transport && $0.number == number }
                    }
                case let target?: return target.int == number
                // What servers fill in.
                case nil: return own.number == number
                }
            }
        }
    }

    private(set) var addresses: Set<String> = []
    private(set) var ports: Set<Port> = []

    init(_ object: Value) {
        for endpoint in object["endpoints"]?.array ?? [] {
            addresses.formUnion((endpoint["addresses"]?.array ?? []).compactMap(\.string))
        }
        for port in object["ports"]?.array ?? [] { ports.insert(Port(port)) }
        for subset in object["subsets"]?.array ?? [] {
            for field in ["addresses", "notReadyAddresses"] {
                addresses.formUnion((subset[field]?.array ?? []).compactMap { $0["ip"]?.string })
            }
            for port in subset["ports"]?.array ?? [] { ports.insert(Port(port)) }
        }
    }
}

/// Where Pods are, by the addresses that kubelet reports, and which ports their containers name.
struct PodPlaces {
    struct Place {
        let addresses: Set<String>
        let labels: Object
        let ports: [EndpointPorts.Port]
    }

    private var places: [String: [Place]] = [:]

    init() {}

    mutating func add(_ pod: Value, in namespace: String) {
        var addresses = Set((pod[["status", "podIPs"]]?.array ?? []).compactMap { $0["ip"]?.string })
        if let address = pod[["status", "podIP"]]?.string { addresses.insert(address) }
        let containers = (pod[["spec", "containers"]]?.array ?? []) + (pod[["spec", "initContainers"]]?.array ?? [])
        let ports = containers.flatMap { $0["ports"]?.array ?? [] }.map { port in
            var named = port.object ?? Object()
            named["port"] = port["containerPort"]
            return EndpointPorts.Port(.object(named))
        }
        places[namespace, default: []].append(
            Place(addresses: addresses, labels: pod[["metadata", "labels"]]?.object ?? Object(), ports: ports))
    }

    /// The Pods of a namespace that have all labels of a selector.
    func selected(in namespace: String, by selector: Object) -> [Place] {
        (places[namespace] ?? []).filter { place in
            selector.members.allSatisfy { place.labels[$0.key] == $0.value }
        }
    }
}
