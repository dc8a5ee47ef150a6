package import Snapshot

/// The golden resources of which a baseline keeps digests, held against a state.
///
/// An object that still declares what its digest says is expected as it is; any other is a difference. What a digest of
/// another rule set stands for nobody knows: it is no drift, and the verdict is not clean.
package struct GoldenDigests: Sendable {
    /// Objects that declare something else.
    private(set) var changes: [Change] = []
    private var files: [String] = []

    package init() {}

    /// What could not be told, in words; empty when everything could.
    var unknown: [String] {
        guard let first = files.first else { return [] }
        let others = files.count > 1 ? " and \(Words.count(files.count - 1, "other"))" : ""
        return [
            "\(first)\(others) \(files.count == 1 ? "holds a digest" : "hold digests") of another version of snapctl's rules: "
                + "refresh with `snapctl baseline init STATE --output-dir FOLDER` and a state that was found right"
        ]
    }

    /// Puts in the place of every digest what the state says there.
    package mutating func resolve(_ objects: inout [ManifestObject], in judged: ClusterState) async throws {
        var digests: [Int: DigestResource] = [:]
        for (place, object) in objects.enumerated() {
            if let digest = try object.goldenDigest() { digests[place] = digest }
        }
        guard !digests.isEmpty else { return }
        let draft = BaselineDraft(judged)
        let found = try await judged.load(Set(digests.values.map(\.identity)))
        for (place, digest) in digests.sorted(by: { $0.key < $1.key }) {
            var value = digest.stub
            if let object = found[digest.identity], let entry = judged.entries[digest.identity] {
                value = draft.declared(object, entry)
                let present = draft.digest(value, entry).digest
                if !digest.isOfCurrentRules {
                    files.append(objects[place].file)
                } else if present != digest.digest {
                    changes.append(DigestResource.change(digest.identity, from: digest.digest, to: present))
                }
            }
            objects[place] = ManifestObject(value: value, file: objects[place].file, position: objects[place].position)
        }
    }
}

extension ManifestObject {
    /// The digest that a golden file holds; `nil` for one that holds a resource as a whole.
    package func goldenDigest() throws(MalformedDigest) -> DigestResource? {
        do throws(DigestResource.Malformed) { return try DigestResource(value) } catch {
            throw MalformedDigest(file: file, position: position)
        }
    }
}

/// A golden file that begins like a digest and is none.
package struct MalformedDigest: ExplainedError, Hashable {
    package let file: String
    package let position: InputPosition

    package var summary: String { "\(file):\(position): a resource with `detail: digest` needs `digest` and `rules`" }
    package var hint: String { "write it again with `snapctl baseline init STATE --output-dir FOLDER`" }
}
