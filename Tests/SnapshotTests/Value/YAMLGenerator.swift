import TestSupport

/// Makes manifests of everything that YAML knows, from a seed: what people write, and what nobody should.
struct YAMLGenerator {
    private var random: SeededRandom
    /// Anchors of the document so far: of scalars, of mappings, of anything.
    private var scalars: [String] = []
    private var mappings: [String] = []
    private var anchors: [String] = []
    private var names = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// A file with one or more documents, whose objects are named after it.
    mutating func file(named name: String) -> String {
        var text = chance(12) ? "\u{FEFF}" : ""
        if chance(4) { text += pick(["---\n", "--- # head\n", "---  \n", "# a comment\n---\n", "\n\n", "---\n---\n"]) }
        text += document(named: name)
        if chance(6) {
            text += pick(["\n---\n", "\n--- # next\n", "\n...\n---\n", "\n---\t\n"])
            if chance(4) { text += "\u{FEFF}" }
            if chance(3) { text += "# nothing\n---\n" }
            text += document(named: name + "-b")
        }
        if chance(3) { text += pick(["\n", "\n...\n", "\n---\n", "\n# end", "\n\n\n", "  \n"]) }
        return chance(8) ? text.replacing("\n", with: pick(["\r\n", "\r\n", "\r\r\n"])) : text
    }

    private mutating func document(named name: String) -> String {
        (scalars, mappings, anchors) = ([], [], [])
        let head = "apiVersion: x.example/v1\nkind: X\nmetadata: {name: \(name)}\n"
        if chance(12) { return head + "spec: " + flow(depth: 0) }
        return head + "spec:" + block(indent: 0, depth: 0)
    }

    // MARK: Collections

    /// A value in block style, behind a colon or a dash.
    private mutating func block(indent: Int, depth: Int) -> String {
        let anchor = chance(8) ? newAnchor() : nil
        let mark = anchor.map { " &\($0)" } ?? ""
        let tag = chance(30) ? pick([" !!map", " !custom", " !!omap", " !!seq"]) : ""
        let kind = depth < 4 ? int(9) : 9
        switch kind {
        case 0...3:
            let text = mapping(indent: indent + 2, depth: depth)
            if let anchor { mappings.append(anchor) }
            remember(anchor)
            return mark + tag + pick(["", "", "", " # comment"]) + text
        case 4, 5:
            let text = sequence(indent: indent + (chance(2) ? 0 : 2), depth: depth)
            remember(anchor)
            return mark + tag + text
        case 6:
            let text = flow(depth: depth + 1)
            remember(anchor)
            return mark + " " + text + "\n"
        case 7: return mark + blockScalar(indent: indent)
        default:
            let text = scalar()
            if let anchor { scalars.append(anchor) }
            remember(anchor)
            return mark + " " + text + pick(["\n", "\n", "\n", "  \n", " # comment\n", "\n\n", "\n# comment\n"])
        }
    }

    private mutating func mapping(indent: Int, depth: Int) -> String {
        var text = "\n"
        for _ in 0...int(4) {
            text += String(repeating: " ", count: indent)
            if chance(10), let source = mappings.randomElement(using: &random) {
                text += pick(["<<: *\(source)\n", "<<: [*\(source)]\n", "<<: [{a: 1, m: 2}, *\(source)]\n"])
                continue
            }
            if chance(25) {
                text += "<<: {a: merged, \(freshKey()): 1}\n"
                continue
            }
            let key = key()
            if chance(30) {
                text += "? \(key)\n" + String(repeating: " ", count: indent) + ":"
            } else {
                text += key + pick([":", ":", ":", " :"])
            }
            text += block(indent: indent, depth: depth + 1)
        }
        return text
    }

    private mutating func sequence(indent: Int, depth: Int) -> String {
        var text = "\n"
        for _ in 0...int(3) {
            text += String(repeating: " ", count: indent) + "-"
            text += chance(3) ? " \(freshKey()): \(scalar())\n" : block(indent: indent + 1, depth: depth + 1)
        }
        return text
    }

    private mutating func flow(depth: Int) -> String {
        if depth > 3 || chance(3) { return flowScalar() }
        let count = int(4)
        if chance(2) {
            let values = (0..<count).map { _ in flow(depth: depth + 1) }
            return "[" + values.joined(separator: pick([", ", ",", " , ", ",\n    "])) + pick(["]", "]", " ]"])
        }
        let members = (0..<count).map { _ in
            if chance(12) { return freshKey() }
            return (chance(6) ? "\"\(freshKey())\":" : key() + ": ") + flow(depth: depth + 1)
        }
        return "{" + members.joined(separator: pick([", ", ",", ",\n    "])) + pick(["}", " }"])
    }

