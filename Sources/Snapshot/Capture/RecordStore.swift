/// Where the records of a capture wait until the snapshot is written or the comparison has looked at them: entries in
/// memory, bodies on disk.
package actor RecordStore {
    /// The bodies. Read by whoever writes them to an archive.
    var spool: Spool
    private var places: [Identity: Spool.Place] = [:]
    private var leaves: [Identity: Digest] = [:]
    /// Entries in the order they came; ``entries()`` sorts.
    private var collected: [IndexEntry] = []
    private var redactions: [Redactor.Redaction] = []
    private var certificates: [Redactor.Certificate] = []
    private var secrets: Set<Confidential<[UInt8]>> = []
    private var bridge: [String: String] = [:]

    /// A store whose bodies lie on the disk of that folder, in a file without a name.
    package init(folder: String) throws(DiskError) { spool = try Spool(in: folder) }

    /// Takes the records of one complete list.
    package func add(_ batch: RecordBatch) {
        for (i, entry) in batch.entries.enumerated() {
            places[entry.identity] = batch.places[i]
            leaves[entry.identity] = batch.leaves[i]
        }
        collected += batch.entries
        redactions += batch.redactions
        certificates += batch.certificates
    }

    /// Writes bodies to the spool. Of a list that is started again the bytes stay behind unused: they have no entry.
    package func spool(_ records: [Record], into batch: inout RecordBatch) throws(DiskError) {
        for record in records {
            batch.places.append(try spool.append(record.body))
            batch.leaves.append(record.leaf)
            batch.entries.append(record.entry)
            batch.redactions += record.redactions
            batch.certificates += record.certificates
            // Of a list that is started again too: what was seen once is searched for.
            secrets.formUnion(record.secrets)
            bridge.merge(record.bridge) { first, _ in first }
        }
    }

    /// Where the bytes of an object are, and its leaf in the content tree.
    func spooled(_ identity: Identity) -> (place: Spool.Place, leaf: Digest)? {
        guard let place = places[identity], let leaf = leaves[identity] else { return nil }
        return (place, leaf)
    }

    /// All entries by path.
    package func entries() -> [IndexEntry] { collected.sorted { ByteOrder.precedes($0.path, $1.path) } }

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
    func takeSecrets() -> Set<Confidential<[UInt8]>> {
        defer { secrets = [] }
        return secrets
    }

    /// Puts another record in the place of an object's, from which more was replaced.
    func replace(
        _ identity: Identity, with record: Record, besides found: [Redactor.Redaction]
    ) throws(DiskError) {
        places[identity] = try spool.append(record.body)
        leaves[identity] = record.leaf
        if let place = collected.firstIndex(where: { $0.identity == identity }) { collected[place] = record.entry }
        redactions += found
    }

    /// Drops objects that another group serves as well, given the identities to drop.
    package func remove(_ identities: Set<Identity>) {
        collected.removeAll { identities.contains($0.identity) }
        redactions.removeAll { identities.contains($0.identity) }
        certificates.removeAll { identities.contains($0.identity) }
        for identity in identities { places[identity] = nil }
    }

    /// The bytes of an object.
    package func body(of identity: Identity) throws(DiskError) -> [UInt8]? {
        guard let place = places[identity] else { return nil }
        return try spool.read(place)
    }
}

/// The records of one list while it is being read: all of them count, or none.
package struct RecordBatch: Sendable {
    var entries: [IndexEntry] = []
    var places: [Spool.Place] = []
    var leaves: [Digest] = []
    var redactions: [Redactor.Redaction] = []
    var certificates: [Redactor.Certificate] = []

    /// Nothing read yet.
    package init() {}

    /// How many objects were read.
    package var count: Int { entries.count }

    /// The first identity that occurs twice: no API server lists an object twice.
    package var duplicate: Identity? {
        var seen: Set<Identity> = []
        return entries.map(\.identity).first { !seen.insert($0).inserted }
    }
}
