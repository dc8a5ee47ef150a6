/// Asks whether what was read is all that there is: of the server whether it is ready, and of the objects what else it serves.
struct CompletenessCheck: Sendable {
    let client: APIClient
    let scope: Scope
    /// How long it is waited for what is on its way.
    let patience: Duration
    let pageSize: Int

    /// The longest pause between two questions.
    private static let longestPause = Duration.seconds(2)

    /// What was learned by asking.
    struct Outcome: Sendable {
        var gaps: [Gap] = []
        var unchecked: [Manifest.Consistency.Unchecked] = []
    }

    /// Waits until the server says that it is ready.
    ///
    /// - Parameter moment: for the gap: `before the capture`.
    func readiness(_ moment: String, _ outcome: inout Outcome) async throws(ClusterCapture.Failure) {
        var answer = Readiness.ready
        try await waiting { () async throws(RequestError) -> Bool in
            answer = try await Readiness.read(client)
            if case .notReady = answer { return false }
            return true
        }
        switch answer {
        case .ready: return
        case .unknown(let why):
            let unchecked = Manifest.Consistency.Unchecked(check: "readyz", message: why)
            if !outcome.unchecked.contains(unchecked) { outcome.unchecked.append(unchecked) }
        case .notReady(let status, let why):
            outcome.gaps.append(
                Gap(
                    group: "", version: nil, resource: nil, reason: .notReady, status: status,
                    message: "the API server was not ready \(moment): \(why)"))
        }
    }

    /// What the objects of one kind say, read for this purpose alone, because they are out of scope or could not be read
    /// with the others.
    func expectations(
        of source: ExpectedTypes.Source, _ outcome: inout Outcome
    ) async throws(ClusterCapture.Failure) -> ExpectedTypes {
        guard let type = BuiltinTypes.type(of: source.kind) else { return ExpectedTypes() }
        var expected = ExpectedTypes()
        do throws(ListError<JSONReader.ListError<Never>>) {
            _ = try await Lister.list(
                type, client: client, limit: pageSize,
                page: { (bytes) async throws(JSONReader.ListError<Never>) in
                    var count = 0
                    let (rest, _) = try JSONReader.list(bytes, keys: .empty) { (item) throws(Never) in
                        expected.add(item, of: source.kind)
                        count += 1
                    }
                    return PageInfo(list: rest, count: count)
                }, restarted: { () async throws(JSONReader.ListError<Never>) in expected = ExpectedTypes() })
            return expected
        } catch {
            var message = "the answer is no list"
            if case .failed(let failure) = error {
                if failure.isCancellation { throw .cancelled }
                message = failure.message
            }
            outcome.unchecked.append(.init(check: "\(type.groupResource)", message: message))
            return ExpectedTypes()
        }
    }

    /// Reads discovery again until it names everything that is expected, or for as long as patience lasts.
    ///
    /// - Returns: the last document that could be read, and what it lacks.
    func discovery(
        _ discovery: Discovery, naming expected: ExpectedTypes
    ) async throws(ClusterCapture.Failure) -> (discovery: Discovery, missing: [ServedVersion]) {
        var latest = discovery
        var isFirst = true
        try await waiting { () async throws(RequestError) -> Bool in
            if !isFirst {
                do throws(RequestError) { latest = try await Discovery.read(client) } catch {
                    if error.isCancellation { throw error }
                }
            }
            isFirst = false
            return expected.missing(in: latest, scope).isEmpty
        }
        return (latest, expected.missing(in: latest, scope))
    }

    /// Asks until something holds, with pauses, or for as long as patience lasts.
    private func waiting(
        until holds: () async throws(RequestError) -> Bool
    ) async throws(ClusterCapture.Failure) {
        let end = client.pace.uptime() + patience
        var pause = Duration.milliseconds(250)
        do throws(RequestError) {
            while try await !holds() {
                guard client.pace.uptime() + pause < end else { return }
                do { try await client.pace.sleep(pause) } catch { throw .transport(.canceled, attempts: 1) }
                pause = min(pause * 2, Self.longestPause)
            }
        } catch { throw error.isCancellation ? .cancelled : .request(error) }
    }
}
