import Foundation
import Snapshot
import TestSupport
import Testing

/// openssl decides which certificates of authorities hold: chains made by it, judged by it and by us.
@Suite(.enabled(if: Tool.exists("openssl"), "openssl is missing"))
struct AuthorityChainTests {
    @Test func opensslAgreesAboutEveryKindOfChain() async throws {
        let bench = try ChainBench()
        for chain in ChainKinds.all {
            let (expected, seconds, words) = try bench.verdict(chain)
            let fault = try await bench.fault(chain, seconds: seconds)
            #expect((fault == nil) == expected, "\(chain.name): openssl: \(words); we: \(fault ?? "it holds")")
            if let holds = chain.holds { #expect(expected == holds, "\(chain.name): \(words)") }
        }
    }

    @Test func opensslAgreesAboutEveryGeneratedChain() async throws {
        let bench = try ChainBench()
        let seeds = 1...(EnvironmentFlag.isFull ? 1_500 : 240)
        var good = 0
        for seed in seeds {
            var random = SeededRandom(seed: UInt64(20_261_130 + seed))
            let chain = ChainKinds.random("seed \(seed)", &random)
            let (expected, seconds, words) = try bench.verdict(chain)
            let fault = try await bench.fault(chain, seconds: seconds)
            if expected { good += 1 }
            #expect((fault == nil) == expected, "\(chain): openssl: \(words); we: \(fault ?? "it holds")")
        }
        // Enough of both that agreement means something.
        #expect(good > seeds.count / 6 && good < seeds.count * 5 / 6, "\(good) of \(seeds.count) hold")
    }

    /// What openssl takes and we do not: docs/evidence.md says why. Nothing else is allowed to differ.
    @Test func weakAndRareKindsOfKeysAreRefused() async throws {
        let bench = try ChainBench()
        for chain in ChainKinds.refused {
            let (expected, seconds, words) = try bench.verdict(chain)
            #expect(expected, "\(chain.name): \(words)")
            #expect(try await bench.fault(chain, seconds: seconds) != nil, "\(chain.name)")
        }
    }

    /// Certificates that sign one another make as many ways as there are orders; only one of them is gone.
    @Test(.timeLimit(.minutes(1))) func certificatesInACircleEndAtOnce() async throws {
        let bench = try ChainBench()
        let names = (0..<5).map { "a\($0)" }
        var chain = Chain(name: "circle", trusted: ["root"], untrusted: [])
        chain.parts =
            [.authority("root", key: "p256-5")]
            + names.enumerated().map {
                .authority($0.element, key: "p256-\($0.offset)")
            }
        for (i, subject) in names.enumerated() {
            for issuer in names where issuer != subject {
                var part = Part.authority("\(subject)by\(issuer)", key: "p256-\(i)", by: issuer)
                part.subject = "/CN=\(subject)"
                chain.parts.append(part)
                chain.untrusted.append(part.name)
            }
        }
        chain.parts.append(.leaf(key: "p384-0", by: names[0]))
        let (expected, seconds, _) = try bench.verdict(chain)
        let others = try bench.folder.read("untrusted")
        let many = Array(repeating: others, count: 50).flatMap { $0 }
        let fault = await AuthorityChain.fault(
            try bench.folder.read("leaf.pem"), others: many, anchors: try bench.folder.read("trusted"),
            seconds: seconds)
        #expect(!expected && fault != nil)
    }
}

/// A certificate as it is asked of openssl.
struct Part {
    var name: String
    var subject: String
    /// The file of its key.
    var key: String
    /// Whose key signs it; `nil` for its own.
    var issuer: String?
    var days = 30
    /// `nil` makes it a version 1 certificate.
    var lines: [String]?
    /// Which strings names are encoded as.
    var strings = "utf8only"
    /// Of the signature.
    var options = ""

    static func authority(
        _ name: String, key: String, by issuer: String? = nil, _ lines: [String] = Table.sound.authority
    ) -> Part {
        Part(name: name, subject: "/CN=\(name)", key: key, issuer: issuer, lines: lines)
    }

