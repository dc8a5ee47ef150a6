import Snapshot
import TestSupport
import Testing

/// What is encrypted to a recipient of age(1) is decrypted by age(1).
@Suite(.enabled(if: Tool.exists("age") && Tool.exists("age-keygen"), "age is missing"))
struct AgeTests {
    @Test(arguments: [0, 1, 10_240, 65_535, 65_536, 65_537, 131_072, 200_000])
    func ageDecryptsWhatWeEncrypt(_ count: Int) throws {
        let folder = try TemporaryDirectory()
        try Tool.run(["age-keygen", "-o", folder.file("one.key")])
        try Tool.run(["age-keygen", "-o", folder.file("two.key")])
        var recipients: [AgeRecipient] = []
        for name in ["one.key", "two.key"] {
            let text = String(decoding: try Tool.run(["age-keygen", "-y", folder.file(name)]), as: UTF8.self)
            recipients.append(try #require(AgeRecipient(text.trimmingSuffix { $0.isNewline })))
        }
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        var file = try AgeFile(folder.file("x.age"), recipients: recipients)
        var rest = bytes[...]
        while !rest.isEmpty {
            try file.write(Array(rest.prefix(7_001)))
            rest = rest.dropFirst(7_001)
        }
        let digests = try file.commit()
        #expect(digests.hex == Digest(of: bytes).hex)
        for name in ["one.key", "two.key"] {
            #expect(try Tool.run(["age", "-d", "-i", folder.file(name), folder.file("x.age")]) == bytes)
        }
        try Tool.run(["age-keygen", "-o", folder.file("three.key")])
        #expect(throws: Tool.Failure.self) {
            try Tool.run(["age", "-d", "-i", folder.file("three.key"), folder.file("x.age")])
        }
        #expect(try FileStatus.of(folder.file("x.age"))?.mode == 0o600)
    }

    @Test func aMistypedRecipientIsNone() throws {
        let folder = try TemporaryDirectory()
        try Tool.run(["age-keygen", "-o", folder.file("k")])
        let text = String(decoding: try Tool.run(["age-keygen", "-y", folder.file("k")]), as: UTF8.self)
            .trimmingSuffix { $0.isNewline }
        #expect(AgeRecipient(String(text)) != nil)
        for i in text.indices.dropFirst(4) {
            var twin = String(text)
            twin.replaceSubrange(i...i, with: twin[i] == "q" ? "p" : "q")
            #expect(AgeRecipient(twin) == nil)
        }
        #expect(AgeRecipient("age1") == nil && AgeRecipient("") == nil && AgeRecipient(text.uppercased()) == nil)
    }
}

extension StringProtocol {
    func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = String(self)
        while let last = text.last, predicate(last) { text.removeLast() }
        return text
    }
}
