import Foundation
import Snapshot
import TestSupport
import Testing

/// Figure F7, as far as Secrets go: no byte of a value in an archive, a report, a baseline, a message or a file on the way.
@Suite struct LeakTests {
    /// Raw objects of a state, as a server shows them.
    private struct Source {
        let secrets: [Value]
        /// What the cluster publishes elsewhere is no secret.
        let published: Data
        let handler: HTTPServer.Handler

        /// The example of our own.
        init(_ state: ExampleCluster, planting planted: [Value] = []) throws {
            let folder = try TemporaryDirectory()
            let path = try state.lay(in: folder)
            var objects = planted
            for file in try DirectoryWalk(path).files where ManifestReader.isManifest(file) {
                let bytes = try FileReader.bytes(of: "\(path)/\(file)", limit: 1 << 24)
                objects += try ManifestReader.objects(in: bytes, file: file).map(\.value)
            }
            let router = APIRouter(try FolderState.state(of: objects))
            handler = { router.answer($0) }
            secrets = objects.filter { $0["kind"]?.string == "Secret" }
            published = Self.text(objects.filter { $0["kind"]?.string != "Secret" })
        }

        /// A recorded cluster.
        init(_ recording: Recordings) throws {
            let cluster = try RecordedCluster(recording)
            handler = { await cluster.answer($0) }
            let list = try #require(cluster.list("/api/v1/secrets"))
            secrets = list.items.indices.compactMap { list.value($0) }
            var others: [Value] = []
            for entry in try cluster.summary()["lists"]?.array ?? [] where entry["resource"]?.string != "secrets" {
                let version = entry["gv"]?.string ?? ""
                let path = "\(version.contains("/") ? "/apis" : "/api")/\(version)/\(entry["resource"]?.string ?? "")"
                guard let list = cluster.list(path) else { continue }
                others += list.items.indices.compactMap { list.value($0) }
            }
            published = Self.text(others)
        }

        private static func text(_ objects: [Value]) -> Data { Data(CanonicalJSON.bytes(.array(objects))) }

        /// Every form in which a value could stand somewhere.
        var needles: [Data] {
            var found: Set<Data> = []
            for secret in secrets {
                for (field, isEncoded) in [("data", true), ("stringData", false)] {
                    for member in secret[field]?.object?.members ?? [] {
                        guard let text = member.value.string else { continue }
                        let plain = isEncoded ? Data(base64Encoded: text) ?? Data(text.utf8) : Data(text.utf8)
                        // Short and common words are no evidence of anything.
                        guard plain.count >= 10 else { continue }
                        // A certificate is the public half, and stays readable.
                        let words = String(decoding: plain, as: UTF8.self)
                        if words.hasPrefix("-----BEGIN CERTIFICATE"), !words.contains("PRIVATE KEY") { continue }
                        var forms = [plain, plain.base64EncodedData(), Data(HexDigits.encode(plain).utf8)]
                        forms.append(plain.base64EncodedData().base64EncodedData())
                        // In the middle of something longer, base64 begins at any of three places.
                        for shift in 1...2 where plain.count > 24 {
                            forms.append((Data(repeating: 0, count: shift) + plain).base64EncodedData()[4..<28])
                        }
                        forms += plain.split(separator: UInt8(ascii: "\n")).filter { $0.count >= 24 }.map { Data($0) }
                        if let text = String(data: plain, encoding: .utf8) {
                            forms.append(Data(CanonicalJSON.bytes(.string(text)).dropFirst().dropLast()))
                        }
                        found.formUnion(forms.filter { $0.count >= 10 })
                    }
                }
            }
            return found.filter { published.range(of: $0) == nil }
        }
    }

    /// What of the needles stands in some bytes.
    private static func leaks(_ needles: [Data], in bytes: [UInt8], _ place: String) -> [String] {
        let text = Data(bytes)
        return needles.filter { text.range(of: $0) != nil }.map {
            "\(place): \(String(decoding: $0.prefix(40), as: UTF8.self))"
        }
    }

