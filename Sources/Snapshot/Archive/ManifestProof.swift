/// Holds what a manifest says of types, counts, gaps and replaced values against the index and the files under `meta/`.
///
/// A type is complete, a gap or left out; objects of a type that was left out, or a type left out that the scope takes in, are
/// a contradiction within the file.
struct ManifestProof {
    private struct TypeKey: Hashable {
        let group: String
        let version: String
        let resource: String
    }

    private let manifest: Manifest
    private let entries: EntryTable
    private let meta: MetaFiles

    init(_ manifest: Manifest, _ entries: EntryTable, files: [String: [UInt8]]) throws(SnapshotError) {
        self.manifest = manifest
        self.entries = entries
        meta = try MetaFiles(files)
    }

    func check() throws(SnapshotError) {
        try checkCoverage()
        try checkScope()
        try checkDuplicates()
        guard meta.gaps == manifest.gapsFile else {
            throw .malformed(file: SnapshotFile.gaps, at: "gaps", why: "it does not name the gaps of the manifest")
        }
        try checkRedactions()
    }

    private func fault(_ place: String, _ why: String) -> SnapshotError {
        .malformed(file: SnapshotFile.manifest, at: place, why: why)
    }

    private func checkCoverage() throws(SnapshotError) {
        var counts: [TypeKey: Int] = [:]
        for entry in entries {
            let key = TypeKey(group: entry.identity.group, version: entry.version, resource: entry.resource)
            counts[key, default: 0] += 1
        }
        var open = counts
        var named: Set<TypeKey> = []
        let types = Dictionary(
            meta.types.map { (TypeKey(group: $0.group, version: $0.version, resource: $0.plural), $0) },
            uniquingKeysWith: { first, _ in first })
        for (i, row) in manifest.coverage.enumerated() {
            let place = "coverage[\(i)]"
            let key = TypeKey(group: row.group, version: row.version, resource: row.resource)
            guard named.insert(key).inserted else { throw fault(place, "\(row.name) is named twice") }
            let count = counts[key] ?? 0
            guard row.count == count else {
                throw fault("\(place).count", "it says \(row.count) \(row.name), and the index holds \(count)")
            }
            switch row.state {
            case .complete: break
            case .gap:
                let isSaid = manifest.gaps.contains {
                    $0.group == row.group && ($0.resource ?? row.resource) == row.resource
                }
                guard isSaid else { throw fault("\(place).state", "no gap says why \(row.name) was not read") }
            case .excluded, .excludedUnreadable:
                guard count == 0 else {
                    throw fault("\(place).state", "\(row.name) was left out, and the index holds \(count)")
                }
            }
            open[key] = nil
            // A whole group that could not be asked for its types.
            if row.resource == "*" { continue }
            guard let type = types[key], type.kind == row.kind else {
                throw fault(place, "\(SnapshotFile.discovery) does not name \(row.name)")
            }
            if manifest.source == .cluster, manifest.hasScopeOfThisProgram {
                let isIn =
                    scope.contains(group: row.group, resource: row.resource)
                    && (scope.namespaces.isEmpty || type.isNamespaced)
                let isLeftOut = row.state == .excluded || row.state == .excludedUnreadable
                guard isIn != isLeftOut else {
                    throw fault("\(place).state", "the scope \(isIn ? "takes in" : "leaves out") \(row.name)")
                }
            }
        }
        if let key = open.keys.min(by: { ($0.group, $0.resource) < ($1.group, $1.resource) }) {
            throw fault(
                "coverage", "it does not name \(key.resource) of `\(key.group)`, of which the index holds objects")
        }
        for type in meta.types {
            let key = TypeKey(group: type.group, version: type.version, resource: type.plural)
            guard named.contains(key) else { throw fault("coverage", "it does not name \(type.groupResource)") }
        }
    }

    private var scope: Scope { Scope(manifest.scope) }

    private func checkScope() throws(SnapshotError) {
        let scope = scope
        let hasOwnScope = manifest.hasScopeOfThisProgram
        guard hasOwnScope || !scope.namespaces.isEmpty else { return }
        var isIn: [TypeKey: Bool] = [:]
        for entry in entries {
            let key = TypeKey(group: entry.identity.group, version: entry.version, resource: entry.resource)
            let isTypeIn =
                !hasOwnScope || isIn[key] ?? scope.contains(group: key.group, resource: key.resource)
            isIn[key] = isTypeIn
            guard isTypeIn, scope.namespaces.isEmpty || scope.namespaces.contains(entry.identity.namespace ?? "") else {
                throw fault("scope", "it leaves out \(entry.identity), which the index holds")
            }
        }
    }

    /// What was left out as the same object under another group has that other object in the index.
    private func checkDuplicates() throws(SnapshotError) {
        guard manifest.coverage.contains(where: { $0.duplicates > 0 }) else { return }
        var byKind: [String: [String: Int]] = [:]
        for entry in entries where !entry.uid.isEmpty {
            byKind[entry.identity.kind, default: [:]][entry.identity.group, default: 0] += 1
        }
        for (i, row) in manifest.coverage.enumerated() where row.duplicates > 0 {
            let others = (byKind[row.kind] ?? [:]).filter { $0.key != row.group }.values.reduce(0, +)
            guard row.duplicates <= others else {
                throw fault(
                    "coverage[\(i)].duplicates",
                    "it says \(row.duplicates) objects that another group serves too, and the index holds \(others)")
            }
        }
    }

    private func checkRedactions() throws(SnapshotError) {
        func fault(_ at: String, _ why: String) -> SnapshotError {
            .malformed(file: SnapshotFile.redactions, at: at, why: why)
        }
        let values = meta.redactions["values"]?.array ?? []
        guard values.count == manifest.redaction.values else {
            throw self.fault(
                "redaction.values",
                "it says \(manifest.redaction.values), and \(SnapshotFile.redactions) lists \(values.count)")
        }
        for (i, value) in values.enumerated() {
            let identity = Identity(
                group: value["group"]?.string ?? "", kind: value["kind"]?.string ?? "",
                namespace: value["namespace"]?.string, name: value["name"]?.string ?? "")
            guard entries[identity] != nil else {
                throw fault("values[\(i)]", "the snapshot holds no \(identity)")
            }
        }
        for (i, value) in (meta.redactions["certificates"]?.array ?? []).enumerated() {
            let identity = Identity(
                group: "", kind: "Secret", namespace: value["namespace"]?.string, name: value["name"]?.string ?? "")
            guard entries[identity] != nil else {
                throw fault("certificates[\(i)]", "the snapshot holds no \(identity)")
            }
        }
    }
}

extension Manifest {
    /// What `meta/gaps.json` has to hold.
    package var gapsFile: Value { ["gaps": .array(gaps.map { .string("\($0.subject): \($0.reason.rawValue)") })] }

    /// Whether what is left out by default is what this program leaves out.
    fileprivate var hasScopeOfThisProgram: Bool { scope.rulesDigest == Snapshot.Scope.rulesDigest.hex }
}

extension Manifest.Coverage {
    fileprivate var name: String { group.isEmpty ? resource : "\(resource).\(group)" }
}
