package import Snapshot

/// Objects whose generated names differ only in the suffix that a generator computes from their contents.
package enum Renames {
    private static let kinds: Set<GroupKind> = [
        GroupKind(group: "", kind: "ConfigMap"), GroupKind(group: "", kind: "Secret"),
    ]
    /// The letters of a kustomize content hash: hexadecimal digits without those that could spell a word.
    private static let hashLetters = Set("2456789bcdfghkmt".utf8)
    private static let hashLength = 10

    private struct Stem: Hashable {
        let kind: GroupKind
        let namespace: String?
        let text: String
    }

    /// The pairs among objects that came and objects that went: one of each with the same stem, never a guess among
    /// several.
    package static func pairs(added: [IndexEntry], removed: [IndexEntry]) -> [Matching.Pair] {
        let came = Dictionary(grouping: added) { stem(of: $0.identity) }
        let went = Dictionary(grouping: removed) { stem(of: $0.identity) }
        return went.compactMap { stem, old -> Matching.Pair? in
            guard let stem, old.count == 1, let new = came[stem], new.count == 1 else { return nil }
            return Matching.Pair(before: old[0], after: new[0])
        }.sorted { $0.after.identity < $1.after.identity }
    }

    /// Manifests that leave the name to the server (`generateName: run-`), with the one object that got a name from it; with
    /// several there is no telling which.
    package static func generated(manifests: [IndexEntry], live: [IndexEntry]) -> [(
        manifest: IndexEntry, live: IndexEntry
    )] {
        // The server adds five letters.
        let named = Dictionary(grouping: live) { entry in
            let identity = entry.identity
            return Stem(
                kind: identity.groupKind, namespace: identity.namespace,
                text: String(decoding: identity.name.utf8.dropLast(5), as: UTF8.self))
        }
        return manifests.compactMap { manifest in
            let prefix = manifest.identity.name
            // No object's own name ends so.
            guard prefix.hasSuffix("-") else { return nil }
            let stem = Stem(
                kind: manifest.identity.groupKind, namespace: manifest.identity.namespace, text: prefix)
            guard let found = named[stem], let only = found.first, found.count == 1 else { return nil }
            return (manifest, only)
        }
    }

    private static func stem(of identity: Identity) -> Stem? {
        guard kinds.contains(identity.groupKind) else { return nil }
        let name = Array(identity.name.utf8)
        let dash = name.count - hashLength - 1
        guard dash > 0, name[dash] == UInt8(ascii: "-"), name[(dash + 1)...].allSatisfy(hashLetters.contains) else {
            return nil
        }
        return Stem(
            kind: identity.groupKind, namespace: identity.namespace,
            text: String(decoding: name[..<dash], as: UTF8.self))
    }
}
