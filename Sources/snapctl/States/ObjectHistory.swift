import Diff
import Snapshot

/// What happened to one object from snapshot to snapshot.
struct ObjectHistory {
    /// What one snapshot says.
    private struct Step {
        let file: String
        let time: String
        let event: Event
        let authors: [Author]
    }

    private enum Event {
        case absent
        case unreadable
        case appeared
        case disappeared
        case recreated([FieldChange])
        case changed([FieldChange])
        case same
    }

    let identity: Identity
    private var steps: [Step] = []
    private var last: (state: ClusterState, entry: IndexEntry, object: Value)?
    /// Whether the last snapshot that could tell held it.
    private var wasThere = false

    init(identity: Identity) { self.identity = identity }

    /// A snapshot before the object was first seen.
    mutating func missed(_ file: HistoryFolder.File) {
        let couldTell = !Self.isUnreadable(identity, file.reader.manifest)
        add(file, couldTell ? .absent : .unreadable)
    }

    /// The next snapshot.
    mutating func read(_ state: ClusterState, _ file: HistoryFolder.File) async throws {
        guard let entry = state.entries.first(where: { $0.identity == identity }) else {
            if Self.isUnreadable(identity, state.manifest) {
                add(file, .unreadable)
            } else {
                add(file, wasThere ? .disappeared : .absent)
                wasThere = false
            }
            return
        }
        guard let object = try await state.pick([identity])[identity] else { return }
        defer {
            last = (state, entry, object)
            wasThere = true
        }
        guard let last, wasThere else {
            add(
                file, .appeared,
                AuthorFinder().creators(of: ObjectTrace(object, entry, role: entry.role), revision: nil))
            return
        }
        let comparer = Comparer(before: last.state, after: state, trustsDigests: false)
        let changes = comparer.differences(last.object, object).changes.filter { $0.kind != .orderOnly }
        let isNew = !entry.uid.isEmpty && !last.entry.uid.isEmpty && entry.uid != last.entry.uid
        guard isNew || !changes.isEmpty else {
            add(file, .same)
            return
        }
        let finder = AuthorFinder()
        let before = ObjectTrace(last.object, last.entry, role: last.entry.role)
        let after = ObjectTrace(object, entry, role: entry.role)
        var authors: [Author] = []
        for change in changes {
            for author in finder.authors(of: change.path, before: isNew ? nil : before, after: after, revision: nil)
            where !authors.contains(author) { authors.append(author) }
        }
        add(file, isNew ? .recreated(changes) : .changed(changes), AuthorFinder.ordered(authors))
    }

    private mutating func add(_ file: HistoryFolder.File, _ event: Event, _ authors: [Author] = []) {
        steps.append(
            Step(file: file.path, time: file.reader.manifest.times.startedAt, event: event, authors: authors))
    }

    private static func isUnreadable(_ identity: Identity, _ manifest: Manifest) -> Bool {
        let kinds = manifest.coverage.filter { $0.group == identity.group && $0.kind == identity.kind }
        if manifest.source == .cluster, kinds.contains(where: { $0.state != .complete }) { return true }
        let spaces = manifest.scope.namespaces
        return !spaces.isEmpty && !spaces.contains { ByteOrder.same($0, identity.namespace ?? "") }
            || manifest.gaps.contains { $0.isOfAnyType || $0.group == identity.group && $0.resource == nil }
    }

    // MARK: Output

    /// For people: a line a snapshot in which something happened, equal ones counted.
    func lines(width: Int) -> [StyledLine] {
        var lines = [StyledLine(identity.description, .heading)]
        var equal = 0
        func flush() {
            if equal > 0 {
                lines.append(StyledLine("… \(Words.count(equal, "snapshot")) without a change", .faint, indent: 2))
            }
            equal = 0
        }
        for step in steps {
            if case .same = step.event {
                equal += 1
                continue
            }
            flush()
            let (words, role, changes) = Self.words(step.event)
            lines.append(
                StyledLine(step.time, .place, indent: 2).adding("  \(words)", role).adding("  \(step.file)", .faint))
            lines += changes.flatMap { ChangeText.lines(of: $0, width: width, indent: 6) }
            lines += step.authors.prefix(3).map { StyledLine("by ", .faint, indent: 6).adding($0.words, .faint) }
        }
        flush()
        return lines
    }

    /// For programs.
    var value: Value {
        var identity = Object()
        identity["group"] = .string(self.identity.group)
        identity["kind"] = .string(self.identity.kind)
        identity["namespace"] = self.identity.namespace.map(Value.string)
        identity["name"] = .string(self.identity.name)
        let steps = steps.map { step -> Value in
            let (words, _, changes) = Self.words(step.event)
            return [
                "file": .string(step.file), "time": .string(step.time), "event": .string(words),
                "fields": .array(
                    changes.map { change in
                        var object = Object()
                        object["path"] = .string(change.path.description)
                        object["before"] = change.before
                        object["after"] = change.after
                        return .object(object)
                    }), "authors": .array(step.authors.map { .string($0.words) }),
            ]
        }
        return ["format": "snapctl.dev/history/v1", "object": .object(identity), "snapshots": .array(steps)]
    }

    private static func words(_ event: Event) -> (String, StyledLine.Role, [FieldChange]) {
        switch event {
        case .absent: ("not there", .faint, [])
        case .unreadable: ("not known: this snapshot could not, or was not meant to, read it", .warning, [])
        case .appeared: ("there", .after, [])
        case .disappeared: ("gone", .before, [])
        case .recreated(let changes): ("deleted and created again", .warning, changes)
        case .changed(let changes): ("changed", .warning, changes)
        case .same: ("equal", .faint, [])
        }
    }
}
