import Snapshot

/// What was compared, and by which authority, in words.
extension Prose {
    /// The facts about one state that its line in a report names, in their order.
    static func facts(_ source: ReportSource) -> [String] {
        let objects = Words.count(source.objectCount, "object") + (source.isComplete ? "" : ", incomplete")
        let facts: [String?] = [
            source.argument, source.cluster.map { "cluster \($0.name)" + ($0.version.map { " \($0)" } ?? "") },
            source.cluster?.uid.map { "uid \($0)" }, source.startedAt.map { "captured \($0)" },
            source.user.map { "by \($0)" }, objects,
            source.namespaces.isEmpty ? nil : "only namespaces " + source.namespaces.joined(separator: ", "),
            source.leftOut.isEmpty ? nil : "without " + source.leftOut.joined(separator: ", "),
            source.hasEphemeralKey ? "secrets redacted under a key that is gone" : nil,
            source.cluster.flatMap { cluster in
                if cluster.isVerified { return nil }
                return cluster.isEncrypted ? "server certificate not verified" : "connection not encrypted"
            }, voucher(source),
        ]
        return facts.compactMap { $0 }
    }

    /// Who vouches for a state, as checked now: `signed by ops.pub`; `nil` for what nobody can vouch for.
    static func voucher(_ source: ReportSource) -> String? {
        guard let found = source.verification else {
            return source.isSnapshotFile ? "signature not checked" : nil
        }
        if found.hasFailed { return "signature INVALID" }
        // One person, several seals: once.
        var names: [String] = []
        for voucher in found.vouchers where !names.contains(where: { ByteOrder.same($0, voucher.name) }) {
            names.append(voucher.name)
        }
        guard !names.isEmpty else { return "unsigned" }
        return "signed by " + Words.list(names) + found.timestamps.prefix(1).map { " before \($0)" }.joined()
            + (found.hasHole ? ", not fully checked" : "")
    }

    /// What was checked of a state's evidence, in sentences, with what became of each.
    static func checks(_ source: ReportSource) -> [(outcome: Verification.Outcome, words: String)] {
        guard let found = source.verification else { return [] }
        return found.checks.map { ($0.outcome, "\($0.name): \($0.detail)") }
            + found.vouchers.map { (.passed, "signed by \($0.name) (\($0.fingerprint)) in \($0.seal)") }
    }

    /// The facts about the baseline's rules.
    static func facts(_ authority: Report.Authority) -> [String] {
        [
            authority.name + (authority.version.map { " version \($0)" } ?? ""), authority.file,
            authority.stage.map { "stage \($0)" },
            Words.count(authority.ruleCount, "rule"),
            authority.requirementCount == 0 ? nil : Words.count(authority.requirementCount, "requirement"),
            authority.digest.map { "sha256 \($0.prefix(12))…" },
        ].compactMap { $0 }
    }
}
