import Diff
import Snapshot
import Testing

private func keys(_ value: Value) -> Object { value.object ?? Object() }

@Suite struct GlobTests {
    @Test(arguments: [
        ("*", "", true), ("*", "anything/at all", true), ("a*", "abc", true), ("a*", "ba", false), ("*c", "abc", true),
        ("a*c*e", "abcde", true), ("a*c*e", "abde", false), ("a?c", "aéc", true), ("a?c", "ac", false),
        ("?", "😀", true),
        ("", "", true), ("", "a", false), ("a\\*", "a*", true), ("a\\*", "ab", false), ("a**b", "ab", true),
        ("k8sazure*", "k8sazurev3", true), ("é", "e\u{301}", false), ("a\\", "a\\", true), ("*.io", "x.io.io", true),
    ])
    func globsMatchWholeTexts(_ pattern: String, _ text: String, _ expected: Bool) {
        #expect(Glob(pattern).matches(text) == expected)
    }

    @Test func aHostileTextCostsNoMoreThanTheProductOfLengths() {
        let pattern = Glob(String(repeating: "*a", count: 200) + "b")
        let clock = ContinuousClock()
        let time = clock.measure { #expect(!pattern.matches(String(repeating: "a", count: 20_000))) }
        #expect(time < .seconds(5))
    }
}

@Suite struct RegularExpressionTests {
    @Test(arguments: [
        ("[a-z]+[0-9]?", "westeurope2", true), ("[a-z]+[0-9]?", "WestEurope", false), ("a|b|cd", "cd", true),
        ("a|b|cd", "c", false), ("(ab)*", "", true), ("(ab)*", "abab", true), ("(ab)+", "aba", false),
        ("a{2,3}", "aa", true),
        ("a{2,3}", "aaaa", false), ("a{2}", "aa", true), ("a{2,}", "aaaaa", true), ("a{0}", "", true),
        ("^abc$", "abc", true),
        ("a.c", "a\nc", false), ("a.c", "aéc", true), ("[^a]", "b", true), ("[^a]", "a", false), ("[]a]", "]", true),
        ("\\d+\\.\\d+", "10.2", true), ("\\d+\\.\\d+", "10x2", false), ("[\\w.-]+", "a.b-c_d", true),
        ("x(?:y|z)", "xz", true),
        ("a*?", "aa", true), ("\\*", "*", true), ("[a-]", "-", true), ("", "", true), ("(a|)b", "b", true),
    ])
    func expressionsMatchWholeTexts(_ pattern: String, _ text: String, _ expected: Bool) throws {
        #expect(try RegularExpression(pattern).matches(text) == expected)
    }

    @Test(arguments: [
        "(", ")", "a)", "[", "[z-a]", "*", "a{", "a{x}", "a{3,2}", "(?=a)", "\\1", "\\", "a^b",
        "(((a{100}){100}){100})",
        "a{5000}",
    ])
    func whatIsNoExpressionIsRefused(_ pattern: String) {
        #expect(throws: RegularExpressionError.self) { try RegularExpression(pattern) }
    }

    @Test func whatRunsForHoursElsewhereTakesNoTime() throws {
        let expression = try RegularExpression("(a*)*(a|a)*(a?){50}b")
        let time = ContinuousClock().measure { #expect(!expression.matches(String(repeating: "a", count: 5_000))) }
        #expect(time < .seconds(5))
    }
}

@Suite struct PathPatternTests {
    private static func path(_ elements: PathElement...) -> FieldPath { FieldPath(elements) }
    private static let web = PathElement.key(keys(["name": "web"]))
    private static let port = PathElement.key(keys(["port": 80, "protocol": "TCP"]))
    private static let image = path(.field("spec"), .field("containers"), web, .field("image"))

