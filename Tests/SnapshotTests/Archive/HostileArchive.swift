import Snapshot
import TestSupport
import Testing

/// One way to attack a reader, and the name of the refusal.
struct HostileArchive: CustomTestStringConvertible, Sendable {
    let name: String
    /// The case of ``SnapshotError`` that has to refuse it.
    let refusal: String
    /// A part of what the refusal says.
    let says: String
    let bytes: @Sendable () throws -> [UInt8]

    var testDescription: String { name }

    private init(
        _ name: String, _ refusal: String, _ says: String = "", bytes: @escaping @Sendable () throws -> [UInt8]
    ) {
        self.name = name
        self.refusal = refusal
        self.says = says
        self.bytes = bytes
    }

    /// A forged snapshot.
    private static func forged(
        _ name: String, _ refusal: String, _ says: String = "", _ change: @escaping @Sendable (inout Forgery) -> Void
    ) -> HostileArchive {
        HostileArchive(name, refusal, says) {
            var forgery = try Forgery()
            change(&forgery)
            return try forgery.tar()
        }
    }

    /// A snapshot whose first `meta` entry has another header, or another entry before it.
    private static func entry(
        _ name: String, _ refusal: String, _ says: String = "",
        _ change: @escaping @Sendable (inout RawTar.Entry) -> Void
    ) -> HostileArchive {
        forged(name, refusal, says) { $0.inEntries = { change(&$0[3]) } }
    }

    private static func inserted(
        _ name: String, _ refusal: String, _ says: String = "", _ entry: @escaping @Sendable () -> RawTar.Entry
    ) -> HostileArchive {
        forged(name, refusal, says) { $0.inEntries = { $0.insert(entry(), at: 3) } }
    }

    private static func manifest(
        _ name: String, _ refusal: String, _ says: String = "", _ change: @escaping @Sendable (inout Object) -> Void
    ) -> HostileArchive {
        forged(name, refusal, says) { $0.inManifest = change }
    }

    private static func index(
        _ name: String, _ refusal: String, _ says: String = "", _ change: @escaping @Sendable (inout [Object]) -> Void
    ) -> HostileArchive {
        forged(name, refusal, says) { $0.inIndex = change }
    }

    private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func replace(_ old: String, _ new: [UInt8], in bytes: inout [UInt8]) {
        guard let range = bytes.firstRange(of: text(old)) else { return }
        bytes.replaceSubrange(range, with: new)
    }

    static let paths: [HostileArchive] = [
        entry("a path that climbs out", "unsafePath", "another folder") { $0.path = text("meta/../../etc/passwd") },
        entry("a path that stays where it is", "unsafePath", "another folder") {
            $0.path = text("./meta/discovery.json")
        },
        entry("an absolute path", "unsafePath", "absolute") { $0.path = text("/etc/passwd") },
        entry("a path with a backslash", "unsafePath", "backslash") { $0.path = text("meta\\..\\x") },
        entry("a path with a drive", "unsafePath", "colon") { $0.path = text("c:x") },
        entry("an empty path", "unsafePath", "empty") { $0.path = [] },
        entry("a path with an empty component", "unsafePath", "empty component") { $0.path = text("meta//x") },
        entry("a path with a slash at its end", "unsafePath", "empty component") { $0.path = text("meta/") },
        entry("bytes hidden behind a NUL", "unsafePath", "NUL") { $0.path = text("meta/discovery.json\u{0}evil") },
        entry("a path with an escape sequence", "unsafePath", "outside ASCII") { $0.path = text("meta/\u{1B}[2J") },
        entry("a path with a line break", "unsafePath", "outside ASCII") { $0.path = text("meta/x\ny") },
        entry("a path outside ASCII", "unsafePath", "outside ASCII") { $0.path = text("meta/é.json") },
        inserted("a path that climbs out in an extended header", "unsafePath", "another folder") {
            RawTar.pax([("path", "../../etc/passwd")])
        },
        inserted("a NUL in an extended header", "unsafePath", "NUL") { RawTar.pax([("path", "meta/a\u{0}b")]) },
        manifest("a file in the manifest that climbs out", "unsafePath", "another folder") { manifest in
            manifest["files"] = .array(
                (manifest["files"]?.array ?? []) + [
                    ["path": "meta/../x.json", "size": 1, "sha256": .string(Digest(of: []).hex)]
                ])
        },
    ]