    /// A Secret with values in every place where one can stand.
    private static let planted: [Value] = [
        [
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": [
                "name": "planted", "namespace": "payments-i",
                "annotations": [
                    "kubectl.kubernetes.io/last-applied-configuration": .string(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"planted\"},\"stringData\":{\"p\":\"planted-last-applied-5f2b\"},\"data\":{\"q\":\"cGxhbnRlZC1hcHBsaWVkLWRhdGEtOWMx\"}}"
                    )
                ],
            ],
            "data": [
                "password": .string(Data("planted-password-77aa01".utf8).base64EncodedString()),
                "not-base64": "planted*not*base64*41",
                "unicode": .string(Data("gepflanztes-gehéimnis-ü-99".utf8).base64EncodedString()),
                "binary": .string(Data((0..<64).map { UInt8($0) &* 37 &+ 11 }).base64EncodedString()),
            ],
            "stringData": ["token": "planted-string-data-1b2c3d"],
        ]
    ]

    private static func forms(of words: [String]) -> [Data] {
        words.flatMap { [Data($0.utf8), Data($0.utf8).base64EncodedData()] }
    }

    private static func run(
        _ sources: [(Source, String)], key: Bool, needles extra: [Data] = []
    ) async throws -> (leaks: [String], needles: Int) {
        var program = try Program()
        if key {
            program.environment["SNAPCTL_REDACTION_KEY"] = "a redaction key of at least 32 bytes, 0123456789"
        }
        var needles = extra
        for (source, _) in sources { needles += source.needles }
        if key { needles.append(Data("a redaction key of at least 32 bytes".utf8)) }
        var found: [String] = []
        for (source, name) in sources {
            try await FixtureServer.run(authentication: .token, answer: source.handler) { server in
                let folder = try TemporaryDirectory()
                let config = try FixtureKubeconfig(for: server, user: .token(), in: folder)
                let result = try await program.run(["capture", "--kubeconfig", config.path, "-f", "\(name).tar"])
                #expect(result.status == 0, "\(result.all)")
                found += Self.leaks(needles, in: Array(result.all.utf8), "messages of capture")
                // The token that logs in is nowhere either.
                let login = [Data(FixtureServer.token.utf8)]
                found += Self.leaks(login, in: Array(result.all.utf8), "messages of capture")
                found += Self.leaks(needles + login, in: try program.folder.read("\(name).tar"), "the archive \(name)")
                let stream = try await program.run(["capture", "--kubeconfig", config.path, "-f", "-"])
                let plain = try Tool.run(["zstd", "-dc"], input: stream.output)
                found += Self.leaks(needles, in: plain, "the stream of \(name)")
                if name == sources.first?.1 {
                    let live = try await program.run(
                        ["diff", "\(name).tar", "cluster:", "--kubeconfig", config.path, "-o", "json"])
                    found += Self.leaks(needles, in: Array(live.all.utf8), "diff with a live cluster")
                }
            }
        }
        if sources.count == 2 {
            let names = sources.map { "\($0.1).tar" }
            for format in ["text", "json", "yaml"] {
                let result = try await program.run(["diff", names[0], names[1], "-o", format, "-o", "json=report.json"])
                #expect([1, 3].contains(result.status), "\(result.error)")
                found += Self.leaks(needles, in: Array(result.all.utf8), "diff -o \(format)")
                found += Self.leaks(needles, in: try program.folder.read("report.json"), "report.json")
            }
        }
        let name = sources[0].1
        let made = try await program.run(
            ["baseline", "init", "\(name).tar", "--output-dir", "golden"] + (key ? [] : ["--ignore-secret-values"]))
        #expect(made.status == 0, "\(made.all)")
        for file in try DirectoryWalk(program.folder.file("golden")).files {
            found += Self.leaks(needles, in: try program.folder.read("golden/\(file)"), "golden/\(file)")
        }
        let judged = try await program.run(["check", "\(name).tar", "--baseline", "golden", "-o", "json"])
        found += Self.leaks(needles, in: Array(judged.all.utf8), "check")
        // Nothing else was left anywhere.
        let known = Set(sources.map { "\($0.1).tar" } + ["report.json"])
        let rest = try DirectoryWalk(program.folder.path).files.filter {
            !known.contains($0) && !$0.hasPrefix("golden/")
        }
        #expect(rest == [])
        return (found, needles.count)
    }

    @Test(arguments: [true, false])
    func nothingOfTheExamplesSecretsLeaves(key: Bool) async throws {
        let words = [
            "planted-last-applied-5f2b", "planted-applied-data-9c1", "planted-password-77aa01", "planted*not*base64*41",
            "gepflanztes-gehéimnis-ü-99", "planted-string-data-1b2c3d",
        ]
        let (leaks, needles) = try await Self.run(
            [(Source(.churned, planting: Self.planted), "a"), (Source(.drifted), "b")], key: key,
            needles: Self.forms(of: words))
        #expect(leaks == [])
        #expect(needles >= 20)
    }

    @Test(.enabled(if: Recordings.areAvailable, Recordings.absence))
    func nothingOfARecordedClustersSecretsLeaves() async throws {
        let (leaks, needles) = try await Self.run(
            [(Source(.prodChurned), "a"), (Source(.prodDrifted), "b")], key: true)
        #expect(leaks == [])
        #expect(needles >= 20)
    }

    /// The search finds what is there: without redaction this test would fail.
    @Test func theSearchFindsWhatIsThere() throws {
        let source = try Source(.cluster, planting: Self.planted)
        let raw = CanonicalJSON.bytes(.array(source.secrets))
        #expect(Self.leaks(source.needles, in: raw, "raw").count >= source.secrets.count / 2)
        #expect(!Self.leaks(Self.forms(of: ["planted-password-77aa01"]), in: raw, "raw").isEmpty)
    }

    /// While a capture is at work, what it keeps on disk, nameless as it is, holds nothing either.
    @Test func theSpoolOnTheWayHoldsNothing() async throws {
        let source = try Source(.cluster, planting: Self.planted)
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY"] = "a redaction key of at least 32 bytes, 0123456789"
        try await FixtureServer.run(
            authentication: .token, misbehaving: [Misbehavior(.silence(.seconds(30)), at: "/api/v1/pods")],
            answer: source.handler
        ) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .token(), in: folder)
            let running = try program.start(["capture", "--kubeconfig", config.path, "-f", "s.tar"])
            defer {
                kill(running.processIdentifier, SIGKILL)
                _ = running.wait()
            }
            for _ in 0..<400 where !server.seen.contains(where: { $0.line.contains("/secrets") }) {
                try await Task.sleep(for: .milliseconds(25))
            }
            try await Task.sleep(for: .milliseconds(500))
            var found: [String] = []
            let descriptors = "/proc/\(running.processIdentifier)/fd"
            for name in try FileManager.default.contentsOfDirectory(atPath: descriptors) {
                let path = "\(descriptors)/\(name)"
                let target = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) ?? ""
                guard target.contains("deleted"), let bytes = FileManager.default.contents(atPath: path) else {
                    continue
                }
                found += Self.leaks(source.needles, in: Array(bytes), target)
            }
            #expect(found == [])
            let environment =
                FileManager.default.contents(atPath: "/proc/\(running.processIdentifier)/cmdline") ?? Data()
            #expect(Self.leaks([Data("a redaction key".utf8)], in: Array(environment), "cmdline") == [])
        }
    }
}
