/// An object whose bytes are in a spool: canonical JSON and a newline.
package struct SpooledObject: Sendable {
    /// Its line of the index.
    package var entry: IndexEntry
    /// Where its bytes are.
    package let place: Spool.Place
    /// Its leaf in the content tree.
    package let leaf: Digest

    /// An object that was spooled as those bytes.
    package init(entry: IndexEntry, place: Spool.Place, leaf: Digest) {
        self.entry = entry
        self.place = place
        self.leaf = leaf
    }
}
