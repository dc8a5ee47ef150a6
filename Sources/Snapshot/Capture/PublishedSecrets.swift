/// The search for copies of secret values among the objects of a capture.
enum PublishedSecrets {
    /// Why it could not be ended well.
    enum Failure: Error {
        case disk(DiskError)
        case leak(LeakError)
    }
}

extension RecordStore {
    /// Replaces what the cluster itself publishes of the secret values that were seen, and lists it.
    ///
    /// - Parameter types: the types of everything in the store, to make records of.
    /// - Returns: the search, to be repeated over what is written.
    /// - Throws: ``LeakError`` when a value stands where it cannot be replaced: in a name, a key.
    func searchForSecrets(
        _ maker: RecordMaker, types: [ResourceType]
    ) throws(PublishedSecrets.Failure) -> LeakCanary {
        let canary = LeakCanary(takeSecrets())
        guard canary.searched > 0 else { return canary }
        let byKind = Dictionary(types.map { ($0.groupKind, $0) }, uniquingKeysWith: { first, _ in first })
        for row in objects() {
            let body: [UInt8]
            do throws(DiskError) { body = try spool.read(row.place) } catch { throw .disk(error) }
            guard canary.isIn(body) else { continue }
            let entry = row.entry
            let leak = PublishedSecrets.Failure.leak(LeakError(place: entry.identity.description))
            let object = try? JSONReader.value(body)
            guard let object, var type = byKind[entry.identity.groupKind] else { throw leak }
            if type.version != entry.version {
                type = ResourceType(
                    group: type.group, version: entry.version, kind: type.kind, plural: entry.resource,
                    isNamespaced: type.isNamespaced, verbs: type.verbs, shortNames: type.shortNames,
                    categories: type.categories, hasStatus: type.hasStatus)
            }
            var found: [Redactor.Redaction] = []
            var cleaner = PublishedValues(canary: canary) { value, path in
                found.append(
                    Redactor.Redaction(identity: entry.identity, path: FieldPath(path), rule: "published-secret"))
                return maker.redactor.token(for: value, in: object, identity: entry.identity, at: path)
            }
            let cleaned = cleaner.cleaned(object) ?? object
            guard let record = try? maker.record(cleaned, of: type), !canary.isIn(record.body),
                record.entry.identity == entry.identity
            else { throw leak }
            do throws(DiskError) { try replace(entry.identity, with: record, besides: found) } catch {
                throw .disk(error)
            }
        }
        return canary
    }
}

/// Walks through an object and replaces the strings in which a secret value stands.
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
            // In the form in which it will be written, too.
            guard canary.isIn(Array(text.utf8)) || canary.isIn(CanonicalJSON.bytes(value)) else { return nil }
            return .string(take(Array(text.utf8), path))
        case .array(let elements):
            var result: [Value]?
            for (i, element) in elements.enumerated() {
                path.append(element["name"]?.string.map { .key(Object(["name": .string($0)])) } ?? .index(i))
                defer { path.removeLast() }
                guard let changed = cleaned(element) else { continue }
                result = result ?? elements
                result?[i] = changed
            }
            return result.map(Value.array)
        case .object(let object):
            var result: Object?
            for member in object.members {
                path.append(.field(member.key))
                defer { path.removeLast() }
                guard !isIdentity, let changed = cleaned(member.value) else { continue }
                result = result ?? object
                result?[member.key] = changed
            }
            return result.map(Value.object)
        case .null, .bool, .number: return nil
        }
    }

    /// Whether an object is found by what stands here.
    private var isIdentity: Bool {
        path == [.field("metadata"), .field("name")] || path == [.field("metadata"), .field("namespace")]
            || path == [.field("kind")] || path == [.field("apiVersion")]
    }
}
