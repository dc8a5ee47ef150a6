/// Where a paged list goes on: which list, at which revision of the state, from which item.
///
/// Opaque to clients. A token of another list or revision is an expired one.
package struct ContinueToken: Sendable, Hashable {
    /// The list's resourceVersion at its first page.
    package let revision: String
    /// The list: its path with its selectors.
    package let list: String
    /// The number of items before the next page.
    package let offset: Int

    package init(revision: String, list: String, offset: Int) {
        self.revision = revision
        self.list = list
        self.offset = offset
    }

    /// Reads a token's text; `nil` when it was not made here.
    package init?(text: String) {
        guard let bytes = HexDigits.decode(text), let value = try? JSONReader.value(bytes),
            let revision = value["revision"]?.string, let list = value["list"]?.string,
            let offset = value["offset"]?.int, offset >= 0
        else { return nil }
        self.init(revision: revision, list: list, offset: offset)
    }

    /// What the client is given and hands back.
    package var text: String {
        HexDigits.encode(
            CanonicalJSON.bytes([
                "revision": .string(revision), "list": .string(list), "offset": .number(Number(offset)),
            ]))
    }
}
