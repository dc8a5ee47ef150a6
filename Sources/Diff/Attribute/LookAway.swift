package import Snapshot

/// A mark on an object that keeps GitOps from putting it right, or that tells of a roll-out by hand. Which marks there are
/// is a table; whether one is a hand's depends on who owns it.
package struct LookAway: Sendable, Hashable {
    /// Where the mark is.
    package let path: FieldPath
    /// What it means, in words that hold cluster text.
    package let words: String

    /// The marks of a raw object.
    static func all(in object: Value, of identity: Identity) -> [LookAway] {
        var result: [LookAway] = []
        for place in ["annotations", "labels"] {
            for (key, values, words) in marks {
                guard let value = object["metadata"]?[place]?[key]?.string,
                    values.contains(where: { ByteOrder.same($0, value) })
                else { continue }
                result.append(
                    LookAway(path: FieldPath(fields: "metadata", place, key), words: "\(words) (\(key): \(value))"))
            }
        }
        if identity.group.hasSuffix(".toolkit.fluxcd.io"), identity.groupKind != FluxInventory.type,
            object["spec"]?["suspend"]?.bool == true
        {
            result.append(LookAway(path: FieldPath(fields: "spec", "suspend"), words: "suspended"))
        }
        let template = ["spec", "template", "metadata", "annotations"]
        if let time = object[template]?[restart]?.string {
            result.append(
                LookAway(
                    path: FieldPath((template + [restart]).map(PathElement.field)), words: "rolled out anew at \(time)")
            )
        }
        return result
    }

    /// Source: kubectl rollout restart.
    private static let restart = "kubectl.kubernetes.io/restartedAt"

    /// Source: Flux, kustomize-controller and helm-controller, "controlling the apply behavior of resources".
    private static let marks: [(key: String, values: [String], words: String)] = [
        ("kustomize.toolkit.fluxcd.io/reconcile", ["disabled"], "Flux is told not to reconcile it"),
        ("kustomize.toolkit.fluxcd.io/ssa", ["Ignore", "IfNotPresent"], "Flux is told to leave it as it is"),
        ("kustomize.toolkit.fluxcd.io/prune", ["disabled"], "Flux is told not to remove it"),
        ("helm.toolkit.fluxcd.io/driftDetection", ["disabled"], "Flux is told not to look for drift"),
    ]
}
