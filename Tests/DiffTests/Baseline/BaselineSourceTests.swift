import Diff
import Snapshot
import TestSupport
import Testing

/// What a baseline says of the state that its resources are of.
@Suite struct BaselineSourceTests {
    private static func source(
        _ version: String?, startedAt: String = "2026-01-01T00:00:00.700Z", skew: Int? = nil,
        of files: Bool = false
    ) async throws -> BaselineSource {
        var manifest = try await WrittenState.captured("").manifest
        manifest.source = files ? .files : .cluster
        manifest.times.startedAt = startedAt
        manifest.times.skewMilliseconds = skew
        manifest.cluster = Manifest.Cluster(
            name: "prod", server: "https://prod.example", uid: "k", version: version,
            authoritySHA256: nil,
            isVerified: true)
        return BaselineSource(of: manifest)
    }

    private static func text(_ text: String, _ source: BaselineSource, stage: String? = nil)
        -> String?
    {
        source.text(of: Array(text.utf8), file: "b.yaml", stage: stage)
    }

    private static func read(_ text: String, stage: String? = nil) throws -> Baseline {
        let document = try BaselineReader.document(Array(text.utf8), file: "b.yaml")
        return try document.baseline(document.bindings(in: document.stages.first { $0.name == stage }))
    }

    private static let plain =
        "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata:\n  name: t # ours\nrules: []\n"

    @Test func theServersVersionAndItsTimeAreWritten() async throws {
        let first = try #require(
            Self.text(Self.plain, try await Self.source("v1.33.4", skew: 90_000)))
        let baseline = try Self.read(first)
        #expect(baseline.kubernetes == "v1.33.4")
        // The clock of the server was a minute and a half behind.
        #expect(baseline.capturedAt == RFC3339("2025-12-31T23:58:30Z"))
        #expect(first.contains("name: t # ours"))
        let second = try #require(
            Self.text(first, try await Self.source("v1.34.1", startedAt: "2026-02-01T00:00:00Z")))
        #expect(
            second
                == first.replacing("v1.33.4", with: "v1.34.1")
                .replacing("2025-12-31T23:58:30Z", with: "2026-02-01T00:00:00Z"))
        #expect(
            Self.text(second, try await Self.source("v1.34.1", startedAt: "2026-02-01T00:00:00Z"))
                == second)
    }

    @Test func ofFilesNobodyKnowsTheTime() async throws {
        let source = try await Self.source("v1.33.4", of: true)
        #expect(source.members.keys == ["kubernetes"])
    }

    @Test func aStageHasItsOwn() async throws {
        let staged = Self.plain + "stages: {dev: {clusters: [u-1]}, prod: {clusters: [u-2]}}\n"
        let dev = try #require(Self.text(staged, try await Self.source("v1.34.1"), stage: "dev"))
        #expect(try Self.read(dev, stage: "dev").kubernetes == "v1.34.1")
        #expect(try Self.read(dev, stage: "prod").kubernetes == nil)
        #expect(try Self.read(dev, stage: "prod").capturedAt == nil)
        let both = try #require(
            Self.text(
                dev, try await Self.source("v1.33.4", startedAt: "2026-03-01T00:00:00Z"), stage: "prod"))
        #expect(try Self.read(both, stage: "dev").kubernetes == "v1.34.1")
        #expect(try Self.read(both, stage: "prod").capturedAt == RFC3339("2026-03-01T00:00:00Z"))

        // One value for all, or one a line: what holds for the others stays.
        for (form, dev) in [
            ("kubernetes: v1.33.4", "v1.33.4"),
            ("kubernetes:\n    dev: v1.32.0\n    prod: v1.33.4", "v1.32.0"),
        ] {
            let text = staged.replacing("  name: t # ours", with: "  name: t\n  \(form)\n  version: 3")
            let edited = try #require(Self.text(text, try await Self.source("v1.34.1"), stage: "prod"))
            #expect(try Self.read(edited, stage: "dev").kubernetes == dev)
            #expect(try Self.read(edited, stage: "prod").kubernetes == "v1.34.1")
            #expect(try Self.read(edited, stage: "prod").version == "3")
        }
    }

    @Test func severalStagesAreWrittenAtOnce() async throws {
        let (dev, prod) = (try await Self.source("v1.34.1"), try await Self.source("v1.33.4"))
        var text = BaselineText(name: "t")
        text.stages = [Stage(name: "dev", clusters: ["u-1"]), Stage(name: "prod", clusters: ["u-2"])]
        text.source = BaselineSource(byStage: [("dev", dev), ("prod", prod)])
        #expect(try Self.read(text.text, stage: "dev").kubernetes == "v1.34.1")
        #expect(try Self.read(text.text, stage: "prod").kubernetes == "v1.33.4")
        #expect(try Self.read(text.text, stage: "prod").capturedAt == RFC3339("2026-01-01T00:00:00Z"))
    }

    /// What would have to be rewritten as a whole is a person's to write.
    @Test func metadataOnOneLineIsLeftAlone() async throws {
        let text = "apiVersion: snapctl.dev/v1\nkind: Baseline\nmetadata: {name: t}\nrules: []\n"
        #expect(Self.text(text, try await Self.source("v1.34.1")) == nil)
    }

    @Test(arguments: [
        "kubernetes: latest", "capturedAt: yesterday", "capturedAt: 2026-13-01T00:00:00Z",
        "captured: x",
    ])
    func whatIsNeitherIsRefused(_ line: String) {
        let text = Self.plain.replacing("# ours", with: "\n  \(line)")
        #expect(throws: BaselineError.self) {
            try BaselineReader.read(Array(text.utf8), file: "b.yaml")
        }
    }

    @Test func aTimeThatIsStillToComeIsNamed() throws {
        var lint = BaselineLint(today: try #require(CalendarDate("2026-02-02")))
        for (time, count) in [("2026-02-02T23:00:00Z", 0), ("2026-02-03T00:00:00Z", 1)] {
            lint.read(try Self.read(Self.plain.replacing("# ours", with: "\n  capturedAt: '\(time)'")))
            #expect(lint.result.count { $0.kind == .impossible } == count)
        }
    }
}
