package import Snapshot

/// Something an API server does to its clients on a bad day: which requests it happens to, how often, and what happens.
package struct Misbehavior: Sendable {
    /// Which of the requests under the path.
    package enum Moment: Sendable {
        /// All of them.
        case always
        /// Those without a continue token.
        case firstPage
        /// Those with a continue token.
        case laterPage
    }

    /// What happens.
    package enum Deed: Sendable {
        /// 401: the credentials are refused.
        case unauthorized
        /// 403: the user may not.
        case forbidden
        /// 410, with a token for an inconsistent continuation, as etcd's compaction brings about.
        case expired
        /// 429 in plain text, with `Retry-After` in seconds where given.
        case tooManyRequests(retryAfter: Int?)
        /// 500 as a Status.
        case serverError
        /// 500 of a conversion webhook that does not answer.
        case conversionFailed
        /// 503 in plain text, as of a broken aggregated API.
        case unavailable
        /// The connection ends before an answer.
        case hangUp
        /// The connection ends within the body, after so many bytes.
        case cutOff(after: Int)
        /// Every page names the same continue token.
        case sameTokenForever
        /// Every page holds one new object and names a new continue token.
        case newTokenForever
        /// The body comes in pieces with a pause before each.
        case drip(bytes: Int, every: Duration)
        /// Nothing comes for a while, then the answer.
        case silence(Duration)
        /// 302 to the same path below another origin.
        case redirect(origin: String)
        /// A list of another kind.
        case wrongKind
        /// A body that stops being JSON in the middle.
        case invalidJSON
        /// The first item of the list stands in it twice.
        case duplicateNames
        /// A list with one object of so many bytes.
        case hugeObject(bytes: Int)
        /// A gzip body that grows to so many bytes of spaces.
        case gzipBomb(bytes: Int)
        /// 502 with a page of HTML, as of a proxy in between.
        case htmlError
        /// This answer.
        case answer(HTTPServerResponse)
    }

    /// It happens to this path and to those below it; `/` is all.
    package var path: String
    /// Which of the requests under the path.
    package var moment: Moment
    /// How often; `nil` for ever.
    package var times: Int?
    /// What happens.
    package var deed: Deed

    package init(_ deed: Deed, at path: String, on moment: Moment = .always, times: Int? = nil) {
        self.deed = deed
        self.path = path
        self.moment = moment
        self.times = times
    }

    func concerns(_ request: HTTPServerRequest) -> Bool {
        guard times != 0 else { return false }
        let isLater = request.query("continue") != nil
        switch moment {
        case .always: break
        case .firstPage: guard !isLater else { return false }
        case .laterPage: guard isLater else { return false }
        }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        return request.pathOnly == path || request.pathOnly.hasPrefix(prefix)
    }
}
