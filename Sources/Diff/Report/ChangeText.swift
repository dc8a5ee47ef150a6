/// One changed field as a report shows it, for other commands.
package enum ChangeText {
    /// The lines of a field.
    package static func lines(of change: FieldChange, width: Int, indent: Int) -> [StyledLine] {
        FieldLines(width: width, lineLimit: 24).lines(of: change, indent: indent)
    }
}
