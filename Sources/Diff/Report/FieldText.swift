package import Snapshot

/// A value in a few words of one line.
package enum FieldText {
    /// Text quoted where it could be taken for something else, tokens as such, structures as JSON; cut at a limit.
    package static func short(_ value: Value, limit: Int) -> String {
        if let inline = FieldLines.inline(value) { return TextWidth.clipped(inline, to: limit) }
        if case .string(let text) = value {
            let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
            return Words.count(max(1, lines), "line")
        }
        return TextWidth.clipped(CanonicalJSON.text(value), to: limit)
    }
}
