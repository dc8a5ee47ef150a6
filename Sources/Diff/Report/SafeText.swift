import Snapshot

/// Makes text that a cluster or a file controls safe for the place it is going to.
///
/// Whoever names an object can put escape sequences, line ends and characters that turn the direction of text into what a
/// person reads as a verdict. What could act, or could not be seen, is spelled out as `\u{1b}`.
package enum SafeText {
    /// Text for one place on one line of a terminal: no control characters (C0, DEL, C1), nothing that turns, hides or
    /// joins text, at most three marks on one character.
    package static func terminal(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text }
        var result = ""
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = isMark(scalar) ? marks + 1 : 0
            // A mark with nothing before it would climb onto the tool's own words.
            let isStray = marks > 0 && (result.isEmpty || marks > 3)
            if isStray || scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || InvisibleText.contains(scalar)
            {
                result += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: true
        default: false
        }
    }
}
