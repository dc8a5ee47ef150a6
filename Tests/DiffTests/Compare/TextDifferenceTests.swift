import Diff
import Snapshot
import TestSupport
import Testing

/// Texts that hold documents are compared by what they say, and never called equal when their bytes differ.
@Suite struct TextDifferenceTests {
    private struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let before: String
        let after: String
        /// `nil` when the texts are only texts.
        let layers: [TextLayer]?
        var paths: [String] = []
        var otherComments = false

        var testDescription: String { name }
    }

    private static let cases: [Case] = [
        Case(name: "JSON", before: #"{"a":{"b":1}}"#, after: #"{"a":{"b":2}}"#, layers: [.json], paths: ["a.b"]),
        Case(name: "a JSON list", before: "[1,2]", after: "[1,2,3]", layers: [.json], paths: ["[2]"]),
        Case(
            name: "JSON in other bytes", before: #"{"a":1,"b":2}"#, after: "{ \"b\": 2, \"a\": 1 }\n", layers: [.json]),
        Case(name: "numbers of one value", before: #"{"a":1}"#, after: #"{"a":1.0}"#, layers: [.json]),
        Case(
            name: "numbers that a double would confuse", before: #"{"a":9007199254740992}"#,
            after: #"{"a":9007199254740993}"#, layers: [.json], paths: ["a"]),
        // Kubernetes takes null for absent; a program that reads its configuration need not.
        Case(name: "null and absent", before: #"{"a":null}"#, after: "{}", layers: [.json], paths: ["a"]),
        Case(name: "empty and absent", before: #"{"a":[]}"#, after: "{}", layers: [.json], paths: ["a"]),
        Case(name: "text and number", before: #"{"a":"1"}"#, after: #"{"a":1}"#, layers: [.json], paths: ["a"]),
        Case(
            name: "one accent, two spellings", before: "{\"a\":\"\u{E9}\"}", after: "{\"a\":\"e\u{301}\"}",
            layers: [.json], paths: ["a"]),
        Case(name: "a key that stands twice", before: #"{"a":1,"a":2}"#, after: #"{"a":2}"#, layers: nil),
        Case(name: "broken JSON", before: #"{"a":1"#, after: #"{"a":2"#, layers: nil),
        Case(name: "YAML", before: "a:\n  b: 1\n", after: "a:\n  b: 2\n", layers: [.yaml], paths: ["a.b"]),
        Case(
            name: "YAML comments", before: "a: 1 # x\n# y\n", after: "a: 1\n# z\n", layers: [.yaml], otherComments: true
        ),
        Case(
            name: "YAML with other comments", before: "# y\na: 1\n", after: "# z\na: 2\n", layers: [.yaml],
            paths: ["a"],
            otherComments: true),
        Case(name: "JSON become YAML", before: #"{"a":1}"#, after: "a: 1\n", layers: [.yaml]),
        Case(
            name: "YAML documents", before: "a: 1\n---\nb: 1\n", after: "a: 1\n---\nb: 2\n", layers: [.yaml],
            paths: ["[1].b"]),
        Case(name: "words", before: "hello there", after: "hello here", layers: nil),
        Case(name: "a script", before: "#!/bin/sh\necho a\n", after: "#!/bin/sh\necho b\n", layers: nil),
        Case(name: "an ini file", before: "[a]\nb = 1\n", after: "[a]\nb = 2\n", layers: nil),
        Case(name: "JSON become words", before: #"{"a":1}"#, after: "gone", layers: nil),
        Case(
            name: "JSON in base64", before: "eyJhbGxvdyI6IFsiMTAuMC4wLjAvOCJdfQ==",
            after: "eyJhbGxvdyI6IFsiMTAuMC4wLjAvOSJdfQ==",
            layers: [.base64, .json], paths: ["allow[0]"]),
        Case(
            name: "words in base64", before: "dGhpcyBpcyBhIHRleHQ=", after: "dGhpcyB3YXMgYSB0ZXh0",
            layers: [.base64, .text],
            paths: [""]),
        Case(
            name: "binary in base64", before: "AAECAwQFBgcICQoLDA0ODw==", after: "AAECAwQFBgcICQoLDA0ODg==", layers: nil
        ),
        Case(
            name: "a certificate", before: SampleReports.certificates.before, after: SampleReports.certificates.after,
            layers: [.certificates], paths: ["[0].notAfter", "[0].notBefore", "[0].sha256"]),
        Case(
            name: "a certificate with other line ends", before: SampleReports.certificates.before,
            after: SampleReports.certificates.before.replacing("\n", with: "\r\n"), layers: [.certificates]),
        Case(
            name: "a Helm release", before: SampleReports.releases.before, after: SampleReports.releases.after,
            layers: [.base64, .gzip, .helmRelease], paths: ["manifest"]),
    ]

    @Test(arguments: cases) private func textsSayWhatDiffersInside(_ item: Case) throws {
        let difference = TextDifference(item.before, item.after)
        #expect(difference?.layers == item.layers)
        guard let difference else { return }
        #expect(difference.changes.map(\.path.description).sorted() == item.paths.sorted())
        #expect(difference.isSameMeaning == item.paths.isEmpty)
        #expect(difference.hasOtherComments == item.otherComments)
        let back = try #require(TextDifference(item.after, item.before))
        #expect(Set(back.changes.map(\.path)) == Set(difference.changes.map(\.path)))
    }

    @Test func textsInTextsAreLookedInto() throws {
        let release = try #require(TextDifference(SampleReports.releases.before, SampleReports.releases.after))
        guard case .inside(let manifest)? = release.changes.first?.detail else {
            Issue.record("nothing inside")
            return
        }
        #expect(manifest.changes.map(\.path.description) == ["spec.image"])
    }

    /// The report's fact: a text in other bytes is a difference, whatever its meaning.
    @Test func theSameMeaningInOtherBytesIsADifferenceThatWeighsLittle() throws {
        let comparer = FieldComparer(normalizer: Normalizer(schema: FieldSchema(BuiltinSchema.facts)))
        let data: (String) -> Value = { ["kind": "ConfigMap", "data": ["a": .string($0)]] }
        let outcome = comparer.compare(data(#"{"a": 1}"#), data(#"{"a":1}"#), apiVersion: "v1")
        let change = try #require(outcome.changes.first)
        #expect(outcome.changes.count == 1 && change.kind == .value && outcome.suppressions.isEmpty)
        let weigh: (String, String) -> Severity = { namespace, name in
            SeverityTable.builtIn.weight(
                of: Identity(group: "", kind: "ConfigMap", namespace: namespace, name: name), .modified, field: change
            ).severity
        }
        #expect(weigh("shop", "settings") == .low)
        // The program that reads it need not read it as we do: what a row says stays.
        #expect(weigh("falco-system", "falco") == .critical)
    }

    /// Cluster text is hostile: each of these ends soon, and as a plain text.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            String(repeating: "[", count: 200_000),
            String(repeating: "[", count: 200) + String(repeating: "]", count: 200),
            String(repeating: "- ", count: 100_000) + "a",
            "{\"a\":" + String(repeating: "[1,", count: 90) + "1" + String(repeating: "]", count: 90) + "}",
            "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + (0..<9).map { i in
                    let (from, to) = (
                        ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"][i],
                        ["b", "c", "d", "e", "f", "g", "h", "i", "j", "k"][i]
                    )
                    return "\(to): &\(to) [\((0..<9).map { _ in "*\(from)" }.joined(separator: ","))]\n"
                }.joined(),
            "[" + String(repeating: "1,", count: 200_000) + "1]",
        ])
    func hostileTextsAreOnlyTexts(_ text: String) {
        #expect(TextDifference(text, text + " ") == nil)
        #expect(TextDifference("{}", text) == nil)
    }

    @Test func bombsAreNotUnpacked() throws {
        let bomb = try Tool.run(["sh", "-c", "head -c 64M /dev/zero | gzip -9"])
        #expect(bomb.count < 100_000)
        #expect(Gunzip.bytes(bomb, limit: 1 << 20) == nil)
        #expect(Gunzip.bytes(Array(bomb.dropLast(10)), limit: 1 << 30) == nil)
        #expect(Gunzip.bytes([1, 2, 3], limit: 10) == nil)
        let text = StrictBase64.encode(bomb)
        #expect(TextDifference(text, StrictBase64.encode(Array(bomb.dropLast(1)) + [1])) == nil)
    }

    @Test func moreDifferencesThanAnybodyReadsAreLines() {
        let list: (Int) -> String = { first in "[" + (0..<600).map { "\($0 * 7 + first)" }.joined(separator: ",") + "]"
        }
        #expect(TextDifference(list(0), list(1)) == nil)
        #expect(TextDifference("[1]", "[2]") != nil)
    }
}