    @Test(arguments: [
        ("spec.replicas", path(.field("spec"), .field("replicas")), true),
        ("spec.replicas", path(.field("spec")), false),
        ("spec", path(.field("spec"), .field("replicas")), true),
        ("spec.rep*", path(.field("spec"), .field("replicas")), true),
        ("spec.containers[*].image", image, true),
        ("spec.containers.*.image", image, true),
        ("spec.containers[name=web].image", image, true),
        ("spec.containers[name=w*].image", image, true),
        ("spec.containers[name=db].image", image, false),
        ("spec.containers[0].image", image, false),
        ("spec.args[0]", path(.field("spec"), .field("args"), .index(0)), true),
        ("spec.args[1]", path(.field("spec"), .field("args"), .index(0)), false),
        ("ports[port=80].nodePort", path(.field("ports"), port, .field("nodePort")), true),
        ("ports[port=80,protocol=\"UDP\"]", path(.field("ports"), port, .field("nodePort")), false),
        ("finalizers[=kube*]", path(.field("finalizers"), .value("kubernetes")), true),
        ("data[\"a.b\"]", path(.field("data"), .field("a.b")), true),
        ("data[\"a.b\"]", path(.field("data"), .field("a"), .field("b")), false),
        ("metadata.annotations[\"x/*\"]", path(.field("metadata"), .field("annotations"), .field("x/y")), true),
        ("metadata.annotations[\"x/*\"]", path(.field("metadata"), .field("annotations"), .field("z/y")), false),
        ("**.image", image, true), ("**.containers[*].image", image, true), ("**.image", path(.field("image")), true),
        ("spec.**.image", image, true), ("metadata.**.image", image, false), ("**.command", image, false),
    ])
    func patternsCoverWhatTheyNameAndWhatLiesInside(_ pattern: String, _ path: FieldPath, _ expected: Bool) throws {
        #expect(try PathPattern(parsing: pattern).covers(path) == expected)
    }

    @Test(arguments: [
        ("metadata.annotations[\"x/*\"]", path(.field("metadata"), .field("annotations")), true),
        ("metadata.annotations[\"x/*\"]", path(.field("metadata"), .field("labels")), false),
        ("metadata.annotations", path(.field("metadata"), .field("annotations")), false),
        ("**.image", path(.field("spec")), true),
    ])
    func patternsReachIntoWhatHoldsTheirFields(_ pattern: String, _ path: FieldPath, _ expected: Bool) throws {
        #expect(try PathPattern(parsing: pattern).reachesInto(path) == expected)
    }

    @Test(arguments: [
        ("", 1), (".spec", 1), ("spec.", 6), ("spec..a", 6), ("spec[", 6), ("spec[name", 10), ("spec[name]", 10),
        ("spec[\"a]", 9), ("spec[0", 7), ("a]b", 4), ("a[b=c]d", 7), ("**", 3), ("a[k=1,k=2]", 10), ("a b", 4),
        ("a[0]b", 5),
        ("a[\"\\q\"]", 7), ("a[\"x\\", 7),
    ])
    func whatIsNoPathIsRefusedWithItsPlace(_ pattern: String, _ column: Int) {
        let error = #expect(throws: PathPatternError.self) { try PathPattern(parsing: pattern) }
        #expect(error?.column == column, "\(error?.summary ?? "")")
    }

    /// What a report prints can be copied into a rule.
    @Test(arguments: [
        image, path(.field("ports"), port), path(.field("data"), .field("a.b c]\"")), path(.field("f"), .value("x y")),
        path(.field("a"), .index(3), .field("b")), path(.field("é")),
    ])
    func thePathThatAReportPrintsIsAPatternForIt(_ path: FieldPath) throws {
        #expect(try PathPattern(parsing: path.description).covers(path))
    }
}

@Suite struct CalendarDateTests {
    @Test(arguments: [
        "2027-02-29", "2027-13-01", "2027-00-10", "27-01-01", "2027-1-1", "2027/01/01", "2027-04-31", "today", "",
    ])
    func whatIsNoDayIsRefused(_ text: String) { #expect(CalendarDate(text) == nil) }

    @Test(arguments: [
        (0, "1970-01-01"), (-1, "1969-12-31"), (951_782_400, "2000-02-29"), (1_795_392_000, "2026-11-23"),
        (4_107_542_399, "2100-02-28"), (4_107_542_400, "2100-03-01"),
    ])
    func secondsFallOnTheirDay(_ seconds: Int, _ day: String) {
        #expect(CalendarDate(secondsSince1970: seconds)?.description == day)
        #expect(CalendarDate(day)?.description == day)
    }
}

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("exlude", "exclude"), ("Exclude", "exclude"), ("inlcude", "include"), ("rulse", "rules"),
        ("kinds", nil as String?),
    ])
    func slipsOfTheHandAreRecognized(_ typed: String, _ meant: String?) {
        #expect(Suggestion.nearest(to: typed, among: ["include", "exclude", "rules"]) == meant)
    }
}
