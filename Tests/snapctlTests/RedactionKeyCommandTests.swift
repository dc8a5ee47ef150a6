import TestSupport
import Testing

@Suite(.enabled(if: Program.path != nil)) struct RedactionKeyCommandTests {
    private static let digits = String(repeating: "5a", count: 32)

    private static func id(_ command: String) async throws -> Program.Result {
        try await Program().run(["key", "id", "--redaction-key-command", command])
    }

    /// White space around it, much else behind it, nothing to read: the key is the same.
    @Test(arguments: [
        "printf %s \(digits)", "echo; echo \(digits)", "cat; echo \(digits)", "# a comment\necho \(digits)",
    ])
    func whatTheCommandPrintsIsTheKey(command: String) async throws {
        let program = try Program()
        let file = try program.folder.write(Self.digits, to: "redaction.key")
        let expected = try await program.runShell("\"$0\" key id --redaction-key \(file)")
        #expect(expected.status == 0, "\(expected.all)")
        let found = try await Self.id(command)
        #expect(found.status == 0 && found.text == expected.text, "\(found.all)")
    }

    @Test(arguments: [
        ("exit 7", "status 7"), ("kill -TERM $$", "status 143"), ("no-such-program-of-ours", "status 127"),
    ])
    func aCommandThatFailsGivesNoKey(command: String, end: String) async throws {
        let result = try await Self.id(command)
        #expect(result.status == 2)
        #expect(result.error.contains("ended with \(end) and gave no redaction key"), "\(result.error)")
    }
}
