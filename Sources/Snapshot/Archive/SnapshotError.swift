/// Why a snapshot cannot be read or written: each way in which a file can be wrong has its own case.
package enum SnapshotError: ExplainedError, Hashable {
    // The file cannot be used; nothing is said about its honesty.

    /// The operating system refused.
    case disk(DiskError)
    /// libarchive could not write.
    case writing(LibArchiveError)
    /// A secret value would have been written.
    case leak(LeakError)
    /// The bytes are no tar stream, plain or compressed with Zstandard or gzip.
    case notAnArchive
    /// A tar stream of something else: the path of its first entry, if it has one.
    case notASnapshot(firstEntry: String?)
    /// A format that this program does not know.
    case unsupportedVersion(String)
    /// The capture was limited in a way that this program does not know, by that member of the scope.
    case unknownLimit(String)
    /// More than this reader takes.
    case limitExceeded(what: String, size: Int, limit: Int)
    /// A Zstandard frame that needs more memory than readers have to give.
    case windowTooLarge(bytes: Int, limit: Int)

    // The evidence is invalid.

    /// The stream ends early.
    case truncated
    /// The compressed stream is damaged.
    case compressionDamaged(String)
    /// Something follows the end.
    case trailingBytes
    /// Several frames, and no table at the end of the file that says where they begin.
    case framesWithoutTable
    /// The table of frames says what is not so.
    case frameTable(String)
    /// A tar header whose checksum or fields make no sense, at an offset of the tar stream.
    case headerDamaged(offset: Int, why: String)
    /// A link, device, sparse file or other thing that is no regular file.
    case forbiddenEntry(path: String, type: String)
    /// A header says more than it may: an owner, a time, an extended attribute.
    case forbiddenHeader(path: String, field: String)
    /// A path that could lead somewhere else.
    case unsafePath(String, why: String)
    /// The bytes behind an entry are not the zeros that fill its last block.
    case paddingNotZero(path: String)
    /// An entry that neither the manifest nor the index names.
    case unexpectedEntry(path: String)
    /// An entry, or a line of the index, for the second time.
    case duplicateEntry(path: String)
    /// An entry that is named and not there, or not in its place; `found` is what stands there instead.
    case missingEntry(path: String, found: String?)
    /// An entry of another size than the manifest or the index says.
    case sizeMismatch(path: String, expected: Int, found: Int)
    /// An entry whose bytes are not the ones that were digested.
    case digestMismatch(path: String)
    /// A file that is not what FORMAT.md says, at `member` or line.
    case malformed(file: String, at: String, why: String)
    /// A file of JSON that is not in the one canonical spelling.
    case notCanonical(file: String, at: String)
    /// The lines of the index are not in the order of their paths.
    case indexOutOfOrder(path: String)
    /// A line of the index with another path than its identity has.
    case pathMismatch(path: String, expected: String)
    /// The manifest counts other than the index does.
    case countMismatch(what: String, manifest: Int, index: Int)
    /// A line of SHA256SUMS is not the one that the archive demands.
    case sumsMismatch(path: String)
    /// A Merkle root is not the one over what is there.
    case rootMismatch(String)
    /// A stored object is another one than the index says.
    case identityMismatch(path: String)
    /// A line of the index says of an object what the object does not.
    case indexMismatch(path: String, member: String)
    /// An object of a type that `meta/discovery.json` does not name.
    case typeMismatch(path: String)
    /// The file became another one while it was read.
    case changedWhileReading

    /// Whether the snapshot itself is proven wrong (exit status 4), not merely out of reach (exit status 2).
    package var isEvidence: Bool {
        switch self {
        case .disk, .writing, .leak, .notAnArchive, .notASnapshot, .unsupportedVersion, .unknownLimit, .limitExceeded,
            .windowTooLarge, .changedWhileReading:
            false
        default: true
        }
    }

    /// What happened to which thing. Holds text from the file: make it safe before it reaches a terminal.
    package var summary: String {
        switch self {
        case .disk(let error): error.summary
        case .leak(let error): error.summary
        case .writing(let error): "the archive cannot be written: \(error.operation): \(error.message)"
        case .notAnArchive: "the file is no snapshot: neither tar, nor tar compressed with Zstandard or gzip"
        case .notASnapshot(let first?): "the archive is no snapshot: it begins with `\(first)`, not `manifest.json`"
        case .notASnapshot(nil): "the archive is no snapshot: it is empty"
        case .unsupportedVersion(let format):
            "the snapshot has the format `\(format)`, this program reads `\(Manifest.format)`"
        case .unknownLimit(let member):
            "the capture was limited by `scope.\(member)`, which this program does not know: what is not in the snapshot may be "
                + "in the cluster"
        case .limitExceeded(let what, let size, let limit): "\(what): \(size) is more than the limit of \(limit)"
        case .windowTooLarge(let bytes, let limit):
            "the Zstandard stream needs a window of \(bytes) bytes; the limit is \(limit)"
        case .truncated: "the snapshot is cut off"
        case .compressionDamaged(let why): "the compressed stream is damaged: \(why)"
        case .trailingBytes: "something follows the end of the snapshot"
        case .framesWithoutTable:
            "the snapshot is cut off, or was put together: several Zstandard frames, and no table of them at the end"
        case .frameTable(let why): "the table of the snapshot's Zstandard frames is wrong: \(why)"
        case .headerDamaged(let offset, let why): "the tar header at byte \(offset) is damaged: \(why)"
        case .forbiddenEntry(let path, let type): "`\(path)` is \(type); a snapshot holds regular files only"
        case .forbiddenHeader(let path, let field):
            "the header of `\(path)` sets its \(field), which a snapshot never does"
        case .unsafePath(let path, let why): "the path `\(path)` is not allowed: \(why)"
        case .paddingNotZero(let path): "bytes are hidden behind the end of `\(path)`"
        case .unexpectedEntry(let path): "`\(path)` is in the archive and not in its index"
        case .duplicateEntry(let path): "`\(path)` occurs twice in the snapshot"
        case .missingEntry(let path, nil): "`\(path)` is missing"
        case .missingEntry(let path, let found?): "`\(path)` is missing or out of order; `\(found)` is in its place"
        case .sizeMismatch(let path, let expected, let found): "`\(path)` has \(found) bytes instead of \(expected)"
        case .digestMismatch(let path): "`\(path)` is not what was captured: its SHA-256 differs"
        case .malformed(let file, let at, let why): "\(file): \(at): \(why)"
        case .notCanonical(let file, let at): "\(file): \(at): the JSON is not in canonical form"
        case .indexOutOfOrder(let path): "index.jsonl is not in the order of its paths: `\(path)`"
        case .pathMismatch(let path, let expected): "index.jsonl: `\(path)` should be `\(expected)` for its identity"
        case .countMismatch(let what, let manifest, let index):
            "the manifest says \(manifest) \(what), the index \(index)"
        case .sumsMismatch(let path): "SHA256SUMS is wrong about `\(path)`"
        case .rootMismatch(let root): "the \(root) root in the manifest is not the one of the objects"
        case .identityMismatch(let path): "`\(path)` holds another object than the index says"
        case .indexMismatch(let path, let member): "index.jsonl: the `\(member)` of `\(path)` is not that of the object"
        case .typeMismatch(let path): "meta/discovery.json names no type of `\(path)`"
        case .changedWhileReading: "the file changed while it was read"
        }
    }

    /// What to do next.
    package var hint: String {
        switch self {
        case .disk(let error): error.hint
        case .leak(let error): error.hint
        case .writing: "try again, or with another compression"
        case .notAnArchive, .notASnapshot:
            "give a file that `snapctl capture` wrote; other archives are read with `capture --from`"
        case .unsupportedVersion, .unknownLimit: "read it with a version of snapctl that knows this format"
        case .limitExceeded: "check where the file comes from"
        case .windowTooLarge: "compress it again with `zstd -19` or less, without `--long` and `--ultra`"
        case .changedWhileReading: "try again when nothing writes to the file"
        case .truncated, .framesWithoutTable: "fetch it again, completely"
        default: "do not rely on this file; fetch the original again and verify its signature"
        }
    }
}
