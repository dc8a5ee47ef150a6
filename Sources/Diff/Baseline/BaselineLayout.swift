package import Snapshot

/// Where a baseline's folder keeps the resource of an identity.
///
/// `resources/<namespace or _cluster>/<kind>.<group>/<name>.yaml`, for example
/// `resources/payments/Deployment.apps/web.yaml` and `resources/_cluster/Namespace/payments.yaml`. The path is for people:
/// the identity is what the file says. Escaping makes every path safe on any file system, and no two identities share
/// one: bytes that a name rarely holds become `%XX`, and what grows too long ends in `~` and a digest.
package enum BaselineLayout {
    /// The folder of the resources.
    package static let folder = "resources"

    /// The folder of the folders, one a stage, of resources that not all stages have.
    package static let stagesFolder = "stages"

    /// The folder of the resources that one stage has beside the common ones.
    package static func folder(of stage: String) -> String { "\(stagesFolder)/\(stage)" }

    /// The path below the baseline's folder, with `/` between its parts.
    ///
    /// - Parameter stage: the only stage that has the resource; `nil` for all.
    package static func path(for identity: Identity, stage: String? = nil) -> String {
        let namespace = identity.namespace.map { escaped($0, lowerCaseOnly: true) } ?? ObjectSelector.clusterScope
        // A point in a kind is escaped, so that the first one in the folder's name begins the group.
        let kind = escaped(identity.kind, lowerCaseOnly: false).split(separator: ".", omittingEmptySubsequences: false)
            .joined(separator: "%2E")
        let group = identity.group.isEmpty ? "" : "." + escaped(identity.group, lowerCaseOnly: true)
        return
            "\(stage.map { folder(of: $0) } ?? folder)/\(namespace)/\(kind)\(group)/\(escaped(identity.name, lowerCaseOnly: true)).yaml"
    }

    /// The longest part of a path, in bytes, without the extension.
    private static let limit = 200

    private static func escaped(_ text: String, lowerCaseOnly: Bool) -> String {
        let bytes = Array(text.utf8)
        let isReserved = isDeviceName(text)
        var result: [UInt8] = []
        for (i, byte) in bytes.enumerated() {
            let isEdge = i == 0 || i == bytes.count - 1
            let isSafe =
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"): !(isReserved && i == 0)
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): !lowerCaseOnly && !(isReserved && i == 0)
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
                // A hidden file, a parent folder, `_cluster`; and Windows drops a point at the end.
                case UInt8(ascii: "."), UInt8(ascii: "_"): !isEdge
                default: false
                }
            if isSafe {
                result.append(byte)
            } else {
                result.append(UInt8(ascii: "%"))
                result += Array(HexDigits.encode([byte]).uppercased().utf8)
            }
        }
        if result.count > limit {
            // 183 + 1 + 16 = 200; `~` is escaped everywhere else, so a shortened part equals no other.
            result = result.prefix(limit - 17) + [UInt8(ascii: "~")] + Array(Digest(of: bytes).hex.utf8.prefix(16))
        }
        return result.isEmpty ? "%" : String(decoding: result, as: UTF8.self)
    }

    /// Names that Windows keeps for devices, with any extension.
    private static func isDeviceName(_ text: String) -> Bool {
        let stem = text.lowercased().prefix { $0 != "." }
        if ["con", "prn", "aux", "nul"].contains(stem) { return true }
        return stem.count == 4 && (stem.hasPrefix("com") || stem.hasPrefix("lpt"))
    }
}
