/// A secret value would have been written where it cannot be replaced: the capture is dropped.
package struct LeakError: Error, Hashable {
    /// The object, or the file of the snapshot.
    package let place: String

    package init(place: String) { self.place = place }

    /// What happened to which thing.
    package var summary: String {
        "a value of a Secret is in clear in \(place), where it cannot be replaced; nothing was written"
    }

    /// What to do next.
    package var hint: String {
        "change the credential: whoever may read that place has it; or leave the type out with --exclude"
    }
}
