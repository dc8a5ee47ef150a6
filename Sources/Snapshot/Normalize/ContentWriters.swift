/// Who wrote an object, by its managedFields.
enum ContentWriters {
    /// The managers that own more than metadata and status, sorted. Of an object that is nothing but metadata those of the
    /// metadata; empty when none is recorded.
    static func names(_ object: JSONTape) -> [String] {
        guard let entries = object.member(["metadata", "managedFields"], of: 0), object.nodes[entries].kind == .array
        else { return [] }
        var content: Set<String> = []
        var metadata: Set<String> = []
        for entry in object.children(entries) {
            if let subresource = object.string(object.member("subresource", of: entry)), subresource == "status" {
                continue
            }
            guard let name = object.string(object.member("manager", of: entry)),
                let fields = object.member("fieldsV1", of: entry), object.nodes[fields].kind == .object
            else { continue }
            let keys = Array(object.children(fields))
            if keys.contains(where: { !object.isText($0, "f:metadata") && !object.isText($0, "f:status") }) {
                content.insert(name)
            } else if keys.contains(where: { object.isText($0, "f:metadata") }) {
                metadata.insert(name)
            }
        }
        return (content.isEmpty ? metadata : content).sorted(by: ByteOrder.precedes)
    }
}
