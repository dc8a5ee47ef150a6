/// An object whose bytes are in a spool: canonical JSON and a newline.
package struct SpooledObject: Sendable {
    /// Its line of the index.
    package var entry: IndexEntry
    /// Where its bytes are.
    package let place: Spool.Place

    /// An object that was spooled there.
    package init(entry: IndexEntry, place: Spool.Place) {
        self.entry = entry
        self.place = place
    }
}
