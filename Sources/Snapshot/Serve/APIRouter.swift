/// Answers requests from a state as an API server would, read-only. A pure function of the state and the request.
///
/// It knows get and list with paging, label selectors, and field selectors on name and namespace; discovery in both forms;
/// OpenAPI v3; health; and who asks. It does not know watch, tables and protobuf. Errors are `metav1.Status` objects.
package struct APIRouter: Sendable {
    /// What is served.
    package let state: ServedState
    /// The bearer token that clients must bring unless they show a certificate; `nil` when nothing is asked for.
    package let token: String?

    /// A router for a state.
    package init(_ state: ServedState, token: String? = nil) {
        self.state = state
        self.token = token
    }

    private var discovery: ServedDiscovery { ServedDiscovery(state: state) }

    /// The answer to a request.
    package func answer(_ request: HTTPServerRequest) -> HTTPServerResponse {
        if let refusal = refusal(of: request) { return refusal }
        let path = request.pathOnly
        if request.method == "POST", path == "/apis/authentication.k8s.io/v1/selfsubjectreviews" {
            return HTTPServerResponse(status: 201, json: whoAsks(request))
        }
        guard request.method == "GET" || request.method == "HEAD" else {
            return HTTPServerResponse(
                failure: 405, reason: "MethodNotAllowed", message: "this API is read-only: it serves a stored state")
        }
        let accept = request.header("Accept") ?? "*/*"
        if path == "/api" || path == "/apis", Self.takesAggregated(accept) {
            let document = discovery.aggregated(path == "/api" ? [""] : state.groups)
            return HTTPServerResponse(contentType: ServedDiscovery.aggregatedType, CanonicalJSON.bytes(document))
        }
        guard Self.takesJSON(accept) else {
            return HTTPServerResponse(
                failure: 406, reason: "NotAcceptable",
                message: "only the following media types are accepted: application/json")
        }
        return document(path) ?? resource(request) ?? Self.notFound
    }

    // MARK: Who may ask

    private func refusal(of request: HTTPServerRequest) -> HTTPServerResponse? {
        if let token {
            let isKnown = request.client != nil || request.header("Authorization") == "Bearer \(token)"
            guard isKnown else {
                return HTTPServerResponse(failure: 401, reason: "Unauthorized", message: "Unauthorized")
            }
            return nil
        }
        // Without a token, a web page could be given a name that leads here and read everything through a browser.
        let host = request.header("Host") ?? "localhost"
        let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
        guard ["127.0.0.1", "[::1]", "localhost"].contains(name.lowercased()) else {
            return HTTPServerResponse(
                failure: 403, reason: "Forbidden", message: "this API answers to loopback names only")
        }
        return nil
    }

    private func whoAsks(_ request: HTTPServerRequest) -> Value {
        let groups = (request.client?.organizations ?? []) + ["system:authenticated"]
        return [
            "kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1", "metadata": [:],
            "status": [
                "userInfo": [
                    "username": .string(request.client?.commonName ?? "snapctl-reader"),
                    "groups": .array(groups.map { .string($0) }),
                ]
            ],
        ]
    }

    // MARK: What a client takes

    private static func takesAggregated(_ accept: String) -> Bool {
        accept.split(separator: ",").contains { range in
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " } }
            return parts.first == "application/json" && parts.contains("as=APIGroupDiscoveryList")
                && parts.contains("v=v2") && parts.contains("g=apidiscovery.k8s.io")
        }
    }

    private static func takesJSON(_ accept: String) -> Bool {
        accept.split(separator: ",").contains { range in
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " } }
            return ["application/json", "application/*", "*/*"].contains(parts.first ?? "")
                && !parts.contains { $0.hasPrefix("as=") }
        }
    }

    // MARK: Documents

    private func document(_ path: String) -> HTTPServerResponse? {
        let parts = path.split(separator: "/").map(String.init)
        switch (parts.first, parts.count) {
        case (nil, _): return HTTPServerResponse(json: ["paths": .array(rootPaths.map { .string($0) })])
        case ("version", 1): return HTTPServerResponse(json: version)
        case ("livez", 1), ("readyz", 1), ("healthz", 1): return HTTPServerResponse(status: 200, text: "ok")
        case ("api", 1): return HTTPServerResponse(json: discovery.coreVersions())
        case ("apis", 1): return HTTPServerResponse(json: discovery.groupList())
        case ("apis", 2): return discovery.group(parts[1]).map { HTTPServerResponse(json: $0) }
        case ("api", 2): return discovery.resources(group: "", version: parts[1]).map { HTTPServerResponse(json: $0) }
        case ("apis", 3):
            return discovery.resources(group: parts[1], version: parts[2]).map { HTTPServerResponse(json: $0) }
        case ("openapi", 2) where parts[1] == "v3": return HTTPServerResponse(json: openAPIIndex)
        case ("openapi", 3...) where parts[1] == "v3":
            return state.openAPI[parts.dropFirst(2).joined(separator: "/")].map { HTTPServerResponse($0) }
        default: return nil
        }
    }

    private var rootPaths: [String] {
        let groups = state.groups.flatMap { group in
            ["/apis/\(group)"] + state.versions(of: group).map { "/apis/\(group)/\($0)" }
        }
        return ["/api"] + state.versions(of: "").map { "/api/\($0)" } + ["/apis"] + groups
            + ["/healthz", "/livez", "/openapi/v3", "/readyz", "/version"]
    }

    private var version: Value {
        let numbers = state.version.drop { $0 == "v" }.split(separator: ".").map(String.init)
        return [
            "major": .string(numbers.first ?? ""), "minor": .string(numbers.count > 1 ? numbers[1] : ""),
            "gitVersion": .string(state.version), "gitCommit": "", "gitTreeState": "", "buildDate": "",
            "goVersion": "", "compiler": "", "platform": "",
        ]
    }

    private var openAPIIndex: Value {
        var paths = Object()
        for (path, bytes) in state.openAPI {
            paths[path] = [
                "serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(Digest(of: bytes).hex.uppercased())")
            ]
        }
        return ["paths": .object(paths)]
    }

    // MARK: Objects

    private func resource(_ request: HTTPServerRequest) -> HTTPServerResponse? {
        guard let path = APIPath(request.pathOnly), let type = state.type(of: path),
            type.isNamespaced || path.namespace == nil
        else { return nil }
        guard let name = path.name else { return list(type, path, request) }
        guard path.subresource == nil || (path.subresource == "status" && type.hasStatus),
            type.isNamespaced == (path.namespace != nil)
        else { return nil }
        let object = state.objects(of: type).first {
            ByteOrder.same(ServedState.name($0), name)
                && ByteOrder.same(ServedState.namespace($0) ?? "", path.namespace ?? "")
        }
        guard let object else {
            return HTTPServerResponse(
                failure: 404, reason: "NotFound", message: "\(type.groupResource) \"\(name)\" not found")
        }
        return HTTPServerResponse(json: Self.served(object, as: type, inList: false))
    }

    private func list(_ type: ResourceType, _ path: APIPath, _ request: HTTPServerRequest) -> HTTPServerResponse {
        if let watch = request.query("watch"), watch != "0", watch != "false" {
            return HTTPServerResponse(
                failure: 405, reason: "MethodNotAllowed",
                message: "a stored state cannot be watched: it does not change")
        }
        let labels = request.query("labelSelector")
        let fields = request.query("fieldSelector")
        guard let selector = ObjectSelector(labels: labels, fields: fields) else {
            return HTTPServerResponse(
                failure: 400, reason: "BadRequest",
                message: "the selector cannot be read; fields are metadata.name and metadata.namespace")
        }
        let objects = state.objects(of: type).filter { object in
            (path.namespace == nil || ByteOrder.same(ServedState.namespace(object) ?? "", path.namespace ?? ""))
                && selector.matches(object)
        }
        let name = "\(request.pathOnly)?\(labels ?? "")&\(fields ?? "")"
        switch ListPage.cut(objects.count, revision: state.revision, list: name, for: request) {
        case .refused(let response): return response
        case .items(let range, let token, let remaining):
            var metadata = Object(["resourceVersion": .string(state.revision)])
            if !BuiltinTypes.isBuiltin(group: type.group) { metadata["continue"] = "" }
            if let token { metadata["continue"] = .string(token) }
            if let remaining, selector.isEmpty { metadata["remainingItemCount"] = .number(Number(remaining)) }
            return HTTPServerResponse(json: [
                "kind": .string("\(type.kind)List"), "apiVersion": .string(type.apiVersion),
                "metadata": .object(metadata),
                "items": .array(objects[range].map { Self.served($0, as: type, inList: true) }),
            ])
        }
    }

    /// The object at the version that was asked for; items of built-in lists say neither kind nor apiVersion.
    private static func served(_ object: Value, as type: ResourceType, inList: Bool) -> Value {
        guard case .object(var members) = object else { return object }
        let isBare = inList && BuiltinTypes.isBuiltin(group: type.group)
        members["kind"] = isBare ? nil : .string(type.kind)
        members["apiVersion"] = isBare ? nil : .string(type.apiVersion)
        return .object(members)
    }

    private static let notFound = HTTPServerResponse(
        failure: 404, reason: "NotFound", message: "the server could not find the requested resource")
}
