import Snapshot
import Synchronization
import Testing

/// Many things, a few at a time.
@Suite struct BoundedFanOutTests {
    private struct Broken: Error {}

    private final class Gauge: Sendable {
        private let state = Mutex((now: 0, most: 0, begun: 0))
        var most: Int { state.withLock { $0.most } }
        var begun: Int { state.withLock { $0.begun } }
        func enter() {
            state.withLock {
                $0.now += 1
                $0.begun += 1
                $0.most = max($0.most, $0.now)
            }
        }
        func leave() { state.withLock { $0.now -= 1 } }
    }

    @Test(arguments: [1, 3, 100])
    func everyItemIsDoneOnceAndNeverMoreThanWidthAtATime(width: Int) async throws {
        let gauge = Gauge()
        var taken: [Int] = []
        try await BoundedFanOut.forEach(0..<50, width: width) { (item) async throws(CancellationError) -> Int in
            gauge.enter()
            await Task.yield()
            gauge.leave()
            return item * 2
        } take: { (item, result) async throws(CancellationError) in
            #expect(result == item * 2)
            taken.append(item)
        }
        #expect(taken.sorted() == Array(0..<50))
        #expect(gauge.most <= width)
    }

    @Test func theFirstErrorEndsIt() async {
        let gauge = Gauge()
        await #expect(throws: Broken.self) {
            try await BoundedFanOut.forEach(0..<1000, width: 4) { (item) async throws(Broken) -> Int in
                gauge.enter()
                if item == 5 { throw Broken() }
                return item
            } take: { (_, _) async throws(Broken) in
            }
        }
        #expect(gauge.begun < 20)
    }

    @Test func aTakersErrorEndsItToo() async {
        await #expect(throws: Broken.self) {
            try await BoundedFanOut.forEach(0..<10, width: 2) { (item) async throws(Broken) -> Int in
                item
            } take: { (item, _) async throws(Broken) in
                if item == 3 { throw Broken() }
            }
        }
    }

    @Test func nothingIsNoWork() async throws {
        try await BoundedFanOut.forEach([Int](), width: 4) { (item) async throws(Broken) -> Int in
            item
        } take: { (_, _) async throws(Broken) in
            Issue.record("something came")
        }
    }
}
