import Snapshot
import TestSupport
import Testing

/// Nothing in a file of manifests is lost without a word: it is an object, an error with its place, or named as unread.
@Suite struct ManifestReaderTests {
    private static let good = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"

    private static func names(_ text: String, file: String = "f.yaml") throws(ManifestError) -> [String] {
        try ManifestReader.objects(in: Array(text.utf8), file: file).map {
            "\($0.value["kind"]?.string ?? "") \($0.value[["metadata", "name"]]?.string ?? "")"
        }
    }

    private static func error(_ text: String, file: String = "f.yaml") -> ManifestError? {
        do throws(ManifestError) {
            _ = try names(text, file: file)
            return nil
        } catch { return error }
    }

    static let mistakes: [(name: String, text: String, place: String, says: String)] = [
        ("Kind", good + "---\napiVersion: v1\nKind: Secret\nmetadata: {name: b}\n", "5:1", "`Kind` is probably meant"),
        (
            "kinds, alone in its file", "apiVersion: v1\nkinds: Secret\nmetadata: {name: b}\n", "1:1",
            "`kinds` is probably"
        ),
        (
            "apiversion", good + "---\napiversion: v1\nkind: Secret\nmetadata: {name: b}\n", "5:1",
            "`apiversion` is probably"
        ),
        ("both misspelled", "Kind: Secret\nApiVersion: v1\ndata: {}\n", "1:1", "`Kind` is probably"),
        ("no apiVersion", good + "---\nkind: Role\nmetadata: {name: b}\n", "5:1", "`rbac.authorization.k8s.io/v1`"),
        ("no apiVersion of an unknown kind", "kind: Foo\nmetadata: {name: b}\n", "1:1", "no `apiVersion`"),
        ("no kind", "apiVersion: v1\nmetadata: {name: b}\n", "1:1", "no `kind`"),
        ("neither", good + "---\nmetadata: {name: b}\nspec: {}\n", "5:1", "neither `kind` nor `apiVersion`"),
        ("neither, first", "metadata: {name: b}\n---\n" + good, "1:1", "neither `kind` nor `apiVersion`"),
        ("values beside an object", good + "---\nreplicas: 3\n", "5:1", "is no Kubernetes object"),
        ("words beside an object", good + "---\njust words\n", "5:1", "is no Kubernetes object"),
        ("kind a number", "apiVersion: v1\nkind: 7\nmetadata: {name: b}\n", "1:1", "the number 7"),
        ("kind a truth value", "apiVersion: v1\nkind: y\nmetadata: {name: b}\n", "1:1", "truth value true"),
        ("apiVersion a number", "apiVersion: 1\nkind: Pod\nmetadata: {name: b}\n", "1:1", "the number 1"),
        ("metdata", "apiVersion: v1\nkind: Pod\nmetdata: {name: b}\n", "1:1", "`metdata` is probably"),
        ("no metadata", "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n", "1:1", "no `metadata`"),
        (
            "list", "apiVersion: v1\nkind: list\nitems: [{apiVersion: v1, kind: Pod, metadata: {name: a}}]\n", "1:1",
            "`List` is"
        ),
        ("List without items", "apiVersion: v1\nkind: List\nitem: []\n", "1:1", "no `items`"),
        (
            "an item of a List",
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n- metadata: {name: b}\n",
            "7:3", "an item of a List has no `kind`"
        ),
        (
            "the only item of a List", "apiVersion: v1\nkind: List\nitems:\n- kind: ConfigMap\n  metadata: {name: b}\n",
            "4:3",
            "of a ConfigMap it is `v1`"
        ),
        (
            "an item in a List in a List",
            "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n  - {Kind: Pod, apiVersion: v1, metadata: {name: b}}\n",
            "8:5", "`Kind` is probably"
        ),
        (
            "an item of another kind", "apiVersion: v1\nkind: PodList\nitems:\n- kind: Role\n  metadata: {name: b}\n",
            "4:3",
            "rbac.authorization.k8s.io/v1"
        ),
        (
            "an element of an array beside a good one",
            "- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n- {metadata: {name: b}}\n",
            "2:3", "neither"
        ),
        ("an element of an array", "- {apiVersion: v1, Kind: Pod, metadata: {name: a}}\n", "1:3", "`Kind` is probably"),
        (
            "a template's condition", "{{- if .Values.on }}\n" + good + "{{- end }}\n", "1:1", "template of Helm"
        ),
        ("a template's value", good + "data:\n  a: {{ .Values.a }}\n", "5:1", "template of Helm"),
        ("a template's block", good + "data:\n{{ toYaml .Values.data | indent 2 }}\n", "5:1", "template of Helm"),
        // kubectl drops what follows.
        ("a document behind the end of another", good + "...\n" + good, "5:1", "without `---` between them"),
        ("words behind the end of a document", good + "... # end\nwords\n", "5:1", "without `---` between them"),
        ("a mapping behind one in braces", "{a: 1}\n" + good, "2:1", "without `---` between them"),
        ("a YAML mistake near a text with braces", good + "data:\n  a: \"{{ x }}\"\n  b: [\n", "", "malformed"),
    ]

