/// Where the records of a capture wait until the snapshot is written or the comparison has looked at them: entries in
/// memory, bodies on disk.
package actor RecordStore {
    /// The bodies. Read by whoever writes them to an archive.
    var spool: Spool
    /// The objects, by path unless some came since.
    private var rows: [SpooledObject] = []
    private var isSorted = true
    /// Where each object is among the rows; made when somebody asks for single objects.
    private var byIdentity: [Identity: Int]?
    private var redactions: [Redactor.Redaction] = []
    private var certificates: [Redactor.Certificate] = []
    private var secrets: [Confidential<[UInt8]>] = []
    private var bridge: [String: String] = [:]

    /// A store whose bodies lie on the disk of that folder, in a file without a name.
    package init(folder: String) throws(DiskError) { spool = try Spool(in: folder) }

    /// A store of what is spooled already.
    init(_ spool: consuming Spool, _ batch: RecordBatch) {
        self.spool = spool
        rows = batch.rows
        isSorted = false
        redactions = batch.redactions
        certificates = batch.certificates
        secrets = batch.secrets
        bridge = batch.bridge
    }

    /// Takes the records of one complete list.
    package func add(_ batch: RecordBatch) {
        rows += batch.rows
        isSorted = false
        byIdentity = nil
        redactions += batch.redactions
        certificates += batch.certificates
    }

    /// Writes bodies to the spool. Of a list that is started again the bytes stay behind unused: they have no entry.
    package func spool(_ records: [Record], into batch: inout RecordBatch) throws(DiskError) {
        for record in records { batch.append(record, at: try spool.append(record.body)) }
        // Of a list that is started again too: what was seen once is searched for.
        secrets += batch.secrets
        bridge.merge(batch.bridge) { first, _ in first }
        batch.secrets = []
        batch.bridge = [:]
    }

    /// All objects by path.
    func objects() -> [SpooledObject] {
        if !isSorted {
            rows.sort { ByteOrder.precedes($0.entry.path, $1.entry.path) }
            isSorted = true
            byIdentity = nil
        }
        return rows
    }

    /// All entries by path.
    package func entries() -> [IndexEntry] { objects().map(\.entry) }

    private func row(of identity: Identity) -> Int? {
        let index = byIdentity ?? Dictionary(rows.indices.map { (rows[$0].entry.identity, $0) }) { first, _ in first }
        byIdentity = index
        return index[identity]
    }

    /// All replaced values, by object and path.
    package func allRedactions() -> [Redactor.Redaction] {
        // The text of a path is made once, not at every comparison.
        redactions.map { ($0, $0.path.description) }.sorted { ($0.0.identity, $0.1) < ($1.0.identity, $1.1) }.map(\.0)
    }

    /// The certificates that stayed readable.
    package func allCertificates() -> [Redactor.Certificate] {
        certificates.sorted { ($0.identity, $0.path.description) < ($1.identity, $1.path.description) }
    }

    /// What leads from the tokens of one key to those of another; `nil` without a key before.
    package func bridge(from previous: RedactionKey?, to key: RedactionKey) -> TokenBridge? {
        previous.map { TokenBridge(from: $0.id, to: key.id, tokens: bridge) }
    }

    /// The secret values that were seen, which are forgotten here.
    func takeSecrets() -> [Confidential<[UInt8]>] {
        defer { secrets = [] }
        return secrets
    }

    /// Puts another record in the place of an object's, from which more was replaced.
    func replace(
        _ identity: Identity, with record: Record, besides found: [Redactor.Redaction]
    ) throws(DiskError) {
        let place = try spool.append(record.body)
        if let row = row(of: identity) {
            rows[row] = SpooledObject(entry: record.entry, place: place)
        }
        redactions += found
    }

    /// Puts other lines in the place of some of the index; `nil` leaves one as it is.
    func renew(
        where isMeant: (IndexEntry) -> Bool, _ line: (IndexEntry, [UInt8]) -> IndexEntry?
    ) throws(DiskError) {
        for i in rows.indices where isMeant(rows[i].entry) {
            if let entry = line(rows[i].entry, try spool.read(rows[i].place)) { rows[i].entry = entry }
        }
    }

    /// Lists values beside those that came with records.
    func list(_ more: [Redactor.Redaction]) { redactions += more }

    /// Hides what of the list's own paths is a secret value: keys of maps are in them.
    func cleanPaths(_ canary: LeakCanary) {
        for (i, redaction) in redactions.enumerated() where canary.isIn(Array(redaction.path.description.utf8)) {
            let first = redaction.path.elements.first.map { FieldPath([$0]) } ?? FieldPath()
            redactions[i] = Redactor.Redaction(identity: redaction.identity, path: first, rule: redaction.rule)
        }
        certificates.removeAll { certificate in
            canary.isIn(
                Array("\(certificate.path) \(certificate.certificate.subject) \(certificate.certificate.issuer)".utf8))
        }
    }

    /// Drops objects that another group serves as well, given the identities to drop.
    package func remove(_ identities: Set<Identity>) {
        guard !identities.isEmpty else { return }
        rows.removeAll { identities.contains($0.entry.identity) }
        byIdentity = nil
        redactions.removeAll { identities.contains($0.identity) }
        certificates.removeAll { identities.contains($0.identity) }
    }

    /// The bytes of an object.
    package func body(of identity: Identity) throws(DiskError) -> [UInt8]? {
        guard let row = row(of: identity) else { return nil }
        return try spool.read(rows[row].place)
    }
}

/// The records of one list while it is being read: all of them count, or none.
package struct RecordBatch: Sendable {
    var rows: [SpooledObject] = []
    var redactions: [Redactor.Redaction] = []
    var certificates: [Redactor.Certificate] = []
    /// The values that were replaced.
    var secrets: [Confidential<[UInt8]>] = []
    /// Tokens of the key before, with those of this one.
    var bridge: [String: String] = [:]

    /// Nothing read yet.
    package init() {}

    /// Adds a record whose body is spooled.
    mutating func append(_ record: Record, at place: Spool.Place) {
        rows.append(SpooledObject(entry: record.entry, place: place))
        redactions += record.redactions
        certificates += record.certificates
        secrets += record.secrets
        bridge.merge(record.bridge) { first, _ in first }
    }

    /// Forgets objects of which other copies count, in one pass. Their values are searched for all the same.
    mutating func remove(rows dropped: Set<Int>, redactions: [Range<Int>], certificates: [Range<Int>]) {
        guard !dropped.isEmpty else { return }
        rows = rows.indices.filter { !dropped.contains($0) }.map { rows[$0] }
        self.redactions.removeSubranges(RangeSet(redactions))
        self.certificates.removeSubranges(RangeSet(certificates))
    }

    /// How many objects were read.
    package var count: Int { rows.count }
}
