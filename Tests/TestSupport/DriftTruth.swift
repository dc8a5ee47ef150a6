import Foundation
package import Snapshot

/// What was really done to a cluster between two states, from a truth file.
package struct DriftTruth: Sendable {
    /// One thing that was done.
    package struct Entry: Sendable {
        package let id: String
        package let identity: Identity
        package let operation: String
        /// JSON pointers, as written.
        package let pointers: [String]
        /// `true`, `false`, `order-only` or `opaque`.
        package let verdict: String

        /// Whether it has to be reported as drift.
        package var mustBeReported: Bool { verdict == "true" || verdict == "opaque" }
    }

    package let entries: [Entry]

    package init(_ bytes: [UInt8]) throws {
        let drifts = try JSONReader.value(bytes)["drifts"]?.array ?? []
        entries = drifts.compactMap { entry in
            guard let id = entry["id"]?.string, let object = entry["object"], let kind = object["kind"]?.string,
                let name = object["name"]?.string
            else { return nil }
            let apiVersion = object["apiVersion"]?.string ?? ""
            let group = APIVersion.group(of: apiVersion)
            let verdict = entry["semanticDrift"]
            return Entry(
                id: id,
                identity: Identity(group: group, kind: kind, namespace: object["namespace"]?.string, name: name),
                operation: entry["op"]?.string ?? "",
                pointers: (entry["fields"]?.array ?? []).compactMap { $0["pointer"]?.string },
                verdict: verdict?.string ?? (verdict?.bool == true ? "true" : "false"))
        }
    }
}
