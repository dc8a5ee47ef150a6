/// The text `group/version`, or `version` alone for the core group.
package enum APIVersion {
    /// The group; empty for the core group.
    package static func group(of text: String) -> String {
        text.utf8.contains(UInt8(ascii: "/")) ? String(text.prefix { $0 != "/" }) : ""
    }

    /// Group and version together.
    package static func text(group: String, version: String) -> String {
        group.isEmpty ? version : "\(group)/\(version)"
    }
}
