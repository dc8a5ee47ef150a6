package import Snapshot

/// One request that wrote, or opened a way into a container, as an audit log tells it. Of what was sent only the names of
/// fields are in here, never a value.
package struct AuditWrite: Sendable, Hashable {
    /// What became of it.
    package enum Outcome: Sendable, Hashable {
        /// It was written.
        case wrote
        /// It may have been written, and may not.
        case unsure(Doubt)
        /// The object was the same afterwards.
        case nothing
        /// The server refused it with this HTTP status.
        case refused(Int)
        /// It was only asked what would happen.
        case dryRun

        /// Whether it is certain that it was written.
        package var isEffective: Bool { self == .wrote }

        /// Whether it may have been written, so that the state may show it.
        package var mayBeEffective: Bool {
            switch self {
            case .wrote, .unsure: true
            case .nothing, .refused, .dryRun: false
            }
        }
    }

    /// Why nobody knows whether something was written.
    package enum Doubt: Sendable, Hashable {
        /// The answer was an error that also comes after the object was stored, or after a part was deleted.
        case answered(Int)
        /// The log holds no answer.
        case unanswered
        /// The server broke down over it.
        case brokeDown
        /// It asked for a dry run in a way that the server may not have honoured.
        case perhapsDryRun
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
    /// The lists that it may have replaced by what it names of them.
    let lists: [FieldPath]
    /// Whether it may be an apply configuration, which takes away what its manager owned and it does not name.
    let mayApply: Bool
    /// Whether what was sent takes the place of the whole object: what it does not name goes.
    package let replaces: Bool
    /// What the answer says that the writer owns now; `nil` when the answer does not say.
    package let owned: ManagerEntry?
    /// The version that the answer gives the object.
    package let version: String?
    /// The uid that the answer gives it.
    package let uid: String?
    /// A mark of the groups of whoever asked.
    let groups: String
    /// Whether the object was made by this.
    package let isCreation: Bool
    /// What became of it.
    package var outcome: Outcome
    /// When it came, in seconds since 1970.
    package let from: Int
    /// When it ended, in seconds since 1970.
    package let to: Int
    /// Its place among all writes of the logs, in the order of their arrival.
    var place = 0
    /// The verbs after which an object may be as it was: the answer to a deletion gives the version that was deleted.
    static let mayLeaveAsItWas: Set = ["update", "patch"]

    /// Whether it takes objects away.
    package var isDeletion: Bool {
        author.operation == "delete" || author.operation == "deletecollection" || target.subresource == "eviction"
    }

    /// Whether it opens a way into something and writes no declared state.
    package var isAccess: Bool { RequestTable.row(for: target) != nil }

    /// Whether an entry of managedFields may be the trace of it. Of somebody trusted it has to be certain that he wrote.
    func explains(_ entry: ManagerEntry) -> Bool {
        explains(manager: entry.name, time: entry.time)
    }

    /// Whether it was made under this name, and at this time if one is known.
    func explains(manager name: String, time: String?) -> Bool {
        guard author.writer.isTrusted ? outcome.isEffective : outcome.mayBeEffective, !isDeletion,
            let manager = author.manager, ByteOrder.same(manager, name)
        else { return false }
        guard let time = time.flatMap(RFC3339.init)?.seconds else { return true }
        return from...max(from, to) ~= time
    }

    /// Whether it may have written the field. Whoever is not trusted is suspected of all that the log does not rule out; of
    /// the others it has to be shown.
    ///
    /// - Parameters:
    ///   - before: the object's writers in the earlier state; empty when it does not tell.
    ///   - after: those in the later state.
    package func covers(_ path: FieldPath, before: [ManagerEntry] = [], after: [ManagerEntry]) -> Bool {
        // A status is written with the labels and annotations beside it. Source: Kubernetes, status strategies.
        if target.subresource == "status", path.elements.first != .field("status"),
            path.elements.first != .field("metadata")
        {
            return false
        }
        if author.writer.isTrusted, let owned { return owned.owns(path) && (covers(path) || explains(owned)) }
        // What the server filled in within the request is the requester's as well.
        if after.contains(where: { explains($0) && $0.owns(path) }) { return true }
        if author.writer.isTrusted { return paths != nil && covers(path) }
        return replaces || covers(path) || lists.contains { RequestedPaths.overlap($0, path) }
            || mayApply && mayTakeAway(path, before: before, after: after)
    }

    /// Whether an apply configuration may have taken the field away by not naming it.
    private func mayTakeAway(_ path: FieldPath, before: [ManagerEntry], after: [ManagerEntry]) -> Bool {
        guard !after.contains(where: { $0.owns(path) }), let manager = author.manager else { return false }
        return before.isEmpty
            || before.contains {
                ByteOrder.same($0.name, manager) && ByteOrder.same($0.operation, "Apply") && $0.owns(path)
            }
    }

    private func covers(_ path: FieldPath) -> Bool {
        paths.map { $0.contains { RequestedPaths.overlap($0, path) } } ?? true
    }

    /// What was done, in words that hold cluster text: `patched spec.replicas`.
    package var words: String {
        var text: String
        switch (author.operation, target.subresource) {
        case _ where isAccess: text = RequestTable.row(for: target)?.words ?? ""
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
        if identity == nil { text += " (\(subject))" }
        switch outcome {
        case .wrote: break
        case .unsure(.answered(let code)): text += "; answered with \(code), and it may have been done all the same"
        case .unsure(.unanswered): text += "; the log does not hold the answer"
        case .unsure(.brokeDown): text += "; the server broke down over it"
        case .unsure(.perhapsDryRun): text += "; asked for as a dry run, which the server may not have looked at"
        case .nothing: text += "; nothing changed"
        case .refused(let code): text += "; refused with \(code)"
        case .dryRun: text += "; a dry run"
        }
        return text
    }

    /// What it was about, as the log names it: `deployments.extensions shop/web`.
    package var subject: String {
        let name = [target.namespace, target.name].compactMap { $0 }.joined(separator: "/")
        return "\(target.resource)\(target.group.isEmpty ? "" : "." + target.group) \(name)"
    }
}
