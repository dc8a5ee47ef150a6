/// Something that must never be seen: a token, a password, a private key.
///
/// However it is printed, interpolated, dumped or reflected, it says `<redacted>`. Only ``reveal`` gives the value out, so
/// every place where a secret leaves its wrapping can be found by that word.
package struct Confidential<Wrapped: Sendable & Hashable>: Sendable, Hashable {
    /// The value itself.
    package let reveal: Wrapped

    /// Wraps a value.
    package init(_ value: Wrapped) { reveal = value }
}

extension Confidential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `<redacted>`.
    package var description: String { "<redacted>" }
    /// `<redacted>`.
    package var debugDescription: String { "<redacted>" }
    /// Nothing inside.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
