import Foundation
import Snapshot
import TestSupport
import Testing

/// Text that one reader or another takes for something else when it is written plainly.
private let treacherous: [String] =
    [
        "", " ", "a", "true", "True", "yes", "y", "n", "on", "OFF", "null", "~", "Null", "1", "-1", "+1", "017", "0o17",
        "08",
        "1_000", "0x1F", "0x_", "0b1", "0b_", "1e3", "1.0", ".5", "5.", ".", "_", "._", "-", "--", "---", "...",
        "--flag",
        "-c", "- a", "?", "? a", ":8080", "a:", "a: b", "a:b", "a #b", "a#b", "#a", "12:30:45", "1:20", "190:20:30.15",
        "2001-01-01", "2001-1-1", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "2001-01-01-x", "=",
        "<<",
        ".inf", "-.Inf", ".nan", "*", "&a", "!a", "|", ">", "'", "\"", "%a", "@a", "`a", "[a]", "{a}", ",", "a,b", "a]",
        "it's", "say \"hi\"", "back\\slash", "both ' and \"", " lead", "trail ", "\t", "a\tb", "\ta", "a\n", "a\nb",
        "a\nb\n",
        "a\nb\n\n", "\n", "\n\n", "\na", " \na", "  a\nb", "a\n  b\n", "\ta\nb", "a\n\tb", "a \nb", "a\r\nb", "a\rb",
        "a\u{85}b", "a\u{2028}b\nc", "\u{FEFF}a", "a\u{FEFF}\nb", "\u{0}", "\u{1B}[31m", "\u{7F}", "\u{202E}abc",
        "e\u{301}",
        "\u{301}", "\"\u{301}", "'\u{301}x\\", "日本語", "😀", "🇩🇪", "\u{E000}", "\u{FFFD}", "10.0.0.0/8", "1.25.3",
        "8080:80",
        "v1", "1.2.3.4", "0123abc", "3e5f", "500m", "1Gi", "25%", "a: \nb", "key: value\nlist:\n- a\n", "# comment\na",
        "%a\nb",
        "---\na", "a\n---\nb", "...\n", "\n\n a", "\n  \n a", "a\n \n", "a\n\n\n  ", "{{ .x }}", "$(VAR)",
        String(repeating: "x", count: 3000), "\u{1F468}\u{200D}\u{1F469}", "\u{AD}", "\u{A0}", "NO", "No", "~a",
        "0.0.0.0:80",
        "0_", "-0x1", "+.inf", "1e", "e1", "1__0", "1,000", "+", "+a", "1.e+3", "0.1e3",
    ]

private func shapes(_ text: String) -> Value {
    var object = Object()
    object[text] = .string(text)
    return [
        "plain": .string(text),
        "list": [.string(text), [.string(text), [.string(text)]], ["k": .string(text), "l": 1]],
        "deep": ["metadata": ["name": .string(text), "annotations": .object(object)]],
    ]
}

@Suite struct YAMLWriterTests {
    @Test(arguments: treacherous)
    func whateverIsWrittenReadsBackTheSame(_ text: String) throws {
        for value in [shapes(text), .string(text), [.string(text)]] {
            let written = YAMLWriter.text(value)
            let read = try YAMLReader.documents(Array(written.utf8))
            #expect(read.map(\.value) == [value], "\(written)")
        }
    }

    @Test func anIndependentReaderReadsTheSame() throws {
        let corpus: Value = .array(treacherous.map(shapes))
        let yaml = YAMLWriter.text(corpus)
        let json = CanonicalJSON.text(corpus)
        let folder = FileManager.default.temporaryDirectory.appending(path: "yaml-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try yaml.write(to: folder.appending(path: "a.yaml"), atomically: false, encoding: .utf8)
        try json.write(to: folder.appending(path: "a.json"), atomically: false, encoding: .utf8)
        let script = """
            import json, sys
            try:
                import yaml
            except ImportError:
                sys.exit(77)
            a = yaml.load(open('a.yaml', encoding='utf-8', newline=''), Loader=yaml.SafeLoader)
            b = json.load(open('a.json', encoding='utf-8'))
            for x, y in zip(a, b):
                if x != y: print(repr(x), 'instead of', repr(y))
            sys.exit(0 if a == b else 1)
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        process.currentDirectoryURL = folder
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let words = String(decoding: try Tool.everything(from: output.fileHandleForReading), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus == 77 || process.terminationStatus == 127 {
            print("skipped: python3 with PyYAML is not installed")
            return
        }
        #expect(process.terminationStatus == 0, "\(words)")
    }

    @Test func objectsAreWrittenAsAPersonWouldWriteThem() {
        let value: Value = [
            "kind": "ConfigMap", "apiVersion": "v1", "data": ["run.sh": "#!/bin/sh\necho hi\n", "port": "8080"],
            "metadata": ["labels": ["app": "web"], "namespace": "pay", "name": "web"],
            "spec": [
                "containers": [["image": "web:1", "name": "web", "args": ["-c", "on"]]], "empty": [:], "none": [],
            ],
        ]
        #expect(
            YAMLWriter.text(value) == """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: web
                  namespace: pay
                  labels:
                    app: web
                data:
                  port: "8080"
                  run.sh: |
                    #!/bin/sh
                    echo hi
                spec:
                  containers:
                  - name: web
                    args:
                    - -c
                    - "on"
                    image: web:1
                  empty: {}
                  none: []

                """)
    }

    @Test(arguments: ["web", "web:1", "10.0.0.0/8", "500m", "1.25.3", "a b", "-c", "--flag", "3e5f", "日本語", "it's"])
    func whatNoReaderMisreadsStaysUnquoted(_ text: String) { #expect(ScalarSpelling.inline(text) == text) }

    @Test func numbersKeepEveryDigitForEveryReader() throws {
        let numbers = ["9007199254740993", "1e300", "1.5", "-0.25", "1e-30", "123456789012345678901234567890"]
        for text in numbers {
            let number = try #require(Number(parsing: text))
            let written = YAMLWriter.text(["n": .number(number)])
            #expect(try YAMLReader.documents(Array(written.utf8)).first?.value == ["n": .number(number)])
        }
        #expect(ScalarSpelling.number(try #require(Number(parsing: "1e300"))) == "1.0e+300")
        // Nothing that holds a double holds these digits.
        #expect(
            try YAMLReader.documents(Array("k: 9007199254740993.0".utf8)).first?.value
                == ["k": .number(Number(9_007_199_254_740_992))])
    }
}
