import Snapshot
import TestSupport
import Testing

/// YAML as kubectl reads it, tried with kubectl 1.33, and refused where kubectl would guess.
@Suite struct YAMLReaderTests {
    private static func read(_ text: String) throws(YAMLError) -> [Value] {
        try YAMLReader.documents(Array(text.utf8)).map(\.value)
    }

    private static func one(_ scalar: String) throws -> Value? { try read("a: \(scalar)\n").first?["a"] }

    private static func error(_ text: String) -> YAMLError? {
        do throws(YAMLError) {
            _ = try read(text)
            return nil
        } catch { return error }
    }

    static let truths: [(String, Bool)] =
        [
            "true", "True", "TRUE", "on", "On", "ON", "yes", "Yes", "YES", "y", "Y",
        ].map { ($0, true) }
        + ["false", "False", "FALSE", "off", "Off", "OFF", "no", "No", "NO", "n", "N"].map { ($0, false) }

    @Test(arguments: truths) func wordsOfTruthAreTruth(text: String, value: Bool) throws {
        #expect(try Self.one(text) == .bool(value))
        #expect(try Self.one("'\(text)'") == .string(text))
        #expect(try Self.one("\"\(text)\"") == .string(text))
    }

    static let numbers: [(String, String)] = [
        ("0", "0"), ("7", "7"), ("-7", "-7"), ("+7", "7"), ("017", "15"), ("0o17", "15"), ("1_000", "1000"),
        ("0x1F", "31"),
        ("0x1f", "31"), ("-0x1F", "-31"), ("0b101", "5"), ("1e3", "1000"), ("1E3", "1000"), ("1.5", "1.5"),
        (".5", "0.5"),
        ("1.", "1"), ("-0", "0"), ("08", "8"), ("019", "19"), ("1e-3", "0.001"), ("6.02e+23", "6.02e+23"),
        ("-017", "-15"),
        ("9007199254740993", "9007199254740993"), ("18446744073709551615", "18446744073709551615"),
    ]

    @Test(arguments: numbers) func plainNumbersAreNumbers(text: String, canonical: String) throws {
        #expect(try Self.one(text) == Number(parsing: canonical).map(Value.number))
        #expect(try Self.one("\"\(text)\"") == .string(text))
    }

