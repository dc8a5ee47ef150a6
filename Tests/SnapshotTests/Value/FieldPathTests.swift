import Snapshot
import TestSupport
import Testing

/// One grammar for places in objects, in two spellings.
@Suite struct FieldPathTests {
    private static func key(_ value: Value) -> PathElement { .key(value.object ?? Object()) }

    private static let samples: [(FieldPath, readable: String, managed: [String])] = [
        (FieldPath(), "", []),
        (FieldPath(fields: "spec", "replicas"), "spec.replicas", ["f:spec", "f:replicas"]),
        (FieldPath(fields: "data", "a.b"), "data[\"a.b\"]", ["f:data", "f:a.b"]),
        (FieldPath(fields: "", "a"), "[\"\"].a", ["f:", "f:a"]),
        (FieldPath(fields: "data", "quote\"back\\"), "data[\"quote\\\"back\\\\\"]", ["f:data", "f:quote\"back\\"]),
        (FieldPath(fields: "data", "]"), "data[\"]\"]", ["f:data", "f:]"]),
        (
            FieldPath([.field("containers"), key(["name": "web"]), .field("image")]), "containers[name=web].image",
            ["f:containers", "k:{\"name\":\"web\"}", "f:image"]
        ),
        (
            FieldPath([.field("ports"), key(["port": 80, "protocol": "TCP"])]), "ports[port=80,protocol=TCP]",
            ["f:ports", "k:{\"port\":80,\"protocol\":\"TCP\"}"]
        ),
        // A text that reads like a number or a word of JSON is quoted: it is another key.
        (FieldPath([.field("ports"), key(["port": "80"])]), "ports[port=\"80\"]", ["f:ports", "k:{\"port\":\"80\"}"]),
        (FieldPath([.field("x"), key(["a": "true"])]), "x[a=\"true\"]", ["f:x", "k:{\"a\":\"true\"}"]),
        (FieldPath([.field("x"), key(["a": true])]), "x[a=true]", ["f:x", "k:{\"a\":true}"]),
        (FieldPath([.field("x"), key(["a": .null])]), "x[a=null]", ["f:x", "k:{\"a\":null}"]),
        (FieldPath([.field("x"), key(["a b": "c,d"])]), "x[\"a b\"=\"c,d\"]", ["f:x", "k:{\"a b\":\"c,d\"}"]),
        (FieldPath([.field("x"), key(["8": "c"])]), "x[8=c]", ["f:x", "k:{\"8\":\"c\"}"]),
        (FieldPath([.field("x"), key([:])]), "x[]", ["f:x", "k:{}"]),
        (
            FieldPath([.field("finalizers"), .value("kubernetes")]), "finalizers[=kubernetes]",
            ["f:finalizers", "v:\"kubernetes\""]
        ),
        (FieldPath([.field("x"), .value("007")]), "x[=007]", ["f:x", "v:\"007\""]),
        (FieldPath([.field("x"), .value("-1")]), "x[=\"-1\"]", ["f:x", "v:\"-1\""]),
        (FieldPath([.field("x"), .value(["a": [1, "]"]])]), "x[={\"a\":[1,\"]\"]}]", ["f:x", "v:{\"a\":[1,\"]\"]}"]),
        (FieldPath([.field("args"), .index(0)]), "args[0]", ["f:args", "i:0"]),
        (FieldPath([.index(3), .field("a")]), "[3].a", ["i:3", "f:a"]),
        (FieldPath(fields: "data", "é\u{301}"), "data[\"é\u{301}\"]", ["f:data", "f:é\u{301}"]),
    ]

    @Test(arguments: samples.indices) func bothSpellingsSayTheSamePath(_ position: Int) throws {
        let (path, readable, managed) = Self.samples[position]
        #expect(path.description == readable)
        #expect(path.managed == managed)
        #expect(FieldPath(parsing: readable) == path)
        #expect(FieldPath(managed: managed) == path)
    }

