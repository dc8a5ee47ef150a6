/// One value that the API server fills in for a built-in type, where its OpenAPI does not say so.
package struct DefaultRule: Sendable, Hashable {
    /// `group.Definition` without the version, such as `core.Container`.
    package let definition: String
    package let field: String
    /// What an absent field means.
    package let value: Value
    /// The first minor version of Kubernetes 1 that fills it in; `nil` for all that are still around.
    package var since: Int?
    /// The last one; `nil` while it is filled in.
    package var until: Int?
    /// Whether the server puts a value of its own where a manifest says this one.
    package var isAllocated = false
    /// Whether the value is the one that the server does not write down, so that writing it is saying nothing.
    package var isUnset = false

    package init(
        definition: String, field: String, value: Value, since: Int? = nil, until: Int? = nil,
        isAllocated: Bool = false, isUnset: Bool = false
    ) {
        self.definition = definition
        self.field = field
        self.value = value
        self.since = since
        self.until = until
        self.isAllocated = isAllocated
        self.isUnset = isUnset
    }

    /// Whether servers of all these minor versions fill it in; without any, whether the newest does.
    package func holds(in minors: [Int]) -> Bool {
        guard !minors.isEmpty else { return until == nil }
        return minors.allSatisfy { (since ?? 0) <= $0 && $0 <= (until ?? .max) }
    }
}

/// The minor version in what a server calls itself: 29 of `v1.29.4-gke.1`.
package enum ServerMinor {
    /// `nil` for any text that is no version of Kubernetes 1.
    package static func of(_ version: String) -> Int? {
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "v1" || parts[0] == "1" else { return nil }
        return Int(parts[1].prefix { $0.isASCII && $0.isNumber })
    }
}
