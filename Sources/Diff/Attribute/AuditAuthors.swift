import Snapshot

/// Names the authors of differences by an audit log.
struct AuditAuthors {
    let trail: AuditTrail
    /// The objects of the earlier state: what went may have gone with its owner.
    let before: EntryTable

    /// Who made an object that was not there before.
    func creators(of trace: ObjectTrace) -> [Author] {
        let made =
            trail.creation(of: trace).map { [$0] }
            ?? trail.writes(on: trace.identity).filter {
                !$0.isAccess && !$0.isDeletion && !$0.author.writer.isTrusted
            }
        return Self.authors(Self.likely(made))
    }

    /// Who took an object away, and by the deletion of what if not of itself.
    func removers(of identity: Identity) -> (authors: [Author], because: Identity?) {
        var seen: Set<Identity> = []
        return removers(of: identity, &seen)
    }

    private func removers(of identity: Identity, _ seen: inout Set<Identity>) -> (authors: [Author], because: Identity?)
    {
        guard seen.insert(identity).inserted, seen.count < 8 else { return ([], nil) }
        let own = Self.likely(trail.writes(on: identity).filter(\.isDeletion) + trail.sweeps(of: identity))
        let deliberate = own.filter { $0.author.writer != .platform }
        if !deliberate.isEmpty { return (Self.authors(deliberate), nil) }
        // A controller cleans up after somebody: look for whom.
        for cause in causes(of: identity) {
            let found = removers(of: cause, &seen)
            if !found.authors.isEmpty, found.authors.contains(where: { $0.writer != .platform }) {
                return (found.authors, found.because ?? cause)
            }
        }
        return (Self.authors(own), nil)
    }

    private func causes(of identity: Identity) -> [Identity] {
        var causes: [Identity] = []
        if let owner = before[identity]?.controller { causes.append(owner) }
        if !identity.group.isEmpty, let entry = before[identity] {
            causes.append(
                Identity(
                    group: "apiextensions.k8s.io", kind: "CustomResourceDefinition", namespace: nil,
                    name: "\(entry.resource).\(identity.group)"))
        }
        if let definer = Self.definer(of: identity) { causes.append(definer) }
        if let namespace = identity.namespace {
            causes.append(Identity(group: "", kind: "Namespace", namespace: nil, name: namespace))
        }
        return causes
    }

    /// The template behind a constraint or the definition of its kind, which a baseline need not hold.
    /// Source: Gatekeeper; a template's name is its kind in lower case, and so is the resource.
    private static func definer(of identity: Identity) -> Identity? {
        let group = "constraints.gatekeeper.sh"
        let name: String
        if identity.group == group {
            name = identity.kind.lowercased()
        } else if identity.kind == "CustomResourceDefinition", identity.name.hasSuffix(".\(group)") {
            name = String(identity.name.dropLast(group.utf8.count + 1))
        } else {
            return nil
        }
        return Identity(
            group: "templates.gatekeeper.sh", kind: "ConstraintTemplate", namespace: nil, name: name)
    }

    /// Who changed a field.
    func authors(of path: FieldPath, before: ObjectTrace?, after: ObjectTrace, revision: String?) -> [Author] {
        let writes = trail.writes(on: after.identity).filter { write in
            Self.concerns(write, after)
                && write.covers(path, before: before?.managers ?? [], after: after.managers)
        }
        return Self.authors(Self.likely(writes), revision: revision)
    }

    /// Who wrote the object, when it was one alone: then all that changed is his, also what the server did along with it.
    func soleAuthor(of after: ObjectTrace, revision: String?) -> [Author] {
        // What happened in a hole of the log may be anybody's.
        guard trail.holes?.isEmpty ?? false else { return [] }
        let writes = trail.writes(on: after.identity).filter { write in
            Self.concerns(write, after) && write.outcome.mayBeEffective && write.target.subresource != "status"
        }
        // A name that two classes of writers use is two writers'.
        guard Set(writes.map(\.author.user)).count == 1, Set(writes.map(\.author.writer)).count == 1 else { return [] }
        return Array(Self.authors(writes, revision: revision).prefix(1))
    }

    private static func concerns(_ write: AuditWrite, _ after: ObjectTrace) -> Bool {
        !write.isAccess && !write.isDeletion && (write.uid == nil || after.uid.isEmpty || write.uid == after.uid)
    }

    /// The writes that are certain, and those that others may have made who are not trusted: what a controller is sure to
    /// have written settles nobody else's doubt. Where none is certain, all that may have been.
    private static func likely(_ writes: [AuditWrite]) -> [AuditWrite] {
        let certain = writes.filter(\.outcome.isEffective)
        guard !certain.isEmpty else { return writes.filter(\.outcome.mayBeEffective) }
        func key(_ write: AuditWrite) -> [String] { [write.author.user ?? "", write.author.writer.rawValue] }
        let known = Set(certain.map(key))
        return certain
            + writes.filter { write in
                write.outcome.mayBeEffective && !write.author.writer.isTrusted && !known.contains(key(write))
            }
    }

    /// Each author once, with his latest write; people first, then others who are not trusted.
    private static func authors(_ writes: [AuditWrite], revision: String? = nil) -> [Author] {
        var result: [Author] = []
        for write in writes.reversed() {
            let author = write.author
            let isKnown = result.contains {
                $0.user == author.user && $0.impersonated == author.impersonated && $0.client == author.client
                    && $0.manager == author.manager && $0.operation == author.operation
                    && $0.writer == author.writer
            }
            if !isKnown { result.append(author.writer == .gitops ? author.applying(revision) : author) }
        }
        return AuthorFinder.ordered(result)
    }
}
