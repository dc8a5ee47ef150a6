import Snapshot

/// One event of an audit log reduced to what counts of it: who, what, when, how it ended, and names of fields. No value of
/// a request is in it.
///
/// It is written as bytes whose order is that of time, so that logs in any number and order become one: when the request
/// came, then what all events of one request have in common, then how far it had come.
struct AuditSighting {
    /// Whether it was asked as a dry run.
    enum DryRun: Int {
        case no
        case yes
        /// It says so in a place that the server may not have looked at.
        case perhaps
    }

    let id: String
    let verb: String
    let user: String
    /// A mark of the user's groups: a certificate can say any name, and the groups tell it from the account of that name.
    let groups: String
    let client: String
    let stage: AuditEvent.Stage
    let receivedAt: Instant
    let reachedAt: Instant
    let impersonated: String?
    let writer: WriterClass
    let manager: String?
    let target: AuditEvent.Target
    let code: Int?
    let isAllowed: Bool?
    let dryRun: DryRun
    /// What was sent speaks of these fields; `nil` when the log does not say.
    let paths: [FieldPath]?
    /// The lists that a patch may have replaced.
    let lists: [FieldPath]
    /// Whether what was sent may be an apply configuration.
    let mayApply: Bool
    /// Whether what was sent is a whole object, whose other fields go.
    let isWhole: Bool
    let owned: ManagerEntry?
    /// The version, uid and name that the answer gives the object.
    let version: String?
    let uid: String?
    let answeredName: String?

    /// The mark of some groups, the same in any order; empty for none.
    static func mark(of groups: [String]) -> String {
        guard !groups.isEmpty else { return "" }
        let names = CanonicalJSON.text(.array(groups.sorted(by: ByteOrder.precedes).map(Value.string)))
        return String(Digest(of: Array(names.utf8)).hex.prefix(14))
    }

    /// Whether the request had come to its end.
    var isEnd: Bool { stage == .complete || stage == .panicked }

    /// Whether the server stored what was asked for, by this event's status code.
    var isSuccess: Bool { code.map { 200..<300 ~= $0 } ?? false }
}

/// The bytes of sightings and of mere versions.
enum AuditSightingCoding {
    /// What one record holds.
    enum Record {
        /// Somebody who is trusted left the object at this version.
        case version(object: String, version: String, receivedAt: Instant, reachedAt: Instant)
        /// An event, with the bytes that all events of its request share.
        case sighting(AuditSighting, request: ArraySlice<UInt8>)
    }

    static func version(_ object: String, _ version: String, of event: AuditEvent) -> [UInt8] {
        var bytes = time(event.receivedAt) + [0] + time(event.reachedAt)
        put(object, &bytes)
        put(version, &bytes)
        return bytes
    }

    static func sighting(_ sighting: AuditSighting, uri: String) -> [UInt8] {
        var bytes = time(sighting.receivedAt) + [1]
        for text in [sighting.id, sighting.verb, sighting.user, sighting.groups, sighting.client] { put(text, &bytes) }
        // The query may hold what nobody should read, such as the command of an exec.
        bytes += Digest(of: Array(uri.utf8)).bytes
        bytes.append(UInt8(sighting.stage.rawValue))
        return bytes + time(sighting.reachedAt) + Array(CanonicalJSON.text(json(sighting)).utf8)
    }

    static func read(_ bytes: ArraySlice<UInt8>) -> Record? {
        var rest = bytes
        guard let receivedAt = takeTime(&rest), let kind = rest.popFirst() else { return nil }
        if kind == 0 {
            guard let reachedAt = takeTime(&rest), let object = take(&rest), let version = take(&rest) else {
                return nil
            }
            return .version(object: object, version: version, receivedAt: receivedAt, reachedAt: reachedAt)
        }
        guard let id = take(&rest), let verb = take(&rest), let user = take(&rest), let groups = take(&rest),
            let client = take(&rest), rest.count > 32
        else { return nil }
        rest = rest.dropFirst(32)
        let request = bytes[..<rest.startIndex]
        guard let stage = rest.popFirst().flatMap({ AuditEvent.Stage(rawValue: Int($0)) }),
            let reachedAt = takeTime(&rest), let value = try? JSONReader.value(Array(rest)),
            let target = target(value)
        else { return nil }
        return .sighting(
            AuditSighting(
                id: id, verb: verb, user: user, groups: groups, client: client, stage: stage,
                receivedAt: receivedAt, reachedAt: reachedAt, impersonated: value["impersonated"]?.string,
                writer: value["writer"]?.string.flatMap(WriterClass.init) ?? .unknown,
                manager: value["manager"]?.string, target: target, code: value["code"]?.int,
                isAllowed: value["allowed"]?.bool,
                dryRun: value["dryRun"]?.int.flatMap(AuditSighting.DryRun.init) ?? .no,
                paths: value["paths"].flatMap(paths), lists: lists(value), mayApply: value["applies"] != nil,
                isWhole: value["whole"]?.bool ?? false, owned: owned(value), version: value["version"]?.string,
                uid: value["uid"]?.string, answeredName: value["answered"]?.string),
            request: request)
    }

