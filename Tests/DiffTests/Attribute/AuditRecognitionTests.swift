import Diff
import Snapshot
import TestSupport
import Testing

/// Whether a log is that of the cluster whose state is judged.
struct AuditRecognitionTests {
    private static let flux = "system:serviceaccount:flux-system:kustomize-controller"

    /// A write of Flux, whom everybody trusts.
    private static func write(
        _ verb: String = "patch", name: String? = "settings", query: String = "fieldManager=x", code: Int = 200,
        uid: String? = nil, refersTo: String? = nil, id: String = "a1"
    ) -> Value {
        let event = AuditLines.event(
            id: id, verb: verb, user: flux, client: "kustomize-controller/v1.6.1", name: name, query: query, code: code,
            response: uid.map { AuditLines.answer(version: "5", uid: $0) })
        guard let refersTo, var object = event.object, var target = object["objectRef"]?.object else { return event }
        target["uid"] = .string(refersTo)
        object["objectRef"] = .object(target)
        return .object(object)
    }

    private static func state(_ uid: String) -> EntryTable { EntryTable([TraceOf.entry(uid: uid)]) }

    private static func verdict(_ events: [Value], before: String? = nil, after: String = "u1") throws -> Verdict {
        let trail = try AuditTrails.trail(
            [events], before: before.map(state) ?? EntryTable([]), after: state(after))
        return ZeroKubectl(entries: state(after), inventory: FluxInventory(), trail: trail).verdict(shown: [])
    }

    struct Log: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let events: [Value]
        var before: String?
        /// What the sentence says that keeps the verdict from clean; `nil` when the log belongs to the state.
        let says: String?
    }

    static let logs = [
        Log(testDescription: "the answer tells the uid", events: [write(uid: "u1")], says: nil),
        Log(testDescription: "the reference tells the uid", events: [write("update", refersTo: "u1")], says: nil),
        Log(testDescription: "no uid is told, and the name is the same", events: [write()], says: nil),
        Log(
            testDescription: "it was made within the period", events: [write("create", code: 201, uid: "u1")], says: nil
        ),
        Log(
            testDescription: "it was made again within the period",
            events: [write(uid: "u0"), write("create", code: 201, uid: "u1", id: "b")], before: "u0", says: nil),
        Log(
            testDescription: "the answer tells another uid", events: [write(uid: "u2")],
            says: "1 object that it writes to has another uid in the state, 0 the same"),
        Log(
            testDescription: "the reference tells another uid", events: [write("update", refersTo: "u2")],
            says: "another uid in the state"),
        Log(
            testDescription: "the same object by name and by another uid",
            events: [write(), write(uid: "u2", id: "b")],
            says: "another uid in the state"),
        Log(
            testDescription: "no object of the state", events: [write(name: "other", uid: "u1")], says: "holds no write"
        ),
        Log(testDescription: "only reads", events: [write("get", uid: "u1"), write("list")], says: "holds no write"),
        Log(testDescription: "only what was refused", events: [write(code: 403, uid: "u1")], says: "holds no write"),
        Log(testDescription: "only a dry run", events: [write(query: "dryRun=All", uid: "u1")], says: "holds no write"),
        Log(
            testDescription: "the log of the earlier state's cluster", events: [write(uid: "u0")], before: "u0",
            says: "holds no write"),
    ]

    @Test(arguments: logs)
    func aLogBelongsToTheStateWhenItKnowsItsObjects(log: Log) throws {
        let verdict = try Self.verdict(log.events, before: log.before)
        let doubts = verdict.obstacles.filter { $0.contains("another cluster") }
        #expect(doubts.count == (log.says == nil ? 0 : 1), "\(verdict.obstacles)")
        if let says = log.says {
            #expect(verdict.outcome == .inconclusive && doubts.first?.contains(says) == true, "\(verdict.obstacles)")
        }
    }

    @Test func aFileOfAnotherClusterAmongThoseOfThisOneIsNamed() throws {
        func doubts(_ files: [[Value]]) throws -> [String] {
            let trail = try AuditTrails.trail(files, after: Self.state("u1"))
            let verdict = ZeroKubectl(entries: Self.state("u1"), inventory: FluxInventory(), trail: trail).verdict()
            return verdict.obstacles.filter { $0.contains("another cluster") }
        }
        let (own, strange, nameless) = (Self.write(uid: "u1"), Self.write(uid: "u2", id: "b"), Self.write(id: "c"))
        let found = try doubts([[own], [strange], [nameless]])
        #expect(found.count == 1 && found[0].contains("`file 2`"), "\(found)")
        // An object that was made again has had another uid.
        #expect(try doubts([[own, strange], [nameless]]).isEmpty)
    }

    @Test func thatNamesAloneTieALogToAStateIsSaid() throws {
        func spots(_ events: [Value]) throws -> [String] {
            try Self.verdict(events).legs.first { $0.leg == .auditLog }?.blindSpots ?? []
        }
        #expect(try spots([Self.write()]).contains { $0.contains("names and no uid") })
        #expect(try !spots([Self.write(uid: "u1")]).contains { $0.contains("names and no uid") })
    }
}
