import Snapshot
import TestSupport
import Testing

/// Precision and recall of redaction, by category: credentials in every place where clusters keep some, and ordinary objects that are
/// full of what looks like one.
@Suite struct RedactionCorpusTests {
    /// Rounds of about 300 values.
    private static let rounds = 11

    private static func redact(_ object: Value) -> (object: Value, outcome: Redactor.Outcome) {
        let apiVersion = object["apiVersion"]?.string ?? "v1"
        return Redactor(key: Capturing.key).redact(
            object,
            identity: Identity(
                group: apiVersion.contains("/") ? String(apiVersion.prefix { $0 != "/" }) : "",
                kind: object["kind"]?.string ?? "", namespace: object[["metadata", "namespace"]]?.string,
                name: object[["metadata", "name"]]?.string ?? ""))
    }

    @Test func everyPlantedCredentialIsGone() {
        let planted = CredentialCorpus.planted(rounds: Self.rounds)
        #expect(planted.count >= 3000)
        var found: [String: (gone: Int, all: Int)] = [:]
        var left: [String] = []
        for entry in planted {
            var row = found[entry.category] ?? (0, 0)
            row.all += 1
            if CanonicalJSON.text(Self.redact(entry.object).object).contains(entry.value) {
                left.append("\(entry.category): \(CanonicalJSON.text(entry.object).prefix(300))")
            } else {
                row.gone += 1
            }
            found[entry.category] = row
        }
        for (category, row) in found.sorted(by: { $0.key < $1.key }) {
            print("recall \(category): \(row.gone) of \(row.all)")
        }
        #expect(left.prefix(5) == [])
    }

    @Test func ordinaryObjectsStayAsTheyAre() {
        #expect(OrdinaryCorpus.all.count >= 400)
        var found: [String: (kept: Int, all: Int)] = [:]
        var taken: [String] = []
        for entry in OrdinaryCorpus.all {
            var row = found[entry.category] ?? (0, 0)
            row.all += 1
            let (object, outcome) = Self.redact(entry.object)
            if object == entry.object {
                row.kept += 1
            } else {
                taken.append("\(entry.text): \(outcome.redactions.map { "\($0.path) \($0.rule)" })")
            }
            found[entry.category] = row
        }
        for (category, row) in found.sorted(by: { $0.key < $1.key }) {
            print("unchanged \(category): \(row.kept) of \(row.all)")
        }
        #expect(taken.prefix(5) == [])
    }

    /// The lines around a credential stay readable and comparable.
    @Test func onlyTheValueIsReplaced() {
        func redacted(_ text: String) -> String? {
            Self.redact([
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
                "data": ["app": .string(text)],
            ]).object["data"]?["app"]?.string
        }
        for (before, after) in [
            ("color: red\ndb:\n  password: ", "\n  pool: 5\n"), ("a=1\nPASSWORD=", "\nb=2\n"),
            ("url: postgres://app:", "@db/app\npool: 5\n"), ("{\"user\":\"u\",\"password\":\"", "\",\"port\":5}"),
            ("<user>u</user><password>", "</password><x>1</x>"), ("maxmemory 1gb\nrequirepass ", "\nport 6379\n"),
        ] {
            let text = redacted("\(before)hunter2Correct\(after)") ?? ""
            #expect(text.hasPrefix(before) && text.hasSuffix(after), "\(text)")
            #expect(RedactionToken.keyID(of: String(text.dropFirst(before.count).dropLast(after.count))) != nil)
            #expect(redacted(text) == text)
        }
    }

    /// The work for a text, as an entry and as a value of a custom resource.
    private static func steps(_ unit: String, bytes: Int) -> Int {
        let text = String(repeating: unit, count: bytes / unit.utf8.count)
        let objects: [Value] = [
            [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
                "data": ["app": .string(text)],
            ],
            [
                "apiVersion": "example.org/v1", "kind": "Widget", "metadata": ["name": "x", "namespace": "a"],
                "spec": ["text": .string(text), "args": [.string("x \(text)")]],
            ],
        ]
        return objects.reduce(0) { $0 + redact($1).outcome.steps }
    }

    /// Every mark of every detector, repeated: the work grows with the text and not faster.
    @Test(arguments: RedactionCorpusTests.marks)
    func theWorkGrowsWithTheText(mark: String) {
        let sizes = [10_000, 20_000, 40_000]
        let counts = sizes.map { Self.steps(mark, bytes: $0) }
        for (size, count) in zip(sizes, counts) {
            #expect(count <= 3 * size * 60 + (1 << 23), "\(mark): \(counts)")
        }
        #expect(counts[2] <= counts[1] * 5 / 2 + 100_000, "\(mark): \(counts)")
    }

