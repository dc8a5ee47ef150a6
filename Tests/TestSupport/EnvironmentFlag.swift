import Foundation

/// Switches that a person sets for a test run.
package enum EnvironmentFlag {
    /// Whether it is set at all.
    package static func isSet(_ name: String) -> Bool { value(name) != nil }

    /// Whether figures are to be held at their full size.
    package static var isFull: Bool { isSet("SNAPCTL_FULL") || isSet("SNAPCTL_FIGURES") }

    /// What it is set to.
    package static func value(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    /// How often to try something: a size that fits continuous integration unless the variable, or `SNAPCTL_FIGURES`
    /// for all figures, asks for the full one.
    package static func count(_ name: String, otherwise: Int, full: Int) -> Int {
        value(name).flatMap(Int.init) ?? (isFull ? full : otherwise)
    }
}
