package import Snapshot

/// A recorded cluster in which the drifts of a truth file happened too: every entry's edits are made in the lists that the server
/// answers with.
///
/// Objects whose names carry something of the cluster they were changed in (nodes, pods) are found by what their names begin with.
package final class PlantedCluster: Sendable {
    private let cluster: RecordedCluster
    private let drifts: [Drift]

    private struct Drift: Sendable {
        let place: APIPath
        let operation: String
        let edits: [(pointer: [String], after: Value)]
    }

    /// - Parameter truth: the bytes of a truth file such as `drift-truth.json`.
    package init(_ recording: Recordings, truth: [UInt8]) throws {
        cluster = try RecordedCluster(recording)
        drifts = try (JSONReader.value(truth)["drifts"]?.array ?? []).compactMap { entry in
            guard let place = entry["object"]?["path"]?.string.flatMap(APIPath.init) else { return nil }
            return Drift(
                place: place, operation: entry["op"]?.string ?? "",
                edits: (entry["fields"]?.array ?? []).map { field in
                    (Self.steps(field["pointer"]?.string ?? ""), field["after"] ?? .null)
                })
        }
    }

    /// How many drifts there are.
    package var count: Int { drifts.count }

    /// The answer to a request.
    package func answer(_ request: HTTPServerRequest) async -> HTTPServerResponse {
        let response = await cluster.answer(request)
        guard let path = APIPath(request.pathOnly), path.name == nil, path.subresource == nil, response.status == 200,
            case .bytes(let bytes) = response.body
        else { return response }
        let here = drifts.filter { $0.place.group == path.group && $0.place.plural == path.plural }
        guard !here.isEmpty, case .object(var list)? = try? JSONReader.value(bytes),
            case .array(var items)? = list["items"]
        else { return response }
        for drift in here { Self.plant(drift, in: &items, isFirstPage: request.query("continue") == nil) }
        list["items"] = .array(items)
        return HTTPServerResponse(json: .object(list))
    }

    private static func plant(_ drift: Drift, in items: inout [Value], isFirstPage: Bool) {
        if drift.operation == "create" {
            if isFirstPage, let object = drift.edits.first?.after { items.append(object) }
            return
        }
        let candidates = items.indices.filter { items[$0][["metadata", "namespace"]]?.string == drift.place.namespace }
        func name(_ place: Int) -> String { items[place][["metadata", "name"]]?.string ?? "" }
        let wanted = drift.place.name ?? ""
        let stem = wanted.split(separator: "-").prefix(2).joined(separator: "-") + "-"
        let isGenerated = ["nodes", "pods"].contains(drift.place.plural)
        guard
            let place = candidates.first(where: { name($0) == wanted })
                ?? (isGenerated ? candidates.first { name($0).hasPrefix(stem) } : nil)
        else { return }
        if drift.operation == "delete" {
            items.remove(at: place)
            return
        }
        for edit in drift.edits { items[place] = edited(items[place], edit.pointer[...], edit.after) }
    }

    /// The value with another one at a pointer; `null` takes it away. What is missing on the way is made.
    private static func edited(_ value: Value, _ steps: ArraySlice<String>, _ after: Value) -> Value {
        guard let step = steps.first else { return after }
        if case .array(var elements) = value, let place = Int(step) {
            if place < elements.count {
                elements[place] = edited(elements[place], steps.dropFirst(), after)
            } else {
                elements.append(edited(.null, steps.dropFirst(), after))
            }
            return .array(elements)
        }
        var object = value.object ?? Object()
        let inner = edited(object[step] ?? .null, steps.dropFirst(), after)
        object[step] = inner == .null ? nil : inner
        return .object(object)
    }

    private static func steps(_ pointer: String) -> [String] {
        pointer.split(separator: "/").map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
    }
}
