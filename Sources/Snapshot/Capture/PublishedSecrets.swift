/// What the search for copies of secret values brought.
struct PublishedSecrets: Sendable {
    /// The search, to be repeated over what is written beside the bodies.
    let canary: LeakCanary
    /// Objects that are not in the capture: a value stands in them where it cannot be replaced.
    var withheld: [Gap] = []
    /// How many of each type.
    var counts: [GroupKind: Int] = [:]

    static let keptRule = "kept-identity"
}

extension RecordStore {
    /// Replaces what the cluster itself publishes of the secret values that were seen, and lists it.
    ///
    /// A value that is also a name, a namespace or a uid of something else is no secret: it stays, is listed, and is not searched
    /// for. An object whose own name holds a value, or that cannot be cleaned, is left out and becomes a gap: whoever may
    /// write one object must not be able to end the capture of all.
    ///
    /// - Parameters:
    ///   - types: the types of everything in the store, to make records of.
    ///   - known: identities that no object has, such as the cluster's.
    func searchForSecrets(
        _ maker: RecordMaker, types: [ResourceType], known: [String] = []
    ) throws(DiskError) -> PublishedSecrets {
        var result = PublishedSecrets(canary: LeakCanary(keepIdentities(among: takeSecrets(), known)))
        guard result.canary.searched > 0 else { return result }
        let byKind = Dictionary(types.map { ($0.groupKind, $0) }, uniquingKeysWith: { first, _ in first })
        var lost: [Identity: String] = [:]
        let again = maker.again
        for row in objects() {
            let body = try spool.read(row.place)
            let isClear = result.canary.isIn(body)
            guard isClear || SecretViews.mayHide(body) else { continue }
            let entry = row.entry
            switch cleaned(entry, body, isClear: isClear, result.canary, again, byKind[entry.identity.groupKind]) {
            case .untouched: continue
            case .replaced(let record, let found): try replace(entry.identity, with: record, besides: found)
            case .withheld: lost[entry.identity] = entry.version
            }
        }
        remove(Set(lost.keys))
        for (kind, identities) in Dictionary(grouping: lost.keys, by: \.groupKind) {
            result.counts[kind] = identities.count
            result.withheld.append(Self.gap(kind, identities, lost, byKind[kind], result.canary))
        }
        cleanPaths(result.canary)
        return result
    }

    /// The values without those that are identities of something else.
    private func keepIdentities(
        among secrets: [Confidential<[UInt8]>], _ known: [String]
    ) -> [Confidential<[UInt8]>] {
        guard !secrets.isEmpty else { return [] }
        var places: [[UInt8]: (Identity, FieldPath)] = [:]
        for entry in entries() where entry.identity.kind != "Secret" || !entry.identity.group.isEmpty {
            let identity = entry.identity
            for (text, field) in [(identity.name, "name"), (identity.namespace ?? "", "namespace"), (entry.uid, "uid")]
            where text.utf8.count >= LeakCanary.minimumBytes && places[Array(text.utf8)] == nil {
                places[Array(text.utf8)] = (identity, FieldPath(fields: "metadata", field))
            }
        }
        let cluster = Identity(group: "", kind: "Namespace", namespace: nil, name: "kube-system")
        for text in known where places[Array(text.utf8)] == nil {
            places[Array(text.utf8)] = (cluster, FieldPath(fields: "metadata", "uid"))
        }
        var kept: Set<[UInt8]> = []
        let left = secrets.filter { secret in
            guard places[secret.reveal] != nil else { return true }
            kept.insert(secret.reveal)
            return false
        }
        list(
            kept.compactMap { places[$0] }.map { identity, path in
                Redactor.Redaction(identity: identity, path: path, rule: PublishedSecrets.keptRule)
            })
        return left
    }

    private enum Cleaning {
        case untouched
        case replaced(Record, [Redactor.Redaction])
        case withheld
    }

