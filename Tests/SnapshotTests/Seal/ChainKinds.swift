import Snapshot
import TestSupport

/// What certificates say, in the words of openssl's configuration.
enum Table {
    static let sound = (
        authority: ["basicConstraints = critical,CA:TRUE", "keyUsage = critical,keyCertSign,cRLSign"],
        leaf: ["extendedKeyUsage = critical,timeStamping", "keyUsage = critical,digitalSignature"]
    )
    static let constraints = [
        "basicConstraints = critical,CA:TRUE", "basicConstraints = CA:TRUE",
        "basicConstraints = critical,CA:TRUE,pathlen:0", "basicConstraints = critical,CA:TRUE,pathlen:1",
        "basicConstraints = critical,CA:FALSE", "",
    ]
    static let authorityUsage = [
        "keyUsage = critical,keyCertSign,cRLSign", "keyUsage = keyCertSign", "keyUsage = critical,cRLSign",
        "keyUsage = critical,digitalSignature", "",
    ]
    static let limits = [
        "", "nameConstraints = critical,excluded;DNS:bad.example", "nameConstraints = excluded;DNS:bad.example",
        "nameConstraints = critical,permitted;DNS:good.example",
        "nameConstraints = critical,permitted;DNS:.good.example,permitted;IP:10.0.0.0/255.0.0.0",
        "nameConstraints = critical,excluded;IP:10.0.0.0/255.0.0.0", "nameConstraints = critical,excluded;dirName:bad",
        "nameConstraints = critical,permitted;dirName:good", "nameConstraints = critical,excluded;email:bad.example",
        "nameConstraints = critical,permitted;email:.good.example",
        "nameConstraints = critical,excluded;email:a@bad.example",
        "nameConstraints = critical,excluded;URI:.bad.example",
        "nameConstraints = critical,permitted;URI:good.example,permitted;dirName:good",
    ]
    static let extra = [
        "", "1.2.3.4 = critical,ASN1:NULL", "1.2.3.4 = ASN1:NULL", "certificatePolicies = critical,1.2.3.4",
        "2.5.29.35 = DER:30068004DEADBEEF", "2.5.29.35 = critical,DER:30068004DEADBEEF", "subjectKeyIdentifier = hash",
        "subjectAltName = DNS:a.good.example,IP:10.0.0.1", "subjectAltName = DNS:a.bad.example",
        "crlDistributionPoints = critical,URI:http://example.com/crl",
        "policyConstraints = critical,inhibitPolicyMapping:0",
        "nsCertType = sslCA", "extendedKeyUsage = critical,serverAuth",
    ]
    static let purposes = [
        "extendedKeyUsage = critical,timeStamping", "extendedKeyUsage = timeStamping",
        "extendedKeyUsage = critical,timeStamping,serverAuth", "extendedKeyUsage = critical,timeStamping,1.2.3.4",
        "extendedKeyUsage = critical,timeStamping,timeStamping", "extendedKeyUsage = critical,serverAuth",
        "extendedKeyUsage = critical,anyExtendedKeyUsage", "",
    ]
    static let leafUsage = [
        "keyUsage = critical,digitalSignature", "", "keyUsage = digitalSignature,nonRepudiation",
        "keyUsage = nonRepudiation", "keyUsage = critical,keyEncipherment",
        "keyUsage = digitalSignature,keyEncipherment",
        "keyUsage = critical,digitalSignature,keyCertSign", "keyUsage = digitalSignature,keyAgreement,decipherOnly",
    ]
    static let leafConstraints = [
        "", "basicConstraints = CA:FALSE", "basicConstraints = critical,CA:FALSE,pathlen:0",
        "basicConstraints = critical,CA:TRUE", "basicConstraints = CA:TRUE,pathlen:0",
    ]
    static let alternatives = [
        "", "subjectAltName = DNS:a.good.example", "subjectAltName = DNS:a.bad.example",
        "subjectAltName = critical,DNS:bad.example", "subjectAltName = DNS:BAD.EXAMPLE",
        "subjectAltName = IP:10.1.2.3", "subjectAltName = IP:192.0.2.1", "subjectAltName = IP:2001:db8::1",
        "subjectAltName = DNS:notbad.example", "subjectAltName = email:a@bad.example",
        "subjectAltName = email:A@bad.example",
        "subjectAltName = email:a@x.good.example", "subjectAltName = email:a@good.example",
        "subjectAltName = URI:http://x.bad.example:8/a", "subjectAltName = URI:http://good.example/",
        "subjectAltName = URI:urn:x",
        "subjectAltName = dirName:bad", "subjectAltName = dirName:good", "subjectAltName = otherName:1.2.3.4;UTF8:x",
        "subjectAltName = RID:1.2.3.4",
    ]
    static let subjects = [
        "/CN=tsa", "/O=good/CN=tsa", "/O=GOOD /CN=tsa", "/O=bad/CN=tsa", "/O= Bad  Company/CN=tsa",
        "/CN=tsa.bad.example",
        "/CN=tsa.good.example", "/CN=BAD.example", "/CN=tsa bad.example", "/CN=-tsa.bad.example",
        "/CN=tsa/emailAddress=a@bad.example",
        "/CN=tsa/emailAddress=a@good.example", "/", "/O=bad company/CN=täglich",
    ]
    static let keys = ["p256", "p384", "p521", "rsa", "ed25519"]
    /// Names of directories that lines above refer to.
    static let sections = ["[good]", "O = good", "[bad]", "O = bad company"]
}

