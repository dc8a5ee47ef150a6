import Diff
import Snapshot
import TestSupport
import Testing

/// How far a log covers the period that is asked for.
struct AuditPeriodTests {
    /// A log with an event every five minutes of these stretches, given in minutes after midnight.
    private static func facts(_ stretches: [ClosedRange<Int>]) throws -> AuditFacts {
        let minutes = stretches.flatMap { stride(from: $0.lowerBound, through: $0.upperBound, by: 5) }
        let events = minutes.map { AuditLines.event(verb: "list", at: time($0)) }
        return try AuditLines.read(AuditLines.lines(events)).facts
    }

    private static func time(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "2026-03-04T\(two(minutes / 60)):\(two(minutes % 60)):00Z"
    }

    private static func holes(_ stretches: [ClosedRange<Int>], from: Int, to: Int) throws -> [String] {
        AuditPeriod(
            since: Instant(rfc3339: time(from)), until: Instant(rfc3339: time(to)), words: "the period asked for"
        ).holes(in: try facts(stretches))
    }

    struct Log: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let stretches: [ClosedRange<Int>]
        let from: Int
        let to: Int
        /// What the one sentence about it says; `nil` when the log covers the period.
        let says: String?
    }

    @Test(arguments: [
        Log(
            testDescription: "the file that holds the period is missing", stretches: [600...660, 840...900], from: 660,
            to: 840, says: "from 2026-03-04T11:01:00Z to 2026-03-04T14:00:00Z: 179 minutes"),
        Log(
            testDescription: "the period lies within a hole", stretches: [600...660, 840...900], from: 700, to: 720,
            says: "from 2026-03-04T11:01:00Z to 2026-03-04T14:00:00Z"),
        Log(
            testDescription: "a short period lies within a hole", stretches: [600...660, 840...900], from: 700, to: 700,
            says: "179 minutes"),
        Log(
            testDescription: "nothing from the beginning on", stretches: [600...655, 700...900], from: 660, to: 840,
            says: "from 2026-03-04T10:56:00Z to 2026-03-04T11:40:00Z: 44 minutes"),
        Log(
            testDescription: "nothing until the end", stretches: [600...800, 845...900], from: 660, to: 840,
            says: "from 2026-03-04T13:21:00Z to 2026-03-04T14:05:00Z: 44 minutes"),
        Log(
            testDescription: "one event just before the end", stretches: [600...655, 839...839, 840...900], from: 660,
            to: 840, says: "from 2026-03-04T10:56:00Z to 2026-03-04T13:59:00Z"),
        Log(
            testDescription: "a hole that reaches out of the period", stretches: [600...830, 860...900], from: 660,
            to: 840, says: "29 minutes"),
        Log(
            testDescription: "quiet ends, and the log goes on", stretches: [600...655, 665...835, 850...900], from: 660,
            to: 840, says: nil),
        Log(
            testDescription: "a hole before the period and one after it", stretches: [500...560, 655...845, 900...960],
            from: 660, to: 840, says: nil),
    ])
    func aSilenceAtAnEdgeIsAHoleLikeOneInside(log: Log) throws {
        let holes = try Self.holes(log.stretches, from: log.from, to: log.to)
        #expect(holes.count == (log.says == nil ? 0 : 1), "\(holes)")
        if let says = log.says { #expect(holes.first?.contains(says) == true, "\(holes)") }
    }

    @Test func aPeriodWithoutBordersIsTheLogsOwn() throws {
        let period = AuditPeriod(since: nil, until: nil, words: "the time between the captures")
        #expect(period.holes(in: try Self.facts([600...660])).isEmpty)
        #expect(period.holes(in: try Self.facts([600...660, 690...720])).count == 1)
    }
}
