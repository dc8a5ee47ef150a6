package import Snapshot

/// Objects of one owner whose names were generated: one that went and one that came in its place are one object, as long as
/// nothing but the name differs.
package enum GeneratedChildren {
    /// The letters of a generated suffix. Source: apimachinery, `util/rand`.
    private static let letters = Set("bcdfghjklmnpqrstvwxz2456789".utf8)
    private static let length = 5

    private struct Family: Hashable {
        let kind: GroupKind
        let namespace: String?
        let owner: Identity
        let stem: String
    }

    /// Pairs, each object in one of them at most.
    package static func pairs(added: [IndexEntry], removed: [IndexEntry]) -> [Matching.Pair] {
        let came = families(added)
        return families(removed).flatMap { family, old in
            zip(old, came[family] ?? []).map { Matching.Pair(before: $0, after: $1) }
        }.sorted { $0.after.identity < $1.after.identity }
    }

    private static func families(_ entries: [IndexEntry]) -> [Family: [IndexEntry]] {
        var result: [Family: [IndexEntry]] = [:]
        for entry in entries {
            guard let owner = entry.controller, let stem = stem(of: entry.identity.name) else { continue }
            let identity = entry.identity
            let family = Family(
                kind: identity.groupKind, namespace: identity.namespace, owner: owner, stem: stem)
            result[family, default: []].append(entry)
        }
        return result
    }

    private static func stem(of name: String) -> String? {
        let bytes = Array(name.utf8)
        let dash = bytes.count - length - 1
        guard dash > 0, bytes[dash] == UInt8(ascii: "-"), bytes[(dash + 1)...].allSatisfy(letters.contains) else {
            return nil
        }
        return String(decoding: bytes[..<dash], as: UTF8.self)
    }

    /// An object without what is generated for each of its kind anew: the node of a Pod and the name of its token's volume.
    package static func shape(_ object: Value) -> Value {
        guard object["kind"]?.string == "Pod", case .object(var pod) = object, case .object(var spec)? = pod["spec"]
        else { return object }
        spec["nodeName"] = nil
        for field in ["volumes", "containers", "initContainers", "ephemeralContainers"] {
            guard let elements = spec[field]?.array else { continue }
            spec[field] = .array(elements.map { field == "volumes" ? plain($0, isVolume: true) : mounted($0) })
        }
        pod["spec"] = .object(spec)
        return .object(pod)
    }

    private static let token = "kube-api-access-"

    private static func mounted(_ container: Value) -> Value {
        guard case .object(var fields) = container, let mounts = fields["volumeMounts"]?.array else { return container }
        fields["volumeMounts"] = .array(mounts.map { plain($0, isVolume: false) })
        return .object(fields)
    }

    private static func plain(_ value: Value, isVolume: Bool) -> Value {
        guard case .object(var fields) = value, let name = fields["name"]?.string,
            ByteOrder.begins(name, with: token), !isVolume || fields["projected"] != nil
        else { return value }
        fields["name"] = .string(token)
        return .object(fields)
    }
}