/// Chains by kind, and chains made of everything that is above.
enum ChainKinds {
    /// A root, an authority and a leaf, each as it should be.
    private static func sound(
        _ name: String, _ holds: Bool? = nil, _ change: (inout Chain) -> Void = { _ in }
    ) -> Chain {
        var chain = Chain(
            name: name,
            parts: [
                .authority("root", key: "p256-0"), .authority("middle", key: "p256-1", by: "root"), .leaf(by: "middle"),
            ], trusted: ["root"], untrusted: ["middle"])
        change(&chain)
        chain.holds = holds
        return chain
    }

    private static func root(_ name: String, _ holds: Bool? = nil, _ lines: [String]?) -> Chain {
        sound(name, holds) { $0.parts[0].lines = lines }
    }

    private static func middle(_ name: String, _ holds: Bool? = nil, _ lines: [String]?) -> Chain {
        sound(name, holds) { $0.parts[1].lines = lines }
    }

    private static func leaf(_ name: String, _ holds: Bool? = nil, _ lines: [String]) -> Chain {
        sound(name, holds) { $0.parts[2].lines = lines }
    }

    /// Limits of the root, and what the leaf is for.
    private static func limited(_ limits: String, _ subject: String, _ alternative: String, _ holds: Bool) -> Chain {
        sound("\(limits) × \(subject) \(alternative)", holds) {
            $0.parts[0].lines?.append("nameConstraints = critical,\(limits)")
            $0.parts[2].subject = subject
            if !alternative.isEmpty { $0.parts[2].lines?.append("subjectAltName = \(alternative)") }
        }
    }

    /// Names that are the same name, encoded in another way: the leaf is issued under the second, the chain has the first.
    private static func named(_ one: (String, String), _ two: (String, String), _ holds: Bool) -> Chain {
        sound("\(one) and \(two)", holds) {
            ($0.parts[1].subject, $0.parts[1].strings) = one
            var twin = $0.parts[1]
            twin.name = "twin"
            (twin.subject, twin.strings) = two
            $0.parts.insert(twin, at: 2)
            $0.parts[3].issuer = "twin"
        }
    }

    private static let unknown = "1.2.3.4 = critical,ASN1:NULL"
    private static let authority = Table.sound.authority
    private static let stamping = Table.sound.leaf

    static let all: [Chain] = extensions + names + paths + keys

