/// Which part of a list a request gets, by its `limit` and `continue`.
///
/// Source: Kubernetes API concepts, "Retrieving large results sets in chunks".
package enum ListPage: Sendable {
    /// These items; when others follow, with a token and their number.
    case items(Range<Int>, continue: String?, remaining: Int?)
    /// The request asks for what cannot be had.
    case refused(HTTPServerResponse)

    /// Cuts a list of so many items.
    ///
    /// - Parameter list: what distinguishes this list from others: its path with its selectors.
    package static func cut(_ count: Int, revision: String, list: String, for request: HTTPServerRequest) -> ListPage {
        var start = 0
        if let text = request.query("continue") {
            guard let token = ContinueToken(text: text), token.revision == revision, token.list == list,
                token.offset <= count
            else {
                return .refused(
                    HTTPServerResponse(
                        failure: 410, reason: "Expired",
                        message: "The provided continue parameter is too old to display a consistent list result."))
            }
            start = token.offset
        }
        var limit = Int.max
        if let text = request.query("limit"), start > 0 || request.query("resourceVersion") != "0" {
            guard let number = Int(text), number >= 0 else {
                return .refused(
                    HTTPServerResponse(failure: 400, reason: "BadRequest", message: "limit is not a natural number"))
            }
            if number > 0 { limit = number }
        }
        guard limit < count - start else { return .items(start..<count, continue: nil, remaining: nil) }
        let end = start + limit
        let token = ContinueToken(revision: revision, list: list, offset: end)
        return .items(start..<end, continue: token.text, remaining: count - end)
    }
}
