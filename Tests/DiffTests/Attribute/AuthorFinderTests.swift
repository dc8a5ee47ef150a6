import Diff
import Snapshot
import Testing

/// Whom managedFields name, and whom they do not.
struct AuthorFinderTests {
    private static let color = FieldPath(fields: "data", "color")

    private static func entry(
        _ manager: String, _ operation: String = "Update", time: String? = "2026-03-04T13:00:00Z",
        fields: Value = ["f:data": ["f:color": [:]]]
    ) -> Value {
        var entry = Object(["manager": .string(manager), "operation": .string(operation), "fieldsV1": fields])
        entry["time"] = time.map(Value.string)
        return .object(entry)
    }

    private static func author(
        _ manager: String, _ operation: String = "Update", labels: [String: String], isApplied: Bool = false,
        isNew: Bool = false
    ) throws -> Author {
        let trace = try TraceOf.object(uid: "u", managers: [entry(manager, operation)], labels: labels)
        let written = try #require(trace.managers.first)
        return AuthorFinder().author(written, on: .init(isNew ? nil : trace, isApplied: isApplied))
    }

    private static let addOn = ["addonmanager.kubernetes.io/mode": "Reconcile"]

    @Test func kubectlThatAKSRunsTooMayBeEitherWhateverTheLabelsSay() throws {
        for (labels, isNew) in [([:], false), (Self.addOn, true), (Self.addOn, false)] {
            let author = try Self.author("kubectl-client-side-apply", labels: labels, isNew: isNew)
            #expect(author.isAmbiguous && author.writer == .humanCLI)
            #expect(author.words.contains("kubectl apply (a person or AKS)"), "\(author.words)")
        }
        #expect(
            try Self.author("kubectl", "Apply", labels: [:]).words.contains("kubectl apply --server-side (a person"))
    }

    @Test func whatAKSNeverDoesIsAPersons() throws {
        for manager in ["kubectl-edit", "kubectl-patch", "kubectl-create"] {
            let author = try Self.author(manager, labels: Self.addOn)
            #expect(author.writer == .humanCLI && !author.isAmbiguous)
        }
        // What Git declares, AKS does not apply.
        let applied = try Self.author("kubectl-client-side-apply", labels: Self.addOn, isApplied: true)
        #expect(applied.writer == .humanCLI && !applied.isAmbiguous)
    }

    @Test func whoWroteBeforeTheEarlierStateMadeNoDifference() throws {
        func names(_ before: [Value], _ after: [Value]) throws -> [String?] {
            AuthorFinder().authors(
                of: Self.color, before: try TraceOf.object(managers: before),
                after: try TraceOf.object(managers: after),
                revision: nil
            ).map(\.manager)
        }
        let old = Self.entry("kubectl-edit", time: "2026-03-01T10:00:00Z")
        let other = Self.entry(
            "kubectl-edit", time: "2026-03-01T10:00:00Z", fields: ["f:data": ["f:size": [:]]])
        #expect(try names([old], [old]) == [])
        // An entry that takes a field over moves its time.
        #expect(try names([other], [old]) == [])
        #expect(try names([old], [old, Self.entry("kubectl-patch")]) == ["kubectl-patch"])
        // `kubectl scale` leaves no time.
        #expect(try names([], [Self.entry("kubectl", time: nil), old]).count == 2)
    }

    /// A golden baseline has no writers; it has a time.
    @Test(arguments: [
        ("2026-03-04T12:59:59Z", []), ("2026-03-04T13:00:00Z", ["kubectl-edit"]),
        ("2026-03-04T13:00:01Z", ["kubectl-edit"]), ("2026-03-04T14:59:59+02:00", []),
        ("soon", ["kubectl-edit"]),
    ])
    func whoWroteBeforeABaselineWasCapturedMadeNoDifference(time: String, names: [String]) throws {
        let captured = try #require(RFC3339("2026-03-04T13:00:00.9Z"))
        let after = try TraceOf.object(managers: [Self.entry("kubectl-edit", time: time)])
        let golden = try TraceOf.object(managers: [])
        func authors(_ before: ObjectTrace?, _ finder: AuthorFinder) -> [String] {
            finder.authors(of: Self.color, before: before, after: after, revision: nil).compactMap(
                \.manager)
        }
        #expect(authors(golden, AuthorFinder(capturedAt: captured)) == names)
        #expect(authors(nil, AuthorFinder(capturedAt: captured)) == names)
        #expect(authors(golden, AuthorFinder()) == ["kubectl-edit"])
        // Where the earlier state says who had written, that says more than a time.
        let known = try TraceOf.object(managers: [Self.entry("helm")])
        #expect(authors(known, AuthorFinder(capturedAt: captured)) == ["kubectl-edit"])
    }
}
