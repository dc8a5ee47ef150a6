/// One of two compared states.
package enum Side: String, Sendable, Hashable, CaseIterable {
    /// The earlier one, or what is expected.
    case before
    /// The later one, or what is judged.
    case after
}
