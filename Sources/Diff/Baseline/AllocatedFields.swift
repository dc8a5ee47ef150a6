import Snapshot

/// Fields of built-in types that servers allocate: nobody declared them, and they are others after an object was made again.
///
/// ``FilledTable`` says of all of them that a server fills them in, so that a live object that has one is equal to a golden
/// resource that has none. What somebody wrote, by the object's managedFields, stays in the resource.
enum AllocatedFields {
    private static let service = GroupKind(group: "", kind: "Service")
    private static let claim = GroupKind(group: "", kind: "PersistentVolumeClaim")

    /// What an object declares, without what was allocated.
    static func removed(from declared: Value, of object: Value, kind: GroupKind) -> Value {
        guard case .object(var root) = declared, case .object(var spec)? = root["spec"] else { return declared }
        let managers = ManagerEntry.entries(of: object)
        // Without managedFields nobody knows what was written.
        guard !managers.isEmpty else { return declared }
        func isWritten(_ path: FieldPath) -> Bool { managers.contains { $0.owns(path) } }
        switch kind {
        case service:
            guard spec["clusterIP"]?.string != "None" else { return declared }
            for name in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"]
            where spec[name] != nil && !isWritten(FieldPath(fields: "spec", name)) {
                spec[name] = nil
            }
            if let ports = spec["ports"]?.array {
                spec["ports"] = .array(ports.map { port($0, isWritten) })
            }
        case claim:
            if spec["volumeName"] != nil, !isWritten(FieldPath(fields: "spec", "volumeName")) {
                spec["volumeName"] = nil
            }
        default: return declared
        }
        root["spec"] = .object(spec)
        return .object(root)
    }

    private static func port(_ value: Value, _ isWritten: (FieldPath) -> Bool) -> Value {
        guard case .object(var port) = value, port["nodePort"] != nil, let number = port["port"] else { return value }
        let key = PathElement.key(Object(["port": number, "protocol": port["protocol"] ?? "TCP"]))
        let path = FieldPath([.field("spec"), .field("ports"), key, .field("nodePort")])
        if !isWritten(path) { port["nodePort"] = nil }
        return .object(port)
    }
}