    static let types: [HostileArchive] =
        [
            ("a hard link", "1", "hard link"), ("a symbolic link", "2", "symbolic link"),
            ("a character device", "3", "character device"), ("a block device", "4", "block device"),
            ("a folder", "5", "folder"), ("a FIFO", "6", "FIFO"), ("a contiguous file", "7", "contiguous"),
            ("a global extended header", "g", "global"), ("a second extended header", "x", "extended header"),
            ("a letter without meaning", "Z", "unknown type"), ("a file of 1979", "\u{0}", "1979"),
        ].map { (name: String, letter: Character, says: String) in
            entry(name, "forbiddenEntry", says) {
                if letter == "x" {
                    $0 = RawTar.pax([("path", "a")]).with { $0.body += RawTar.pax([("path", "b")]).bytes }
                    $0.size = RawTar.Entry.octal(10)
                    $0.body =
                        text("10 path=a\n") + [UInt8](repeating: 0, count: 502) + RawTar.pax([("path", "b")]).bytes
                } else {
                    $0.type = letter.asciiValue ?? 0
                }
                if letter == "1" || letter == "2" { $0.link = "/etc/passwd" }
            }
        }
        + [("a GNU long name", "L"), ("a GNU long link", "K"), ("a GNU sparse file", "S")].map {
            (name: String, letter: Character) in
            inserted(name, "forbiddenEntry", String(name.dropFirst(2).replacing("GNU sparse", with: "sparse"))) {
                RawTar.Entry("././@LongLink", "something longer").with {
                    $0.type = letter.asciiValue ?? 0
                    $0.magic = text("ustar  \u{0}")
                }
            }
        }

    static let headers: [HostileArchive] = [
        entry("an executable", "forbiddenHeader", "mode") { $0.mode = "000755 " },
        entry("a set-user-id bit", "forbiddenHeader", "mode") { $0.mode = "004644 " },
        entry("an owner", "forbiddenHeader", "user id") { $0.uid = "001750 " },
        entry("a group", "forbiddenHeader", "group id") { $0.gid = "001750 " },
        entry("a time", "forbiddenHeader", "time") { $0.time = "14712345670 " },
        entry("a user name", "forbiddenHeader", "user name") { $0.user = "root" },
        entry("a group name", "forbiddenHeader", "group name") { $0.group = "root" },
        entry("a link target on a file", "forbiddenHeader", "link target") { $0.link = "x" },
        entry("a device number on a file", "forbiddenHeader", "device") { $0.major = "000010 " },
        entry("a wrong checksum", "headerDamaged", "checksum") { $0.spoilsChecksum = true },
        entry("the header of GNU tar", "headerDamaged", "ustar") { $0.magic = text("ustar  \u{0}") },
        entry("a size that is no number", "headerDamaged", "size") { $0.size = "99999999999 " },
        entry("a negative size", "headerDamaged", "size") { $0.size = "-0000000010 " },
        entry("a size in base 256", "headerDamaged", "size") { $0.size = "\u{1}\u{1}\u{1}" },
        entry("a size beyond the archive", "sizeMismatch") { $0.size = RawTar.Entry.octal(1 << 32) },
        entry("bytes hidden behind a body", "paddingNotZero") { $0.fill = 0x41 },
        inserted("a size in an extended header", "forbiddenHeader", "size") { RawTar.pax([("size", "10")]) },
        inserted("a link in an extended header", "forbiddenHeader", "linkpath") { RawTar.pax([("linkpath", "/etc")]) },
        inserted("a sparse map in an extended header", "forbiddenHeader", "GNU.sparse") {
            RawTar.pax([("GNU.sparse.map", "0,1")])
        },
        inserted("an extended header that its path does not need", "forbiddenHeader", "does not need") {
            RawTar.pax([("path", "meta/discovery.json")])
        },
        forged("an extended header before the manifest", "forbiddenHeader", "does not need") {
            $0.inEntries = { $0.insert(RawTar.pax([("path", "manifest.json")]), at: 0) }
        },
        inserted("two attributes in an extended header", "forbiddenHeader", "more than one") {
            RawTar.pax([("path", "meta/discovery.json"), ("size", "1")])
        },
        inserted("an extended header of a megabyte", "forbiddenHeader", "1048") {
            RawTar.pax([("path", String(repeating: "a", count: 1 << 20))])
        },
        inserted("a length with a zero before it in an extended header", "headerDamaged", "malformed") {
            RawTar.pax([]).with { $0.body = text("0013 path=a/b\n") }
        },
        inserted("a malformed extended header", "headerDamaged", "malformed") {
            RawTar.pax([]).with { $0.body = text("nonsense") }
        },
        HostileArchive("one block of zeros in the middle", "headerDamaged", "one block") {
            var tar = try Forgery().tar()
            let place = tar.firstRange(of: text("meta/discovery.json\u{0}\u{0}"))?.lowerBound ?? 0
            tar.insert(contentsOf: [UInt8](repeating: 0, count: 512), at: place)
            return tar
        },
    ]

