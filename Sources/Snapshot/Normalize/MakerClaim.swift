/// What an object says about who made it. Free text: whether it fits, the state as a whole tells.
public struct MakerClaim: Sendable, Hashable {
    /// The uid in the reference to the controlling owner; empty without one.
    public let ownerUID: String
    /// The version in that reference, without the group; empty without one.
    public let ownerVersion: String
    /// The field managers that wrote more than metadata and status, sorted, or else those of the metadata; empty when none is
    /// recorded.
    public let writers: [String]

    package init(ownerUID: String, ownerVersion: String, writers: [String]) {
        self.ownerUID = ownerUID
        self.ownerVersion = ownerVersion
        self.writers = writers
    }
}
