import Snapshot
import Testing

/// A tape says what the tree of the same bytes says. ``JSONReaderTests`` hold the grammar, which is the tape's.
@Suite struct JSONTapeTests {
    private static func tape(_ text: String, keys: KeyVocabulary = .empty) throws -> JSONTape {
        try JSONTape(Array(text.utf8), keys: keys)
    }

    @Test(arguments: [
        "null", "[]", "{}", "{\"b\":[1,\"x\"],\"a\":null}",
        "[{\"z\":{\"y\":1,\"x\":{\"b\":2,\"a\":[{},[]]}},\"a\":true}]",
        "{\"\\u0062\":\"\\u003c\\n\\\"\\\\\",\"a\\\"\":\"é😀\\u0001\",\"\":1e3}",
        "[-0,1.50,1e21,123456789012345678901234]",
        "{ \"spaced\" : [ \"longer than eight bytes, then \\t an escape and \\u001f more\" , \"é\" ] }",
        "{\"abcdefgh2\":1,\"abcdefgh1\":2,\"abcdefgh\":3,\"abcdefg\":4,\"abcdefgh\\u0000\":5}",
    ])
    func canonicalTextAndTreeAgree(text: String) throws {
        let tape = try Self.tape(text)
        var written: [UInt8] = []
        tape.appendCanonical(to: &written)
        #expect(written == CanonicalJSON.bytes(tape.value()))
        #expect(try JSONTape(written).value() == tape.value())
        #expect(try JSONTape(tape.canonicalLine()).isCanonicalLine)
        #expect(try !JSONTape(written).isCanonicalLine)
        #expect(tape.isSame(0, as: try JSONTape(written), 0))
    }

    @Test(arguments: [
        "{\"a\":1}", "{\"a\":1}\n\n", " {\"a\":1}\n", "{\"a\": 1}\n", "{\"a\":1.0}\n", "{\"b\":2,\"a\":1}\n",
        "{\"\\u0061\":1}\n", "[\"\\/\"]\n", "[\"\\u003c\"]\n", "[1,2]", "[true]\r", "\n", "", "{\"a\" :1}\n",
        "[\"\\u0008\"]\n", "[\"\\u001F\"]\n", "[\"\\u00e9\"]\n", "[-0]\n", "[1 ]\n", "{ }\n", "[]\n\n",
    ])
    func anotherSpellingIsNotCanonical(text: String) throws {
        let tape = try? JSONTape(Array(text.utf8))
        #expect(tape?.isCanonicalLine != true)
    }

    @Test(arguments: [
        ("1", "2"), ("\"a\"", "\"b\""), ("[1]", "[1,1]"), ("[[1],2]", "[[1,2]]"), ("{\"a\":1}", "{\"b\":1}"),
        ("{\"a\":[]}", "{\"a\":{}}"), ("true", "false"), ("\"1\"", "1"), ("\"é\"", "\"e\u{301}\""),
        ("[[],[]]", "[[[]]]"),
    ])
    func whatDiffersIsNotTheSame(a: String, b: String) throws {
        let (x, y) = (try Self.tape(a), try Self.tape(b))
        #expect(!x.isSame(0, as: y, 0) && !y.isSame(0, as: x, 0))
        #expect(x.isSame(0, as: x, 0))
        let wrapped = try Self.tape("{\"a\":0,\"b\":\(a)}", keys: KeyVocabulary(["a", "b"]))
        #expect(x.isSame(0, as: wrapped, try #require(wrapped.member("b", of: 0))))
    }

    @Test func membersAreFoundByNameAndByNumber() throws {
        let keys = KeyVocabulary(["name", "metadata", "spec", "name"])
        #expect(keys.count == 3)
        let tape = try Self.tape("{\"spec\":7,\"other\":1,\"metadata\":{\"name\":\"x\"}}", keys: keys)
        #expect(tape.string(tape.member(["metadata", "name"], of: 0)) == "x")
        #expect(tape.member("name", of: 0) == nil)
        #expect(tape.member(["spec", "name"], of: 0) == nil)
        #expect(tape.string(tape.member("spec", of: 0)) == nil)
        let members = tape.children(0)
        #expect(members.map(tape.words) == ["metadata", "other", "spec"])
        #expect(members.map(tape.key) == [keys.id("metadata"), KeyVocabulary.unknown, keys.id("spec")])
        #expect(keys.name(keys.id("spec")) == "spec")
        #expect(keys.id("specs") == KeyVocabulary.unknown)
    }

    /// Many names, many of one hash: nothing is mistaken for another.
    @Test func aLargeVocabularyKnowsEachName() {
        let names = (0..<70_000).map { "name-\($0)" }
        let keys = KeyVocabulary(names)
        #expect(keys.count == names.count)
        #expect(names.allSatisfy { keys.name(keys.id($0)) == $0 })
        #expect(keys.id("name-70000") == KeyVocabulary.unknown)
    }

    /// Objects of any shape, members in any order: sorting moves whole subtrees and loses nothing.
    @Test func madeValuesGoThereAndBack() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let value = Self.value(depth: 0, &random)
            let text = Self.shuffled(value, &random)
            let tape = try JSONTape(Array(text.utf8))
            #expect(tape.value() == value, "\(text)")
            #expect(tape.end(0) == tape.nodes.count)
            var written: [UInt8] = []
            tape.appendCanonical(to: &written)
            #expect(written == CanonicalJSON.bytes(value))
        }
    }

    /// Bytes that were JSON before somebody turned, cut or doubled some of them: read or refused, never a crash, and what is
    /// read is written as something that is read as the same.
    @Test func damagedTextIsReadOrRefused() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<5_000 {
            var bytes = Array(Self.shuffled(Self.value(depth: 0, &random), &random).utf8)
            for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: bytes.removeSubrange(place...)
                case 2: bytes.insert(contentsOf: bytes[place...].prefix(7), at: place)
                default: bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            guard let tape = try? JSONTape(bytes) else { continue }
            var written: [UInt8] = []
            tape.appendCanonical(to: &written)
            #expect(try JSONReader.value(written) == tape.value())
        }
    }

    private static let names = ["a", "b", "é", "name", "metadata", "abcdefgh", "abcdefghi", "x\"y", "", "\n"]

    private static func value(depth: Int, _ random: inout SystemRandomNumberGenerator) -> Value {
        switch Int.random(in: 0..<(depth > 4 ? 5 : 9), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(Number(Int.random(in: -1000...1000, using: &random)))
        case 3, 4: return .string(names.randomElement(using: &random) ?? "")
        case 5, 6:
            return .array((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1, &random) })
        default:
            var object = Object()
            for _ in 0..<Int.random(in: 0...(depth == 0 ? 30 : 6), using: &random) {
                let name = (names.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? "" : "2")
                object[name] = value(depth: depth + 1, &random)
            }
            return .object(object)
        }
    }

    private static func shuffled(_ value: Value, _ random: inout SystemRandomNumberGenerator) -> String {
        switch value {
        case .object(let object):
            let members = object.members.shuffled(using: &random).map {
                "\(CanonicalJSON.text(.string($0.key))) :\(shuffled($0.value, &random))"
            }
            return "{\(members.joined(separator: ", "))}"
        case .array(let elements): return "[\(elements.map { shuffled($0, &random) }.joined(separator: ","))]"
        default: return CanonicalJSON.text(value)
        }
    }
}
