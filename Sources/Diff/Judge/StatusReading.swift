import Snapshot

/// What the server stored about one object, as far as a requirement asks.
enum StatusReading {
    /// As it should be.
    case good
    /// Not as it should be.
    case bad(String)
    /// Nothing is stored that says so.
    case unknown(String)

    /// Whether a condition has a status.
    static func condition(_ type: String, _ wanted: TextPattern, of object: Value) -> StatusReading {
        guard let conditions = object[["status", "conditions"]]?.array, !conditions.isEmpty else {
            return .unknown("no conditions are stored")
        }
        guard let condition = conditions.first(where: { ByteOrder.same($0["type"]?.string ?? "", type) }) else {
            return .bad("has no condition \(type)")
        }
        let status = condition["status"]?.string ?? ""
        guard wanted.matches(status) else {
            let reason = condition["reason"]?.string ?? ""
            return .bad("\(type) is \(status.isEmpty ? "empty" : status)\(reason.isEmpty ? "" : " (\(reason))")")
        }
        return lag(of: object, observed: condition["observedGeneration"] ?? object[["status", "observedGeneration"]])
            ?? .good
    }

    /// Whether all copies are there, up to date and ready.
    static func completion(of object: Value, _ kind: GroupKind) -> StatusReading {
        guard let row = StatusTable.completions.first(where: { $0.kind == kind }) else {
            return .unknown("no table says when a \(kind) is complete")
        }
        guard let status = object["status"]?.object, !status.isEmpty else { return .unknown("no status is stored") }
        guard let wanted = object[row.wanted]?.int ?? row.otherwise else {
            return .unknown("\(row.wanted.joined(separator: ".")) is not stored")
        }
        if let lag = lag(of: object, observed: status["observedGeneration"]) { return lag }
        // The server leaves out a count of zero.
        for path in row.reached {
            let count = object[path]?.int ?? 0
            if count < wanted { return .bad("\(path.last ?? "") is \(count) of \(wanted)") }
        }
        for path in row.none {
            let count = object[path]?.int ?? 0
            if count > 0 { return .bad("\(path.last ?? "") is \(count)") }
        }
        return .good
    }

    /// Whether the last audit found nothing.
    static func audit(of object: Value, _ group: String) -> StatusReading {
        guard let row = StatusTable.audits.first(where: { $0.group == group }) else {
            return .unknown("no table says where audits of \(group.isEmpty ? "the core group" : group) are stored")
        }
        guard let count = object[row.count]?.int else { return .unknown("no audit result is stored") }
        return count == 0 ? .good : .bad(count == 1 ? "1 violation was found" : "\(count) violations were found")
    }

    /// A status that speaks of an earlier version of the object says nothing of this one.
    private static func lag(of object: Value, observed: Value?) -> StatusReading? {
        guard let observed = observed?.int, let generation = object[["metadata", "generation"]]?.int,
            observed < generation
        else { return nil }
        return .bad(
            "its controller has not processed the latest change (generation \(generation), observed \(observed))")
    }
}
