import Snapshot
import Testing

/// Quantities, durations, times and numbers: equal when they mean the same, apart when they do not.
@Suite struct NumberTests {
    static let equalQuantities: [(String, String)] = [
        ("1", "1000m"), ("0.5", "500m"), ("100m", "0.1"), ("1k", "1000"), ("1M", "1e6"), ("1G", "1000M"),
        ("1T", "1e12"),
        ("1P", "1E15"), ("1E", "1000P"), ("1Ki", "1024"), ("1Mi", "1024Ki"), ("1Gi", "1024Mi"), ("1Ti", "1024Gi"),
        ("1Pi", "1024Ti"), ("1Ei", "1024Pi"), ("128974848", "123Mi"), ("129e6", "129M"), ("1.5Gi", "1536Mi"),
        ("0", "0Mi"),
        ("-1", "-1000m"), ("+1", "1"), ("1u", "1000n"), ("1m", "1000u"), ("2.50", "2.5"), ("00.5", "500m"),
        (".5", "0.5"),
        ("5.", "5"), ("1e-3", "1m"), ("9223372036854775807", "9223372036854775807.0"), ("0.000000001", "1n"),
    ]

    @Test(arguments: equalQuantities) func quantitiesOfOneAmountAreEqual(a: String, b: String) throws {
        let left = try #require(Quantity.value(a))
        #expect(left == Quantity.value(b))
        #expect(left.text == Quantity.value(b)?.text)
    }

    @Test(arguments: [
        ("1G", "1Gi"), ("1", "1m"), ("100m", "100M"), ("1k", "1Ki"), ("9007199254740992", "9007199254740993"),
        ("0.0000000001", "0"), ("1e400", "1e401"), ("-1", "1"),
    ])
    func quantitiesOfDifferentAmountsStayApart(a: String, b: String) {
        #expect(Quantity.value(a) != Quantity.value(b))
        #expect(Quantity.value(a) != nil)
    }

    @Test(arguments: [
        "", " ", "Mi", "1 Mi", " 1", "1KI", "1ki", "1K", "1mi", "1g", "abc", "1.2.3", "--1", "1e", "1e3e3", "0x10",
        "1_000", "∞",
        "NaN", "1MiB", "١",
    ])
    func otherTextsAreNoQuantities(text: String) { #expect(Quantity.value(text) == nil) }

    @Test(arguments: [
        ("1h", "60m"), ("1h30m", "90m"), ("1.5s", "1500ms"), ("0", "0s"), ("1m0s", "60s"), ("-2ms", "-2000us"),
        ("1us", "1µs"),
        ("1us", "1μs"), ("+5s", "5s"), ("1h0.5s", "3600500ms"), ("1ns", "0.001us"),
    ])
    func durationsOfOneLengthAreEqual(a: String, b: String) throws {
        let left = try #require(ScalarText.nanoseconds(a))
        #expect(left == ScalarText.nanoseconds(b))
    }

    @Test(arguments: ["", "1", "s", "1x", "1 s", "h1", "-", "1h-2m", "1d", "٣s", "1..5s"])
    func otherTextsAreNoDurations(text: String) { #expect(ScalarText.nanoseconds(text) == nil) }

    static let equalTimes: [(String, String)] = [
        ("2026-11-23T06:50:35Z", "2026-11-23T07:50:35+01:00"), ("2026-11-23T06:50:35Z", "2026-11-23t06:50:35z"),
        ("2026-11-23T06:50:35.000Z", "2026-11-23T06:50:35Z"), ("2026-11-23T06:50:35.120Z", "2026-11-23T06:50:35.12Z"),
        ("2026-01-01T00:00:00+00:00", "2025-12-31T23:00:00-01:00"),
        ("2024-02-29T12:00:00Z", "2024-03-01T02:00:00+14:00"),
        ("1970-01-01T00:00:00Z", "1969-12-31T19:00:00-05:00"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00-00:00"),
    ]

    @Test(arguments: equalTimes) func timesOfOneMomentAreEqual(a: String, b: String) throws {
        let left = try #require(RFC3339(a))
        #expect(left == RFC3339(b))
        #expect(left.utcText == RFC3339(b)?.utcText)
        #expect(RFC3339(left.utcText) == left)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23 06:50:35Z", "2026-11-23T06:50Z", "2026-11-23T06:50:35", "2026-11-23T24:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-02-31T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-11-23T06:60:00Z", "2026-11-23T06:50:60Z", "2026-11-23T06:50:35.Z", "2026-11-23T06:50:35+0100",
        "2026-11-23T06:50:35+24:00", "2026-11-23T06:50:35Zx", "26-11-23T06:50:35Z", "2026-1-23T06:50:35Z",
        "٢026-11-23T06:50:35Z",
        "2100-02-29T00:00:00Z", "2026-11-00T00:00:00Z",
    ])
    func otherTextsAreNoTimes(text: String) { #expect(RFC3339(text) == nil, "\(RFC3339(text)?.utcText ?? "")") }

    @Test func timesCountDaysAsTheCalendarDoes() {
        // Every day of 800 years, forth and back.
        for day in stride(from: -146_097, through: 146_097, by: 13) {
            let time = RFC3339(seconds: day * 86_400 + 3661)
            #expect(RFC3339(time.utcText) == time)
        }
        #expect(RFC3339(seconds: 0).utcText == "1970-01-01T00:00:00Z")
        #expect(RFC3339(seconds: 951_782_400).utcText == "2000-02-29T00:00:00Z")
        #expect(RFC3339("2000-02-29T00:00:00Z")?.seconds == 951_782_400)
    }

    static let decimals: [(String, String?)] = [
        ("1", "1"), ("-1", "-1"), ("+1", "1"), ("1.10", "1.1"), ("001", "1"), ("0.0", "0"), ("-0", "0"), ("1e2", "100"),
        ("1E-2", "0.01"), (".5", "0.5"), ("5.", "5"), ("1e21", "1e+21"), ("123e18", "123000000000000000000"),
        ("1e-6", "0.000001"),
        ("1e-7", "1e-7"), ("12345678901234567890.5", "12345678901234567890.5"), ("1e1000000", "1e+1000000"),
        ("1e1000001", nil), ("", nil), (".", nil), ("e1", nil), ("1e", nil), ("1e+", nil), ("-", nil), ("1.1.1", nil),
        ("1 ", nil), ("0x1", nil), ("1_0", nil), ("Inf", nil), ("NaN", nil),
    ]

    @Test(arguments: decimals) func decimalsAreExact(text: String, canonical: String?) {
        #expect(ExactDecimal(Array(text.utf8))?.text == canonical)
        #expect(Number(parsing: text)?.text == canonical)
    }

    @Test func arithmeticLosesNothing() throws {
        let a = try #require(ExactDecimal("123456789.123456789".utf8))
        let b = try #require(ExactDecimal("0.000000001".utf8))
        #expect(a.adding(b)?.text == "123456789.12345679")
        #expect(a.multiplied(by: 1024).text == "126419752062.419751936")
        #expect(a.scaled(byPowerOfTen: 9).text == "123456789123456789")
        #expect(a.negated.negated == a)
        let zero = try #require(ExactDecimal("0".utf8))
        #expect(zero.negated == zero)
        #expect(a.adding(zero) == a)
    }
}
