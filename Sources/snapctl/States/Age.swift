import Snapshot

/// How long before the capture something was made, as kubectl writes it.
///
/// Source: apimachinery, `duration.HumanDuration`: two units where the first is small, one where it is not.
enum Age {
    /// `5d`, `3h12m`, `45s`; `<unknown>` without both times.
    static func text(from created: String?, to captured: String) -> String {
        guard let start = created.flatMap({ RFC3339($0) }), let end = RFC3339(captured) else { return "<unknown>" }
        let seconds = end.seconds - start.seconds
        guard seconds >= 0 else { return "0s" }
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        func two(_ a: Int, _ unit: String, _ b: Int, _ rest: String) -> String {
            b == 0 ? "\(a)\(unit)" : "\(a)\(unit)\(b)\(rest)"
        }
        switch seconds {
        case ..<120: return "\(seconds)s"
        case ..<600: return two(minutes, "m", seconds % 60, "s")
        case ..<10_800: return "\(minutes)m"
        case ..<28_800: return two(hours, "h", minutes % 60, "m")
        case ..<172_800: return "\(hours)h"
        case ..<691_200: return two(days, "d", hours % 24, "h")
        case ..<63_072_000: return "\(days)d"
        case ..<252_288_000: return two(days / 365, "y", days % 365, "d")
        default: return "\(days / 365)y"
        }
    }
}
