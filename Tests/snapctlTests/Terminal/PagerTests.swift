import Foundation
import TestSupport
import Testing

/// The program on a terminal: pager, colors, width. The terminal is a pseudo-terminal that Python's standard library makes.
@Suite(.enabled(if: Tool.exists("python3"), "python3 is missing"))
struct PagerTests {
    /// What a person sees of `snapctl diff` of the example on a terminal of that size.
    private static func terminal(
        rows: Int = 24, columns: Int = 100, _ environment: [String: String] = [:], arguments: [String] = []
    ) async throws -> (status: Int, text: String) {
        var program = try Program()
        let path = try #require(Program.path)
        let script = """
            import fcntl, os, pty, struct, sys, termios
            rows, columns, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
            child, terminal = pty.fork()
            if child == 0:
                os.read(0, 1)  # until the size is set
                os.execv(command[0], command)
            attributes = termios.tcgetattr(terminal)
            attributes[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(terminal, termios.TCSANOW, attributes)
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.write(terminal, b"\\n")
            seen = b""
            while True:
                try: part = os.read(terminal, 65536)
                except OSError: break
                if not part: break
                seen += part
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            print(status, flush=True)
            sys.stdout.buffer.write(seen)
            """
        let file = try program.folder.write(script, to: "terminal.py")
        // Where the pager writes.
        let after = try program.folder.write("", to: "pages")
        program.environment["NO_COLOR"] = nil
        program.environment["TERM"] = "xterm-256color"
        program.environment["PAGES"] = after
        program.environment.merge(environment) { _, new in new }
        let example = "\(SourceFile.root)/golden/example"
        let folder = try TemporaryDirectory()
        let drifted = try ExampleCluster.drifted.lay(in: folder)
        let words = [path, "diff", "\(example)/cluster", drifted] + arguments
        let shell = (["python3", file, "\(rows)", "\(columns)"] + words).map { "'\($0)'" }.joined(separator: " ")
        let run = try await program.runShell(shell)
        let lines = run.text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let pages = (try? String(contentsOfFile: after, encoding: .utf8)) ?? ""
        return (Int(lines.first ?? "") ?? -1, pages + "\n--- terminal ---\n" + (lines.last.map(String.init) ?? run.all))
    }

    @Test func aLongReportGoesThroughThePagerAndTheStatusIsTheReports() async throws {
        let seen = try await Self.terminal(["SNAPCTL_PAGER": "sed 's/^/paged: /' > \"$PAGES\""])
        #expect(seen.status == 1, "\(seen.text)")
        let parts = seen.text.components(separatedBy: "--- terminal ---")
        #expect(parts[0].hasPrefix("paged: "))
        #expect(parts[0].contains("DRIFT") && !parts[1].contains("DRIFT"))
    }

    @Test(arguments: [
        ["--no-pager"], ["-o", "json"], ["--summary"],
    ])
    func whatIsShortOrForProgramsOrUnwantedIsNotPaged(_ arguments: [String]) async throws {
        let seen = try await Self.terminal(rows: 120, ["SNAPCTL_PAGER": "sed 's/^/paged: /'"], arguments: arguments)
        #expect(seen.status == 1)
        #expect(!seen.text.contains("paged: ") && seen.text.uppercased().contains("DRIFT"))
    }

    @Test func aPagerThatIsNotThereLosesNothing() async throws {
        let seen = try await Self.terminal(["SNAPCTL_PAGER": "no-such-pager-at-all"])
        #expect(seen.status == 1 && seen.text.contains("DRIFT"))
    }

    @Test func aReaderWhoQuitsEarlyIsNoError() async throws {
        let seen = try await Self.terminal(["SNAPCTL_PAGER": "head -n 1"])
        #expect(seen.status == 1 && seen.text.contains("DRIFT"), "\(seen.text)")
    }

    /// In an interactive shell with job control the pager belongs to the foreground, or the terminal stops it (state T).
    @Test(.enabled(if: Tool.exists("less") && Tool.exists("bash"), "less or bash is missing"))
    func lessIsReadInAShellWithJobControl() async throws {
        var program = try Program()
        let path = try #require(Program.path)
        let script = """
            import os, pty, re, select, subprocess, sys, time
            child, terminal = pty.fork()
            if child == 0:
                os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
            seen = b""
            def until(words, seconds=60):
                global seen
                end = time.monotonic() + seconds
                while words not in seen and time.monotonic() < end:
                    if select.select([terminal], [], [], 0.2)[0]:
                        seen += os.read(terminal, 65536)
                return words in seen
            def states():
                table = subprocess.run(["ps", "-eo", "ppid,pid,pgid,tpgid,stat,comm"], capture_output=True, text=True).stdout
                return [line.split() for line in table.splitlines()[1:] if line.split()[-1] == "less"]
            command = " ".join(sys.argv[1:])
            os.write(terminal, ("stty rows 24 cols 100; " + command + "; echo sta''tus=$?\\n").encode())
            read = until(b"DRIFT")
            stopped = [row for row in states() if row[4].startswith("T") and row[3] != row[2]]
            os.write(terminal, b"\\x03")
            ended = False
            for attempt in range(20):  # a terminal forgets what is typed while it handles Ctrl-C
                os.write(terminal, b"q")
                ended = until(b"status=", 3)
                if ended:
                    break
            print("read", read, "stopped", len(stopped), "ended", ended)
            print(re.findall(rb"status=[0-9]+", seen))
            os.close(terminal)
            """
        let file = try program.folder.write(script, to: "shell.py")
        for (name, value) in ["TERM": "xterm", "PAGER": "less", "LESS": "RX"] { program.environment[name] = value }
        let folder = try TemporaryDirectory()
        let drifted = try ExampleCluster.drifted.lay(in: folder)
        let run = try await program.runShell(
            "python3 '\(file)' '\(path)' diff '\(SourceFile.root)/golden/example/cluster' '\(drifted)'")
        #expect(run.text.contains("read True stopped 0 ended True"), "\(run.all)")
        #expect(run.text.contains("status=1"), "\(run.all)")
    }

    @Test func colorsAreThereUnlessNobodyWantsThem() async throws {
        let colored = try await Self.terminal(arguments: ["--no-pager"])
        #expect(colored.text.contains("\u{1B}["))
        let plain = try await Self.terminal(["NO_COLOR": "1"], arguments: ["--no-pager"])
        #expect(!plain.text.contains("\u{1B}[3") && !plain.text.contains("\u{1B}[1m"))
    }

    @Test(arguments: [60, 100, 160])
    func linesKeepToTheWidth(_ columns: Int) async throws {
        let seen = try await Self.terminal(
            columns: columns, ["NO_COLOR": "1"], arguments: ["--no-pager", "-q", "-o", "text"])
        let report = seen.text.components(separatedBy: "--- terminal ---\n").last ?? ""
        let lines = report.split(whereSeparator: \.isNewline)
        // A word that is wider than the page cannot be broken, and a command to be pasted is not.
        let wide = lines.filter { $0.count > columns && !$0.hasPrefix("next ") && $0.split(separator: " ").count > 1 }
            .filter { line in line.split(separator: " ").allSatisfy { $0.count < columns - 12 } }
        #expect(wide.isEmpty, "\(wide.prefix(3))")
        #expect(lines.count > 40)
    }
}
