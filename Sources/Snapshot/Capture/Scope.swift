/// Which resource types and namespaces a capture is about.
package struct Scope: Sendable, Hashable {
    /// Patterns taken in although the table leaves them out.
    package let include: [String]
    /// Patterns left out on request.
    package let exclude: [String]
    /// The namespaces asked for; empty means all, and the cluster's own objects too.
    package let namespaces: [String]

    /// A scope; patterns are `resource` or `resource.group` with `*` for any text.
    package init(include: [String] = [], exclude: [String] = [], namespaces: [String] = []) {
        self.include = include
        self.exclude = exclude
        self.namespaces = namespaces
    }

    /// The scope that a capture says it had.
    package init(_ said: Manifest.Scope) {
        self.init(include: said.include, exclude: said.exclude, namespaces: said.namespaces)
    }

    /// Everything, also what is left out by default.
    package static let everything = Scope(include: ["*"])

    /// Whether a type of this group and plural name is in scope. A request to leave out wins over one to take in.
    package func contains(group: String, resource: String) -> Bool {
        if exclude.contains(where: { Self.matches($0, group: group, resource: resource) }) { return false }
        if include.contains(where: { Self.matches($0, group: group, resource: resource) }) { return true }
        return !ScopeTable.rules.contains { rule in
            rule.patterns.contains { Self.matches($0, group: group, resource: resource) }
        }
    }

    /// Whether a type that is left out by default was asked for.
    package func asksFor(group: String, resource: String) -> Bool {
        !Scope().contains(group: group, resource: resource) && contains(group: group, resource: resource)
    }

    /// Whether anything of a group is in scope, when its resources are unknown.
    package func mayContain(group: String) -> Bool { contains(group: group, resource: "*") }

    /// Digest of the table of what is left out by default.
    package static var rulesDigest: Digest {
        Digest(
            of: CanonicalJSON.bytes(
                .array(ScopeTable.rules.map { .array($0.patterns.map(Value.string)) })))
    }

    /// `deployments.apps` against a pattern: exact, or with `*` for any text. A pattern without a dot is a core resource;
    /// `*.` before a group is every resource of exactly that group.
    private static func matches(_ pattern: String, group: String, resource: String) -> Bool {
        let patternParts = pattern.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let patternGroup = patternParts.count > 1 ? String(patternParts[1]) : ""
        return glob(Array(patternParts[0].utf8), Array(resource.utf8))
            && (pattern == "*" || glob(Array(patternGroup.utf8), Array(group.utf8)))
    }

    /// `*` is any run of bytes. Linear: only the last star is ever gone back to.
    private static func glob(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var p = 0
        var t = 0
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let last = star {
                p = last.pattern + 1
                t = last.text + 1
                star = (last.pattern, t)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
