import Foundation
import Snapshot
import TestSupport
import Testing

/// Figures F1 and F2: however a capture ends, there is a whole snapshot under the final name or what was there before,
/// and nothing beside it.
@Suite(.serialized) struct InterruptedCaptureTests {
    /// A folder with a state big enough to take a moment, and an older snapshot under the final name.
    private struct Stage {
        let program: Program
        let source: String
        let old: [UInt8]
        let count: Int

        init() async throws {
            program = try Program()
            let states = try TemporaryDirectory()
            let laid = try ExampleCluster.cluster.lay(in: states)
            source = program.folder.file("state")
            try FileManager.default.moveItem(atPath: laid, toPath: source)
            let made = try await program.run(["capture", "--from", "state", "-f", "s.tar.zst"])
            #expect(made.status == 0, "\(made.all)")
            old = try program.folder.read("s.tar.zst")
            count = try SnapshotReader.open(path: program.folder.file("s.tar.zst"), spoolFolder: program.folder.path)
                .manifest.objectCount
        }

        /// What stands in the folder beside the source.
        func files() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: program.folder.path).filter { $0 != "state" }.sorted()
        }

        func clear() throws {
            for file in try files() { try FileManager.default.removeItem(atPath: program.folder.file(file)) }
        }

        /// The file is whole, or it is the old one, or there is none; and there is nothing else.
        func check(_ what: String, hadOld: Bool, mayHaveHidden: Bool = false) throws {
            // Between two names there is a moment when a replaced file has a hidden one: the next run does not mind it.
            let files = try files().filter { !(mayHaveHidden && $0.hasPrefix(".s.tar.zst.snapctl-")) }
            #expect(files == ["s.tar.zst"] || (files == [] && !hadOld), "\(what): \(files)")
            guard files.contains("s.tar.zst") else { return }
            let bytes = try program.folder.read("s.tar.zst")
            if hadOld, bytes == old { return }
            let reader = try SnapshotReader.open(
                path: program.folder.file("s.tar.zst"), spoolFolder: program.folder.path)
            try reader.verify()
            #expect(reader.manifest.objectCount == count, "\(what)")
        }
    }

    private static let kills = EnvironmentFlag.count("SNAPCTL_FIGURE_KILLS", otherwise: 16, full: 200)

    @Test func killedAtAnyMomentItLeavesAWholeFileOrNone() async throws {
        let stage = try await Stage()
        var random = SeededRandom(seed: 1)
        var whileItRan = 0
        for round in 0..<Self.kills {
            let hadOld = round % 2 == 0
            try stage.clear()
            if hadOld { try stage.program.folder.write(stage.old, to: "s.tar.zst") }
            let running = try stage.program.start(["capture", "--from", "state", "-f", "s.tar.zst"])
            // From 2 milliseconds to 2 seconds, each magnitude as often: fast and slow machines both get their share.
            try await Task.sleep(
                for: .milliseconds(Int(2 * Foundation.pow(1000, Double.random(in: 0..<1, using: &random)))))
            kill(running.processIdentifier, SIGKILL)
            if running.wait().status == 128 + SIGKILL { whileItRan += 1 }
            try stage.check("round \(round)", hadOld: hadOld, mayHaveHidden: true)
        }
        #expect(whileItRan > 0)
        // The next run needs no cleaning up.
        try stage.clear()
        #expect(try await stage.program.run(["capture", "--from", "state", "-f", "s.tar.zst"]).status == 0)
        try stage.check("after all", hadOld: false)
    }

    /// Killed, and failed, at each system call that gives the file its bytes and its name.
    @Test(.enabled(if: Tracing.isPossible, "strace cannot trace here"))
    func everyCallThatMattersMayBeTheLast() async throws {
        let stage = try await Stage()
        let calls = ["fsync", "linkat", "renameat", "pwrite64", "write", "fchmod"]
        let full = EnvironmentFlag.isSet("SNAPCTL_FIGURES")
        for call in calls {
            for number in 1...(full ? 40 : ["write", "pwrite64"].contains(call) ? 4 : 2) {
                for (fault, isError) in [
                    ("signal=KILL", false), ("error=ENOSPC", true), ("error=EIO", true), ("error=EINTR", true),
                ] {
                    if !full, number > 2, isError { continue }
                    for hadOld in [true, false] {
                        if !full, hadOld != (number % 2 == 1) { continue }
                        try stage.clear()
                        if hadOld { try stage.program.folder.write(stage.old, to: "s.tar.zst") }
                        let what = "\(call) \(number) \(fault)"
                        let result = try await Self.traced(
                            stage.program, inject: "\(call):\(fault):when=\(number)")
                        try stage.check(
                            what, hadOld: hadOld, mayHaveHidden: call == "renameat" && fault == "signal=KILL")
                        // An error at a call that was made is told; one that was not made changes nothing.
                        if isError, result.status != 0 {
                            #expect(result.status == 2, "\(what): \(result.status) \(result.error)")
                            #expect(result.error.contains("error: "), "\(what): \(result.error)")
                        } else if result.status == 0 {
                            #expect(try stage.files() == ["s.tar.zst"], "\(what)")
                        }
                    }
                }
            }
        }
    }

    private static func traced(_ program: Program, inject: String) async throws -> Program.Result {
        let call = inject.prefix { $0 != ":" }
        return try await program.runShell(
            "exec strace -f -qq -o /dev/null -e trace=\(call) -e inject=\(inject) \"$0\" "
                + "capture --from state -f s.tar.zst")
    }

    /// No space: a device that is always full, a limit of the file's size, a small disk.
    @Test(arguments: [
        ("exec \"$0\" capture --from state -f - > /dev/full", false),
        ("exec \"$0\" diff state state > /dev/full", false),
        ("exec \"$0\" capture --from state -f s.tar.zst -o json > /dev/full", true),
        ("ulimit -f 4; exec \"$0\" capture --from state -f s.tar.zst", false),
        ("ulimit -f 1; exec \"$0\" diff state state -o json=s.tar.zst", false),
    ])
    func aFullDiskIsAnErrorAndLeavesNothing(script: String, mayLeaveAWholeFile: Bool) async throws {
        let stage = try await Stage()
        try stage.clear()
        let result = try await stage.program.runShell(script)
        #expect(result.status == 2, "\(result.status): \(result.all.prefix(500))")
        #expect(result.error.contains("error: "), "\(result.error)")
        if !mayLeaveAWholeFile { #expect(try stage.files() == []) }
    }

    @Test func aSmallDiskIsAnErrorAndLeavesNothing() async throws {
        let stage = try await Stage()
        let script = """
            mkdir -p small && mount -t tmpfs -o size=64k none small || exit 99
            "$0" capture --from state -f small/s.tar.zst; status=$?
            ls -A small > listing; exit $status
            """
        let result = try await stage.program.runShell("exec unshare -m sh -c '\(script)' \"$0\"")
        // Without the right to mount there is no small disk to try.
        guard result.status != 99, result.status != 1, !result.error.contains("unshare") else { return }
        #expect(result.status == 2, "\(result.all)")
        #expect(result.error.contains("no space left"), "\(result.error)")
        #expect(try stage.program.folder.read("listing") == [])
    }

    /// A signal during a live capture: no file, no rest of one, and the status that shells expect.
    @Test(arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
    func aSignalEndsACaptureCleanly(signal: Int32, status: Int32) async throws {
        let program = try Program()
        let router = APIRouter(try FolderState.state(of: []))
        try await FixtureServer.run(
            misbehaving: [Misbehavior(.silence(.seconds(30)), at: "/api/v1/pods")], answer: { router.answer($0) }
        ) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .anonymous, in: folder)
            let start = ContinuousClock.now
            let running = try program.start(["capture", "--kubeconfig", config.path, "-f", "s.tar.zst"])
            // The request for pods is remembered once it is answered; the others tell that lists are being read.
            for _ in 0..<400 where server.seen.count < 20 { try await Task.sleep(for: .milliseconds(25)) }
            #expect(server.seen.count >= 20)
            kill(running.processIdentifier, signal)
            for _ in 0..<400 where running.isRunning { try await Task.sleep(for: .milliseconds(25)) }
            let isStillRunning = running.isRunning
            kill(running.processIdentifier, SIGKILL)
            let result = running.wait()
            #expect(!isStillRunning)
            #expect(ContinuousClock.now - start < .seconds(25))
            #expect(result.status == status, "\(result.status): \(result.all)")
            #expect(result.error.contains("interrupted"), "\(result.error)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.path) == [])
        }
    }

    /// Truncated anywhere, or with any bit turned, a snapshot is refused or says the same; it is never another state.
    @Test func damagedSnapshotsAreNeverAnotherState() async throws {
        let program = try Program()
        try program.folder.write(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n'}\ndata: {k: v}\n", to: "one.yaml")
        for name in ["s.tar", "s.tar.zst", "s.tar.gz"] {
            _ = try await program.run(["capture", "--from", "one.yaml", "-f", name])
            let bytes = try program.folder.read(name)
            var random = SeededRandom(seed: 7)
            let rounds = EnvironmentFlag.count("SNAPCTL_FIGURE_DAMAGE", otherwise: 12, full: 2000)
            for round in 0..<rounds {
                var damaged = bytes
                if round % 3 == 0 {
                    damaged = Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
                } else {
                    damaged[Int.random(in: 0..<bytes.count, using: &random)] ^=
                        1 << UInt8.random(in: 0..<8, using: &random)
                }
                try program.folder.write(damaged, to: "damaged-\(name)")
                let result = try await program.run(["diff", "damaged-\(name)", "one.yaml"])
                // Bits of a compressed frame that mean nothing leave every byte of the snapshot as it was.
                let isHarmless = result.status == 0 && round % 3 != 0 && name != "s.tar"
                #expect(isHarmless || [2, 4].contains(result.status), "\(name) round \(round): \(result.all)")
            }
        }
    }
}

/// Whether system calls can be injected here.
private enum Tracing {
    static let isPossible: Bool =
        Tool.exists("strace")
        && (try? Tool.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO", "true"])) != nil
}
