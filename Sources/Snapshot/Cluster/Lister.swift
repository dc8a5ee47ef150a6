/// What a page says about the pages around it; whoever parses the page finds it in the list's `metadata`.
package struct PageInfo: Sendable, Hashable {
    /// `metadata.continue`; `nil` or empty on the last page.
    package let continueToken: String?
    /// `metadata.resourceVersion`.
    package let resourceVersion: String?
    /// `metadata.remainingItemCount`: how many objects the server says are on the pages to come.
    package let remaining: Int?
    /// Objects on the page.
    package let count: Int

    /// The facts of one page.
    package init(continueToken: String?, resourceVersion: String?, remaining: Int? = nil, count: Int) {
        self.continueToken = continueToken
        self.resourceVersion = resourceVersion
        self.remaining = remaining
        self.count = count
    }

    /// The facts in a list without its items, as ``JSONReader/list(_:each:)`` returns it.
    package init(list: Object, count: Int) {
        let metadata = list["metadata"]
        self.init(
            continueToken: metadata?["continue"]?.string, resourceVersion: metadata?["resourceVersion"]?.string,
            remaining: metadata?["remainingItemCount"]?.int, count: count)
    }
}

/// How a list was read to its end.
package struct ListOutcome: Sendable, Hashable {
    /// Pages of the reading that counts.
    package let pages: Int
    /// Times that the list was started again because its token had expired.
    package let restarts: Int
    /// `resourceVersion` of the first page: the moment that the whole list shows.
    package let resourceVersion: String?
    /// Bytes of all pages, those before a restart included.
    package let bytes: Int
}

/// Why a list was not read to its end; becomes a gap of its type.
package struct ListFailure: Error {
    package let reason: Gap.Reason
    /// The HTTP status that said so.
    package let status: Int?
    /// Words; may hold cluster text.
    package let message: String
    /// The request's error, when a request ended it.
    package let cause: RequestError?

    /// A failure that no request is to blame for, such as a page that is not a list.
    package init(reason: Gap.Reason, message: String) {
        self.reason = reason
        status = nil
        self.message = message
        cause = nil
    }

    init(_ error: RequestError) {
        reason = error.reason
        status = error.status
        message = error.message
        cause = error
    }

    /// Whether the task was canceled: no gap, the capture as a whole ends.
    package var isCancellation: Bool { cause?.isCancellation ?? false }

    /// The gap that this leaves.
    package func gap(of type: ResourceType) -> Gap {
        Gap(
            group: type.group, version: type.version, resource: type.plural, reason: reason, status: status,
            message: message)
    }
}

/// What can end the reading of a list: the server, or whoever takes the pages.
package enum ListError<Consumer: Error>: Error {
    /// The list could not be read.
    case failed(ListFailure)
    /// The taker of a page threw.
    case consumer(Consumer)
}

/// How much of one list is read before it counts as endless.
package struct ListBounds: Sendable {
    package var pages = 20_000
    package var bytes = 16 << 30
    package var pageBytes = 64 << 20
    package var restarts = 3
    /// Pages without an object in one reading.
    package var emptyPages = 16
    /// How many times the announced objects may come before the list counts as endless, and how many in any case.
    package var growth = (factor: 2, objects: 10_000)
    /// How much of a list is read whose server does not announce how much is to come. API servers that keep their objects in
    /// etcd announce it; etcd itself holds a few GiB at most.
    package var unannounced = (objects: 200_000, bytes: 2 << 30)
    package var duration = Duration.seconds(1800)

    package init() {}
}