    private func cleaned(
        _ entry: IndexEntry, _ body: [UInt8], isClear: Bool, _ canary: LeakCanary, _ maker: RecordMaker,
        _ type: ResourceType?
    ) -> Cleaning {
        guard let object = try? JSONReader.value(body), var type else { return isClear ? .withheld : .untouched }
        if type.version != entry.version {
            type = type.with(version: entry.version, plural: entry.resource)
        }
        var found: [Redactor.Redaction] = []
        var cleaner = PublishedValues(canary: canary) { value, path in
            found.append(
                Redactor.Redaction(identity: entry.identity, path: FieldPath(path), rule: "published-secret"))
            return maker.redactor.token(for: value, in: object, identity: entry.identity, at: path)
        }
        guard let cleaned = cleaner.cleaned(object) else { return isClear ? .withheld : .untouched }
        guard let record = try? maker.record(cleaned, of: type), !canary.isIn(record.body),
            record.entry.identity == entry.identity
        else { return .withheld }
        return .replaced(record, found)
    }

    private static func gap(
        _ kind: GroupKind, _ identities: [Identity], _ versions: [Identity: String], _ type: ResourceType?,
        _ canary: LeakCanary
    ) -> Gap {
        let names = identities.map(\.description).sorted().filter { !canary.isIn(Array($0.utf8)) }.prefix(5)
        let hidden = identities.count - names.count
        let all = Array(names) + (hidden > 0 ? ["\(hidden) more"] : [])
        return Gap(
            group: kind.group, version: type?.version ?? identities.compactMap { versions[$0] }.first,
            resource: type?.plural ?? kind.kind.lowercased(), reason: .withheld, status: nil,
            message: "a value of a Secret occurs where it cannot be replaced; left out: \(all.joined(separator: ", "))")
    }
}

/// Walks through an object and replaces the strings and keys in which a secret value stands.
private struct PublishedValues {
    let canary: LeakCanary
    let take: (_ value: [UInt8], _ path: [PathElement]) -> String
    private var path: [PathElement] = []

    init(canary: LeakCanary, take: @escaping (_ value: [UInt8], _ path: [PathElement]) -> String) {
        self.canary = canary
        self.take = take
    }

    /// The value without them; `nil` when there is none.
    mutating func cleaned(_ value: Value) -> Value? {
        switch value {
        case .string(let text):
            guard isIn(text) else { return nil }
            return .string(take(Array(text.utf8), path))
        case .number(let number):
            return canary.isIn(Array(number.text.utf8)) ? .string(take(Array(number.text.utf8), path)) : nil
        case .array(let elements):
            var result: [Value]?
            for (i, element) in elements.enumerated() {
                path.append(step(element, i))
                defer { path.removeLast() }
                guard let changed = cleaned(element) else { continue }
                result = result ?? elements
                result?[i] = changed
            }
            return result.map(Value.array)
        case .object(let object):
            var result: Object?
            for member in object.members {
                if isIn(member.key) {
                    let token = take(Array(member.key.utf8), path)
                    path.append(.field("[redacted]"))
                    defer { path.removeLast() }
                    result = result ?? object
                    result?[member.key] = nil
                    result?[token] = cleaned(member.value) ?? member.value
                    continue
                }
                path.append(.field(member.key))
                defer { path.removeLast() }
                guard !isIdentity, let changed = cleaned(member.value) else { continue }
                result = result ?? object
                result?[member.key] = changed
            }
            return result.map(Value.object)
        case .null, .bool: return nil
        }
    }

    /// In the form in which it will be written, and in those that it may be unpacked from, too.
    private func isIn(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        if bytes.count < LeakCanary.minimumBytes { return false }
        if canary.isIn(bytes) || canary.isIn(CanonicalJSON.bytes(.string(text))) { return true }
        return SecretViews.of(bytes).contains(where: canary.isIn)
    }

    private func step(_ element: Value, _ position: Int) -> PathElement {
        guard let name = element["name"]?.string, !isIn(name) else { return .index(position) }
        return .key(Object(["name": .string(name)]))
    }

    /// Whether an object is found by what stands here.
    private var isIdentity: Bool {
        path == [.field("metadata"), .field("name")] || path == [.field("metadata"), .field("namespace")]
            || path == [.field("metadata"), .field("uid")] || path == [.field("kind")]
            || path == [.field("apiVersion")]
    }
}
