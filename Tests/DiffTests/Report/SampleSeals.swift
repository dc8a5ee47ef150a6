import Diff
import Snapshot

extension SampleReports {
    private static let key = "SHA256:Kz4lG0o0bJ7mW1wqkMkRj8Vt2eZ4h6w0m2m8vX3yQ9A"

    /// A state that somebody vouches for and one whose seal is wrong, with everything listed that was ignored.
    static func sealed() throws -> Report {
        var before = morning
        before.verification = verified("prod-monday.tar.zst")
        var after = evening
        var found = Verification(file: "prod-tuesday.tar.zst")
        found.note("archive", .passed, "1702 objects; every digest, both roots and the form of every entry are right")
        found.note("bundle", .failed, "it is about another file: none of its digests is 3b…")
        found.note("signature", .skipped, "there is none beside the file")
        after.verification = found
        var comparison = try driftingComparison()
        comparison.suppressed = ["managed-fields": 1, "quantity": 1, "revision-annotation": 1]
        comparison.suppressedObjects = [
            SuppressedObject(
                identity: identity("Deployment", "apps", "payments", "web"),
                suppressions: [
                    Suppression(
                        path: FieldPath(fields: "metadata", "managedFields"), rule: "managed-fields",
                        before: [["manager": "a"]], after: [["manager": "b"]]),
                    Suppression(
                        path: container("web", "cpu"), rule: "quantity", before: "1000m", after: "1",
                        note: "the same quantity"),
                    Suppression(
                        path: FieldPath(fields: "metadata", "annotations", "deployment.kubernetes.io/revision"),
                        rule: "revision-annotation", before: nil, after: "4"),
                ])
        ]
        return try make(
            comparison,
            completeness: Completeness(
                breaches: before.breaches + after.breaches, skipped: before.unchecked + after.unchecked),
            sources: (before, after))
    }

    /// What a verification found that found nothing wrong.
    static func verified(_ file: String, by name: String = "ops@contoso.example") -> Verification {
        var found = Verification(file: file)
        found.note("archive", .passed, "1697 objects; every digest, both roots and the form of every entry are right")
        found.note("bundle", .passed, "its signature holds, and it is about this file")
        found.note("signature", .passed, "\(file).sig is \(name)'s signature of this file")
        found.vouchers = [
            Verification.Voucher(fingerprint: key, name: name, seal: "\(file).sigstore.json"),
            Verification.Voucher(fingerprint: key, name: name, seal: "\(file).sig"),
        ]
        found.timestamps = ["2026-11-23T06:41:00Z"]
        return found
    }

    private static func driftingComparison() throws -> Comparison {
        var comparison = Comparison()
        comparison.changes = [
            Change(
                identity: identity("Deployment", "apps", "payments", "web"),
                kind: .modified([changed(FieldPath(fields: "spec", "replicas"), 2, 4)]))
        ]
        comparison.equalCount = 1_204
        comparison.normalizedCount = 23
        return comparison
    }
}
