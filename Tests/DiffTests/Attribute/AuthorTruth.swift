import Diff
import Snapshot
import TestSupport

/// Who really did what, from a truth file, in the words of managedFields.
struct AuthorTruth {
    struct Entry: Sendable, CustomStringConvertible {
        let id: String
        let identity: Identity
        let operation: String
        let verdict: String
        /// The user who did it.
        let user: String

        var description: String { "\(id) \(identity)" }
        var isDrift: Bool { verdict == "true" || verdict == "opaque" }
    }

    let entries: [Entry]

    /// - Parameter bytes: a truth file of the recordings (`user`) or of the example (`by`, in words).
    init(_ bytes: [UInt8]) throws {
        entries = try (JSONReader.value(bytes)["drifts"]?.array ?? []).compactMap { entry in
            guard let id = entry["id"]?.string, let object = entry["object"], let kind = object["kind"]?.string,
                let name = object["name"]?.string
            else { return nil }
            let apiVersion = object["apiVersion"]?.string ?? ""
            let group = apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : ""
            let verdict = entry["semanticDrift"]
            let words = (entry["by"]?.string ?? "").split(separator: " ")
            return Entry(
                id: id,
                identity: Identity(group: group, kind: kind, namespace: object["namespace"]?.string, name: name),
                operation: entry["op"]?.string ?? "",
                verdict: verdict?.string ?? (verdict?.bool == true ? "true" : "false"),
                user: entry["user"]?.string ?? words.first { $0.contains("@") }.map(String.init) ?? "")
        }
    }
}
