/// What the path of a request names, as the API server reads it: a log whose `objectRef` was cut still has the path.
///
/// Source: Kubernetes, `apiserver/pkg/endpoints/request/requestinfo.go`.
struct AuditPath {
    /// `nil` for what is in none, or in all.
    let namespace: String?
    /// `nil` for lists and what is made.
    let name: String?
    /// `nil` for the object itself.
    let subresource: String?

    /// `nil` for a path that is no object's and no list's, such as those of discovery.
    init?(_ uri: String) {
        let slash = UInt8(ascii: "/")
        var bytes = Array(uri.utf8.prefix { $0 != UInt8(ascii: "?") })[...]
        if bytes.contains(UInt8(ascii: "%")) {
            let path = String(decoding: bytes, as: UTF8.self)
            bytes = Array((Percent.decode(path) ?? path).utf8)[...]
        }
        while bytes.first == slash { bytes.removeFirst() }
        while bytes.last == slash { bytes.removeLast() }
        let segments = bytes.split(separator: slash, omittingEmptySubsequences: false)
        var parts = segments.map { String(decoding: $0, as: UTF8.self) }[...]
        // `api/VERSION/…` or `apis/GROUP/VERSION/…`.
        let head: Int
        switch parts.first {
        case "api"?: head = 2
        case "apis"?: head = 3
        default: return nil
        }
        guard parts.count > head else { return nil }
        parts.removeFirst(head)
        let isProxy = parts.first == "proxy"
        if isProxy || parts.first == "watch" { parts.removeFirst() }
        guard let first = parts.first else { return nil }
        var namespace: String?
        if first == "namespaces" {
            let rest = Array(parts.dropFirst())
            namespace = rest.first
            // What comes behind a namespace is a type within it, or one of its own subresources.
            if rest.count > 1, rest[1] != "status", rest[1] != "finalize" { parts.removeFirst(2) }
        }
        let rest = Array(parts.dropFirst())
        func named(_ part: String?) -> String? { part.flatMap { $0.isEmpty ? nil : $0 } }
        self.namespace = named(namespace)
        name = named(rest.first)
        subresource = isProxy || rest.count < 2 ? nil : named(rest[1])
    }

    /// What an event leaves out of it; `nil` when its target names all of it.
    func missing(from target: AuditEvent.Target) -> String? {
        if subresource != nil, target.subresource == nil { return "subresource" }
        if name != nil, target.name == nil { return "name" }
        if namespace != nil, target.namespace == nil, target.resource != "namespaces" { return "namespace" }
        return nil
    }
}
