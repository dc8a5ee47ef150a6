import Snapshot
import Testing

/// RFC 8259, case by case: what is JSON is read exactly, and everything else is refused by name and place.
@Suite struct JSONReaderTests {
    private static func read(_ text: String) throws(JSONError) -> Value { try JSONReader.value(Array(text.utf8)) }

    private static func error(_ bytes: [UInt8]) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONReader.value(bytes)
            return nil
        } catch { return error }
    }

    static let accepted: [(String, Value)] = [
        ("null", .null), ("true", .bool(true)), ("false", .bool(false)), (" \t\r\n7 \n", .number(Number(7))),
        ("\"\"", ""), ("[]", []), ("{}", [:]), ("[ ]", []), ("{ }", [:]),
        ("[1,2]", [.number(Number(1)), .number(Number(2))]),
        ("{\"a\":{\"b\":[null]}}", ["a": ["b": [.null]]]), ("{\"\":1}", ["": .number(Number(1))]),
        ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t"), ("\"\\u0041\\u00e9\\u20AC\"", "Aé€"),
        ("\"\\ud83d\\ude00\"", "😀"), ("\"\\uD834\\uDD1E\"", "𝄞"), ("\"\\u0000\"", "\u{0}"), ("\"\\uFFFF\"", "\u{FFFF}"),
        ("\"\u{7F}\"", "\u{7F}"), ("\"\u{2028}\u{2029}\"", "\u{2028}\u{2029}"), ("\"é e\u{301}\"", "é e\u{301}"),
        ("\"\u{FEFF}\"", "\u{FEFF}"), ("\"/\"", "/"), ("\"\\u002f\"", "/"), ("\"a\\u0000b\"", "a\u{0}b"),
        ("\"\\u2028\"", "\u{2028}"), ("\"\u{10FFFF}\"", "\u{10FFFF}"), ("[[[[[]]]]]", [[[[[]]]]]),
    ]

    @Test(arguments: accepted)
    func whatIsJSONIsRead(text: String, value: Value) throws {
        let found = try Self.read(text)
        #expect(found == value)
        // By bytes: Swift's own equality of strings would take é for e and an accent.
        #expect(CanonicalJSON.bytes(found) == CanonicalJSON.bytes(value))
    }

    static let numbers: [(String, String)] = [
        ("0", "0"), ("-0", "0"), ("0.0", "0"), ("-0.0", "0"), ("0e9", "0"), ("1", "1"), ("-1", "-1"), ("1.50", "1.5"),
        ("1e3", "1000"), ("1E+3", "1000"), ("1e-3", "0.001"), ("100e-2", "1"),
        ("123456789012345678901", "123456789012345678901"),
        ("9007199254740993", "9007199254740993"), ("-9223372036854775809", "-9223372036854775809"),
        ("18446744073709551616", "18446744073709551616"), ("1e21", "1e+21"), ("1000000000000000000000", "1e+21"),
        ("123456789012345678901234567890", "1.2345678901234567890123456789e+29"),
        ("0.1", "0.1"), ("0.000001", "0.000001"), ("0.0000001", "1e-7"), ("1e400", "1e+400"), ("-1.0e-400", "-1e-400"),
        ("3.141592653589793238462643383279", "3.141592653589793238462643383279"), ("1e1000000", "1e+1000000"),
    ]

    @Test(arguments: numbers)
    func numbersKeepEveryDigit(text: String, canonical: String) throws {
        guard case .number(let number) = try Self.read(text) else {
            Issue.record("\(text) is no number")
            return
        }
        #expect(number.text == canonical)
        // What was written is read as the same number again.
        #expect(try Self.read(CanonicalJSON.text(.number(number))) == .number(number))
    }

    @Test func numbersThatDoublesConfuseStayApart() throws {
        for (a, b) in [
            ("9007199254740992", "9007199254740993"), ("0.1", "0.1000000000000000055511151231257827"),
            ("1e308", "1.0000000000000000001e308"), ("1e400", "1e401"),
        ] {
            #expect(try Self.read(a) != Self.read(b))
        }
    }

    static let refused: [(String, JSONError.Reason, Int)] = [
        ("", .truncated, 0), (" ", .truncated, 1), ("{", .truncated, 1), ("[", .truncated, 1), ("[1", .truncated, 2),
        ("[1,", .truncated, 3), ("{\"a\"", .truncated, 4), ("{\"a\":", .truncated, 5), ("{\"a\":1", .truncated, 6),
        ("{\"a\":1,", .truncated, 7), ("\"abc", .truncated, 4), ("\"\\", .truncated, 1), ("\"\\u12", .truncated, 5),
        ("tru", .truncated, 3), ("-", .truncated, 1),
        ("[1,]", .unexpectedByte(0x5D), 3), ("[,1]", .unexpectedByte(0x2C), 1), ("[1 2]", .unexpectedByte(0x32), 3),
        ("{\"a\":1,}", .unexpectedByte(0x7D), 7), ("{a:1}", .unexpectedByte(0x61), 1),
        ("{'a':1}", .unexpectedByte(0x27), 1),
        ("{\"a\" 1}", .unexpectedByte(0x31), 5), ("{1:1}", .unexpectedByte(0x31), 1),
        ("nul1", .unexpectedByte(0x31), 3),
        ("True", .unexpectedByte(0x54), 0), ("NaN", .unexpectedByte(0x4E), 0), ("Infinity", .unexpectedByte(0x49), 0),
        ("+1", .unexpectedByte(0x2B), 0), (".5", .unexpectedByte(0x2E), 0), ("\u{FEFF}1", .unexpectedByte(0xEF), 0),
        ("// x\n1", .unexpectedByte(0x2F), 0), ("\u{A0}1", .unexpectedByte(0xC2), 0),
        ("\u{C}1", .unexpectedByte(0x0C), 0),
        ("1 2", .trailingBytes, 2), ("{}}", .trailingBytes, 2), ("[]x", .trailingBytes, 2),
        ("1\u{0}", .trailingBytes, 1),
        ("nullx", .trailingBytes, 4), ("1e5.5", .trailingBytes, 3), ("0x1F", .trailingBytes, 1),
        ("01", .invalidNumber, 0), ("-01", .invalidNumber, 0), ("1.", .invalidNumber, 2), ("1.e1", .invalidNumber, 2),
        ("1e", .invalidNumber, 2), ("1e+", .invalidNumber, 3), ("-x", .invalidNumber, 1), ("00", .invalidNumber, 0),
        ("1e1000001", .invalidNumber, 0), ("1e99999999999999999999", .invalidNumber, 0),
        ("\"\\x41\"", .invalidEscape, 1), ("\"\\u12g4\"", .invalidEscape, 5), ("\"\\ud800\"", .invalidEscape, 1),
        ("\"\\ud800x\"", .invalidEscape, 1), ("\"\\ud800\\u0041\"", .invalidEscape, 1),
        ("\"\\udc00\"", .invalidEscape, 1),
        ("\"\\ud800\\ud800\"", .invalidEscape, 1), ("\"\\U0041\"", .invalidEscape, 1), ("\"\\a\"", .invalidEscape, 1),
        ("\"a\nb\"", .controlCharacter, 2), ("\"\t\"", .controlCharacter, 1), ("\"\u{0}\"", .controlCharacter, 1),
        ("\"\u{1F}\"", .controlCharacter, 1), ("\"\\n\n\"", .controlCharacter, 3),
        ("{\"a\":1,\"a\":1}", .duplicateKey("a"), 0), ("[{\"a\":1,\"b\":2,\"a\":3}]", .duplicateKey("a"), 1),
        ("{\"a\":1,\"\\u0061\":2}", .duplicateKey("a"), 0),
    ]

    @Test(arguments: refused)
    func whatIsNotJSONIsRefusedByNameAndPlace(text: String, reason: JSONError.Reason, offset: Int) {
        let error = Self.error(Array(text.utf8))
        #expect(error?.reason == reason, "\(text): \(error.map(\.summary) ?? "accepted")")
        #expect(error?.offset == offset, "\(text)")
        #expect(error?.summary.isEmpty == false)
    }

    /// Source of the byte patterns: Unicode 15, table 3-7; RFC 3629.
    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE2, 0x82],
            [0xE2, 0x28, 0xA1],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]])
    func bytesThatAreNoUTF8AreRefused(bytes: [UInt8]) {
        for (before, after) in [("\"", "\""), ("\"\\n", "\""), ("{\"", "\":1}"), ("[\"ok\",\"é", "\"]")] {
            let error = Self.error(Array(before.utf8) + bytes + Array(after.utf8))
            #expect(error?.reason == .invalidUTF8, "\(bytes) in \(before): \(error.map(\.summary) ?? "accepted")")
        }
    }

    @Test func nestingIsBoundedAndTheBoundIsExact() {
        for (open, close, inner) in [("[", "]", ""), ("{\"a\":", "}", "1")] {
            func nested(_ depth: Int) -> [UInt8] {
                Array((String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)).utf8)
            }
            #expect(Self.error(nested(JSONReader.depthLimit)) == nil)
            #expect(Self.error(nested(JSONReader.depthLimit + 1))?.reason == .tooDeep)
            // Far beyond: neither a crash nor a wait.
            #expect(Self.error(nested(200_000))?.reason == .tooDeep)
            #expect(Self.error(Array(String(repeating: open, count: 1_000_000).utf8))?.reason == .tooDeep)
        }
    }

    @Test func everyPrefixOfATextIsRefused() throws {
        let text = Array("{\"a\":[1.5e3,\"x\\u00e9\\ud83d\\ude00é\",null,true,false,{\"b\":{}}],\"c\":\"\\\\\"}".utf8)
        _ = try JSONReader.value(text)
        for length in 0..<text.count { #expect(Self.error(Array(text.prefix(length))) != nil, "\(length) bytes") }
    }

    @Test func keysThatOnlyLookAlikeAreDifferentKeys() throws {
        // One é as one scalar and one as two: Swift calls them equal, the API server does not.
        let value = try Self.read("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value.object?.members.count == 2)
        #expect(value["\u{E9}"]?.int == 1)
        #expect(value["e\u{301}"]?.int == 2)
    }

    /// The streamed list finds what the whole reader finds.
    @Test(arguments: [
        "{\"kind\":\"PodList\",\"items\":[{\"a\":1},{\"b\":[2]}],\"metadata\":{}}",
        "{\"items\":[],\"metadata\":{\"continue\":\"x\"}}", "{\"items\":null}", "{\"metadata\":{}}",
        " { \"items\" : [ 1 , 2 ] } ",
    ])
    func aStreamedListIsTheSame(text: String) throws {
        var items: [Value] = []
        let (rest, hasItems) = try JSONReader.list(Array(text.utf8)) { items.append($0.value()) }
        let whole = try Self.read(text)
        #expect((whole["items"]?.array ?? []) == items)
        #expect(hasItems == (whole["items"] != nil))
        var expected = whole.object ?? Object()
        expected["items"] = nil
        #expect(rest == expected)
    }

    @Test(arguments: [
        "", "[]", "{\"items\":{}}", "{\"items\":[1,]}", "{\"items\":[1] \"a\":1}", "{\"items\":[]}x", "{\"items\":[",
        "{\"items\":[],\"items\":[]}", "{\"a\":1,\"a\":2,\"items\":[]}", "{\"items\":7}",
    ])
    func aBrokenListIsRefused(text: String) {
        #expect(throws: (any Error).self) { try JSONReader.list(Array(text.utf8)) { _ in } }
    }

    @Test func documentsInARowAreReadWithTheirPlaces() throws {
        let found = try JSONReader.values(Array(" {\"a\":1}\n{\"b\":2}[3] ".utf8))
        #expect(found.map(\.offset) == [1, 9, 16])
        #expect(found.map(\.value) == [["a": .number(Number(1))], ["b": .number(Number(2))], [.number(Number(3))]])
        #expect(try JSONReader.values(Array(" \n".utf8)).isEmpty)
        #expect(throws: JSONError.self) { try JSONReader.values(Array("{} x".utf8)) }
        #expect(throws: JSONError.self) { try JSONReader.values(Array("{} {".utf8)) }
    }

    /// Noise never crashes the reader, and what it accepts it writes as something that it reads as the same.
    @Test func noiseIsReadOrRefused() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("{}[]\":,\\u0123456789abcdefEe+-.truefalsnl \n\u{E9}".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                alphabet[Int.random(in: alphabet.indices, using: &random)]
            }
            guard let value = try? JSONReader.value(bytes) else { continue }
            #expect((try? JSONReader.value(CanonicalJSON.bytes(value))) == value)
        }
    }
}
