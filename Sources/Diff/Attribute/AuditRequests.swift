import Snapshot

/// Joins the events of audit logs, which come in the order of time, into requests and says what became of each.
///
/// Two events are stages of one request only when all agrees that must: id, verb, path and query, user, groups, client, the
/// time of its arrival, and the order of stages. A client may choose the id; everything else under it is another request.
struct AuditRequests {
    private let types: [String: ResourceType]
    private var versions = ObjectVersions()
    private var request: ArraySlice<UInt8> = []
    private var last: ArraySlice<UInt8> = []
    private var events: [AuditSighting] = []

    init(types: [String: ResourceType]) { self.types = types }

    /// Takes the next record.
    ///
    /// - Returns: The writes that are complete by now.
    mutating func take(_ record: ArraySlice<UInt8>) -> [AuditWrite] {
        // The same event from another file.
        guard record != last, let read = AuditSightingCoding.read(record) else { return [] }
        last = record
        switch read {
        case .version(let object, let version, let receivedAt, let reachedAt):
            let done = finish()
            _ = versions.isKnown(version, of: object, receivedAt: receivedAt, reachedAt: reachedAt)
            return done
        case .sighting(let event, let key):
            let done = key == request ? [] : finish()
            request = key
            events.append(event)
            return done
        }
    }

    /// The writes that are left.
    mutating func finish() -> [AuditWrite] {
        let requests = Self.requests(events)
        events = []
        return requests.compactMap { write($0) }
    }

    /// The events of one key by the requests that they belong to: each has one end at most, and nothing comes after it.
    static func requests(_ events: [AuditSighting]) -> [[AuditSighting]] {
        func places(_ stage: AuditEvent.Stage) -> ArraySlice<Int> {
            events.indices.filter { events[$0].stage == stage }[...]
        }
        var received = places(.received)
        var started = places(.responseStarted)
        func first(_ waiting: inout ArraySlice<Int>, before end: AuditSighting) -> AuditSighting? {
            guard let place = waiting.first, events[place].reachedAt <= end.reachedAt else { return nil }
            waiting.removeFirst()
            return events[place]
        }
        var requests: [[AuditSighting]] = []
        for end in events where end.isEnd {
            let stages = [first(&received, before: end), first(&started, before: end)]
            requests.append(stages.compactMap { $0 } + [end])
        }
        while true {
            if let place = received.first, place < started.first ?? .max {
                received.removeFirst()
                requests.append([events[place]] + (started.popFirst().map { [events[$0]] } ?? []))
            } else if let place = started.popFirst() {
                requests.append([events[place]])
            } else {
                return requests
            }
        }
    }

    private mutating func write(_ request: [AuditSighting]) -> AuditWrite? {
        guard let end = request.last else { return nil }
        let told = request.last { $0.paths != nil }
        let target = request.last { $0.target.name != nil }?.target ?? end.target
        var outcome = Self.outcome(end)
        let isCreation = target.subresource == nil && (end.verb == "create" || end.code == 201)
        if outcome == .wrote, let version = end.version, let object = ObjectVersions.key(target),
            versions.isKnown(version, of: object, receivedAt: end.receivedAt, reachedAt: end.reachedAt),
            !isCreation, AuditWrite.mayLeaveAsItWas.contains(end.verb)
        {
            outcome = .nothing
        }
        return AuditWrite(
            id: end.id, identity: AuditGathering.identity(of: target, name: target.name ?? end.answeredName, types),
            target: target,
            author: Author(
                leg: .auditLog, writer: end.writer, manager: end.manager, operation: end.verb,
                subresource: target.subresource, time: AuditEvent.text(end.reachedAt), user: end.user,
                impersonated: end.impersonated, client: end.client),
            paths: told?.paths, lists: told?.lists ?? [], mayApply: told?.mayApply ?? false, replaces: end.isWhole,
            owned: end.owned,
            version: end.version, uid: end.uid, groups: end.groups,
            isCreation: isCreation, outcome: outcome,
            from: end.receivedAt.milliseconds / 1000, to: end.reachedAt.milliseconds / 1000)
    }

    /// What became of a request, by its last event.
    static func outcome(_ end: AuditSighting) -> AuditWrite.Outcome {
        if end.dryRun == .yes { return .dryRun }
        let row = RequestTable.row(for: end.target)
        // A refusal by the server's own authorization stops everything.
        if end.isAllowed == false { return .refused(end.code ?? 403) }
        if end.stage == .panicked { return .unsure(.brokeDown) }
        guard let code = end.code, code > 0, end.stage != .received else { return .unsure(.unanswered) }
        switch code {
        case 200..<300: return end.dryRun == .perhaps ? .unsure(.perhapsDryRun) : .wrote
        case 100..<400 where row != nil: return .wrote
        // Of a collection a part may be gone, and what is relayed is answered elsewhere.
        case _ where end.verb == "deletecollection" && code != 401: return .unsure(.answered(code))
        case _ where row?.effect == .relay: return .unsure(.answered(code))
        case _: return RequestTable.isRefusal(code) ? .refused(code) : .unsure(.answered(code))
        }
    }
}