    // MARK: What differs between the events of a request

    private static func json(_ sighting: AuditSighting) -> Value {
        let target = sighting.target
        var object = Object()
        object["impersonated"] = sighting.impersonated.map(Value.string)
        object["writer"] = .string(sighting.writer.rawValue)
        object["manager"] = sighting.manager.map(Value.string)
        object["group"] = .string(target.group)
        object["resource"] = .string(target.resource)
        object["namespace"] = target.namespace.map(Value.string)
        object["name"] = target.name.map(Value.string)
        object["subresource"] = target.subresource.map(Value.string)
        object["code"] = sighting.code.map { .number(Number($0)) }
        object["allowed"] = sighting.isAllowed.map(Value.bool)
        object["dryRun"] = .number(Number(sighting.dryRun.rawValue))
        object["paths"] = sighting.paths.map { .array($0.map { .string($0.description) }) }
        if !sighting.lists.isEmpty { object["lists"] = .array(sighting.lists.map { .string($0.description) }) }
        if sighting.mayApply { object["applies"] = true }
        object["whole"] = .bool(sighting.isWhole)
        object["owned"] = sighting.owned.map(owned)
        object["version"] = sighting.version.map(Value.string)
        object["uid"] = sighting.uid.map(Value.string)
        object["answered"] = sighting.answeredName.map(Value.string)
        return .object(object)
    }

    private static func target(_ value: Value) -> AuditEvent.Target? {
        guard let group = value["group"]?.string, let resource = value["resource"]?.string else { return nil }
        return AuditEvent.Target(
            group: group, resource: resource, namespace: value["namespace"]?.string, name: value["name"]?.string,
            subresource: value["subresource"]?.string)
    }

    private static func paths(_ value: Value) -> [FieldPath]? {
        guard let texts = value.array else { return nil }
        let paths = texts.compactMap { $0.string.flatMap(FieldPath.init(parsing:)) }
        // A path that cannot be read back may have been any.
        return paths.count == texts.count ? paths : nil
    }

    private static func lists(_ value: Value) -> [FieldPath] {
        guard let lists = value["lists"] else { return [] }
        return paths(lists) ?? [FieldPath()]
    }

    private static func owned(_ entry: ManagerEntry) -> Value {
        var object = Object()
        object["manager"] = .string(entry.name)
        object["operation"] = .string(entry.operation)
        object["subresource"] = entry.subresource.map(Value.string)
        object["time"] = entry.time.map(Value.string)
        object["fieldsV1"] = entry.fields
        return .object(object)
    }

    private static func owned(_ value: Value) -> ManagerEntry? {
        value["owned"].flatMap { ManagerEntry.entries(of: ["metadata": ["managedFields": [$0]]]).first }
    }

    // MARK: Bytes

    /// Earlier times come first, those before 1970 too.
    private static func time(_ instant: Instant) -> [UInt8] {
        let number = UInt64(bitPattern: Int64(instant.milliseconds)) ^ 1 << 63
        return stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func takeTime(_ bytes: inout ArraySlice<UInt8>) -> Instant? {
        guard bytes.count >= 8 else { return nil }
        let number = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } ^ 1 << 63
        bytes = bytes.dropFirst(8)
        return Instant(milliseconds: Int(Int64(bitPattern: number)))
    }

    private static func put(_ text: String, _ bytes: inout [UInt8]) {
        let length = UInt32(text.utf8.count)
        bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        bytes += text.utf8
    }

    private static func take(_ bytes: inout ArraySlice<UInt8>) -> String? {
        guard bytes.count >= 4 else { return nil }
        let length = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        bytes = bytes.dropFirst(4)
        guard bytes.count >= length else { return nil }
        defer { bytes = bytes.dropFirst(length) }
        return String(decoding: bytes.prefix(length), as: UTF8.self)
    }
}
