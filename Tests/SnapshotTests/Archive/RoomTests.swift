import Snapshot
import TestSupport
import Testing

/// What later writers may add within version 1 is carried, and what would make a part look like the whole is refused.
@Suite struct RoomTests {
    private static let openAPI: Value = [
        "documents": ["apis/apps/v1": ["openapi": "3.0.0", "paths": [:], "info": ["title": "Kubernetes"]]]
    ]
    private static let event = """
        {"apiVersion":"v1","kind":"Event","metadata":{"name":"web.17","namespace":"payments"},"reason":"Killing"}

        """

    /// The sample with what is reserved in it.
    private static func forgery() throws -> Forgery {
        var forgery = try Forgery()
        forgery.meta.append((SnapshotFile.openAPI, CanonicalJSON.bytes(openAPI) + [10]))
        forgery.meta.append((SnapshotFile.events, Array(event.utf8)))
        forgery.meta.append(("meta/zebra.json", Array("{}\n".utf8)))
        forgery.meta.sort { $0.path < $1.path }
        return forgery
    }

    @Test func documentsAndEventsAreCheckedAndCarried() throws {
        let plain = try SnapshotReader(ArchiveSource(bytes: try Forgery().tar()))
        let tar = try Self.forgery().tar()
        let (snapshot, files) = try SnapshotReader.opening(ArchiveSource(bytes: tar))
        try snapshot.verify()
        #expect(snapshot.manifest.unusedFiles == [SnapshotFile.events, SnapshotFile.openAPI, "meta/zebra.json"])
        #expect(plain.manifest.unusedFiles.isEmpty)
        // Nothing is made of them, and they are not kept.
        #expect(files.count == 4 && files[SnapshotFile.openAPI] == nil)
        #expect(snapshot.manifest.roots == plain.manifest.roots)
        #expect(snapshot.entries.map(\.value) == plain.entries.map(\.value))
        // Another snapshot all the same: its id covers them.
        #expect(snapshot.id != plain.id)
        #expect(try snapshot.meta(SnapshotFile.openAPI) == Self.openAPI)
        var found: [String] = []
        try snapshot.pick(where: { $0.identity.kind == "Namespace" }) { entry, _ in found.append(entry.path) }
        #expect(found == ["resources/core/namespaces/_cluster/payments.json"])
    }

    @Test(arguments: [SnapshotFile.openAPI, SnapshotFile.events])
    func whatIsCarriedCannotBeChangedOrLeftOut(path: String) throws {
        var forgery = try Self.forgery()
        forgery.inEntries = { entries in
            guard let place = entries.firstIndex(where: { $0.isNamed(path) }) else { return }
            entries[place].body[5] ^= 1
        }
        #expect(HostileArchiveTests.refusal(try forgery.tar()) == .digestMismatch(path: path))
        forgery.inEntries = { $0.removeAll { $0.isNamed(path) } }
        #expect(HostileArchiveTests.name(HostileArchiveTests.refusal(try forgery.tar())) == "missingEntry")
    }

    @Test(arguments: ["meta/events.jsonl.gz", "meta/events", "openapi.json", "meta/../openapi.json"])
    func otherPlacesAreNotForFiles(path: String) throws {
        var forgery = try Forgery()
        forgery.meta.append((path, Array("{}\n".utf8)))
        forgery.meta.sort { $0.path < $1.path }
        #expect(HostileArchiveTests.refusal(try forgery.tar()) != nil)
    }

    /// Refused on opening, by the name of the limit, and not as forged.
    @Test(arguments: [
        ("names", Value.array([.string("web")])), ("names", Value.array([])), ("labels", Value.string("app=web")),
        ("labels", Value.string("")), ("fields", Value.string("spec.nodeName=a")), ("since", Value.null),
    ])
    func aCaptureWithALimitThatIsNotKnownIsNotRead(member: String, limit: Value) throws {
        var forgery = try Forgery()
        forgery.inManifest = { manifest in
            var scope = manifest["scope"]?.object ?? Object()
            scope[member] = limit
            manifest["scope"] = .object(scope)
        }
        let tar = try forgery.tar()
        let error = #expect(throws: SnapshotError.self) { try SnapshotReader(ArchiveSource(bytes: tar)) }
        #expect(error == .unknownLimit(member))
        #expect(error?.isEvidence == false)
        #expect(error?.summary.contains("scope.\(member)") == true)
        #expect(error?.hint.contains("a version of snapctl that knows") == true)
    }
}
