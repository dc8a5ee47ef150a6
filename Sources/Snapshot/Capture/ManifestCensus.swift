/// What a file of manifests holds besides the objects that were read.
package struct ManifestCensus: Sendable {
    package internal(set) var objects = 0
    private var nameless: (count: Int, first: ManifestPlace)?
    private var others: (count: Int, first: ManifestPlace)?

    init() {}

    /// What a file holds that was not read, in words; `nil` when there is none.
    package var unread: String? {
        nameless.map { nameless in
            "\(nameless.count) \(nameless.count == 1 ? "object" : "objects") without `kind` and `apiVersion`, the first at "
                + "\(nameless.first.position); only the name of the file may say what they are"
        }
    }

    mutating func add(nameless place: ManifestPlace) {
        nameless = (count: (nameless?.count ?? 0) + 1, first: nameless?.first ?? place)
    }

    mutating func add(other place: ManifestPlace) {
        others = (count: (others?.count ?? 0) + 1, first: others?.first ?? place)
    }

    /// Refuses a file that holds objects, and documents beside them that are none.
    func finish(_ source: ManifestSource) throws(ManifestError) {
        guard objects > 0 else { return }
        let beside = "beside \(objects == 1 ? "an object" : "\(objects) objects") of the file"
        if let nameless {
            throw source.error(
                nameless.count == 1
                    ? "a document has neither `kind` nor `apiVersion`, \(beside)"
                    : "\(nameless.count) documents have neither `kind` nor `apiVersion`, \(beside); the first is here",
                at: nameless.first)
        }
        if let others {
            throw source.error(
                others.count == 1
                    ? "a document is no Kubernetes object, \(beside): it needs `apiVersion`, `kind` and `metadata`"
                    : "\(others.count) documents are no Kubernetes objects, \(beside): they need `apiVersion`, `kind` and "
                        + "`metadata`; the first is here",
                at: others.first)
        }
    }
}
