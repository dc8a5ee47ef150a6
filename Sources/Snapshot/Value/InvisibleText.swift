/// Characters that a person does not see, or that make the text around them look like something else.
///
/// Shown raw they let one name pass for another, and a line for its opposite. Source: Unicode 16 `Default_Ignorable`,
/// `Bidi_Control`, `Zl`, `Zp`, `Cf`; "Trojan Source" (CVE-2021-42574).
package enum InvisibleText {
    /// Whether the character turns, hides or joins text, or ends a line or paragraph. Control characters are not asked for
    /// here: who writes knows best which of them are legitimate.
    package static func contains(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0xA0 { return false }
        switch scalar.properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return true
        case .unassigned: return true
        case .spaceSeparator: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint
        }
    }
}