    @Test(arguments: [
        ".a", "a.", "a..b", "a[", "a]", "a[b]", "a[01]", "a[-1]", "a[=", "a[=b", "a[b=", "a[b=c", "a[b=c,]",
        "a[b=c,b=d]",
        "a[\"b]", "a[\"b\"", "a[\"b\"]c", "a[0]b", "a[=a b]", "a b", "a[b=c d]", "a[={]", "é", "a[\"\\x\"]",
    ])
    func otherTextsAreNoPaths(_ text: String) { #expect(FieldPath(parsing: text) == nil) }

    @Test func madeUpPathsComeBackFromBothSpellings() {
        var random = Shuffle(seed: 11)
        let texts = [
            "", "a", "a.b", "80", "-1", "1e3", "null", "é", "e\u{301}", "a\"b", "\\", "]", "[", "=", ",", "a b", "\n",
            "$", "*",
        ]
        func value(_ depth: Int) -> Value {
            switch random.next(depth > 1 ? 4 : 6) {
            case 0: .string(texts[random.next(texts.count)])
            case 1: .number(Number(random.next(100) - 50))
            case 2: .bool(random.next(2) == 0)
            case 3: .null
            case 4: .array((0..<random.next(3)).map { _ in value(depth + 1) })
            default: .object(object(depth + 1))
            }
        }
        func object(_ depth: Int) -> Object {
            var result = Object()
            for _ in 0..<random.next(3) { result[texts[random.next(texts.count)]] = value(depth) }
            return result
        }
        for _ in 0..<5000 {
            let path = FieldPath(
                (0..<random.next(6)).map { _ in
                    switch random.next(4) {
                    case 0: .field(texts[random.next(texts.count)])
                    case 1: .key(object(0))
                    case 2: .value(value(0))
                    default: .index(random.next(1000))
                    }
                })
            #expect(FieldPath(parsing: path.description) == path, "\(path)")
            #expect(FieldPath(managed: path.managed) == path, "\(path)")
        }
    }

    @Test(
        .enabled(if: Recordings.areAvailable, Recordings.absence),
        arguments: [Recordings.prodBaseline, .prodDrifted, .stageBaseline])
    func everyPathOfTheRecordingsComesBackFromBothSpellings(_ recording: Recordings) async throws {
        let state = ClusterState(try await Capturing.capture(recording), name: "state")
        let lookup = try await state.shelve([])
        var paths = 0
        var lost: [String] = []
        func look(_ path: FieldPath) {
            paths += 1
            if FieldPath(parsing: path.description) != path || FieldPath(managed: path.managed) != path {
                lost.append(path.description)
            }
        }
        /// The paths that the server itself wrote.
        func owned(_ fields: Value, _ path: [String]) throws {
            for member in fields.object?.members ?? [] where member.key != "." {
                let steps = path + [member.key]
                let read = try #require(FieldPath(managed: steps), "\(steps)")
                look(read)
                try owned(member.value, steps)
            }
        }
        func leaves(_ value: Value, _ path: FieldPath) {
            switch value {
            case .object(let object): object.members.forEach { leaves($0.value, path.appending(.field($0.key))) }
            case .array(let elements):
                for (i, element) in elements.enumerated() {
                    let name = element["name"].map { PathElement.key(Object(["name": $0])) }
                    leaves(element, path.appending(name ?? .index(i)))
                    if element.object == nil { look(path.appending(.value(element))) }
                }
            default: look(path)
            }
        }
        for entry in state.entries {
            let object = try #require(try await lookup(entry.identity))
            leaves(object, FieldPath())
            for manager in object[["metadata", "managedFields"]]?.array ?? [] {
                try owned(manager["fieldsV1"] ?? .null, [])
            }
        }
        #expect(paths > 10_000)
        #expect(lost.isEmpty, "\(lost.count) of \(paths): \(lost.prefix(10))")
    }
}

/// Numbers that come again with their seed.
private struct Shuffle {
    private var generator: SeededRandom

    init(seed: UInt64) { generator = SeededRandom(seed: seed) }

    mutating func next(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
}
