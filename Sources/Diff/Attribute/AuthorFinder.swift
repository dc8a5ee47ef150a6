package import Snapshot

/// Says who made differences, by what the objects of both states say of their writers.
package struct AuthorFinder: Sendable {
    private let writers: WriterTable
    private let platform: PlatformTable
    /// When the earlier state was captured, where its objects do not say who had written them by then.
    let capturedAt: RFC3339?

    package init(
        writers: WriterTable = .builtIn, platform: PlatformTable = .builtIn, capturedAt: RFC3339? = nil
    ) {
        self.writers = writers
        self.platform = platform
        self.capturedAt = capturedAt
    }

    /// What is known of the object on which somebody wrote.
    package struct Context: Sendable {
        /// The object in the earlier state; `nil` when it was not there. A label that came with the change excuses nobody.
        let former: ObjectTrace?
        /// Whether a GitOps controller applies it: then the platform does not.
        let isApplied: Bool

        package init(_ former: ObjectTrace?, isApplied: Bool) {
            self.former = former
            self.isApplied = isApplied
        }
    }

    /// The author that an entry names.
    ///
    /// - Parameter context: With it, a name under which the platform writes too is the platform's on objects of the platform,
    ///   and may be either elsewhere.
    package func author(_ entry: ManagerEntry, on context: Context? = nil, revision: String? = nil) -> Author {
        let rule = writers.rule(manager: entry.name, operation: entry.operation)
        var writer = rule?.writer ?? .unknown
        var isAmbiguous = false
        if let context, !context.isApplied, !writer.isTrusted {
            if context.former.flatMap(platform.rule)?.excuses(entry) ?? false {
                writer = .platform
            } else {
                isAmbiguous = rule?.isAmbiguous ?? false
            }
        }
        return Author(
            leg: .managedFields, writer: writer, manager: entry.name, operation: entry.operation,
            subresource: entry.subresource, time: entry.time, revision: writer == .gitops ? revision : nil,
            isAmbiguous: isAmbiguous)
    }

    /// Who made an object that was not there before: whoever wrote it at its birth, people first.
    package func creators(of trace: ObjectTrace, on context: Context? = nil, revision: String?) -> [Author] {
        let entries = trace.managers.filter { !$0.writesStatusOnly }
        return Self.ordered(
            OriginFinder.makers(entries, createdAt: trace.createdAt)
                .map { author($0, on: context, revision: revision) })
    }

    /// Who changed a field: whoever owns it now and did not own it before, or has written since.
    ///
    /// Without the object's former writers, all present owners may have that did not write before the earlier state was
    /// captured.
    package func authors(
        of path: FieldPath, before: ObjectTrace?, after: ObjectTrace, on context: Context? = nil, revision: String?
    ) -> [Author] {
        let owners = after.managers.filter { $0.owns(path) }
        let fresh = owners.filter { entry in
            guard let before, !before.managers.isEmpty else { return !wroteEarlier(entry) }
            let same = before.managers.filter { $0.isSameWriter(as: entry) }
            // `kubectl scale` leaves no time: then owning it newly is the only trace.
            return !same.contains { $0.time == entry.time && (entry.time != nil || $0.owns(path)) }
        }
        return Self.ordered(fresh.map { author($0, on: context, revision: revision) })
    }

    /// Whether a writer's last change lies before the capture. Times are whole seconds of the server's clock; in the same
    /// second it may lie on either side.
    package func wroteEarlier(_ entry: ManagerEntry) -> Bool {
        guard let capturedAt, let time = entry.time.flatMap({ RFC3339($0) }) else { return false }
        return time.seconds < capturedAt.seconds
    }

    /// Who has written since the former state, whatever they wrote: a new entry, or one of another time or with other
    /// fields.
    package func writersSince(_ before: ObjectTrace, in after: ObjectTrace) -> [ManagerEntry] {
        after.managers.filter { !before.managers.contains($0) }
    }

    /// People first, then whom a log names and nobody trusts, then the latest.
    package static func ordered(_ authors: [Author]) -> [Author] {
        authors.enumerated().sorted { a, b in
            if a.element.isProven != b.element.isProven { return a.element.isProven }
            if a.element.writer.isPerson != b.element.writer.isPerson { return a.element.writer.isPerson }
            if a.element.isProven, a.element.writer.isTrusted != b.element.writer.isTrusted {
                return b.element.writer.isTrusted
            }
            let (x, y) = (a.element.time ?? "", b.element.time ?? "")
            return x == y ? a.offset < b.offset : x > y
        }.map(\.element)
    }
}
