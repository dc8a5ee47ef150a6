package import Snapshot

/// Numbers and things as a sentence needs them.
package enum Words {
    /// `1 object`, `1,697 objects`, `no objects`.
    package static func count(_ number: Int, _ noun: String) -> String {
        let plural = noun.hasSuffix("y") ? noun.dropLast() + "ies" : noun + "s"
        return number == 1 ? "1 \(noun)" : "\(number == 0 ? "no" : grouped(number)) \(plural)"
    }

    /// `1,697`.
    package static func grouped(_ number: Int) -> String {
        var text = ""
        for (i, digit) in String(abs(number)).reversed().enumerated() {
            if i > 0, i % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    /// `a`, `a and b`, `a, b and c`.
    package static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }

    /// What a gap says: `secrets: forbidden (HTTP 403)`.
    package static func gap(_ gap: Gap) -> String {
        let reason =
            switch gap.reason {
            case .forbidden: "these credentials may not list it"
            case .unauthorized: "the credentials were refused"
            case .unavailable: "the server behind this API does not answer"
            case .stale: "the server knows this group from memory only"
            case .conversionFailed: "stored objects could not be converted"
            case .notListable: "it cannot be listed"
            case .undiscovered, .notReady, .absent: gap.message
            case .limitReached: "a bound of snapctl was reached"
            case .withheld: "objects hold a secret value where it cannot be replaced"
            case .expired: "the list kept expiring"
            case .malformed: "the answer was no such list"
            case .kindUnknown: "not read: \(gap.message)"
            case .serverError: "the server failed"
            case .connectionLost: "the connection broke"
            }
        return "\(gap.subject): \(reason)" + (gap.status.map { " (HTTP \($0))" } ?? "")
    }

    /// What a signal means.
    package static func signal(_ kind: Signal.Kind) -> String {
        switch kind {
        case .recreated: "deleted and created again"
        case .generationAdvanced: "edited and equal again, or reordered"
        case .deleting: "marked for deletion, held by finalizers"
        case .reconcileRequested: "asked for a reconcile"
        }
    }
}