    /// Two marks in turn, many pairs.
    @Test func theWorkForTwoMarksGrowsWithTheText() {
        var random = SeededRandom(seed: 15)
        for _ in 0..<(EnvironmentFlag.isFull ? 2000 : 60) {
            let pair = (0..<2).map { _ in Self.marks[Int.random(in: Self.marks.indices, using: &random)] }.joined()
            let counts = [4_000, 8_000, 16_000].map { Self.steps(pair, bytes: $0) }
            #expect(counts[2] <= counts[1] * 5 / 2 + 100_000, "\(pair): \(counts)")
        }
    }

    /// Texts in texts: JSON in JSON, base64 in base64.
    @Test func theWorkForNestedTextsGrowsWithTheText() {
        func steps(_ wrap: (String) -> String, _ count: Int) -> Int {
            var text = String(repeating: "kind: Secret, token: a, ", count: count)
            for _ in 0..<4 { text = wrap(text) }
            return Self.redact([
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"],
                "data": ["app": .string(text)],
            ]).outcome.steps
        }
        let wraps: [(String) -> String] = [
            { CanonicalJSON.text(["x": .string($0)]) }, { StrictBase64.encode(Array("x: \($0)\n".utf8)) },
        ]
        for wrap in wraps {
            let counts = [100, 200, 400].map { steps(wrap, $0) }
            #expect(counts[2] <= counts[1] * 5 / 2 + 100_000, "\(counts)")
        }
    }

    static let marks =
        [
            "://", "=", ":", " -u", "\\u0041", "8Q~", "Key=", "name:", "-eyJ", "thin:", "eyJ.", "sig=", "password",
            "password:",
            "password=", "token: a ", "<password>", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "s.", "$2y$",
            "Bearer ",
            "Basic ", "http://a@", "http://a:b", "?a=", "a?token=", "MII", "AQA", "4111 ", "'", "\"", "\\", "\n",
            "\r\n",
            "curl -u a:b ", "mysql -p", " login", "kind: Secret\n", "stringData:\n", "- a\n", "{", "[", "{\"a\":",
            "passwords:\n- a\n",
            "identified by ", ">", "a:1:b:c:", "define('a', ", "Pwd=;", "%41", "kty", "d: ", "AB", "ABCDEFGHIJKLMNOP",
            "x=1,",
            "password: see the ", "a&b=", ";", "export ", "user on >", "=>", "hmac-sha256:", "(", "password('", "<a>",
            "<name>token</name>", "<value>", "value='", "name=", "value: a\nname: token\n", "password=\"\"\"",
            "password: #\n", "password=\\\n", "echo a | ", "echo a > pw ", "- --token\n", "--token, ",
            "variable \"token\" {\n",
            "setenv PW ", "stats auth ", "connect a/", "htpasswd -b ", "mc alias ", "npm set token ", "password || ",
            "`",
            "<![CDATA[", "stringData:\n a: b\n", "<<", "Password=a;", "%M(a:b)%", "this.password=a", "a:b@", "/", "-",
            "~", "a,password\n", "password,", "|password", "insert into a (password) values ('a'), ", "password  ",
            "? ", "? a\n: b\n",
            "? |\n password\n: ", "\n: ", "<input type=password value=a ", "<input type=password value=a>", "{SHA}",
            "{SHA}aB3/",
            "chpasswd <<E\n", "chpasswd:\n a:b\n", "basicauth users=a:b ", "root:aB345678\n",
            "a:b:00000000000000000000000000000000\n",
            "rocommunity a ", "createuser a sha b\n", "snmp community: a\n", "tokens { agent=a ",
            "tokens {\n agent = \"a\"\n", "a <<< b ", "yes a | ",
        ] + CredentialShapeMarks.all

    /// What is not read any more is replaced as a whole, and said.
    @Test func beyondTheBudgetAllIsReplaced() {
        let text = String(repeating: "{\"password\":\"abcdefgh12\", \"x\":\"", count: 20)
        var data = Object()
        for i in 0..<3 {
            data["e\(i)"] = .string(
                String(repeating: "kind: Secret\nstringData: {a: value\(i)\(text)}\n---\n", count: 400))
        }
        let outcome = Self.redact([
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "namespace": "a"], "data": .object(data),
        ])
        #expect(!CanonicalJSON.text(outcome.object).contains("abcdefgh12"))
    }
}

/// Prefixes of issued keys, as marks.
enum CredentialShapeMarks {
    static let all = [
        "AKIA", "ghp_", "glpat-", "npm_", "AIza", "xoxb-", "sk_live_", "hvs.", "SG.", "whsec_", "dapi", "ATATT3",
        "sk-", "key-", "hf_", "+ASt", "AzSe", "JQQJ", ":AA", "0Q~", "eyA", "ewo", "sha256~",
    ]
}
