import Foundation
import Snapshot
import TestSupport
import Testing

/// What a capture left out is neither there nor gone, however the capture was made: `check` says what of the baseline it did not
/// look at, and is inconclusive.
@Suite struct LeftOutTests {
    private static let objects = """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: web, namespace: shop}, data: {a: b}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: other, namespace: bank}, data: {a: b}}
        ---
        {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: closed, namespace: shop}, spec: {podSelector: {}}}
        ---
        {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: leader, namespace: shop}, spec: {holderIdentity: a}}

        """

    /// A folder with a baseline `golden` of everything but the Lease, and the state `s.yaml`.
    private static func program(golden more: String = "") async throws -> Program {
        let program = try Program()
        try program.folder.write(objects, to: "s.yaml")
        let made = try await program.run(["baseline", "init", "s.yaml", "--output-dir", "golden"])
        #expect(made.status == 0, "\(made.all)")
        if !more.isEmpty { try program.folder.write(more, to: "golden/resources/more.yaml") }
        return program
    }

    private static func check(
        _ program: Program, _ arguments: [String], says words: String?, status: Int32 = 3
    ) async throws {
        let result = try await program.run(["check"] + arguments + ["--baseline", "golden", "-o", "json"])
        #expect(result.status == status, "\(arguments): \(result.all)")
        let report = try JSONReader.value(result.output)
        let unchecked = (report["skipped"]?.array ?? []).compactMap(\.string)
        if let words { #expect(unchecked.contains { $0.contains(words) }, "\(arguments): \(unchecked)") }
        #expect(report["violations"]?.array?.isEmpty == true, "\(arguments): \(result.all)")
    }

    private static let policies = "left out 1 object of NetworkPolicy.networking.k8s.io that the baseline holds"

    @Test func aFolderAnImportAndADirectCheckAnswerAlike() async throws {
        let program = try await Self.program()
        try Tool.run(["tar", "-czf", program.folder.file("dump.tar.gz"), "-C", program.folder.path, "s.yaml"])
        let left = ["--exclude", "networkpolicies.networking.k8s.io"]
        for state in ["s.yaml", "dump.tar.gz"] {
            try await Self.check(program, [state], says: nil, status: 0)
            try await Self.check(program, [state] + left, says: Self.policies)
            let file = "\(state).tar.zst"
            let captured = try await program.run(["capture", "--from", state, "-f", file] + left)
            #expect(captured.status == 0, "\(captured.all)")
            try await Self.check(program, [file], says: Self.policies)
        }
        try await Self.check(
            program, ["s.yaml", "-n", "shop"], says: "limited to namespaces shop: 2 objects of 2 kinds")
        // A capture that leaves out what nobody expects leaves out nothing.
        try await Self.check(program, ["s.yaml", "--exclude", "pods"], says: nil, status: 0)
    }

    @Test func whatIsLeftOutByDefaultIsLeftOutToo() async throws {
        let lease =
            "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: leader, namespace: shop}, spec: {holderIdentity: a}}"
        let program = try await Self.program(golden: lease)
        try await Self.check(program, ["s.yaml"], says: "left out 1 object of Lease.coordination.k8s.io")
        try await Self.check(
            program, ["s.yaml", "--include", "leases.coordination.k8s.io"], says: nil, status: 0)
    }

    @Test func aScopeOfTheBaselineIsADecision() async throws {
        let program = try await Self.program()
        let file = URL(fileURLWithPath: program.folder.file("golden/baseline.yaml"))
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data((text + "\nscope: {exclude: [{kinds: [NetworkPolicy]}]}\n").utf8).write(to: file)
        try await Self.check(
            program, ["s.yaml", "--exclude", "networkpolicies.networking.k8s.io"], says: nil, status: 0)
    }

    @Test func aClusterThatWasReadInPartIsInconclusive() async throws {
        let program = try await Self.program()
        let objects = try ManifestReader.objects(in: Array(Self.objects.utf8), file: "s.yaml").map(\.value)
        let router = APIRouter(try FolderState.state(of: objects))
        let captured = try await FixtureServer.run(
            authentication: .clientCertificate, answer: { router.answer($0) }
        ) { server in
            let folder = try TemporaryDirectory()
            let config = try FixtureKubeconfig(for: server, user: .clientCertificateFiles, in: folder)
            return try await program.run([
                "capture", "--kubeconfig", config.path, "-f", "s.tar.zst", "--exclude",
                "networkpolicies.networking.k8s.io",
            ])
        }
        #expect(captured.status == 0, "\(captured.all)")
        try await Self.check(program, ["s.tar.zst"], says: Self.policies)
    }

    @Test func aDiffNamesWhatWasNotComparedAndCallsNothingAdded() async throws {
        let program = try await Self.program()
        let captured = try await program.run([
            "capture", "--from", "s.yaml", "-f", "s.tar.zst", "--exclude", "networkpolicies.networking.k8s.io",
        ])
        #expect(captured.status == 0, "\(captured.all)")
        let result = try await program.run(["diff", "s.tar.zst", "s.yaml", "-o", "json"])
        #expect(result.status == 0, "\(result.all)")
        let words =
            "not compared, as the capture s.tar.zst left it out: NetworkPolicy.networking.k8s.io ×1 of s.yaml"
        let limits = try JSONReader.value(result.output)["limits"]?.array ?? []
        #expect(limits.contains(.string(words)), "\(limits)")
    }

    @Test func aBaselineThatIsBroughtUpToDateKeepsWhatWasNotSeen() async throws {
        let program = try await Self.program()
        let again = try await program.run([
            "baseline", "init", "s.yaml", "--output-dir", "golden", "--exclude", "networkpolicies.networking.k8s.io",
        ])
        #expect(again.status == 0, "\(again.all)")
        #expect(again.all.contains("1 resource of golden kept unseen"), "\(again.all)")
        #expect(!again.all.contains("remove it"), "\(again.all)")
    }

    /// `compare` tells a type that one state left out from one that it lacks.
    @Test func aStateOfManyThatLeftATypeOutLacksNothing() async throws {
        let program = try await Self.program()
        for (name, more) in [("a", []), ("b", []), ("c", ["--exclude", "networkpolicies.networking.k8s.io"])] {
            let captured = try await program.run(["capture", "--from", "s.yaml", "-f", "\(name).tar.zst"] + more)
            #expect(captured.status == 0, "\(captured.all)")
        }
        let result = try await program.run(["compare", "a.tar.zst", "b.tar.zst", "c.tar.zst"])
        #expect(result.status == 0, "\(result.all)")
    }
}
