/// An object as an API server shows it, with a uid and the names of its writers, in YAML.
struct LiveObject {
    var apiVersion = "v1"
    var kind: String
    var name: String
    var namespace: String? = "shop"
    var uid: String?
    var labels = "{}"
    var annotations = "{}"
    /// `apiVersion kind name uid` of the controlling owner.
    var owner: String?
    /// Field managers with what they own; none at all when empty.
    var writers: [(manager: String, fields: String)] = []
    /// More metadata.
    var metadata = ""
    /// Everything below, in one line a field.
    var body = ""

    /// The object as one writer made it, who owns all of it.
    static func made(
        by manager: String?, _ apiVersion: String, _ kind: String, _ name: String, owner: String? = nil,
        namespace: String? = "shop", labels: String = "{}", annotations: String = "{}", metadata: String = "",
        body: String = ""
    ) -> LiveObject {
        let fields = body.split(separator: "\n").compactMap { $0.split(separator: ":").first }
            .map { "\"f:\($0)\": {}" }
        let all = (["\"f:metadata\": {\"f:labels\": {}, \"f:annotations\": {}, \"f:finalizers\": {}}"] + fields)
            .joined(separator: ", ")
        return LiveObject(
            apiVersion: apiVersion, kind: kind, name: name, namespace: namespace, labels: labels,
            annotations: annotations, owner: owner, writers: manager.map { [($0, "{\(all)}")] } ?? [],
            metadata: metadata, body: body)
    }

    /// This object with another writer besides.
    func written(by manager: String, _ fields: String) -> LiveObject {
        var copy = self
        copy.writers.append((manager, fields))
        return copy
    }

    var yaml: String {
        var lines = ["---", "apiVersion: \(apiVersion)", "kind: \(kind)", "metadata:", "  name: \"\(name)\""]
        if let namespace { lines.append("  namespace: \(namespace)") }
        lines.append("  uid: \(uid ?? "uid-\(kind)-\(name)".lowercased())")
        lines.append("  labels: \(labels)")
        lines.append("  annotations: \(annotations)")
        if !metadata.isEmpty { lines.append("  \(metadata)") }
        if let owner {
            let parts = owner.split(separator: " ").map(String.init)
            let uid = parts.count > 3 ? parts[3] : "uid-\(parts[1])-\(parts[2])".lowercased()
            lines.append(
                "  ownerReferences: [{apiVersion: \(parts[0]), kind: \(parts[1]), name: \(parts[2]), uid: \(uid), controller: true}]"
            )
        }
        if !writers.isEmpty {
            let entries = writers.map { manager, fields in
                "{manager: \"\(manager)\", operation: Update, apiVersion: \(apiVersion), fieldsType: FieldsV1, fieldsV1: \(fields)}"
            }
            lines.append("  managedFields: [\(entries.joined(separator: ", "))]")
        }
        if !body.isEmpty { lines.append(body) }
        return lines.joined(separator: "\n") + "\n"
    }
}
