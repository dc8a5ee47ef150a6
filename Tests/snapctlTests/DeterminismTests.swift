import Foundation
import Snapshot
import TestSupport
import Testing

/// Figure F3: an unchanged cluster has one normalized root, in whatever order and pages it answers; equal input gives equal bytes
/// wherever it is captured.
@Suite struct DeterminismTests {
    private static let captures = EnvironmentFlag.count("SNAPCTL_FIGURE_CAPTURES", otherwise: 8, full: 100)

    /// Answers lists in an order of chance, the same one for every page.
    private static func shuffled(_ handler: @escaping HTTPServer.Handler, seed: UInt64) -> HTTPServer.Handler {
        { request in
            guard let path = APIPath(request.pathOnly), path.name == nil, request.method == "GET" else {
                return await handler(request)
            }
            let whole = HTTPServerRequest(method: "GET", path: request.pathOnly, headers: request.headers)
            let response = await handler(whole)
            guard case .bytes(let bytes) = response.body, let list = try? JSONReader.value(bytes),
                case .object(var result) = list, let items = result["items"]?.array
            else { return response }
            let place = request.pathOnly.utf8.reduce(UInt64(0)) { $0 &* 31 &+ UInt64($1) }
            var random = SeededRandom(seed: seed ^ place)
            let order = items.shuffled(using: &random)
            let start = request.query("continue").flatMap(Int.init) ?? 0
            let limit = request.query("limit").flatMap(Int.init) ?? order.count
            let end = min(start + limit, order.count)
            result["items"] = .array(Array(order[min(start, end)..<end]))
            if end < order.count, case .object(var metadata)? = result["metadata"] {
                metadata["continue"] = .string(String(end))
                result["metadata"] = .object(metadata)
            }
            return HTTPServerResponse(json: .object(result))
        }
    }

    @Test(arguments: DoneWhenTests.Source.present)
    func anUnchangedClusterHasOneRoot(source: DoneWhenTests.Source) async throws {
        let handler = try source.handler(.cluster, in: try TemporaryDirectory())
        var random = SeededRandom(seed: 3)
        var normalized: Set<String> = []
        var content: Set<String> = []
        for round in 0..<Self.captures {
            let size = round == 0 ? 1 : Int.random(in: 1...500, using: &random)
            // A page of one object costs a request an object: enough on the small state.
            let pageSize = source == .recorded ? max(size, 40) : size
            let state = try await FixtureServer.run(answer: Self.shuffled(handler, seed: random.next())) {
                try await Capturing.capture($0, pageSize: pageSize)
            }
            let folder = try TemporaryDirectory()
            let written = try await state.write(toFile: folder.file("s.tar.zst"))
            #expect(written.manifest.gaps.isEmpty)
            normalized.insert(written.manifest.roots.normalized)
            content.insert(written.manifest.roots.content)
        }
        #expect(normalized.count == 1)
        #expect(content.count == 1)
    }

    /// Only the manifest says who and when: everything else is the same file.
    @Test func equalInputGivesEqualBytesInAnySurroundings() async throws {
        var program = try Program()
        program.environment["SNAPCTL_REDACTION_KEY"] = String(repeating: "5a", count: 32)
        let state = try ExampleCluster.cluster.lay(in: program.folder)
        var archives: Set<[UInt8]> = []
        var manifests: Set<String> = []
        for (i, surroundings) in [
            "umask 022; export LC_ALL=C.UTF-8 TZ=UTC", "umask 000; export LC_ALL=C TZ=Pacific/Apia",
            "umask 077; export LC_ALL=POSIX LANG=tr_TR.UTF-8 TZ=America/New_York",
            "umask 777; unset LC_ALL LANG; export TZ=:/nowhere HOME=/nowhere",
        ].enumerated() {
            let made = try await program.runShell(
                "\(surroundings); \"$0\" capture --from '\(state)' -f \(i).tar && chmod 600 \(i).tar")
            #expect(made.status == 0, "\(surroundings): \(made.all)")
            let path = program.folder.file("\(i).tar")
            let reader = try SnapshotReader.open(path: path, spoolFolder: program.folder.path)
            var manifest = reader.manifest
            (manifest.times.startedAt, manifest.times.finishedAt) = ("", "")
            // Their digests and sizes are those of the files beside it.
            manifests.insert("\(manifest)")
            // Behind the manifest, which is the first entry, and its padding.
            let rest = try Tool.run(["tar", "-xOf", path, "--exclude", "manifest.json", "--exclude", "SHA256SUMS"])
            archives.insert(rest + (try Tool.run(["tar", "-tf", path])))
        }
        #expect(archives.count == 1)
        #expect(manifests.count == 1)
    }
}
