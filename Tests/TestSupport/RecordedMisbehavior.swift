import Foundation
package import Snapshot

/// Answers that a real API server gave on its bad days, for ``Misbehavior/Deed/answer(_:)``.
package enum RecordedMisbehavior: String, CaseIterable, Sendable {
    /// 410 of a continue token that has expired, with a token for an inconsistent continuation.
    case expiredContinue = "410-expired-continue"
    /// What the server answered to that other token.
    case inconsistentContinue = "410-then-inconsistent-continue"
    /// 410 of an exact resourceVersion that is no longer kept.
    case expiredRevision = "expired-exact-rv"
    /// 429 in plain text with `Retry-After: 1`.
    case tooManyRequests = "429"
    /// 503 in plain text of an aggregated API whose server is down.
    case aggregatedUnavailable = "aggregated-list-503"
    /// A list of ConfigMaps, indented because the client called itself curl.
    case indented = "pretty-because-user-agent-curl"

    /// The recorded answer.
    package func response() throws -> HTTPServerResponse {
        let folder = try Recordings.unpacked("misbehaving-responses")
        func read(_ name: String) throws -> [UInt8] {
            Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
        }
        switch self {
        case .tooManyRequests:
            let parts = try JSONReader.value(read("429.json")).array ?? []
            guard parts.count == 3, let status = parts[0].int, let body = parts[2].string else {
                throw Tool.Failure(description: "429.json is not what it was")
            }
            let headers = (parts[1].array ?? []).compactMap { pair -> HTTPServerRequest.Header? in
                guard let name = pair.array?.first?.string, let value = pair.array?.last?.string else { return nil }
                return Self.isOwn(name) ? nil : .init(name, value)
            }
            return HTTPServerResponse(status: status, headers: headers, body: .bytes(Array(body.utf8)))
        case .expiredRevision:
            return HTTPServerResponse(status: 410, try read("\(rawValue).body"))
        default:
            let lines = String(decoding: try read("\(rawValue).head"), as: UTF8.self).split(whereSeparator: \.isNewline)
            let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            let headers = lines.dropFirst().compactMap { line -> HTTPServerRequest.Header? in
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, !Self.isOwn(parts[0]) else { return nil }
                return .init(String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
            }
            return HTTPServerResponse(
                status: status, headers: headers, body: .bytes(try read("\(rawValue).body")))
        }
    }

    /// Header fields that the replaying server writes itself.
    private static func isOwn(_ name: some StringProtocol) -> Bool {
        ["content-length", "date", "transfer-encoding"].contains(name.lowercased())
    }
}