    // MARK: Keys and scalars

    private mutating func key() -> String {
        if chance(12), let name = scalars.randomElement(using: &random) { return "*\(name) " }
        if chance(14) {
            let anchor = newAnchor()
            scalars.append(anchor)
            anchors.append(anchor)
            return "&\(anchor) \(freshKey())"
        }
        if chance(12) { return pick(Self.oddKeys) }
        return freshKey()
    }

    private mutating func freshKey() -> String {
        names += 1
        return pick(["k\(names)", "key-\(names)", "a.b/c\(names)", "'q\(names)'", "\"d\(names)\"", "\(names)"])
    }

    private mutating func scalar() -> String {
        switch int(12) {
        case 0 where !anchors.isEmpty: "*" + (anchors.randomElement(using: &random) ?? "")
        case 1, 2: number()
        case 3: "'" + pick(Self.texts).replacing("'", with: "''") + "'"
        case 4: "\"" + pick(Self.escaped) + "\""
        case 5: pick(Self.tagged)
        case 6 where chance(20): pick(Self.refused)
        default: pick(Self.plain)
        }
    }

    private mutating func flowScalar() -> String {
        switch int(8) {
        case 0 where !anchors.isEmpty: "*" + (anchors.randomElement(using: &random) ?? "")
        case 1: number()
        case 2: "\"" + pick(Self.escaped) + "\""
        case 3: pick(Self.tagged)
        default: pick(Self.plain.filter { !$0.contains { ",[]{}?".contains($0) } && !$0.isEmpty && !$0.hasSuffix(":") })
        }
    }

    /// Something that may be a number.
    private mutating func number() -> String {
        if chance(2) { return pick(Self.numbers) }
        let letters = Array("0123456789012345678901789_.+-eExXob:aF")
        var text = pick(["", "", "-", "+", "0x", "0b", "0o", "0", "1e", "."])
        for _ in 0...int(7) { text.append(letters[int(letters.count - 1)]) }
        // What YAML itself takes for something else than a scalar.
        return text.hasSuffix(":") || text == "-" || text == "..." ? text + "1" : text
    }

    private mutating func blockScalar(indent: Int) -> String {
        let step = 1 + int(3)
        let lead = pick(["", "", "", " ", "\t", "\n"])
        let needsIndicator = lead != "" && lead != "\n"
        var header = " " + pick(["|", "|", ">", ">"])
        let chomping = pick(["", "", "-", "+"])
        header += needsIndicator || chance(6) ? pick(["\(step)\(chomping)", "\(chomping)\(step)"]) : chomping
        header += pick(["", "", " # comment", " "])
        var text = header + "\n"
        let pad = String(repeating: " ", count: indent + step)
        for line in 0...int(5) {
            let words = pick(Self.lines)
            text += words.isEmpty ? pick(["", pad, " "]) : pad + (line == 0 ? lead.filter { $0 != "\n" } : "") + words
            text += "\n"
        }
        return text + pick(["", "", "\n", "\n\n"])
    }

    private mutating func newAnchor() -> String {
        names += 1
        // Sometimes one that is there already.
        if chance(5), let name = anchors.randomElement(using: &random) { return name }
        return "a\(names)"
    }

    private mutating func remember(_ anchor: String?) { if let anchor { anchors.append(anchor) } }

    // MARK: Chance

    private mutating func int(_ most: Int) -> Int { Int.random(in: 0...most, using: &random) }
    private mutating func chance(_ one: Int) -> Bool { int(one - 1) == 0 }
    private mutating func pick(_ choices: [String]) -> String { choices[int(choices.count - 1)] }

