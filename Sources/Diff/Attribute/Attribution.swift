package import Snapshot

/// Who is behind one changed object: where it comes from, and who made the difference.
package struct Attribution: Sendable, Hashable {
    /// The authors of one field.
    package struct Field: Sendable, Hashable {
        /// Which field.
        package let path: FieldPath
        /// Who wrote it, the best evidence first; empty when there is no evidence.
        package let authors: [Author]

        package init(path: FieldPath, authors: [Author]) {
            self.path = path
            self.authors = authors
        }
    }

    /// Where the object comes from.
    package let origin: Origin
    /// Who made the difference, the best evidence first; empty when there is no evidence.
    package let authors: [Author]
    /// Who wrote which of the changed fields; empty for whole objects.
    package let fields: [Field]
    private let byPath: [FieldPath: [Author]]
    /// Why nobody is named, by leg; empty when somebody is.
    package let noTrace: [String]
    /// What speaks against the named authors, in sentences.
    package let doubts: [String]
    /// How the authors came to it, where that is not plain, in sentences.
    package let notes: [String]
    /// What applies the object from Git, by the inventories of the states; `nil` when nothing does.
    package let keeper: FluxInventory.Applier?

    package init(
        origin: Origin, authors: [Author], fields: [Field] = [], noTrace: [String] = [], doubts: [String] = [],
        notes: [String] = [], keeper: FluxInventory.Applier? = nil
    ) {
        self.keeper = keeper
        self.origin = origin
        self.authors = authors
        self.fields = fields
        byPath = Dictionary(fields.map { ($0.path, $0.authors) }, uniquingKeysWith: { first, _ in first })
        self.noTrace = noTrace
        self.doubts = doubts
        self.notes = notes
    }

    /// The authors of a field: those of the nearest field that was looked at.
    package func authors(of path: FieldPath) -> [Author] {
        byPath[path] ?? fields.first { path.isInside($0.path) }?.authors ?? authors
    }
}
