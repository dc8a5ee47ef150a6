/// What a text says about itself: names and values, command lines, formats of lines, and what any of it is escaped as.
enum CredentialText {
    /// The fewest bytes in which a name and a value can stand.
    private static let minimumBytes = 8

    /// Finds what a text holds, and what it holds once its escapes are undone.
    static func find(in scan: inout TextScan, _ reading: CredentialLines.Reading) {
        guard scan.bytes.count >= minimumBytes else { return }
        let before = scan.spans.count
        CredentialLines.find(in: &scan, reading)
        let lines = scan.spans.count - before
        if reading.isMessage { return }
        CredentialFormats.find(in: &scan)
        CredentialCommand.find(in: &scan)
        guard let plain = EscapedText.unescaped(scan.bytes.span) else { return }
        var inside = TextScan(plain, budget: scan.budget)
        inside.budget.spend(plain.count)
        CredentialLines.find(in: &inside, reading)
        scan.budget = inside.budget
        // Where it is among the escapes is not known.
        if let first = inside.spans.first, inside.spans.count > lines {
            scan.take(0..<scan.bytes.count, first.rule)
        }
    }
}
