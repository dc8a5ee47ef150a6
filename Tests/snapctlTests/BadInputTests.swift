import Foundation
import Snapshot
import TestSupport
import Testing

/// Whatever somebody hands to the program: it says what is wrong, soon, on one stream, without control characters, and
/// never calls it a verdict.
@Suite struct BadInputTests {
    struct Input: Sendable, CustomTestStringConvertible {
        let name: String
        /// Makes the file `bad` in the present folder.
        let script: String
        var says = ""
        var testDescription: String { name }
    }

    private static let python = "python3 -c"

    static let inputs: [Input] = [
        Input(name: "nothing at all", script: ": > bad"), Input(name: "spaces", script: "printf ' \\n ' > bad"),
        Input(name: "a picture", script: "head -c 100000 /dev/urandom > bad"),
        Input(name: "zeros", script: "head -c 1000000 /dev/zero > bad"),
        Input(name: "text", script: "yes hello world | head -1000 > bad"),
        Input(name: "a program", script: "cp /bin/true bad"),
        Input(name: "20 MB of brackets", script: "head -c 20000000 /dev/zero | tr '\\0' '[' > bad", says: "bad:1:"),
        Input(name: "20 MB of braces", script: "yes '{\"a\":' | head -c 20000000 > bad", says: "bad:"),
        Input(name: "20 MB of dashes", script: "yes '- ' | tr -d '\\n' | head -c 2000000 > bad"),
        Input(
            name: "an alias bomb",
            script:
                "{ echo 'a0: &a0 [x]'; for i in 1 2 3 4 5 6 7 8 9; do p=$((i-1)); echo \"a$i: &a$i [*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p,*a$p]\"; done; } > bad",
            says: "bad:"),
        Input(
            name: "a key twice",
            script:
                "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndata:\\n  k: 1\\n  k: 2\\n' > bad",
            says: "bad:6:3"),
        Input(
            name: "a tab", script: "printf 'apiVersion: v1\\nkind: X\\nmetadata:\\n\\tname: a\\n' > bad",
            says: "bad:4:1"),
        Input(
            name: "bytes that are no UTF-8",
            script: "printf 'apiVersion: v1\\nkind: X\\nmetadata: {name: \"\\377\"}\\n' > bad", says: "bad:"),
        Input(
            name: "UTF-16",
            script: "printf 'apiVersion: v1\\nkind: X\\nmetadata: {name: a}\\n' | iconv -t UTF-16 > bad",
            says: "UTF-16"),
        Input(
            name: "UTF-16 without a mark",
            script: "printf 'apiVersion: v1\\nkind: X\\nmetadata: {name: a}\\n' | iconv -t UTF-16LE > bad",
            says: "UTF-16"),
        Input(
            name: "a template of Helm",
            script:
                "printf '{{- if .Values.on }}\\napiVersion: v1\\nkind: X\\nmetadata: {name: a}\\n{{- end }}\\n' > bad",
            says: "template of Helm"),
        Input(
            name: "a kind misspelled",
            script: "printf 'apiVersion: v1\\nKind: X\\nmetadata: {name: a}\\n' > bad", says: "bad:1:1: no `kind`"),
        Input(
            name: "a name that is a truth value",
            script: "printf 'apiVersion: v1\\nkind: Pod\\nmetadata: {name: y}\\n' > bad", says: "truth value true"),
        Input(
            name: "an object in two versions",
            script:
                "for v in 1 2; do printf -- \"---\\napiVersion: autoscaling/v$v\\nkind: HorizontalPodAutoscaler\\nmetadata: {name: a}\\nspec: {maxReplicas: $v}\\n\"; done > bad",
            says: "spec.maxReplicas"),
        Input(
            name: "an object without a name",
            script: "echo '{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{}}' > bad", says: "metadata.name"),
        Input(
            name: "a kind that is a number",
            script: "echo '{\"apiVersion\":\"v1\",\"kind\":7,\"metadata\":{\"name\":\"a\"}}' > bad",
            says: "the number 7"),
        Input(
            name: "metadata that is a list",
            script: "echo '{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":[]}' > bad", says: "metadata.name"),
        Input(
            name: "items that are a map", script: "echo '{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":{}}' > bad",
            says: "no list"),
        Input(
            name: "items that are numbers",
            script: "echo '{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[1]}' > bad", says: "no object"),
        Input(
            name: "an object of 20 MiB",
            script:
                "{ printf '{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"'; head -c 20971520 /dev/zero | tr '\\0' x; printf '\"}}'; } > bad",
            says: "bytes"),
        Input(
            name: "one object that says two things",
            script:
                "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndata: {k: x}\\n---\\napiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndata: {k: y}\\n' > bad",
            says: "says something else"),
        Input(name: "a gzip bomb", script: "head -c 150000000 /dev/zero | gzip -9 > bad", says: "bad"),
        Input(name: "a zstd bomb", script: "head -c 150000000 /dev/zero | zstd -q -19 > bad", says: "bad"),
        Input(
            name: "a tar bomb",
            script: "head -c 150000000 /dev/zero > a.yaml && tar -cf - a.yaml | gzip -9 > bad; rm a.yaml", says: "bad"),
        Input(
            name: "a zip bomb",
            script: "head -c 150000000 /dev/zero > a.yaml && zip -q -9 bad.zip a.yaml; mv bad.zip bad; rm a.yaml",
            says: "bad"),
        Input(
            name: "a cut tar",
            script: "mkdir d && echo 'a: 1' > d/a.yaml && tar -cf t d && head -c 1100 t > bad; rm -r d t", says: "bad"),
        Input(name: "a cut gzip", script: "seq 100000 | gzip | head -c 1000 > bad", says: "bad"),
        Input(
            name: "a cut zip",
            script: "seq 100000 > a.yaml && zip -q bad.zip a.yaml && head -c 500 bad.zip > bad; rm a.yaml bad.zip",
            says: "bad"),
        Input(
            name: "gzip and something behind it",
            script:
                "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\n' | gzip > bad; printf -- '---\\napiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: b}\\n' >> bad",
            says: "more follows"),
        Input(
            name: "gzip and a cut member",
            script:
                "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\n' | gzip > bad; printf 'x' | gzip | head -c 5 >> bad",
            says: "bad"),
        Input(
            name: "gzip with another checksum",
            script:
                "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\n' | gzip > a.gz; head -c -8 a.gz > bad; printf '\\1\\2\\3\\4' >> bad; tail -c 4 a.gz >> bad; rm a.gz",
            says: "checksum"),
        Input(name: "two gzip layers", script: "echo 'a: 1' | gzip | gzip > bad"),
        Input(
            name: "a snapshot of another version",
            script: "sed 's#snapctl.dev/snapshot/v1#snapctl.dev/snapshot/v2#' good.tar > bad", says: "bad"),
        Input(
            name: "a snapshot with a changed object", script: "sed 's/\"blue\"/\"bleu\"/' good.tar > bad", says: "bad"),
        Input(name: "two snapshots in a row", script: "cat good.tar good.tar > bad", says: "bad"),
        Input(name: "a cut snapshot", script: "head -c 3000 good.tar > bad", says: "bad"),
        Input(
            name: "escapes in a name",
            script:
                "printf '{\"apiVersion\":\"v1\",\"kind\":\"X\",\"metadata\":{\"name\":\"a\\\\u001b[31m\\\\u202e\\\\u0007\"}}{' > bad"
        ),
        Input(
            name: "a key with escapes twice", script: "printf '{\"a\\\\u001b[2J\":1,\"a\\\\u001b[2J\":2}' > bad",
            says: "occurs twice"),
    ]

    @Test(arguments: inputs)
    func badInputIsRefusedAndNamed(input: Input) async throws {
        let program = try Program()
        try program.folder.write(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n'}\ndata: {color: blue}\n",
            to: "good.yaml")
        let made = try await program.run(["capture", "--from", "good.yaml", "-f", "good.tar"])
        #expect(made.status == 0, "\(made.all)")
        try Tool.run(["sh", "-c", "cd \"$1\"; \(input.script)", "sh", program.folder.path])
        let start = ContinuousClock.now
        for arguments in [
            ["diff", "bad", "good.yaml"], ["diff", "bad", "bad"], ["capture", "--from", "bad", "-f", "new.tar"],
        ] {
            let result = try await program.run(arguments)
            #expect([2, 4].contains(result.status), "\(arguments): \(result.status) \(result.all.prefix(800))")
            #expect(result.error.contains("error: "), "\(result.all.prefix(800))")
            #expect(input.says.isEmpty || result.error.contains(input.says), "\(result.error.prefix(800))")
            #expect(
                !result.all.unicodeScalars.contains {
                    $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F || $0.value == 0x202E
                })
            #expect(result.error.utf8.count < 4000)
        }
        #expect(ContinuousClock.now - start < .seconds(120))
        #expect(!FileManager.default.fileExists(atPath: program.folder.file("new.tar")))
    }

    /// Figure F9: bombs of any kind stay under 256 MiB.
    @Test(
        arguments: inputs.filter {
            $0.name.contains("bomb") || $0.name.contains("20 MB") || $0.name.contains("snapshot")
        })
    func memoryStaysSmallWhateverComes(input: Input) async throws {
        let program = try Program()
        try program.folder.write(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n'}\ndata: {color: blue}\n",
            to: "good.yaml")
        _ = try await program.run(["capture", "--from", "good.yaml", "-f", "good.tar"])
        try Tool.run(["sh", "-c", "cd \"$1\"; \(input.script)", "sh", program.folder.path])
        try program.folder.write(
            """
            import resource, subprocess, sys
            subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
            """, to: "measure.py")
        let result = try await program.runShell("exec python3 measure.py \"$0\" diff bad good.yaml")
        let kibibytes = Int(result.text.trimmingCharacters(in: .whitespacesAndNewlines))
        #expect((kibibytes ?? .max) < 256 << 10, "\(result.all)")
    }

    @Test func hostileNamesInsideArchivesAreLabelsAndNothingElse() async throws {
        let program = try Program()
        let object = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n'}\n"
        try program.folder.write(
            """
            import io, tarfile
            body = \(object.debugDescription).encode()
            with tarfile.open("t.tar", "w") as tar:
                for name in ["../../../evil.yaml", "/tmp/snapctl-evil.yaml", "a\\x1b[31m.txt", "b\\n.txt"]:
                    info = tarfile.TarInfo(name); info.size = len(body); tar.addfile(info, io.BytesIO(body))
                for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
                    info = tarfile.TarInfo("l" + kind.decode() + ".yaml"); info.type = kind; info.linkname = "/etc/passwd"; tar.addfile(info)
            """, to: "make.py")
        try Tool.run(["sh", "-c", "cd \"$1\" && python3 make.py", "sh", program.folder.path])
        let before = try FileManager.default.contentsOfDirectory(atPath: program.folder.path).sorted()
        let result = try await program.run(["diff", "t.tar", "t.tar"])
        #expect(result.status == 0, "\(result.all)")
        #expect(result.error.contains("4 files are links or no regular files and were not read:"))
        #expect(result.error.contains("2 files are not .yaml, .yml or .json and were not read:"))
        #expect(!result.all.contains("\u{1B}"))
        // A name begins no line of its own.
        #expect(result.error.contains("t.tar!b\\u{a}.txt\n") && !result.error.contains("\n.txt"), "\(result.error)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.path).sorted() == before)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/snapctl-evil.yaml"))
    }

    static let connections: [(name: String, config: String, says: String)] = [
        ("a closed port", "{server: \"https://127.0.0.1:1\"}", "127.0.0.1:1"),
        ("a name that nobody has", "{server: \"https://nobody.invalid\"}", "nobody.invalid"),
        ("plain http where TLS is", "{server: \"http://127.0.0.1:1\"}", "127.0.0.1:1"), ("no server", "{}", "server"),
        ("no scheme that is known", "{server: \"ftp://x\"}", "ftp"),
        ("an authority that is none", "{server: \"https://127.0.0.1:1\", certificate-authority-data: \"AAAA\"}", ""),
        (
            "an authority that is not there", "{server: \"https://127.0.0.1:1\", certificate-authority: missing.pem}",
            "missing.pem"
        ),
        ("a proxy over TLS", "{server: \"https://127.0.0.1:1\", proxy-url: \"https://p:1\"}", "proxy"),
        ("a proxy that is closed", "{server: \"https://127.0.0.1:2\", proxy-url: \"http://127.0.0.1:1\"}", ""),
    ]

    @Test(arguments: connections.indices)
    func aServerThatCannotBeReachedIsNoVerdict(place: Int) async throws {
        let (_, config, says) = Self.connections[place]
        let program = try Program()
        try program.folder.write(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n'}\n", to: "good.yaml")
        try program.folder.write(
            """
            apiVersion: v1
            kind: Config
            current-context: x
            clusters: [{name: x, cluster: \(config)}]
            contexts: [{name: x, context: {cluster: x, user: x}}]
            users: [{name: x, user: {}}]

            """, to: "config")
        for arguments in [["capture", "-f", "s.tar"], ["diff", "good.yaml", "cluster:"]] {
            let result = try await program.run(arguments + ["--kubeconfig", "config"])
            #expect(result.status == 2, "\(result.all)")
            #expect(says.isEmpty || result.error.contains(says), "\(result.error)")
            #expect(result.error.contains("hint: "), "\(result.error)")
            #expect(result.output.isEmpty)
        }
        #expect(!FileManager.default.fileExists(atPath: program.folder.file("s.tar")))
    }

    @Test(arguments: [
        ("apiVersion: v1\nkind: Config\nclusters: [", ":"), ("kind: Pod\n", ""), ("[1]", ""), ("", ""),
        ("{\"a\":1,\"a\":2}", ""),
    ])
    func aBrokenKubeconfigIsNamed(text: String, says: String) async throws {
        let program = try Program()
        try program.folder.write(text, to: "config")
        let result = try await program.run(["capture", "--kubeconfig", "config", "-f", "s.tar"])
        #expect(result.status == 2, "\(result.all)")
        #expect(result.error.contains("error: ") && (says.isEmpty || result.error.contains(says)), "\(result.error)")
    }

    @Test func aBrokenBaselineIsNamedWithItsPlace() async throws {
        let program = try Program()
        try program.folder.write(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: 'n'}\n", to: "good.yaml")
        #expect(try await program.run(["baseline", "init", "good.yaml", "--output-dir", "golden"]).status == 0)
        #expect(try await program.run(["check", "good.yaml", "--baseline", "golden"]).status == 0)
        let text = String(decoding: try program.folder.read("golden/baseline.yaml"), as: UTF8.self)
        for (change, says) in [
            ("\nrules: 7\n", "baseline.yaml:"), ("\n\tx\n", "baseline.yaml:"), ("\nnonsense: 1\n", "nonsense"),
        ] {
            try program.folder.write(
                text.replacingOccurrences(of: "\nrules:", with: "\nrulez:") + change, to: "golden/baseline.yaml")
            let result = try await program.run(["check", "good.yaml", "--baseline", "golden"])
            #expect(result.status == 2, "\(result.all)")
            #expect(says.isEmpty || result.error.contains(says), "\(result.error)")
        }
        try program.folder.write(text, to: "golden/baseline.yaml")
        try program.folder.write("a: [\n", to: "golden/resources/n/broken.yaml")
        let result = try await program.run(["check", "good.yaml", "--baseline", "golden"])
        #expect(result.status == 2, "\(result.all)")
        #expect(result.error.contains("broken.yaml:2"), "\(result.error)")
    }
}