    static let sets: [HostileArchive] = [
        forged("an entry twice in a row", "duplicateEntry", "payments.json") {
            $0.inEntries = { entries in
                let at = entries.firstIndex { $0.isNamed("payments.json") } ?? 0
                entries.insert(entries[at], at: at)
            }
        },
        forged("the manifest a second time", "duplicateEntry", "manifest.json") {
            $0.inEntries = { $0.insert($0[0], at: 4) }
        },
        forged("the last entry a second time", "duplicateEntry") { $0.inEntries = { $0 += $0.suffix(1) } },
        forged("an object left out", "missingEntry", "payments.json") {
            $0.inEntries = { $0.removeAll { $0.isNamed("payments.json") } }
        },
        forged("the last object left out", "missingEntry", "missing") { $0.inEntries = { $0.removeLast() } },
        forged("all objects left out", "missingEntry", "missing") { $0.inEntries = { $0.removeSubrange(7...) } },
        forged("an object more", "unexpectedEntry", "extra.json") {
            $0.inEntries = { $0.append(RawTar.Entry("resources/zz/extra.json", "{}\n")) }
        },
        forged("an object more in the middle", "unexpectedEntry", "aa/extra.json") {
            $0.inEntries = { $0.insert(RawTar.Entry("resources/aa/extra.json", "{}\n"), at: 7) }
        },
        forged("a file more under meta", "unexpectedEntry", "meta/extra.json") {
            $0.inEntries = { $0.insert(RawTar.Entry("meta/extra.json", "{}\n"), at: 4) }
        },
        forged("two entries exchanged", "missingEntry", "out of order") { $0.inEntries = { $0.swapAt(3, 4) } },
        forged("the index behind the sums", "missingEntry", "index.jsonl") { $0.inEntries = { $0.swapAt(1, 2) } },
        forged("the manifest not first", "notASnapshot", "index.jsonl") { $0.inEntries = { $0.swapAt(0, 1) } },
        forged("no sums", "missingEntry", "SHA256SUMS") { $0.inEntries = { $0.remove(at: 2) } },
        forged("no schema", "missingEntry", "meta/schema.json") {
            $0.meta.removeAll { $0.path == SnapshotFile.schema }
        },
        HostileArchive("nothing but the end", "notAnArchive") { RawTar.end },
        HostileArchive("nothing", "notAnArchive") { [] },
        HostileArchive("something else", "notAnArchive") {
            (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 151 >> 3) }
        },
        HostileArchive("another archive", "notASnapshot", "hello.txt") {
            RawTar.archive([RawTar.Entry("hello.txt", "hi")])
        },
    ]

    static let ends: [HostileArchive] = [
        HostileArchive("no end mark", "truncated") { try Forgery().tar().dropLast(1024) },
        HostileArchive("half an end mark", "truncated") { try Forgery().tar().dropLast(512) },
        HostileArchive("zeros behind the end", "trailingBytes") {
            try Forgery().tar() + [UInt8](repeating: 0, count: 512)
        },
        HostileArchive("a byte behind the end", "trailingBytes") { try Forgery().tar() + [0] },
        HostileArchive("text behind the end", "trailingBytes") { try Forgery().tar() + text("hidden") },
        HostileArchive("two archives", "trailingBytes") { try Forgery().tar() + Forgery().tar() },
    ]

    static let manifests: [HostileArchive] = [
        manifest("another major version", "unsupportedVersion", "v2") { $0["format"] = "snapctl.dev/snapshot/v2" },
        manifest("another format", "malformed", "format") { $0["format"] = "velero/v1" },
        manifest("no format", "malformed", "format") { $0["format"] = nil },
        manifest("a missing member", "malformed", "times") { $0["times"] = nil },
        manifest("a member of another type", "malformed", "string is expected") {
            $0["tool"] = ["name": 1, "version": "1"]
        },
        manifest("an unknown state of a type", "malformed", "state") { manifest in
            manifest["coverage"] = [
                [
                    "count": 0, "duplicates": 0, "group": "", "kind": "", "pages": 0, "resource": "x", "restarts": 0,
                    "state": "fine", "version": "",
                ]
            ]
        },
        manifest("a negative count", "malformed", "count") { $0["objectCount"] = -1 },
        manifest("a count beyond 64 bits", "malformed", "count") {
            $0["objectCount"] = .number(Number(parsing: "1e30") ?? Number(0))
        },
        manifest("a fraction as a count", "malformed", "count") {
            $0["objectCount"] = .number(Number(parsing: "1.5") ?? Number(0))
        },
        forged("a number without end", "malformed", "number") {
            $0.inManifestBytes = { replace("\"objectBytes\":", text("\"objectBytes\":1e99999999999,\"x\":"), in: &$0) }
        },
        manifest("one object too many", "countMismatch", "objects") { $0["objectCount"] = 7 },
        manifest("one object too few", "countMismatch", "objects") { $0["objectCount"] = 5 },
        manifest("other bytes", "countMismatch", "bytes") { $0["objectBytes"] = 1 },
        manifest("more objects than are taken", "limitExceeded", "objects") { $0["objectCount"] = 1_000_001 },
        manifest("more bytes than are taken", "limitExceeded", "bytes") {
            $0["objectBytes"] = .number(Number(5 << 30))
        },
        manifest("sums of sizes that overflow", "limitExceeded") { $0["objectBytes"] = .number(Number(Int.max)) },
        manifest("another content root", "rootMismatch", "content") {
            $0["roots"] = ["content": .string(Digest(of: []).hex), "normalized": $0["roots"]?["normalized"] ?? ""]
        },
        manifest("another normalized root", "rootMismatch", "normalized") {
            $0["roots"] = ["content": $0["roots"]?["content"] ?? "", "normalized": .string(Digest(of: []).hex)]
        },
        manifest("a root that is no digest", "malformed", "roots.content") {
            $0["roots"] = ["content": "x", "normalized": "x"]
        },
        manifest("the digest of another schema", "malformed", "schemaDigest") {
            $0["normalizer"] = ["rulesDigest": "", "schemaDigest": .string(Digest(of: []).hex)]
        },
        forged("a manifest in another spelling", "notCanonical", "manifest.json") {
            $0.inManifestBytes = { replace(":", text(": "), in: &$0) }
        },
        forged("a manifest without its newline", "notCanonical", "manifest.json") {
            $0.inManifestBytes = { $0.removeLast() }
        },
        forged("two manifests in one", "malformed", "something follows") { $0.inManifestBytes = { $0 += $0 } },
        forged("a manifest that is no text", "malformed", "UTF-8") {
            $0.inManifestBytes = { replace("jump-1", [0xFF, 0xFE], in: &$0) }
        },
        forged("a key twice", "malformed", "twice") {
            $0.inManifestBytes = { replace("{\"actor\"", text("{\"actor\":1,\"actor\""), in: &$0) }
        },
        forged("a manifest without a floor", "malformed", "nested") {
            $0.inManifestBytes = { $0 = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20) }
        },
        forged("a manifest of 9 MiB", "limitExceeded", "manifest.json") {
            $0.inManifestBytes = { $0 += [UInt8](repeating: 0x20, count: 9 << 20) }
        },
        forged("an empty manifest", "malformed", "ends in the middle") { $0.inManifestBytes = { $0 = [] } },
        manifest("files in another order", "malformed", "order") { manifest in
            var files = manifest["files"]?.array ?? []
            files.swapAt(1, 2)
            manifest["files"] = .array(files)
        },
        manifest("a file twice", "duplicateEntry", "meta/gaps.json") { manifest in
            var files = manifest["files"]?.array ?? []
            files.insert(files[2], at: 2)
            manifest["files"] = .array(files)
        },
        manifest("a file among the objects", "malformed", "cannot stand here") { manifest in
            var files = manifest["files"]?.array ?? []
            files.append(["path": "resources/x.json", "size": 1, "sha256": .string(Digest(of: []).hex)])
            manifest["files"] = .array(files)
        },
        manifest("another size of a file", "sizeMismatch", "meta/discovery.json") { manifest in
            var files = manifest["files"]?.array ?? []
            files[1] = ["path": files[1]["path"] ?? "", "size": 99, "sha256": files[1]["sha256"] ?? ""]
            manifest["files"] = .array(files)
        },
        manifest("another digest of a file", "digestMismatch", "meta/discovery.json") { manifest in
            var files = manifest["files"]?.array ?? []
            files[1] = [
                "path": files[1]["path"] ?? "", "size": files[1]["size"] ?? 0, "sha256": .string(Digest(of: []).hex),
            ]
            manifest["files"] = .array(files)
        },
        manifest("another digest of the index", "digestMismatch", "index.jsonl") { manifest in
            var files = manifest["files"]?.array ?? []
            files[0] = ["path": "index.jsonl", "size": files[0]["size"] ?? 0, "sha256": .string(Digest(of: []).hex)]
            manifest["files"] = .array(files)
        },
        manifest("an index beyond all bounds", "limitExceeded", "index.jsonl") { manifest in
            var files = manifest["files"]?.array ?? []
            files[0] = ["path": "index.jsonl", "size": .number(Number(1 << 31)), "sha256": files[0]["sha256"] ?? ""]
            manifest["files"] = .array(files)
        },
    ]

    static let indexes: [HostileArchive] = [
        index("another size of an object", "sizeMismatch", "replicasets") { $0[0]["size"] = 7 },
        index("another digest of an object", "digestMismatch") { $0[0]["sha256"] = .string(Digest(of: []).hex) },
        index("another path than the identity's", "pathMismatch") { $0[0]["path"] = "resources/a.json" },
        index("a path that climbs out", "unsafePath", "another folder") { $0[0]["path"] = "resources/../../a.json" },
        index("another name", "pathMismatch") { $0[0]["name"] = "other" },
        index("another kind", "typeMismatch") { $0[0]["kind"] = "Secret" },
        index("another version of a group", "pathMismatch") { $0[0]["group"] = "other" },
        index("lines in another order", "indexOutOfOrder") { $0.swapAt(1, 2) },
        index("a line twice", "duplicateEntry") { $0[1] = $0[0] },
        index("an unknown role", "malformed", "role") { $0[0]["role"] = "innocent" },
        index("a generation that is no number", "malformed", "generation") { $0[0]["generation"] = "three" },
        index("a digest in upper case", "malformed", "hexadecimal") {
            $0[0]["normalized"] = .string(($0[0]["normalized"]?.string ?? "").uppercased())
        },
        index("an object of 17 MiB", "limitExceeded", "replicasets") { $0[0]["size"] = .number(Number(17 << 20)) },
        forged("a line in another spelling", "notCanonical", "1:1") {
            $0.inIndexBytes = { replace(":", text(": "), in: &$0) }
        },
        forged("a line that is no text", "malformed", "UTF-8") {
            $0.inIndexBytes = { replace("ReplicaSet", [0xC0, 0x80], in: &$0) }
        },
        forged("a line without a floor", "malformed", "nested") {
            $0.inIndexBytes = { $0 = [UInt8](repeating: UInt8(ascii: "["), count: 1000) + [10] + $0 }
        },
        forged("an empty line", "malformed", "ends in the middle") { $0.inIndexBytes = { $0 = [10] + $0 } },
        forged("a line without its end", "malformed", "newline") { $0.inIndexBytes = { $0.removeLast() } },
        forged("a line of 100 KiB", "limitExceeded", "line 1") {
            $0.inIndexBytes = { $0 = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20) }
        },
        forged("an empty index", "countMismatch", "objects") { $0.inIndexBytes = { $0 = [] } },
    ]

    static let bodies: [HostileArchive] = [
        forged("a changed object", "digestMismatch", "payments.json") {
            $0.inEntries = { entries in
                let at = entries.firstIndex { $0.isNamed("payments.json") } ?? 0
                replace("cde", text("abc"), in: &entries[at].body)
            }
        },
        forged("a longer object", "sizeMismatch", "payments.json") {
            $0.inEntries = { entries in
                let at = entries.firstIndex { $0.isNamed("payments.json") } ?? 0
                entries[at].body += [10]
            }
        },
        forged("another object under this name", "identityMismatch") {
            replace("\"web-5d9c\"", text("\"evil\""), in: &$0.bodies[0].bytes)
        },
        forged("an object of another kind", "identityMismatch") {
            replace("\"ReplicaSet\"", text("\"Secret\""), in: &$0.bodies[0].bytes)
        },
        forged("an object in another spelling", "notCanonical") { replace(":", text(" :"), in: &$0.bodies[0].bytes) },
        forged("an object without its newline", "notCanonical") { $0.bodies[0].bytes.removeLast() },
        forged("an object that is no text", "malformed", "UTF-8") {
            replace("web-5d9c", [0xFF], in: &$0.bodies[0].bytes)
        },
        forged("an object without a floor", "malformed", "nested") {
            $0.bodies[0].bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
        },
        forged("an object with a key twice", "malformed", "twice") {
            replace("\"kind\":", text("\"kind\":\"Secret\",\"kind\":"), in: &$0.bodies[0].bytes)
        },
        forged("a changed file under meta", "digestMismatch", "meta/gaps.json") {
            $0.inEntries = { $0[4].body[3] ^= 1 }
        },
        forged("other sums", "sumsMismatch", "index.jsonl") { $0.inSums = { $0[0] = $0[0] == 0x30 ? 0x31 : 0x30 } },
        forged("sums in another order", "sumsMismatch") {
            $0.inSums = { sums in
                let lines = sums.split(separator: 10)
                sums = Array([lines[1], lines[0]].joined(separator: [10])) + sums[(lines[1].endIndex)...]
            }
        },
        forged("sums with a line more", "sizeMismatch", "SHA256SUMS") { $0.inSums = { $0 += $0.prefix(80) } },
        forged("no lines in the sums", "sizeMismatch", "SHA256SUMS") { $0.inSums = { $0 = [] } },
    ]

    static let all = paths + types + headers + sets + ends + manifests + indexes + bodies
}
