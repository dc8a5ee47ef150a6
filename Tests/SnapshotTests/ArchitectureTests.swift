import Foundation
import TestSupport
import Testing

/// The walls that the compiler does not guard. Each test lists what it found, so that a breach names its file and line.
@Suite struct ArchitectureTests {
    private static let files = SourceFile.all(below: ["Sources/Snapshot", "Sources/Diff", "Sources/snapctl"])

    private static func files(below folder: String) -> [SourceFile] {
        files.filter { $0.path.hasPrefix("\(folder)/") }
    }

    /// The rooms of a module in the order in which data flows through them.
    private static let rivers = [
        "Sources/Snapshot": [
            "Value", "Disk", "Detect", "Cluster", "Redact", "Schema", "Normalize", "Capture", "Archive", "Audit",
            "Seal", "Store", "Serve", "Library",
        ],
        "Sources/Diff": [
            "Match", "Compare", "Attribute", "Baseline", "Judge", "Fleet", "Report", "Pipeline", "Library",
        ],
    ]

    @Test func theSourcesAreThere() {
        #expect(Self.files.count > 150)
        for (module, rooms) in Self.rivers {
            let known = Set(rooms + ["CLibArchive", "CLibYAML"])
            let rooms = Set(Self.files(below: module).map(\.room))
            #expect(rooms.subtracting(known).isEmpty, "a room without a place in the river")
        }
    }

    /// README draws the river, and CONTRIBUTING names its rooms, as they stand here.
    @Test(arguments: ["README.md", "CONTRIBUTING.md"])
    func theRiverIsDescribedAsItIs(document: String) throws {
        let text = try String(contentsOfFile: "\(SourceFile.root)/\(document)", encoding: .utf8)
        for (module, rooms) in Self.rivers {
            #expect(text.contains(rooms.joined(separator: " ─► ")), "\(document) says otherwise of \(module)")
        }
        #expect(text.contains("Options · Commands · States · Terminal"))
        let folders = Set(Self.files(below: "Sources/snapctl").map(\.room))
        #expect(folders == ["Options", "Commands", "States", "Terminal"])
    }

    /// One file a library and direction knows a C library, and two places know the network.
    @Test(arguments: [
        ("CLibArchive", ["Disk/LibArchiveReader.swift", "Archive/LibArchiveWriter.swift"]),
        ("CLibYAML", ["Value/YAMLParser.swift"]),
        ("AsyncHTTPClient", ["Cluster/Transport"]), ("NIO", ["Cluster/Transport", "Serve/HTTP"]),
        ("Subprocess", ["Cluster/ExecRunner.swift", "Disk/ShellCommand.swift", "Seal/CommandSigner.swift"]),
        ("SystemPackage", ["Cluster/ExecRunner.swift", "Disk/ShellCommand.swift", "Seal/CommandSigner.swift"]),
        ("ArgumentParser", []),
        (
            "X509",
            [
                "Value/CertificateFields.swift", "Cluster/PeerName.swift", "Redact/PublicCertificate.swift", "Seal/",
                "Serve/CertificateSubject.swift",
            ]
        ),
        (
            "SwiftASN1",
            [
                "Value/CertificateFields.swift", "Cluster/PeerName.swift", "Cluster/TransportFailure.swift", "Seal/",
            ]
        ),
    ])
    func librariesStayBehindTheirFile(library: String, allowed: [String]) {
        let breaches = Self.files.flatMap { file in
            file.imports.filter { $0.hasPrefix(library) }.map { "\(file.path) imports \($0)" }
        }.filter { breach in
            !allowed.contains { breach.hasPrefix("Sources/Snapshot/\($0)") }
                && !(library == "ArgumentParser" && breach.hasPrefix("Sources/snapctl/"))
        }
        #expect(breaches.isEmpty)
    }

    @Test func comparingTouchesNothingOutside() {
        let allowed: Set = ["Snapshot", "FoundationEssentials", "Synchronization", "Crypto"]
        let imports = Self.files(below: "Sources/Diff").flatMap { file in
            file.imports.filter { !allowed.contains($0) }.map { "\(file.path) imports \($0)" }
        }
        #expect(imports.isEmpty)
        let outside: Set = [
            "FileManager", "Date", "ProcessInfo", "FileHandle", "FileReader", "AtomicFile", "Descriptor", "Spool",
            "DirectoryWalk", "ContinuousClock", "SystemRandomNumberGenerator", "APIClient", "getenv",
        ]
        let uses = Self.files(below: "Sources/Diff").flatMap { file in
            file.words.filter { outside.contains($0.text) }.map { "\(file.path):\($0.line) uses \($0.text)" }
        }
        #expect(uses.isEmpty)
    }

