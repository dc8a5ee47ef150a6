package import Snapshot

/// One request that wrote, or opened a way into a container, as an audit log tells it. Of what was sent only the names of
/// fields are in here, never a value.
package struct AuditWrite: Sendable, Hashable {
    /// What became of it.
    package enum Outcome: Sendable, Hashable {
        /// Something was written, or the log does not say.
        case wrote
        /// The object was the same afterwards.
        case nothing
        /// The server refused it with this HTTP status.
        case refused(Int)
        /// It was only asked what would happen.
        case dryRun

        /// Whether the state may show it.
        package var isEffective: Bool { self == .wrote }
    }

    /// The request's id.
    package let id: String
    /// The type of the object, and its name; `nil` when the type or the name is unknown.
    package let identity: Identity?
    /// What the log says that it was about.
    package let target: AuditEvent.Target
    /// Who and how.
    package let author: Author
    /// The fields that it speaks of; `nil` when the log does not say, or when it is about the whole object.
    package let paths: [FieldPath]?
    /// What the answer says that the writer owns now; `nil` when the answer does not say.
    package let owned: ManagerEntry?
    /// The version that the answer gives the object.
    package let version: String?
    /// The uid that the answer gives it.
    package let uid: String?
    /// Whether the object was made by this.
    package let isCreation: Bool
    /// What became of it.
    package var outcome: Outcome
    /// When it came, in seconds since 1970.
    package let from: Int
    /// When it ended, in seconds since 1970.
    package let to: Int
    /// How far the request had come.
    let stage: AuditEvent.Stage

    /// Whether it takes objects away.
    package var isDeletion: Bool {
        author.operation == "delete" || author.operation == "deletecollection" || target.subresource == "eviction"
    }

    /// Whether it opens a way into something and writes no declared state.
    package var isAccess: Bool { target.subresource.map(Self.accesses.contains) ?? false }

    /// Subresources that open a way in. Source: Kubernetes API reference, Pod, Node, Service and ServiceAccount operations.
    package static let accesses: Set = ["exec", "attach", "portforward", "proxy", "token"]

    /// Types whose objects nobody stores: asking them writes nothing.
    static let reviews: Set = ["authentication.k8s.io", "authorization.k8s.io"]

    /// Whether an entry of managedFields may be the trace of it.
    func explains(_ entry: ManagerEntry) -> Bool {
        guard outcome.isEffective, !isDeletion, let manager = author.manager, ByteOrder.same(manager, entry.name) else {
            return false
        }
        guard let time = entry.time.flatMap(RFC3339.init)?.seconds else { return true }
        return from...max(from, to) ~= time
    }

    /// Whether it may have written the field. Whoever is not trusted is suspected of all that the log does not rule out; of
    /// the others it has to be shown.
    ///
    /// - Parameter after: the object's writers in the later state.
    func covers(_ path: FieldPath, after: [ManagerEntry]) -> Bool {
        if target.subresource == "status", path.elements.first != .field("status") { return false }
        if author.writer.isTrusted {
            if let owned { return owned.owns(path) && covers(path) }
            guard paths != nil else { return after.contains { explains($0) && $0.owns(path) } }
        }
        return covers(path)
    }

    private func covers(_ path: FieldPath) -> Bool {
        paths.map { $0.contains { RequestedPaths.overlap($0, path) } } ?? true
    }

    /// What was done, in words that hold cluster text: `patched spec.replicas`.
    package var words: String {
        var text: String
        switch (author.operation, target.subresource) {
        case (_, "exec"?): text = "ran a command in a container"
        case (_, "attach"?): text = "attached to a container"
        case (_, "portforward"?): text = "forwarded a port"
        case (_, "proxy"?): text = "reached through the API server's proxy"
        case (_, "token"?): text = "made a token"
        case (_, "eviction"?): text = "evicted it"
        case (_, "scale"?): text = "scaled it"
        case (_, "ephemeralcontainers"?): text = "put a debug container into it"
        case ("create", nil): text = "created it"
        case ("delete", _): text = "deleted it"
        case ("deletecollection", _): text = "deleted all of them that it selected"
        case (let verb, let subresource):
            text = verb == "patch" ? (isCreation ? "created it" : "patched") : verb == "update" ? "replaced" : verb
            if let subresource { text += " \(subresource)" }
            if verb == "patch" || verb == "update", !isCreation {
                text +=
                    paths.map { paths in
                        let names = paths.prefix(4).map(\.description)
                        return " " + (names.isEmpty ? "nothing" : names.joined(separator: ", "))
                            + (paths.count > 4 ? " and \(paths.count - 4) more" : "")
                    } ?? (target.subresource == nil ? " it; the log does not say which fields" : "")
            }
        }
        if identity == nil {
            let name = [target.namespace, target.name].compactMap { $0 }.joined(separator: "/")
            text += " (\(target.resource)\(target.group.isEmpty ? "" : "." + target.group) \(name))"
        }
        switch outcome {
        case .wrote: break
        case .nothing: text += "; nothing changed"
        case .refused(let code): text += "; refused with \(code)"
        case .dryRun: text += "; a dry run"
        }
        return text
    }
}