    private static let extensions: [Chain] = [
        sound("as it should be", true),
        root("a root that says nothing", false, ["subjectKeyIdentifier = hash"]),
        root("a root with the usage of its key alone", true, ["keyUsage = keyCertSign"]),
        root("a root that is for servers of Netscape's time", true, ["nsCertType = sslCA"]),
        root("a root that is for clients of Netscape's time", false, ["nsCertType = client"]),
        root("a root that may not issue", false, ["basicConstraints = CA:FALSE"]),
        root("a root without keyCertSign", false, [authority[0], "keyUsage = cRLSign"]),
        root("a root of version 1", true, nil),
        root("a root with something unknown and critical", false, authority + [unknown]),
        root("a root with something unknown", true, authority + ["1.2.3.4 = ASN1:NULL"]),
        root("a root that allows no authority below", false, [authority[0] + ",pathlen:0", authority[1]]),
        middle("an authority of version 1", false, nil),
        middle("an authority that says nothing", false, []),
        middle("an authority with the usage of its key alone", false, ["keyUsage = keyCertSign"]),
        middle("an authority without keyCertSign", false, [authority[0], "keyUsage = digitalSignature"]),
        middle("an authority without a usage of its key", true, [authority[0]]),
        middle("an authority that allows no authority below", true, [authority[0] + ",pathlen:0", authority[1]]),
        middle("an authority with something unknown and critical", false, authority + [unknown]),
        middle(
            "an authority with a critical name of its issuer's key", false,
            authority + ["2.5.29.35 = critical,DER:30068004DEADBEEF"]),
        middle("an authority for servers only", true, authority + ["extendedKeyUsage = critical,serverAuth"]),
        middle("an authority with policies", true, authority + ["certificatePolicies = critical,1.2.3.4"]),
        sound("another key than the one that is named", false) {
            $0.parts[0].lines = authority + ["subjectKeyIdentifier = hash"]
            $0.parts[1].lines = authority + ["2.5.29.35 = DER:30068004DEADBEEF"]
        },
        sound("the key and number that are named", true) {
            $0.parts[0].lines = authority + ["subjectKeyIdentifier = hash"]
            $0.parts[1].lines =
                authority + ["subjectKeyIdentifier = hash", "authorityKeyIdentifier = keyid:always,issuer:always"]
            $0.parts[2].lines = stamping + ["authorityKeyIdentifier = keyid:always,issuer:always"]
        },
        leaf("a leaf without purposes", false, [stamping[1]]),
        leaf("a leaf that is not critical about its purpose", false, ["extendedKeyUsage = timeStamping"]),
        leaf("a leaf for servers as well", false, ["extendedKeyUsage = critical,timeStamping,serverAuth"]),
        leaf("a leaf for something unknown as well", true, ["extendedKeyUsage = critical,timeStamping,1.2.3.4"]),
        leaf("a leaf for timestamps twice", true, ["extendedKeyUsage = critical,timeStamping,timeStamping"]),
        leaf("a leaf for anything", false, ["extendedKeyUsage = critical,timeStamping,anyExtendedKeyUsage"]),
        leaf("a leaf whose key encrypts", false, [stamping[0], "keyUsage = digitalSignature,keyEncipherment"]),
        leaf(
            "a leaf that is an authority", false,
            [stamping[0], authority[0], "keyUsage = digitalSignature,keyCertSign"]),
        leaf("a leaf that may issue", true, [stamping[0], authority[0]]),
        leaf(
            "a leaf with a path length and no right to issue", true,
            [stamping[0], "basicConstraints = CA:FALSE,pathlen:0"]),
        leaf("a leaf with something unknown and critical", false, stamping + [unknown]),
        leaf(
            "a leaf that is a proxy", false,
            stamping + ["proxyCertInfo = critical,language:id-ppl-anyLanguage,pathlen:0"]),
    ]