    /// All of Foundation makes the program 40 MB larger and its start slower; its essentials do what is needed.
    @Test func onlyTheEssentialsOfFoundationAreUsed() {
        let breaches = Self.files.filter { $0.imports.contains("Foundation") }
        #expect(breaches.map(\.path).isEmpty)
    }

    @Test func theSnapshotKnowsNothingOfDifferences() {
        let breaches = Self.files(below: "Sources/Snapshot").filter {
            !$0.imports.isDisjoint(with: ["Diff", "snapctl"])
        }
        #expect(breaches.map(\.path).isEmpty)
    }

    @Test func onlyTheProgramSpeaks() {
        let breaches = (Self.files(below: "Sources/Snapshot") + Self.files(below: "Sources/Diff")).flatMap { file in
            file.words.filter { ["print", "debugPrint", "dump"].contains($0.text) && $0.isCall }.map {
                "\(file.path):\($0.line) calls \($0.text)"
            }
        }
        #expect(breaches.isEmpty)
    }

    @Test(arguments: [
        "fatalError", "try!", "as!", "@unchecked", "Task.detached", "nonisolated(unsafe)", "@preconcurrency",
        "unsafeBitCast", "DispatchQueue", "DispatchSemaphore",
    ])
    func forbiddenWordsAreNotThere(word: String) {
        let breaches = Self.files.flatMap { file in
            file.code.enumerated().filter { $0.element.contains(word) }.map { "\(file.path):\($0.offset + 1)" }
        }
        #expect(breaches.isEmpty)
    }

    /// Memory that the compiler does not watch is touched at the borders only.
    @Test func unsafeCodeHasItsPlaces() {
        let allowed = [
            "Sources/Snapshot/Disk/", "Sources/Snapshot/Archive/LibArchiveWriter.swift",
            "Sources/Snapshot/Value/YAMLParser.swift",
            "Sources/Snapshot/Value/SpanCopy.swift", "Sources/Snapshot/Value/SpanDigest.swift",
            "Sources/Snapshot/Redact/RedactionKey.swift", "Sources/snapctl/Terminal/", "Sources/snapctl/Options/",
            "Sources/Snapshot/Seal/", "Sources/Snapshot/Store/",
        ]
        let breaches = Self.files.flatMap { file in
            file.words.filter { $0.text == "unsafe" }.map { "\(file.path):\($0.line)" }
        }.filter { place in !allowed.contains { place.hasPrefix($0) } }
        #expect(breaches.isEmpty)
    }

    /// A room names no type that a later room declares.
    @Test(arguments: ["Sources/Snapshot", "Sources/Diff"])
    func roomsPointDownstream(module: String) throws {
        let rooms = try #require(Self.rivers[module])
        let files = Self.files(below: module)
        let declared = Dictionary(grouping: files, by: \.room).mapValues { Set($0.flatMap(\.topLevelTypes)) }
        var breaches: [String] = []
        for (place, room) in rooms.enumerated() {
            let upstream = Set(rooms[...place].flatMap { declared[$0] ?? [] })
            let downstream = Set(rooms[(place + 1)...].flatMap { declared[$0] ?? [] }).subtracting(upstream)
            for file in files where file.room == room {
                let later = downstream.subtracting(file.declaredNames)
                breaches += file.words.filter { later.contains($0.text) && !$0.isMember }.map {
                    "\(file.path):\($0.line) names \($0.text)"
                }
            }
        }
        #expect(breaches.isEmpty)
    }

    /// A type called like its module would hide the module from clients.
    @Test func noTypeIsNamedLikeAModule() {
        let names = Self.files.flatMap(\.declaredNames).filter { $0 == "Snapshot" || $0 == "Diff" }
        #expect(names.isEmpty)
    }

    @Test func filesStayReadable() {
        // A test writes it from recordings; nobody reads or edits it.
        let generated = ["Sources/Snapshot/Schema/BuiltinSchemaTable.swift"]
        let long = Self.files.filter { $0.code.count > 600 && !generated.contains($0.path) }.map {
            "\($0.path): \($0.code.count) lines"
        }
        #expect(long.isEmpty)
        let vague = Self.files.filter { file in
            ["Utils", "Util", "Helpers", "Helper", "Manager", "Common", "Extensions"].contains { name in
                file.path.hasSuffix("\(name).swift")
            } || file.path.contains("+")
        }
        #expect(vague.map(\.path).isEmpty)
    }
}
