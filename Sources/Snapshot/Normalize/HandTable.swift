/// Field managers of tools that people write with. Printed by `snapctl rules`.
///
/// Labels, annotations and owner references are free text: an object that calls itself a controller's copy and that one of
/// these wrote is declared all the same. Metadata does not count, since people label copies too. Source: kubectl's field
/// managers; user agents of browsers and consoles.
package enum HandTable {
    /// How their names begin, and whose they are.
    package static let managers: [(prefix: String, reason: String)] = [
        ("kubectl", "kubectl"), ("flux-client-side-apply", "kubectl around Flux"), ("k9s", "a console"),
        ("Mozilla", "a page in a browser"), ("dashboard", "a page in a browser"), ("rancher", "a page in a browser"),
        ("Headlamp", "a page in a browser"), ("Lens", "a page of its own"), ("curl", "a request by hand"),
    ]

    private static let prefixes = managers.map { Array($0.prefix.utf8) }

    /// Whether one of them is among some writers.
    static func areAmong(_ writers: [String]) -> Bool {
        writers.contains { writer in managers.contains { ByteOrder.begins(writer, with: $0.prefix) } }
    }

    /// Whether a field manager is one of them.
    package static func isPerson(_ manager: String) -> Bool { areAmong([manager]) }

    /// Whether one of them owns more of the object than metadata and status.
    static func wrote(_ object: JSONTape) -> Bool {
        guard let entries = object.member(["metadata", "managedFields"], of: 0) else { return false }
        return object.children(entries).contains { entry in
            guard let manager = object.member("manager", of: entry), object.nodes[manager].kind == .string,
                prefixes.contains(where: { object.begins(manager, with: $0) }),
                let fields = object.member("fieldsV1", of: entry)
            else { return false }
            return object.children(fields).contains {
                !object.isText($0, "f:metadata") && !object.isText($0, "f:status")
            }
        }
    }
}
