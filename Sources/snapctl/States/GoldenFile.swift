import Diff
import Snapshot

/// Writes the files of golden resources that are new: whole, or as digests where nobody reads them line by line.
struct GoldenFile {
    /// How much is kept of what ``DigestTable`` lists.
    enum Detail: String {
        /// Its digest.
        case digest
        /// All of it.
        case full
    }

    private let draft: BaselineDraft
    private let detail: Detail
    private let origins: [Identity: Origin]

    init(_ draft: BaselineDraft, detail: Detail, origins: [Identity: Origin]) {
        self.draft = draft
        self.detail = detail
        self.origins = origins
    }

    /// The file of one object, and what it is for those who review it.
    func text(_ object: Value, _ entry: IndexEntry) -> (text: String, item: BaselineReview.Item) {
        let declared = draft.declared(object, entry)
        let whole = YAMLWriter.text(ParameterText.escaped(declared))
        let lines = whole.utf8.count { $0 == 0x0A }
        let origin = origins[entry.identity]
        let isDigest =
            detail == .digest
            && DigestTable.contains(entry.identity.groupKind, lines: lines, origin: origin?.kind)
            // A token is of one key: under another one the digest would be another.
            && SecretDifference.keyIDs(in: declared).isEmpty
        let text = isDigest ? YAMLWriter.text(draft.digest(declared, entry).value) : whole
        let item = BaselineReview.Item(
            identity: entry.identity, origin: origin, declared: declared, isDigest: isDigest,
            lines: isDigest ? text.utf8.count { $0 == 0x0A } : lines)
        return (text, item)
    }
}