    private static let names: [Chain] = [
        limited("excluded;dirName:bad", "/O=bad company/CN=tsa", "", false),
        limited("excluded;dirName:bad", "/O= BAD  Company/CN=tsa", "", false),
        limited("excluded;dirName:bad", "/CN=tsa/O=bad company", "", true),
        limited("excluded;dirName:bad", "/O=good/CN=tsa", "dirName:bad", false),
        limited("excluded;DNS:bad.example", "/CN=a.bad.example", "", false),
        limited("excluded;DNS:bad.example", "/CN=a.bad.example", "DNS:a.good.example", true),
        limited("excluded;DNS:bad.example", "/CN=a.bad.example", "IP:192.0.2.1", false),
        limited("excluded;DNS:bad.example", "/CN=a b.bad.example", "", true),
        limited("excluded;DNS:bad.example", "/CN=tsa", "DNS:notbad.example", true),
        limited("excluded;DNS:.bad.example", "/CN=tsa", "DNS:bad.example", true),
        limited("excluded;DNS:.bad.example", "/CN=tsa", "DNS:A.BAD.example", false),
        limited("permitted;DNS:good.example", "/CN=tsa", "", true),
        limited("permitted;DNS:good.example", "/CN=tsa", "DNS:a.good.example,DNS:other.example", false),
        limited("permitted;DNS:good.example", "/CN=tsa", "DNS:*.good.example", true),
        limited("permitted;DNS:good.example", "/CN=tsa", "IP:10.0.0.1", true),
        limited("permitted;IP:10.0.0.0/255.0.0.0", "/CN=tsa", "IP:10.9.8.7", true),
        limited("permitted;IP:10.0.0.0/255.0.0.0", "/CN=tsa", "IP:2001:db8::1", false),
        limited("excluded;IP:2001:db8::/ffff:ffff::", "/CN=tsa", "IP:2001:db8::1", false),
        limited("excluded;email:bad.example", "/CN=tsa", "email:a@bad.example", false),
        limited("excluded;email:bad.example", "/CN=tsa/emailAddress=a@BAD.example", "", false),
        limited("excluded;email:a@bad.example", "/CN=tsa", "email:A@bad.example", true),
        limited("excluded;email:.bad.example", "/CN=tsa", "email:a@bad.example", true),
        limited("permitted;email:.good.example", "/CN=tsa", "email:a@x.good.example", true),
        limited("permitted;email:good.example", "/CN=tsa", "email:a@x.good.example", false),
        limited("excluded;URI:bad.example", "/CN=tsa", "URI:http://bad.example/x", false),
        limited("excluded;URI:.bad.example", "/CN=tsa", "URI:http://x.bad.example:80/x", false),
        limited("permitted;URI:good.example", "/CN=tsa", "URI:urn:x", false),
        limited("excluded;otherName:1.2.3.4;UTF8:x", "/CN=tsa", "otherName:1.2.3.4;UTF8:x", false),
        limited("excluded;otherName:1.2.3.4;UTF8:x", "/CN=tsa", "otherName:1.2.3.5;UTF8:x", true),
        limited("excluded;RID:1.2.3.4", "/CN=tsa", "RID:1.2.3.5", false),
        named(("/CN=middle", "utf8only"), ("/CN=middle", "nombstr"), true),
        named(("/CN=middle", "utf8only"), ("/CN= Middle ", "utf8only"), true),
        named(("/O=a b/CN=middle", "utf8only"), ("/O=A  B/CN=MIDDLE", "nombstr"), true),
        named(("/CN=Ä", "utf8only"), ("/CN=ä", "utf8only"), false),
        named(("/CN=Ä", "utf8only"), ("/CN=Ä", "nombstr"), true),
        named(("/CN=middle+O=x", "utf8only"), ("/O=x+CN=middle", "utf8only"), true),
        named(("/CN=middle/O=x", "utf8only"), ("/O=x/CN=middle", "utf8only"), false),
        sound("an authority without a name", true) { $0.parts[1].subject = "/" },
        sound("a root without a name", true) { $0.parts[0].subject = "/" },
        sound("a leaf without a name", true) { $0.parts[2].subject = "/" },
    ]

