/// What a signature says about a snapshot: the manifest in the words of an attestation.
///
/// The digests of archive and manifest are in the statement's subjects; here stands what a reader wants to know without
/// opening the archive, and policy engines can ask for. See docs/verify-without-snapctl.md.
package enum SnapshotPredicate {
    package static let type = "https://snapctl.dev/attestation/snapshot/v1"

    /// The predicate of a snapshot.
    package static func value(_ manifest: Manifest, id: Digest) -> Value {
        let full = manifest.value
        var object = Object()
        for member in ["actor", "cluster", "normalizer", "redaction", "scope", "source", "times", "tool", "lineage"] {
            object[member] = full[member]
        }
        object["completeness"] = completeness(manifest)
        object["objects"] = .number(Number(manifest.objectCount))
        object["roots"] = [
            "content": .string(manifest.roots.content), "normalized": .string(manifest.roots.normalized),
            "manifest": .string(id.hex),
        ]
        return .object(object)
    }

    private static func completeness(_ manifest: Manifest) -> Value {
        func names(_ state: Manifest.Coverage.State) -> Value {
            .array(
                manifest.coverage.filter { $0.state == state }.map {
                    .string($0.group.isEmpty ? $0.resource : "\($0.resource).\($0.group)")
                })
        }
        return [
            "complete": .bool(manifest.isComplete), "read": names(.complete), "missing": names(.gap),
            "leftOut": names(.excluded),
        ]
    }
}

/// What a signature says about a verdict. Source: in-toto/attestation, test-result v0.1.
///
/// A strict reader refuses members that the predicate does not define: the details are in the report, which is the first
/// subject.
package enum VerdictPredicate {
    package static let type = "https://in-toto.io/attestation/test-result/v0.1"

    /// The predicate of a report; `nil` when the report holds no verdict.
    static func value(_ report: Value) -> Value? {
        guard let status = report["exit"]?["status"]?.int else { return nil }
        var object = Object()
        object["result"] = .string(status == 0 ? "PASSED" : status == 3 ? "WARNED" : "FAILED")
        var configuration: [Value] = []
        if let baseline = report["baseline"], let digest = baseline["sha256"]?.string {
            let file = baseline["file"]?.string ?? "baseline.yaml"
            configuration.append(["name": .string(file), "digest": ["sha256": .string(digest)]])
            if let tree = baseline["dirHash"]?.string {
                configuration.append([
                    "name": .string("\(file) and its resources"), "digest": ["dirHash": .string(tree)],
                ])
            }
        }
        if let rules = report["after"]?["manifest"]?["rulesDigest"]?.string, !rules.isEmpty {
            configuration.append(["name": "normalization rules", "digest": ["sha256": .string(rules)]])
        }
        object["configuration"] = .array(configuration)
        var failed: [Value] = []
        for violation in report["violations"]?.array ?? [] {
            guard let object = violation["object"] else { continue }
            let parts = ["group", "kind", "namespace", "name"].compactMap { object[$0]?.string }.filter { !$0.isEmpty }
            failed.append(.string(parts.joined(separator: "/")))
        }
        object["failedTests"] = .array(failed)
        return .object(object)
    }
}
