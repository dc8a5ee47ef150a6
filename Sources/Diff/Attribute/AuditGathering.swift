package import Snapshot

/// Takes the events of audit logs in any order and makes an ``AuditTrail`` of them.
///
/// Nothing depends on the order in which files are named or events stand in them. Memory does not grow with the logs: what
/// is needed of events waits on disk until all of them are there.
package struct AuditGathering: ~Copyable {
    private let types: [String: ResourceType]
    private let defined: Set<String>
    private let wanted: Set<Identity>
    private let writers: WriterTable
    private var judged: [[String]: (writer: WriterClass, accuses: Bool)] = [:]
    private var recognition: AuditRecognition
    private var sorter: RecordSorter

    /// - Parameters:
    ///   - types: What the states know of types: a log names plurals, not kinds.
    ///   - defined: The names of the CustomResourceDefinitions of the states.
    ///   - wanted: Objects of which every write counts.
    ///   - before: The objects of the earlier state.
    ///   - after: The objects of the state that is judged, to which the log must belong.
    ///   - spoolFolder: On whose disk events wait.
    package init(
        types: [ResourceType], defined: Set<String> = [], wanted: Set<Identity>,
        before: EntryTable = EntryTable([]), after: EntryTable, writers: WriterTable = .builtIn,
        spoolFolder: String, memory: Int = 32 << 20
    ) {
        self.types = Dictionary(
            (types + BuiltinTypes.all).map { ("\($0.group)/\($0.plural)", $0) }, uniquingKeysWith: { first, _ in first }
        )
        self.defined = defined
        self.wanted = wanted
        self.writers = writers
        recognition = AuditRecognition(before: before, after: after)
        sorter = RecordSorter(spoolFolder: spoolFolder, limit: memory)
    }

    /// Says from which file the next events are.
    package mutating func begin(_ file: String) { recognition.begin(file) }

    /// Takes the next event.
    package mutating func take(_ event: AuditEvent) {
        guard let target = event.target else { return }
        let row = RequestTable.row(for: target)
        guard row?.effect != .review, row != nil || Self.verbs.contains(event.verb) else { return }
        let client = String(event.client.prefix { $0 != "/" })
        let manager = event.parameter("fieldManager") ?? (client.isEmpty ? nil : client)
        let (writer, accuses) = judge(event, manager)
        let answeredName = event.responseText("metadata", "name")
        let identity = Self.identity(of: target, name: target.name ?? answeredName, types)
        let isDone = event.code.map { 200..<300 ~= $0 } ?? false
        let isTry = !event.parameters("dryRun").isEmpty
        if row == nil, isDone, !isTry, let identity { recognition.take(event, on: identity) }
        let version = event.responseText("metadata", "resourceVersion")
        let isDeletion = event.verb.hasPrefix("delete") || target.subresource == "eviction"
        guard
            identity.map(wanted.contains) ?? false || !writer.isTrusted || accuses
                || isDeletion && (writer != .platform || Self.causes.contains(target.resource))
        else {
            if let version, let object = ObjectVersions.key(target), isDone, !isTry {
                sorter.add(AuditSightingCoding.version(object, version, of: event))
            }
            return
        }
        let isWhole = event.verb.hasPrefix("delete") || event.verb == "create" && target.subresource == nil
        let request = isWhole ? nil : event.requestObject
        let isPatch = event.verb == "patch"
        sorter.add(
            AuditSightingCoding.sighting(
                AuditSighting(
                    id: event.id, verb: event.verb, user: event.user, groups: AuditSighting.mark(of: event.groups),
                    client: event.client, stage: event.stage, receivedAt: event.receivedAt, reachedAt: event.reachedAt,
                    impersonated: event.impersonated, writer: writer, manager: manager, target: target,
                    code: event.code, isAllowed: event.isAllowed, dryRun: dryRun(event, target),
                    paths: request.flatMap(RequestedPaths.paths),
                    lists: isPatch ? request.map(RequestedPaths.lists) ?? [] : [],
                    mayApply: isPatch && request.map(RequestedPaths.mayApply) ?? false,
                    // A scale holds one field of its object.
                    isWhole: isWhole || event.verb == "update" && target.subresource != "scale",
                    owned: writer.isTrusted && !isWhole ? Self.owned(event, manager, target.subresource) : nil,
                    version: version, uid: event.responseText("metadata", "uid"), answeredName: answeredName),
                uri: event.uri))
    }

    /// What all events say together.
    ///
    /// - Throws: what the disk refuses on which they wait.
    package consuming func trail(facts: AuditFacts?, period: AuditPeriod?) throws(DiskError) -> AuditTrail {
        let types = types
        var trail = AuditTrail(types: types, facts: facts, period: period, recognized: recognition.result)
        var requests = AuditRequests(types: types)
        try sorter.drain { record in
            for write in requests.take(record) { trail.keep(write) }
        }
        for write in requests.finish() { trail.keep(write) }
        return trail
    }

    private static let verbs: Set = ["create", "update", "patch", "delete", "deletecollection"]

    /// Types whose deletion takes other objects along.
    private static let causes: Set = ["namespaces", "customresourcedefinitions"]

    static func identity(
        of target: AuditEvent.Target, name: String?, _ types: [String: ResourceType]
    ) -> Identity? {
        guard let type = types["\(target.group)/\(target.resource)"], let name else { return nil }
        return Identity(
            group: type.group, kind: type.kind, namespace: type.isNamespaced ? target.namespace : nil, name: name)
    }

    /// What kind of writer it is, and whether the field manager alone would accuse a person. A log names few writers often.
    private mutating func judge(_ event: AuditEvent, _ manager: String?) -> (writer: WriterClass, accuses: Bool) {
        let key =
            [event.user, event.client, manager ?? "", event.impersonated ?? ""] + event.groups + [""]
            + event.impersonatedGroups
        if let known = judged[key] { return known }
        var writer = writers.writer(user: event.user, groups: event.groups, client: event.client, manager: manager)
        if writer.isTrusted, let impersonated = event.impersonated {
            // A proxy with an account of its own speaks for people; whom it speaks for is who acts.
            let behind = writers.writer(
                user: impersonated, groups: event.impersonatedGroups, client: event.client, manager: manager,
                isClaimed: true)
            if !behind.isTrusted { writer = behind }
        }
        let accuses = manager.map { writers.writer(manager: $0, operation: "Update") }?.isTrusted != true
        if judged.count > 10_000 { judged = [:] }
        judged[key] = (writer, accuses)
        return (writer, accuses)
    }

    /// Whether the server took it for a dry run.
    ///
    /// The options of a deletion are read from its body, and from the query only when there is none. Source: Kubernetes,
    /// `apiserver/pkg/endpoints/handlers/delete.go`.
    private func dryRun(_ event: AuditEvent, _ target: AuditEvent.Target) -> AuditSighting.DryRun {
        guard RequestTable.row(for: target) == nil else { return .no }
        func isAll(_ values: [String]) -> Bool { !values.isEmpty && values.allSatisfy { $0 == "All" } }
        let asked = isAll(event.parameters("dryRun"))
        var body: Bool?
        if event.hasRequestObject {
            let options = target.subresource == "eviction" ? event.requestObject?["deleteOptions"] : event.requestObject
            body = isAll((options?["dryRun"]?.array ?? []).map { $0.string ?? "" })
        }
        let isDeletion = event.verb.hasPrefix("delete")
        let says: AuditSighting.DryRun
        if isDeletion {
            switch (body, asked) {
            case (true?, _): says = .yes
            case (false?, _): says = .no
            case (nil, true): says = event.level.hasPrefix("Request") ? .yes : .perhaps
            case (nil, false): says = .no
            }
        } else if target.subresource == "eviction" {
            says = asked || body == true ? .yes : .no
        } else {
            says = asked ? .yes : .no
        }
        guard says == .yes else { return says }
        return RequestTable.honorsDryRun(target, defined: defined) ? .yes : .perhaps
    }

    /// What the answer's managedFields say of the writer.
    private static func owned(_ event: AuditEvent, _ manager: String?, _ subresource: String?) -> ManagerEntry? {
        guard let manager, let answer = event.responseObject else { return nil }
        return ManagerEntry.entries(of: answer).last { entry in
            ByteOrder.same(entry.name, manager) && entry.subresource == subresource
        }
    }
}