    @Test(
        arguments: [
            "2026-11-23", "2026-11-23T06:50:35Z", "12:30:45", "1:2", "08:00", "v1", "1.2.3", "10.0.0.1", "0x", "0xG",
            "1e", "e3", "-",
            "+", ".", "..", "Yes!", "tRUE", "nUll", "nil", "1,000", "1 000", "0o8", "0b2", "1e3x", "<nil>", "=",
            "1h30m", "500m",
            "128Mi", "100%", "0-1", "00-11", "1.5.2", "a:b", "http://x", "@", "%x",
        ].filter { !["@", "%x", "-"].contains($0) })
    func otherPlainWordsStayText(text: String) throws { #expect(try Self.one(text) == .string(text)) }

    @Test(arguments: ["", "~", "null", "Null", "NULL"])
    func nothingIsNull(text: String) throws { #expect(try Self.one(text) == .null) }

    @Test(arguments: [".inf", "-.inf", ".nan", ".NaN", "+.Inf"])
    func whatNoObjectCanHoldIsRefused(text: String) {
        let error = Self.error("a: 1\nb: \(text)\n")
        #expect(error?.reason == .notFinite(text))
        #expect(error?.position == InputPosition(line: 2, column: 4))
    }

    static let texts: [(String, Value)] = [
        ("|\n  x\n  y\n", "x\ny\n"), ("|-\n  x\n", "x"), (">\n  x\n  y\n", "x y\n"), ("'it''s'", "it's"),
        ("\"a\\n\\u00e9\\x41\"", "a\néA"), ("\"\\\n  b\"", "b"),
        ("{b: [1, two], c: {}}", ["b": [.number(Number(1)), "two"], "c": [:]]),
        ("!!str 7", "7"), ("!!int \"7\"", .number(Number(7))), ("!!bool \"yes\"", .bool(true)), ("!!null \"\"", .null),
        ("!!str yes", "yes"), ("!!binary aGk=", "hi"), ("!!binary /w==", "\u{FFFD}"), ("!Ref x", "x"), ("!Ref 7", "7"),
        ("!Ref [7]", [.number(Number(7))]), ("! 7", "7"), ("!!set {x}", ["x": .null]),
        ("|\n  no line feed", "no line feed\n"), (">\n  folded\n  text", "folded text\n"), ("|-\n  none", "none"),
        ("# c", .null), ("x # c", "x"), ("x#c", "x#c"), ("\"\"", ""), ("[]", []),
    ]

    @Test(arguments: texts) func scalarsAndCollectionsMeanWhatTheySay(text: String, value: Value) throws {
        #expect(try Self.one(text) == value)
    }

    @Test func keysBecomeText() throws {
        #expect(
            try Self.read("1: a\ntrue: b\n1.50: d\n'2': e\n1e6: f\n.inf: g\n2001-01-01: h\n").first
                == ["1": "a", "true": "b", "1.5": "d", "2": "e", "1e+06": "f", ".inf": "g", "2001-01-01": "h"])
    }

    static let refused: [(String, YAMLError.Reason?, Int, Int)] = [
        ("a: 1\nb: 2\na: 3\n", .duplicateKey("a"), 3, 1), ("x:\n  k: 1\n  j: 2\n  k: 3\n", .duplicateKey("k"), 4, 3),
        ("{a: 1, a: 2}\n", .duplicateKey("a"), 1, 8), ("1: a\n'1': b\n", .duplicateKey("1"), 2, 1),
        ("a: 1\n\"\\u0061\": 2\n", .duplicateKey("a"), 2, 1),
        ("a:\n\tb: 1\n", nil, 2, 1), ("a: [1\nb: 2\n", nil, 2, 0), ("a: 'x\n", nil, 2, 1), ("a: b: c\n", nil, 1, 5),
        ("- a\nb: 1\n", nil, 2, 1), ("a: &x\n  b: *y\n", .unknownAlias("y"), 2, 6),
        ("a: &x [*x]\n", .unknownAlias("x"), 1, 8),
        ("? [a]\n: 1\n", .complexKey, 1, 3), ("a: !!binary a_k=\n", .notOfTag("tag:yaml.org,2002:binary"), 1, 4),
        ("~: x\n", .keyIsNoText("~"), 1, 1), ("18446744073709551615: x\n", .keyIsNoText("18446744073709551615"), 1, 1),
        ("a: &x [1]\n*x : 2\n", .complexKey, 2, 1), ("a: &x [{b: 1}]\n<<: *x\n", .badMerge, 2, 1),
        ("a: 1\n---\nb: 1\nc: [\n", nil, 5, 0), ("a: 1\nb: \u{1}\n", nil, 2, 4),
        ("a: !!int x\n", .notOfTag("tag:yaml.org,2002:int"), 1, 4),
        ("<<: 7\n", .badMerge, 1, 1), ("%YAML 3.0\n---\na: 1\n", nil, 1, 1), ("a: \"\\q\"\n", nil, 1, 0),
        ("a: @x\n", nil, 1, 4),
        ("a: `x`\n", nil, 1, 4), ("a: %x\n", nil, 1, 4), ("}\n", nil, 1, 1), ("a: 1\n...\nb\u{0}\n", nil, 0, 0),
    ]

    /// A position of 0 means: wherever.
    @Test(arguments: refused)
    func mistakesHaveAPlace(text: String, reason: YAMLError.Reason?, line: Int, column: Int) {
        let error = Self.error(text)
        #expect(error != nil, "accepted: \(text)")
        if let reason { #expect(error?.reason == reason) }
        if line > 0 {
            #expect(error?.position.line == line, "\(error?.position.description ?? "") \(error?.summary ?? "")")
        }
        if column > 0 {
            #expect(error?.position.column == column, "\(error?.position.description ?? "") \(error?.summary ?? "")")
        }
    }

    @Test(
        arguments: [[0xFF, 0x0A], [0x61, 0x3A, 0x20, 0xC3, 0x28, 0x0A], [0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80]]
            as [[UInt8]])
    func bytesThatAreNoUTF8AreRefused(bytes: [UInt8]) {
        #expect(throws: YAMLError.self) { try YAMLReader.documents(bytes) }
    }

    @Test func documentsComeInOrderWithTheirPlaces() throws {
        let found = try YAMLReader.documents(Array("# head\na: 1\n---\n---\nb: 2\n...\n---\n[3]\n".utf8))
        #expect(found.map(\.value) == [["a": .number(Number(1))], ["b": .number(Number(2))], [.number(Number(3))]])
        #expect(found.map(\.position.line) == [2, 5, 8])
    }

    @Test func anchorsAndMergesAreFollowed() throws {
        let text = """
            base: &base {a: 1, b: 2}
            more: &more {b: 3, c: 4}
            one: {<<: *base, b: 9}
            two: {<<: [*base, *more]}
            again: *base
            """
        let value = try #require(try Self.read(text).first)
        #expect(value["one"] == ["a": .number(Number(1)), "b": .number(Number(9))])
        #expect(value["two"] == ["a": .number(Number(1)), "b": .number(Number(2)), "c": .number(Number(4))])
        #expect(value["again"] == value["base"])
        // Anchors end with their document.
        #expect(Self.error("a: &x 1\n---\nb: *x\n")?.reason == .unknownAlias("x"))
    }

    /// Later wins, merge keys included; of several sources of one merge key the first.
    @Test(
        arguments: [
            ("b: &b {k: merged}\nd: {k: own, <<: *b}\n", ["k": "merged"]),
            ("b: &b {k: merged}\nd: {<<: *b, k: own}\n", ["k": "own"]),
            ("b: &b {k: 1st}\nc: &c {k: 2nd, l: x}\nd: {<<: [*b, *c]}\n", ["k": "1st", "l": "x"]),
            ("b: &b {k: 1st}\nc: &c {k: 2nd}\nd: {<<: *b, <<: *c}\n", ["k": "2nd"]),
            ("d: {\"<<\": x}\n", ["<<": "x"]), ("d: {!!merge <<: {k: x}}\n", ["k": "x"]),
            ("b: &b b\nd: {*b : x}\n", ["b": "x"]), ("b: &b 1.50\nd: {*b : x}\n", ["1.5": "x"]),
            ("d: {&k k: x, l: *k}\n", ["k": "x", "l": "k"]), ("b: &x {c: &x z, k: *x}\nd: {k: *x}\n", ["k": "z"]),
        ] as [(String, Value)])
    func aliasesAndMergesGoAsKubectlGoes(text: String, value: Value) throws {
        #expect(try Self.read(text).first?["d"] == value)
    }

    /// The billion laughs, as lists, as mappings, through merges: refused within a moment.
    @Test(arguments: [
        (0..<12).map {
            "a\($0): &a\($0) [\(Array(repeating: $0 == 0 ? "x" : "*a\($0 - 1)", count: 10).joined(separator: ","))]"
        },
        (0..<12).map { level in
            "a\(level): &a\(level) {"
                + (0..<10).map { "k\($0): \(level == 0 ? "x" : "*a\(level - 1)")" }.joined(separator: ", ") + "}"
        },
        ["a: &a [\(Array(repeating: "x", count: 2000).joined(separator: ","))]"] + (0..<2000).map { "b\($0): *a" },
    ])
    func aliasBombsAreRefused(lines: [String]) {
        let start = ContinuousClock.now
        #expect(Self.error(lines.joined(separator: "\n"))?.reason == .aliasBomb)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func nestingIsBounded() {
        func flow(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(Self.error(flow(200)) == nil)
        #expect(Self.error(flow(1000)) != nil)
        #expect(Self.error(flow(100_000)) != nil)
        #expect(Self.error(String(repeating: "[", count: 100_000)) != nil)
        let blocks = (0..<400).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        #expect(Self.error(blocks)?.reason == .tooDeep)
        #expect(Self.error((0..<3000).map { _ in "- " }.joined() + "x") != nil)
    }

    /// JSON is YAML here too, and says the same.
    @Test(
        arguments: JSONReaderTests.accepted.filter {
            !$0.0.contains("\\/") && !$0.0.contains("\\u") && !$0.0.contains("\t\r")
        })
    func jsonMeansTheSame(text: String, value: Value) throws {
        guard ["{", "["].contains(text.first) else { return }
        #expect(try Self.read(text).first ?? .null == value)
    }
}
