/// The names of the files in a snapshot that are no objects.
package enum SnapshotFile {
    /// The first entry.
    package static let manifest = "manifest.json"
    /// The second entry.
    package static let index = "index.jsonl"
    /// The third entry.
    package static let sums = "SHA256SUMS"
    /// What the server's discovery said.
    package static let discovery = "meta/discovery.json"
    /// What could not be read.
    package static let gaps = "meta/gaps.json"
    /// What was redacted where.
    package static let redactions = "meta/redactions.json"
    /// The facts distilled from the server's OpenAPI.
    package static let schema = "meta/schema.json"

    /// Reserved: the OpenAPI documents of the server.
    package static let openAPI = "meta/openapi.json"
    /// Reserved: the Events that the server held.
    package static let events = "meta/events.jsonl"

    /// The files that have to be there, in the order of the archive.
    static let required = [index, discovery, gaps, redactions, schema]

    /// Whether a file may stand under `meta/`.
    static func isMeta(_ path: String) -> Bool {
        path.hasPrefix("meta/") && (path.hasSuffix(".json") || path.hasSuffix(".jsonl"))
    }

    /// The line of `SHA256SUMS` about a file, as sha256sum(1) writes it.
    static func sumsLine(path: String, digest: Digest) -> [UInt8] { Array("\(digest.hex)  \(path)\n".utf8) }
}

extension Manifest {
    /// Files that are digested and carried, and of which nothing is made here: what was reserved, and what is newer.
    package var unusedFiles: [String] { files.map(\.path).filter { !SnapshotFile.required.contains($0) } }
}

/// What a reader takes at most. The writer keeps to the same bounds, so that it never writes what cannot be read.
package struct SnapshotLimits: Sendable, Hashable {
    /// Bytes of all entries together.
    package var totalBytes = 4 << 30
    /// Bytes of `manifest.json`.
    package var manifestBytes = 8 << 20
    /// Bytes of `index.jsonl`.
    package var indexBytes = 512 << 20
    /// Bytes of one file under `meta/`.
    package var metaBytes = 64 << 20
    /// Bytes of one object.
    package var objectBytes = 16 << 20
    package var objects = 1_000_000
    /// Bytes of one line of the index.
    package var lineBytes = 1 << 16

    package init() {}

    static func check(_ what: String, _ size: Int, _ limit: Int) throws(SnapshotError) {
        if size > limit { throw .limitExceeded(what: what, size: size, limit: limit) }
    }
}