    private static let oddKeys = [
        "1", "1.50", "1e3", "1e6", "0x1F", "017", "true", "no", "y", "Off", ".inf", "-.INF", ".nan", "2001-01-01",
        "1_000",
        "-5", "'1'", "\"<<\"", "'<<'", "?x", "-x", ":x", "a b", "a#b", "\"\\u0041\"", "ünï", "!!str 1", "!local z",
        "12:30:45", "1234567.5", "0.00001", "=",
    ]
    private static let numbers = [
        "0", "-0", "+7", "007", "08", "019", "0o17", "0O17", "0x1F", "0X1f", "-0x1F", "0b101", "-0b101", "0b-1",
        "1_000", "1__0",
        "_1", "1_", ".5", ".5_0", "._5", "5.", "+.5", "-.5", "1e3", "1E+3", "1e-3", "1.e3", "1e400", "-1e400", "1e-400",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616", "0x8000000000000000", "0xffffffffffffffff", "0x1ffffffffffffffff",
        "123456789012345678901234567890",
        "0.1234567890123456789", "3.141592653589793238", "1e21", "1e22", "123456789.123456789", "12:30:45",
        "190:20:30.15", "1:2",
        "2001-01-01", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10 -5", "2001-1-1", "0x", "0b", "0_8", "00",
        "1e", "e1",
        "1.5.2", "10.0.0.1", "-", "+", "1,5", "0x1p4", "1e5f", "685_230.15", "0b1010_0111", "-08", "+0x1F", "0o8",
        "0b2",
    ]
    private static let plain = [
        "x", "true", "False", "YES", "no", "on", "Off", "y", "N", "null", "~", "NULL", "nUll", "tRUE", "",
        "a: b".replacing(": ", with: ":"),
        "http://x/y?z=1&w=2", "a #b".replacing(" #", with: "#"), "-x", "?x", ":x", "x-", "a  b", "it's", "say \"hi\"",
        "back\\slash",
        "a,b", "100%", "$(VAR)", "<nil>", "=", "<<", "日本語", "é", "e\u{301}", "😀", "a\u{A0}b", "a\u{200B}b", "a\tb",
        "v1.2.3",
        "10.0.0.0/8", "-1h30m", "500m", "1Gi", "*".replacing("*", with: "x*"), "a&b", "a!b", "a|b", "a>b", "a@b", "a`b",
        "a'b'c", "---x", "-- x",
        "multi word text that goes on", "line one\n      continued on the next",
        "line one\n\n      after an empty line",
    ]
    private static let texts = [
        "", " ", "x", "true", "1", "a: b", "# no comment", "it's", "two\n      lines", "two\n\n      lines", " lead",
        "trail ", "a\tb", "{{ x }}",
        "tab\t", "\\n", "\"", "ü", "%", "@", "`",
    ]
    private static let escaped = [
        "", " ", "x", "a\\nb", "\\u00e9", "\\x41", "\\U0001F600", "\\t", "\\\"", "\\\\", "\\e\\0\\a\\b\\v\\f\\r",
        "\\N\\_\\L\\P",
        "a\\\n      b", "a\n      b", "a \n\n      b", "a\\ \\\n      \\ b", "'", "tab\tin", "{}", "\\xff", "# x", "ü",
    ]
    private static let tagged = [
        "!!str 1", "!!str true", "!!str", "!!int 7", "!!int \"7\"", "!!int 0x1F", "!!int 1_0", "!!float 3",
        "!!float 1.5", "!!float '2'",
        "!!bool yes", "!!bool 'no'", "!!null ''", "!!null ~", "!!binary aGVsbG8=", "!!binary /w==", "!!value =",
        "!!binary \"4pyT\"",
        "!local x", "!local 7", "! 7", "! x", "! '7'", "!!timestamp 2001-01-01",
        "!<tag:yaml.org,2002:int> 5", "!<!x> 5", "!!unknown 8", "!!map x", "!!merge x", "!!set {a, b}", "!local [1, 2]",
    ]
    /// What neither takes.
    private static let refused = [
        "!!int 1.5", "!!int x", "!!bool 1", "!!float x", "!!null x", "!!float .inf", ".inf", "-.Inf", ".nan",
        "!!binary aGVsbG8", "!!binary +aGVsbG8=", "!!binary aA==aA==", "!!binary a===",
        "!undefined!x y", "*nowhere", "a: b: c", "\"\\q\"", "'open", "{a", "{~: 1}", "{null: 1}",
        "{18446744073709551615: 1}", "{[a]: 1}",
        "@x", "`x`", "%x", "- x",
    ]
    private static let lines = [
        "", "", "text", "two words", "  more indented", "trailing  ", "# no comment", "key: value", "- item", "\ttab",
        "ü 日本", "'quote\"",
        "--- no separator", "... neither", "%x", "{{ .x }}", "a\\b", "last",
    ]
}
