import Snapshot

/// Authors, origins and the verdict for programs.
enum AuthorJSON {
    /// What is known of who is behind one object.
    static func attribution(_ attribution: Attribution) -> [String: Value?] {
        [
            "origin": origin(attribution.origin), "authors": .array(attribution.authors.map(author)),
            "noTrace": attribution.noTrace.isEmpty ? nil : .array(attribution.noTrace.map(Value.string)),
            "doubts": attribution.doubts.isEmpty ? nil : .array(attribution.doubts.map(Value.string)),
            "notes": attribution.notes.isEmpty ? nil : .array(attribution.notes.map(Value.string)),
        ]
    }

    static func author(_ author: Author) -> Value {
        var object = Object()
        object["leg"] = .string(author.leg.rawValue)
        object["class"] = .string(author.writer.rawValue)
        object["manager"] = author.manager.map(Value.string)
        object["operation"] = .string(author.operation)
        object["subresource"] = author.subresource.map(Value.string)
        object["time"] = author.time.map(Value.string)
        object["user"] = author.user.map(Value.string)
        object["impersonated"] = author.impersonated.map(Value.string)
        object["client"] = author.client.map(Value.string)
        object["revision"] = author.revision.map(Value.string)
        object["isProven"] = .bool(author.isProven)
        if author.isAmbiguous { object["isAmbiguous"] = true }
        return .object(object)
    }

    /// Where an object comes from.
    static func origin(_ origin: Origin) -> Value {
        ["kind": .string(origin.kind.rawValue), "evidence": .string(origin.evidence)]
    }

    /// The verdict with its legs.
    static func verdict(_ verdict: Verdict) -> Value {
        var origins = Object()
        for kind in Origin.Kind.allCases {
            if let count = verdict.origins[kind] { origins[kind.rawValue] = .number(Number(count)) }
        }
        return [
            "outcome": .string(verdict.outcome.rawValue), "statement": .string(verdict.statement),
            "origins": .object(origins), "obstacles": .array(verdict.obstacles.map(Value.string)),
            "legs": .array(verdict.legs.map(leg)),
        ]
    }

    private static func leg(_ leg: Verdict.Leg) -> Value {
        var object = Object()
        object["leg"] = .string(leg.leg.rawValue)
        object["basis"] = leg.basis.map(Value.string)
        object["isPresent"] = .bool(leg.basis != nil)
        object["findings"] = .array(leg.findings.map(finding))
        object["blindSpots"] = .array(leg.blindSpots.map(Value.string))
        return .object(object)
    }

    private static func finding(_ finding: Verdict.Finding) -> Value {
        var object = Object()
        object["weight"] = .string(finding.weight.rawValue)
        if let identity = finding.identity {
            var subject = Object()
            subject["group"] = .string(identity.group)
            subject["kind"] = .string(identity.kind)
            subject["namespace"] = identity.namespace.map(Value.string)
            subject["name"] = .string(identity.name)
            object["object"] = .object(subject)
        }
        object["target"] = finding.target.map(Value.string)
        object["detail"] = .string(finding.words)
        object["author"] = finding.author.map(author)
        object["origin"] = finding.origin.map(origin)
        return .object(object)
    }
}