/// Reads the list of one type page by page.
package enum Lister {
    /// Hands every page to `page`, in order, until the server says that there is no more.
    ///
    /// A token that has expired (410) starts the list again from the beginning: `restarted` is called first, and whatever
    /// was taken before is to be forgotten. A page that is too large is asked for again in smaller ones.
    ///
    /// - Parameters:
    ///   - namespace: only the objects of this namespace; `nil` for all.
    ///   - limit: objects a page.
    ///   - page: takes the bytes of a page and says what its `metadata` holds.
    /// - Returns: how it went, once the last page was taken.
    package static func list<Consumer: Error>(
        _ type: ResourceType, namespace: String? = nil, client: APIClient, limit: Int = 500,
        bounds: ListBounds = ListBounds(),
        page: ([UInt8]) async throws(Consumer) -> PageInfo,
        restarted: () async throws(Consumer) -> Void
    ) async throws(ListError<Consumer>) -> ListOutcome {
        let path = type.listPath(in: namespace)
        let end = client.pace.uptime() + bounds.duration
        var limit = limit
        var token: String?
        var (pages, restarts, bytes) = (0, 0, 0)
        var version: String?
        var (objects, emptyPages) = (0, 0)
        var tokens: Set<Digest> = []
        var announced: Int?
        while true {
            guard client.pace.uptime() < end else { throw tooMuch("it took longer than \(bounds.duration)") }
            let query = "?limit=\(limit)" + (token.map { "&continue=\(Percent.encode($0))" } ?? "")
            let body: [UInt8]
            do throws(RequestError) {
                body = try await client.get(path + query, bodyLimit: bounds.pageBytes).body
            } catch {
                if case .transport(.tooLarge, _) = error, limit > 1 {
                    limit = max(1, limit / 8)
                    continue
                }
                guard error.status == 410, token != nil, restarts < bounds.restarts else {
                    throw .failed(ListFailure(error))
                }
                restarts += 1
                (pages, token, version) = (0, nil, nil)
                (objects, emptyPages, announced, tokens) = (0, 0, nil, [])
                do throws(Consumer) { try await restarted() } catch { throw .consumer(error) }
                continue
            }
            pages += 1
            bytes += body.count
            let info: PageInfo
            do throws(Consumer) { info = try await page(body) } catch { throw .consumer(error) }
            version = version ?? info.resourceVersion
            objects += info.count
            if info.count == 0 { emptyPages += 1 }
            if pages == 1 { announced = info.remaining.map { info.count + max(0, $0) } }
            guard let next = info.continueToken, !next.isEmpty else {
                return ListOutcome(pages: pages, restarts: restarts, resourceVersion: version, bytes: bytes)
            }
            guard tokens.insert(Digest(of: Array(next.utf8))).inserted else {
                throw tooMuch("after \(pages) pages the server leads back to one of them")
            }
            guard emptyPages < bounds.emptyPages else { throw tooMuch("\(emptyPages) of its pages are empty") }
            if let announced {
                let bound = announced.multipliedReportingOverflow(by: bounds.growth.factor)
                guard bound.overflow || objects <= bound.partialValue + bounds.growth.objects else {
                    throw tooMuch("the server announced \(announced) objects, and \(objects) came without an end")
                }
            } else {
                guard objects <= bounds.unannounced.objects, bytes <= bounds.unannounced.bytes else {
                    throw tooMuch(
                        "the server announces no number of objects, and \(objects) (\(bytes >> 20) MiB) came without an end"
                    )
                }
            }
            guard pages < bounds.pages else { throw tooMuch("it has more than \(bounds.pages) pages") }
            guard bytes < bounds.bytes else { throw tooMuch("it has more than \(bounds.bytes >> 20) MiB") }
            token = next
        }
    }

    private static func tooMuch<Consumer>(_ words: String) -> ListError<Consumer> {
        .failed(ListFailure(reason: .limitReached, message: "the list was given up: \(words)"))
    }
}

extension ResourceType {
    /// The path of the list in one namespace, or in all.
    func listPath(in namespace: String?) -> String {
        guard let namespace, isNamespaced else { return listPath }
        let base = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        return "\(base)/namespaces/\(Percent.encode(namespace))/\(plural)"
    }
}