    @Test(arguments: mistakes.indices)
    func whatWasMeantToBeAnObjectIsAnErrorWithItsPlace(index: Int) {
        let (name, text, place, says) = Self.mistakes[index]
        let error = Self.error(text)
        #expect(error != nil, "\(name)")
        #expect(error?.summary.contains(says) ?? false, "\(name): \(error?.summary ?? "")")
        #expect(place.isEmpty || error?.position?.description == place, "\(name): \(error?.summary ?? "")")
        #expect(error?.hint.isEmpty == false)
    }

    static let jsonMistakes: [(text: String, place: String, says: String)] = [
        (
            #"{"kind":"List","apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}},"#
                + "\n"
                + #"  {"metadata":{"name":"b"}}]}"#, "2:3", "an item of a List"
        ),
        (
            #"[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}},"# + "\n"
                + #" {"kind":"Pod","metadata":{"name":"b"}}]"#,
            "2:2", "no `apiVersion`"
        ),
        (
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}"# + "\n" + #"{"metadata":{"name":"b"}}"#, "2:1",
            "neither"
        ),
        (
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"priority":1e400}}"#, "1:1",
            "larger than any that a server can hold"
        ),
    ]

    @Test(arguments: jsonMistakes.indices, [0, 100_000])
    func inJSONAsWell(index: Int, padding: Int) {
        let (text, place, says) = Self.jsonMistakes[index]
        // Large documents are streamed.
        let error = Self.error(text + String(repeating: " ", count: padding), file: "f.json")
        #expect(error?.position?.description == place, "\(error?.summary ?? "none")")
        #expect(error?.summary.contains(says) ?? false, "\(error?.summary ?? "none")")
    }

    static let read: [(text: String, file: String, names: [String])] = [
        (
            "- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n",
            "f.yaml", ["Pod a", "Pod b"]
        ),
        (#"[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}]"#, "f.json", ["Pod a"]),
        (#"{"items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}]}"#, "f.json", ["Pod a"]),
        (
            #"{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"a"}},{"kind":"Pod","metadata":{"name":"b"}}]}"#,
            "f.json", ["Pod a", "Pod b"]
        ),
        // A kind that only sounds like a list.
        ("apiVersion: x.io/v1\nkind: AllowList\nmetadata: {name: a}\nitems: [x, y]\n", "f.yaml", ["AllowList a"]),
        ("\u{FEFF}" + good + "---\n\u{FEFF}" + good, "f.yaml", ["ConfigMap a", "ConfigMap a"]),
        (good + "\u{FEFF}---\n" + good, "f.yaml", ["ConfigMap a", "ConfigMap a"]),
        (good + "---\n# from a.yaml\n\u{FEFF}" + good, "f.yaml", ["ConfigMap a", "ConfigMap a"]),
        (
            "\u{FEFF}{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}\n\u{FEFF}{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"b\"}}",
            "f.json", ["Pod a", "Pod b"]
        ),
        ("%YAML 1.1\n---\n" + good + "...\n%YAML 1.1\n---\n" + good, "f.yaml", ["ConfigMap a", "ConfigMap a"]),
        (good + "...\n---\n" + good, "f.yaml", ["ConfigMap a", "ConfigMap a"]),
        ("--- # first\n" + good + "---   \n---\n# only words\n---\n" + good, "f.yaml", ["ConfigMap a", "ConfigMap a"]),
        ("resources: [a.yaml]\n", "kustomization.yaml", []),
        ("apiVersion: v2\nname: chart\nversion: 1.0.0\n", "Chart.yaml", []),
        ("apiVersion: v1\nkind: Config\nclusters: []\n", "config", []), ("a: 1\n---\nb: 2\n", "f.yaml", []),
        ("", "f.yaml", []),
        ("[1, 2]", "f.json", []), (#"[{"name":"a","severity":"warn"}]"#, "analysis.json", []),
    ]

    @Test(arguments: read.indices)
    func everyFormOfAFileIsRead(index: Int) throws {
        let (text, file, names) = Self.read[index]
        #expect(try Self.names(text, file: file) == names)
    }

    static let unread: [(text: String, count: Int)] = [
        (#"[{"metadata":{"name":"a","uid":"1"}},{"metadata":{"name":"b"}}]"#, 2),
        (#"{"metadata":{"name":"a"},"spec":{}}"#, 1),
        (#"{"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}},{"metadata":{"name":"c"}}]}"#, 3),
        (#"[{"metadata":{"generateName":"a-"}},"words"]"#, 1),
    ]

    @Test(arguments: unread.indices)
    func objectsWhoseKindOnlyTheFilesNameSaysAreCounted(index: Int) throws {
        let (text, count) = Self.unread[index]
        let census = try ManifestReader.objects(in: Array(text.utf8), file: "pods.json", keys: .empty) { _, _ in }
        #expect(census.objects == 0)
        #expect(census.unread?.hasPrefix("\(count) object") ?? false, "\(census.unread ?? "none")")
        // Where objects are wanted it is an error.
        #expect(Self.error(text, file: "pods.json") != nil)
    }

    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x61, 0x00], "UTF-16"), ([0xFE, 0xFF, 0x00, 0x61], "UTF-16"),
            ([0x61, 0x00, 0x3A, 0x00, 0x20, 0x00], "UTF-16"),
            ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "UTF-32"),
        ] as [([UInt8], String)])
    func otherEncodingsAreNamed(bytes: [UInt8], encoding: String) {
        do throws(ManifestError) {
            _ = try ManifestReader.objects(in: bytes, file: "f.yaml")
            Issue.record("read")
        } catch {
            #expect(error.summary.contains(encoding) && error.hint.contains("UTF-8"), "\(error.summary)")
        }
    }

    /// As a server takes them: 64 bit integers, and doubles.
    @Test(arguments: ["f.yaml", "f.json"])
    func numbersAreThoseThatAServerHolds(file: String) throws {
        let text =
            #"{"apiVersion":"x/v1","kind":"X","metadata":{"name":"a"},"spec":[9007199254740993,18446744073709551615,0.1234567890123456789,1e-400,9007199254740993.0,-9007199254740993.00,9.007199254740993e15,90071992547409930e-1,9007199254740992.0,1.0,1e3,-0.0,1e21]}"#
        let spec = try ManifestReader.objects(in: Array(text.utf8), file: file).first?.value["spec"]
        #expect(
            spec
                == .array(
                    [
                        "9007199254740993", "18446744073709552000", "0.12345678901234568", "0",
                        "9007199254740992",
                        "-9007199254740992", "9007199254740992", "9007199254740992", "9007199254740992", "1",
                        "1000",
                        "0", "1e21",
                    ].compactMap {
                        Number(parsing: $0).map(Value.number)
                    }))
    }

    /// Lines are counted once, not from the beginning for each document.
    @Test func manyDocumentsAreReadInLinearTime() throws {
        func seconds(_ count: Int) throws -> Duration {
            let text = (0..<count).map { #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p\#($0)"}}"# + "\n\n\n" }
                .joined()
            let start = ContinuousClock.now
            #expect(
                try ManifestReader.objects(in: Array(text.utf8), file: "f.json").last?.position.line == 3 * count - 2)
            return ContinuousClock.now - start
        }
        // The shortest of several: other tests run at the same time.
        func shortest(_ count: Int) throws -> Duration { try (0..<3).map { _ in try seconds(count) }.min() ?? .zero }
        let few = try shortest(2_000)
        let many = try shortest(16_000)
        #expect(many < few * 40, "\(few) for 2,000, \(many) for 16,000")
    }
}