    private static let paths: [Chain] = [
        sound("a missing authority", false) { $0.untrusted = [] },
        sound("a trusted authority whose root is not", false) { ($0.trusted, $0.untrusted) = (["middle"], ["root"]) },
        sound("a trusted authority and its root", true) { ($0.trusted, $0.untrusted) = (["middle", "root"], []) },
        sound("a root that came along and is not trusted", false) {
            ($0.trusted, $0.untrusted) = ([], ["middle", "root"])
        },
        sound("a trusted leaf", false) { ($0.trusted, $0.untrusted) = (["leaf"], []) },
        sound("certificates twice, in any order, and the leaf", true) {
            $0.untrusted = ["leaf", "root", "middle", "root", "middle"]
        },
        sound("an expired authority", false) { $0.parts[1].days = 5 },
        sound("an expired root", false) { $0.parts[0].days = 5 },
        sound("an expired leaf", false) { $0.parts[2].days = 5 },
        sound("a moment before they begin", false) { $0.moment = "$(($(date +%s) - 864000))" },
        sound("the last second of the leaf", false) {
            $0.moment = "$(date -d \"$(openssl x509 -noout -enddate -in leaf.pem | cut -d= -f2)\" +%s)"
        },
        sound("the second before it", true) {
            $0.parts[2].days = 20
            $0.moment = "$(($(date -d \"$(openssl x509 -noout -enddate -in leaf.pem | cut -d= -f2)\" +%s) - 1))"
        },
        sound("the first second of the leaf", true) {
            $0.moment = "$(date -d \"$(openssl x509 -noout -startdate -in leaf.pem | cut -d= -f2)\" +%s)"
        },
        Chain(
            name: "a leaf that issued itself", parts: [.leaf(by: nil)], trusted: ["leaf"], untrusted: [], holds: true),
        Chain(
            name: "a leaf that issued itself, not trusted",
            parts: [.leaf(by: nil), .authority("root", key: "p256-0")], trusted: ["root"], untrusted: ["leaf"],
            holds: false),
        sound("a twin of the root with another key", false) {
            $0.parts.append(.authority("twin", key: "p256-2"))
            $0.parts[3].subject = "/CN=root"
            $0.trusted = ["twin"]
        },
        crossed("the way to the root first", ["middle", "other"], true),
        crossed("the way to a stranger first", ["other", "middle"], false),
        crossed("an expired way first", ["other", "middle"], true) { $0.parts[4].days = 5 },
        sound("a root that another one signed as well", true) {
            $0.parts.insert(.authority("old", key: "p384-1"), at: 0)
            $0.parts.insert(.authority("cross", key: "p256-0", by: "old"), at: 2)
            $0.parts[2].subject = "/CN=root"
            $0.untrusted = ["cross", "middle"]
        },
        sound("an authority that renewed its key", true) {
            $0.parts[0].lines = [authority[0] + ",pathlen:1", authority[1]]
            $0.parts.insert(.authority("renewed", key: "p384-1", by: "root"), at: 1)
            $0.parts[1].subject = "/CN=root"
            $0.parts[2].issuer = "renewed"
            $0.untrusted = ["renewed", "middle"]
        },
        sound("one authority more than allowed", false) {
            $0.parts[0].lines = [authority[0] + ",pathlen:1", authority[1]]
            $0.parts.insert(.authority("upper", key: "p384-1", by: "root"), at: 1)
            $0.parts[2].issuer = "upper"
            $0.untrusted = ["upper", "middle"]
        },
    ]

    /// An authority with two certificates, one of which leads to a root that is trusted.
    private static func crossed(
        _ name: String, _ untrusted: [String], _ holds: Bool, _ change: (inout Chain) -> Void = { _ in }
    ) -> Chain {
        sound(name, holds) {
            $0.parts.insert(.authority("stranger", key: "p384-0"), at: 2)
            $0.parts.append(.authority("other", key: "p256-1", by: "stranger"))
            $0.parts[4].subject = "/CN=middle"
            $0.untrusted = untrusted
            change(&$0)
        }
    }

    private static let keys: [Chain] =
        Table.keys.flatMap { one in
            Table.keys.map { two in
                sound("\(one) issues \(two)", true) {
                    ($0.parts[0].key, $0.parts[1].key, $0.parts[2].key) = ("\(one)-0", "\(two)-1", "\(one)-4")
                }
            }
        } + [
            sound("SHA-384 with P-256", true) { $0.parts[1].options = "-sha384" },
            sound("SHA-512 with RSA", true) { ($0.parts[0].key, $0.parts[1].options) = ("rsa-0", "-sha512") },
            sound("SHA-1 in the root's own signature", true) {
                ($0.parts[0].key, $0.parts[0].options) = ("rsa-0", "-sha1")
            },
        ]

