import Foundation
package import Snapshot
import Synchronization

/// A recorded API server: answers every request the way the real one did, and cuts lists into pages itself.
package final class RecordedCluster: Sendable {
    private struct Entry: Sendable {
        let status: Int
        let contentType: String
        let name: String
        let digest: String
    }

    private let folder: String
    private let entries: [String: Entry]
    private let aggregated: [String: Entry]
    private let lists = Mutex<[String: SlicedList]>([:])

    /// Requests that a normal client makes. The other tags say what the server answers to unusual ones.
    private static let normalTags: Set<String> = [
        "version", "health", "root", "legacy-discovery", "legacy-group", "legacy-gv", "openapi-v3-index", "openapi-v3",
        "openapi-v2", "list", "list-nonpreferred", "get-one", "whoami", "rules", "agg-unavailable",
    ]

    /// Loads a recording's index; bodies are read when they are asked for.
    package init(_ recording: Recordings) throws {
        folder = try recording.unpacked()
        var entries: [String: Entry] = [:]
        var aggregated: [String: Entry] = [:]
        let index = try JSONReader.value(Self.read("\(folder)/index.json"))
        for item in index.array ?? [] {
            guard let method = item["method"]?.string, let path = item["path"]?.string, let tag = item["tag"]?.string,
                let file = item["file"]?.string
            else { continue }
            let entry = Entry(
                status: item["status"]?.int ?? 0, contentType: item["contentType"]?.string ?? "",
                name: String(file.dropFirst("body/".count)), digest: item["sha256"]?.string ?? "")
            if tag == "agg-discovery-v2" { aggregated[path] = entry }
            guard Self.normalTags.contains(tag) else { continue }
            // OpenAPI documents are recorded with the hash of their content behind them.
            let key = tag == "openapi-v3" ? String(path.prefix { $0 != "?" }) : path
            if entries["\(method) \(key)"] == nil { entries["\(method) \(key)"] = entry }
        }
        self.entries = entries
        self.aggregated = aggregated
    }

    /// What `summary.json` counts.
    package func summary() throws -> Value { try JSONReader.value(Self.read("\(folder)/summary.json")) }

    /// The audit log of the recording, empty without one.
    package func auditLog() -> [UInt8] { (try? Self.read("\(folder)/audit.log")) ?? [] }

    /// The recorded list of a path such as `/apis/apps/v1/deployments`; `nil` when the server did not serve one.
    package func list(_ path: String) -> SlicedList? {
        if let known = lists.withLock({ $0[path] }) { return known }
        guard let entry = entries["GET \(path)"], entry.status == 200,
            let bytes = try? Self.read("\(folder)/body/\(entry.name)"), let list = SlicedList(bytes)
        else { return nil }
        lists.withLock { $0[path] = list }
        return list
    }

    /// The digest that was recorded of the answer to a `GET` of this path, in hexadecimal.
    package func recordedDigest(_ path: String) -> String? { entries["GET \(path)"]?.digest }

    /// The answer to a request.
    package func answer(_ request: HTTPServerRequest) async -> HTTPServerResponse {
        // Some clients write a slash at the end, which the server does not mind.
        let asked = request.pathOnly
        let path = asked.count > 1 && asked.hasSuffix("/") ? String(asked.dropLast()) : asked
        guard request.method == "GET" else {
            return entries["\(request.method) \(path)"].map(replay) ?? Self.readOnly
        }
        let accept = request.header("Accept") ?? "*/*"
        if path == "/api" || path == "/apis", accept.contains("as=APIGroupDiscoveryList"), accept.contains("v=v2;"),
            let entry = aggregated[path]
        {
            return replay(entry)
        }
        guard Self.takesJSON(accept) else {
            return HTTPServerResponse(
                failure: 406, reason: "NotAcceptable",
                message: "only the following media types are accepted: application/json")
        }
        if path == "/livez" || path == "/readyz" || path == "/healthz" {
            return HTTPServerResponse(status: 200, text: "ok")
        }
        if let target = APIPath(path), let response = resource(target, path, request) { return response }
        if let entry = entries["GET \(request.path)"] ?? entries["GET \(path)"] { return replay(entry) }
        if let broken = entries.first(where: { key, entry in
            entry.status == 503 && path.hasPrefix("\(key.dropFirst("GET ".count))/")
        }) {
            return replay(broken.value)
        }
        return Self.notFound
    }

    /// An answer cut from a recorded list; `nil` when the path has none, or the whole of it is asked for.
    private func resource(_ target: APIPath, _ path: String, _ request: HTTPServerRequest) -> HTTPServerResponse? {
        guard target.subresource == nil, let list = list(target.listPath) else { return nil }
        if let name = target.name {
            guard
                let index = list.items.indices.first(where: {
                    let metadata = list.value($0)?["metadata"]
                    return metadata?["name"]?.string == name && metadata?["namespace"]?.string == target.namespace
                })
            else {
                return HTTPServerResponse(
                    failure: 404, reason: "NotFound", message: "\(target.plural) \"\(name)\" not found")
            }
            return HTTPServerResponse(list.single(index) + [UInt8(ascii: "\n")])
        }
        let labels = request.query("labelSelector")
        let fields = request.query("fieldSelector")
        guard let selector = ObjectSelector(labels: labels, fields: fields) else {
            return HTTPServerResponse(failure: 400, reason: "BadRequest", message: "unable to parse requirement")
        }
        if path == target.listPath, selector.isEmpty, request.query("limit") == nil, request.query("continue") == nil {
            return nil
        }
        var chosen = Array(list.items.indices)
        if target.namespace != nil || !selector.isEmpty {
            chosen = chosen.filter { index in
                guard let value = list.value(index) else { return false }
                return (target.namespace == nil || value["metadata"]?["namespace"]?.string == target.namespace)
                    && selector.matches(value)
            }
        }
        return page(of: chosen, list, "\(path)?\(labels ?? "")&\(fields ?? "")", request)
    }

    private func page(
        of chosen: [Int], _ list: SlicedList, _ name: String, _ request: HTTPServerRequest
    ) -> HTTPServerResponse {
        switch ListPage.cut(chosen.count, revision: list.revision, list: name, for: request) {
        case .refused(let response): response
        case .items(let range, let token, let remaining):
            HTTPServerResponse(list.bytes(of: Array(chosen[range]), continue: token, remaining: remaining))
        }
    }

    private func replay(_ entry: Entry) -> HTTPServerResponse {
        guard let body = try? Self.read("\(folder)/body/\(entry.name)") else {
            return HTTPServerResponse(failure: 500, reason: "InternalError", message: "the recording has a hole")
        }
        var headers: [HTTPServerRequest.Header] = [.init("Content-Type", entry.contentType)]
        let head = (try? Self.read("\(folder)/head/\(entry.name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        for line in head.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, ["etag", "cache-control", "retry-after", "warning"].contains(parts[0].lowercased())
            else { continue }
            headers.append(.init(String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces)))
        }
        return HTTPServerResponse(status: entry.status, headers: headers, body: .bytes(body))
    }

    private static func takesJSON(_ accept: String) -> Bool {
        accept.split(separator: ",").contains { range in
            let type = range.split(separator: ";")[0].trimmingCharacters(in: .whitespaces)
            return ["application/json", "application/*", "*/*"].contains(type) && !range.contains("as=")
        }
    }

    private static let notFound = HTTPServerResponse(
        failure: 404, reason: "NotFound", message: "the server could not find the requested resource")

    private static let readOnly = HTTPServerResponse(
        failure: 405, reason: "MethodNotAllowed", message: "a recording is read-only")

    static func read(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
