/// Reads audit logs in all forms in which they are exported, one event after another.
package struct AuditReader {
    /// What was seen so far.
    package private(set) var facts = AuditFacts()
    private let since: Instant?
    private let until: Instant?

    /// - Parameters:
    ///   - since: events that ended before are only counted.
    ///   - until: events that came after are only counted.
    package init(since: Instant? = nil, until: Instant? = nil) {
        self.since = since
        self.until = until
    }

    /// Reads one file, `-` for standard input. Events that only read something are counted; all others go to `each`.
    ///
    /// - Throws: when it cannot be opened, or when nothing in it is an audit event. What is damaged within is a fact.
    package mutating func read(
        _ path: String, spoolFolder: String, each: (AuditEvent) -> Void
    ) throws(AuditLogError) {
        let source: ArchiveSource
        do throws(DiskError) { source = try ArchiveSource(path: path, spoolFolder: spoolFolder) } catch {
            throw .disk(error)
        }
        try read(source, name: path == "-" ? "stdin" : path, each: each)
    }

    /// Reads one source.
    package mutating func read(
        _ source: ArchiveSource, name: String, each: (AuditEvent) -> Void
    ) throws(AuditLogError) {
        facts.open(name)
        guard source.size > 0 else { throw .noEvents(file: name, records: 0, firstWhy: nil) }
        var records: AuditRecords
        do throws(LibArchiveReader.Fault) { records = try AuditRecords(source) } catch {
            throw .damaged(file: name, why: SnapshotError(error).summary)
        }
        while let record = records.next() {
            switch record {
            case .json(let bytes, let line): take(bytes, line: line, depth: 0, category: "", each: each)
            case .row(let row, let line): take(row, line: line, depth: 0, category: "", each: each)
            case .broken(let why, let line): facts.sawBroken(why, line: line)
            }
        }
        if let file = facts.files.last, file.events == 0 {
            throw .noEvents(
                file: name, records: file.others + file.broken,
                firstWhy: file.places.first.map { String($0.dropFirst(name.count + 1)) })
        }
    }

    /// One JSON text: an event, a row around one, or a list of them.
    ///
    /// - Parameter category: The category of the row around it; empty when there is none.
    private mutating func take(
        _ bytes: ArraySlice<UInt8>, line: Int, depth: Int, category: String, each: (AuditEvent) -> Void
    ) {
        guard depth < 6 else { return facts.sawBroken("rows within rows", line: line) }
        let start = bytes.startIndex
        var cursor = 0
        do throws(JSONError) {
            JSONSkim.skipSpace(bytes.span, &cursor)
            guard cursor < bytes.count else { return }
            if bytes[start + cursor] == UInt8(ascii: "[") {
                try elements(bytes, &cursor) {
                    take($0, line: line, depth: depth + 1, category: category, each: each)
                }
            } else {
                var row = AuditRow()
                do {
                    try JSONSkim.members(bytes.span, &cursor) { (key, value) throws(Never) in
                        guard let field = AuditRow.Field(bytes[start + key.lowerBound..<start + key.upperBound])
                        else { return }
                        // `AuditId` is a column, `auditID` a member.
                        if field == .id, bytes[start + key.lowerBound] == UInt8(ascii: "A") { row.usesColumns = true }
                        row[field] = .json(bytes[start + value.lowerBound..<start + value.upperBound])
                    }
                } catch {
                    if case .malformed(let error) = error { throw error }
                }
                take(row, line: line, depth: depth, category: category, each: each)
            }
            JSONSkim.skipSpace(bytes.span, &cursor)
            if cursor < bytes.count { throw JSONError(reason: .trailingBytes, offset: cursor) }
        } catch {
            facts.sawBroken(error.summary, line: line)
        }
    }

    private func elements(
        _ bytes: ArraySlice<UInt8>, _ cursor: inout Int, each: (ArraySlice<UInt8>) -> Void
    ) throws(JSONError) {
        let start = bytes.startIndex
        try JSONSkim.expect(UInt8(ascii: "["), bytes.span, &cursor)
        var isFirst = true
        while true {
            JSONSkim.skipSpace(bytes.span, &cursor)
            guard cursor < bytes.count else { throw JSONError(reason: .truncated, offset: cursor) }
            if bytes[start + cursor] == UInt8(ascii: "]") {
                cursor += 1
                return
            }
            if !isFirst { try JSONSkim.expect(UInt8(ascii: ","), bytes.span, &cursor) }
            isFirst = false
            JSONSkim.skipSpace(bytes.span, &cursor)
            let from = cursor
            try JSONSkim.skipValue(bytes.span, &cursor)
            each(bytes[start + from..<start + cursor])
        }
    }

    private mutating func take(
        _ row: AuditRow, line: Int, depth: Int, category outer: String, each: (AuditEvent) -> Void
    ) {
        if row.isEvent {
            facts.sawCategory(row.text(.table))
            return event(row, line: line, form: form(row, depth), each: each)
        }
        let own = row.text(.category)
        facts.sawCategory(own)
        let category = own.isEmpty ? outer : own
        if let inner = row.nested(.log) ?? (row[.log] == nil ? row.nested(.properties) : nil) {
            return take(inner, line: line, depth: depth + 1, category: category, each: each)
        }
        if row[.log] == nil, let list = row.nested(.rows), list.first == UInt8(ascii: "[") {
            return take(list, line: line, depth: depth + 1, category: category, each: each)
        }
        // `kube-audit`, `kube-audit-admin`; rows of other categories hold no event.
        if ByteOrder.begins(category, with: "kube-audit") {
            facts.sawBroken("a row of the category kube-audit without an event", line: line)
        } else {
            facts.sawOther()
        }
    }

    private func form(_ row: AuditRow, _ depth: Int) -> AuditFacts.Form {
        if row.usesColumns { return .table }
        return depth > 0 && !facts.categories.isEmpty ? .diagnostics : .raw
    }

    private mutating func event(
        _ row: AuditRow, line: Int, form: AuditFacts.Form, each: (AuditEvent) -> Void
    ) {
        let verb = row.text(.verb)
        let time = row[.reached] == nil ? row.text(.generated) : row.text(.reached)
        guard !verb.isEmpty, let reached = AuditTime.instant(time) else {
            return facts.sawBroken("an event without a verb or a time (stageTimestamp)", line: line)
        }
        let told = AuditTime.instant(row.text(.received)) ?? reached
        guard told.milliseconds <= reached.milliseconds + Self.tolerance else {
            return facts.sawBroken("an event that ended before it came (requestReceivedTimestamp)", line: line)
        }
        let received = min(told, reached)
        let isInside = since.map { reached >= $0 } ?? true && until.map { received <= $0 } ?? true
        let uri = row.text(.uri)
        let request = row.nested(.request)
        let kind: AuditFacts.Kind =
            switch verb {
            case "get", "list": .read
            case "create", "update", "patch": .write(hasContent: request != nil)
            case "delete", "deletecollection": .write(hasContent: true)
            default: .other
            }
        let reference = row.value(.target)
        let target = reference.flatMap(AuditEvent.Target.init)
        let id = row.text(.id)
        // What is outside the period for certain need not tell more.
        if isInside, let why = Self.fault(id: id, verb: verb, uri: uri, target: target) {
            return facts.sawBroken(why, line: line)
        }
        facts.saw(form, at: reached, kind: kind, isInside: isInside)
        guard isInside else { return }
        if case .write = kind {} else if target?.subresource == nil { return }
        let user = row.value(.user)
        let impersonated = row.value(.impersonated)
        each(
            AuditEvent(
                id: id, level: row.text(.level), stage: AuditEvent.Stage(row.text(.stage)), verb: verb,
                uri: uri,
                user: user?["username"]?.string ?? "", groups: Self.groups(user),
                impersonated: impersonated?["username"]?.string, impersonatedGroups: Self.groups(impersonated),
                client: row.text(.client), target: target, targetUID: reference?["uid"]?.string,
                code: row.value(.status)?["code"]?.int,
                isAllowed: row.value(.annotations)?[Self.decision]?.string.map { $0 == "allow" },
                receivedAt: received, reachedAt: reached, request: request,
                response: row.nested(.response)))
    }

    /// Source: Kubernetes, audit annotations.
    private static let decision = "authorization.k8s.io/decision"

    private static func groups(_ user: Value?) -> [String] { user?["groups"]?.array?.compactMap(\.string) ?? [] }

    /// How far the clock of a server may go back within a request, in milliseconds.
    private static let tolerance = 60_000

    /// The verbs of requests for objects. Source: Kubernetes, `requestinfo.go`.
    private static let verbs: Set = [
        "get", "list", "watch", "proxy", "create", "update", "patch", "delete", "deletecollection",
    ]

    /// Why an event does not tell what was asked for; `nil` when it does. Nothing that it says is repeated.
    private static func fault(id: String, verb: String, uri: String, target: AuditEvent.Target?) -> String? {
        if id.isEmpty { return "an event without an id (auditID)" }
        let path = AuditPath(uri)
        guard let target else {
            if path != nil { return "a request that does not name its object (objectRef)" }
            return uri.isEmpty ? "an event without a path (requestURI) and without an object (objectRef)" : nil
        }
        if !verbs.contains(verb) { return "a verb that no API server writes for an object" }
        return path?.missing(from: target).map { "an object (objectRef) without the \($0) that the path names" }
    }
}

extension AuditEvent.Target {
    fileprivate init?(_ value: Value) {
        guard let resource = value["resource"]?.string, !resource.isEmpty else { return nil }
        func text(_ key: String) -> String? { value[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }
        self.init(
            group: text("apiGroup") ?? "", resource: resource, namespace: text("namespace"), name: text("name"),
            subresource: text("subresource"))
    }
}
