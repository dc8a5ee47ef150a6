/// One list to read: a type, in one namespace or everywhere.
struct ListJob: Sendable, Hashable {
    let type: ResourceType
    let namespace: String?
}

/// Reads one list to its end into the store: all of its objects, or none and a gap.
struct ListReader: Sendable {
    let client: APIClient
    var maker: RecordMaker
    let store: RecordStore
    let pageSize: Int
    let bounds: ListBounds
    let report: @Sendable (CaptureEvent) -> Void

    /// What became of a list.
    struct Result: Sendable {
        var coverage: Manifest.Coverage
        var gap: Gap?
        var tally = Tally()
    }

    /// What the objects of a list say besides being there.
    struct Tally: Sendable {
        /// Types that they make the server serve.
        var expected = ExpectedTypes()
        /// Their `resourceVersion`s where these are numbers, in any order.
        var revisions: [UInt64] = []
    }

    /// What ends the whole capture.
    enum Failure: Error {
        case disk(DiskError)
        case cancelled
    }

    /// What ends the reading of one list.
    private enum PageError: Error {
        case disk(DiskError)
        case malformed(String)
    }

    func read(_ job: ListJob) async throws(Failure) -> Result {
        var batch = RecordBatch()
        var tally = Tally()
        var seen: Set<Identity> = []
        let type = job.type
        let outcome: ListOutcome
        do throws(ListError<PageError>) {
            outcome = try await Lister.list(
                type, namespace: job.namespace, client: client, limit: pageSize, bounds: bounds,
                page: { (bytes) async throws(PageError) in
                    let (records, info) = try records(in: bytes, of: type, &tally)
                    // No API server lists an object twice; one that does may go on for ever.
                    for record in records where !seen.insert(record.entry.identity).inserted {
                        throw .malformed("the list holds \(record.entry.identity) twice")
                    }
                    do throws(DiskError) { try await store.spool(records, into: &batch) } catch { throw .disk(error) }
                    report(.listed(type, objects: records.count))
                    return info
                },
                restarted: { () async throws(PageError) in
                    batch = RecordBatch()
                    tally = Tally()
                    seen = []
                    report(.restarted(type))
                })
        } catch {
            switch error {
            case .consumer(.disk(let error)): throw .disk(error)
            case .consumer(.malformed(let why)):
                return gap(type, ListFailure(reason: .malformed, message: why))
            case .failed(let failure):
                if failure.isCancellation { throw .cancelled }
                return gap(type, failure)
            }
        }
        await store.add(batch)
        report(.completed(type, objects: batch.count))
        return Result(
            coverage: Manifest.Coverage(
                group: type.group, version: type.version, resource: type.plural, kind: type.kind, state: .complete,
                count: batch.count, pages: outcome.pages, restarts: outcome.restarts,
                resourceVersion: outcome.resourceVersion, duplicates: 0),
            gap: nil, tally: tally)
    }

    private func gap(_ type: ResourceType, _ failure: ListFailure) -> Result {
        Result(coverage: Manifest.Coverage(type, state: .gap), gap: failure.gap(of: type))
    }

    /// The records of one page.
    private func records(
        in bytes: [UInt8], of type: ResourceType, _ tally: inout Tally
    ) throws(PageError) -> ([Record], PageInfo) {
        var records: [Record] = []
        let kind = type.groupKind
        var (expected, revisions) = (tally.expected, tally.revisions)
        let rest: Object
        let hasItems: Bool
        do throws(JSONReader.ListError<RecordError>) {
            (rest, hasItems) = try JSONReader.list(bytes, keys: maker.keys) { (item) throws(RecordError) in
                // An object of another kind would be kept, and redacted, as what it is not.
                if let kind = item.member("kind", of: 0), !item.isText(kind, type.kind) {
                    throw .otherKind(item.string(kind) ?? "")
                }
                if let revision = item.string(item.member(["metadata", "resourceVersion"], of: 0)).flatMap({
                    UInt64($0)
                }) {
                    revisions.append(revision)
                }
                expected.add(item, of: kind)
                records.append(try maker.record(&item, of: type))
            }
        } catch {
            switch error {
            case .malformed(let error): throw .malformed("\(error.summary) (byte \(error.offset))")
            case .element(let error): throw .malformed(error.summary)
            }
        }
        guard hasItems, rest["kind"]?.string == "\(type.kind)List", rest["apiVersion"]?.string == type.apiVersion else {
            let kind = rest["kind"]?.string ?? "no kind"
            throw .malformed("the answer is \(kind), not \(type.kind)List of \(type.apiVersion)")
        }
        (tally.expected, tally.revisions) = (expected, revisions)
        return (records, PageInfo(list: rest, count: records.count))
    }
}
