import Foundation

/// Switches that a person sets for a test run.
enum EnvironmentFlag {
    static func isSet(_ name: String) -> Bool { value(name) != nil }

    static func value(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}