    static func leaf(key: String = "p256-4", by issuer: String?, _ lines: [String] = Table.sound.leaf) -> Part {
        Part(name: "leaf", subject: "/CN=tsa", key: key, issuer: issuer, lines: lines)
    }
}

/// Certificates, which of them are trusted, and which came along with the last one.
struct Chain {
    var name: String
    var parts: [Part] = []
    var trusted: [String]
    var untrusted: [String]
    /// A shell expression: seconds since 1970.
    var moment = "$(($(date +%s) + 864000))"
    /// What openssl has to say; `nil` when either is well.
    var holds: Bool?
}

/// openssl in a folder with keys of all kinds.
struct ChainBench {
    let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        let kinds = [
            ("p256", "EC -pkeyopt ec_paramgen_curve:P-256", 6), ("p384", "EC -pkeyopt ec_paramgen_curve:P-384", 6),
            ("p521", "EC -pkeyopt ec_paramgen_curve:P-521", 6), ("rsa", "RSA -pkeyopt rsa_keygen_bits:2048", 5),
            ("ed25519", "ED25519", 6), ("short", "RSA -pkeyopt rsa_keygen_bits:1024", 1),
            ("koblitz", "EC -pkeyopt ec_paramgen_curve:secp256k1", 1), ("ed448", "ED448", 1),
        ]
        let lines = kinds.flatMap { kind in
            (0..<kind.2).map { "openssl genpkey -algorithm \(kind.1) -out \(kind.0)-\($0) 2>/dev/null" }
        }
        try shell(lines.joined(separator: "\n"))
    }

    @discardableResult
    func shell(_ script: String) throws -> String {
        let output = try Tool.run(["bash", "-euo", "pipefail", "-c", "cd \"$0\"; \(script)", folder.path])
        return String(decoding: output, as: UTF8.self)
    }

    /// Makes the certificates and asks openssl: whether the chain holds, at which moment, in which words.
    func verdict(_ chain: Chain) throws -> (holds: Bool, seconds: Int, words: String) {
        var script = ""
        for part in chain.parts {
            try folder.write(
                "[req]\ndistinguished_name = name\nprompt = no\nstring_mask = \(part.strings)\n[name]\nCN = unused\n",
                to: "\(part.name).req")
            script +=
                "openssl req -new -utf8 -config \(part.name).req -key \(part.key) -subj '\(part.subject)' -out csr\n"
            var options = "-days \(part.days) \(part.options)"
            if let lines = part.lines {
                try folder.write(
                    (["[ext]"] + lines.filter { !$0.isEmpty } + Table.sections).joined(separator: "\n") + "\n",
                    to: "\(part.name).ext")
                options += " -extfile \(part.name).ext -extensions ext"
            }
            if let issuer = part.issuer {
                let key = chain.parts.first { $0.name == issuer }?.key ?? ""
                options += " -CA \(issuer).pem -CAkey \(key) -CAcreateserial"
            } else {
                options += " -signkey \(part.key)"
            }
            script +=
                "openssl x509 -req -in csr \(options) -out \(part.name).pem 2>error || { cat error >&2; exit 1; }\n"
        }
        for (file, names) in [("trusted", chain.trusted), ("untrusted", chain.untrusted)] {
            script += "cat /dev/null \(names.map { "\($0).pem" }.joined(separator: " ")) > \(file)\n"
        }
        script += """
            moment=\(chain.moment); echo $moment
            untrusted='-untrusted untrusted'; [ -s untrusted ] || untrusted=
            openssl verify -no-CApath -no-CAstore -purpose timestampsign -attime $moment -CAfile trusted $untrusted \
            leaf.pem > words 2>&1 && echo yes || echo no
            """
        let lines = try shell(script).split(separator: "\n")
        let seconds = try #require(lines.dropLast().last.flatMap { Int($0) })
        let words = String(decoding: try folder.read("words"), as: UTF8.self)
        return (lines.last == "yes", seconds, words.replacing("\n", with: " "))
    }

    /// What we say of the chain that was made last.
    func fault(_ chain: Chain, seconds: Int) async throws -> String? {
        await AuthorityChain.fault(
            try folder.read("leaf.pem"), others: try folder.read("untrusted"), anchors: try folder.read("trusted"),
            seconds: seconds)
    }
}