    /// What openssl takes, and we do not.
    static let refused: [Chain] = [
        sound("SHA-1 with RSA") { ($0.parts[0].key, $0.parts[1].options) = ("rsa-0", "-sha1") },
        sound("SHA-1 with ECDSA") { $0.parts[1].options = "-sha1" },
        sound("RSA of 1024 bits") { $0.parts[0].key = "short-0" },
        sound("RSA-PSS") {
            ($0.parts[0].key, $0.parts[1].options) = (
                "rsa-0", "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest"
            )
        },
        sound("a curve of Koblitz") { $0.parts[0].key = "koblitz-0" },
        sound("Ed448") { $0.parts[0].key = "ed448-0" },
    ]

    // MARK: At random

    /// The first choice most of the time.
    private static func pick(_ choices: [String], _ random: inout SeededRandom, odds: Double) -> String {
        chance(odds, &random) ? choices[Int.random(in: 0..<choices.count, using: &random)] : choices[0]
    }

    private static func chance(_ odds: Double, _ random: inout SeededRandom) -> Bool {
        Double.random(in: 0..<1, using: &random) < odds
    }

    static func random(_ name: String, _ random: inout SeededRandom) -> Chain {
        let depth = Int.random(in: 0...3, using: &random)
        var parts: [Part] = []
        var issuer: String?
        for place in 0...depth {
            let subjects = ["/CN=authority \(place)", "/O=good/CN=authority \(place)", "/O=Bad Company/CN=authority"]
            var part = Part.authority("ca\(place)", key: "\(pick(Table.keys, &random, odds: 0.5))-\(place)", by: issuer)
            part.subject = pick(subjects, &random, odds: 0.2)
            part.days = place > 0 && chance(0.04, &random) ? 5 : 30
            part.lines = [
                pick(Table.constraints, &random, odds: 0.08), pick(Table.authorityUsage, &random, odds: 0.08),
                pick(Table.limits, &random, odds: 0.3), pick(Table.extra, &random, odds: 0.08),
            ]
            if chance(0.04, &random) { part.lines = nil }
            issuer = part.name
            parts.append(part)
            // The next one is issued under the same name in other letters.
            if chance(0.1, &random) {
                var twin = part
                twin.name = "twin\(place)"
                twin.subject = part.subject.uppercased().replacing("/CN=", with: "/CN= ")
                twin.strings = "nombstr"
                issuer = twin.name
                parts.append(twin)
            }
        }
        var leaf = Part.leaf(key: "\(pick(Table.keys, &random, odds: 0.3))-4", by: issuer)
        leaf.subject = pick(Table.subjects, &random, odds: 0.35)
        leaf.days = chance(0.04, &random) ? 5 : 30
        leaf.lines = [
            pick(Table.purposes, &random, odds: 0.1), pick(Table.leafUsage, &random, odds: 0.12),
            pick(Table.leafConstraints, &random, odds: 0.2), pick(Table.alternatives, &random, odds: 0.4),
            pick(Array(Table.extra.prefix(6)), &random, odds: 0.05),
        ]
        let authorities = parts.map(\.name).filter { $0.hasPrefix("ca") }
        var chain = Chain(
            name: name, parts: parts + [leaf], trusted: [authorities[0]], untrusted: Array(authorities.dropFirst()))
        switch Int.random(in: 0..<24, using: &random) {
        case 0: chain.untrusted = []
        case 1: chain.trusted = [authorities[authorities.count - 1]]
        case 2: chain.trusted = ["leaf"]
        case 3: chain.trusted += chain.untrusted
        case 4: chain.untrusted.reverse()
        case 5: chain.untrusted += chain.untrusted + ["leaf", authorities[0]]
        case 6, 7, 8:
            // A stranger certifies one of the authorities as well.
            let subject = parts[Int.random(in: 0..<parts.count, using: &random)]
            var other = subject
            (other.name, other.issuer) = ("other", "stranger")
            chain.parts += [.authority("stranger", key: "p384-5"), other]
            chain.untrusted.insert("other", at: Int.random(in: 0...chain.untrusted.count, using: &random))
            if chance(0.3, &random) { chain.trusted.append("stranger") }
        default: break
        }
        return chain
    }
}
