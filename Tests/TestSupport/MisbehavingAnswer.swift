import Snapshot

/// How each deed of a ``Misbehavior`` looks on the wire.
struct MisbehavingAnswer: Sendable {
    let deed: Misbehavior.Deed
    let request: HTTPServerRequest
    /// What the server would say on a good day.
    let wellBehaved: @Sendable (HTTPServerRequest) async -> HTTPServerResponse
    /// A number that no other answer of this server has.
    let number: Int

    func response() async -> HTTPServerResponse {
        switch deed {
        case .unauthorized:
            return HTTPServerResponse(failure: 401, reason: "Unauthorized", message: "Unauthorized")
        case .forbidden:
            let plural = APIPath(request.pathOnly)?.plural ?? "resource"
            let group = APIPath(request.pathOnly)?.group ?? ""
            return HTTPServerResponse(
                failure: 403, reason: "Forbidden",
                message: "\(plural) is forbidden: User \"snapctl-reader\" cannot list resource \"\(plural)\" "
                    + "in API group \"\(group)\" at the cluster scope")
        case .expired:
            return HTTPServerResponse(
                status: 410,
                json: [
                    "kind": "Status", "apiVersion": "v1", "metadata": ["continue": "aW5jb25zaXN0ZW50"],
                    "status": "Failure", "reason": "Expired", "code": 410,
                    "message": "The provided continue parameter is too old to display a consistent list result.",
                ])
        case .tooManyRequests(let seconds):
            var response = HTTPServerResponse(status: 429, text: "Too many requests, please try again later.\n")
            if let seconds { response.headers.append(.init("Retry-After", "\(seconds)")) }
            return response
        case .serverError:
            return HTTPServerResponse(
                failure: 500, reason: "InternalError", message: "Internal error occurred: etcdserver: no leader")
        case .conversionFailed:
            return HTTPServerResponse(
                failure: 500, reason: "InternalError",
                message: "conversion webhook for constraints.gatekeeper.sh/v1alpha1, Kind=Example failed: Post "
                    + "\"https://webhook.gatekeeper-system.svc:443/convert?timeout=30s\": no endpoints available")
        case .unavailable:
            return HTTPServerResponse(status: 503, text: "service unavailable\n")
        case .hangUp:
            return HTTPServerResponse(status: 200, body: .hangUp)
        case .cutOff(let count):
            return await altered { .cutOff($0, after: count) }
        case .silence(let duration):
            try? await Task.sleep(for: duration)
            return await wellBehaved(request)
        case .redirect(let origin):
            return HTTPServerResponse(status: 302, headers: [.init("Location", origin + request.path)])
        case .drip(let count, let pause):
            return await altered { bytes in
                .stream { writer in
                    for start in stride(from: 0, to: bytes.count, by: max(1, count)) {
                        try await Task.sleep(for: pause)
                        try await writer.write(bytes[start..<min(start + max(1, count), bytes.count)])
                    }
                }
            }
        case .htmlError:
            return HTTPServerResponse(
                status: 502, contentType: "text/html", Array("<html><body><h1>502 Bad Gateway</h1></body></html>".utf8))
        case .answer(let response):
            return response
        case .sameTokenForever, .newTokenForever, .wrongKind, .invalidJSON, .duplicateNames, .hugeObject, .gzipBomb:
            return await list()
        }
    }

    /// Lists that are not what they should be.
    private func list() async -> HTTPServerResponse {
        switch deed {
        case .sameTokenForever:
            return await firstPage { list in
                var metadata = list["metadata"]?.object ?? Object()
                metadata["continue"] = "always-the-same"
                list["metadata"] = .object(metadata)
            }
        case .newTokenForever:
            return await firstPage { list in
                var metadata = list["metadata"]?.object ?? Object()
                metadata["continue"] = .string("token-\(number)")
                list["metadata"] = .object(metadata)
                guard var item = list["items"]?.array?.first?.object, var names = item["metadata"]?.object else {
                    return
                }
                names["name"] = .string("endless-\(number)")
                item["metadata"] = .object(names)
                list["items"] = [.object(item)]
            }
        case .wrongKind:
            return await firstPage { $0["kind"] = "SomethingElseList" }
        case .duplicateNames:
            return await firstPage { list in
                let items = list["items"]?.array ?? []
                list["items"] = .array(Array(items.prefix(1)) + items)
            }
        case .hugeObject(let count):
            return await firstPage { list in
                guard var item = list["items"]?.array?.first?.object else { return }
                item["data"] = ["huge": .string(String(repeating: "x", count: count))]
                list["items"] = [.object(item)]
            }
        case .invalidJSON:
            return await altered { .bytes(Array($0.prefix($0.count / 2)) + Array("\u{0}oops".utf8)) }
        case .gzipBomb(let count):
            // The last line of a script leaves the status: gzip's.
            let script = "head -c \"$1\" /dev/zero | tr '\\000' ' ' | gzip -9"
            let bytes = (try? Tool.run(["sh", "-c", script, "sh", "\(count)"])) ?? []
            return HTTPServerResponse(
                status: 200,
                headers: [.init("Content-Type", "application/json"), .init("Content-Encoding", "gzip")],
                body: .bytes(bytes))
        default:
            return await wellBehaved(request)
        }
    }

    /// The good answer with another body.
    private func altered(_ change: ([UInt8]) -> HTTPServerResponse.Body) async -> HTTPServerResponse {
        var response = await wellBehaved(request)
        if case .bytes(let bytes) = response.body { response.body = change(bytes) }
        return response
    }

    /// The good answer to the request without its continue token, with a change to the list.
    private func firstPage(_ change: (inout Object) -> Void) async -> HTTPServerResponse {
        let query = request.path.drop { $0 != "?" }.dropFirst().split(separator: "&").filter {
            !$0.hasPrefix("continue=")
        }
        let first = HTTPServerRequest(
            method: request.method, path: "\(request.pathOnly)?\(query.joined(separator: "&"))",
            headers: request.headers, body: request.body, client: request.client)
        var response = await wellBehaved(first)
        if case .bytes(let bytes) = response.body, var list = (try? JSONReader.value(bytes))?.object {
            change(&list)
            response.body = .bytes(CanonicalJSON.bytes(.object(list)))
        }
        return response
    }
}
