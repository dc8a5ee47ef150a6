package import Snapshot

/// Audit events made up for tests, in all the forms in which logs are exported.
package enum AuditLines {
    /// One event as an API server writes it.
    package static func event(
        id: String = "a1", verb: String = "patch", user: String = "ada@example.org", groups: [String] = [],
        impersonated: String? = nil, client: String = "kubectl/v1.33.1 (linux/amd64)", group: String = "",
        resource: String = "configmaps", namespace: String? = "shop", name: String? = "settings",
        subresource: String? = nil, query: String = "fieldManager=kubectl-edit", code: Int = 200,
        stage: String = "ResponseComplete", at time: String = "2026-03-04T13:00:00.500000Z", request: Value? = nil,
        response: Value? = nil
    ) -> Value {
        var target = Object(["resource": .string(resource), "apiVersion": "v1"])
        if !group.isEmpty { target["apiGroup"] = .string(group) }
        target["namespace"] = namespace.map(Value.string)
        target["name"] = name.map(Value.string)
        target["subresource"] = subresource.map(Value.string)
        var event = Object([
            "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "RequestResponse", "auditID": .string(id),
            "stage": .string(stage), "requestURI": .string("/api/v1/x?\(query)"), "verb": .string(verb),
            "user": ["username": .string(user), "groups": .array(groups.map(Value.string))],
            "userAgent": .string(client), "objectRef": .object(target),
            "responseStatus": ["metadata": [:], "code": .number(Number(code))],
            "requestReceivedTimestamp": .string(time), "stageTimestamp": .string(time),
        ])
        event["impersonatedUser"] = impersonated.map { ["username": .string($0)] }
        event["requestObject"] = request
        event["responseObject"] = response
        return .object(event)
    }

    /// What the server answers to a write.
    package static func answer(version: String, uid: String = "u1") -> Value {
        ["metadata": ["name": "settings", "uid": .string(uid), "resourceVersion": .string(version)]]
    }

    /// One line a value.
    package static func lines(_ events: [Value]) -> [UInt8] {
        events.flatMap { Array((CanonicalJSON.text($0) + "\n").utf8) }
    }

    /// The same event as a row of AKSAudit, nested cells as text or not.
    package static func columns(_ event: Value, nestedAsText: Bool) -> Value {
        var row = Object()
        for (from, to) in [
            ("auditID", "AuditId"), ("stage", "Stage"), ("requestURI", "RequestUri"), ("verb", "Verb"),
            ("user", "User"),
            ("userAgent", "UserAgent"), ("objectRef", "ObjectRef"), ("responseStatus", "ResponseStatus"),
            ("requestObject", "RequestObject"), ("responseObject", "ResponseObject"),
            ("requestReceivedTimestamp", "RequestReceivedTime"), ("stageTimestamp", "StageReceivedTime"),
        ] {
            guard let value = event[from] else { continue }
            row[to] = nestedAsText && value.string == nil ? .string(CanonicalJSON.text(value)) : value
        }
        row["Type"] = "AKSAudit"
        return .object(row)
    }

    /// Reads a log from memory.
    package static func read(
        _ bytes: [UInt8], since: Instant? = nil, until: Instant? = nil
    ) throws(AuditLogError) -> (events: [AuditEvent], facts: AuditFacts) {
        var reader = AuditReader(since: since, until: until)
        var events: [AuditEvent] = []
        try reader.read(ArchiveSource(bytes: bytes), name: "audit.log") { events.append($0) }
        return (events, reader.facts)
    }
}
