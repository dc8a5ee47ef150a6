/// What a text says about itself, and what it may be wrapped in: names inside of it, command lines, escapes, base64.
enum CredentialText {
    /// The fewest bytes in which a name and a value can stand.
    private static let minimumBytes = 8

    /// The rule under which something in a text is recognized; `nil` for ordinary text.
    static func rule(_ text: Span<UInt8>, mayRefer: Bool) -> String? {
        guard text.count >= minimumBytes else { return nil }
        if let rule = CredentialLines.rule(text, mayRefer: mayRefer) { return rule }
        if CredentialCommand.isIn(text) { return "command-line" }
        if let plain = EncodedText.unescaped(text), let rule = CredentialLines.rule(plain.span, mayRefer: mayRefer) {
            return rule
        }
        // As often as it is wrapped: what is inside is always shorter.
        guard let inside = EncodedText.base64(text) else { return nil }
        return CredentialDetector.rule(inside.span) ?? rule(inside.span, mayRefer: mayRefer)
    }
}
