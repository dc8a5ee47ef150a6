package import Snapshot

/// The manifests that a controller applied to a recorded cluster, made again from what managedFields say it owns.
package enum AppliedManifests {
    /// One manifest for each object that the manager applied, in the order of the recording.
    package static func of(_ recording: Recordings, manager: String) throws -> [Value] {
        let folder = try recording.unpacked()
        let index = try JSONReader.value(RecordedCluster.read("\(folder)/index.json"))
        var result: [Value] = []
        var seen: Set<String> = []
        for entry in index.array ?? [] where entry["tag"]?.string == "list" && entry["status"]?.int == 200 {
            guard let file = entry["file"]?.string else { continue }
            let list = try JSONReader.value(RecordedCluster.read("\(folder)/\(file)"))
            let listKind = list["kind"]?.string ?? ""
            for item in list["items"]?.array ?? [] {
                guard case .object(var object) = item else { continue }
                object["kind"] = object["kind"] ?? .string(String(listKind.dropLast("List".count)))
                object["apiVersion"] = object["apiVersion"] ?? list["apiVersion"]
                guard let manifest = manifest(of: .object(object), manager: manager) else { continue }
                // The same object is listed under every group that serves it.
                guard seen.insert(item[["metadata", "uid"]]?.string ?? "").inserted else { continue }
                result.append(manifest)
            }
        }
        return result
    }

    private static func manifest(of object: Value, manager: String) -> Value? {
        let entry = object[["metadata", "managedFields"]]?.array?.first {
            $0["manager"]?.string == manager && $0["operation"] == "Apply" && $0["subresource"] == nil
        }
        guard let fields = entry?["fieldsV1"]?.object, case .object(var manifest) = project(object, fields) else {
            return nil
        }
        manifest["kind"] = object["kind"]
        manifest["apiVersion"] = object["apiVersion"]
        var metadata = manifest["metadata"]?.object ?? Object()
        metadata["name"] = object[["metadata", "name"]]
        metadata["namespace"] = object[["metadata", "namespace"]]
        manifest["metadata"] = .object(metadata)
        return .object(manifest)
    }

    private static func project(_ value: Value, _ fields: Object) -> Value {
        let steps = fields.members.filter { $0.key != "." }
        if steps.isEmpty, !fields.isEmpty, case .object = value { return .object(Object()) }
        guard !steps.isEmpty else { return value }
        var object = Object()
        var elements: [Value] = []
        for step in steps {
            guard let element = PathElement(managed: step.key) else { continue }
            let below = step.value.object ?? Object()
            switch element {
            case .field(let name): object[name] = value[name].map { project($0, below) }
            case .key(let keys):
                let found = value.array?.first { entry in keys.members.allSatisfy { entry[$0.key] == $0.value } }
                guard let found else { continue }
                guard case .object(var part) = project(found, below) else { continue }
                for member in keys.members { part[member.key] = member.value }
                elements.append(.object(part))
            case .value(let member): elements.append(member)
            case .index: break
            }
        }
        return elements.isEmpty ? .object(object) : .array(elements)
    }
}
