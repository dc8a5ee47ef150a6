import Diff
import Snapshot

/// A verification for people.
enum VerificationText {
    static func text(_ found: Verification, _ style: Style) -> String {
        var lines: [StyledLine] = []
        let head = StyledLine("\(found.file): ", .heading)
        lines.append(
            found.hasFailed
                ? head.adding("invalid", .bad)
                : found.hasHole ? head.adding("not fully checked", .warning) : head.adding("valid", .good))
        for check in found.checks {
            let mark =
                switch check.outcome {
                case .passed: StyledLine("ok       ", .good, indent: 2)
                case .failed: StyledLine("wrong    ", .bad, indent: 2)
                case .skipped: StyledLine("skipped  ", check.isRequired ? .warning : .faint, indent: 2)
                }
            lines.append(mark.adding("\(check.name): \(check.detail)"))
        }
        for voucher in found.vouchers {
            lines.append(
                StyledLine("signed by \(voucher.name) (\(voucher.fingerprint)) in \(voucher.seal)", indent: 2))
        }
        for time in found.timestamps { lines.append(StyledLine("existed at \(time)", indent: 2)) }
        for fact in found.facts {
            lines.append(StyledLine("\(fact.name): ", .faint, indent: 2).adding(fact.text))
        }
        for limit in found.limits { lines.append(StyledLine("note: \(limit)", .faint, indent: 2)) }
        return lines.map { $0.text(inColor: style.isColored) + "\n" }.joined()
    }
}
