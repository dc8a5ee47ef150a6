package import Snapshot

/// The differences between two states as JSON Patches (RFC 6902), one an object: what leads from before to after.
package struct PatchDocument: Sendable {
    /// The name and version of the shape.
    package static let format = "snapctl.dev/patch/v1"

    private var patches: [Value] = []

    /// A document without patches.
    package init() {}

    /// Adds the patch of an object that differs.
    ///
    /// - Parameter operations: see ``Comparer/patch(from:to:)``.
    package mutating func add(_ change: Change, _ operations: [Value]) {
        var object = Object()
        object["group"] = .string(change.identity.group)
        object["kind"] = .string(change.identity.kind)
        object["namespace"] = change.identity.namespace.map(Value.string)
        object["name"] = .string(change.identity.name)
        var entry = Object()
        entry["object"] = .object(object)
        entry["formerly"] = change.formerly.map { .string($0.name) }
        entry["change"] = .string(change.word)
        entry["patch"] = .array(operations)
        patches.append(.object(entry))
    }

    /// The document, ending in a newline.
    package var text: String { PrettyJSON.text(["format": .string(Self.format), "patches": .array(patches)]) }
}

extension Change {
    /// What happened, in a word of reports for programs.
    var word: String {
        switch kind {
        case .added: "added"
        case .removed: "removed"
        case .modified: "modified"
        case .tampered: "tampered"
        }
    }
}
